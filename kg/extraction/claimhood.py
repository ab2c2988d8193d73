"""Is a sentence a claim?

A linear model over what can be named: the cues in the sentence and those it opens with, its zone and place, what it
mentions, the numbers it gives.  It was trained on the project's own annotated abstracts (MODEL.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction import linear
from kg.extraction.unit import Unit
from kg.extraction.zones import ROLES

THRESHOLD = 0.4  # best on abstracts the model has not seen; a missed claim weighs as much as a false one
_OPENING = 25  # characters in which a cue counts as opening the sentence
_LIKELY, _SURE = 0.35, 0.75
_ANNOUNCED = 0.2
_LONG, _SHORT = 30, 9  # words


def features(unit: Unit) -> set[str]:
    """What speaks for and against, by name."""
    names = {f"cue:{cue.name}" for cue in unit.cues}
    names |= {f"first:{cue.name}" for cue in unit.cues if cue.start < _OPENING}
    names |= {f"names:{mention.kind}" for mention in unit.mentions if mention.concept}
    names.update(_zone(unit), _shape(unit))
    if unit.count != 1:  # of one sentence the place tells nothing
        names.update(linear.place(unit.index, unit.count))
    return names


def _zone(unit: Unit) -> Iterator[str]:
    if not unit.count:  # a title that stands alone is judged by its words
        return
    if unit.zone in ("Highlight", "Title"):
        yield f"zone:{unit.zone}"
        return
    for role, probability in zip(ROLES, unit.roles, strict=True):
        if probability > _LIKELY:
            yield f"likely:{role}"
        if probability > _SURE:
            yield f"surely:{role}"


def _shape(unit: Unit) -> Iterator[str]:
    length = unit.text.count(" ") + 1
    if length > _LONG or length < _SHORT:
        yield "is:long" if length > _LONG else "is:short"
    if "0" in unit.words:
        yield "has:number"
    if "%" in unit.words:
        yield "has:percent"
    if unit.text.startswith(("We ", "Our ")):
        yield "first:we"
    if unit.text.startswith("To "):
        yield "first:to"


def score(unit: Unit) -> float:
    """The probability that a curator would record the sentence; a question or an announcement is never a claim."""
    probability = linear.logistic(linear.load("claims").score(features(unit))[0])
    return min(probability, _ANNOUNCED) if unit.text.endswith("?") or _announces(unit) else probability


def _announces(unit: Unit) -> bool:
    opening = any(cue.start < _OPENING for cue in unit.named("not.announce"))
    return opening and not unit.has("is.finding.told", "need")
