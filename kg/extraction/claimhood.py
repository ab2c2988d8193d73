"""Is a sentence a claim?

A weighted sum of what stands in it: cues for findings, evaluations and needs against cues for aims, methods, cohorts
and definitions, and the zone it stands in.  The sum goes through the logistic function and is a probability.
"""

from __future__ import annotations

import math

from kg.extraction.unit import Unit

THRESHOLD = 0.5
_ZONES = {
    "Title": -2.0, "Highlight": 2.0, "Background": -0.4, "Objective": -3.0, "Methods": -2.0, "Results": 1.0,
    "Conclusion": 1.4, "Unlabelled": 0.1,
}  # fmt: skip
_WEIGHTS = {
    "not.announce": -3.6, "not.aim": -2.6, "not.method": -1.8, "not.cohort": -1.5, "not.definition": -1.8,
    "is.finding": 1.5, "is.evaluation": 0.9, "need": 3.0, "recommend": 1.8, "hedge": 0.9, "good": 1.1, "bad": 1.1,
    "same": 0.8, "compare": 0.6, "epidemiology": 0.6, "diagnosis": 0.4, "safety": 0.3, "cost": 0.4,
}  # fmt: skip
_BIAS = -0.9
_OPENING = -0.6  # the first sentence of an abstract without sections sets the scene


def features(unit: Unit) -> dict[str, float]:
    """What speaks for and against, by name; explanations print it."""
    found = {name: weight for name, weight in _WEIGHTS.items() if unit.has(name)}
    if "is.finding" in found and any(c.name == "is.finding" and c.start == 0 for c in unit.cues):
        found.pop("not.method", None)  # "We found that patients treated …" tells a result
    if unit.count:  # a title that stands alone is judged by its words
        found[f"zone.{unit.zone}"] = _ZONES[unit.zone]
    if unit.index == 0 and unit.zone == "Unlabelled" and unit.count > 1:
        found["opening"] = _OPENING
    return found


def score(unit: Unit) -> float:
    """The probability that a curator would record the sentence."""
    return 1 / (1 + math.exp(-(_BIAS + sum(features(unit).values()))))
