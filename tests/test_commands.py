"""The commands beside `kg build`: each run as a user runs it, over one build of the seeds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import project, starter

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


def kg(*arguments: object, cwd: Path = ROOT, input: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    told = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "120"} | env
    return subprocess.run(command, cwd=cwd, env=told, input=input, capture_output=True, check=False, encoding="utf-8")


def told(*arguments: object, cwd: Path = ROOT) -> str:
    """What a command that succeeds says on stdout."""
    done = kg(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told_json(*arguments: object, cwd: Path = ROOT) -> Any:
    return json.loads(told(*arguments, "--format", "json", cwd=cwd))


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("commands") / "out"
    done = kg("build", SEEDS, "-o", out, "--jobs", 1, "--no-views")
    assert done.returncode == 0, done.stderr
    return out / "kg.ttl"


# ---------------------------------------------------------------- init


def test_a_new_project_has_all_that_a_build_needs(tmp_path: Path) -> None:
    done = kg("init", tmp_path / "new")
    assert done.returncode == 0 and done.stdout == ""
    assert done.stderr.splitlines()[-1].endswith("kg build")
    names = {p.relative_to(tmp_path / "new").as_posix() for p in (tmp_path / "new").rglob("*") if p.is_file()}
    assert {"kg.toml", "queries/journals.rq", ".github/workflows/litkg.yml", "seeds/lupus-nephritis.ris"} <= names
    assert "kg build --strict --check" in (tmp_path / "new/.github/workflows/litkg.yml").read_text()


def test_a_new_project_means_what_no_configuration_means(tmp_path: Path) -> None:
    starter.start(tmp_path / "new")
    made = project.load(tmp_path / "new")
    assert made == project.Project(sources=(tmp_path / "new/seeds",), outputs=tmp_path / "new/outputs")


def test_a_projects_own_query_is_listed_and_run(tmp_path: Path, graph: Path) -> None:
    starter.start(tmp_path)
    listed = json.loads(told("query", "--list", "--format", "json", cwd=tmp_path))
    assert "journals" in [query["name"] for query in listed]
    assert "Annals of the Rheumatic Diseases" in told("query", "journals", "-g", graph, "--format", "csv", cwd=tmp_path)


def test_init_overwrites_nothing_unasked(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("# mine\n")
    done = kg("init", tmp_path)
    assert done.returncode == 2 and "--force" in done.stderr and "kg.toml" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["kg.toml"] and (tmp_path / "kg.toml").read_text() == "# mine\n"
    assert kg("init", tmp_path, "--force").returncode == 0
    assert (tmp_path / "kg.toml").read_text() == starter.CONFIGURATION


def test_init_leaves_records_alone(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/mine.ris").write_text("TY  - JOUR\n")
    assert starter.start(tmp_path)
    assert [p.name for p in (tmp_path / "seeds").iterdir()] == ["mine.ris"]


@pytest.mark.parametrize(("place", "code"), [("file", 2), ("file/below", 6)])
def test_init_where_it_cannot(tmp_path: Path, place: str, code: int) -> None:
    (tmp_path / "file").write_text("")
    done = kg("init", tmp_path / place)
    assert done.returncode == code and "help:" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", 'vocabularies = ["v.tsv"]\n', id="empty"),
        pytest.param('base = "x"', 'base = "x"\nvocabularies = ["v.tsv"]\n', id="no line end"),
        pytest.param("# c\n[entities]\n", '# c\nvocabularies = ["v.tsv"]\n[entities]\n', id="before a table"),
        pytest.param('vocabularies = ["a"] # c\n', 'vocabularies = ["a", "v.tsv"]\n', id="one line"),
        pytest.param('vocabularies = [\n "a", # ]\n]\nx = 1\n', 'vocabularies = ["a", "v.tsv"]\nx = 1\n', id="lines"),
        pytest.param('vocabularies = ["v.tsv"]\n', 'vocabularies = ["v.tsv"]\n', id="already"),
    ],
)
def test_a_vocabulary_is_added_to_the_configuration(before: str, after: str) -> None:
    assert starter.with_vocabulary(before, "v.tsv") == after
