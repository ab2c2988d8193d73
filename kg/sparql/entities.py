"""Find an entity by whatever it is called: identifiers, names and synonyms, and what is nearly one of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg import graph
from kg.errors import QueryError, UsageError
from kg.sparql import resolve
from kg.terms import FOAF
from kg.text import fold, squeeze

MATCHES = ("identifier", "exact", "folded", "prefix", "words", "fuzzy")  # best first
_FOUND = {"paper", "author", "organisation", "journal", *graph.CONCEPTS, "proposition"}
_NEAR = 0.75  # of difflib's ratio, below which two names have no more in common than chance gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entity and the name it was found by; `match` is one of MATCHES, `score` between 0 and 1."""

    iri: str
    kind: str
    label: str
    name: str
    match: str
    score: float


def find(store: ox.Store, text: str, *, limit: int = 20) -> list[Found]:
    """The entities a text may stand for, the best match first; of one entity only its best name.

    Papers, authors, organisations, journals, concepts and, after those, propositions are found by name, everything by
    its IRI.
    UsageError for a text without a letter or digit.
    """
    if not fold(text):
        raise UsageError("nothing to look for", help="give a name, a synonym, a CURIE, DOI, ORCID, PMID or IRI")
    best: dict[str, tuple[int, float, str]] = {}
    for rank, closeness, name, iri in _matches(store, squeeze(text)):
        best[iri] = min(best.get(iri, (len(MATCHES), 0.0, "")), (rank, -closeness, name))
    kinds = {iri: graph.kind(store, iri) for iri in best}  # of what fits alone: to ask for all takes far longer
    fitting = [iri for iri, (rank, *_) in best.items() if kinds[iri] in _FOUND or MATCHES[rank] == "identifier"]
    ranked = sorted((kinds[i] == "proposition", *best[i], graph.label(store, i), i) for i in fitting)
    return [
        Found(iri=iri, kind=kinds[iri], label=label, name=name, match=MATCHES[rank], score=round(-closeness, 4))
        for _, rank, closeness, name, label, iri in ranked[:limit]
    ]  # fmt: skip


def named(store: ox.Store, text: str) -> list[str]:
    """The IRIs of what a text names outright: identifiers and names, else family names.

    QueryError, with the nearest names, where the graph has none.
    """
    try:
        return resolve.resolve(store, text, "entity", None)
    except QueryError:
        people = [found.iri for found in find(store, text) if found.match in ("exact", "folded")] if fold(text) else []
        if not people:
            raise
        return sorted(people)


def _matches(store: ox.Store, text: str) -> Iterator[tuple[int, float, str, str]]:
    """(rank in MATCHES, closeness, name, IRI) of every entity that matches at all."""
    for iri in resolve.described(store, resolve.by_identifier(store, text)):
        yield 0, 1.0, text, iri
    wanted = fold(text)
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for iri, name in sorted(set(_names(store))):
        if found := _match(text, wanted, name, matcher):
            yield *found, name, iri


def _names(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Every name with its bearer; a person is also looked for by family name alone."""
    yield from resolve.names(store)
    for quad in store.quads_for_pattern(None, ox.NamedNode(FOAF.familyName), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
            yield quad.subject.value, quad.object.value


def _match(text: str, wanted: str, name: str, matcher: difflib.SequenceMatcher[str]) -> tuple[int, float] | None:
    """How well a name fits: its rank and closeness; None where it does not."""
    folded = fold(name)
    if name == text:
        return 1, 1.0
    if folded == wanted:
        return 2, 0.95
    share = len(wanted) / max(len(folded), 1)
    if folded.startswith(wanted):
        return 3, 0.7 + 0.2 * share
    if f" {wanted}" in folded:  # a word in it begins so
        return 4, 0.5 + 0.2 * share
    matcher.set_seq1(folded)
    if matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR and (near := matcher.ratio()) >= _NEAR:
        return 5, 0.6 * near
    return None
