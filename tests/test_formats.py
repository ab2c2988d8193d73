"""The graph in every format of RDF and in parts: the same triples, the same bytes, and all commands work on them."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from test_mapping import BASE, graph

from kg import graph_files, graph_store, manifest, shapes, sparql, views
from kg.errors import InputError, OutputError, UsageError
from kg.mapping import formats
from kg.project import FORMATS
from kg.sparql import stats

PAPERS = "SELECT ?paper { ?paper a kg:Paper } ORDER BY ?paper"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "litkg"


def blocks() -> list[str]:
    _, *texts = graph().split("\n\n")
    return [f"\n{text.rstrip()}\n" for text in texts]


def written(folder: Path, names: tuple[str, ...] = FORMATS, part: int = formats.PART) -> Path:
    folder.mkdir()
    formats.write(blocks(), names, folder, base=BASE, part=part)
    return folder


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def triples_of(path: Path) -> set[ox.Triple]:
    return set(graph_store.triples(path))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_every_triple(name: str, tmp_path: Path) -> None:
    out = written(tmp_path / "out")
    parsed = ox.parse(graph().encode(), format=ox.RdfFormat.TURTLE)
    told = {each.triple if isinstance(each, ox.Quad) else each for each in parsed}
    assert triples_of(out / f"kg.{name}") == told
    assert len(graph_store.load(out / f"kg.{name}")) == len(told)


def test_lines_are_sorted_and_stand_once(tmp_path: Path) -> None:
    out = written(tmp_path / "out", ("nt",), part=10_000)
    lines = (out / "kg.nt").read_text("utf-8").splitlines()
    assert lines == sorted(set(lines)) and len(lines) > 100


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = bytes_of(written(tmp_path / "one", part=50))
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert bytes_of(written(tmp_path / "other", part=50)) == one


# ---------------------------------------------------------------- parts


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    return written(tmp_path / "out", ("nt",), part=50) / "kg.nt.gz"


def test_parts_are_the_lines_with_their_counts_and_digests(parts: Path, tmp_path: Path) -> None:
    told = json.loads((parts / "manifest.json").read_text())
    whole = (written(tmp_path / "whole", ("nt",)) / "kg.nt").read_bytes()
    packed = [(parts / part["name"]).read_bytes() for part in told["parts"]]
    assert b"".join(map(gzip.decompress, packed)) == whole and not (parts.parent / "kg.nt").exists()
    assert [part["triples"] for part in told["parts"]] == [gzip.decompress(each).count(b"\n") for each in packed]
    assert [part["sha256"] for part in told["parts"]] == [hashlib.sha256(each).hexdigest() for each in packed]
    assert told["triples"] == whole.count(b"\n") and {part["triples"] for part in told["parts"][:-1]} == {50}
    assert all(each[3] & 8 == 0 and each[4:8] == bytes(4) for each in packed)  # gzip: no name, no time
    assert set(manifest.made(parts.parent)) == {f"kg.nt.gz/{path.name}" for path in parts.iterdir()}


@pytest.mark.parametrize(("size", "count"), [(49, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_a_part_more_only_for_a_triple_more(size: int, count: int, tmp_path: Path) -> None:
    lines = [f"\n<https://a.example/{n:03}> <https://a.example/p> {n} .\n" for n in range(size)]
    formats.write(lines, ("nq",), tmp_path, base=BASE, part=50)
    path = graph_files.find(tmp_path)
    assert path.name == ("kg.nq" if count == 1 else "kg.nq.gz") and len(triples_of(path)) == size
    assert count == 1 or len(list(path.glob("part-*.nq.gz"))) == count


def test_every_command_works_on_parts(parts: Path, tmp_path: Path) -> None:
    plain = written(tmp_path / "plain", ("ttl",)) / "kg.ttl"
    assert sparql.query(parts, PAPERS) == sparql.query(plain, PAPERS)
    assert stats.counts(parts, {}) == stats.counts(plain, {})
    assert shapes.check(parts, reason=False) == shapes.check(plain, reason=False)
    drawn = [views.render(path, tmp_path / path.name / "views", names=["evidence"]) for path in (parts, plain)]
    assert len(drawn[0]) == len(drawn[1]) and bytes_of(drawn[0][0].parent) == bytes_of(drawn[1][0].parent)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a part changed": lambda parts: (parts / "part-00001.nt.gz").write_bytes(gzip.compress(b"")),
    "a part gone": lambda parts: (parts / "part-00000.nt.gz").unlink(),
    "no manifest": lambda parts: (parts / "manifest.json").unlink(),
    "a manifest of nothing": lambda parts: (parts / "manifest.json").write_text("{}"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_damaged_parts_are_told(damage: Callable[[Path], object], parts: Path, cache: Path) -> None:
    damage(parts)
    with pytest.raises(InputError, match="cannot be read|there is no graph"):
        graph_store.load(parts)
    assert not list(cache.glob("store-*-*"))


# ---------------------------------------------------------------- the store on disk


def stores(cache: Path) -> list[Path]:
    return sorted(cache.glob("store-*-*"))


def test_a_large_graph_is_put_on_disk_once(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = written(tmp_path / "out", ("ttl",))
    expected = len(graph_store.load(out / "kg.ttl"))
    assert stores(cache) == []
    monkeypatch.setattr(graph_store, "IN_MEMORY", 100)
    made = []
    for _ in range(2):
        assert len(graph_store.load(out / "kg.ttl")) == expected
        made += [path.stat().st_ino for path in stores(cache)]
    assert len(made) == 2 and made[0] == made[1]


def test_another_graph_of_the_name_takes_its_place(parts: Path, cache: Path) -> None:
    graph_store.load(parts)
    (first,) = stores(cache)
    told = json.loads((parts / "manifest.json").read_text())
    told["parts"].pop()
    (parts / "manifest.json").write_text(json.dumps(told))
    assert len(graph_store.load(parts)) == sum(part["triples"] for part in told["parts"])
    assert first not in stores(cache) and len(stores(cache)) == 1


@pytest.mark.parametrize("left", ["CURRENT", "half"])
def test_a_damaged_store_is_made_anew(left: str, parts: Path, cache: Path) -> None:
    expected = len(graph_store.load(parts))
    (kept,) = stores(cache)
    if left == "half":  # of a process that was killed while it made one
        kept.rename(kept.with_name(f"{kept.name}.part"))
    else:
        (kept / left).unlink()
    assert len(graph_store.load(parts)) == expected and stores(cache) == [kept]


def test_a_cache_that_cannot_be_written_is_told(parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    with pytest.raises(OutputError, match="cannot write"):
        graph_store.load(parts)


# ---------------------------------------------------------------- which graph is meant


def test_a_folder_of_outputs_stands_for_its_graph(tmp_path: Path) -> None:
    out = written(tmp_path / "out", ("nt", "jsonld"), part=50)
    assert graph_files.meant(out) == out / "kg.nt.gz" == graph_files.meant(out / "kg.nt.gz")
    assert graph_files.meant(tmp_path) == tmp_path / "kg.ttl"


@pytest.mark.parametrize(("given", "expected"), [
    ([], ()), (["nt,ttl"], ("ttl", "nt")), (["nq", "nt", "nq"], ("nt", "nq")),
])  # fmt: skip
def test_formats_are_named_by_commas_or_one_by_one(given: list[str], expected: tuple[str, ...]) -> None:
    from kg import commands_build

    assert commands_build.formats(given) == expected
    with pytest.raises(UsageError, match="unknown format 'rdfxml'"):
        commands_build.formats([*given, "rdfxml"])


def test_of_a_large_graph_the_papers_that_say_most_are_drawn(parts: Path, tmp_path: Path) -> None:
    from kg.views import _graph, _part

    whole = _graph.read(parts)
    some, count = _part.triples(parts, most=1)
    subjects = {triple.subject.value for triple in some}
    most = max(whole.papers.values(), key=lambda paper: sum(bool(whole.claims[c].propositions) for c in paper.claims))
    assert count == len(whole.papers) == 2 and subjects & set(whole.papers) == {most.iri}
    for claim in most.claims:
        said = whole.claims[claim]
        assert subjects >= {claim, said.passage, *said.propositions, *said.diseases, *most.authors}


def test_the_first_page_tells_that_it_shows_a_part(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.views import _part

    monkeypatch.setattr(_part.triples, "__kwdefaults__", {"most": 1})
    (page,) = views.render(parts, tmp_path / "views", names=["index"])
    assert "show the 1 of its 2 papers that say most" in page.read_text("utf-8")
