"""The main job from the command line: what a build writes, that it is the same every time, and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared"
KG = "https://w3id.org/litkg/ontology#"


def kg(*arguments: object, cwd: Path = ROOT, input: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    told = os.environ | {"PYTHONPATH": str(ROOT)} | env
    return subprocess.run(command, cwd=cwd, env=told, input=input, capture_output=True, check=False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("build") / "out"
    done = kg("build", SEEDS, "-o", out, "--jobs", 1)
    assert done.returncode == 0, done.stderr.decode()
    return out


@pytest.fixture(scope="session")
def graph(built: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(path=str(built / "kg.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    prefixes = (
        f"PREFIX kg: <{KG}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "PREFIX cito: <http://purl.org/spar/cito/> "
        "PREFIX obo: <http://purl.obolibrary.org/obo/> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "PREFIX ncit: <http://purl.obolibrary.org/obo/NCIT_> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    )
    found = store.query(prefixes + query)
    return [tuple("" if value is None else value.value for value in row) for row in found]  # type: ignore[union-attr]


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# ---------------------------------------------------------------- what is written


def test_outputs_are_those_of_the_plan(built: Path) -> None:
    names = set(files(built))
    assert {
        "kg.ttl",
        "report.json",
        "identity.tsv",
        "manifest.json",
        "views/index.html",
        "views/evidence.html",
    } <= names


def test_both_parsers_read_the_same_triples(built: Path) -> None:
    text = (built / "kg.ttl").read_bytes()
    store = pyoxigraph.Store()
    store.load(text, format=pyoxigraph.RdfFormat.TURTLE)
    assert len(store) == len(rdflib.Graph().parse(data=text, format="turtle")) > 1000


def test_no_blank_node(graph: pyoxigraph.Store) -> None:
    assert not [q for q in graph if pyoxigraph.BlankNode in (type(q.subject), type(q.object))]


def test_counts_add_up(built: Path, graph: pyoxigraph.Store) -> None:
    report = json.loads((built / "report.json").read_text("utf-8"))
    records = report["records"]
    assert records["in"] == records["read"] + records["quarantined"]
    assert records["read"] == report["graph"]["papers"] + records["merged"]
    assert report["graph"]["papers"] == len(rows(graph, "SELECT ?p { ?p a kg:Paper }"))


def test_stats_tells_what_the_build_told(built: Path) -> None:
    told = json.loads(kg("stats", "-g", built / "kg.ttl", "--format", "json").stdout)
    assert told == json.loads((built / "report.json").read_text("utf-8"))


def test_the_seeds_hold_contested_propositions(graph: pyoxigraph.Store) -> None:
    labels = [row[0] for row in rows(graph, "SELECT ?l { ?p kg:contested true ; rdfs:label ?l } ORDER BY ?l")]
    assert any("rituximab" in label for label in labels)


def test_every_quote_is_the_slice_at_its_offsets(graph: pyoxigraph.Store) -> None:
    asked = "SELECT ?q ?t ?s ?e { ?c kg:quote ?q ; kg:inPassage ?p ; kg:start ?s ; kg:end ?e . ?p kg:text ?t }"
    found = rows(graph, asked)
    assert found
    assert not [quote for quote, text, start, end in found if text[int(start) : int(end)] != quote]


def test_a_claim_never_leaks_out_as_a_bare_triple(graph: pyoxigraph.Store) -> None:
    assert not rows(graph, "SELECT ?t ?p ?d { ?t a kg:Therapy ; ?p ?d . ?d a kg:Disease }")


def test_check_passes_and_finds_a_broken_claim(built: Path, tmp_path: Path) -> None:
    good = kg("check", built / "kg.ttl", "--no-reason")
    assert good.returncode == 0, good.stdout.decode() + good.stderr.decode()
    broken = tmp_path / "kg.ttl"
    text = (built / "kg.ttl").read_text("utf-8")
    assert "kg:claimType kg:Efficacy" in text
    broken.write_text(text.replace("kg:claimType kg:Efficacy", "kg:claimType kg:Wrong", 1), "utf-8")
    bad = kg("check", broken, "--no-reason")
    assert bad.returncode == 1 and b"claim" in bad.stdout.lower()


# ---------------------------------------------------------------- the same bytes


def test_same_bytes_whatever_the_surroundings(built: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere é" / "sources"
    moved.mkdir(parents=True)
    for path in sorted(SEEDS.rglob("*"), reverse=True):
        target = moved / path.relative_to(SEEDS)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
    out = tmp_path / "out"
    env = {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LANG": "C", "LC_ALL": "C", "XDG_CACHE_HOME": str(tmp_path)}
    done = kg("build", moved, "-o", out, "--jobs", 2, cwd=tmp_path, **env)
    assert done.returncode == 0, done.stderr.decode()
    assert files(out) == files(built)


def test_a_rebuild_in_place_changes_no_byte(tmp_path: Path) -> None:
    out, source = tmp_path / "out", sorted(SEEDS.glob("*.txt"))[0]
    assert kg("build", source, "-o", out, "--jobs", 1, "--no-views").returncode == 0
    before = files(out)
    (out / "README.md").write_text("kept")
    assert kg("build", source, "-o", out, "--jobs", 1, "--no-views").returncode == 0
    assert files(out) == before | {"README.md": b"kept"}


# ---------------------------------------------------------------- bad input

BAD = {
    "empty.txt": (b"", "empty"),
    "binary.ris": (bytes(range(256)) * 8, "not text"),
    "picture.png": (b"\x89PNG\r\n\x1a\n" + bytes(64), "image"),
    "letter.txt": (b"Dear Sir, please find enclosed nothing.\n", "unknown kind of file"),
    "untitled.ris": (b"TY  - JOUR\nAU  - Doe, Jane\nER  - \n", "title"),
}


@pytest.mark.parametrize(("name", "content", "reason"), [(n, *c) for n, c in BAD.items()], ids=BAD)
def test_a_bad_file_is_named_and_kept_and_the_rest_is_built(
    name: str, content: bytes, reason: str, tmp_path: Path
) -> None:
    sources, out = tmp_path / "sources", tmp_path / "out"
    sources.mkdir()
    (sources / name).write_bytes(content)
    (sources / "good.ris").write_bytes(b"TY  - JOUR\nTI  - Rituximab in lupus\nER  - \n")
    done = kg("build", sources, "-o", out, "--jobs", 1, "--no-views")
    assert done.returncode == 0, done.stderr.decode()
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert [entry["path"] for entry in report["quarantined"]] == [name]
    assert reason in report["quarantined"][0]["reason"] and name in done.stderr.decode()
    assert list((out / "quarantine").iterdir())
    assert kg("build", sources, "-o", out, "--jobs", 1, "--no-views", "--strict").returncode == 1


EXITS = {
    "no such folder": (["build", "nowhere"], 4),
    "no sources": (["build", "empty"], 4),
    "not one record": (["build", "bad"], 4),
    "unknown option": (["build", "--frobnicate"], 2),
    "unknown command": (["frobnicate"], 2),
    "no graph": (["query", "contested"], 4),
    "bad configuration": (["-q", "stats"], 3),
    "bad vocabulary": (["build", "bad", "--vocabulary", "nowhere.obo"], 3),
    "unwritable": (["build", "good.ris", "-o", "good.ris/out"], 6),
}


@pytest.mark.parametrize(("arguments", "code"), EXITS.values(), ids=EXITS)
def test_exit_codes(arguments: list[str], code: int, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "x.txt").write_text("nothing known")
    (tmp_path / "good.ris").write_text("TY  - JOUR\nTI  - Rituximab in lupus\nER  - \n")
    if code == 3 and "stats" in arguments:
        (tmp_path / "kg.toml").write_text("bsae = 'x'")
    done = kg(*arguments, cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert said.startswith("error: ") and "Traceback" not in said


def test_a_bad_query_ends_with_5(built: Path) -> None:
    assert kg("query", "SELECT WHERE", "-g", built / "kg.ttl").returncode == 5


# ---------------------------------------------------------------- read and annotate


def test_read_is_a_fixed_point() -> None:
    first = kg("read", SEEDS, "--format", "csl-json")
    again = kg("read", "-", "--format", "csl-json", input=first.stdout)
    without = [
        [item | {"custom": item["custom"] | {"source": 0}} for item in json.loads(r.stdout)] for r in (first, again)
    ]
    assert without[0] == without[1] and len(without[0]) > 20


def test_read_of_nothing_ends_with_4(tmp_path: Path) -> None:
    done = kg("read", tmp_path / "none.txt")
    assert done.returncode == 4 and done.stdout == b"[]\n"


def test_annotate_answers_line_by_line() -> None:
    asked = [
        {
            "id": 1,
            "title": "Rituximab in lupus",
            "abstract": "Objective: To test it. Results: Rituximab improved lupus.",
        },
        {"id": "b", "title": "", "abstract": ""},
    ]
    done = kg("annotate", input="".join(json.dumps(line) + "\n" for line in asked).encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["id"] for a in answers] == [1, "b"] and done.returncode == 0
    text = f"{asked[0]['title']} {asked[0]['abstract']}"
    assert {m["curie"] for m in answers[0]["mentions"]} >= {"MESH:D000069283", "MONDO:0007915"}
    for mention in answers[0]["mentions"]:
        assert text[mention["start"] : mention["end"]] == mention["text"]
    claim = answers[0]["claims"][0]
    assert text[claim["start"] : claim["end"]] == claim["quote"] == "Rituximab improved lupus."


def test_annotate_names_the_bad_line() -> None:
    done = kg("annotate", input=b'{"id": 1}\nnot json\n')
    assert done.returncode == 4 and b"line 2" in done.stderr


def test_help_is_quick_to_import() -> None:
    code = "import sys; import kg.cli; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True).stdout.split()
    assert not {b"rdflib", b"pyoxigraph", b"lxml", b"networkx", b"pyvis", b"numpy", b"rich"} & set(loaded)


# ---------------------------------------------------------------- the two pages the project began with


@pytest.fixture(scope="module")
def first_pages(tmp_path_factory: pytest.TempPathFactory) -> pyoxigraph.Store:
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the publishers' own texts of the first two pages are not here")
    out = tmp_path_factory.mktemp("first") / "out"
    assert kg("build", SHARED / "seeds", "-o", out, "--jobs", 1).returncode == 0
    store = pyoxigraph.Store()
    store.load(path=str(out / "kg.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def test_first_pages_agree_on_car_t(first_pages: pyoxigraph.Store) -> None:
    asked = """SELECT (COUNT(DISTINCT ?paper) AS ?n) ?label {
      ?paper kg:makesClaim ?c . ?c cito:supports ?p .
      ?p kg:claimType kg:Efficacy ; kg:therapy ncit:C126102 ; kg:disease obo:MONDO_0007915 ; rdfs:label ?label }
      GROUP BY ?label"""
    assert [row[0] for row in rows(first_pages, asked)] == ["2"]


def test_first_pages_dispute_b_cell_therapy(first_pages: pyoxigraph.Store) -> None:
    asked = """SELECT ?quote { ?c cito:disputes ?p ; kg:quote ?quote . ?p kg:therapy/skos:prefLabel ?t ;
      kg:disease obo:MONDO_0007915 FILTER(STR(?t) = "B-cell-targeted therapy") }"""
    assert [row[0][:8] for row in rows(first_pages, asked)] == ["However,"]


def test_first_pages_have_six_authors(first_pages: pyoxigraph.Store) -> None:
    assert len(rows(first_pages, "SELECT DISTINCT ?a { ?p dcterms:creator ?a }")) == 6
