"""What the figures of a sentence say of a difference: p values, intervals that hold no effect, two arms side by side.

Named features for the polarity of a claim; an abstract often tells that two arms differ, or do not, by figures alone
("12% and 57%, respectively", "p = 0.35", "95% CI 0.7 to 1.4").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LEVEL = 0.05
_NEAR = 0.25  # how much smaller the smaller of two figures may be and still count as about the same
_MARKS = "=<>≤≥:("
_DIGIT = re.compile(r"\d")
_NUMBER = r"[-−–]?\d+(?:[.,·]\d+)?"
_P = re.compile(
    r"\bp(?:[\s-]?values?)?\s?(?P<sign>[=<>≤≥:]|was|of)+\s?(?P<than>[<>≤≥])?\s?(?P<value>0?[.,·]\d+|1\.0+|n\.?s\b)"
    r"|[(;,=]\s?(?P<none>n\.?s\.?)\s?[),;]",
    re.IGNORECASE,
)
_INTERVAL = re.compile(
    rf"\bC(?:I|onfidence intervals?)\)?\]?[\s:=,(\[]{{0,4}}"
    rf"(?P<low>{_NUMBER})\s?%?\s?(?:,|;|-|–|−|to)\s?(?P<high>{_NUMBER})",
    re.IGNORECASE,
)
_RATIO = re.compile(r"\b(?:a?[HOR]R|IRR|(?:hazard|odds|risk|rate) ratio|relative risk)\b", re.IGNORECASE)
_VERSUS = re.compile(
    rf"(?P<first>{_NUMBER})\s?%?(?:\s?(?:±|\+/-)\s?{_NUMBER})?(?:\s?\([^()]{{1,30}}\))?,?"
    r"\s(?:versus|vs?\.?|v|compared (?:with|to)|against|and)\s"
    rf"(?:[a-z]+\s){{0,3}}(?P<second>{_NUMBER})\b"
)
_PERCENT = re.compile(rf"({_NUMBER})\s?%(?!\s?(?:CI|confidence))", re.IGNORECASE)


def features(text: str) -> list[str]:
    """By name: whether the p values and intervals of a sentence are significant, and which of two figures is higher."""
    if not _DIGIT.search(text) and "NS" not in text:
        return []
    return sorted({*_significance(text), *_intervals(text), *_contrast(text)})


def _significance(text: str) -> Iterator[str]:
    if not any(mark in text for mark in _MARKS):
        return
    found = [_is_significant(match) for match in _P.finditer(text)]
    if found:
        yield "p:all" if all(found) else "p:some" if any(found) else "p:none"
        yield f"p:last {'yes' if found[-1] else 'no'}"
        if len(found) > 1:
            yield f"p:first {'yes' if found[0] else 'no'}"


def _is_significant(match: re.Match[str]) -> bool:
    value = match["value"]
    if value is None or not value[-1].isdigit():
        return False
    above = (match["than"] or match["sign"]) in (">", "≥")
    return _value(value) <= _LEVEL and not above


def _intervals(text: str) -> Iterator[str]:
    if "CI" not in text and "onfidence" not in text:
        return
    empty = []
    for match in _INTERVAL.finditer(text):
        low, high = sorted((_value(match["low"]), _value(match["high"])))
        empty.append(low <= 0 <= high or (low <= 1 <= high and bool(_RATIO.search(text, 0, match.start()))))
    if empty:
        yield "interval:empty" if all(empty) else "interval:mixed" if any(empty) else "interval:clear"


def _contrast(text: str) -> Iterator[str]:
    """Two figures, each of one arm: `lower` says that the first is."""
    percents = _PERCENT.findall(text) if text.count("%") > 1 else []
    versus = _VERSUS.search(text)
    if len(percents) == 2:
        pair = percents[0], percents[1]
    elif versus:
        pair = versus["first"], versus["second"]
    else:
        return
    first, second = abs(_value(pair[0])), abs(_value(pair[1]))
    if min(first, second) >= (1 - _NEAR) * max(first, second):
        yield "figures:near"
    else:
        yield "figures:lower" if first < second else "figures:higher"


def _value(text: str) -> float:
    return float(text.replace("−", "-").replace("–", "-").replace("·", ".").replace(",", "."))
