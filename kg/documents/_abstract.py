"""An abstract as printed → its passages: highlights, labelled sections, running text.

A heading stands at the start of a sentence.  With a colon, a dash, a full stop or on a line of its own it is one by
itself; bare ("Background Antibodies against …") only if a second heading stands in the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from kg.documents import _labels
from kg.model import Passage, Section, Zone
from kg.text import squeeze

_BULLETS = "•●▪◦‣∙⁃■"
_ANY_BULLET = re.compile(rf"[{_BULLETS}·]")
_BULLET = re.compile(rf"[{_BULLETS}]|(?:\A|(?<=\n))[ \t]*[·*][ \t]*(?=\S)")
_SENTENCE_END = re.compile(r"""[.!?]["”’)\]]{0,2}(?=\s+["“(]?[A-Z0-9À-ÖØ-Þ])|\n""")
_ABBREVIATED = re.compile(r"(?:\b(?:vs|e\.g|i\.e|al|cf|approx|Fig|No|Dr|St|resp|ca|i\.v|s\.c)|\b[A-Z])\.\Z")

_CLOSING = frozenset('.!?;:)]”"’»%>')  # what ends a sentence
_SHOUTED = re.compile(r"[A-ZÀ-ÖØ-Þ]{3}")
_FIRST_WORD = re.compile(r"[A-ZÀ-ÖØ-Þ](?:[a-zß-ÿ]+|[A-ZÀ-ÖØ-Þ]+(?![a-zß-ÿ]))")
_GLUED_ARTICLE = re.compile(r"[A-Z]{4,30}A\Z")  # "METHODSA total of …"
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
_CAPITALS_END = re.compile(r"[A-ZÀ-ÖØ-Þ)]\s?:")
_IN_CAPITALS = re.compile(rf"(?={_CAPITALS.pattern})")
_TOLD_BY = 8  # letters of a heading that are enough to look closer


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
    found = [passage for _, passage in split(text)]
    if text.isprintable() and "  " not in text:  # its only white space is single blanks
        return tuple(found)
    return tuple(map(_squeezed, found))


def _squeezed(passage: Passage) -> Passage:
    return replace(passage, text=squeeze(passage.text), label=squeeze(passage.label) if passage.label else None)


def split(text: str) -> list[tuple[int, Passage]]:
    """Each passage with its offset: `text[start:start + len(passage.text)] == passage.text`.

    Bullets are highlights; what stands before the first heading is "Unlabelled".
    """
    found: list[tuple[int, Passage]] = []
    for start, end, highlight in _stretches(text):
        if highlight:
            found += _cut(text, start, end, "highlight", "Highlight")
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


def _sections(text: str, start: int, end: int) -> list[tuple[int, Passage]]:
    headings = _headings(text[start:end])
    opening = start + headings[0].start if headings else end
    found = _cut(text, start, opening, "abstract", "Unlabelled")
    stops = [*(h.start for h in headings[1:]), end - start][: len(headings)]
    for heading, stop in zip(headings, stops, strict=True):
        label = text[start + heading.start : start + heading.end].strip()
        found += _cut(text, start + heading.end, start + stop, "abstract", heading.zone, label)
    return found


def _cut(
    text: str, start: int, end: int, section: Section, zone: Zone, label: str | None = None
) -> list[tuple[int, Passage]]:
    """The passage of a stretch without the blanks around it; none of an empty one."""
    stretch = text[start:end]
    bare = stretch.strip()
    after = start if stretch.startswith(bare) else start + len(stretch) - len(stretch.lstrip())
    return [(after, Passage(section=section, zone=zone, text=bare, label=label))] if bare else []


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
    """The places (what stands before, and the first letter) where a heading may begin, in order.

    That is at the start, on a new line, after a sentence or a bracket; in capitals after any blank.
    """
    starts = [found.start() for found in _beginnings().finditer(text)]
    if ":" in text and _CAPITALS_END.search(text):
        starts = sorted({*starts, *(found.start() for found in _IN_CAPITALS.finditer(text))})
    found = []
    for start in starts:
        if (before := _before(text, start)) is not None:
            found.append((before, start))
        if text[start - 1 : start].isspace() and _SHOUTED.match(text, start):
            found.append((start, start))
    return found


def _before(text: str, start: int) -> int | None:
    """The offset of what stands before a letter and the blanks before it, if that lets a heading begin."""
    first = start
    while first and text[first - 1].isspace():
        first -= 1
        if start - first > _LONGEST_PLACE:
            return None
    if not first:
        return 0
    if text[first - 1] in _CLOSING:
        return first - 1
    line = text.find("\n", first, start)
    return line if line >= 0 else None


@cache
def _beginnings() -> re.Pattern[str]:
    """The first letters of all headings, capital first: as a tree, so that a text is gone through once."""
    tree: dict[str, Any] = {}
    for phrase in sorted({phrase[:_TOLD_BY] for phrase in _labels.PHRASES}):
        branch = tree
        for letter in phrase:
            branch = branch.setdefault(letter, {})
        branch[""] = {}  # here a heading may end, whatever follows
    return re.compile(_either(tree, str.upper))


def _either(branch: dict[str, Any], one: Callable[[str], str]) -> str:
    """The expression of a tree of letters, the first of them written by `one`, the others in either case."""
    if "" in branch or not branch:
        return ""
    return f"(?:{'|'.join(one(letter) + _either(rest, _either_case) for letter, rest in sorted(branch.items()))})"


def _either_case(letter: str) -> str:
    if letter.isspace():
        return r"\s{1,3}"
    return "['’]" if letter == "'" else f"[{letter}{letter.upper()}]" if letter.isalpha() else re.escape(letter)


def _heading(text: str, before: int, start: int) -> _Heading | None:
    """The heading at a place, if one is there."""
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
    if wording is None and first and _GLUED_ARTICLE.match(first[0]):
        wording = _wording(first[0][:-1].lower())
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
    return _Heading(start, end, _labels.zone_of(label), sure=False)
