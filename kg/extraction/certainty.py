"""How sure a sentence is, and whether it denies: the wide flags of a sentence, the narrow certainty of its claim.

The flags say that any cue stands in the sentence, as BioScope marks them (Vincze et al. 2008): two linear models
trained on it decide (MODEL.md).  A claim is hedged only when the cue bears on its main proposition: not in a clause
opened by "although" or "whether", not where a comparison ("17 times more likely to die") uses a hedge word, not in the
object of a verb of proof ("validate the promise").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction import linear
from kg.extraction.cues import Cue
from kg.extraction.unit import Unit, inside
from kg.model import Certainty, ClaimType

FLAGS = ("hedged", "negated")
_NEGATION, _EXCUSE = "negation", "unnegation"
_LOOKED_AROUND = ("hedge", "speculation", _NEGATION)
_NEAR = 24  # characters that hold the word beside a cue
_POINTS = ".,;:()"


def flags(unit: Unit) -> tuple[bool, bool]:
    """Whether the sentence speculates, and whether it denies, on whatever point."""
    hedged, negated = linear.load("flags").score(features(unit.text, unit.cues), unit.heard("flags"))
    return hedged > 0, negated > 0


def features(text: str, cues: Sequence[Cue]) -> set[str]:
    """What the models of the two flags see beside the words: the cues, their wordings, and the words around some.

    A negation that denies nothing ("not only", "whether or not", "is not known") does not count as one.
    """
    excused = [(cue.start, cue.end) for cue in cues if cue.name == _EXCUSE]
    left = [cue for cue in cues if cue.name != _NEGATION or not inside(cue, excused)]
    found = set() if any(cue.name == _NEGATION for cue in left) else {"none:negation"}
    for cue in left:
        found |= {f"cue:{cue.name}", f"cue:{cue.name} {text[cue.start : cue.end].lower()}"}
        if cue.name.startswith(_LOOKED_AROUND):
            found |= {f"cue:{cue.name} {side}" for side in _beside(text, cue)}
    return found


def _beside(text: str, cue: Cue) -> Iterator[str]:
    """The word before a cue and the one after it, marked by which they are; a border is none."""
    before, after = text[max(0, cue.start - _NEAR) : cue.start].split(), text[cue.end : cue.end + _NEAR].split()
    yield f"< {before[-1].lower().strip(_POINTS) if before else ''}"
    yield f"> {after[0].lower().strip(_POINTS) if after else ''}"


def certainty(unit: Unit, kind: ClaimType) -> Certainty:
    """The certainty of the claim a sentence makes; a research need is open by its nature."""
    if kind == "research_need":
        return "open"
    return "hedged" if any(not inside(cue, unit.asides) for cue in _hedges(unit)) else "asserted"


def _hedges(unit: Unit) -> list[Cue]:
    excused = [(cue.start, cue.end) for cue in unit.named("unhedge")]
    return [cue for cue in unit.named("hedge") if not inside(cue, excused)]
