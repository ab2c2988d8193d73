"""The views as files: what is written, that it is the same each time, closed to the network and small enough."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from browser.literature import CLAIMS, DISEASES, HOSTILE, PAPERS, PEOPLE, THERAPIES, write

from kg import sparql, views
from kg.errors import InputError, OutputError, UsageError
from kg.text import slug
from kg.views import _draw, _graph, _groups, _layout

REPORT: Mapping[str, Any] = {
    "sources": 12,
    "read": 14,
    "merged": 2,
    "quarantined": [{"path": "seeds/a.ris", "line": 12, "reason": "record has no title"}],
    "skipped": {"no title": 1},
}
MB = 1_000_000


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("graph") / "kg.ttl")


@pytest.fixture(scope="module")
def drawn(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("views")
    views.render(graph, out, report=REPORT)
    return out


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("large")
    views.render(write(out / "kg.ttl", copies=100), out, names=["evidence", "timeline", "overview", "coauthors"])
    return out


def _data(page: Path, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="kg-{name}">(.*?)</script>', page.read_text(), re.DOTALL)
    assert found
    return json.loads(found[1])


def test_every_view_is_found_by_its_module() -> None:
    found = views.available()
    assert list(found)[:2] == ["index", "evidence"]
    assert [view.ORDER for view in found.values()] == sorted(view.ORDER for view in found.values())


def test_the_graph_is_read_whole(graph: Path) -> None:
    model = _graph.read(graph)
    assert len(model.papers) == len(PAPERS)
    assert len(model.claims) == len(CLAIMS)
    assert sum(c.kind == "therapy" for c in model.concepts.values()) == len(THERAPIES)
    for claim in model.claims.values():
        assert model.passages[claim.passage].text[claim.start : claim.end] == claim.quote


def test_the_same_graph_gives_the_same_bytes(graph: Path, drawn: Path, tmp_path: Path) -> None:
    files = views.render(graph, tmp_path, report=REPORT)
    assert all(f.read_bytes() == (drawn / f.relative_to(tmp_path)).read_bytes() for f in files)


def test_the_order_of_sets_changes_nothing(graph: Path, drawn: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kg import views; views.render(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    run = [sys.executable, "-c", code, str(graph), str(tmp_path)]
    subprocess.run(run, check=True, env={**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LC_ALL": "C"})
    pages = [page.relative_to(tmp_path) for page in tmp_path.rglob("*.html") if page.name != "index.html"]
    assert len(pages) > len(PAPERS)
    assert all((tmp_path / page).read_bytes() == (drawn / page).read_bytes() for page in pages)


def test_one_line_for_each_stance_of_a_pair(drawn: Path) -> None:
    nodes = {node["id"]: node for node in _data(drawn / "evidence.html", "nodes")}
    lines = _data(drawn / "evidence.html", "edges")
    assert {node["side"] for node in nodes.values() if node["kind"] == "therapy"} == {"left"}
    assert {node["side"] for node in nodes.values() if node["kind"] == "disease"} == {"right"}
    assert len({(line["from"], line["to"], line["stance"]) for line in lines}) == len(lines)
    assert sum(line["total"] for line in lines) == len(CLAIMS)
    assert {line["stance"]: line["dashes"] for line in lines} == _draw.DASHES


def test_every_therapy_disease_paper_author_has_a_page(drawn: Path) -> None:
    names = {page.name.rsplit("-", 1)[0] for page in (drawn / "e").iterdir()}
    labels = [*THERAPIES, *DISEASES, *PEOPLE, *(paper[0] for paper in PAPERS)]
    assert names >= {slug(label) for label in labels}


def test_no_link_leads_nowhere(drawn: Path) -> None:
    for page in drawn.rglob("*.html"):
        for href in re.findall(r' href="([^"#]+)', page.read_text()):
            assert re.match(r"https?://", href) or (page.parent / href).is_file(), (page.name, href)


def test_pages_are_small(drawn: Path) -> None:
    assert all(page.stat().st_size < 60_000 for page in (drawn / "e").iterdir())
    assert all(page.stat().st_size < 3 * MB for page in drawn.glob("*.html"))


@pytest.mark.parametrize("name", ["evidence", "timeline", "overview", "coauthors"])
def test_a_page_of_a_large_graph_is_small(large: Path, name: str) -> None:
    assert (large / f"{name}.html").stat().st_size < 3 * MB


def test_nothing_is_fetched_from_anywhere(drawn: Path) -> None:
    for page in drawn.rglob("*.html"):
        text = page.read_text()
        policy = html.unescape(re.findall(r'content="(default-src[^"]*)"', text)[0])
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        assert "unsafe" not in policy
        assert not re.search(r"<(?:link|iframe|object|embed|img|base)\b|<script[^>]*\bsrc=|@import|<[^>]* style=", text)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    views.render(write(tmp_path / "kg.ttl", titles=HOSTILE), tmp_path)
    for page in tmp_path.rglob("*.html"):
        text = page.read_text()
        assert "<script>document" not in text
        assert "<img" not in text
        assert not re.search(r'="\s*javascript:', text)
        assert "\u202e" not in text
        assert " and 49 $" not in text
        assert page.stat().st_size < (60_000 if page.parent.name == "e" else 3 * MB)


def test_many_therapies_make_a_matrix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.views import evidence

    monkeypatch.setattr(evidence, "LONGEST_COLUMN", 5)
    views.render(write(tmp_path / "kg.ttl"), tmp_path, names=["evidence"])
    text = (tmp_path / "evidence.html").read_text()
    assert text.count("data-cell=") == len({(c[1], c[2]) for c in CLAIMS})
    assert "vis-network" not in text


def test_fewer_nodes_are_drawn_than_there_are_and_the_page_knows(graph: Path, tmp_path: Path) -> None:
    views.render(graph, tmp_path, names=["evidence"], max_nodes=6)
    page = tmp_path / "evidence.html"
    assert len(_data(page, "nodes")) <= 6
    assert _data(page, "data")["all"] == len(THERAPIES) + len(DISEASES)


def test_a_chosen_view_alone_links_to_no_page_that_is_not_there(graph: Path, tmp_path: Path) -> None:
    assert [f.name for f in views.render(graph, tmp_path, names=["index"])] == ["index.html"]
    assert 'href="e/' not in (tmp_path / "index.html").read_text()


def test_pages_are_limited_those_of_concepts_first(graph: Path, tmp_path: Path) -> None:
    views.render(graph, tmp_path, names=["entities"], max_pages=15)
    names = {page.name.rsplit("-", 1)[0] for page in (tmp_path / "e").iterdir()}
    assert len(names) == 15
    assert "rituximab" in names


def test_an_empty_graph_still_has_pages(tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").write_text("")
    assert {f.name for f in views.render(tmp_path / "kg.ttl", tmp_path)} >= {"index.html", "evidence.html"}


@pytest.mark.parametrize(
    ("names", "text", "error"),
    [
        pytest.param(["nonsense"], "", UsageError, id="no such view"),
        pytest.param([], "<a> <b> ", InputError, id="broken Turtle"),
        pytest.param([], None, InputError, id="no file"),
    ],
)
def test_what_goes_wrong_is_said(names: list[str], text: str | None, error: type[Exception], tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "kg.ttl").write_text(text)
    with pytest.raises(error):
        views.render(tmp_path / "kg.ttl", tmp_path / "out", names=names)


def test_a_folder_that_cannot_be_written_is_said(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file, not a folder")
    with pytest.raises(OutputError):
        views.render(graph, tmp_path / "out", names=["index"])


def test_columns_are_ordered_so_that_lines_do_not_cross() -> None:
    weights = {("a", "z"): 1.0, ("b", "y"): 1.0, ("c", "x"): 1.0}
    left, right = _layout.two_columns(["a", "b", "c"], ["x", "y", "z"], weights)
    assert _layout.crossings(left, right, weights) == 0
    assert _layout.crossings(["a", "b"], ["y", "z"], [("a", "z"), ("b", "y")]) == 1


def test_what_has_most_lines_stands_in_the_middle() -> None:
    weights = {(name, "hub"): 1.0 for name in "abcdefg"} | {("a", "rare"): 1.0, ("g", "other"): 1.0}
    _, right = _layout.two_columns(list("abcdefg"), ["hub", "rare", "other"], weights)
    assert right[1] == "hub"


def test_rows_of_a_small_picture_keep_apart() -> None:
    drawn, half = _draw.spokes([(str(n), "") for n in range(20)], [(str(n), "") for n in range(3)])
    rows = sorted(s.y for s in drawn if s.x < 0)
    assert min(b - a for a, b in zip(rows, rows[1:], strict=False)) >= 20
    assert all(abs(s.y) <= half for s in drawn)


def test_the_policy_names_the_hash_of_every_script_and_style(drawn: Path) -> None:
    text = (drawn / "evidence.html").read_text()
    inlined = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in inlined}
    assert len(inlined) > 4
    assert hashes == set(re.findall(r"sha256-([^&]+)&", text))


def test_groups_are_those_that_hang_together() -> None:
    links = [(a, b, 1.0) for team in ("abcdefgh", "ijklmnop") for a in team for b in team if a < b] + [("a", "i", 0.5)]
    assert _groups.communities(list("abcdefghijklmnop"), links) == ([list("abcdefgh"), list("ijklmnop")], [])


def test_boxes_of_a_group_do_not_overlap() -> None:
    names = [f"n{i}" for i in range(40)]
    boxes = {name: _groups.Box(half=10 + 3 * (i % 7), above=8, below=12) for i, name in enumerate(names)}
    placed = _groups.place(names, [(names[i], names[i // 3], 1.0) for i in range(1, 40)], boxes)
    for group in placed.members:
        for n, a in enumerate(group):
            for b in group[n + 1 :]:
                (ax, ay), (bx, by) = placed.at[a], placed.at[b]
                beside = abs(ax - bx) >= boxes[a].half + boxes[b].half - 2
                assert beside or abs(ay - by) >= 20 - 2, (a, b)


def test_no_mark_of_the_timeline_hides_another(drawn: Path) -> None:
    text = (drawn / "timeline.html").read_text()
    for lane in text.split('<g class="lane"')[1:]:
        spots = re.findall(r'data-claim="\d+" transform="translate\(([\d.]+) ([\d.]+)\)', lane)
        places = [(float(x), float(y)) for x, y in spots]
        assert all(abs(a[0] - b[0]) >= 16 or abs(a[1] - b[1]) >= 16 for n, a in enumerate(places) for b in places[:n])


def test_contested_is_what_the_graph_says_is(drawn: Path) -> None:
    text = (drawn / "contested.html").read_text()
    assert text.count("<article") == 3
    assert "did not improve renal response" in text
    assert ">randomised trial<" in text


def test_the_ontology_page_tells_every_class_of_ours(drawn: Path) -> None:
    text = (drawn / "ontology.html").read_text()
    assert all(f'id="kg-{name}"' in text for name in ("Paper", "Claim", "Proposition", "makesClaim", "Hedged"))
    assert f'>kg:Claim</a> <span class="times">used {len(CLAIMS)}×' in text


ASKED = {
    "rows": """PREFIX kg: <https://w3id.org/litkg/ontology#>
        SELECT ?therapy ?polarity ?disease ?quote { ?c kg:therapy ?therapy ; kg:disease ?disease ; kg:quote ?quote ;
        kg:polarity ?polarity }""",
    "statements": """PREFIX kg: <https://w3id.org/litkg/ontology#> PREFIX cito: <http://purl.org/spar/cito/>
        CONSTRUCT WHERE { ?paper kg:makesClaim ?c . ?c cito:disputes ?p }""",
}


@pytest.fixture(scope="module", params=ASKED)
def asked(request: pytest.FixtureRequest, graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    query = ASKED[request.param]
    return views.ask(graph, tmp_path_factory.mktemp(request.param), sparql.query(graph, query), query=query)


def test_an_answer_is_drawn_with_the_sentences_behind_each_line(asked: Path) -> None:
    nodes, lines, data = (_data(asked, name) for name in ("nodes", "edges", "data"))
    ids = {node["id"] for node in nodes}
    assert len(ids) == len(nodes) > 8
    assert len({line["id"] for line in lines}) == len(lines)
    assert all({line["from"], line["to"]} <= ids for line in lines)
    assert any(node["kind"] == "therapy" for node in nodes) != any(node["kind"] == "claim" for node in nodes)
    told = [data["claims"][i] for line in lines for i in line.get("claims", ())]
    told += [data["claims"][node["claim"]] for node in nodes if "claim" in node]
    assert any("did not improve renal response" in claim["quote"] for claim in told)
    assert {line["stance"] for line in lines if "stance" in line} >= {"disputes"}


def test_an_answer_without_two_nodes_a_row_is_refused(graph: Path, tmp_path: Path) -> None:
    answer = sparql.query(graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    with pytest.raises(UsageError, match="ties no two nodes"):
        views.ask(graph, tmp_path, answer, query="")


def test_an_answer_is_capped_and_says_so(graph: Path, tmp_path: Path) -> None:
    query = ASKED["rows"]
    page = views.ask(graph, tmp_path, sparql.query(graph, query), query=query, max_nodes=5)
    assert len(_data(page, "nodes")) <= 5 < _data(page, "data")["all"]


def test_the_command_draws_what_a_query_gives(graph: Path, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from kg.cli import app

    (tmp_path / "q.rq").write_text(ASKED["rows"])
    asked = [["--query", query] for query in ("contested", ASKED["rows"], f"@{tmp_path / 'q.rq'}")]
    for what in (*asked, ["--path", "rituximab", "Hanna Björk"]):
        done = CliRunner().invoke(app, ["view", "-g", str(graph), "-o", str(tmp_path), *what])
        assert done.exit_code == 0, done.output
        assert "kg-nodes" in (tmp_path / "query.html").read_text()
        (tmp_path / "query.html").unlink()
    for how in (["--out", str(tmp_path)], ["--view"]):
        done = CliRunner().invoke(app, ["path", "rituximab", "Hanna Björk", "-g", str(graph), *how])
        page = (tmp_path if how[0] == "--out" else graph.parent / "views") / "query.html"
        assert done.exit_code == 0 and "kg-nodes" in page.read_text(), done.output


def test_every_contested_claim_is_drawn_when_nodes_are_capped(graph: Path, tmp_path: Path) -> None:
    views.render(graph, tmp_path, names=["overview"], max_nodes=20)
    model = _graph.read(graph)
    claims = [c for p in model.propositions.values() if p.contested for c in p.claims]
    shown = {node["iri"] for node in _data(tmp_path / "overview.html", "nodes")}
    assert len(claims) > 5 and shown >= set(claims)


def test_what_is_not_drawn_can_be_brought_in(graph: Path, tmp_path: Path) -> None:
    views.render(graph, tmp_path, names=["overview", "coauthors"], max_nodes=8)
    for page in tmp_path.glob("*.html"):
        nodes, lines, data = (_data(page, name) for name in ("nodes", "edges", "data"))
        ids = [node["id"] for node in (*nodes, *data["more"]["nodes"])]
        assert len(ids) == len(set(ids)) == data["all"]
        assert all({line["from"], line["to"]} <= set(ids) for line in (*lines, *data["more"]["links"]))
        drawn_ends, other_ends = (
            {(line["from"], line["to"]) for line in some} for some in (lines, data["more"]["links"])
        )
        assert not drawn_ends & other_ends


def test_a_large_graph_is_drawn_by_communities(tmp_path: Path) -> None:
    views.render(write(tmp_path / "kg.ttl", copies=45), tmp_path, names=["overview"])
    nodes, data = (_data(tmp_path / "overview.html", name) for name in ("nodes", "data"))
    assert {node["kind"] for node in nodes} == {"community"}
    model = _graph.read(tmp_path / "kg.ttl")
    assert sum(node["degree"] for node in nodes) == len(model.claims) > 1000
    for node, group in zip(nodes, data["groups"], strict=True):
        assert set(group["lines"]) <= {*THERAPIES, *DISEASES} and 2 <= len(group["lines"]) <= 4
        assert {n["kind"] for n in _data(tmp_path / node["page"], "nodes")} >= {"therapy", "disease", "claim"}
