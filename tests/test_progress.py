"""How far a build is: records, rate and time left on stderr; timings in the report only when asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_torn import contents, write

from kg import console, pipeline
from kg.project import Project
from kg.workers import progress
from kg.workers.timing import Clock


@pytest.mark.parametrize(("done", "share", "passed", "told"), [
    pytest.param(0, None, 0, "", id="nothing known"),
    pytest.param(40, None, 0.5, "40 records", id="too early for a rate"),
    pytest.param(12_400, 0.25, 40, "12,400 records, 310/s, 2:00 left", id="a quarter done"),
    pytest.param(12_400, None, 40, "12,400 records, 310/s", id="no one knows how much there is"),
    pytest.param(10, 1.0, 5, "10 records, 2/s, 0:00 left", id="all done"),
])  # fmt: skip
def test_rate_and_time_left(done: int, share: float | None, passed: float, told: str) -> None:
    rate = progress.Rate()
    rate.told("reading", 0, None, 100.0)
    assert rate.told("reading", done, share, 100.0 + passed) == told


def test_a_stage_has_a_rate_of_its_own() -> None:
    rate = progress.Rate()
    rate.told("reading", 0, 0.0, 0.0)
    assert rate.told("reading", 100, 0.5, 10.0) == "100 records, 10/s, 0:10 left"
    assert rate.told("assembling", 100, 0.5, 20.0) == "100 records"


def test_lines_are_told_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    clock = iter([100.0, 104.0, 111.0, 112.0])
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    with progress.Lines() as step:
        step("reading", 0, 0.0)
        step("reading", 100, 0.25)
        step("reading", 220, 0.5)
        step("resolving", 400)
    assert capsys.readouterr().err == "reading\nreading: 220 records, 20/s, 0:11 left\nresolving: 400 records\n"


@pytest.mark.parametrize(("quiet", "verbose", "kind"), [
    (False, False, "_Silent"), (False, True, "Lines"), (True, True, "_Silent"),
])  # fmt: skip
def test_without_a_terminal_it_is_told_when_asked(
    quiet: bool, verbose: bool, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(console, "SETTINGS", {"quiet": quiet, "verbose": verbose, "debug": False})
    assert type(console.progress()).__name__ == kind


def test_the_bar_tells_stage_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 110.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock, 120.0))
    with progress.Bar() as bar:
        bar("reading", 0)
        bar("reading", 100, 0.5)
        (task,) = bar._progress.tasks
        assert (task.description, task.fields["told"]) == ("reading", "100 records, 10/s, 0:10 left")
        assert task.percentage == 50


def test_timings_are_in_the_report_only_when_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(tmp_path / "sources", "Rituximab", 3)
    project = Project(sources=(tmp_path / "sources",), outputs=tmp_path / "out")
    pipeline.build(project, views=False)
    plain = contents(project.outputs)
    seen: list[str] = []
    clock = Clock(lambda stage, done, share=None: seen.append(stage))
    pipeline.build(project, views=False, step=clock, timings=clock.told)
    timed = contents(project.outputs)
    report = json.loads(timed.pop("report.json"))
    stages = [each["stage"] for each in report.pop("timings")]
    assert stages == ["starting", *dict.fromkeys(seen)] and {"reading", "resolving", "assembling"} <= set(stages)
    assert report == json.loads(plain.pop("report.json"))
    assert {name for name in plain if plain[name] != timed[name]} == {"manifest.json"}
    assert all(len(line) < 60 and " s" in line for line in clock.lines())
    pipeline.build(project, views=False)
    assert "timings" not in json.loads((project.outputs / "report.json").read_text("utf-8"))
