"""Builds elsewhere than usual: on a Dask cluster that loses a worker, without a network, watched by strace."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from test_torn import RECORD, contents

from kg import pipeline
from kg.errors import ConfigError, NetworkError
from kg.project import Project

ROOT = Path(__file__).resolve().parent.parent
BUILD = [sys.executable, "-m", "kg.cli", "build"]
COUNT = 200  # records: seven batches


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for file in range(2):
        numbers = range(file * COUNT // 2, (file + 1) * COUNT // 2)
        text = "".join(RECORD.format(drug="Rituximab", number=number) for number in numbers)
        (folder / f"{file}.ris").write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="module")
def local(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build in this process writes."""
    root = tmp_path_factory.mktemp("local")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        pipeline.build(Project(sources=(sources,), outputs=root / "out"), views=False)
    return contents(root / "out")


def done(command: list[object], root: Path, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"XDG_CACHE_HOME": str(root / "cache"), "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=root, env=env, capture_output=True, text=True, timeout=timeout, check=False)


# ---------------------------------------------------------------- Dask

dask = pytest.mark.skipif(not importlib.util.find_spec("distributed"), reason="needs the extra scale")


@dask
def test_two_dask_workers_give_the_bytes_of_a_local_build(
    sources: Path, local: dict[str, bytes], tmp_path: Path
) -> None:
    ended = done([*BUILD, sources, "-o", "out", "--no-views", "--engine", "dask", "--jobs", 2], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert contents(tmp_path / "out") == local


@dask
def test_a_worker_killed_midway_changes_no_byte(sources: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    ended = done([sys.executable, ROOT / "tests" / "cluster_build.py", sources, "out", tmp_path / "mark"], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "mark").exists() and contents(tmp_path / "out") == local


@dask
def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.workers import clusters

    monkeypatch.setattr(clusters, "ANSWER", 0.2)
    with pytest.raises(NetworkError, match="no Dask scheduler answers"), clusters.dask(1, "tcp://127.0.0.1:1"):
        raise AssertionError("it was reached")


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.workers import clusters

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match="Dask is not installed"), clusters.dask(1, None):
        raise AssertionError("it was found")


@pytest.mark.parametrize(("options", "told"), [
    (["--engine", "spark"], "there is no engine 'spark'"),
    (["--scheduler", "tcp://127.0.0.1:1"], "--scheduler is for Dask"),
])  # fmt: skip
def test_engines_are_named(options: list[str], told: str, sources: Path, tmp_path: Path) -> None:
    ended = done([*BUILD, sources, "-o", "out", *options], tmp_path)
    assert ended.returncode == 2 and told in ended.stderr and not (tmp_path / "out").exists()


# ---------------------------------------------------------------- no network

CUT_OFF = ["unshare", "--net", "--map-root-user"]


def may(command: list[str]) -> bool:
    found = shutil.which(command[0])
    return bool(found) and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not may(CUT_OFF), reason="unshare is not there, or not permitted")
def test_a_build_without_a_network_is_the_same(sources: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    ended = done([*CUT_OFF, *BUILD, sources, "-o", "out", "--no-views", "--jobs", 2], tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert contents(tmp_path / "out") == local


TRACE = ["strace", "-f", "-e", "trace=socket,connect,sendto,bind", "-o", "calls"]


@pytest.mark.skipif(not may([*TRACE[:-1], os.devnull]), reason="strace is not there, or not permitted")
def test_no_connection_is_made(sources: Path, tmp_path: Path) -> None:
    ended = done([*TRACE, *BUILD, sources, "-o", "out", "--jobs", 2], tmp_path)
    assert ended.returncode == 0, ended.stderr
    calls = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert [call for call in calls if "AF_INET" in call] == [] and any("exited with 0" in call for call in calls)
