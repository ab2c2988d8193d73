"""The graph in a notebook: pages shown in place, the graph for networkx, rdflib and pandas."""

from __future__ import annotations

import html
import re
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from browser.literature import CLAIMS, PAPERS, write

import kg
from kg.errors import InputError, UsageError
from kg.notebook import Graph

CONTESTED = """PREFIX kg: <https://w3id.org/litkg/ontology#>
SELECT ?therapy ?disease ?papers { ?p kg:contested true ; kg:therapy ?therapy ; kg:disease ?disease ;
kg:paperCount ?papers } ORDER BY ?therapy ?disease"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return kg.load(write(tmp_path_factory.mktemp("outputs") / "kg.ttl").parent)


def test_a_view_shows_itself_in_place(graph: Graph, tmp_path: Path) -> None:
    page = graph.view("evidence")
    frame = page._repr_html_()
    inside = html.unescape(re.findall(r'srcdoc="([^"]*)"', frame)[0])
    assert inside == page.text == page.save(tmp_path / "page.html").read_text("utf-8")
    assert frame.startswith('<iframe title="litkg: evidence"')
    assert "allow-same-origin" not in frame
    assert not re.search(r' href="(?!https?://|#|index)[^"]*\.html', page.text)


def test_an_answer_is_drawn_too(graph: Graph) -> None:
    assert "kg-nodes" in graph.ask(CONTESTED).text


@pytest.mark.parametrize("name", ["nonsense", "entities"])
def test_what_is_no_page_is_refused(graph: Graph, name: str) -> None:
    with pytest.raises(UsageError):
        graph.view(name)


def test_there_is_no_graph(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no graph"):
        kg.load(tmp_path)


def test_networkx_has_every_node_with_name_and_kind(graph: Graph) -> None:
    made = graph.to_networkx()
    kinds = [kind for _, kind in made.nodes(data="kind")]
    assert kinds.count("paper") == len(PAPERS)
    assert kinds.count("claim") == len(CLAIMS)
    assert all(label for _, label in made.nodes(data="label"))
    assert {"makesClaim", "therapy", "disease"} <= {name for *_, name in made.edges(data="property")}


def test_rdflib_has_every_statement(graph: Graph) -> None:
    assert len(graph.to_rdflib()) == len(set(graph.path.read_text("utf-8").splitlines()))


def test_a_data_frame_has_numbers_as_numbers(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    def frame(rows: list[list[Any]], columns: list[str]) -> tuple[list[list[Any]], list[str]]:
        return rows, columns

    monkeypatch.setitem(sys.modules, "pandas", types.SimpleNamespace(DataFrame=frame))
    rows, columns = graph.to_pandas(CONTESTED)
    assert columns == ["therapy", "disease", "papers"]
    assert len(rows) == 3 and all(isinstance(row[2], int) for row in rows)


def test_without_pandas_it_says_so(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pandas is not installed"):
        graph.to_pandas(CONTESTED)


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import typing, sys; before = set(sys.modules); import kg; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["kg"]
