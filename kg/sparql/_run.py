"""The child process: load the graph, bind the values, answer one query.  Request and answer are JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg import graph_store
from kg.errors import KgError, QueryError
from kg.sparql import binding
from kg.terms import PREFIXES

_SHOWN = 120  # characters of the parser's complaint
_MEMORY = 8 << 30  # bytes beyond what the loaded graph takes; past it the process dies instead of the machine


def main() -> None:
    """Answer the request on standard input; a mistake of the user's gives `{"error": [what, where, help]}`."""
    request = json.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    try:
        store = load(Path(request["graph"]))
        out.write(b"ready\n")
        out.flush()
        _limit_memory()
        answer(store, binding.bind(store, request["query"], request["values"]), out)
    except QueryError as error:
        out.write(json.dumps({"error": [error.what, error.where, error.help]}).encode("utf-8"))


def load(path: Path) -> ox.Store:
    """The graph in the file, or of the parts; QueryError where it cannot be read."""
    try:
        return graph_store.load(path)
    except KgError as error:
        raise QueryError(error.what, where=error.where, help=error.help) from error


def answer(store: ox.Store, text: str, out: BinaryIO) -> None:
    """Write the answer as SPARQL results JSON, or `{"triples": […]}`."""
    try:
        result: Any = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
        if isinstance(result, ox.QueryTriples):
            lines = [f"{triple} ." for triple in result]
            out.write(json.dumps({"triples": sorted(set(lines))}).encode("utf-8"))
        else:
            result.serialize(out, format=ox.QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise QueryError(_short(str(error)), where="query", help="see https://www.w3.org/TR/sparql11-query/") from error
    except (ValueError, OSError, RuntimeError) as error:
        raise QueryError(f"the query cannot be answered: {error}", where="query") from error


def _short(message: str) -> str:
    """On one line; the parser lists every character that it would have taken."""
    line = " ".join(message.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    statm = Path("/proc/self/statm")  # its first number is the size in pages
    used = int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0
    wanted = used + _MEMORY
    if hard == resource.RLIM_INFINITY or wanted < hard:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


if __name__ == "__main__":
    main()
