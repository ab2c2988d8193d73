"""All that the graph says of one entity, with the sentences that say it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg import graph
from kg.terms import (
    BIBO,
    CITO,
    DCTERMS,
    FABIO,
    KG,
    PREFIXES,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Another node, and the name it goes by."""

    iri: str
    label: str


Value = Link | str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A claim with its words and where they stand; offsets count code points of the passage, half open."""

    claim: str
    quote: str
    type: str
    polarity: str
    certainty: str
    therapy: str | None
    diseases: tuple[str, ...]
    outcome: str | None
    paper: str
    cited: str
    title: str
    paths: tuple[str, ...]
    section: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entity: what is stated of it by name, and its sentences by year, paper and place."""

    iri: str
    kind: str
    label: str
    facts: tuple[tuple[str, tuple[Value, ...]], ...]
    sentences: tuple[Sentence, ...]


# A fact is a walk over properties; `^` walks one backwards.
_Walk = tuple[str, ...]
_CONCEPT: tuple[tuple[str, _Walk], ...] = (
    ("synonyms", (SKOS.altLabel,)), ("same as", (SKOS.exactMatch,)), ("broader", (SKOS.broader,)),
    ("narrower", ("^" + SKOS.broader,)), ("targets", (KG.target,)), ("targeted by", ("^" + KG.target,)),
    ("valence", (KG.valence,)), ("papers", ("^" + KG.mentions,)),
)  # fmt: skip
_AGENT: tuple[tuple[str, _Walk], ...] = (
    ("identifier", (SCHEMA.identifier,)), ("printed as", ("^" + KG.author, KG.nameAsPrinted)),
    ("affiliations", ("^" + KG.author, KG.affiliation)), ("papers", ("^" + DCTERMS.creator,)),
    ("edited", ("^" + BIBO.editor,)), ("writes with", ("^" + DCTERMS.creator, DCTERMS.creator)),
)  # fmt: skip
_FACTS: dict[str, tuple[tuple[str, _Walk], ...]] = {
    "paper": (
        ("authors", (DCTERMS.creator,)), ("issued", (DCTERMS.issued,)), ("type", (DCTERMS.type,)),
        ("journal", (DCTERMS.isPartOf,)), ("volume", (BIBO.volume,)), ("issue", (BIBO.issue,)),
        ("pages", (BIBO.pages,)), ("article number", (KG.articleNumber,)), ("DOI", (BIBO.doi,)),
        ("PMID", (BIBO.pmid,)), ("PMCID", (FABIO.hasPubMedCentralId,)), ("address", (SCHEMA.url,)),
        ("language", (DCTERMS.language,)), ("licence", (DCTERMS.license,)), ("trial", (KG.trial,)),
        ("study design", (KG.studyDesign,)), ("retracted", (KG.retracted,)), ("keywords", (SCHEMA.keywords,)),
        ("mentions", (KG.mentions,)), ("version of", (DCTERMS.isVersionOf,)), ("cites", (CITO.cites,)),
        ("files", (PROV.wasDerivedFrom, KG.path)),
    ),
    "author": _AGENT,
    "organisation": _AGENT,
    "journal": (("ISSN", (BIBO.issn,)), ("papers", ("^" + DCTERMS.isPartOf,))),
    **dict.fromkeys(graph.CONCEPTS, _CONCEPT),
    "claim": (
        ("type", (KG.claimType,)), ("polarity", (KG.polarity,)), ("certainty", (KG.certainty,)),
        ("zone", (KG.zone,)), ("origin", (KG.origin,)), ("therapy", (KG.therapy,)), ("disease", (KG.disease,)),
        ("outcome", (KG.outcome,)), ("comparator", (KG.comparator,)), ("numbers", (KG.quantity, KG.value)),
        ("headline", (KG.headline,)), ("retracted", (KG.retracted,)), ("asserts", (KG.asserts,)),
        ("paper", ("^" + KG.makesClaim,)), ("score", (KG.score,)), ("rule", (KG.byRule,)),
    ),
    "proposition": (
        ("type", (KG.claimType,)), ("therapy", (KG.therapy,)), ("disease", (KG.disease,)),
        ("comparator", (KG.comparator,)), ("supporting", (KG.supportCount,)), ("disputing", (KG.disputeCount,)),
        ("hedged", (KG.hedgedCount,)), ("papers", (KG.paperCount,)), ("independent", (KG.independentCount,)),
        ("contested", (KG.contested,)),
    ),
}  # fmt: skip
_ARGUMENTS = (KG.therapy, KG.disease, KG.outcome, KG.comparator)
_NUMBERS = {XSD.integer: int, XSD.decimal: float}


def card(store: ox.Store, iri: str) -> Card:
    """The card of a node of any kind."""
    kind = graph.kind(store, iri)
    facts = _FACTS.get(kind) or tuple((name, (p,)) for name, p in _properties(store, iri))
    told = ((name, tuple(_walked(store, iri, walk))) for name, walk in facts)
    claims = {claim for claim in _claims(store, iri, kind) if graph.kind(store, claim) == "claim"}
    sentences = sorted((_placed(store, claim) for claim in claims), key=lambda placed: placed[0])
    return Card(
        iri=iri,
        kind=kind,
        label=graph.label(store, iri),
        facts=tuple((name, found) for name, found in told if found),
        sentences=tuple(sentence for _, sentence in sentences),
    )


def _properties(store: ox.Store, iri: str) -> list[tuple[str, str]]:
    """What a node of no special kind states: local name and IRI of its properties."""
    quads = store.quads_for_pattern(ox.NamedNode(iri), None, None, None)
    found = {q.predicate.value for q in quads} - {RDF.type, RDFS.label}
    return sorted((graph.local(predicate), predicate) for predicate in found)


def _walked(store: ox.Store, iri: str, walk: _Walk) -> Iterator[Value]:
    """The ends of a walk, each once: nodes by name, authors by their place, literals as they stand."""
    if walk == (DCTERMS.creator,):
        yield from (Link(iri=agent, label=graph.label(store, agent)) for agent in _authors(store, iri))
        return
    here = [iri]
    for predicate in walk[:-1]:
        here = sorted({node for each in here for node in _next(store, each, predicate)})
    last = walk[-1]
    links: set[str] = set()
    texts: dict[ox.Literal, Value] = {}
    for each in here:
        links.update(node for node in _next(store, each, last) if node != iri)
        if not last.startswith("^"):
            texts.update({literal: _plain(literal) for literal in graph.literals(store, each, last)})
    named = ((graph.label(store, node), node) for node in links)
    yield from (_link(node, label) for label, node in sorted(named))
    yield from texts.values()


def _link(node: str, label: str) -> Value:
    """A value of the ontology is a word, everything else stays a node."""
    return graph.word(node) if node.startswith(PREFIXES["kg"]) else Link(iri=node, label=label)


def _next(store: ox.Store, node: str, predicate: str) -> Iterable[str]:
    if predicate.startswith("^"):
        return graph.nodes(store, predicate[1:], node)
    quads = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, None)
    return [q.object.value for q in quads if isinstance(q.object, ox.NamedNode)]


def _plain(literal: ox.Literal) -> Value:
    if literal.datatype.value == XSD.boolean:
        return literal.value == "true"
    make = _NUMBERS.get(literal.datatype.value)
    return make(literal.value) if make else literal.value


def _authors(store: ox.Store, paper: str) -> list[str]:
    """Authors in the order of the paper's list."""
    places = graph.values(store, paper, KG.authorship)
    order = sorted((graph.number(store, place, KG.position) or 0, place) for place in places)
    listed = [agent for _, place in order for agent in graph.values(store, place, KG.author)]
    return list(dict.fromkeys([*listed, *graph.values(store, paper, DCTERMS.creator)]))


# ---------------------------------------------------------------- sentences


def _claims(store: ox.Store, iri: str, kind: str) -> Iterable[str]:
    """The claims that speak of a node."""
    if kind == "claim":
        return [iri]
    if kind == "paper":
        return graph.values(store, iri, KG.makesClaim)
    if kind in ("author", "organisation", "journal"):
        tie = DCTERMS.isPartOf if kind == "journal" else DCTERMS.creator
        return [c for paper in graph.nodes(store, tie, iri) for c in graph.values(store, paper, KG.makesClaim)]
    if kind in graph.CONCEPTS:
        return [claim for argument in _ARGUMENTS for claim in graph.nodes(store, argument, iri)]
    asserting = {"proposition": KG.asserts, "passage": KG.inPassage, "rule": KG.byRule}.get(kind)
    return graph.nodes(store, asserting, iri) if asserting else []


def _placed(store: ox.Store, claim: str) -> tuple[tuple[str, str, int, int, str], Sentence]:
    """A claim's sentence, and what orders it among others: year, paper, passage, offset."""
    told = sentence(store, claim)
    passage = graph.value(store, claim, KG.inPassage)
    place = (graph.number(store, passage, KG.position) or 0) if passage else 0
    return (graph.year(store, told.paper) if told.paper else "", told.paper, place, told.start or 0, claim), told


def sentence(store: ox.Store, claim: str) -> Sentence:
    """A claim with its words, its arguments by name, and its place."""
    paper, passage = graph.paper_of(store, claim) or "", graph.value(store, claim, KG.inPassage)

    def named(predicate: str) -> list[str]:
        return [graph.label(store, concept) for concept in graph.values(store, claim, predicate)]

    def valued(predicate: str) -> str:
        return graph.word(graph.value(store, claim, predicate) or "")

    return Sentence(
        claim=claim, quote=graph.value(store, claim, KG.quote) or "", type=valued(KG.claimType),
        polarity=valued(KG.polarity), certainty=valued(KG.certainty), therapy=next(iter(named(KG.therapy)), None),
        diseases=tuple(named(KG.disease)), outcome=next(iter(named(KG.outcome)), None), paper=paper,
        cited=graph.cited(store, paper) if paper else "", title=graph.label(store, paper) if paper else "",
        paths=tuple(graph.paths(store, passage)) if passage else (),
        section=(graph.value(store, passage, KG.section) or "") if passage else "",
        start=graph.number(store, claim, KG.start), end=graph.number(store, claim, KG.end),
    )  # fmt: skip
