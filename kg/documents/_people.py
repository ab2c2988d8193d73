"""Author lists of catalogue pages, on one line or many → people and organisations, in order.

`_names` reads one name; this module finds where names begin and end, and what among them is no person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.documents import _identifiers, _names, _text
from kg.model import Organisation, Person

Author = Person | Organisation

_EXPANDED = re.compile(r"\+\s*view all\b(?:\s*<[^<>]{0,80}>)?|\[?show all authors\]?", re.I)
_ELISION = re.compile(
    r"[,;]?\s*(?:\+\s*view all.*|-\s*view fewer.*|\bet\s+al\.?(?:\s*\(\d+\s+(?:more|weitere|más)[^)]{0,40}\))?|"
    r"\band \d+ (?:more|others)\b|\bu\.\s?a\.(?=\s*(?:\Z|\()))",
    re.I,
)
_ORCID = re.compile(
    r"[(\[]?\s*(?:orcid(?:\s*(?:id|logo|icon))*\s*[:=]?\s*)*(?:https?://)?(?:www\.)?(?:orcid\.org/)?"
    r"(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])\s*[)\]]?|\borcid(?:\s+(?:logo|icon|id))?\s*[:=]?(?=\s|\Z|[;,)])",
    re.I,
)
_EMAIL = re.compile(r"[<(]?\b[\w.+-]{1,64}@[\w.-]{1,100}\.\w{2,}\b[>)]?")
_ROLE = re.compile(
    r"\s*[(\[]\s*(?:(?:corresponding |joint |first |co-?)?authors?|editors?|eds?\.?|hrsg\.?|aut|edt|ctb|"
    r"verfasser(?:/?in|\*in|:in)?|herausgeber(?:/?in)?|mitwirkende[rn]?|autora?|auteure?|autore|beteiligt|"
    r"supervisors?|advisors?|translator|[üu]bersetzer(?:in)?|creator|contributor)\s*[)\]]"
    r"|,?\s*\b1[89]\d\d-(?:20\d\d|19\d\d)?(?=\s*(?:[,;]|\Z))|\bUNSPECIFIED\b|\(null\)",
    re.I,
)
_FOREIGN = "\u0370-\u1fff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"  # Greek to Hangul: letters of no Latin name
_OTHER_SCRIPT = re.compile(rf"\s*[/=(\[（]\s*[{_FOREIGN}][{_FOREIGN}\s,·・-]*[)\]）]?")
_WRAPPED = re.compile(rf"[{_FOREIGN}][{_FOREIGN}\s,·・]*[(（]\s*([^()（）{_FOREIGN}]+)[)）]")
_RUN = re.compile(rf"\s*[{_FOREIGN}][{_FOREIGN}·・]*(?:\s+[{_FOREIGN}]+)*")
_CJK_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,5}\Z")  # family and given name in one
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_NON_LATIN = re.compile(rf"[{_FOREIGN}]")
_AND = re.compile(r",?\s+(?:and|und|y|et|&)\s+")
_BEHALF = re.compile(r"(?:for|on behalf of|im auftrag|en nombre|au nom)\s", re.I)
_INITIALS_LAST = re.compile(r"[^,]*[^\W\d_]{2}[^,]*\s(?!I{1,3}\Z|IV\Z)[A-Z]{1,3}\Z")  # "Isenberg DA"
_SUFFIX = re.compile(r"(?:Jr|Sr|Jnr|Snr|II|III|IV|2nd|3rd)\.?\Z", re.I)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{3,}\Z")


def of_lines(lines: Iterable[str]) -> tuple[Author, ...]:
    """The names of a field of several lines: one a line, or one list broken over lines.

    >>> [a.family for a in of_lines(["Okafor, Ngozi", "Lindqvist, Per"])]
    ['Okafor', 'Lindqvist']
    """
    printed = list(lines)
    # A short list, "+ view all", the whole list, "- view fewer"
    expanded = next((n for n, line in enumerate(printed) if _EXPANDED.search(line)), None)
    if expanded is not None:
        printed[: expanded + 1] = [_EXPANDED.split(printed[expanded])[-1]]
    given = [text for line in printed if (text := _tidy(line))]
    if len(given) > 1 and not any(";" in t or t.endswith(",") or t.count(",") > 1 for t in given):
        return _distinct(author for text in given if (author := one(text)))
    return of_text(" ".join(given))


def of_text(text: str) -> tuple[Author, ...]:
    """The names of one list: "Family, Given; …", "Family, Given and …" or "Family, Given, Family, Given".

    >>> [a.given for a in of_text("Okafor, Ngozi and Lindqvist, Per Olof")]
    ['Ngozi', 'Per Olof']
    >>> of_text("Okafor, Ngozi, ATLAS Study Group, Lindqvist, Per")[1].name
    'ATLAS Study Group'
    """
    text = _tidy(text)
    if ";" in text:
        return _distinct(author for part in text.split(";") for author in _one_or_many(part))
    whole = re.split(r"[,，、](?![^(（]{0,100}[)）])", text)
    if all(_is_whole(name) for name in whole):
        return _distinct(author for name in whole if (author := one(name)))
    parts = [p.strip(" ,") for p in _AND.split(text) if p.strip(" ,")]
    if len(parts) > 1 and not any(_is_corporate(p) for p in parts) and all(p.count(",") == 1 for p in parts):
        return _distinct(author for part in parts if (author := one(part)))
    items = [part for part in (p.strip() for p in re.split(r",|，", text)) if part]
    if len(items) > 1 and not any(_is_corporate(p) for p in items) and len(parts) > 1:
        last = parts[-1]
        items = [p.strip() for p in ", ".join(parts[:-1]).split(",")] + [p.strip() for p in last.split(",")]
    return _distinct(_of_items([i for i in items if i]))


def one(text: str) -> Author | None:
    """One name with what pages add to it: an ORCID, a role, years of life, the name in another script.

    >>> one("Okafor, Ngozi (Author) ORCID: https://orcid.org/0000-0002-1825-0097").orcid
    '0000-0002-1825-0097'
    """
    orcid = _identifiers.orcid(text)
    bare = _ORCID.sub(" ", _ROLE.sub("", _EMAIL.sub("", text)))
    if _LATIN.search(bare):
        bare = _RUN.sub("", _OTHER_SCRIPT.sub("", _WRAPPED.sub(r"\1", bare)))
    bare = re.sub(r"\s+", " ", bare).strip(" ,;|*†‡")
    if _BEHALF.match(bare):
        return Organisation(name=bare)
    bare = ", ".join(_without_degrees(bare.split(","))) if bare.count(",") > 1 else bare
    author = _names.medline(bare) if _INITIALS_LAST.match(bare) and not _is_corporate(bare) else _names.author(bare)
    if isinstance(author, Organisation) and len(author.name.split()) == 1:
        author = _names.person(author.name)
    return replace(author, orcid=orcid) if isinstance(author, Person) and orcid else author


def full(*lists: tuple[Author, ...]) -> tuple[Author, ...]:
    """The longest of several lists of the same authors, the first of equals, with all their ORCIDs."""
    longest = max(lists, key=len, default=())
    known = {(a.family, a.given): a.orcid for found in lists for a in found if isinstance(a, Person) and a.orcid}
    return tuple(
        replace(a, orcid=known[a.family, a.given]) if isinstance(a, Person) and (a.family, a.given) in known else a
        for a in longest
    )


def _tidy(text: str) -> str:
    return _ELISION.sub(" ", _text.clean(text)).strip(" |").removesuffix("…").replace("...", " ").strip()


def _is_whole(name: str) -> bool:
    """A name printed in two scripts, "김지원(Ji-Won Kim)", or one in a script that writes it as one word."""
    return bool(
        _CJK_NAME.match(name.strip()) or (_NON_LATIN.search(name) and _LATIN.search(name) and " " in name.strip())
    )


def _one_or_many(part: str) -> Iterator[Author]:
    """A part between semicolons is one name: "Family, Given" or "Given Family"."""
    if re.search(r"\w", part) and (author := one(part)):
        yield author


def _distinct(authors: Iterable[Author]) -> tuple[Author, ...]:
    """Without the repeats of a list printed twice."""
    return tuple(dict.fromkeys(authors))


def _is_corporate(item: str) -> bool:
    words = item.split()
    return bool(_BEHALF.match(item)) or (len(words) > 1 and isinstance(_names.author(item), Organisation))


def _of_items(items: list[str]) -> Iterator[Author]:
    """People of a list whose names and parts are all parted by commas: pairs, and what stands without a partner."""
    latin = [i for i in items if _LATIN.search(i)]
    foreign = len(items) - len(latin)
    if foreign and latin and foreign * 2 in {len(latin), 2 * len(latin)}:
        items = latin  # the same people again in their own script
    if len(items) > 2 and all(len(i.split()) > 1 and not _is_corporate(i) for i in items):
        yield from (author for i in items if (author := one(i)))  # "Given Family, Given Family"
        return
    run: list[str] = []
    for item in items:
        if _is_corporate(item):
            yield from _of_run(run)
            yield Organisation(name=item)
            run = []
        else:
            run.append(item)
    yield from _of_run(run)


def _of_run(run: list[str]) -> Iterator[Author]:
    """The people between two organisations."""
    run = _with_suffixes(_without_degrees(run))
    alone = _loner(run) if len(run) % 2 else -1
    pairs = [i for n, i in enumerate(run) if n != alone]
    for number in range(0, len(pairs), 2):
        if number == alone:
            yield _single(run[alone])
        if author := one(f"{pairs[number]}, {pairs[number + 1]}"):
            yield author
    if alone >= 0 and alone >= len(pairs):
        yield _single(run[alone])


def _single(item: str) -> Author:
    if _ACRONYM.match(item) or len(item.split()) > 2:
        return Organisation(name=item)
    return one(item) or Organisation(name=item)


def _without_degrees(run: Iterable[str]) -> list[str]:
    """Without what stands behind a whole name: "Blum, Franziska R., MD"; in "Blum, MD" these are initials."""
    kept: list[str] = []
    for item in map(str.strip, run):
        if not kept or len(kept) % 2 or not _names.is_degree(item):
            kept.append(item)
    return kept


def _with_suffixes(run: list[str]) -> list[str]:
    """ "Jr" belongs to the given name before it."""
    joined: list[str] = []
    for item in run:
        if joined and _SUFFIX.match(item):
            joined[-1] += f", {item}"
        else:
            joined.append(item)
    return joined


def _loner(run: Sequence[str]) -> int:
    """Which item of an odd number is without a partner: one that cannot be half a name, else the last."""
    even = range(0, len(run), 2)  # an item with whole pairs before it
    for likely in (lambda i: len(i.split()) > 3, _ACRONYM.match, lambda i: bool(_NON_LATIN.search(i))):
        if (found := next((n for n in even if likely(run[n])), None)) is not None:
            return found
    return len(run) - 1
