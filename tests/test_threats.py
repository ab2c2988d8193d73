"""Promises of docs/threat-model.md that no test of a stage holds: what the package never does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
EVALUATING = {"eval", "exec", "compile", "__import__"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "code", "runpy"}


def used() -> Iterator[tuple[str, str]]:
    """Each builtin that is called and each module that is imported, with where."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            where = f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, where
            elif isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], where) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0], where
            elif isinstance(node, ast.keyword) and node.arg == "shell":
                yield "shell=", where


def test_nothing_is_evaluated() -> None:
    assert [(name, where) for name, where in used() if name in EVALUATING | {"shell="}] == []


def test_nothing_is_unpickled() -> None:
    assert [(name, where) for name, where in used() if name in UNSAFE] == []
