"""How sure a sentence is, and whether it denies: the wide flags of a sentence, the narrow certainty of its claim.

The flags say that any cue stands in the sentence (as BioScope marks them, Vincze et al. 2008).  A claim is hedged only
when the cue bears on its main proposition: not in a clause opened by "although" or "whether", not where a comparison
("17 times more likely to die") uses a hedge word, not in the object of a verb of proof ("validate the promise").
"""

from __future__ import annotations

from kg.extraction.cues import Cue
from kg.extraction.unit import Unit, inside
from kg.model import Certainty, ClaimType


def hedged(unit: Unit) -> bool:
    """Whether any word of speculation stands in the sentence."""
    return bool(_hedges(unit)) or unit.has("speculation")


def negated(unit: Unit) -> bool:
    """Whether any word of negation stands in the sentence."""
    return unit.has("negation")


def certainty(unit: Unit, kind: ClaimType) -> Certainty:
    """The certainty of the claim a sentence makes; a research need is open by its nature."""
    if kind == "research_need":
        return "open"
    return "hedged" if any(not inside(cue, unit.asides) for cue in _hedges(unit)) else "asserted"


def _hedges(unit: Unit) -> list[Cue]:
    excused = [(cue.start, cue.end) for cue in unit.named("unhedge")]
    return [cue for cue in unit.named("hedge") if not inside(cue, excused)]
