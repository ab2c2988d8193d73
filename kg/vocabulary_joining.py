"""When concepts of several vocabularies are one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from kg.concept import Concept, name_key, ordered_kinds, prefix_of
from kg.text import fold

# Which identifier a joined concept goes by, best first.
_PREFERENCE = {
    "disease": ("MONDO", "DOID", "MESH"),
    "therapy": ("MESH", "NCIT", "CHEBI"),
    "outcome": ("MESH", "NCIT", "HP"),
    "target": ("MESH", "NCIT", "HP"),
}


def join(concepts: Iterable[Concept]) -> list[Concept]:
    """One concept for those that are equivalent, sorted by IRI.

    Two are equivalent where one names the other as an exact match, or where concepts of one kind from two
    vocabularies bear the same label.  Two concepts of one vocabulary never become one: an exact match that would
    bring them together is kept as a cross reference only.
    """
    nodes = _by_iri(concepts)
    groups = _Groups()
    for iri, other in chain(_exact_links(nodes), _same_labels(nodes)):
        groups.unite(iri, other)
    canonical: dict[str, str] = {}
    for members in groups.members():
        concept = _merge([nodes.pop(m) for m in members])
        canonical.update((m, concept.iri) for m in members)
        nodes[concept.iri] = concept
    return [_relinked(nodes[iri], canonical) for iri in sorted(nodes)]


def _by_iri(concepts: Iterable[Concept]) -> dict[str, Concept]:
    """The same IRI in several files is one concept; shipped statements stand first."""
    found: dict[str, Concept] = {}
    several: dict[str, list[Concept]] = {}
    for concept in concepts:
        first = found.setdefault(concept.iri, concept)
        if first is not concept:
            several.setdefault(concept.iri, [first]).append(concept)
    found |= {iri: _merge(same) for iri, same in several.items()}
    return {iri: found[iri] for iri in sorted(found)}


class _Groups:
    """Union–find over IRIs that keeps two identifiers of one vocabulary apart."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}  # of those that are united with another
        self._prefixes: dict[str, frozenset[str]] = {}

    def find(self, iri: str) -> str:
        while (parent := self._parent.get(iri, iri)) != iri:
            self._parent[iri] = self._parent[parent]
            iri = parent
        return iri

    def unite(self, left: str, right: str) -> None:
        left, right = self.find(left), self.find(right)
        ours, theirs = self._vocabularies(left), self._vocabularies(right)
        if left == right or ours & theirs:
            return
        self._parent[left] = self._parent[right] = left
        self._prefixes[left] = ours | theirs

    def _vocabularies(self, iri: str) -> frozenset[str]:
        return self._prefixes.get(iri) or frozenset({prefix_of(iri)} - {""})

    def members(self) -> Iterable[list[str]]:
        """The groups of two and more, each sorted."""
        groups: dict[str, list[str]] = defaultdict(list)
        for iri in sorted(self._parent):
            groups[self.find(iri)].append(iri)
        return groups.values()


def _exact_links(nodes: dict[str, Concept]) -> list[tuple[str, str]]:
    """(concept, its exact match), those of the shipped files and of MONDO first."""
    order = {"MONDO": 1, "DOID": 2}
    links = [
        (0 if c.shipped else order.get(prefix_of(iri), 3), fold(c.label) != fold(nodes[e].label), iri, e)
        for iri, c in nodes.items()
        for e in c.exact
        if e in nodes and e != iri
    ]
    return [(iri, e) for _, _, iri, e in sorted(links)]


def _same_labels(nodes: dict[str, Concept]) -> Iterator[tuple[str, str]]:
    """Pairs of one kind whose labels are equal, or a label and a synonym that no other concept bears."""
    owners: dict[tuple[str, str], list[str]] = {}
    for iri, concept in nodes.items():
        owners.setdefault((concept.kind, name_key(concept.label)), []).append(iri)
    for iris in owners.values():
        yield from ((iris[0], other) for other in iris[1:])
    for iri, concept in nodes.items():
        for synonym in concept.synonyms if not concept.shipped else ():
            others = owners.get((concept.kind, name_key(synonym)), ()) if len(synonym) > 5 else ()
            yield from ((other, iri) for other in others if other != iri and not nodes[other].shipped)


def _merge(members: list[Concept]) -> Concept:
    """The members as one concept: the best one's identifier and label, everything else together."""
    if len(members) == 1:
        return members[0]
    kinds = ordered_kinds(k for m in members for k in m.kinds)
    members = sorted(members, key=lambda m: (not m.shipped, _rank(m.iri, kinds[0]), m.iri))
    first = members[0]
    # A name the better member states as its own is no short form for what another says of it, and the reverse.
    stated: dict[str, str] = {}
    for m in members:
        for role, names in (("own", (m.label, *m.synonyms)), ("short", m.short_forms)):
            for name in names:
                stated.setdefault(name, role)
    return Concept(
        iri=first.iri,
        kind=kinds[0],
        kinds=kinds,
        label=first.label,
        language=first.language,
        synonyms=tuple(n for n, role in stated.items() if role == "own" and n != first.label),
        related=_distinct(n for m in members for n in m.related),
        short_forms=tuple(n for n, role in stated.items() if role == "short"),
        broader=_distinct(b for m in members for b in m.broader),
        exact=_distinct(e for m in members for e in (m.iri, *m.exact) if e != first.iri),
        scheme=first.scheme,
        valence=next((m.valence for m in members if m.valence), None),
        targets=_distinct(t for m in members for t in m.targets),
        shipped=first.shipped,
        foreign=_foreign(members, first.language),
    )


def _foreign(members: list[Concept], language: str) -> tuple[tuple[str, str], ...]:
    """The names of the members that none of them states in this language, each with the first it is stated in."""
    if all(m.language == language and not m.foreign for m in members):
        return ()
    stated: dict[str, str] = {}
    for m in members:
        foreign = dict(m.foreign)
        for name in (m.label, *m.synonyms, *m.short_forms):
            own = foreign.get(name, m.language)
            stated[name] = language if own == language else stated.get(name, own)
    return tuple((name, own) for name, own in stated.items() if own != language)


def _rank(iri: str, kind: str) -> int:
    preference = _PREFERENCE[kind]
    prefix = prefix_of(iri)
    return preference.index(prefix) if prefix in preference else len(preference)


def _relinked(concept: Concept, canonical: dict[str, str]) -> Concept:
    """Broader concepts and targets by the IRIs they now go by, never the concept itself."""
    if not concept.broader and not concept.targets:
        return concept
    broader = _distinct(b for b in (canonical.get(x, x) for x in concept.broader) if b != concept.iri)
    targets = _distinct(canonical.get(t, t) for t in concept.targets)
    if (broader, targets) == (concept.broader, concept.targets):
        return concept
    return replace(concept, broader=broader, targets=targets)


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
