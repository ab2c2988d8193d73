"""Which therapy a sentence ties to which disease by words of treating: "X for Y", "Y treated with X", "X-treated Y"."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from kg.extraction.unit import Unit, once
from kg.model import Mention

_WORDS = r"(?:[\w’'/-]+,?\s+)"
_PEOPLE = (
    rf"{_WORDS}{{0,4}}(?:patients?|adults?|children|infants|neonates|adolescents|women|men|people|persons?|individuals"
    r"|subjects|participants|those|cases?|eyes|rats?|mice|dogs)\s+(?:with|who have|suffering from|undergoing)\s+"
)
_TREATING = r"(?:(?:the|a)\s+)?(?:\w+\s+)?(?:treatment|management|therapy|prevention|prophylaxis|control|care)\s+of\s+"
_NAMED = r"(?:(?<=treatment)|(?<=therapy)|(?<=prophylaxis))"  # "treatment" is part of the name that was found
# What stands between a therapy and the disease after it; "in" alone says where it was given, not what for.
_FORWARD = re.compile(
    rf"(?:-treated\s+{_WORDS}{{0,3}}|{_NAMED}\s+of\s+{_WORDS}{{0,4}}"
    rf"|(?:\s*\([^()]*\))?\s+{_WORDS}{{0,3}}?"
    rf"(?:(?:for|against|to treat)\s+(?:{_PEOPLE}|{_TREATING}(?:{_PEOPLE})?)?|in\s+{_TREATING}(?:{_PEOPLE})?"
    r"|(?:treatment|therapy|management|prophylaxis)\s+of\s+"
    rf"|(?P<setting>in\s+(?:{_PEOPLE})?|to\s+{_PEOPLE}))"
    rf"{_WORDS}{{0,4}})\Z"
)
_STATED = (
    r"(?:(?:that|which|who|whom|is|are|was|were|be|been|being|has|have|had|can|could|may|might|must|should|patients?|cases?"
    r"|successfully|effectively|often|usually|best|not|only|also)\s+)"
)
# What stands between a disease and the therapy after it; more of it where "treatment of" goes before the disease.
_BACKWARD = re.compile(
    rf"(?:\s*\([^()]*\))?\s+{_STATED}{{0,5}}(?:treated|managed|controlled|operated)\s+(?:{_WORDS}{{0,2}}?)"
    rf"(?:with|by|using|on)\s+{_WORDS}{{0,4}}\Z"
)
_BY = re.compile(rf"(?:\s*\([^()]*\))?\s+(?:with|by|using|through)\s+{_WORDS}{{0,6}}\Z")
_OF = re.compile(rf"\b(?:treatment|management|therapy|prevention|control|cure)\s+of\s+{_WORDS}{{0,5}}\Z", re.IGNORECASE)
_FAR = 120  # characters between the two


class Tie(NamedTuple):
    """A therapy and a disease that words of treating tie; in a `setting` the disease may be only where it was given."""

    therapy: Mention
    disease: Mention
    setting: bool = False


@once
def ties(unit: Unit) -> tuple[Tie, ...]:
    """Each therapy of a sentence with the next disease, and the one before, that it is said to treat, by place."""
    diseases = unit.diseases
    starts = [m.start for m in diseases]
    found = []
    for therapy in unit.therapies:
        after = bisect_left(starts, therapy.end)
        found += [tie for m in diseases[after : after + 1] if (tie := _forward(unit.text, therapy, m))]
        found += [Tie(therapy, m) for m in diseases[max(0, after - 1) : after] if _is_backward(unit.text, m, therapy)]
    return tuple(found)


def _forward(text: str, therapy: Mention, disease: Mention) -> Tie | None:
    if disease.start > therapy.end + _FAR:
        return None
    match = _FORWARD.match(text, therapy.end, disease.start)
    return Tie(therapy, disease, match["setting"] is not None) if match else None


def _is_backward(text: str, disease: Mention, therapy: Mention) -> bool:
    if not disease.end <= therapy.start <= disease.end + _FAR:
        return False
    if _BACKWARD.match(text, disease.end, therapy.start):
        return True
    return _BY.match(text, disease.end, therapy.start) is not None and (
        _OF.search(text, max(0, disease.start - _FAR), disease.start) is not None
    )
