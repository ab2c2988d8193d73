"""What a claim is about: its therapy, diseases, outcome and comparator.

The therapy is the first one named that is neither compared with nor given up; the paper's own therapy comes before
what patients took beside it, and a class named for it ("the antibody") is it.  Where a sentence names none it takes
up that of the sentence before ("this approach"), and failing that the topic of the paper.  Diseases go the same way;
a harm (a disease that is also an outcome) is what a safety claim finds, not what is treated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extraction import treating
from kg.extraction.topic import Focus, Topic, broader, is_harm, is_passive
from kg.extraction.unit import Unit, once
from kg.model import Mention
from kg.vocabulary import Concept

_GIVEN_UP = re.compile(
    r"\b(?:discontinu|stop|withdr|taper|wean|ceas|reduc|spar|lower|decreas|free of|off|without|need for|needed"
    r"|required?|doses? of|fail|refractory|resistant|despite|prior|previous|escape|avoid|from|on|taking|receiving"
    r"|replac|rescue)\w*"
    r"(?:\s+(?:and|or|to|of|use|a|an|the|their|all|any|other|new|prior|previous|conventional|concomitant|oral|background|daily"
    r"|standard|immunosuppressive|dose|doses|steroids?|glucocorticoids?|prednisone|immunosuppress\w+|,))*\s*\Z",
    re.IGNORECASE,
)
_BESIDE = re.compile(  # what patients take whatever else they are given
    r"(?:oral |systemic |high.dose |low.dose )*(?:(?:gluco|cortico)?(?:cortico)?steroid|predniso|immunosuppress"
    r"|chemothera|antimalarial|transfusion|analges|nsaid|csdmard|dmard)",
    re.IGNORECASE,
)
_BETTERS = re.compile(r"(?:improv|reliev|resolv|cur(?:ed|es)|alleviat|ameliorat|heal)", re.IGNORECASE)
_OBJECT = re.compile(r"\s+(?:[\w’'/-]+,?\s+){0,4}")  # between such a verb and what gets better
_NEAR = 60  # characters within which a word of comparison takes the therapy after it for comparator
_LEAD = 90  # characters before a therapy in which it is said to be given up
_SUBJECT = 45  # characters at the start of a sentence in which its subject stands
_MOST_DISEASES = 2


@once
def comparators(unit: Unit) -> list[Mention]:
    """The therapies of a sentence that others are held against."""
    found = []
    therapies = unit.therapies
    for cue in unit.named("versus"):
        after = [m for m in therapies if cue.end <= m.start <= cue.end + _NEAR]
        if after and (cue.start > 0 or len(therapies) > 1):
            found.append(after[0])
    return found + [m for m in therapies if is_passive(m) and m not in found]


@once
def own(unit: Unit) -> list[Mention]:
    """The therapies a sentence is about itself, in order; one that is given up or spared is not."""
    against = comparators(unit)
    left = [m for m in unit.therapies if m not in against and not _is_given_up(unit.text, m.start)]
    spans = unit.asides
    return [m for m in left if not any(a <= m.start < b for a, b in spans)] or left


def _is_given_up(text: str, start: int) -> bool:
    return _GIVEN_UP.search(text, max(0, start - _LEAD), start) is not None


def therapy(unit: Unit, focus: Focus, about: Topic, concepts: Mapping[str, Concept]) -> tuple[str | None, str]:
    """The therapy a sentence speaks of, and where it was found: sentence, before, topic or none.

    Needs and advice that name none are about the whole paper, unless they point back ("these agents need study").
    """
    named = own(unit)
    strong = unit.has("anaphor.therapy.strong")
    if named:
        return _preferred(named, about), "sentence"
    if unit.has("need", "recommend") and not strong:
        return about.whole, "topic" if about.whole else "none"
    recent = focus.therapy if focus.age <= 1 and not (unit.fresh and about.therapies) else None
    if recent and (strong or (unit.has("anaphor.therapy") and not about.subject)):
        return recent, "before"
    if about.subject and not (recent and about.subject in broader(recent, concepts)):
        return about.subject, "topic"
    if recent:
        return recent, "before"
    return (about.therapies[0], "topic") if about.therapies else (None, "none")


def _preferred(named: Sequence[Mention], about: Topic) -> str | None:
    """The paper's own therapy where it is named, or meant by its class, or where only what goes beside it is named."""
    first = named[0].concept
    if about.subject is None or any(m.concept == about.subject for m in named):
        return about.subject or first
    beside = named[0].start >= _SUBJECT and all(_BESIDE.match(m.text) for m in named)
    return about.subject if first in about.wider or beside else first


def diseases(
    unit: Unit, focus: Focus, about: Topic, concepts: Mapping[str, Concept], *, safety: bool
) -> tuple[str, ...]:
    """The diseases a sentence speaks of: its own, else the topic's.

    A harm counts where it is said to be treated, or the paper is about it, or nothing else is named.
    """
    found, spans = unit.diseases, unit.asides
    found = [m for m in found if not any(a <= m.start < b for a, b in spans)] or found
    named = list(dict.fromkeys(m.concept for m in found if m.concept))
    harms = {iri for iri in named if is_harm(iri, concepts)}
    if harms:
        harms.difference_update(about.diseases[:1], () if safety else _treated(unit))
    treated = [iri for iri in named if iri not in harms]
    if treated:
        return tuple(treated[:_MOST_DISEASES])
    if named and not safety and not about.diseases:
        return tuple(named[:1])
    return focus.diseases[:1] if _continues(unit, focus) else about.diseases[:1]


def _treated(unit: Unit) -> Iterator[str | None]:
    """The diseases that words of treating tie to a therapy, and those that are said to get better."""
    yield from (tie.disease.concept for tie in treating.ties(unit) if not tie.setting)
    better = [cue.end for cue in unit.named("good.effect") if _BETTERS.match(unit.text, cue.start)]
    for mention in unit.diseases:
        if any(
            _OBJECT.fullmatch(unit.text, end, mention.start) for end in better if end < mention.start <= end + _LEAD
        ):
            yield mention.concept


def _continues(unit: Unit, focus: Focus) -> bool:
    """Whether a sentence goes on about the disease of the one before: it points back, or names the same therapy."""
    if unit.fresh or not focus.diseases:
        return False
    named = {m.concept for m in unit.therapies}
    return unit.has("anaphor.disease") or bool(named & focus.therapies) or (unit.has("anaphor.therapy") and not named)


def outcome(unit: Unit, concepts: Mapping[str, Concept], taken: Sequence[str]) -> str | None:
    """The first outcome a sentence names; a harm counts as one."""
    for mention in unit.mentions:
        iri = mention.concept
        if iri and iri not in taken and (mention.kind == "outcome" or is_harm(iri, concepts)):
            return iri
    return None
