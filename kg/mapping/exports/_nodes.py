"""What the exports of networks share: which nodes and ties a network has, names, tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg import graph
from kg.terms import KG, RDF

# Passages, mentions, places in author lists and numbers are parts of a text and no nodes of a network.
KINDS = ("paper", "author", "organisation", "journal", *graph.CONCEPTS, "claim", "proposition")


def typed(store: ox.Store) -> dict[str, str]:
    """The nodes of a network with their kinds, sorted by IRI."""
    found: dict[str, str] = {}
    for kind, cls in graph.KINDS:
        if kind in KINDS:
            for node in graph.typed(store, cls):
                found.setdefault(node, kind)
    return dict(sorted(found.items()))


def ties(store: ox.Store, nodes: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(node, property, node) for every tie between two of the nodes, sorted."""
    known = set(nodes)
    for node in sorted(known):
        quads = store.quads_for_pattern(ox.NamedNode(node), None, None, None)
        found = {(q.predicate.value, q.object.value) for q in quads if isinstance(q.object, ox.NamedNode)}
        yield from ((node, predicate, other) for predicate, other in sorted(found) if other in known)


def properties(store: ox.Store, node: str) -> dict[str, list[str]]:
    """What a node states by local name: texts and numbers, and the values of the ontology as words."""
    found: dict[str, list[str]] = {}
    quads = store.quads_for_pattern(ox.NamedNode(node), None, None, None)
    for predicate in sorted({q.predicate.value for q in quads} - {RDF.type}):
        texts = [literal.value for literal in graph.literals(store, node, predicate)]
        words = [graph.word(v) for v in graph.values(store, node, predicate) if v.startswith(_ONTOLOGY)]
        if texts or words:
            found.setdefault(graph.local(predicate), []).extend(words or texts)
    return found


_ONTOLOGY = KG.Claim.removesuffix("Claim")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV as RFC 4180 has it, with line feeds."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def tabbed(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Tab-separated lines; white space inside a cell is a blank."""
    lines = ("\t".join(" ".join(str(cell).split()) for cell in row) for row in (header, *rows))
    return "".join(f"{line}\n" for line in lines)


def joined(values: Iterable[str], by: str = "|") -> str:
    """Values in one cell; the sign that joins them is left out of each."""
    return by.join(value.replace(by, " ") for value in values)
