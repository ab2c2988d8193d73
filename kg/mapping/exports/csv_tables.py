"""CSV (RFC 4180), a file for each class: a node a line, a property a column, several values joined by `|`."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg import graph
from kg.mapping.exports import _nodes
from kg.terms import RDF

FORM = "csv"


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """The classes in the order of the graph's design, those without a node left out."""
    for kind, cls in graph.KINDS:
        nodes = graph.typed(store, cls)
        if nodes:
            yield f"{kind}.csv", _table(store, nodes)


def _table(store: ox.Store, nodes: list[str]) -> str:
    rows = [_row(store, node) for node in nodes]
    columns = sorted({name for row in rows for name in row})
    cells = ([node, *(_nodes.joined(row.get(name, ())) for name in columns)]
             for node, row in zip(nodes, rows, strict=True))  # fmt: skip
    return _nodes.table(["iri", *columns], cells)


def _row(store: ox.Store, node: str) -> dict[str, list[str]]:
    """All values by local name, texts and IRIs alike."""
    row: dict[str, list[str]] = {}
    quads = store.quads_for_pattern(ox.NamedNode(node), None, None, None)
    for predicate in sorted({q.predicate.value for q in quads} - {RDF.type}):
        row.setdefault(graph.local(predicate), []).extend(graph.values(store, node, predicate))
    return row
