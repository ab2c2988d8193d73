"""KGX (https://github.com/biolink/kgx): nodes.tsv and edges.tsv after the Biolink model.

An edge is a claim, never a fact: it carries its sentence, its paper and its polarity.  Only asserted claims that a
therapy works or fails have the predicate of their proposition, those that it fails `negated`; all others (hedged,
neutral, on safety, cost …) are written as `biolink:related_to`, so that no doubt becomes a treatment.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import graph
from kg.mapping.exports import _nodes
from kg.terms import BIOLINK, KG, PREFIXES, SKOS, curie

FORM = "kgx"
_CATEGORIES = {
    "therapy": "biolink:Treatment", "disease": "biolink:Disease", "outcome": "biolink:PhenotypicFeature",
    "target": "biolink:BiologicalEntity", "paper": "biolink:Article",
}  # fmt: skip
_NODES = ("id", "category", "name", "synonym", "xref", "publication_date")
_EDGES = (
    "id", "subject", "predicate", "object", "category", "negated", "publications", "supporting_text",
    "knowledge_level", "agent_type", "primary_knowledge_source", "claim_type", "polarity", "certainty", "proposition",
)  # fmt: skip
_SOURCE = "infores:litkg"


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Concepts and papers, and a line for each claim on each proposition with a disease."""
    nodes = ((iri, kind) for iri, kind in _nodes.typed(store).items() if kind in _CATEGORIES)
    yield "nodes.tsv", _nodes.tabbed(_NODES, (_node(store, iri, kind) for iri, kind in nodes))
    claims = graph.typed(store, KG.Claim)
    edges = (edge for claim in claims for edge in _edges(store, claim))
    yield "edges.tsv", _nodes.tabbed(_EDGES, edges)


def _node(store: ox.Store, iri: str, kind: str) -> tuple[str, ...]:
    synonyms, matches = graph.values(store, iri, SKOS.altLabel), graph.values(store, iri, SKOS.exactMatch)
    return (
        _id(store, iri, kind), _CATEGORIES[kind], graph.label(store, iri), _nodes.joined(synonyms),
        _nodes.joined(map(curie, matches)), graph.year(store, iri),
    )  # fmt: skip


def _id(store: ox.Store, iri: str, kind: str) -> str:
    """CURIEs as Biolink spells them: a paper by DOI or PMID."""
    if kind != "paper":
        return curie(iri)
    return graph.identifier(store, iri).replace("doi:", "DOI:")


def _edges(store: ox.Store, claim: str) -> Iterator[tuple[str, ...]]:
    paper = graph.paper_of(store, claim)
    polarity, certainty, type_ = (
        graph.word(graph.value(store, claim, predicate) or "")
        for predicate in (KG.polarity, KG.certainty, KG.claimType)
    )
    plain = certainty == "asserted" and type_ == "efficacy" and polarity in ("positive", "negative")
    for proposition in graph.values(store, claim, KG.asserts):
        subject, object_ = (graph.value(store, proposition, p) for p in (BIOLINK.subject, BIOLINK.object))
        predicate = graph.value(store, proposition, BIOLINK.predicate) if plain else BIOLINK.related_to
        if subject and object_ and predicate:
            yield (
                claim, curie(subject), predicate.replace(PREFIXES["biolink"], "biolink:"), curie(object_),
                "biolink:Association", "true" if plain and polarity == "negative" else "false",
                _id(store, paper, "paper") if paper else "", graph.value(store, claim, KG.quote) or "",
                graph.value(store, claim, BIOLINK.knowledge_level) or "",
                graph.value(store, claim, BIOLINK.agent_type) or "", _SOURCE, type_, polarity, certainty, proposition,
            )  # fmt: skip
