"""Why a claim was read as it was: for each decision the features that counted, with their weights.

A linear model decides between two classes by the sum of what each feature adds to one over the other, so the weights
listed are exact: they and those left out, with the bias, add up to the margin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.extraction import claimhood, kinds, linear, polarity, units
from kg.extraction.linear import BIAS, UNIT, grams, stems
from kg.extraction.unit import Unit
from kg.model import Claim, Mention, Record
from kg.vocabulary import Concept

_LISTED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One question asked of a sentence: `answer` rather than `other`, by `margin` (a logarithm of odds).

    `features` are (name, weight) of the largest weights, the bias among them, those for the answer positive; `left`
    is the sum of all smaller ones.  A decision made by a rule has a `note` instead.
    """

    question: str
    answer: str
    other: str = ""
    margin: float = 0.0
    features: tuple[tuple[str, float], ...] = ()
    left: float = 0.0
    note: str = ""


def decisions(
    record: Record, mentions: Sequence[Mention], concepts: Mapping[str, Concept], claim: Claim
) -> tuple[Decision, ...]:
    """The decisions behind one of the record's claims, in the order they were made; () where it is not one of them."""
    place = claim.passage, claim.start
    unit = next((u for u in units(record, mentions, concepts) if (u.passage, u.start) == place), None)
    if unit is None:
        return ()
    return (
        _is_claim(unit),
        _between("type", "types", kinds.features(unit) | stems(unit.words) | grams(unit.words), claim.type),
        _direction(unit, claim),
        _certainty(unit, claim),
        _about(claim, concepts),
    )


def _is_claim(unit: Unit) -> Decision:
    model, names = linear.load("claims"), claimhood.features(unit)
    weights = {name: found[0] / UNIT for name in (*names, BIAS) if (found := model.weights.get(name))}
    answer = ("a claim", "no claim") if sum(weights.values()) >= 0 else ("no claim", "a claim")
    return _weighed("is it a claim", answer, weights, turned=answer[0] != "a claim")


def _between(question: str, name: str, names: Iterable[str], answer: str) -> Decision:
    """The answer of a model of several classes, against the class that came next."""
    model = linear.load(name)
    names = set(names)
    scores = dict(zip(model.classes, model.score(names), strict=True))
    other = max((c for c in model.classes if c != answer), key=lambda c: scores[c])
    mine, others = model.classes.index(answer), model.classes.index(other)
    found = {n: model.weights.get(n) for n in (*names, BIAS)}
    weights = {n: (row[mine] - row[others]) / UNIT for n, row in found.items() if row}
    return _weighed(question, (answer, other), weights)


def _weighed(question: str, answer: tuple[str, str], weights: Mapping[str, float], *, turned: bool = False) -> Decision:
    sign = -1.0 if turned else 1.0
    ranked = sorted(((name, sign * weight) for name, weight in weights.items()), key=lambda f: (-abs(f[1]), f[0]))
    return Decision(
        question=question,
        answer=answer[0],
        other=answer[1],
        margin=round(sum(weight for _, weight in ranked), 4),
        features=tuple((name, round(weight, 4)) for name, weight in ranked[:_LISTED]),
        left=round(sum(weight for _, weight in ranked[_LISTED:]), 4),
    )


def _direction(unit: Unit, claim: Claim) -> Decision:
    if claim.type == "research_need":
        return Decision(question="polarity", answer=claim.polarity, note="a research need is neutral by rule")
    names = polarity.features(unit, claim.type, therapy=claim.therapy is not None) | grams(unit.words)
    return _between("polarity", "polarity", names, claim.polarity)


def _certainty(unit: Unit, claim: Claim) -> Decision:
    words = [unit.text[cue.start : cue.end] for cue in unit.named("hedge")]
    quoted = ", ".join(f"“{word}”" for word in dict.fromkeys(words))
    if claim.certainty == "open":
        note = "a research need is open by its nature"
    elif claim.certainty == "hedged":
        note = f"its main clause speaks of it as possible: {quoted}"
    else:
        note = f"{quoted} stands outside its main proposition" if words else "no word of speculation"
    return Decision(question="certainty", answer=claim.certainty, note=note)


_FOUND = {
    "sentence": "the sentence names it",
    "before": "the sentence takes up that of one before",
    "topic": "the sentence names none, and the paper is about it",
    "none": "neither the sentence nor the paper names one",
}


def _about(claim: Claim, concepts: Mapping[str, Concept]) -> Decision:
    source = claim.rule.rpartition("-")[2]
    therapy = claim.therapy or "none"
    name = concepts[therapy].label if therapy in concepts else therapy
    return Decision(question="therapy", answer=name, note=_FOUND.get(source, source))
