"""A concept of a vocabulary, what kind it is of, and when concepts of several vocabularies are one.

The kinds come from the identifiers where the files do not say: MONDO, DOID, Orphanet and OMIM name diseases, ChEBI
chemicals (therapies), HP phenotypes (outcomes).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.model import MentionKind
from kg.terms import PREFIXES, URN, expand
from kg.text import fold

KINDS: tuple[MentionKind, ...] = ("disease", "therapy", "outcome", "target")
KIND_WORDS: dict[str, MentionKind] = {
    "disease": "disease", "disorder": "disease", "condition": "disease", "therapy": "therapy", "treatment": "therapy",
    "drug": "therapy", "chemical": "therapy", "outcome": "outcome", "phenotype": "outcome", "target": "target",
}  # fmt: skip
_KIND_OF_PREFIX: dict[str, MentionKind] = {
    "MONDO": "disease", "DOID": "disease", "ORPHANET": "disease", "OMIM": "disease", "CHEBI": "therapy",
    "RXNORM": "therapy", "ATC": "therapy", "HP": "outcome", "HGNC": "target", "UNIPROT": "target", "CL": "target",
}  # fmt: skip
# Which identifier a joined concept goes by, best first.
_PREFERENCE = {
    "disease": ("MONDO", "DOID", "MESH"),
    "therapy": ("MESH", "NCIT", "CHEBI"),
    "outcome": ("MESH", "NCIT", "HP"),
    "target": ("MESH", "NCIT", "HP"),
}
_OTHER_NAMES = {
    "UMLS_CUI": "UMLS", "NCI": "NCIT", "MIM": "OMIM", "MSH": "MESH", "ORDO": "ORPHANET", "ORPHA": "ORPHANET",
    "SCTID": "SNOMEDCT",
}  # fmt: skip
_OWN = re.compile(r"[A-Za-z][\w.-]*:[\w.-]+")  # a CURIE of any prefix
_TREE = re.compile(r"([A-Z]\d\d)(?:\.\d{3})*\Z")
_OBO_LOCAL = re.compile(re.escape(PREFIXES["obo"]) + r"([A-Za-z]+)_\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept.  `kind` is the first of `kinds` (disease, therapy, outcome, target).

    `synonyms` are names of its own, `related` those of a near concept (broad, narrow or related scope), and
    `short_forms` are read as this concept only where the text defines them or names the concept in full.
    `broader`, `exact` and `targets` are IRIs in order; `valence` of an outcome is desired, undesired or neutral.
    """

    iri: str
    kind: MentionKind
    kinds: tuple[MentionKind, ...]
    label: str
    language: str = "en"
    synonyms: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    short_forms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    scheme: str | None = None
    valence: str | None = None
    targets: tuple[str, ...] = ()
    shipped: bool = False


def prefix_of(iri: str) -> str:
    """The vocabulary an IRI belongs to, as an upper-case CURIE prefix; "" where it is none of the known ones.

    >>> prefix_of("http://purl.obolibrary.org/obo/MONDO_0007915"), prefix_of("http://id.nlm.nih.gov/mesh/D008180")
    ('MONDO', 'MESH')
    """
    if match := _OBO_LOCAL.match(iri):
        return match[1].upper()
    if iri.startswith(PREFIXES["mesh"]):
        return "MESH"
    return "ORPHANET" if "Orphanet_" in iri else "OMIM" if "omim.org/entry/" in iri else ""


def kind_of(iri: str, notations: Iterable[str] = ()) -> MentionKind | None:
    """The kind an identifier tells; MeSH tells it by tree numbers (C and F03: disease, D: therapy)."""
    for notation in notations:
        if match := _TREE.match(notation):
            tree = match[1]
            return "disease" if tree[0] == "C" or tree == "F03" else "therapy" if tree[0] == "D" else None
    return _KIND_OF_PREFIX.get(prefix_of(iri))


def ordered_kinds(kinds: Iterable[str]) -> tuple[MentionKind, ...]:
    """Distinct kinds, the primary one first."""
    wanted = set(kinds)
    return tuple(kind for kind in KINDS if kind in wanted)


def identifier(text: str) -> str | None:
    """The IRI of an identifier as ontologies write it (`UMLS_CUI:C0024141`, `MIM:152700`); None for others."""
    if text.startswith(("http://", "https://")):
        return text
    prefix, colon, local = text.partition(":")
    name = _OTHER_NAMES.get(prefix.upper(), prefix)
    if prefix.upper().startswith("SNOMEDCT_"):
        name = "SNOMEDCT"
    return expand(f"{name}:{local}") if colon else None


def own_identifier(text: str) -> str | None:
    """The IRI of a term under a prefix of its list's own ("OUR:17"): a URN of that CURIE; None where it is no CURIE.

    >>> own_identifier("OUR:17"), own_identifier("MESH:D008180"), own_identifier("17")
    ('urn:curie:OUR:17', 'http://id.nlm.nih.gov/mesh/D008180', None)
    """
    return identifier(text) or (f"{URN}{text}" if _OWN.fullmatch(text) else None)


# ---------------------------------------------------------------- joining


def join(concepts: Iterable[Concept]) -> list[Concept]:
    """One concept for those that are equivalent, sorted by IRI.

    Two are equivalent where one names the other as an exact match, or where concepts of one kind from two
    vocabularies bear the same label.  Two concepts of one vocabulary never become one: an exact match that would
    bring them together is kept as a cross reference only.
    """
    nodes = _by_iri(concepts)
    groups = _Groups(nodes)
    for iri, other in _exact_links(nodes):
        groups.unite(iri, other)
    for iri, other in _same_labels(nodes):
        groups.unite(iri, other)
    canonical: dict[str, str] = {}
    merged = []
    for members in groups.members():
        concept = _merge([nodes[m] for m in members])
        canonical.update((m, concept.iri) for m in members)
        merged.append(concept)
    return sorted((_relinked(c, canonical) for c in merged), key=lambda c: c.iri)


def _by_iri(concepts: Iterable[Concept]) -> dict[str, Concept]:
    """The same IRI in several files is one concept; shipped statements stand first."""
    found: dict[str, list[Concept]] = defaultdict(list)
    for concept in concepts:
        found[concept.iri].append(concept)
    return {iri: _merge(same) if len(same) > 1 else same[0] for iri, same in sorted(found.items())}


class _Groups:
    """Union–find over IRIs that keeps two identifiers of one vocabulary apart."""

    def __init__(self, nodes: dict[str, Concept]) -> None:
        self._parent = {iri: iri for iri in nodes}
        self._prefixes = {iri: {prefix_of(iri)} - {""} for iri in nodes}

    def find(self, iri: str) -> str:
        while self._parent[iri] != iri:
            self._parent[iri] = iri = self._parent[self._parent[iri]]
        return iri

    def unite(self, left: str, right: str) -> None:
        left, right = self.find(left), self.find(right)
        if left == right or self._prefixes[left] & self._prefixes[right]:
            return
        self._parent[right] = left
        self._prefixes[left] |= self._prefixes[right]

    def members(self) -> Iterable[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for iri in self._parent:
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
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, concept in nodes.items():
        owners[concept.kind, name_key(concept.label)].append(iri)
    for iris in owners.values():
        yield from ((iris[0], other) for other in iris[1:])
    for iri, concept in nodes.items():
        for synonym in concept.synonyms if not concept.shipped else ():
            others = owners.get((concept.kind, name_key(synonym)), ()) if len(synonym) > 5 else ()
            yield from ((other, iri) for other in others if other != iri and not nodes[other].shipped)


def is_acronym(name: str, longest: int = 8) -> bool:
    """One word of few letters, at least two of them capitals and at most two small: "SLE", "CAR-T", "SjS".

    >>> is_acronym("CAR-T"), is_acronym("ANCA", 3), is_acronym("Lupus")
    (True, False, False)
    """
    if len(name) > longest or " " in name:
        return False
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals >= 2 and len(letters) - capitals <= 2


_PLURAL = re.compile(r"(?<=[a-z]{3})(?<![sui])s\b")


def name_key(name: str) -> str:
    """A name folded, without plural s; "Arrhythmias, Cardiac" as "cardiac arrhythmia"."""
    if ", " in name and name.count(", ") == 1:
        head, _, tail = name.partition(", ")
        name = f"{tail} {head}"
    return _PLURAL.sub("", fold(name))


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
    return replace(
        first,
        kind=kinds[0],
        kinds=kinds,
        synonyms=tuple(n for n, role in stated.items() if role == "own" and n != first.label),
        related=_distinct(n for m in members for n in m.related),
        short_forms=tuple(n for n, role in stated.items() if role == "short"),
        broader=_distinct(b for m in members for b in m.broader),
        exact=_distinct(e for m in members for e in (m.iri, *m.exact) if e != first.iri),
        valence=next((m.valence for m in members if m.valence), None),
        targets=_distinct(t for m in members for t in m.targets),
    )


def _rank(iri: str, kind: str) -> int:
    preference = _PREFERENCE[kind]
    prefix = prefix_of(iri)
    return preference.index(prefix) if prefix in preference else len(preference)


def _relinked(concept: Concept, canonical: dict[str, str]) -> Concept:
    """Broader concepts and targets by the IRIs they now go by, never the concept itself."""
    broader = _distinct(b for b in (canonical.get(x, x) for x in concept.broader) if b != concept.iri)
    targets = _distinct(canonical.get(t, t) for t in concept.targets)
    if (broader, targets) == (concept.broader, concept.targets):
        return concept
    return replace(concept, broader=broader, targets=targets)


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
