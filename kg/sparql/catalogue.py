"""The named queries: one `.rq` file each, those of the package and those of a project's `queries/`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import QueryError

_HERE = Path(__file__).resolve().parent
_HEADER = re.compile(r"#\s*(title|question|parameters):\s*(.*?)\s*\Z")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedQuery:
    """A query with a name; `parameters` are the names of the variables that a caller may bind."""

    name: str
    title: str
    question: str
    parameters: tuple[str, ...]
    text: str


def named(folders: Iterable[Path] = ()) -> list[NamedQuery]:
    """All named queries by name; one in a later folder takes the place of an earlier one of the same name."""
    files = {path.stem: path for folder in (_HERE, *folders) for path in sorted(folder.glob("*.rq"))}
    return [_read(files[name]) for name in sorted(files)]


def find(name: str, folders: Iterable[Path] = ()) -> NamedQuery:
    """The query of that name; QueryError suggests the nearest where there is none."""
    queries = {query.name: query for query in named(folders)}
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, sorted(queries), n=1)
    raise QueryError(
        f"there is no named query {name!r}",
        help=f"did you mean {near[0]!r}?" if near else f"the named queries are {', '.join(sorted(queries))}",
    )


def _read(path: Path) -> NamedQuery:
    text = path.read_text(encoding="utf-8")
    headers = {m[1]: m[2] for line in text.splitlines() if (m := _HEADER.match(line))}
    names = (name.strip() for name in headers.get("parameters", "").split(","))
    return NamedQuery(
        name=path.stem,
        title=headers.get("title", path.stem),
        question=headers.get("question", ""),
        parameters=tuple(name for name in names if name),
        text=text,
    )
