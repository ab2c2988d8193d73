"""What `kg build` does with its arguments: the formats, the pool it runs on, what it tells at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kg import console
from kg.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from kg.model import Map
    from kg.project import Project

Counts: TypeAlias = dict[str, Any]
Pool: TypeAlias = "Callable[[], AbstractContextManager[Map]]"
ENGINES = {
    "local": "processes on this computer, as many as --jobs",
    "dask": "a Dask cluster: one of --jobs processes here, or that of --scheduler ADDRESS",
}


def formats(given: Iterable[str]) -> tuple[str, ...]:
    """The formats named, by commas or one by one; UsageError for one that is unknown."""
    from kg import project

    try:
        return project.ordered(name for each in given for name in each.split(","))
    except ConfigError as error:
        raise UsageError(error.what, help=error.help) from error


def pool(engine: str, jobs: int, scheduler: str | None) -> Pool:
    """What opens the pool that an engine stands for; UsageError where there is none of that name."""
    if engine not in ENGINES:
        told = "; ".join(f"{name}: {what}" for name, what in ENGINES.items())
        raise UsageError(f"there is no engine {engine!r}", help=told)
    if scheduler and engine != "dask":
        raise UsageError("--scheduler is for Dask", help="add --engine dask")
    return partial(_opened, engine, jobs, scheduler)


def _opened(engine: str, jobs: int, scheduler: str | None) -> AbstractContextManager[Map]:
    from kg import workers

    if engine == "local":
        return workers.processes(jobs)
    from kg.workers import clusters

    return clusters.dask(jobs, scheduler)


def build(wanted: Project, opened: Pool, *, profile: bool, **how: bool) -> Counts:
    """Build, and give the counts; with `profile` the time of each stage is told too."""
    from kg import pipeline
    from kg.workers.timing import Clock

    with opened() as run, console.progress() as step:
        clock = Clock(step)
        made = pipeline.build(wanted, run=run, step=clock, timings=clock.told if profile else None, **how)
    if profile:
        console.say("\n".join(clock.lines()))
    return made.counts


def summary(counts: Mapping[str, Any], out: Path) -> None:
    """Say what came out, what was skipped, and what to do next."""
    from kg import graph_files
    from kg.sparql.stats import lines

    console.say("\n".join(lines(counts)))
    for entry in counts["quarantined"]:
        where = f"{entry['path']}:{entry['line']}" if entry.get("line") else entry["path"]
        console.say(f"skipped {where}: {entry['reason']}")
    views = out / "views" / "index.html"
    graph = graph_files.find(out)
    console.say(f"Open {views} in a browser, or ask: kg query contested -g {graph}" if views.exists()
         else f"Next: kg view -g {graph}, or kg query contested -g {graph}")  # fmt: skip
