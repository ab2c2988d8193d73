"""A paper as a reference list has it, read from the graph: what BibTeX and CSL-JSON share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg import graph
from kg.terms import BIBO, DCTERMS, FABIO, FOAF, KG, SCHEMA


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person by family and given name, an organisation by `literal`."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A paper; absent is empty.  `issued` is as precise as known, names are in order."""

    iri: str
    kind: str
    title: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    issued: str
    journal: str
    host: str
    publisher: str
    volume: str
    issue: str
    pages: str
    number: str
    doi: str
    pmid: str
    pmcid: str
    issns: tuple[str, ...]
    isbns: tuple[str, ...]
    url: str
    languages: tuple[str, ...]
    keywords: tuple[str, ...]
    abstract: str
    retracted: bool


def references(store: ox.Store) -> Iterator[Reference]:
    """The papers of the graph, by IRI."""
    return (_reference(store, paper) for paper in graph.typed(store, KG.Paper))


def _reference(store: ox.Store, paper: str) -> Reference:
    def one(predicate: str) -> str:
        return graph.value(store, paper, predicate) or ""

    journal = one(DCTERMS.isPartOf)
    return Reference(
        iri=paper, kind=one(DCTERMS.type), title=one(DCTERMS.title), authors=tuple(_authors(store, paper)),
        editors=tuple(_name(store, agent) for agent in graph.values(store, paper, BIBO.editor)),
        issued=one(DCTERMS.issued), journal=graph.label(store, journal) if journal else "", host=one(KG.host),
        publisher=one(DCTERMS.publisher), volume=one(BIBO.volume), issue=one(BIBO.issue), pages=one(BIBO.pages),
        number=one(KG.articleNumber), doi=one(BIBO.doi), pmid=one(BIBO.pmid), pmcid=one(FABIO.hasPubMedCentralId),
        issns=tuple(graph.values(store, journal, BIBO.issn)) if journal else (),
        isbns=tuple(graph.values(store, paper, BIBO.isbn)), url=one(SCHEMA.url),
        languages=tuple(graph.values(store, paper, DCTERMS.language)),
        keywords=tuple(graph.values(store, paper, SCHEMA.keywords)), abstract=_abstract(store, paper),
        retracted=one(KG.retracted) == "true",
    )  # fmt: skip


def _authors(store: ox.Store, paper: str) -> Iterator[Name]:
    places = graph.values(store, paper, KG.authorship)
    for _, place in sorted((graph.number(store, place, KG.position) or 0, place) for place in places):
        yield from (_name(store, agent) for agent in graph.values(store, place, KG.author))


def _name(store: ox.Store, agent: str) -> Name:
    family = graph.value(store, agent, FOAF.familyName)
    if family is None:
        return Name(literal=graph.label(store, agent))
    return Name(family=family, given=graph.value(store, agent, FOAF.givenName) or "")


def _abstract(store: ox.Store, paper: str) -> str:
    """Highlights and abstract in order, with their headings."""
    parts = []
    for passage in graph.values(store, paper, KG.passage):
        if graph.value(store, passage, KG.section) in ("highlight", "abstract"):
            told = (graph.value(store, passage, KG.label), graph.value(store, passage, KG.text))
            parts.append((graph.number(store, passage, KG.position) or 0, " ".join(filter(None, told))))
    return " ".join(text for _, text in sorted(parts))
