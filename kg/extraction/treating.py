"""Which therapy a sentence ties to which disease by words of treating: "X for Y", "Y treated with X", "X-treated Y".

A text that is nothing but such a phrase, with no title and no verb ("Lithotripsy for kidney stones: a review"), or a
question ("Is a pacemaker right in sick sinus syndrome?"), claims nothing.  It poses whether the one helps against the
other, and that much is told of it: an open proposition, as of a question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from kg.extraction.unit import Unit, once
from kg.model import Mention, Record

ALONE = "paper:alone"  # the hint that a text is one sentence without title or heading

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

# What may stand before, within and after the two in a phrase without a verb.
_BEFORE = re.compile(rf"\W*{_WORDS}{{0,4}}\Z|\W*{_WORDS}{{0,6}}(?:of|on|for|with|by)\s+{_WORDS}{{0,4}}\Z")
_OTHER = re.compile(  # what is asked then is not whether it helps
    r"\b(?:levels?|concentrations?|expression|pharmacokinetics|risks?|incidence|prevalence|complications?|toxicity|adverse"
    r"|side effects?|mechanisms?|prediction|predictors?|after|following|during|before|due to|associated|related|induced"
    r"|caused|despite|without)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"(?:\s*\([^()]*\))?\s*(?:,|/|\+|,?\s*(?:and|or|plus|versus|vs\.?|with|followed by))\s*{_WORDS}{{0,2}}"
)
_WITHIN = re.compile(
    rf"{_NAMED}\s+of\b|"
    r"\s*(?:\([^()]*\)\s*)?(?:(?:mono)?therapy\s+|treatment\s+|injections?\s+|infusions?\s+|surgery\s+|use\s+"
    rf"|(?:supplement|administr|inhal|instill)ation\s+|prophylaxis\s+|(?:versus|vs\.?|and|or|plus)\s+{_WORDS}{{1,3}}?)?"
    r"(?:for|against|in|to treat|with|by|using|through|(?:treatment|management|prevention|prophylaxis) of)\b"
)
_AFTER = re.compile(
    r"\s*(?:[.?:,;()–—-]|(?:in|with|and|or|of|at|by|during|after|among|from|using|to|versus|vs|undergoing|receiving"
    r"|patients?|who)\b|\Z)",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|may|might|will|would|shall|should|must|we|our|i"
    r"|received|underwent|showed?|shows|included|compared)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\W*(?:is|are|was|do|does|did|can|could|may|should|will|would|has|have|what|which|how|why|when)\b", re.IGNORECASE
)


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


def hints(record: Record, sentences: int) -> tuple[str, ...]:
    """ALONE where a text is one sentence without title or heading."""
    if sentences != 1 or record.title:
        return ()
    return () if any(passage.label for passage in record.passages) else (ALONE,)


@once
def posed(unit: Unit) -> Tie | None:
    """What a text that is all of one phrase or question poses: that the one may help against the other."""
    if ALONE not in unit.hints:
        return None
    text = unit.text
    if text.rstrip().endswith("?"):
        found = ties(unit) if _ASKS.match(text) else ()
    else:
        found = () if _VERBAL.search(text) else tuple(tie for tie in ties(unit) if _is_phrase(unit, tie))
    meant = [tie for tie in found if not _OTHER.search(text, 0, _extent(tie)[0].start)]
    return min(meant, key=lambda tie: tie.setting, default=None)


def _is_phrase(unit: Unit, tie: Tie) -> bool:
    """Whether the two stand in a phrase that opens the text, with no more before them than is listed with them."""
    text, (first, last) = unit.text, _extent(tie)
    opening = first.start
    for mention in reversed([m for m in unit.mentions if m.end <= first.start]):
        if not _LISTED.fullmatch(text, mention.end, opening):
            return False
        opening = mention.start
    return (
        _BEFORE.match(text, 0, opening) is not None
        and _WITHIN.match(text, first.end) is not None
        and _AFTER.match(text, last.end) is not None
    )


def _extent(tie: Tie) -> tuple[Mention, Mention]:
    """The two as they stand, the first before the last."""
    therapy, disease = tie.therapy, tie.disease
    return (therapy, disease) if therapy.start < disease.start else (disease, therapy)
