"""Values of the command line: as annotated, refused with a word, and read without what typer would load for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer
from typer.testing import CliRunner

from kg.arguments import App

ROOT = Path(__file__).resolve().parent.parent
app = App()


@app.command()
def given(
    paths: Annotated[list[Path] | None, typer.Argument()] = None,
    number: Annotated[int, typer.Option()] = 1,
    share: Annotated[float | None, typer.Option()] = None,
    words: Annotated[list[str] | None, typer.Option("-w")] = None,
    pair: Annotated[tuple[str, str] | None, typer.Option()] = None,
    really: Annotated[bool, typer.Option("--really")] = False,
) -> None:
    """Says what it is given."""
    print(repr((paths and [str(path) for path in paths], number, share, words and list(words), pair, really)))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", "(None, 1, None, None, None, False)"),
        ("a b --number 7 --really", "(['a', 'b'], 7, None, None, None, True)"),
        ("-w x -w y --share 0.5 --pair p q", "(None, 1, 0.5, ['x', 'y'], ('p', 'q'), False)"),
    ],
    ids=["nothing", "arguments", "options"],
)
def test_values_are_what_they_are_annotated_with(arguments: str, expected: str) -> None:
    assert CliRunner().invoke(app, arguments.split()).output.strip() == expected


@pytest.mark.parametrize("arguments", ["--number x", "--share x"])
def test_what_is_no_number_is_refused(arguments: str) -> None:
    done = CliRunner().invoke(app, arguments.split())
    assert done.exit_code == 2 and "'x' is not a valid" in done.output


def test_no_command_waits_for_pydantic() -> None:
    code = """
import contextlib, sys
from kg.cli import app
from kg.errors import InputError
with contextlib.suppress(InputError):
    app(["stats", "-g", "none"], standalone_mode=False)
sys.exit("pydantic" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
