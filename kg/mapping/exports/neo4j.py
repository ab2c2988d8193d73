"""CSV for `neo4j-admin database import full` (Neo4j 5): a file of nodes for each kind, one of relationships.

    neo4j-admin database import full --multiline-fields=true --array-delimiter='|' \\
      --nodes=paper.csv --nodes=author.csv … --relationships=relationships.csv
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg import graph
from kg.mapping.exports import _nodes

FORM = "neo4j"
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Nodes by kind, then the relationships between them."""
    nodes = _nodes.typed(store)
    for kind in _nodes.KINDS:
        members = [node for node, its in nodes.items() if its == kind]
        if members:
            yield f"{kind}.csv", _members(store, kind, members)
    ties = ((left, right, _name(predicate)) for left, predicate, right in _nodes.ties(store, nodes))
    yield "relationships.csv", _nodes.table([":START_ID", ":END_ID", ":TYPE"], ties)


def _members(store: ox.Store, kind: str, members: list[str]) -> str:
    told = [_nodes.properties(store, node) for node in members]
    columns = sorted({name for row in told for name in row})
    several = {name for name in columns if any(len(row.get(name, ())) > 1 for row in told)}
    header = ["iri:ID", "name", *(f"{name}:string[]" if name in several else name for name in columns), ":LABEL"]
    rows = (
        [node, graph.label(store, node), *(_nodes.joined(row.get(name, ())) for name in columns), kind.capitalize()]
        for node, row in zip(members, told, strict=True)
    )
    return _nodes.table(header, rows)


def _name(predicate: str) -> str:
    return _CAPITAL.sub("_", graph.local(predicate)).upper()
