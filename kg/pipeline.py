"""The order of the stages, and nothing else: sources → records → readings → identity → triples → outputs."""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kg import (
    assembling,
    documents,
    entries,
    fingerprint,
    gathering,
    graph_files,
    manifest,
    mapping,
    resolving,
    store,
    vocabulary,
)
from kg.cache import Cache, DamagedError
from kg.documents._plain import plain
from kg.entries import Settings, read_record, tools
from kg.errors import InputError
from kg.gathering import Gathered
from kg.mapping.answers import Answer, answer
from kg.model import Map, Rejected, Source
from kg.project import Names, Project
from kg.sparql import stats

_ASKED = "give one JSON object a line, with id, title and abstract"
__all__ = ["Build", "annotate", "build", "read_record"]
Step = Callable[..., None]  # stage, records done, and the share of the stage that is done where it is known
Timings = Callable[[], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What a build made: `counts` by name, and everything skipped with its path, line and reason."""

    counts: dict[str, Any]
    skipped: tuple[dict[str, Any], ...]


def build(
    project: Project, *, run: Map = map, step: Step = lambda stage, done, share=None: None, views: bool = True,
    full: bool = False, timings: Timings | None = None,
) -> Build:  # fmt: skip
    """Read the sources and write all outputs, whole or not at all; `full` uses nothing from earlier builds.

    `timings` are asked for at the end and put into the report, which then differs from build to build.
    Raises InputError when not one record could be read, OutputError when the outputs cannot be written.
    """
    wanted = fingerprint.asked(project, views=views)
    with store.replace(project.outputs) as folder:
        with _undisturbed():
            try:
                made, sources = _made(project, folder, run, step, full)
            except DamagedError:
                made, sources = _made(project, folder, run, step, True)
        if views:
            _draw(folder, made, step)
        if timings:
            store.write_json(folder / "report.json", {**made.counts, "timings": timings()})
        manifest.write(folder, sources, _vocabulary_sources(project))
    if not timings:
        fingerprint.remember(project.outputs, wanted, (source.sha256 for source in sources))
    return made


def annotate(
    lines: Iterable[bytes],
    vocabularies: tuple[Path, ...] = (),
    *,
    kind: str | None = None,
    names: Names | None = None,
    run: Map = map,
) -> Iterator[Answer]:
    """One answer for each JSON line (`id`, `title`, `abstract`), in order, as they come.

    Raises InputError, naming the line, where one is no such object.
    """
    settings = Settings(vocabularies=vocabularies, kind=kind, names=names or Names())
    numbered = ((settings, number, line) for number, line in enumerate(lines, start=1) if line.strip())
    return run(_answer, numbered)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No search for cycles of garbage while a build runs: it makes millions of objects and hardly a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


# ---------------------------------------------------------------- the whole


def _made(project: Project, folder: Path, run: Map, step: Step, full: bool) -> tuple[Build, list[Source]]:
    """Everything but views and manifest, written to a folder; and the files that gave records."""
    settings = Settings(vocabularies=project.vocabularies, base=project.base, names=project.names)
    with Cache(f"read-{fingerprint.name(project.outputs)}", fingerprint.settings(project), fresh=full) as cache:
        found = gathering.gather(project, cache, settings, run, step)
        if not found.known:
            entries.words(settings)  # what is wrong with a vocabulary is told before what is wrong with the sources
            raise _nothing(project, found.rejected)
        step("resolving", len(found.known))
        sources, resolution = _sources(found), resolving.resolved(found, cache, folder, project.base)
        graph = assembling.Graph(
            known=found.known,
            used=found.used,
            sources=sources,
            vocabularies=_vocabulary_sources(project),
            resolution=resolution,
            words=partial(entries.words, settings),
            base=project.base,
        )
        mapping.formats.write(graph.blocks(cache, step), project.formats, folder, base=project.base)
    made = _report(project, found, graph)
    store.write_json(folder / "report.json", made.counts)
    for each in found.rejected:
        store.quarantine(folder, each)
    return made, sources


def _sources(found: Gathered) -> list[Source]:
    """The files that gave records, each once, by path."""
    sources = {(each.source.path, each.source.sha256): each.source for each in found.known}
    return [sources[key] for key in sorted(sources)]


# ---------------------------------------------------------------- one text


def _answer(job: tuple[Settings, int, bytes]) -> Answer:
    settings, number, line = job
    annotator, words = tools(settings)
    text = _line(line, number)
    record, starts = plain(str(text.get("title") or ""), str(text.get("abstract") or ""))
    return answer(text.get("id"), read_record(record, annotator, words), starts, words.concepts)


def _line(line: bytes, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}", where=f"line {number}", help=_ASKED) from error
    if not isinstance(value, dict):
        raise InputError("not a JSON object", where=f"line {number}", help=_ASKED)
    return value


def _vocabulary_sources(project: Project) -> list[Source]:
    """The vocabularies a build used, the shipped ones by their name."""
    paths = [*vocabulary.shipped_files(), *project.vocabularies]
    return [Source(path=path.name, format=path.suffix.lstrip("."), sha256=fingerprint.sha256(path)) for path in paths]


# ---------------------------------------------------------------- telling


def _report(project: Project, found: Gathered, graph: assembling.Graph) -> Build:
    """The counts of a build: in = read + quarantined, read = papers + merged."""
    counted = _tally(graph)
    sources, known, rejected = _sources(found), found.known, found.rejected
    left_out = Counter(reason for _, reason in documents.skipped(project.sources))
    skipped = tuple({"path": r.path, "line": r.line, "reason": r.reason, "help": r.help} for r in rejected)
    counts = {
        "files": len({source.path for source in sources} | {r.path for r in rejected}),
        "formats": dict(sorted(Counter(each.source.format for each in known).items())),
        "records": {
            "in": len(known) + len(rejected), "read": len(known), "quarantined": len(rejected),
            "merged": len(known) - counted["papers"],
        },
        "left_out": sum(left_out.values()),
        "skipped": dict(sorted(left_out.items())),
        "quarantined": list(skipped),
        "graph": counted,
    }  # fmt: skip
    return Build(counts=counts, skipped=skipped)


def _nothing(project: Project, rejected: Sequence[Rejected]) -> InputError:
    """Why a build has not one record to build from."""
    where = ", ".join(str(source) for source in project.sources)
    if not rejected:
        return InputError("no sources found", where=where, help="put saved pages or record files there, or name them")
    first = rejected[0]
    return InputError(
        f"not one record could be read; {first.path}: {first.reason}", where=where, help=first.help or "see kg read"
    )


def _draw(folder: Path, made: Build, step: Step) -> None:
    from kg import views

    step("drawing", 0)
    views.render(graph_files.find(folder), folder / "views", report=made.counts)


def _tally(graph: assembling.Graph) -> dict[str, int]:
    """What a graph amounts to, by the names `kg stats` uses."""
    told = graph.counts
    counts = {name: told[name] for name in stats.CLASSES}
    counts |= {name: told[kind] for name, kind in stats.KINDS.items()}
    return counts | {"contested": told["contested"], "ambiguous": told["mentions"] - told["grounded"]}
