"""What does writing Turtle cost beside rdflib's serializer and pyoxigraph's?  CPU seconds on the same triples.

    python tests/bench/bench_turtle.py outputs/kg.ttl [--repeat 3] [--most 200000]

Everybody begins with what it writes from: we with lines of N-Triples, which we sort and group, rdflib with its graph,
Oxigraph with lines to load into a store, as only what comes out of one is grouped by subject.  The best run counts.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import rdflib

from kg.mapping import turtle
from kg.terms import PREFIXES


def best(write: Callable[[], object], repeat: int) -> float:
    """CPU seconds of the quickest run."""
    taken = []
    for _ in range(repeat):
        begun = time.process_time()
        write()
        taken.append(time.process_time() - begun)
    return min(taken)


def grouped(lines: str) -> bytes | None:
    """The Turtle of an Oxigraph store."""
    store = pyoxigraph.Store()
    store.bulk_load(lines.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    nothing = pyoxigraph.DefaultGraph()
    return store.dump(format=pyoxigraph.RdfFormat.TURTLE, from_graph=nothing, prefixes=PREFIXES)


def main() -> None:
    """Read the graph, have it written, print the seconds and their ratios."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("graph", type=Path)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--most", type=int, default=200_000, help="triples taken, from the beginning")
    asked = options.parse_args()
    quads = list(pyoxigraph.parse(path=asked.graph, format=pyoxigraph.RdfFormat.TURTLE))[: asked.most]
    lines = [f"{quad.triple} ." for quad in quads]
    graph = rdflib.Graph().parse(data="\n".join(lines), format="nt")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    ours = best(lambda: turtle.write(lines, io.StringIO()), asked.repeat)
    oxigraph = best(lambda: grouped("\n".join(lines)), asked.repeat)
    theirs = best(lambda: graph.serialize(format="turtle"), 1)
    print(f"{len(lines)} triples, CPU s: ours {ours:.2f}, pyoxigraph {oxigraph:.2f}, rdflib {theirs:.2f}")
    print(f"ours: {oxigraph / ours:.2f} x pyoxigraph, {theirs / ours:.1f} x rdflib")


if __name__ == "__main__":
    main()
