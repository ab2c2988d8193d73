"""Vocabulary concepts as they stand in the file (SKOS)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.concept import Concept
from kg.mapping import forms
from kg.mapping import predicates as P
from kg.mapping.form import several
from kg.mapping.nt import tagged, text
from kg.mapping.reading import concept as term
from kg.mapping.reading import concepts as terms_of
from kg.mapping.turtle import Terms, terms
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


def wanted(vocabulary: Vocabulary, used: Iterable[str]) -> list[Concept]:
    """The concepts used, their targets, and all that are broader, in order of their terms; unknown IRIs give none."""
    found: dict[str, Concept] = {}
    queue = list(used)
    while queue:
        iri = queue.pop()
        if iri not in found and iri in vocabulary.concepts:
            concept = found[iri] = vocabulary.concepts[iri]
            queue += [*concept.broader, *concept.targets]
    return sorted(found.values(), key=lambda concept: (term(concept.iri), concept.iri))


def concepts(wanted: Sequence[Concept], base: str) -> Iterator[tuple[str, str]]:
    """Each concept's term and block; it is tied to those wanted only."""
    shown, known = terms(base), {concept.iri for concept in wanted}
    for concept in wanted:
        yield term(concept.iri), _concept(concept, known, shown)


def schemes(wanted: Iterable[Concept]) -> Iterator[str]:
    """The lines on the schemes of concepts."""
    for scheme in {concept.scheme for concept in wanted if concept.scheme}:
        yield term(scheme) + P.IS_SCHEME


def kinds(concept: Concept) -> frozenset[str]:
    """What a concept is: therapies and diseases are disjoint, and one that claims to be both is of its first kind."""
    return frozenset(k for k in concept.kinds if k == concept.kind or {k, concept.kind} != {"therapy", "disease"})


def _concept(concept: Concept, known: set[str], shown: Terms) -> str:
    names, languages = {*concept.synonyms, *concept.short_forms} - {concept.label}, dict(concept.foreign)
    objects = {
        "label": tagged(concept.label, concept.language),
        "name": several(sorted({tagged(name, languages.get(name, concept.language)) for name in names})),
        "broader": terms_of([o for o in concept.broader if o in known and o != concept.iri], shown),
        "target": terms_of([o for o in concept.targets if o in known and o != concept.iri], shown),
        "exact": terms_of(concept.exact, shown),
        "scheme": concept.scheme and shown[term(concept.scheme)],
        "valence": text(concept.valence) if concept.valence else None,
    }
    return forms.concept(kinds(concept))(shown[term(concept.iri)], objects)
