"""GraphML (http://graphml.graphdrawing.org): papers, people, concepts, claims and propositions as a network."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg import graph
from kg.mapping.exports import _nodes
from kg.terms import BIBO, KG, curie

FORM = "graphml"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_TOLD = (("doi", BIBO.doi), ("type", KG.claimType), ("polarity", KG.polarity), ("certainty", KG.certainty))


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Nodes with label, kind, CURIE and what tells them apart; edges with the name of their property."""
    import networkx as nx  # type: ignore[import-untyped]

    network = nx.MultiDiGraph()
    nodes = _nodes.typed(store)
    for node, kind in nodes.items():
        network.add_node(node, **_attributes(store, node, kind))
    for left, predicate, right in _nodes.ties(store, nodes):
        network.add_edge(left, right, key=graph.local(predicate), relation=graph.local(predicate))
    yield "graph.graphml", "\n".join(nx.generate_graphml(network, named_key_ids=True)) + "\n"


def _attributes(store: ox.Store, node: str, kind: str) -> dict[str, str]:
    told = {"label": graph.label(store, node), "kind": kind, "curie": curie(node)}
    if kind == "paper":
        told["year"] = graph.year(store, node)
    for name, predicate in _TOLD:
        value = graph.value(store, node, predicate) or ""
        told[name] = graph.word(value) if value.startswith("http") else value
    return {name: _NO_XML.sub("\N{REPLACEMENT CHARACTER}", value) for name, value in told.items() if value}
