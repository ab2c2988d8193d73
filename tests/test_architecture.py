"""The house rules that a machine can see: imports run down, folders sort into the pipeline, names are the field's."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "kg"
WORKSHOP = ("train.py", "evidence.py")
STAGES = ("documents", "entities", "extraction", "identity", "mapping", "shapes", "sparql", "views")
# Each layer may import those after it and its own; stages are one layer whose members never import each other.
LAYERS = (
    ("cli",),
    ("commands_build", "commands_graph", "commands_project", "commands_view", "notebook"),
    ("arguments", "console"),
    ("evaluation", "explanation", "pipeline", "serving", "suggestion", "verification", "workers"),
    ("assembling", "resolving"),
    ("gathering",),
    ("entries",),
    STAGES,
    ("vocabulary_check", "vocabulary_listing", "vocabulary_own"),
    ("graph", "starter"),
    ("graph_store",),
    ("fingerprint", "manifest"),
    (
        "cache",
        "graph_files",
        "spool",
        "store",
        "project",
        "vocabulary",
        "vocabulary_crosswalk",
        "vocabulary_files",
        "vocabulary_joining",
        "vocabulary_lines",
        "vocabulary_rdf",
        "concept",
        "terms",
    ),
    ("coding",),
    ("model", "resolution", "text"),
    ("errors",),
)
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 300, 30


def place(module: str) -> int | None:
    return next((level for level, names in enumerate(LAYERS) if module in names), None)


def imported(path: Path) -> set[str]:
    """First names below `kg` that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "kg":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kg."):
            found.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("kg.")}
    return found


def owner(path: Path) -> str:
    if path.name in WORKSHOP:  # tools that make the weights: they live in their stage, and run above all of them
        return "cli"
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_run_down(path: Path) -> None:
    mine = owner(path)
    if mine == "__init__":
        return
    level = place(mine)
    assert level is not None, f"{mine} stands in no layer: add it to LAYERS and to the house plan"
    for other in imported(path) - {"__version__", mine}:
        below = place(other)
        assert below is not None, f"{other} stands in no layer"
        same_stage_layer = below == level and mine in STAGES
        assert below > level or (below == level and not same_stage_layer), f"{name(path)} imports {other}"


def test_folders_sort_into_the_pipeline() -> None:
    folders = sorted(p.name for p in PACKAGE.iterdir() if (p / "__init__.py").is_file())
    assert folders == [*STAGES, "workers"]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_and_functions_are_short(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= LONGEST_MODULE
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or 0) - node.body[0].lineno + 1
            docstring = ast.get_docstring(node, clean=False)
            lines -= (docstring.count("\n") + 1) if docstring else 0
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"


BANNED = re.compile(r"\b(manager|handler|utils?|helpers?|entity_obj)\b")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_names_are_the_fields(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    names = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    assert not [n for n in [path.stem, *names] if BANNED.search(n.lower())]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_is_caught_in_silence(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, "a bare except"
            assert not (len(node.body) == 1 and isinstance(node.body[0], ast.Pass)), "except: pass"


def test_tracked_files_name_no_machine() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    for file in tracked.stdout.decode().split("\0"):
        path = ROOT / file
        if file and path.is_file() and path.suffix in {".py", ".md", ".toml", ".ttl", ".rq", ".json", ".js", ".css"}:
            assert not re.search(r"/(?:work|root|home|tmp/bash_jobs)/", path.read_text("utf-8")), file
