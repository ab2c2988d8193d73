"""Views: the graph as pages a person reads, self-contained, opened straight from disk.

One module per view, found by its name: `NAME`, `TITLE`, `ORDER` and `render(model, site)`, which gives pairs of a
path below the output folder and its text.  Modules whose name starts with `_` are shared by the views.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

from kg.errors import OutputError, UsageError
from kg.views import _asked
from kg.views._answer import Answer
from kg.views._graph import read
from kg.views._model import Model
from kg.views._site import Site, View, pages, ranks

ENTITIES = "entities"


class Drawing(Protocol):
    """A view's module."""

    NAME: str
    TITLE: str
    ORDER: int

    def render(self, model: Model, site: Site) -> Iterator[tuple[str, str]]:
        """Paths below the output folder and the pages' text."""


def available() -> dict[str, Drawing]:
    """The views by name, in the order of the navigation."""
    found = [m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")]
    modules = [cast(Drawing, importlib.import_module(f"{__name__}.{name}")) for name in found]
    return {view.NAME: view for view in sorted(modules, key=lambda view: (view.ORDER, view.NAME))}


def render(
    graph: Path,
    out: Path,
    *,
    names: Sequence[str] = (),
    max_nodes: int = 300,
    max_pages: int = 2000,
    report: Mapping[str, Any] | None = None,
) -> list[Path]:
    """The files written below `out` for the views of these names (all if none), in the order they were written.

    Raises UsageError for a name that is no view, InputError for a graph that cannot be read, OutputError for a
    folder that cannot be written.
    """
    views = available()
    for name in names:
        if name not in views:
            raise UsageError(f"there is no view {name}", help=f"the views are {', '.join(views)}")
    chosen = [view for name, view in views.items() if not names or name in names]
    model = read(graph)
    site = _shared(model, chosen, out, max_nodes, max_pages, report or {})
    return [_write(out / path, text) for view in chosen for path, text in view.render(model, site)]


def ask(
    graph: Path,
    out: Path,
    answer: Answer,
    *,
    query: str,
    question: str = "",
    max_nodes: int = 300,
    max_pages: int = 2000,
) -> Path:
    """The page of a query's answer, query.html below `out`; UsageError where the answer ties no two nodes."""
    model = read(graph)
    site = _shared(model, [], out, max_nodes, max_pages, {})
    return _write(out / f"{_asked.NAME}.html", _asked.render(model, site, answer, query=query, question=question))


def _shared(
    model: Model, chosen: Sequence[Drawing], out: Path, max_nodes: int, max_pages: int, report: Mapping[str, Any]
) -> Site:
    """Links go only to what is drawn now or already stands in the folder."""
    rank = ranks(model)
    kept = [
        View(name=view.NAME, title=view.TITLE, href=f"{view.NAME}.html")
        for view in available().values()
        if view.NAME != ENTITIES and (view in chosen or (out / f"{view.NAME}.html").exists())
    ]
    with_pages = any(view.NAME == ENTITIES for view in chosen) or (out / "e").is_dir()
    return Site(
        views=tuple(kept),
        pages=pages(model, rank, max_pages) if with_pages else {},
        rank=rank,
        max_nodes=max_nodes,
        report=report,
    )


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OutputError(f"cannot write the page: {error.strerror}", where=str(path)) from error
    return path
