"""Outputs are the old build or the new one: killed, interrupted, out of space, or built twice at once."""

from __future__ import annotations

import errno
import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline, store
from kg.errors import OutputError
from kg.project import Project

ROOT = Path(__file__).resolve().parent.parent
KILLS = int(os.environ.get("LITKG_KILLS", "10"))
FORK = multiprocessing.get_context("fork")
RECORD = """TY  - JOUR
TI  - {drug} in systemic lupus erythematosus, part {number}
AB  - {drug} improved systemic lupus erythematosus in {number} patients. It did not reduce flares.
AU  - Doe, Jane
DO  - 10.5555/torn.{number}
ER  -
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, file locks and limits as Linux has them")


def write(sources: Path, drug: str, count: int = 20) -> None:
    sources.mkdir(exist_ok=True)
    text = "".join(RECORD.format(drug=drug, number=number) for number in range(count))
    (sources / "a.ris").write_text(text, "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Project(sources=(tmp_path / "sources",), outputs=tmp_path / "site" / "out", formats=("ttl", "nt"))


@pytest.fixture
def both(project: Project) -> list[dict[str, bytes]]:
    """What two builds write, of two states of the sources; the second one's outputs are there."""
    made = []
    for drug in ("Rituximab", "Belimumab"):
        write(project.sources[0], drug)
        pipeline.build(project, views=False)
        made.append(contents(project.outputs))
    assert made[0] != made[1]
    return made


def left(project: Project) -> set[str]:
    return {entry.name for entry in project.outputs.parent.iterdir()}


def test_a_killed_build_leaves_the_old_one_or_the_new(project: Project, both: list[dict[str, bytes]]) -> None:
    dice, started = random.Random(4), time.perf_counter()
    pipeline.build(project, views=False, full=True)
    whole = time.perf_counter() - started
    for turn in range(KILLS):
        write(project.sources[0], ("Rituximab", "Belimumab")[turn % 2])
        child = FORK.Process(target=pipeline.build, args=(project,), kwargs={"views": False, "full": turn % 3 == 0})
        child.start()
        child.join(dice.uniform(0, 1.2 * whole))
        child.kill()
        child.join()
        child.close()
        assert contents(project.outputs) in both
    write(project.sources[0], "Rituximab")
    pipeline.build(project, views=False)
    assert contents(project.outputs) == both[0] and left(project) == {"out"}
    assert not list((project.outputs.parent.parent / "cache" / "litkg").glob("*.part"))


# ---------------------------------------------------------------- failing writes


FIRED: list[str] = []  # what was made to fail in this process


def fail_at(number: int, below: str) -> None:
    """Have the n-th opening for writing, renaming, making or removing below a folder fail as on a full disk."""
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event not in ("open", "os.rename", "os.mkdir", "os.remove") or not str(arguments[0]).startswith(below):
            return
        if event == "open" and not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            return
        seen += 1
        if seen == number:
            FIRED.append(event)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))

    sys.addaudithook(hook)


def no_file_beyond(size: int, _: str) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def ending(prepare: Callable[[int, str], None], number: int, project: Project) -> tuple[str, bool]:
    """How a build in a process of its own ends, "" when well, else the kind of error; and whether a failure fired."""
    inner, outer = FORK.Pipe()

    def run() -> None:
        prepare(number, str(project.outputs.parent.parent))
        try:
            pipeline.build(project, views=False, full=True)
            outer.send(("", bool(FIRED)))
        except BaseException as error:
            outer.send((f"{type(error).__name__}: {error}", bool(FIRED)))

    child = FORK.Process(target=run)
    child.start()
    told, fired = inner.recv()
    child.join()
    return told, fired


def test_every_failing_write_is_told_and_leaves_the_old_build(project: Project, both: list[dict[str, bytes]]) -> None:
    write(project.sources[0], "Rituximab")
    failed, fired, number = 0, True, 0
    while fired:
        number += 1
        told, fired = ending(fail_at, number, project)
        assert not told or (fired and told.startswith("OutputError: ")), told
        assert contents(project.outputs) == both[not not told]
        assert left(project) <= {"out", ".out.lock"}
        failed += bool(told)
        if not told:  # of what is kept for later builds a failure costs nothing
            write(project.sources[0], "Belimumab")
            pipeline.build(project, views=False)
            write(project.sources[0], "Rituximab")
    assert failed >= 6 and number > 10


@pytest.mark.parametrize("size", [10, 1_000, 10_000, 40_000])
def test_a_file_too_large_is_told_and_leaves_the_old_build(
    size: int, project: Project, both: list[dict[str, bytes]]
) -> None:
    write(project.sources[0], "Rituximab")
    told, _ = ending(no_file_beyond, size, project)
    assert told.startswith("OutputError: ") and contents(project.outputs) == both[1] and left(project) == {"out"}


def test_of_two_builds_at_once_one_is_told(project: Project, both: list[dict[str, bytes]]) -> None:
    with store.replace(project.outputs) as folder:
        with pytest.raises(OutputError, match="another build is writing"):
            pipeline.build(project, views=False)
        (folder / "kg.ttl").write_bytes(both[0]["kg.ttl"])
    assert contents(project.outputs) == {"kg.ttl": both[0]["kg.ttl"]}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_build_says_so_and_leaves_the_old_one(
    jobs: str, project: Project, both: list[dict[str, bytes]]
) -> None:
    write(project.sources[0], "Rituximab", 6000)
    command = [sys.executable, "-m", "kg.cli", "build", str(project.sources[0]), "-o", str(project.outputs)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    heard = signal.signal(signal.SIGINT, signal.SIG_DFL)  # a suite in the background may ignore it, and its children do
    child = subprocess.Popen([*command, "--jobs", jobs], cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, heard)
    pause = threading.Event()
    while child.poll() is None and not any(name.startswith(".out.new-") for name in left(project)):
        pause.wait(0.01)
    pause.wait(0.8)  # into reading
    os.kill(child.pid, signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130 and said == "interrupted\n"
    assert contents(project.outputs) == both[1] and left(project) == {"out"}


# ---------------------------------------------------------------- disks as they are

OWN_MOUNTS = ["unshare", "--mount", "--map-root-user"]
FULL = "mount -t tmpfs -o size=100k tmpfs site && "
READ_ONLY = "mount --bind site site && mount -o remount,bind,ro site && "


def may_mount() -> bool:
    command = [*OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return bool(shutil.which("unshare")) and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not may_mount(), reason="unshare is not there, or not permitted")
@pytest.mark.parametrize(
    ("disk", "told"), [(FULL, "disk is full"), (READ_ONLY, "read-only")], ids=["full", "read-only"]
)
def test_a_disk_that_takes_no_more_is_told(disk: str, told: str, tmp_path: Path) -> None:
    write(tmp_path / "sources", "Rituximab", 200)
    (tmp_path / "site").mkdir()
    build = f"exec {sys.executable} -m kg.cli build sources -o site/out --no-views --jobs 2"
    env = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(
        [*OWN_MOUNTS, "sh", "-c", disk + build], cwd=tmp_path, env=env, capture_output=True, text=True
    )
    assert done.returncode == 6 and told in done.stderr, done.stderr
    assert left(Project(outputs=tmp_path / "site" / "out")) == set()
