"""Names of people as bibliographic formats write them: "Family, Given, Jr", "Given Family", "Family AB"."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.documents import _text
from kg.model import Organisation, Person

_LONGEST = 12  # words of a person's name
_LONGEST_GIVEN = 200  # characters
_ONE_PARTICLE = (
    r"(?:van|von|vom|zu|zum|zur|der|den|de|del|della|dello|dei|degli|di|da|do|dos|das|du|des|la|le|los|las|"
    r"ten|ter|te|op|in|'t|’t|el|al|bin|ibn|ben|af|av|e|y|und)"
)
_PARTICLE = re.compile(rf"((?:{_ONE_PARTICLE}\s+)+)(?=\S)")
_BEHIND = re.compile(rf"\s+((?:{_ONE_PARTICLE}\s+)*{_ONE_PARTICLE})\.?\Z")
_SUFFIX = re.compile(
    r"(?:Jr|Sr|Jnr|Snr|Junior|Senior|I{1,3}|IV|VI{0,3}|1st|2nd|3rd|4th|Filho|Neto|Sobrinho)\.?\Z", re.I
)
_TRAILING = re.compile(r"(?<=[\w.])\s+(Jr\.?|Sr\.?|II|III|IV|2nd|3rd|4th)\Z")
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿ]\.?-?){1,4}\Z")
_INITIALS_LAST = re.compile(r"\S.*\s(?:[^\W\d_a-zß-ÿ]\.?[ -]?){1,5}\Z")
_INITIALS_FIRST = re.compile(r"(?:[^\W\d_a-zß-ÿ]\.?[ -]?){1,4}\s+[^\W\d_]{2,}")
_LOWER = re.compile(r"[a-zß-ÿ]")
_DEGREE = re.compile(
    r"(?:MD|Ph ?D|Dr ?med|DPhil|MPhil|DSc|MSc|BSc|MS|DO|MPH|DrPH|MB ?ChB|MBBS|MBA|PharmD|DVM|RN|FRCP|MRCP|FACP|FACR|"
    r"FACS|FASN|Dr|Prof)\Z"
)
_CORPORATE = re.compile(
    r"\b(?:groups?|organi[sz]ations?|universit\w+|institut\w*|committee|consorti\w+|societ\w+|ministr\w+|department|"
    r"collaborat\w+|network|study|studies|investigators?|teams?|task force|foundation|agency|cent(?:er|re)s?|council|"
    r"association|college|academy|federation|administration|commission|hospitals?|program(?:me)?|project|initiative|"
    r"registry|laborator\w+|company|corporation|inc|ltd|gmbh|llc|office|bureau|service|panel|nations|authority|"
    r"government|board|press|trial|trialists|writing|working|clinic|unit|union|alliance|partners|school|library)\b",
    re.I,
)


def author(
    text: str, *, corporate: bool = False, orcid: str | None = None, affiliations: tuple[str, ...] = ()
) -> Person | Organisation | None:
    """One name of an author field; None where it holds none.

    A name in braces, or one said to be `corporate`, is an organisation; so is one without a comma that holds a word
    such as "Group".

    >>> author("van der Berg, J. P., Jr")
    Person(family='Berg', given='J. P.', particle='van der', suffix='Jr', orcid=None, affiliations=())
    >>> author("{World Health Organization}").name
    'World Health Organization'
    >>> author("Houssiau FA").family, author("Ahmed, Sara, MD, PhD").given, author("Jean ROUX").family
    ('Houssiau', 'Sara', 'ROUX')
    """
    text = text.strip()
    braced = text.startswith("{") and text.endswith("}") and text.count("{") == 1
    text = _text.clean(text.strip("{}") if braced else text).strip(" ,;")
    if not re.search(r"\w", text):
        return None
    if corporate or braced or ("," not in text and _CORPORATE.search(text)):
        return Organisation(name=text, affiliations=affiliations)
    made = _comma(text) if "," in text else _plain(text)
    if isinstance(made, Person):
        return replace(made, orcid=orcid, affiliations=affiliations) if orcid or affiliations else made
    return replace(made, affiliations=affiliations)


def person(
    family: str,
    given: str | None = None,
    *,
    suffix: str | None = None,
    orcid: str | None = None,
    affiliations: tuple[str, ...] = (),
) -> Person:
    """A person of separate, clean fields; lower-case particles before the family name are told apart.

    >>> person("de Souza", "Ana").particle
    'de'
    """
    found = None if family[:1].isupper() else _PARTICLE.match(family)
    return Person(
        family=family[found.end() :] if found else family,
        given=given or None,
        particle=found[1].strip() if found else None,
        suffix=suffix or None,
        orcid=orcid,
        affiliations=affiliations,
    )


def medline(text: str, *, orcid: str | None = None, affiliations: tuple[str, ...] = ()) -> Person | Organisation | None:
    """A name with its initials last, as MEDLINE writes it: "van der Berg JP Jr"; one with a comma as elsewhere.

    >>> medline("Smith JA 3rd").family, medline("Smith JA 3rd").given, medline("Smith JA 3rd").suffix
    ('Smith', 'JA', '3rd')
    """
    words = _text.clean(text).rstrip(".,").split() if "," not in text else []
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) and _INITIALS.match(words[-2]) else None
    if len(words) > 1 and _INITIALS.match(words[-1]):
        given = f"{words[-1]}." if "." in words[-1] else words[-1]
        return person(" ".join(words[:-1]), given, suffix=suffix, orcid=orcid, affiliations=affiliations)
    return author(text, orcid=orcid, affiliations=affiliations)


def several(text: str) -> list[str]:
    """The names in a clean field that should hold one: parted by semicolons or "and", or by commas where each is whole.

    >>> several("Okafor, N.; Petit, L."), several("Okafor N, Petit L"), several("Okafor, N., Petit, L.")
    (['Okafor, N.', 'Petit, L.'], ['Okafor N', 'Petit L'], ['Okafor, N.', 'Petit, L.'])
    >>> several("Okafor, N. and Petit, L."), several("Okafor, Ngozi, Jr")
    (['Okafor, N.', 'Petit, L.'], ['Okafor, Ngozi, Jr'])
    """
    if ";" in text:
        return [part.strip() for part in text.split(";") if part.strip(" .,…")]
    if "," not in text:
        return [text]
    parts = [part.strip() for part in text.split(",") if part.strip(" .,…")]
    if len(parts) > 1 and any(all(map(whole.match, parts)) for whole in (_INITIALS_LAST, _INITIALS_FIRST)):
        return parts
    if len(parts) > 3 and len(parts) % 2 == 0 and all(map(_INITIALS.match, parts[1::2])):
        return [", ".join(pair) for pair in zip(parts[::2], parts[1::2], strict=True)]
    both = re.split(r"\s+(?:and|&)\s+", text)
    return both if len(both) > 1 and all(part.count(",") == 1 for part in both) else [text]


def is_degree(text: str) -> bool:
    """Whether what stands behind a whole name is a degree or a title.

    >>> is_degree("Ph.D."), is_degree("Dr. med."), is_degree("Jr")
    (True, True, False)
    """
    return bool(_DEGREE.match(text.replace(".", "")))


def _comma(text: str) -> Person | Organisation:
    parts = [p.strip() for p in text.split(",") if p.strip()]
    suffix = next((p for p in parts[1:] if _SUFFIX.match(p)), None)
    rest = [p for n, p in enumerate(parts[1:]) if p != suffix and not (n and is_degree(p))]
    words = parts[0].split()
    if suffix is None and len(words) > 1 and _SUFFIX.match(words[-1]) and len(words[-1]) > 1 and rest:
        suffix, parts[0] = words[-1], " ".join(words[:-1])
    given = " ".join(rest)
    if len(given) < _LONGEST_GIVEN and (behind := _BEHIND.search(given)):  # "Berg, Jan van der", as catalogues have it
        return person(f"{behind[1]} {parts[0]}", given[: behind.start()], suffix=suffix)
    if suffix is None and (last := _TRAILING.search(given)):  # "Jan P Jr"
        given, suffix = given[: last.start()], last[1]
    return person(parts[0], given or None, suffix=suffix)


def _plain(text: str) -> Person | Organisation:
    """ "Given Family" with particles and suffix, or "Family AB"; one word alone is a family name.

    Four capitals without dots are a family name: "Jean ROUX".
    """
    words = text.split()
    if len(words) > _LONGEST:
        return Organisation(name=text)
    suffix = words.pop() if len(words) > 2 and _SUFFIX.match(words[-1]) and len(words[-1]) > 1 else None
    if len(words) == 1:
        return person(words[0], suffix=suffix)
    if _INITIALS.match(words[-1]) and _LOWER.search(words[0]) and ("." in words[-1] or len(words[-1]) < 4):
        return person(" ".join(words[:-1]), words[-1], suffix=suffix)
    start = next((n for n in range(1, len(words)) if _PARTICLE.match(" ".join(words[n:]))), len(words) - 1)
    return person(" ".join(words[start:]), " ".join(words[:start]), suffix=suffix)
