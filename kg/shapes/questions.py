"""Whether every competency question can be put to the graph: all named queries, run as far as their first answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.model import Finding
from kg.terms import PREFIXES

# The package's own queries are data, each a whole SPARQL query: this reads the files and needs none of their code.
_QUERIES = Path(__file__).resolve().parent.parent / "sparql"
_ORDER = re.compile(r"\nORDER BY [^\n]*\s*\Z")


def check(store: ox.Store, folders: Iterable[Path] = ()) -> Iterator[Finding]:
    """An error, KG-N001, for every named query that the engine cannot run; an empty answer is none."""
    for folder in (_QUERIES, *folders):
        for path in sorted(folder.glob("*.rq")):
            if problem := _problem(store, path.read_text(encoding="utf-8")):
                yield Finding(
                    severity="error",
                    code="KG-N001",
                    focus=path.stem,
                    message=f"the named query cannot be answered: {problem}",
                    help=f"mend {path.name}; see https://www.w3.org/TR/sparql11-query/",
                )


def _problem(store: ox.Store, text: str) -> str | None:
    """What the engine says against the query; the order is left off, so that the first answer is enough."""
    text, lazy = _ORDER.subn("\nLIMIT 1\n", text)
    try:
        result = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        if lazy and isinstance(result, ox.QuerySolutions):
            next(iter(result), None)
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return str(error)
    return None
