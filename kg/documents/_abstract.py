"""An abstract as printed → its passages: highlights, labelled sections, running text.

A heading stands at the start of a sentence.  With a colon, a dash, a full stop or on a line of its own it is one by
itself; bare ("Background Antibodies against …") only if a second heading stands in the same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.documents import _labels
from kg.model import Passage, Zone
from kg.text import squeeze

_BULLETS = "•●▪◦‣∙⁃■"
_ANY_BULLET = re.compile(rf"[{_BULLETS}·]")
_BULLET = re.compile(rf"[{_BULLETS}]|(?:\A|(?<=\n))[ \t]*[·*][ \t]*(?=\S)")
_SENTENCE_END = re.compile(r"""[.!?]["”’)\]]{0,2}(?=\s+["“(]?[A-Z0-9À-ÖØ-Þ])|\n""")
_ABBREVIATED = re.compile(r"(?:\b(?:vs|e\.g|i\.e|al|cf|approx|Fig|No|Dr|St|resp|ca|i\.v|s\.c)|\b[A-Z])\.\Z")

# Where a heading may stand: at the start, on a new line, after a sentence or a bracket; in capitals after any blank.
_WORD = r"(?=([A-ZÀ-ÖØ-Þ](?:[a-zß-ÿ]+|[A-ZÀ-ÖØ-Þ]*(?![a-zß-ÿ]))))"
_BEGINNING = re.compile(rf"\s*{_WORD}")
_PLACE = re.compile(rf"""[\n.!?;:)\]"”’»%>](?:(?<=\n)\s*(?:{_WORD})?|\s*{_WORD})""")
_SHOUTED = re.compile(r"[A-ZÀ-ÖØ-Þ]{3,}")
_FIRST_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ](?:[a-zß-ÿ]+|[A-ZÀ-ÖØ-Þ]+(?![a-zß-ÿ]))")
_OPENING = re.compile(r"(?:Abstract|ABSTRACT|Summary|SUMMARY|Resumen|Zusammenfassung|Résumé)\s*[:.]?\s{1,3}")
_JOINT = re.compile(r"\s*[/&,;+]\s*(?:(?:and|und|y|e|et|ed)\s+)?|\s+(?:and|und|y|e|et|ed)\s+", re.I)
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ/&,()’' -]{2,60}[A-ZÀ-ÖØ-Þ)](?=\s?:)")
_MARK = re.compile(r"\s?[:：](?!\d)|\s?[–—](?=\s|[A-Z])|\s-(?=\s)|-(?=\s)|\.(?=\s)|[ \t]*(?=\n)")
_NEXT = re.compile(r"""\s+["“‘(\[]?(?:[A-ZÀ-ÖØ-ÞΑ-Ω]|\d|[<>≥≤])|(?=[A-ZÀ-ÖØ-Þ])""")
_LONGEST_PLACE = 400  # longer runs of blanks are no place for a heading


def _group(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for phrase in sorted(phrases, key=lambda p: (-len(p), p)):
        first = re.match(r"[^\W\d_]+", phrase)
        if first:
            groups[first[0]] = (*groups.get(first[0], ()), phrase)
    return groups


_BY_FIRST_WORD = _group(_labels.PHRASES)
_OPENERS = frozenset(_BY_FIRST_WORD) | frozenset("abstract summary resumen zusammenfassung résumé".split())


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int  # after its punctuation
    zone: Zone
    sure: bool


def passages(text: str) -> tuple[Passage, ...]:
    """The passages of a whole abstract or summary field, in order, white space folded to single blanks.

    >>> [(p.zone, p.label, p.text) for p in passages("Aims: To ask. Results - It works.")]
    [('Objective', 'Aims:', 'To ask.'), ('Results', 'Results -', 'It works.')]
    """
    return tuple(_squeezed(passage) for _, passage in split(text))


def _squeezed(passage: Passage) -> Passage:
    if passage.label is None and passage.text.isprintable() and "  " not in passage.text:  # only blanks are printable
        return passage
    return replace(passage, text=squeeze(passage.text), label=squeeze(passage.label) if passage.label else None)


def split(text: str) -> list[tuple[int, Passage]]:
    """Each passage with its offset: `text[start:start + len(passage.text)] == passage.text`.

    Bullets are highlights; what stands before the first heading is "Unlabelled".
    """
    found: list[tuple[int, Passage]] = []
    for start, end, highlight in _stretches(text):
        if highlight:
            found += _cut(text, start, end, Passage(section="highlight", zone="Highlight", text=""))
        else:
            found += _sections(text, start, end)
    return found


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """The text cut into highlights (True) and the rest.  Only the last bullet has to be told from what follows."""
    may_have = "*" in text or not (text.isascii() or _ANY_BULLET.search(text) is None)
    bullets = [(m.start(), m.end()) for m in _BULLET.finditer(text)] if may_have else []
    if not bullets or (len(bullets) == 1 and text[: bullets[0][0]].strip()):
        yield 0, len(text), False
        return
    before = text[: bullets[0][0]].rstrip(" :\n")
    if before.strip() and not re.fullmatch(r"\s*(?:Highlights?|Key ?points)", before, re.I):
        yield 0, bullets[0][0], False
    for (_, start), (end, _) in zip(bullets, bullets[1:], strict=False):
        yield start, end, True
    last = bullets[-1][1]
    end = _first_sentence(text, last)
    yield last, end, True
    if text[end:].strip():
        yield end, len(text), False


def _first_sentence(text: str, start: int) -> int:
    for end in _SENTENCE_END.finditer(text, start):
        if not _ABBREVIATED.search(text, max(start, end.end() - 12), end.end()):
            return end.end()
    return len(text)


def _sections(text: str, start: int, end: int) -> Iterator[tuple[int, Passage]]:
    headings = _headings(text[start:end])
    opening = headings[0].start if headings else end - start
    yield from _cut(text, start, start + opening, Passage(section="abstract", zone="Unlabelled", text=""))
    ends = [*(h.start for h in headings[1:]), end - start][: len(headings)]
    for heading, stop in zip(headings, ends, strict=True):
        label = text[start + heading.start : start + heading.end].strip()
        made = Passage(section="abstract", zone=heading.zone, text="", label=label)
        yield from _cut(text, start + heading.end, start + stop, made)


def _cut(text: str, start: int, end: int, made: Passage) -> Iterator[tuple[int, Passage]]:
    """The passage of a stretch without the blanks around it; none of an empty one."""
    stretch = text[start:end]
    if bare := stretch.strip():
        after = start + (0 if stretch.startswith(bare) else len(stretch) - len(stretch.lstrip()))
        yield after, Passage(section=made.section, zone=made.zone, text=bare, label=made.label)


def _headings(text: str) -> list[_Heading]:
    """The headings of a text in order.  Bare ones count only in company, and never two on end."""
    found = [heading for before, start in _places(text) if (heading := _heading(text, before, start))]
    if len({h.zone for h in found}) < 2:
        found = [h for h in found if h.sure]
    kept: list[_Heading] = []
    for heading in found:
        if not kept or heading.start >= kept[-1].end:
            kept.append(heading)
    return kept


def _places(text: str) -> list[tuple[int, int]]:
    """The places (what stands before, and the first letter) whose first word begins a heading, or may in capitals."""
    capitals = ":" in text
    found = [
        (place.start(), place.end())
        for place in (_BEGINNING.match(text), *_PLACE.finditer(text))
        if place
        and (word := place[place.lastindex] if place.lastindex else "")
        and (word.lower() in _OPENERS or (capitals and word.isupper()))
    ]
    shouted = [
        (run.start(), run.start())
        for run in _SHOUTED.finditer(text)
        if (capitals or run[0].lower() in _OPENERS or run[0][:-1].lower() in _OPENERS)
        and text[run.start() - 1 : run.start()].isspace()
    ]
    return sorted(found + shouted, key=lambda place: (place[1], place[0])) if shouted else found


def _heading(text: str, before: int, start: int) -> _Heading | None:
    """The heading at a place, if one is there."""
    if start - before > _LONGEST_PLACE or not text[start : start + 1].isupper():
        return None
    end = _words(text, start)
    if end and (marked := _marked(text, before, start, end)):
        return marked
    capitals = _CAPITALS.match(text, start)
    if capitals and len(capitals[0].split()) <= 6:
        zone = _labels.zone_of(capitals[0])
        zone = _labels.zone_of(text[start:end]) if zone == "Unlabelled" and end else zone
        if zone != "Unlabelled":
            return _Heading(start, text.index(":", capitals.end()) + 1, zone, sure=True)
    return _bare(text, before, start, end) if end else None


def _words(text: str, start: int) -> int:
    """Where the known heading at a place ends ("Background", "Methods and results" …); 0 if none starts there."""
    opening = _OPENING.match(text, start)
    if opening and (within := _phrase(text, opening.end())):
        return within
    end = _phrase(text, start)
    for _ in range(3):
        joint = _JOINT.match(text, end) if end else None
        further = _phrase(text, joint.end()) if joint else 0
        if not further:
            break
        end = further
    return end


def _phrase(text: str, start: int) -> int:
    first = _FIRST_WORD.match(text, start)
    wording = _wording(first[0].lower()) if first and len(first[0]) < 40 else None
    found = wording.match(text, start) if wording else None
    return found.end() if found and not text[found.end() : found.end() + 1].islower() else 0


@lru_cache(maxsize=4096)
def _wording(first: str) -> re.Pattern[str] | None:
    """The phrases that begin with a word, longest first; None for the words that begin no heading."""
    phrases = _BY_FIRST_WORD.get(first, ())
    either = "|".join(re.escape(p).replace(r"\ ", r"\s{1,3}").replace("'", "['’]") for p in phrases)
    return re.compile(either, re.I) if phrases else None


def _marked(text: str, before: int, start: int, end: int) -> _Heading | None:
    """A heading followed by a colon, dash, full stop or line end."""
    mark = _MARK.match(text, end)
    own_line = before == 0 or "\n" in text[before:start]
    if not mark or (not mark[0].strip() and not own_line):
        return None
    if before == start and start and not text[start:end].isupper():
        return None
    if mark[0] == "." and not _NEXT.match(text, mark.end()):
        return None
    # "Patients – most of them women – were": a dash alone makes no heading.
    return _Heading(start, mark.end(), _labels.zone_of(text[start:end]), sure=mark[0].strip() not in set("-–—"))


def _bare(text: str, before: int, start: int, end: int) -> _Heading | None:
    """A heading followed by nothing but the first sentence of its section."""
    label = text[start:end]
    following = _NEXT.match(text, end)
    if not following or (not label.isupper() and ((before == start and start) or label.lower() in _labels.COMMON)):
        return None
    if text[before:start].strip() in {";", ":", ")", "]", "%", ">"} and not label.isupper():
        return None
    if not following[0].strip() and label.isupper():
        return None
    return _Heading(start, end, _labels.zone_of(label), sure=False)
