"""Short forms a document defines: "systemic lupus erythematosus (SLE)", "SLE (systemic lupus erythematosus)".

Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text", PSB 2003.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BRACKETED = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]")
_FIRST_PART = re.compile(r"\s*[;,:=]\s+|\s*=\s*")
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\s()\[\],;]{2,10})\s*\Z")
_WORD_START = re.compile(r"(?<![^\W_])[^\W_]")
_CLAUSE_END = re.compile(r"[.;:!?()\[\]](?:\s|\Z)")
_WINDOW = 160  # characters of text before the bracket that a long form may begin in


class Definition(NamedTuple):
    """A short form and its long form, both as offsets in the text; `bracket` is the span of the whole bracket."""

    short: str
    short_start: int
    long_start: int
    long_end: int
    bracket: tuple[int, int]


def definitions(text: str) -> Iterator[Definition]:
    """The definitions in a text, in order."""
    if "(" not in text and "[" not in text:
        return
    for match in _BRACKETED.finditer(text):
        found = _short_inside(text, match) or _long_inside(text, match)
        if found:
            yield found


def _short_inside(text: str, match: re.Match[str]) -> Definition | None:
    """long form (SF), (SF; …), (SF, n = 20)."""
    short = _FIRST_PART.split(match[1], maxsplit=1)[0].strip().strip("\"'“”‘’")
    if not is_short_form(short):
        return None
    end = match.start()
    while end and text[end - 1].isspace():
        end -= 1
    begin = _window_start(text, end, short)
    start = best_long_form(short, text[begin:end])
    if start is None:
        return None
    place = text.index(short, match.start())
    return Definition(short, place, begin + start, end, match.span())


def _window_start(text: str, end: int, short: str) -> int:
    """Where the last min(|SF| + 5, 2 |SF|) words before the bracket begin, not before the clause does."""
    begin = max(0, end - _WINDOW)
    for stop in _CLAUSE_END.finditer(text, begin, end):
        begin = stop.end()
    letters = sum(c.isalnum() for c in short)
    starts = [m.start() for m in re.finditer(r"(?<!\S)\S", text[begin:end])]
    words = min(letters + 5, 2 * letters)
    return begin + starts[-words] if len(starts) > words else begin


def _long_inside(text: str, match: re.Match[str]) -> Definition | None:
    """SF (long form)."""
    inside = match[1].strip()
    before = " " in inside and _WORD_BEFORE.search(text[max(0, match.start() - 14) : match.start()])
    if not before or not is_short_form(before[1]) or len(inside) <= len(before[1]):
        return None
    start = best_long_form(before[1], inside)
    if start != 0:
        return None
    place = max(0, match.start() - 14) + before.start(1)
    begin = match.start(1) + len(match[1]) - len(match[1].lstrip())
    return Definition(before[1], place, begin, begin + len(inside), match.span())


def is_short_form(text: str) -> bool:
    """2 to 10 characters, at most two words, a letter among them, an alphanumeric first, a capital or a digit."""
    if not 2 <= len(text) <= 10 or len(text.split()) > 2 or not text[0].isalnum():
        return False
    if text.isascii() and text != text.lower():
        return True
    return any(c.isalpha() for c in text) and (any(c.isupper() for c in text) or any(c.isdigit() for c in text))


def best_long_form(short: str, text: str) -> int | None:
    """Where in `text` the shortest long form that ends it begins; None if there is none.

    From right to left every letter of the short form must be found, the first at the start of a word.

    >>> best_long_form("SLE", "patients with systemic lupus erythematosus")
    14
    """
    folded = text.lower()
    if len(folded) != len(text):  # "İ" grows
        folded = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    at = len(folded)
    letters = [c for c in short.lower() if c.isalnum()]
    if len(letters) > 2 and short[-1] == "s" and short[-2].isupper():
        letters.pop()  # a plural: "TKIs"
    for number, letter in reversed(list(enumerate(letters))):
        at = folded.rfind(letter, 0, at)
        while number == 0 and at > 0 and folded[at - 1].isalnum():
            at = folded.rfind(letter, 0, at)
        if at < 0:
            return None
    start = max(folded.rfind(" ", 0, at), folded.rfind("\n", 0, at)) + 1 if at and folded[at - 1] in "-/" else at
    long = text[start:].strip()
    if len(long) <= len(short) or short.lower() in long.lower().split():
        return None
    return start
