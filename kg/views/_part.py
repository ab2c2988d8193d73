"""Of a graph too large to be drawn whole: the papers that say most, with all that they lead to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import graph_store
from kg.terms import CITO, KG, PREFIXES, RDF

if TYPE_CHECKING:
    import pyoxigraph as ox

PAPERS = 5_000  # drawn at most: those that say most take some 90 kB of memory each
_ELSEWHERE = {CITO.cites, PREFIXES["schema"] + "sameAs"}  # lead to other papers, or out of the graph


def triples(graph: Path, *, most: int = PAPERS) -> tuple[Iterator[Any], int]:
    """What is drawn of a graph, triples or quads, subject by subject, and the number of papers in all of it.

    A graph that is loaded from memory is drawn whole, and so is one with no more than `most` papers.
    """
    if not graph_store.on_disk(graph):
        return graph_store.triples(graph), 0
    store = graph_store.load(graph)
    papers = {subject for subject in _subjects(store, RDF.type, KG.Paper)}
    if len(papers) <= most:
        return graph_store.triples(graph), len(papers)
    said = Counter(claim.partition("#")[0] for claim in _subjects(store, KG.asserts))
    chosen = sorted(papers, key=lambda paper: (-said[paper], paper))[:most]
    return _led_to(store, chosen), len(papers)


def _subjects(store: ox.Store, predicate: str, object: str | None = None) -> Iterator[str]:
    import pyoxigraph as ox

    wanted = ox.NamedNode(object) if object else None
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), wanted, None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject.value


def _led_to(store: ox.Store, papers: list[str]) -> Iterator[Any]:
    import pyoxigraph as ox

    seen = set(papers)
    waiting = papers[::-1]
    while waiting:
        for quad in store.quads_for_pattern(ox.NamedNode(waiting.pop()), None, None, None):  # ordered by fixed hashes
            yield quad
            term = quad.object
            if isinstance(term, ox.NamedNode) and term.value not in seen and quad.predicate.value not in _ELSEWHERE:
                seen.add(term.value)
                waiting.append(term.value)
