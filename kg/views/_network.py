"""pyvis, tamed: it keeps nodes, edges and options and fills our template; the page is ours to the last byte.

pyvis 0.3.2's own template loads code from a CDN and runs script found in titles.  Ours takes the data as JSON that
is never code.  Its `directed=True` keeps parallel edges apart: without it a supporting and a disputing line between
the same two nodes become one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.views._page import render

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
OPTIONS: dict[str, Any] = {
    "autoResize": False,
    "layout": {"improvedLayout": False},
    "physics": {"enabled": False},
    "nodes": {
        "borderWidth": 1.5,
        "font": {"face": "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"},
        "scaling": {"label": {"enabled": False, "drawThreshold": 9, "maxVisible": 26}},
    },
    "edges": {"smooth": False, "hoverWidth": 1, "selectionWidth": 1, "arrows": {"to": {"enabled": False}}},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "selectConnectedEdges": False},
}


@lru_cache(maxsize=1)
def library() -> str:
    """The code of vis-network as pyvis ships it."""
    import pyvis  # type: ignore[import-untyped]

    return (Path(pyvis.__file__).parent / _VIS).read_text(encoding="utf-8").replace("\r\n", "\n")


def draw(
    template: str,
    page: Mapping[str, Any],
    nodes: Sequence[Mapping[str, Any]],
    edges: Sequence[Mapping[str, Any]],
    options: Mapping[str, Any],
) -> str:
    """The page with this network: nodes and edges as vis-network wants them, with places given, so nothing moves."""
    picture = _network(template, {**page, "drawing": dict(options)})
    # Filled directly: add_edge looks through all edges each time.
    picture.nodes, picture.edges = [dict(node) for node in nodes], [dict(edge) for edge in edges]
    picture.options = dict(options)
    html = picture.generate_html(name="view.html")
    assert isinstance(html, str)
    return html


@dataclass(frozen=True, slots=True)
class _Templates:
    """What pyvis asks for a template and fills: ours, compiled once, with what the page says beside the network."""

    page: Mapping[str, Any]
    name: str = ""

    def get_template(self, name: str) -> _Templates:
        return replace(self, name=name)

    def render(self, **network: Any) -> str:
        return render(self.name, {**self.page, **network})


def _network(template: str, page: Mapping[str, Any]) -> Any:
    from pyvis.network import Network  # type: ignore[import-untyped]

    class Picture(Network):  # type: ignore[misc]
        """A directed network drawn by our own template."""

        def __init__(self) -> None:
            super().__init__(directed=True, cdn_resources="in_line")
            self.templateEnv, self.path = _Templates(page), template

    return Picture()
