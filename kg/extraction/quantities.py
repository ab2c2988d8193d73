"""Numbers a sentence gives, as typed values with their own offsets.

Percentages, counts out of a total, sizes (n = 25), p values, confidence intervals, hazard, odds and risk ratios,
follow-up times, doses and disease-activity scores.  The longest reading wins where two overlap.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.model import Quantity

_NUMBER = r"\d+(?:[.,·]\d+)?"
_RANGE = rf"{_NUMBER}\s*(?:-|–|to|,|;)\s*{_NUMBER}"


_PEOPLE = "patients participants subjects adults children women"
_TIMES = "day week month year"
_SCORES = "sledai bilag das28 pasi haq"
_PER = "mg|week|month|year"  # "10 of 20 mg" is no count of a total
_NEAR = r"[^\d.;]{0,12}"  # between a ratio's name and its value
_DOSES = "mg/kg(?:/d(?:ay)?)?|mg/m2|mg/day|mg|µg|g/day|IU|cells/kg"


class _Pattern(NamedTuple):
    """`signs`: any of these stands in a sentence, in lower case, that has such a quantity."""

    kind: str
    unit: str | None
    signs: tuple[str, ...]
    expression: re.Pattern[str]


def _any(words: str) -> str:
    return words.replace(" ", "|")


def _pattern(kind: str, unit: str | None, signs: str, expression: str) -> _Pattern:
    return _Pattern(kind, unit, tuple(signs.split()), re.compile(expression, re.IGNORECASE))


_PATTERNS = (
    _pattern("ci95", None, "95", rf"95\s*%\s*(?:CI|confidence interval)s?\s*[:=,\[(]*\s*(?P<value>{_RANGE})"),
    _pattern("hazard-ratio", None, "hr hazard", rf"\b(?:a?HR|hazard ratio)\b{_NEAR}(?P<value>{_NUMBER})"),
    _pattern("odds-ratio", None, "or odds", rf"\b(?:a?OR|odds ratio)(?:\s*[=:(]|\s+of)\s*(?P<value>{_NUMBER})"),
    _pattern("risk-ratio", None, "rr risk", rf"\b(?:RR|risk ratio|relative risk)\b{_NEAR}(?P<value>{_NUMBER})"),
    _pattern("p", None, "< > = ≤ ≥", r"\bp\s*(?P<value>[<>=≤≥]\s*0?[.,·]\d+)"),
    _pattern("n", None, "=", r"\bn\s*=\s*(?P<value>\d[\d,]*)"),
    _pattern("fraction", None, "/ of", rf"\b(?P<value>\d+\s*(?:/|of|out of)\s*(?:the\s+)?\d+)\b(?!\s*(?:{_PER}))"),
    _pattern("percent", "%", "% cent", rf"(?P<value>{_NUMBER})\s*(?:%|per cent\b|percent\b)"),
    _pattern("n", "patients", _PEOPLE, rf"\b(?P<value>\d[\d,]*)\s+(?:\w+\s+)?(?:{_any(_PEOPLE)})\b"),
    _pattern("dose", None, "mg µg g/day iu cells", rf"\b(?P<value>{_NUMBER})\s*(?P<unit>{_DOSES})\b"),
    _pattern("time", None, _TIMES, rf"\b(?P<value>{_NUMBER})\s*[- ]?(?P<unit>(?:{_any(_TIMES)})s?)\b"),
    _pattern("score", None, _SCORES, rf"\b(?P<unit>(?:{_any(_SCORES)})(?:-2K)?)\b[^\d.;]{{0,20}}(?P<value>{_NUMBER})"),
)
_DIGIT = re.compile(r"\d")


def quantities(text: str, offset: int) -> tuple[Quantity, ...]:
    """The quantities of a sentence by place; `offset` is where it starts in its passage.

    >>> [(q.kind, q.value, q.unit) for q in quantities("It fell by 40% (95% CI 30-50; p < 0.01) in 12 of 20.", 0)]
    [('percent', '40', '%'), ('ci95', '30-50', None), ('p', '< 0.01', None), ('fraction', '12 of 20', None)]
    """
    if not _DIGIT.search(text):
        return ()
    found: list[tuple[int, int, Quantity]] = []
    lowered = text.lower()
    for pattern in _PATTERNS:
        if not any(sign in lowered for sign in pattern.signs):
            continue
        for match in pattern.expression.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in found):
                found.append((match.start(), match.end(), _quantity(pattern, match, offset)))
    return tuple(q for _, _, q in sorted(found, key=lambda f: f[0]))


def _quantity(pattern: _Pattern, match: re.Match[str], offset: int) -> Quantity:
    unit = match["unit"] if "unit" in match.re.groupindex else pattern.unit
    return Quantity(
        kind=pattern.kind, value=" ".join(match["value"].split()), unit=unit,
        start=offset + match.start(), end=offset + match.end(),
    )  # fmt: skip
