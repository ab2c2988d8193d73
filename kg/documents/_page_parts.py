"""The parts of an EPrints page: citation, files, abstract and table, wherever a repository prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.documents import _page
from kg.documents import _pages_eprints as _labels
from kg.text import fold

_YEAR = re.compile(r"\(\s*[^()\d]{0,20}\d{4}[^()]{0,10}\)|\(\s*(?:In press|Im Druck|En prensa)\s*\)", re.I)
_PROSE = 150  # a line of so many code points that is no citation is running text
_TYPE = re.compile(r"\W{0,4}Record type\s*[:|]", re.I)


@dataclass(frozen=True, slots=True)
class Parts:
    """A page cut into the lines of its citation, its files, its abstract and its table."""

    head: list[str]
    files: list[str]
    abstract: list[str]
    table: list[str]


def parts(lines: Sequence[str]) -> Parts:
    """Where one part of the page ends and the next begins."""
    lines = _reordered(lines)
    table = next((n for n, line in enumerate(lines) if _labelled(line) == "type"), None)
    if table is None:
        table = next((n for n, line in enumerate(lines) if "|" in line and _labelled(line)), None)
    if table is None:
        table = next((n for n, line in enumerate(lines) if _labelled(line) in {"uri", "classic", "title"}), len(lines))
    above, below = list(lines[:table]), list(lines[table:])
    heading = next((n for n, line in enumerate(above) if _labels.ABSTRACT.match(line[:80])), None)
    dated = _dated(above)
    end = next((n for n, line in enumerate(above) if _ends_head(line, n, dated)), len(above))
    end = min(end, len(above) if heading is None else heading)
    middle = above[end : heading if heading is not None else len(above)]
    files = [line for line in middle if len(line) < _PROSE or _labels.FILES.match(line[:400])]
    if heading is None:
        return Parts(above[:end], files, _running(middle), below)
    text = above[heading + 1 :]
    stop = next((n for n, line in enumerate(text) if len(line) < _PROSE and _labels.ends_prose(line)), len(text))
    return Parts(above[:end], files + text[stop:], text[:stop], below)


def _dated(lines: Sequence[str], otherwise: int = 0) -> int:
    """The first line with a year in brackets."""
    return next((n for n, line in enumerate(lines) if _YEAR.search(line[-20_000:])), otherwise)


def _labelled(line: str) -> str | None:
    label = _page.row(line[:200])
    return _labels.is_label(label[0]) if label else None


def _ends_head(line: str, number: int, dated: int) -> bool:
    if _labels.FILES.match(line[:400]) and number >= dated and not _YEAR.search(line):
        return True
    return number > dated and len(line) >= _PROSE and bool(re.search(r"[a-z)][.?!]\s+[A-Z]", line))


def _running(lines: Sequence[str]) -> list[str]:
    """The running text among the lines under a citation: an abstract without its heading."""
    kept = [line for line in lines if len(line) > 400 or not _labels.ends_prose(line)]
    return kept if sum(map(len, kept)) >= _PROSE else []


def without_banner(lines: Sequence[str]) -> list[str]:
    """The head without menus, and without the files some repositories print above the citation."""
    dated = _dated(lines)
    kept = [line for n, line in enumerate(lines) if not (n < dated and _labels.FILES.match(line[:400]))]
    return [line for line in kept if line and not (_labels.BANNER.match(line[:200]) and len(line) < 200)]


def repeated(lines: Sequence[str], heading: str) -> str:
    """The title a page prints above its citation and again in it; "" where it does not."""
    cited = " ".join(lines)[:30_000]
    tails = [
        fold(cited[year.end() : year.end() + 2000]) + " "
        for year, _ in zip(_YEAR.finditer(cited), "12345", strict=False)
    ]
    if heading and any(tail.startswith(f"{fold(heading)} ") for tail in tails):
        return heading
    dated = _dated(lines)
    for number in range(min(dated, 6), 0, -1):
        above = " ".join(lines[:number])
        if fold(above) and any(tail.startswith(f"{fold(above)} ") for tail in tails):
            return above
    return ""


def without_title(lines: list[str], title: str) -> list[str]:
    """The citation's own lines: without the title printed above it, which may be wrapped."""
    wanted = fold(title)
    dated = _dated(lines, len(lines))
    for first in range(min(6, dated) if wanted else 0):
        taken = ""
        for number in range(first, min(first + 6, dated)):
            taken = f"{taken} {fold(lines[number])}".strip()
            if taken == wanted:
                return lines[number + 1 :]
            if not wanted.startswith(taken):
                break
    return lines


def _reordered(lines: Sequence[str]) -> Sequence[str]:
    """Title, citation, abstract and then the labelled lines; the lines of any other page as they are.

    Southampton (https://eprints.soton.ac.uk) opens with the values of its form, nameless, one a line; the citation
    stands above "Record type", the abstract below it.

    >>> page = ["Sparing steroids", "", "2025", "", "Okafor, N (2025) Sparing steroids.", "Record type: Article"]
    >>> [line for line in _reordered(page) if line]
    ['Sparing steroids', 'Okafor, N (2025) Sparing steroids.', 'Record type: Article']
    """
    type_ = next((n for n, line in enumerate(lines) if _TYPE.match(line[:40])), None)
    if type_ is None:
        return lines
    above, below = lines[:type_], lines[type_ + 1 :]
    title = next((line for line in above if line and not _labels.BANNER.match(line[:200])), "")
    heading = next((n for n, line in enumerate(below) if _labels.ABSTRACT.match(line[:80])), None)
    end = next((n for n, line in enumerate(below) if n > (heading or 0) and _labels.ends_prose(line)), len(below))
    abstract = below[heading:end] if heading is not None else ()
    return [title, "", *_last_paragraph(above), "", *abstract, "", lines[type_], "", *below[end:]]


def _last_paragraph(lines: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in reversed(lines):
        if line:
            found.append(line)
        elif found:
            break
    return found[::-1]
