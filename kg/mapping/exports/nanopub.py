"""Nanopublications (https://nanopub.net/guidelines) in TriG, one for each claim.

The assertion says what the sentence claims, never that it is true; the provenance says which sentence of which paper
and file; the publication info says which build made it.  There is no time in it, so the same graph gives the same
bytes; who publishes one signs and dates it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import graph
from kg.project import BASE
from kg.terms import BIOLINK, CITO, DCTERMS, KG, PROV, RDF, RDFS, VOID
from kg.text import digest

FORM = "nanopub"
_NP = "http://www.nanopub.org/nschema#"
_ASSERTED = (
    KG.claimType, KG.polarity, KG.certainty, KG.therapy, KG.disease, KG.outcome, KG.comparator, KG.asserts,
    CITO.supports, CITO.disputes, CITO.discusses,
)  # fmt: skip
_PROPOSED = (RDFS.label, KG.claimType, KG.therapy, KG.disease, KG.comparator, BIOLINK.subject, BIOLINK.predicate,
             BIOLINK.object)  # fmt: skip
_READ = (KG.quote, KG.inPassage, KG.start, KG.end, KG.zone, KG.origin, KG.score, KG.byRule, KG.retracted,
         BIOLINK.knowledge_level, BIOLINK.agent_type)  # fmt: skip
_FILE = (KG.path, KG.sha256, KG.format)
Lines = list[str]


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Four named graphs for each claim, in order of the claims' IRIs."""
    dataset = next(iter(graph.typed(store, VOID.Dataset)), BASE)
    publications = (_publication(store, claim, dataset) for claim in graph.typed(store, KG.Claim))
    yield "nanopubs.trig", "\n".join(publications)


def _publication(store: ox.Store, claim: str, dataset: str) -> str:
    node = f"{dataset}nanopub/{digest(claim)}"
    parts = {name: f"{node}#{name}" for name in ("assertion", "provenance", "pubinfo")}
    head = [
        _line(node, RDF.type, _NP + "Nanopublication"), _line(node, _NP + "hasAssertion", parts["assertion"]),
        _line(node, _NP + "hasProvenance", parts["provenance"]),
        _line(node, _NP + "hasPublicationInfo", parts["pubinfo"]),
    ]  # fmt: skip
    graphs = {
        f"{node}#Head": head,
        parts["assertion"]: _assertion(store, claim),
        parts["provenance"]: _provenance(store, claim, parts["assertion"]),
        parts["pubinfo"]: _information(store, node, dataset),
    }
    return "".join(f"<{name}> {{\n  " + "\n  ".join(lines) + "\n}\n" for name, lines in graphs.items())


def _assertion(store: ox.Store, claim: str) -> Lines:
    lines = [_line(claim, RDF.type, KG.Claim), *_stated(store, claim, _ASSERTED)]
    for proposition in graph.values(store, claim, KG.asserts):
        lines += [_line(proposition, RDF.type, KG.Proposition), *_stated(store, proposition, _PROPOSED)]
    return lines


def _provenance(store: ox.Store, claim: str, assertion: str) -> Lines:
    paper, passage = graph.paper_of(store, claim), graph.value(store, claim, KG.inPassage)
    lines = [_line(assertion, PROV.wasDerivedFrom, node) for node in (paper, passage) if node]
    lines += _stated(store, claim, _READ)
    for document in graph.values(store, passage, PROV.wasDerivedFrom) if passage else ():
        lines += [_line(passage or "", PROV.wasDerivedFrom, document), *_stated(store, document, _FILE)]
    return lines


def _information(store: ox.Store, node: str, dataset: str) -> Lines:
    return [
        _line(node, DCTERMS.isPartOf, dataset),
        *(_line(node, PROV.wasGeneratedBy, build) for build in graph.values(store, dataset, PROV.wasGeneratedBy)),
    ]


def _stated(store: ox.Store, node: str, predicates: tuple[str, ...]) -> Lines:
    """What the graph states of a node by these properties, sorted within each."""
    lines = []
    for predicate in predicates:
        quads = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, None)
        lines += sorted({f"<{node}> <{predicate}> {quad.object} ." for quad in quads})
    return lines


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> <{value}> ."
