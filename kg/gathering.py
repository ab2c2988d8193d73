"""Sources to entries: each record of each file read now or remembered; facts for the global stages.

Entries are kept in the cache, by the hash of the record, or of the piece of a file that it was cut out of.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from sys import intern

from kg import coding, documents, identity
from kg.cache import Cache
from kg.documents import Cut, Format
from kg.entries import FACTS, NOWHERE, REJECTED, TOLD, Job, Settings, read_batch, rejected, rejection
from kg.errors import InputError
from kg.model import Map, Record, Rejected, Source
from kg.project import Project
from kg.text import digest

BATCH = 32  # records a process takes at a time


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


# ---------------------------------------------------------------- all records


def gather(project: Project, cache: Cache, settings: Settings, run: Map, step: Callable[..., None]) -> Gathered:
    """Read all sources, or remember what was read; in the order of the files.

    Raises InputError where a source does not exist.
    """
    sources = _Sources(project, cache)
    under_way: deque[list[str]] = deque()
    step("reading", 0)
    for entries in run(read_batch, _batches(sources.unread(), settings, under_way)):
        for key, read in zip(under_way.popleft(), entries, strict=True):
            cache.put(key, *read)
        sources.settle()
        step("reading", len(sources.found.known), min(sources.share, 1.0))
    sources.settle()
    return sources.found


def _batches(
    unread: Iterator[tuple[str, Job]], settings: Settings, under_way: deque[list[str]]
) -> Iterator[tuple[Settings, list[Job]]]:
    while batch := list(islice(unread, BATCH)):
        under_way.append([key for key, _ in batch])
        yield settings, [job for _, job in batch]


@dataclass(slots=True)
class _Place:
    """Where a record stands, and what is known of it by now."""

    source: Source
    line: int
    key: str  # of its entry
    known: Known | Rejected | None = None


class _Sources:
    """The files one after the other; `found` grows as the entries of their records come in, in order."""

    def __init__(self, project: Project, cache: Cache) -> None:
        self._project, self._cache = project, cache
        self._waiting: deque[_Place] = deque()
        self._asked: set[str] = set()
        self.found = Gathered([], [])
        self.share = 0.0  # of all bytes, those in files that were begun

    def unread(self) -> Iterator[tuple[str, Job]]:
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
            place = waiting[0]
            known = place.known or self._known(place)
            if known is None:
                return
            waiting.popleft()
            self._asked.discard(place.key)
            if isinstance(known, Known):
                self.found.known.append(known)
            else:
                self.found.rejected.append(known)

    def _known(self, place: _Place) -> Known | Rejected | None:
        """What is known of a record; whether the other texts of its entry are sound shows when they are asked for."""
        facts = self._cache.get(place.key, FACTS)
        if facts is None:
            return None
        if facts == REJECTED:
            told = self._cache.get(place.key, TOLD)
            return rejected(told, place.source.path, place.line) if told else None
        keys, used = facts.split("\t")
        decoded = identity.decode(keys, place.source.path, place.line)
        return Known(place.source, decoded, tuple(map(intern, json.loads(used))), place.key)

    def _remembered(self, listing: str | None) -> bool:
        """Whether all that a file gave is known still."""
        if listing is None:
            return False
        told, records = json.loads(listing)
        sources = [Source(path=path, format=format, sha256=sha256) for path, format, sha256 in told]
        places = [_Place(sources[of], line, key) for of, line, key in records]
        for place in places:
            place.known = self._known(place)
        if any(place.known is None for place in places):
            return False
        self._waiting += places
        return True

    def _read(self, path: Path, shown: str, listing: str) -> Iterator[tuple[str, Job]]:
        places = []
        for each in documents.cut(path, shown, self._recognised):
            place, job = self._placed(each)
            places.append(place)
            if place.key not in self._asked:
                place.known = self._known(place)
                if place.known is None:
                    self._asked.add(place.key)
                    self._waiting.append(place)
                    yield place.key, job
                    continue
            self._waiting.append(place)
        sources = {place.source: None for place in places}  # one, but of an archive one for each of its files
        number = {source: n for n, source in enumerate(sources)}
        files = [(source.path, source.format, source.sha256) for source in sources]
        records = [(number[place.source], place.line, place.key) for place in places]
        self._cache.put(listing, coding.encode((files, records)))

    def _recognised(self, head: bytes) -> Format | None:
        """The format of a file, without loading all others where a file has begun so before."""
        key = _key("head", head)
        name = self._cache.get(key)
        if name is None:
            known = documents.recognise(head)
            self._cache.put(key, known.FORMAT if known else "")
            return known
        return documents.named(name) if name else None

    def _placed(self, found: Record | Rejected | Cut) -> tuple[_Place, Job]:
        """Where a record stands with the key of its entry, and what would read it."""
        if isinstance(found, Rejected):
            entry = rejection(found)
            key = _key("rejected", *entry)
            self._cache.put(key, *entry)
            return _Place(Source(path=found.path, format="", sha256=""), 0, key), Job(None)
        if isinstance(found, Cut):
            piece = found.piece
            key = _key(found.source.format, piece.name, piece.encoding, "whole" if piece.whole else None, piece.data)
            bare = Cut(replace(NOWHERE, format=found.source.format), replace(piece, line=1))
            return _Place(found.source, piece.line, key), Job(bare)
        text = coding.encode_record(found)
        return _Place(replace(found.source, line=None), found.source.line or 0, _key(text)), Job(found, text)


def _key(*parts: str | bytes | None) -> str:
    """What an entry is called: by all it is made from, beside program and vocabularies."""
    told = (part if isinstance(part, bytes) else (part or "").encode() for part in parts)
    return hashlib.sha256(b"\x1f".join(told)).hexdigest()[:32]


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
