"""A reading as `kg annotate` answers it: one JSON object, offsets in the title and abstract joined by a blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.model import Claim, Mention, Reading
from kg.terms import curie
from kg.vocabulary import Concept

Answer = dict[str, Any]


def answer(key: object, reading: Reading, starts: Sequence[int], concepts: Mapping[str, Concept]) -> Answer:
    """The answer for one document; `starts` says where each passage begins in the whole text."""
    return {
        "id": key,
        "mentions": [_mention(m, starts[m.passage], concepts) for m in reading.mentions],
        "sentences": [
            {
                "start": s.start + starts[s.passage], "end": s.end + starts[s.passage], "zone": s.zone,
                "claim_score": s.claim_score, "headline_score": s.headline_score, "negated": s.negated,
                "hedged": s.hedged,
            }
            for s in reading.sentences
        ],
        "claims": [entry for claim in reading.claims for entry in _claims(claim, reading, starts[claim.passage])],
    }  # fmt: skip


def _mention(mention: Mention, offset: int, concepts: Mapping[str, Concept]) -> Answer:
    entry: Answer = {
        "start": mention.start + offset, "end": mention.end + offset, "text": mention.text, "kind": mention.kind,
        "concept": mention.concept,
    }  # fmt: skip
    if mention.concept:
        concept = concepts[mention.concept]
        entry |= {"curie": curie(concept.iri), "name": concept.label, "xrefs": [curie(iri) for iri in concept.exact]}
    else:
        entry |= {"reason": mention.reason, "candidates": [curie(iri) for iri in mention.candidates]}
    return entry | {"score": round(mention.score, 4)}


def _claims(claim: Claim, reading: Reading, offset: int) -> Iterator[Answer]:
    """One object for each disease, all with the same span."""
    quote = reading.record.passages[claim.passage].text[claim.start : claim.end]
    for disease in claim.diseases or (None,):
        yield {
            "start": claim.start + offset, "end": claim.end + offset, "quote": quote, "type": claim.type,
            "polarity": claim.polarity, "certainty": claim.certainty, "therapy": _curie(claim.therapy),
            "disease": _curie(disease), "outcome": _curie(claim.outcome), "comparator": _curie(claim.comparator),
            "headline": claim.headline, "score": claim.score, "rule": claim.rule,
        }  # fmt: skip


def _curie(iri: str | None) -> str | None:
    return curie(iri) if iri else None
