"""The form of the whole graph: no blank nodes, no unknown terms, no claim told as a bare fact."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.model import Finding
from kg.shapes.select import rows
from kg.terms import KG, ONTOLOGY, OWL, PREFIXES, RDF, curie

_MOST = 100  # findings of one kind; the rest is counted in the last one


def check(store: ox.Store) -> Iterator[Finding]:
    """Findings on form, KG-F…; each kind at most a hundred times, then one that counts the rest."""
    yield from _capped(_blank_nodes(store))
    yield from _capped(_unknown_terms(store))
    yield from _capped(_bare_edges(store))
    yield from _capped(_disjoint(store))
    if not _ask(store, "ASK { ?paper a kg:Paper }"):
        yield Finding(
            severity="warning",
            code="KG-F001",
            focus="",
            message="the graph has no paper",
            help="build it from sources, or check another file",
        )


def _blank_nodes(store: ox.Store) -> Iterator[Finding]:
    query = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) } GROUP BY ?p ORDER BY ?p"
    for row in rows(store, query):
        yield Finding(
            severity="error",
            code="KG-F002",
            focus=row["p"].value,
            message=f"{row['n'].value} triples with this property have a blank node",
            help="give every node an IRI made from its content",
        )


def _unknown_terms(store: ox.Store) -> Iterator[Finding]:
    query = (
        "SELECT DISTINCT ?term { { ?s ?term ?o } UNION { ?s a ?term } UNION { ?s ?p ?term FILTER(ISIRI(?term)) } "
        f'FILTER(STRSTARTS(STR(?term), "{PREFIXES["kg"]}")) }} ORDER BY ?term'
    )
    for row in rows(store, query):
        name = row["term"].value.removeprefix(PREFIXES["kg"])
        if name not in KG.names:
            yield Finding(
                severity="error",
                code="KG-F003",
                focus=row["term"].value,
                message=f"the ontology defines no term kg:{name}",
                help="define it in ontology/kg.ttl, with a label and a definition, or use one that exists",
            )


def _bare_edges(store: ox.Store) -> Iterator[Finding]:
    query = "SELECT DISTINCT ?t ?p ?d { ?t a kg:Therapy ; ?p ?d . ?d a kg:Disease } ORDER BY ?t ?p ?d"
    for row in rows(store, query):
        yield Finding(
            severity="error",
            code="KG-F004",
            focus=row["t"].value,
            message=f"{curie(row['p'].value)} ties the therapy to {curie(row['d'].value)} as a bare fact",
            help="a therapy and a disease meet only on claims and propositions, so that refuted ones do not leak out",
        )


def _disjoint(store: ox.Store) -> Iterator[Finding]:
    """Nodes in two classes that the ontology keeps apart; here over the whole graph, unlike the reasoner."""
    ontology = ox.parse(path=ONTOLOGY / "kg.ttl", format=ox.RdfFormat.TURTLE)
    apart = ox.NamedNode(OWL.disjointWith)
    pairs = sorted((quad.subject.value, quad.object.value) for quad in ontology if quad.predicate == apart)
    for one, other in pairs:
        query = f"SELECT DISTINCT ?s {{ ?s <{RDF.type}> <{one}> ; <{RDF.type}> <{other}> }} ORDER BY ?s"
        for row in rows(store, query):
            names = " and ".join(iri.replace(PREFIXES["kg"], "kg:") for iri in (one, other))
            yield Finding(
                severity="error",
                code="KG-F005",
                focus=row["s"].value,
                message=f"{names} are disjoint, and this is in both",
                help="give it one class; if two things share an IRI, give them two",
            )


def _capped(findings: Iterator[Finding]) -> Iterator[Finding]:
    last, more = None, 0
    for count, finding in enumerate(findings, 1):
        if count <= _MOST:
            last = finding
            yield finding
        else:
            more += 1
    if last is not None and more:
        yield Finding(severity=last.severity, code=last.code, focus="", message=f"and {more} more", help=last.help)


def _ask(store: ox.Store, query: str) -> bool:
    return bool(store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True))
