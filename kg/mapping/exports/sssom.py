"""SSSOM/TSV 1.0 (https://mapping-commons.github.io/sssom): which concepts of other vocabularies ours are."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyoxigraph as ox

from kg import graph
from kg.mapping.exports import _nodes
from kg.project import BASE
from kg.terms import SKOS, curie, expand

FORM = "sssom"
_HEADER = ("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification")
_JUSTIFIED = "semapv:UnspecifiedMatching"  # the graph says that they match, not who found it out


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """A row for each exact match, after the metadata in a comment."""
    pairs = sorted(
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS.exactMatch), None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )
    rows = [
        (_id(left), graph.label(store, left), "skos:exactMatch", _id(right), _label(store, right), _JUSTIFIED)
        for left, right in pairs
    ]
    prefixes = {"semapv": "https://w3id.org/semapv/vocab/", "skos": SKOS.prefLabel.removesuffix("prefLabel")}
    for iri in (iri for pair in pairs for iri in pair):
        prefix, _, local = _id(iri).partition(":")
        if iri.endswith(local) and "://" not in _id(iri):
            prefixes[prefix] = iri.removesuffix(local)
    head = [f"#mapping_set_id: {BASE}mappings", "#license: https://w3id.org/sssom/license/unspecified", "#curie_map:"]
    head += [f"#  {prefix}: {json.dumps(prefixes[prefix])}" for prefix in sorted(prefixes)]
    yield "mappings.sssom.tsv", "".join(f"{line}\n" for line in head) + _nodes.tabbed(_HEADER, sorted(rows))


def _id(iri: str) -> str:
    """A CURIE; those of our own base by the prefix `litkg`."""
    known = curie(iri)
    if known != iri and expand(known) == iri:
        return known
    return f"litkg:{iri.removeprefix(BASE)}" if iri.startswith(BASE) else iri


def _label(store: ox.Store, iri: str) -> str:
    """The label of a concept the graph describes, else nothing."""
    return graph.value(store, iri, SKOS.prefLabel) or ""
