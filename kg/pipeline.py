"""The order of the stages, and nothing else: sources → records → readings → identity → triples → outputs."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from kg import __version__, documents, extraction, identity, mapping, store, vocabulary
from kg.documents._plain import plain
from kg.entities import Annotator
from kg.errors import InputError
from kg.mapping import turtle
from kg.mapping.answers import Answer, answer
from kg.model import Map, Reading, Record, Rejected, Source, record_key
from kg.project import Project
from kg.resolution import Proposition, Resolution
from kg.sparql import stats
from kg.terms import KG, OA, RDF
from kg.vocabulary import Vocabulary

_ASKED = "give one JSON object a line, with id, title and abstract"
BATCH = 64  # records a process takes at a time
Step = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What reading one record depends on beside the record; processes are handed it and load it once."""

    vocabularies: tuple[Path, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """What a build made: `counts` by name, and everything skipped with its path, line and reason."""

    counts: dict[str, Any]
    skipped: tuple[dict[str, Any], ...]


def build(project: Project, *, run: Map = map, step: Step = lambda stage, done: None, views: bool = True) -> Build:
    """Read the sources and write all outputs, whole or not at all.

    Raises InputError when not one record could be read, OutputError when the outputs cannot be written.
    """
    words = vocabulary.load(project.vocabularies)
    rejected: list[Rejected] = []
    records = _kept(_found(project), rejected)
    readings = _readings(records, Settings(vocabularies=project.vocabularies), run, step)
    if not readings:
        raise _nothing(project, rejected)
    step("resolving", len(readings))
    facts = [identity.keys(reading) for reading in readings]
    resolution = identity.resolve(facts)
    claimed = identity.propositions(facts, resolution)
    lines = sorted(set(_lines(readings, resolution, claimed, words, project)))
    made = _report(project, readings, rejected, _tally(lines))
    with store.replace(project.outputs) as folder:
        step("writing", len(readings))
        turtle.write(lines, folder / "kg.ttl", base=project.base)
        store.write_json(folder / "report.json", made.counts)
        store.write_ledger(folder / "identity.tsv", resolution.ledger, project.base)
        for each in rejected:
            store.quarantine(folder, each)
        if views:
            _draw(folder, made, step)
        store.write_manifest(folder, _sources(readings, rejected), _vocabulary_sources(project))
    return made


def annotate(
    lines: Iterable[bytes], vocabularies: tuple[Path, ...] = (), *, kind: str | None = None, run: Map = map
) -> Iterator[Answer]:
    """One answer for each JSON line (`id`, `title`, `abstract`), in order, as they come.

    Raises InputError, naming the line, where one is no such object.
    """
    settings = Settings(vocabularies=vocabularies, kind=kind)
    numbered = ((settings, number, line) for number, line in enumerate(lines, start=1) if line.strip())
    return run(_answer, numbered)


# ---------------------------------------------------------------- one record


def read_record(record: Record, annotator: Annotator, words: Vocabulary) -> Reading:
    """Everything one record gives."""
    mentions = annotator.annotate(record)
    sentences, claims = extraction.read(record, mentions, words.concepts)
    return Reading(
        record=record, mentions=mentions, sentences=sentences, claims=claims, design=extraction.design(record)
    )


def _read_batch(job: tuple[Settings, tuple[Record, ...]]) -> list[Reading]:
    settings, records = job
    annotator, words = _tools(settings)
    return [read_record(record, annotator, words) for record in records]


def _answer(job: tuple[Settings, int, bytes]) -> Answer:
    settings, number, line = job
    annotator, words = _tools(settings)
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


@lru_cache(maxsize=2)
def _tools(settings: Settings) -> tuple[Annotator, Vocabulary]:
    words = vocabulary.load(settings.vocabularies, kind=settings.kind)
    return Annotator(words), words


# ---------------------------------------------------------------- all records


def _found(project: Project) -> Iterator[Record | Rejected]:
    """What the sources hold, each record's path relative to the root it was found under."""
    for root in project.sources:
        if not root.exists():
            raise InputError(
                "there is no such file or folder", where=str(root), help="name your sources: kg build FOLDER"
            )
        for path, _ in documents.files([root]):
            relative = path.relative_to(root).as_posix() if root.is_dir() else path.name
            yield from documents.read(path, relative)


def _kept(found: Iterable[Record | Rejected], rejected: list[Rejected]) -> Iterator[Record]:
    for each in found:
        if isinstance(each, Record):
            yield each
        else:
            rejected.append(each)


def _readings(records: Iterable[Record], settings: Settings, run: Map, step: Step) -> list[Reading]:
    """Every reading, by path, line and title, so that no order of files shows."""
    readings: list[Reading] = []
    for batch in run(_read_batch, _batches(records, settings)):
        readings += batch
        step("reading", len(readings))
    return sorted(readings, key=lambda r: (r.record.source.path, r.record.source.line or 0, r.record.title))


def _batches(records: Iterable[Record], settings: Settings) -> Iterator[tuple[Settings, tuple[Record, ...]]]:
    rest = iter(records)
    while batch := tuple(islice(rest, BATCH)):
        yield settings, batch


def _lines(
    readings: Sequence[Reading], resolution: Resolution, claimed: Sequence[Proposition], words: Vocabulary,
    project: Project,
) -> Iterator[str]:  # fmt: skip
    """The N-Triples lines of the whole graph, in no order."""
    base = project.base
    for group in _by_paper(readings, resolution):
        yield from mapping.triples(group, resolution, base)
    yield from mapping.concepts(words, mapping.used(readings))
    yield from mapping.propositions(claimed, words, base)
    yield from mapping.dataset(_sources(readings, ()), _vocabulary_sources(project), __version__, base)


def _by_paper(readings: Sequence[Reading], resolution: Resolution) -> Iterator[list[Reading]]:
    groups: dict[str, list[Reading]] = {}
    for reading in readings:
        groups.setdefault(resolution.papers[record_key(reading.record)], []).append(reading)
    yield from (groups[paper] for paper in sorted(groups))


def _sources(readings: Iterable[Reading], rejected: Iterable[Rejected]) -> list[Source]:
    """The files that gave records, each once, by path."""
    found = {(s.path, s.sha256): replace(s, line=None) for s in (r.record.source for r in readings)}
    return [found[key] for key in sorted(found)]


def _vocabulary_sources(project: Project) -> list[Source]:
    """The vocabularies a build used, the shipped ones by their name."""
    paths = [*vocabulary.shipped_files(), *project.vocabularies]
    return [
        Source(path=path.name, format=path.suffix.lstrip("."), sha256=hashlib.sha256(path.read_bytes()).hexdigest())
        for path in paths
    ]


# ---------------------------------------------------------------- telling


def _report(
    project: Project, readings: Sequence[Reading], rejected: Sequence[Rejected], graph: dict[str, int]
) -> Build:
    """The counts of a build: in = read + quarantined, read = papers + merged."""
    left_out = Counter(reason for _, reason in documents.skipped(project.sources))
    skipped = tuple({"path": r.path, "line": r.line, "reason": r.reason, "help": r.help} for r in rejected)
    counts = {
        "files": len({r.record.source.path for r in readings} | {r.path for r in rejected}),
        "formats": dict(sorted(Counter(r.record.source.format for r in readings).items())),
        "records": {
            "in": len(readings) + len(rejected), "read": len(readings), "quarantined": len(rejected),
            "merged": len(readings) - graph["papers"],
        },
        "left_out": sum(left_out.values()),
        "skipped": dict(sorted(left_out.items())),
        "quarantined": list(skipped),
        "graph": graph,
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
    views.render(folder / "kg.ttl", folder / "views", report=made.counts)


_TYPE, _BODY = f" <{RDF.type}> <", f" <{OA.hasBody}> "
_CONTESTED = f" <{KG.contested}> "


def _tally(lines: Iterable[str]) -> dict[str, int]:
    """What the distinct triples of a graph amount to, by the names `kg stats` uses."""
    typed: dict[str, set[str]] = {}
    bodies: dict[str, str] = {}
    contested = 0
    for line in lines:
        subject, _, rest = line.partition(" ")
        if _TYPE in line:
            typed.setdefault(rest[rest.rindex("<") + 1 : -3], set()).add(subject)
        elif _BODY in line:
            bodies[subject] = rest[rest.rindex("<") : -2]
        contested += _CONTESTED in line
    named = set(bodies.values())
    counts = {name: len(typed.get(iri, ())) for name, iri in stats.CLASSES.items()}
    counts |= {name: len(named & typed.get(iri, set())) for name, iri in stats.CONCEPTS.items()}
    return counts | {"contested": contested, "ambiguous": counts["mentions"] - len(bodies)}
