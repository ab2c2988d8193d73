"""litkg in a notebook: `kg.load("outputs").view("evidence")`, and the graph for the tools one works with there.

Everything heavy is imported where it is used; pandas is wanted by `to_pandas` only and is no dependency.
"""

from __future__ import annotations

import html
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import console, graph_files
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.sparql import Result

_NOTHING: Mapping[str, str] = {}
_HIGH = 760  # pixels of a page in the notebook


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a notebook shows in place; `text` is the whole of it, and it loads nothing from anywhere."""

    name: str
    text: str
    height: int = _HIGH

    def _repr_html_(self) -> str:
        # A frame of its own: neither its styles nor its scripts meet those of the notebook.
        return (
            f'<iframe title="litkg: {html.escape(self.name)}" srcdoc="{html.escape(self.text)}" width="100%"'
            f' height="{self.height}" frameborder="0" sandbox="allow-scripts allow-downloads allow-popups"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, to be opened from disk."""
        target = Path(path)
        target.write_text(self.text, encoding="utf-8", newline="\n")
        return target


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph that `kg build` made, by its file."""

    path: Path

    def view(self, name: str = "evidence", *, max_nodes: int = 300, height: int = _HIGH) -> Page:
        """One of the views (`kg view --list`) as a page; UsageError where there is none of that name."""
        from kg import views

        report = console.json_of(self.path.parent / "report.json")
        with tempfile.TemporaryDirectory() as folder:
            made = views.render(self.path, Path(folder), names=[name], max_nodes=max_nodes, max_pages=0, report=report)
            if not made:
                raise UsageError(f"{name} is no single page", help="the entities have pages of their own: kg view")
            return Page(name, _alone(made[0]), height)

    def ask(self, query: str, *, height: int = _HIGH, **values: str) -> Page:
        """The answer of a named query or of SPARQL, drawn."""
        from kg import views

        with tempfile.TemporaryDirectory() as folder:
            answer = self.query(query, **values)
            made = views.ask(self.path, Path(folder), answer, query=query, max_pages=0)
            return Page("query", _alone(made), height)

    def query(self, query: str, **values: str) -> Result:
        """The answer of a named query (`kg query --list`) or of SPARQL; `values` are the query's parameters."""
        from kg import sparql

        return sparql.query(self.path, query, values=values, folders=console.queries())

    def to_pandas(self, query: str, **values: str) -> Any:
        """The answer of a SELECT as a DataFrame: numbers as numbers, the rest as text, what is unbound as None."""
        try:
            import pandas  # type: ignore[import-not-found, import-untyped, unused-ignore]
        except ImportError as error:
            raise UsageError("pandas is not installed", help="pip install pandas, or use query()") from error
        answer = self.query(query, **values)
        if answer.triples is not None:
            raise UsageError("only SELECT gives rows", help="use to_rdflib() or ask() for a CONSTRUCT")
        rows = [[_value(term) for term in row] for row in answer.rows]
        return pandas.DataFrame(rows, columns=list(answer.variables))

    def to_rdflib(self) -> Any:
        """The whole graph as an rdflib.Graph."""
        import rdflib

        from kg import graph_store

        lines = "".join(f"{triple} .\n" for triple in graph_store.triples(self.path))
        return rdflib.Graph().parse(data=lines, format="nt")

    def to_networkx(self) -> Any:
        """A networkx.MultiDiGraph: an edge for each statement between two nodes, keyed by its property; nodes have
        their `label` and `kind`, edges their `property`."""
        import networkx  # type: ignore[import-untyped]

        from kg import graph as graphs

        store, made = graphs.load(self.path), networkx.MultiDiGraph()
        for subject, name, value in sorted(_statements(store)):
            made.add_edge(subject, value, key=name, property=graphs.local(name))
        for node in made:
            made.nodes[node].update(label=graphs.label(store, node), kind=graphs.kind(store, node))
        return made


def load(outputs: str | Path = "outputs") -> Graph:
    """The graph in a folder of outputs, or in a file; InputError where there is none."""
    path = graph_files.meant(Path(outputs))
    if not graph_files.exists(path):
        raise InputError("there is no graph", where=str(path), help="make it with `kg build`")
    return Graph(path)


def _alone(page: Path) -> str:
    """The page without the way to others, which a notebook does not have."""
    return re.sub(r'<header class="top">.*?</header>\n?', "", page.read_text("utf-8"), count=1, flags=re.DOTALL)


def _statements(store: Any) -> Sequence[tuple[str, str, str]]:
    """Subject, property and object of all statements between two nodes but those that say of what class one is."""
    import pyoxigraph as ox

    from kg.terms import RDF

    quads = store.quads_for_pattern(None, None, None, None)
    nodes = (q for q in quads if isinstance(q.object, ox.NamedNode) and q.predicate.value != RDF.type)
    return [(q.subject.value, q.predicate.value, q.object.value) for q in nodes]


def _value(term: Any) -> Any:
    if term is None:
        return None
    kind = (term.datatype or "").rpartition("#")[2]
    if kind in ("integer", "int", "long", "gYear"):
        return int(term.value)
    return float(term.value) if kind in ("decimal", "double", "float") else term.value
