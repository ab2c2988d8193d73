"""From what a user types to the nodes it stands for: an IRI, a CURIE, a DOI, an ORCID, a name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import QueryError
from kg.terms import BIBO, DCTERMS, FABIO, FOAF, KG, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS, curie, expand
from kg.text import fold

_IRI = re.compile(r"<?((?:https?|urn):[^\s<>\"{}|\\^`]+)>?\Z")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)\Z", re.IGNORECASE)
_PMID = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)?(\d{1,9})/?\Z", re.IGNORECASE)
_PMCID = re.compile(r"(?:pmcid:?\s*)?(PMC\d+)\Z", re.IGNORECASE)
_ORCID = re.compile(r"(?:https?://orcid\.org/|orcid:\s*)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\Z", re.IGNORECASE)
_ISSN = re.compile(r"(?:issn:?\s*)?(\d{4}-\d{3}[\dX])\Z", re.IGNORECASE)
_SAME = (SKOS.exactMatch, SCHEMA.sameAs, SCHEMA.identifier, OWL.sameAs)
_NAMES = (SKOS.prefLabel, SKOS.altLabel, FOAF.name, DCTERMS.title, RDFS.label)
_NEAREST = 3


def resolve(store: ox.Store, value: str, name: str, kind: str | None) -> list[str]:
    """The IRIs in the graph that the value stands for, sorted; of a concept kind also all narrower ones.

    `kind` is the IRI of the class they must have, or None for any.  QueryError, with the nearest names, where the
    graph has none.
    """
    found = set(by_identifier(store, value)) or set(_by_name(store, value))
    fitting = {iri for iri in found if kind is None or _has(store, iri, RDF.type, kind)}
    if not fitting:
        raise _unknown(store, value, name, kind, found)
    return sorted(described(store, fitting) or fitting if kind is None else _narrower(store, fitting))


def is_iri(value: str) -> bool:
    """Whether the value is a sound http, https or urn IRI, in angle brackets or not."""
    match = _IRI.match(value)
    return match is not None and _sound(match[1])


def _sound(iri: str) -> bool:
    """Whether the store takes an IRI: `http://[` and `http://a.example/%` look like one and are none."""
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


def readable(value: str) -> str:
    """The value without the lone surrogates that bytes of another encoding leave, which no graph can hold."""
    return value.encode("utf-8", "replace").decode("utf-8")


def by_identifier(store: ox.Store, value: str) -> Iterator[str]:
    """The IRIs that an IRI, CURIE, DOI, PMID, PMCID, ORCID, ISSN or trial number stands for, some repeated."""
    value = readable(value.strip())
    for iri in filter(_sound, _iris(value)):
        if _mentioned(store, iri):
            yield iri
        for same in _SAME:
            yield from _subjects(store, same, ox.NamedNode(iri))
    for pattern, predicate, folded in (
        (_DOI, BIBO.doi, str.lower),
        (_PMID, BIBO.pmid, str),
        (_PMCID, FABIO.hasPubMedCentralId, str.upper),
        (_ISSN, BIBO.issn, str.upper),
    ):
        if match := pattern.match(value):
            yield from _subjects(store, predicate, ox.Literal(folded(match[1])))
    yield from _subjects(store, KG.trial, ox.Literal(value.upper()))


def _iris(value: str) -> Iterator[str]:
    if match := _IRI.match(value):
        yield match[1]
    if match := _ORCID.match(value):
        yield f"https://orcid.org/{match[1].upper()}"
    if iri := expand(value):
        yield iri
    prefix, colon, local = value.partition(":")
    if colon and prefix in PREFIXES and re.fullmatch(r"[\w./-]+", local):
        yield PREFIXES[prefix] + local


def _by_name(store: ox.Store, value: str) -> Iterator[str]:
    wanted = fold(value)
    if wanted:
        yield from (iri for iri, text in names(store) if fold(text) == wanted)


def names(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Every name in the graph with the IRI that bears it."""
    for predicate in _NAMES:
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield quad.subject.value, quad.object.value


def described(store: ox.Store, iris: Iterable[str]) -> set[str]:
    """Those that the graph describes itself, not those that it only names as a match elsewhere."""
    typed = ox.NamedNode(RDF.type)
    return {iri for iri in iris if any(True for _ in store.quads_for_pattern(ox.NamedNode(iri), typed, None, None))}


def _narrower(store: ox.Store, iris: Iterable[str]) -> set[str]:
    waiting, seen = list(iris), set(iris)
    while waiting:
        for narrower in _subjects(store, SKOS.broader, ox.NamedNode(waiting.pop())):
            if narrower not in seen:
                seen.add(narrower)
                waiting.append(narrower)
    return seen


def _unknown(store: ox.Store, value: str, name: str, kind: str | None, found: set[str]) -> QueryError:
    if found:
        what = f"{value!r} is no {name} in the graph, but {_kinds(store, min(found))}"
        return QueryError(what, help="ask for it with a query that takes an entity")
    bearers = {fold(text): text for iri, text in names(store) if kind is None or _has(store, iri, RDF.type, kind)}
    near = difflib.get_close_matches(fold(value), sorted(bearers), n=_NEAREST, cutoff=0.6)
    mend = (
        f"did you mean {' or '.join(repr(bearers[text]) for text in near)}?" if near else "look for it with `kg find`"
    )
    return QueryError(f"the graph has no {name} {value!r}", help=mend)


def _kinds(store: ox.Store, iri: str) -> str:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(RDF.type), None, None)
    kinds = sorted(
        curie(q.object.value.replace(PREFIXES["kg"], "kg:")) for q in quads if isinstance(q.object, ox.NamedNode)
    )
    return " and ".join(k for k in kinds if k.startswith("kg:")) or "something else"


def _subjects(store: ox.Store, predicate: str, value: ox.NamedNode | ox.Literal) -> Iterator[str]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), value, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value


def _has(store: ox.Store, iri: str, predicate: str, value: str) -> bool:
    quads = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), ox.NamedNode(value), None)
    return next(iter(quads), None) is not None


def _mentioned(store: ox.Store, iri: str) -> bool:
    node = ox.NamedNode(iri)
    return any(
        next(iter(quads), None) is not None
        for quads in (store.quads_for_pattern(node, None, None, None), store.quads_for_pattern(None, None, node, None))
    )
