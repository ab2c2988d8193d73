"""The type of a claim: what its main proposition is about."""

from __future__ import annotations

import re

from kg.extraction.certainty import asides
from kg.extraction.cues import Cue
from kg.extraction.unit import Unit, inside
from kg.model import ClaimType

_RANKED: dict[str, ClaimType] = {
    "safety": "safety", "efficacy": "efficacy", "mechanism": "mechanism", "diagnosis": "diagnosis",
    "epidemiology": "epidemiology",
}  # fmt: skip
# How many characters earlier a cue of this type seems to stand, with a therapy in play and without.
_HEAD_START = {
    True: {"safety": 18, "efficacy": 14, "mechanism": 0, "diagnosis": -25, "epidemiology": -60},
    False: {"safety": -20, "efficacy": -45, "mechanism": 8, "diagnosis": 18, "epidemiology": 14},
}
PASSIVE_ARM = re.compile(
    r"\b(?:placebo|sham|standard (?:of care|therapy|care|treatment)|usual care|no treatment|controls?|baseline"
    r"|best supportive care|vehicle|untreated)\b",
    re.IGNORECASE,
)


def kind(unit: Unit, *, therapy: bool, compared: bool) -> ClaimType:
    """The type; `therapy`: one is the subject, `compared`: another active one stands against it."""
    if _is_need(unit):
        return "research_need"
    if unit.has("recommend"):
        return "recommendation"
    main = _main_cues(unit)
    names = [cue.name for cue in main]
    if "cost" in names and _leads(main, "cost"):
        return "cost"
    if "compare" in names and compared:
        return "comparison"
    ranked = [cue for cue in main if cue.name in _RANKED]
    if ranked:
        bonus = _HEAD_START[therapy]
        return _RANKED[min(ranked, key=lambda cue: (cue.start - bonus[cue.name], cue.name)).name]
    if "access" in names:
        return "other"
    return "efficacy" if therapy else "epidemiology"


_TRAILING = re.compile(r"(?:necessitating|warranting|requiring|calling|awaiting)\b", re.IGNORECASE)


def _is_need(unit: Unit) -> bool:
    """Whether a need is the main proposition: not one that trails an evaluation (", necessitating more research")."""
    needs = unit.named("need")
    judged = [cue.start for cue in unit.named("good", "bad")]
    return any(not (_TRAILING.match(unit.text, c.start) and judged and min(judged) < c.start) for c in needs)


def _main_cues(unit: Unit) -> list[Cue]:
    spans = asides(unit.text)
    return [cue for cue in unit.cues if not inside(cue, spans)] or list(unit.cues)


def _leads(cues: list[Cue], name: str) -> bool:
    """Whether this type is told before any word of effect or harm."""
    first = next(cue.start for cue in cues if cue.name == name)
    return all(cue.start >= first for cue in cues if cue.name in ("efficacy", "safety")) or (
        sum(cue.name == name for cue in cues) > 1
    )
