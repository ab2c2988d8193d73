"""Which claims are the paper's own main conclusions: what an expert would underline."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extraction.unit import Unit

_ZONES = {"Conclusion": 0.35, "Highlight": 0.1, "Results": -0.1, "Background": -0.3, "Methods": -0.4, "Objective": -0.4}


def headlines(units: Sequence[Unit], scores: Sequence[float]) -> list[float]:
    """The probability, for each sentence, of being a main conclusion: late, concluding, a claim."""
    return [_score(unit, score) for unit, score in zip(units, scores, strict=True)]


def _score(unit: Unit, score: float) -> float:
    place = (unit.index + 1) / unit.count if unit.count else 0.0
    value = 0.45 * score + 0.35 * place**3 + _ZONES.get(unit.zone, 0.0)
    if unit.has("need", "not.announce", "not.aim"):
        value -= 0.25
    return min(1.0, max(0.0, value))
