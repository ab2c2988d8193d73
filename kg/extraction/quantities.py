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


_PEOPLE = "patients|participants|subjects|adults|children|women"
_DOSES = "mg/kg(?:/d(?:ay)?)?|mg/m2|mg/day|mg|µg|g/day|IU|cells/kg"


class _Pattern(NamedTuple):
    kind: str
    unit: str | None
    expression: re.Pattern[str]


def _pattern(kind: str, unit: str | None, expression: str) -> _Pattern:
    return _Pattern(kind, unit, re.compile(expression, re.IGNORECASE))


_PATTERNS = (
    _pattern("ci95", None, rf"95\s*%\s*(?:CI|confidence interval)s?\s*[:=,\[(]*\s*(?P<value>{_RANGE})"),
    _pattern("hazard-ratio", None, rf"\b(?:a?HR|hazard ratio)\b[^\d.;]{{0,12}}(?P<value>{_NUMBER})"),
    _pattern("odds-ratio", None, rf"\b(?:a?OR|odds ratio)(?:\s*[=:(]|\s+of)\s*(?P<value>{_NUMBER})"),
    _pattern("risk-ratio", None, rf"\b(?:RR|risk ratio|relative risk)\b[^\d.;]{{0,12}}(?P<value>{_NUMBER})"),
    _pattern("p", None, r"\bp\s*(?P<value>[<>=≤≥]\s*0?[.,·]\d+)"),
    _pattern("n", None, r"\bn\s*=\s*(?P<value>\d[\d,]*)"),
    _pattern("fraction", None, r"\b(?P<value>\d+\s*(?:/|of|out of)\s*(?:the\s+)?\d+)\b(?!\s*(?:mg|week|month|year))"),
    _pattern("percent", "%", rf"(?P<value>{_NUMBER})\s*(?:%|per cent\b|percent\b)"),
    _pattern("n", "patients", rf"\b(?P<value>\d[\d,]*)\s+(?:\w+\s+)?(?:{_PEOPLE})\b"),
    _pattern("dose", None, rf"\b(?P<value>{_NUMBER})\s*(?P<unit>{_DOSES})\b"),
    _pattern("time", None, rf"\b(?P<value>{_NUMBER})\s*[- ]?(?P<unit>days?|weeks?|months?|years?)\b"),
    _pattern("score", None, rf"\b(?P<unit>SLEDAI(?:-2K)?|BILAG|DAS28|PASI|HAQ)\b[^\d.;]{{0,20}}(?P<value>{_NUMBER})"),
)  # fmt: skip
_DIGIT = re.compile(r"\d")


def quantities(text: str, offset: int) -> tuple[Quantity, ...]:
    """The quantities of a sentence by place; `offset` is where it starts in its passage.

    >>> [(q.kind, q.value, q.unit) for q in quantities("It fell by 40% (95% CI 30-50; p < 0.01) in 12 of 20.", 0)]
    [('percent', '40', '%'), ('ci95', '30-50', None), ('p', '< 0.01', None), ('fraction', '12 of 20', None)]
    """
    if not _DIGIT.search(text):
        return ()
    found: list[tuple[int, int, Quantity]] = []
    for pattern in _PATTERNS:
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
