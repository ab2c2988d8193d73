"""How sure a sentence is, and whether it denies: the wide flags of a sentence, the narrow certainty of its claim.

The flags say that any cue stands in the sentence, as BioScope marks them (Vincze et al. 2008): two linear models
trained on it decide (MODEL.md).  A claim is hedged only when the cue bears on its main proposition: not in a clause
opened by "although" or "whether", not where a comparison ("17 times more likely to die") uses a hedge word, not in the
object of a verb of proof ("validate the promise").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.extraction import linear
from kg.extraction.cues import Cue
from kg.extraction.unit import Unit, inside
from kg.model import Certainty, ClaimType


def hedged(unit: Unit) -> bool:
    """Whether the sentence speculates, on whatever point."""
    return float(linear.load("hedges").score(features(unit.words, unit.text, unit.cues))[0]) > 0


def negated(unit: Unit) -> bool:
    """Whether the sentence denies something."""
    return float(linear.load("negations").score(features(unit.words, unit.text, unit.cues))[0]) > 0


def features(words: Sequence[str], text: str, cues: Iterable[Cue]) -> list[str]:
    """What the models of the two flags see: words and their pairs, triples, cues and their wordings."""
    found = {*linear.grams(words)}
    for cue in cues:
        found |= {f"cue {cue.name}", f"cue {cue.name} {text[cue.start : cue.end].lower()}"}
    return sorted(found)


def certainty(unit: Unit, kind: ClaimType) -> Certainty:
    """The certainty of the claim a sentence makes; a research need is open by its nature."""
    if kind == "research_need":
        return "open"
    return "hedged" if any(not inside(cue, unit.asides) for cue in _hedges(unit)) else "asserted"


def _hedges(unit: Unit) -> list[Cue]:
    excused = [(cue.start, cue.end) for cue in unit.named("unhedge")]
    return [cue for cue in unit.named("hedge") if not inside(cue, excused)]
