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

THRESHOLD = 0.36
_MOST = 2  # an abstract has one or two
_CUES = frozenset((
    "is.finding", "is.evaluation", "need", "recommend", "hedge", "hedge.verb", "hedge.modal", "hedge.promise",
    "compare", "not.announce", "not.aim", "not.method", "not.cohort", "not.definition", "mechanism", "efficacy",
    "safety", "same", "cited", "contrast", "good", "bad", "negation", "unhedge",
))  # fmt: skip
_TELLING, _STEPS = ("Conclusion", "Results"), 10
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
_WORDS = {
    name: frozenset(words.split())
    for name, words in {
        "number": "0",
        "statistic": "% < =",
        "ours": "we our",
        "weighty": "novel first important key critical role evidence potential may could",
        "past": "was were had",
        "present": "is are has have can",
        "that": "that",
        "therefore": "therefore thus hence conclusion conclude summary",
        "told": "show shows showed demonstrate demonstrated demonstrates suggest suggests suggesting indicate indicates"
        " conclude reveal revealed found provide provides identify identified report confirm support",
    }.items()
}
_OF_FORM = frozenset("during after study role effect effects using analysis with from into between".split())
_LETTERS, _STEM = 3, 6  # a word that tells what a paper is about has more letters; so many of them are compared
_SHARES = 5


def headlines(units: Sequence[Unit], scores: Sequence[float]) -> list[float]:
    """The probability, for each sentence, of being a main conclusion; `scores` are those of being a claim."""
    model = linear.load("headlines")
    return [linear.logistic(model.score(found)[0]) for found in features(units, scores)]


def chosen(probabilities: Sequence[float]) -> set[int]:
    """The places of the main conclusions: the most probable ones above the threshold, at most two."""
    order = sorted(range(len(probabilities)), key=lambda at: (-probabilities[at], at))
    return {at for at in order[:_MOST] if probabilities[at] >= THRESHOLD}


def features(units: Sequence[Unit], scores: Sequence[float]) -> list[set[str]]:
    """What the model sees of each sentence of an abstract."""
    shared = _shares(units)
    order = sorted(range(len(units)), key=lambda at: (-shared[at], at))
    alike = {at: rank for rank, at in enumerate(order)}
    return [
        _features(unit, score, rank) | {f"title:{int(shared[at] * _SHARES)}", f"alike:{min(3, alike[at])}"}
        for at, (unit, score, rank) in enumerate(zip(units, scores, ranks(units), strict=True))
    ]


def _shares(units: Sequence[Unit]) -> list[float]:
    """The share of the title's words that each sentence takes up, below 1; 0 for the title itself."""
    title = {stem for unit in units if unit.zone == "Title" for stem in _stems(unit)}
    told = len(title) + 1
    return [0.0 if unit.zone == "Title" else len(title.intersection(_stems(unit))) / told for unit in units]


def _stems(unit: Unit) -> Iterator[str]:
    return (word[:_STEM] for word in unit.words if len(word) > _LETTERS and word not in _OF_FORM)


def _features(unit: Unit, score: float, rank: int) -> set[str]:
    """`rank` is the sentence's place among those of its abstract most like a conclusion."""
    names = {f"cue:{cue}" for cue in unit.groups.keys() & _CUES}
    names |= {f"rank:{min(3, rank)}", f"claim:{min(4, int(score * 5))}"}
    names.update(_zone(unit), _shape(unit), (p for p in linear.place(unit.index, unit.count) if p.startswith("end")))
    return names


def ranks(units: Sequence[Unit]) -> list[int]:
    """The place of each sentence, from 0, when those most like a conclusion come first; titles last."""
    conclusion = ROLES.index("Conclusion")
    order = sorted(range(len(units)), key=lambda at: (-units[at].roles[conclusion] * bool(units[at].count), at))
    return [rank for _, rank in sorted((at, rank) for rank, at in enumerate(order))]


def _zone(unit: Unit) -> Iterator[str]:
    for role, probability in zip(ROLES, unit.roles, strict=True):
        if role in _TELLING:
            yield f"{role}:{min(_STEPS - 1, int(probability * _STEPS))}"


def _shape(unit: Unit) -> Iterator[str]:
    if opening := _OPENING.match(unit.text):
        yield from ("opens:any", f"opens:{opening.lastgroup}")
    yield f"length:{min(5, (unit.text.count(' ') + 1) // 8)}"
    yield from (f"has:{name}" for name, words in _WORDS.items() if not words.isdisjoint(unit.words))
