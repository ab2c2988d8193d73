"""Which claims are the paper's own main conclusions: what an expert would underline.

A linear model of fewer than a hundred parameters over the zone, the place and the cues of a sentence, and over words
with which authors sum up ("in conclusion", "these findings"); fitted to expert labels (MODEL.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction import linear
from kg.extraction.unit import Unit
from kg.extraction.zones import ROLES

THRESHOLD = 0.42
MOST = 2  # an abstract has one or two
_CUES = frozenset((
    "is.finding", "is.evaluation", "need", "recommend", "hedge", "hedge.verb", "hedge.modal", "hedge.promise",
    "compare", "not.announce", "not.aim", "not.method", "not.cohort", "not.definition", "mechanism", "efficacy",
    "safety", "same", "cited", "contrast", "good", "bad", "negation", "unhedge",
))  # fmt: skip
_FINE, _COARSE = ("Conclusion", "Results"), 5
_OPENING = re.compile(
    r"(?P<sum>in (?:conclusion|summary|sum|short)|overall|taken together|together|collectively|altogether|to conclude"
    r"|thus|therefore|hence|in total|conclusions?)\b"
    r"|(?P<our>our (?:results|findings|data|study|work|analysis))\b"
    r"|(?P<these>these (?:results|findings|data|observations|studies))\b"
    r"|(?P<the>the (?:results|findings|data|present|current))\b"
    r"|(?P<this>this (?:study|work|is|result|finding))\b"
    r"|(?P<here>here,? we)\b"
    r"|(?P<we>we (?:conclude|show|demonstrate|find|found|propose|suggest|report|present|identif|reveal))",
    re.IGNORECASE,
)
_WORDS = (
    ("number", frozenset({"0"})),
    ("statistic", frozenset({"%", "<", "="})),
    ("ours", frozenset({"we", "our"})),
    ("weighty", frozenset("novel first important key critical role evidence potential may could".split())),
)


def headlines(units: Sequence[Unit], scores: Sequence[float]) -> list[float]:
    """The probability, for each sentence, of being a main conclusion; `scores` are those of being a claim."""
    model = linear.load("headlines")
    return [
        linear.logistic(model.score(features(unit, score, rank))[0])
        for unit, score, rank in zip(units, scores, ranks(units), strict=True)
    ]


def chosen(probabilities: Sequence[float]) -> set[int]:
    """The places of the main conclusions: the most probable ones above the threshold, at most MOST."""
    order = sorted(range(len(probabilities)), key=lambda at: (-probabilities[at], at))
    return {at for at in order[:MOST] if probabilities[at] >= THRESHOLD}


def features(unit: Unit, score: float, rank: int) -> set[str]:
    """What the model sees; `rank` is the sentence's place among those of its abstract most like a conclusion."""
    names = {f"cue:{cue}" for cue in unit.groups.keys() & _CUES}
    names |= {f"rank:{min(3, rank)}", f"claim:{min(4, int(score * 5))}"}
    names.update(_zone(unit), _shape(unit), (p for p in linear.place(unit.index, unit.count) if "tenth" not in p))
    return names


def ranks(units: Sequence[Unit]) -> list[int]:
    """The place of each sentence, from 0, when those most like a conclusion come first; titles last."""
    conclusion = ROLES.index("Conclusion")
    order = sorted(range(len(units)), key=lambda at: (-units[at].roles[conclusion] * bool(units[at].count), at))
    return [rank for _, rank in sorted((at, rank) for rank, at in enumerate(order))]


def _zone(unit: Unit) -> Iterator[str]:
    for role, probability in zip(ROLES, unit.roles, strict=True):
        steps = 2 * _COARSE if role in _FINE else _COARSE
        yield f"{role}:{min(steps - 1, int(probability * steps))}"


def _shape(unit: Unit) -> Iterator[str]:
    if opening := _OPENING.match(unit.text):
        yield from ("opens:any", f"opens:{opening.lastgroup}")
    yield f"length:{min(5, (unit.text.count(' ') + 1) // 8)}"
    yield from (f"has:{name}" for name, words in _WORDS if not words.isdisjoint(unit.words))
