"""Run a query in a child process that is killed at the deadline.

The engine cannot be interrupted from Python, and a hostile query can crash it: neither may take the caller along.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any

from kg import graph_files
from kg.errors import QueryError
from kg.sparql import catalogue, guard
from kg.sparql.result import Result, from_json, ntriples

READY = b"ready\n"  # the child's first line, when the graph is loaded: only then the clock starts
_BUG = 1  # the exit code of a child that Python left with a traceback
_ROOT = Path(__file__).resolve().parents[2]
_NOTHING: Mapping[str, str] = {}


def query(
    graph: Path,
    text_or_name: str,
    *,
    values: Mapping[str, str] = _NOTHING,
    timeout: float = 60.0,
    folders: Iterable[Path] = (),
) -> Result:
    """The answer of a named query or of a SPARQL text over the graph in the file.

    `values` bind variables: `therapy`, `disease` and `entity` by any identifier or name the graph knows (a therapy
    or disease stands for itself and all that is narrower), `year` and other numbers as integers.  `timeout` is in
    seconds, without the loading of the graph.  Rows without an ORDER BY of their own come sorted.  QueryError where
    the query is wrong, refused or late, or where a value is unknown.
    """
    if not graph_files.exists(graph):
        raise QueryError("there is no graph", where=str(graph), help="make it with `kg build`, or name one with -g")
    text = _text(text_or_name, values, folders)
    guard.check(text)
    answer = _ask_child({"graph": str(graph.resolve()), "query": text, "values": dict(values)}, timeout)
    result = from_json(answer)
    return result if guard.ordered(text) else _sorted(result)


def _text(text_or_name: str, values: Mapping[str, str], folders: Iterable[Path]) -> str:
    if not catalogue.NAME.match(text_or_name.strip()):
        return text_or_name
    chosen = catalogue.find(text_or_name.strip(), folders)
    if unknown := sorted(set(values) - set(chosen.parameters)):
        has = f"it has {', '.join(chosen.parameters)}" if chosen.parameters else "it has none"
        raise QueryError(f"the query {chosen.name} has no parameter {unknown[0]!r}", help=has)
    return chosen.text


def _sorted(result: Result) -> Result:
    rows = sorted(result.rows, key=lambda row: [ntriples(term) for term in row])
    return Result(variables=result.variables, rows=tuple(rows), triples=result.triples, boolean=result.boolean)


def _ask_child(request: dict[str, Any], timeout: float) -> dict[str, Any]:
    with tempfile.TemporaryFile() as words:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.sparql._run"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            env=_environment(),
        )
        try:
            out, late = _converse(child, json.dumps(request).encode("utf-8"), timeout)
        finally:
            child.kill()  # nothing outlives the call, not even after an interruption
            child.wait()
        if late:
            raise QueryError(f"the query took more than {timeout:g} s", help="narrow it, or allow more with --timeout")
        return _answer(out, child.returncode, words)


def _converse(child: subprocess.Popen[bytes], request: bytes, timeout: float) -> tuple[bytes, bool]:
    """The child's answer, and whether it was killed at the deadline; an early failure comes before READY."""
    assert child.stdin and child.stdout
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(timeout, stop)
    with child.stdout:
        with contextlib.suppress(BrokenPipeError), child.stdin:  # a child that fails at once reads nothing
            child.stdin.write(request)
        out = child.stdout.readline()
        if out == READY:
            clock.start()
            out = b""
        try:
            out += child.stdout.read()
            child.wait()
        finally:
            clock.cancel()
    return out, late.is_set() and child.returncode != 0


def _answer(out: bytes, code: int, words: IO[bytes]) -> dict[str, Any]:
    if code == _BUG:
        words.seek(0)
        raise RuntimeError(words.read().decode("utf-8", "replace"))
    if code != 0 or not out:
        raise QueryError("the query crashed the engine or ran out of memory", help="narrow it, or write it flatter")
    answer: dict[str, Any] = json.loads(out)
    if "error" in answer:
        what, where, mend = answer["error"]
        raise QueryError(what, where=where, help=mend)
    return answer


def _environment() -> dict[str, str]:
    """Ours, with this package importable and nothing taken from the folder the user stands in."""
    paths = [str(_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
