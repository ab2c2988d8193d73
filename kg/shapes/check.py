"""All checks over one graph, in one order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError
from kg.model import Finding
from kg.shapes import consistency, form, questions, quotes, shacl

_RANK = {"error": 0, "warning": 1, "info": 2}
_REREAD = {"KG-S509", "KG-S631"}  # what the shapes say of quotes, quotes.py says with the place where the words stand


def check(graph: Path, *, reason: bool = True, queries: Iterable[Path] = (), timeout: float = 120.0) -> list[Finding]:
    """The findings on the graph in the file: errors first, then by code, focus and message.

    `queries` are folders with further named queries that must be answerable; `reason` asks the OWL reasoner too,
    which is given `timeout` seconds.  InputError where the file cannot be read as RDF.
    """
    store = _load(graph)
    misquoted = list(quotes.check(store))
    shaped = [finding for finding in shacl.check(store) if finding.code not in _REREAD]
    found = {*form.check(store), *shaped, *misquoted, *questions.check(store, queries)}
    if reason:
        found.update(consistency.check(store, timeout=timeout))
    return sorted(found, key=lambda f: (_RANK[f.severity], f.code, f.focus, f.message))


def _load(graph: Path) -> ox.Store:
    if not graph.is_file():
        raise InputError("there is no graph", where=str(graph), help="make it with `kg build`, or name another")
    store = ox.Store()
    kind = ox.RdfFormat.from_extension(graph.suffix.lstrip(".")) or ox.RdfFormat.TURTLE
    try:
        store.bulk_load(path=graph, format=kind, to_graph=None if kind.supports_datasets else ox.DefaultGraph())
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"the graph cannot be read: {error}", where=str(graph), help="build it anew") from error
    return store
