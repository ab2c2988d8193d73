"""Vocabulary concepts as they stand in the file (SKOS)."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.concept import Concept
from kg.mapping import forms
from kg.mapping import predicates as P
from kg.mapping.form import several
from kg.mapping.nt import tagged, text
from kg.mapping.reading import concept as term
from kg.mapping.reading import concepts as terms_of
from kg.mapping.turtle import terms
from kg.model import Reading


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


@dataclass(frozen=True, slots=True)
class Described:
    """A concept as it stands in the file, and what more there is to know of it: `ties` are the IRIs it leads to."""

    label: str
    kinds: list[str]
    scheme: str | None
    ties: list[str]
    block: str


def described(concept: Concept, vocabulary: Container[str], base: str) -> Described:
    """What the graph says of a concept, tied to those that the vocabulary has."""
    known = ([o for o in ties if o in vocabulary and o != concept.iri] for ties in (concept.broader, concept.targets))
    broader, targets = known
    shown, names = terms(base), {*concept.synonyms, *concept.short_forms} - {concept.label}
    languages = dict(concept.foreign)
    objects = {
        "label": tagged(concept.label, concept.language),
        "name": several(sorted({tagged(name, languages.get(name, concept.language)) for name in names})),
        "broader": terms_of(broader, shown),
        "target": terms_of(targets, shown),
        "exact": terms_of(concept.exact, shown),
        "scheme": concept.scheme and shown[term(concept.scheme)],
        "valence": text(concept.valence) if concept.valence else None,
    }
    of = kinds(concept)
    block = forms.concept(of)(shown[term(concept.iri)], objects)
    return Described(concept.label, sorted(of), concept.scheme, [*broader, *targets], block)


def wanted(used: Iterable[str], look_up: Callable[[str], Described | None]) -> dict[str, Described]:
    """The concepts used, their targets, and all that are broader, in order of their terms; unknown IRIs give none."""
    found: dict[str, Described] = {}
    queue = list(used)
    while queue:
        iri = queue.pop()
        if iri not in found and (concept := look_up(iri)):
            found[iri] = concept
            queue += concept.ties
    return {iri: found[iri] for iri in sorted(found, key=lambda iri: (term(iri), iri))}


def concepts(wanted: Mapping[str, Described]) -> Iterator[tuple[str, str]]:
    """Each concept's term and block, in the order given."""
    return ((term(iri), concept.block) for iri, concept in wanted.items())


def schemes(wanted: Iterable[Described]) -> Iterator[str]:
    """The lines on the schemes of concepts."""
    for scheme in {concept.scheme for concept in wanted if concept.scheme}:
        yield term(scheme) + P.IS_SCHEME


def kinds(concept: Concept) -> frozenset[str]:
    """What a concept is: therapies and diseases are disjoint, and one that claims to be both is of its first kind."""
    return frozenset(k for k in concept.kinds if k == concept.kind or {k, concept.kind} != {"therapy", "disease"})
