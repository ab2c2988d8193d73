"""The README's commands work: each is run as it stands there, in a folder that holds the seeds."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
SET_UP, USE = BLOCKS[0].splitlines(), BLOCKS[1].splitlines()
COMMANDS = [line.partition("  #")[0].strip() for line in USE if line.startswith("kg ")]
LASTING = ("kg serve",)  # runs until it is stopped: tested with the other commands


def test_two_lines_do_all_the_set_up() -> None:
    assert len(SET_UP) == 2
    assert all(line.startswith("python3 -m venv .venv && .venv/bin/pip install") for line in SET_UP)
    assert SET_UP[0].endswith("kg build") and SET_UP[1].endswith("pytest")


def test_ci_runs_the_second_line() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert "README.md" in script and "/pytest/" in script


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as after the first line, with the files the commands name."""
    here = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "seeds", here / "seeds")
    shutil.copytree(ROOT / "seeds", here / "library")
    page = next(path for path in sorted((ROOT / "seeds").iterdir()) if path.suffix == ".txt")
    shutil.copy(page, here / "page.txt")
    (here / "texts.jsonl").write_text('{"id": 1, "title": "Rituximab in lupus", "abstract": "It failed in lupus."}\n')
    shutil.copy(ROOT / "tests" / "golden" / "curated" / "seeds.jsonl", here / "gold.jsonl")
    assert run("kg build", here).returncode == 0
    for name in ("old", "new"):
        shutil.copytree(here / "outputs", here / name)
    return here


def run(command: str, here: Path) -> subprocess.CompletedProcess[bytes]:
    words = shlex.split(command.replace("~/library", "library"))
    words, given = (words[: words.index("<")], words[words.index("<") + 1]) if "<" in words else (words, None)
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "HOME": str(here)}
    stdin = (here / given).read_bytes() if given else b""
    line = [sys.executable, "-m", "kg.cli", *words[1:]]
    return subprocess.run(line, cwd=here, env=env, input=stdin, capture_output=True, check=False)


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(LASTING)])
def test_commands_of_the_readme(command: str, folder: Path) -> None:
    if "…" in command:
        pytest.skip("stands for any query")
    done = run(command, folder)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout or done.stderr
