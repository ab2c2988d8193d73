"""Sources to entries: what each record gives, read now or remembered, kept on disk; facts for the global stages.

A record's entry is three texts in the cache, by the hash of the record: FACTS for identity and the concepts it uses,
TOLD what it says as it stands in the file, READ the record and what was read in it, for papers of several records.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, TypeAlias

from kg import coding, documents, identity, mapping, vocabulary
from kg.cache import Cache
from kg.errors import InputError
from kg.mapping import iris
from kg.model import Map, Reading, Record, Rejected, Source
from kg.project import Project
from kg.text import digest

if TYPE_CHECKING:
    from kg.entities import Annotator
    from kg.vocabulary import Vocabulary

BATCH = 32  # records a process takes at a time
FACTS, TOLD, READ = range(3)
Entry: TypeAlias = tuple[str, str, str]  # these texts, the last without the record


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What reading one record depends on beside the record; processes are handed it and load it once."""

    vocabularies: tuple[Path, ...] = ()
    kind: str | None = None
    base: str = iris.BASE


@dataclass(frozen=True, slots=True)
class Known:
    """What stays in memory of a record: where it stands, what identity needs, concepts used, the key of its entry."""

    source: Source
    keys: identity.Keys
    used: tuple[str, ...]
    entry: str


@dataclass(slots=True)
class Gathered:
    """What the sources gave; the entries themselves are in the cache."""

    known: list[Known]
    rejected: list[Rejected]


class _Job:
    """A record on its way to be read: to another process it goes as text."""

    def __init__(self, text: str, record: Record | None = None) -> None:
        self.text, self._record = text, record

    def __reduce__(self) -> tuple[object, ...]:
        return _Job, (self.text,)

    @property
    def record(self) -> Record:
        """The record, without its source where it has come as text."""
        return self._record or coding.decode_record(self.text, _NOWHERE)


_NOWHERE = Source(path="", format="", sha256="")


# ---------------------------------------------------------------- one record


def read_record(record: Record, annotator: Annotator, words: Vocabulary) -> Reading:
    """Everything one record gives."""
    from kg import extraction

    mentions = annotator.annotate(record)
    sentences, claims = extraction.read(record, mentions, words.concepts)
    return Reading(
        record=record, mentions=mentions, sentences=sentences, claims=claims, design=extraction.design(record)
    )


@lru_cache(maxsize=2)
def tools(settings: Settings) -> tuple[Annotator, Vocabulary]:
    """What reads a record: made once in each process."""
    from kg.entities import Annotator

    words = vocabulary.load(settings.vocabularies, kind=settings.kind)
    return Annotator(words), words


def read_batch(batch: tuple[Settings, list[_Job]]) -> list[Entry]:
    """The entry of each record, in order."""
    settings, jobs = batch
    annotator, words = tools(settings)
    return [entry(read_record(job.record, annotator, words), settings.base) for job in jobs]


def entry(reading: Reading, base: str) -> Entry:
    """What is kept of a reading; the same wherever its record stands."""
    facts = identity.keys(reading)
    told = mapping.told(identity.name(facts), [reading], base, documents=[mapping.ANY_DOCUMENT])
    return (
        f"{identity.encode(facts)}\t{coding.encode(sorted(mapping.used([reading])))}",
        f"{coding.encode_told(told)}\t{identity.encode_said(facts)}",
        coding.encode_said(reading),
    )


def keep(cache: Cache, key: str, record: str, read: Entry) -> None:
    """Put the entry of a record, itself a text, into the cache."""
    facts, told, said = read
    cache.put(key, facts, told, f"{record}\t{said}")


# ---------------------------------------------------------------- all records


def gather(project: Project, cache: Cache, settings: Settings, run: Map, step: Callable[..., None]) -> Gathered:
    """Read all sources, or remember what was read; in the order of the files.

    Raises InputError where a source does not exist.
    """
    sources = _Sources(project, cache)
    under_way: deque[list[tuple[str, str]]] = deque()
    step("reading", 0)
    for entries in run(read_batch, _batches(sources.unread(), settings, under_way)):
        for (key, record), read in zip(under_way.popleft(), entries, strict=True):
            keep(cache, key, record, read)
        sources.settle()
        step("reading", len(sources.found.known), min(sources.share, 1.0))
    sources.settle()
    return sources.found


def _batches(
    unread: Iterator[tuple[str, _Job]], settings: Settings, under_way: deque[list[tuple[str, str]]]
) -> Iterator[tuple[Settings, list[_Job]]]:
    while batch := list(islice(unread, BATCH)):
        under_way.append([(key, job.text) for key, job in batch])
        yield settings, [job for _, job in batch]


class _Sources:
    """The files one after the other; `found` grows as the entries of their records come in, in order."""

    def __init__(self, project: Project, cache: Cache) -> None:
        self._project, self._cache = project, cache
        self._waiting: deque[tuple[Source, int, str, Known | None]] = deque()  # file, line, key of the entry
        self._asked: set[str] = set()
        self.found = Gathered([], [])
        self.share = 0.0  # of all bytes, those in files that were begun

    def unread(self) -> Iterator[tuple[str, _Job]]:
        """The records that have to be read, each distinct one once, with the keys of their entries."""
        files = list(_files(self._project.sources))
        sizes = [path.stat().st_size if path.is_file() else 0 for path, _ in files]
        whole = sum(sizes) or 1
        for (path, shown), size in zip(files, sizes, strict=True):
            self.share += size / whole
            listing = f"S{digest(shown, _sha256(path), digits=32)}"
            if not self._remembered(self._cache.get(listing)):
                yield from self._read(path, shown, listing)

    def settle(self) -> None:
        """Take in what is known by now."""
        waiting = self._waiting
        while waiting:
            source, line, key, known = waiting[0]
            known = known or self._known(source, line, key)
            if known is None:
                return
            waiting.popleft()
            self._asked.discard(key)
            self.found.known.append(known)

    def _known(self, source: Source, line: int, key: str) -> Known | None:
        """What is known of a record; whether the other texts of its entry are sound shows when they are asked for."""
        facts = self._cache.get(key, FACTS)
        if facts is None:
            return None
        keys, used = facts.split("\t")
        return Known(source, identity.decode(keys, source.path, line), tuple(map(intern, json.loads(used))), key)

    def _remembered(self, listing: str | None) -> bool:
        """Whether all that a file gave is known still."""
        if listing is None:
            return False
        told, records, rejected = json.loads(listing)
        sources = [Source(path=path, format=format, sha256=sha256) for path, format, sha256 in told]
        entries = [(sources[of], line, key, self._known(sources[of], line, key)) for of, line, key in records]
        if any(known is None for *_, known in entries):
            return False
        self._waiting += entries
        self.found.rejected += (Rejected(path=path, line=line, reason=reason, help=help, raw=base64.b64decode(raw))
                                for path, line, reason, help, raw in rejected)  # fmt: skip
        return True

    def _read(self, path: Path, shown: str, listing: str) -> Iterator[tuple[str, _Job]]:
        source = Source(path="", format="", sha256="")
        sources: list[Source] = []  # one, but of an archive one for each of its files
        records: list[tuple[int, int, str]] = []
        rejected: list[Rejected] = []
        for each in documents.read(path, shown):
            if isinstance(each, Rejected):
                rejected.append(each)
                continue
            if (each.source.path, each.source.sha256) != (source.path, source.sha256):
                source = replace(each.source, line=None)
                sources.append(source)
            text = coding.encode_record(each)
            key = hashlib.sha256(text.encode()).hexdigest()[:32]
            line = each.source.line or 0
            records.append((len(sources) - 1, line, key))
            known = None if key in self._asked else self._known(source, line, key)
            self._waiting.append((source, line, key, known))
            if known is None and key not in self._asked:
                self._asked.add(key)
                yield key, _Job(text, each)
        self.found.rejected += rejected
        files = [(each.path, each.format, each.sha256) for each in sources]
        damaged = [(r.path, r.line, r.reason, r.help, base64.b64encode(r.raw).decode()) for r in rejected]
        self._cache.put(listing, coding.encode((files, records, damaged)))


def _files(sources: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """The files of the sources, each path relative to the root it was found under."""
    for root in sources:
        if not root.exists():
            raise InputError(
                "there is no such file or folder", where=str(root), help="name your sources: kg build FOLDER"
            )
        for path, _ in documents.files([root]):
            yield path, path.relative_to(root).as_posix() if root.is_dir() else path.name


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # reading it will say why
