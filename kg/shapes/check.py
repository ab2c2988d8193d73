"""All checks over one graph, in one order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg import graph_store
from kg.model import Finding
from kg.shapes import consistency, form, questions, quotes, shacl

_RANK = {"error": 0, "warning": 1, "info": 2}
_REREAD = {"KG-S509", "KG-S631"}  # what the shapes say of quotes, quotes.py says with the place where the words stand


def check(graph: Path, *, reason: bool = True, queries: Iterable[Path] = (), timeout: float = 120.0) -> list[Finding]:
    """The findings on a graph: errors first, then by code, focus and message.

    `queries` are folders with further named queries that must be answerable; `reason` asks the OWL reasoner too,
    which is given `timeout` seconds.  InputError where the file cannot be read as RDF.
    """
    store = graph_store.load(graph)
    misquoted = list(quotes.check(store))
    shaped = [finding for finding in shacl.check(store) if finding.code not in _REREAD]
    found = {*form.check(store), *shaped, *misquoted, *questions.check(store, queries)}
    if reason:
        found.update(consistency.check(store, timeout=timeout))
    return sorted(found, key=lambda f: (_RANK[f.severity], f.code, f.focus, f.message))
