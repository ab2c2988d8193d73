"""Why a claim was read as it was: for each decision the features that counted, with their weights.

A linear model decides between two classes by the sum of what each feature adds to one over the other, so the weights
listed are exact: they and those left out, with the bias, add up to the margin.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.extraction import claimhood, headline, kinds, linear, polarity, units
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
    found = tuple(units(record, mentions, concepts))
    at = next((at for at, u in enumerate(found) if (u.passage, u.start) == (claim.passage, claim.start)), None)
    if at is None:
        return ()
    unit = found[at]
    return (
        _is_claim(unit),
        _is_headline(found, at, claim),
        _type(unit, claim),
        _direction(unit, claim),
        _certainty(unit, claim),
        _about(claim, concepts),
        _origin(claim),
    )


def _weights(name: str, names: Iterable[str], threshold: float) -> dict[str, float]:
    """The weights in a model of yes and no, with the probability asked for, so that they add up to the margin."""
    rows = {feature: linear.load(name).weights.get(feature) for feature in (*names, BIAS)}
    found = {feature: row[0] / UNIT for feature, row in rows.items() if row}
    return found | {"the threshold": -math.log(threshold / (1 - threshold))}


def _is_headline(found: Sequence[Unit], at: int, claim: Claim) -> Decision:
    """Whether it is a main conclusion; even above the threshold there may be surer ones."""
    scores = [claimhood.score(unit) for unit in found]
    weights = _weights("headlines", headline.features(found, scores)[at], headline.THRESHOLD)
    if sum(weights.values()) >= 0 and not claim.headline:
        return Decision(question="headline", answer="no main conclusion", note="others are surer, or it is a title")
    answer = ("a main conclusion", "no main conclusion")
    return _weighed("headline", answer if claim.headline else answer[::-1], weights, turned=not claim.headline)


def _is_claim(unit: Unit) -> Decision:
    weights = _weights("claims", claimhood.features(unit), claimhood.THRESHOLD)
    answer = ("a claim", "no claim") if sum(weights.values()) >= 0 else ("no claim", "a claim")
    return _weighed("is it a claim", answer, weights, turned=answer[0] != "a claim")


def _type(unit: Unit, claim: Claim) -> Decision:
    names = kinds.features(unit) | stems(unit.words) | grams(unit.words)
    out = () if kinds.may_be_need(unit) else ("research_need",)
    told = _between("type", "types", names, claim.type, out)
    return (
        told if told.margin >= 0 else Decision(question="type", answer=claim.type, note="a need said outright is one")
    )


def _between(question: str, name: str, names: Iterable[str], answer: str, out: Sequence[str] = ()) -> Decision:
    """The answer of a model of several classes, against the class that came next; those `out` were not asked."""
    model = linear.load(name)
    names = set(names)
    scores = dict(zip(model.classes, model.score(names), strict=True))
    other = max((c for c in model.classes if c != answer and c not in out), key=lambda c: scores[c])
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


_TOLD = {
    "own": "the paper's own: nothing says that others found it",
    "cited": "it opens the paper or stands in no section, and speaks of what others found",
    "review": "the paper is a review",
}


def _origin(claim: Claim) -> Decision:
    return Decision(question="origin", answer=claim.origin, note=_TOLD[claim.origin])
