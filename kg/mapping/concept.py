"""Vocabulary concepts as triples (SKOS)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.concept import Concept
from kg.mapping import predicates as P
from kg.mapping.nt import tagged, text
from kg.mapping.reading import concept as term
from kg.model import Reading
from kg.vocabulary import Vocabulary


def used(readings: Iterable[Reading]) -> set[str]:
    """The IRIs of all concepts that mentions and claims name, candidates included."""
    found: set[str] = set()
    for reading in readings:
        for mention in reading.mentions:
            found.update(mention.candidates)
            found.add(mention.concept or "")
        for claim in reading.claims:
            found.update(claim.diseases)
            found.update((claim.therapy or "", claim.outcome or "", claim.comparator or ""))
    return found - {""}


def concepts(vocabulary: Vocabulary, used: Iterable[str]) -> Iterator[str]:
    """The concepts used, their targets, and all that are broader, in order of their IRIs; unknown IRIs give nothing."""
    wanted: set[str] = set()
    queue = list(used)
    while queue:
        iri = queue.pop()
        if iri in wanted or iri not in vocabulary.concepts:
            continue
        wanted.add(iri)
        concept = vocabulary.concepts[iri]
        queue += [*concept.broader, *concept.targets]
    for iri in sorted(wanted):
        yield from _concept(vocabulary.concepts[iri], wanted)


def _concept(concept: Concept, wanted: set[str]) -> Iterator[str]:
    node = term(concept.iri)
    yield node + P.IS_CONCEPT
    for kind in concept.kinds:
        # Therapies and diseases are disjoint: a concept that claims to be both is of its first kind.
        if kind == concept.kind or {kind, concept.kind} != {"therapy", "disease"}:
            yield node + P.IS_KIND[kind]
    yield f"{node}{P.PREF_LABEL}{tagged(concept.label, concept.language)}{P.END}"
    for name in {*concept.synonyms, *concept.short_forms} - {concept.label}:
        yield f"{node}{P.ALT_LABEL}{tagged(name, concept.language)}{P.END}"
    for predicate, others in ((P.BROADER, concept.broader), (P.TARGET, concept.targets)):
        for other in others:
            if other in wanted and other != concept.iri:
                yield f"{node}{predicate}{term(other)}{P.END}"
    for other in concept.exact:
        yield f"{node}{P.EXACT_MATCH}{term(other)}{P.END}"
    if concept.scheme:
        yield f"{node}{P.IN_SCHEME}{term(concept.scheme)}{P.END}"
        yield term(concept.scheme) + P.IS_SCHEME
    if concept.valence:
        yield f"{node}{P.VALENCE}{text(concept.valence)}{P.END}"
