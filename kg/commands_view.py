"""What `kg view` draws on demand: the answer of a query, the paths between two entities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kg import console
from kg.errors import UsageError

_PATHS = 25  # paths drawn between two entities


def answer(graph: Path, folder: Path, query: str, values: Mapping[str, str], max_nodes: int) -> Path:
    """The page of what a named query, @FILE or SPARQL gives."""
    from kg import sparql, views

    text, folders = console.text_of(query[1:]) if query.startswith("@") else query, console.queries()
    given = sparql.query(graph, text, values=values, folders=folders)
    named = next((q for q in sparql.named(folders) if q.name == text.strip()), None)
    asked, question = (named.text, named.question) if named else (text, "")
    return views.ask(graph, folder, given, query=asked, question=question, max_nodes=max_nodes)


def path(graph: Path, folder: Path, start: str, end: str, max_nodes: int = 300) -> Path:
    """The page of the shortest chains of evidence between two entities; UsageError where nothing ties them."""
    from kg import graph as graphs
    from kg import sparql, views
    from kg.sparql import entities, paths

    store = graphs.load(graph)
    found = paths.shortest(store, *(entities.named(store, each) for each in (start, end)), limit=_PATHS)
    if not found:
        raise UsageError(f"nothing in the graph ties {start!r} to {end!r}", help="kg find tells what it knows of each")
    longest = max(map(len, found))
    rows = ([*(step.iri for step in steps), *[None] * (longest - len(steps))] for steps in found)
    given = sparql.rows((f"step {n}" for n in range(1, longest + 1)), rows)
    query = f"# kg path '{start}' '{end}'"
    return views.ask(graph, folder, given, query=query, question=f"{start} … {end}", max_nodes=max_nodes)
