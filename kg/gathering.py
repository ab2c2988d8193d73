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

from kg import coding, documents, identity
from kg.cache import Cache
from kg.documents import Cut, Format
from kg.entries import FACTS, NOWHERE, REJECTED, TOLD, Entry, Job, Settings, read_batch, rejected, rejection
from kg.errors import InputError
from kg.model import Map, Record, RecordKey, Rejected, Source
from kg.project import Project
from kg.text import digest

BATCH = 32  # records a process takes at a time


@dataclass(frozen=True, slots=True)
class Known:
    """What stays in memory of a record: its file and line (0 if unknown), its name, the key of its entry."""

    source: Source
    line: int
    name: str
    entry: str

    @property
    def record(self) -> RecordKey:
        """What the record is called before its paper is known."""
        return self.source.path, self.line, self.name


class Gathered:
    """What the sources gave; the entries themselves are in the cache.

    `used` are the concepts that any record names, `facts` is the digest of all that identity is told.
    """

    def __init__(self) -> None:
        self.known: list[Known] = []
        self.rejected: list[Rejected] = []
        self.used: set[str] = set()
        self.facts = hashlib.sha256()

    def add(self, place: Source, line: int, key: str, text: str) -> None:
        """Take in a record from the facts of its entry."""
        facts, _, used = text.partition("\t")
        self.known.append(Known(place, line, identity.named(facts), key))
        self.used.update(json.loads(used))
        self.facts.update(f"{place.path}\x1f{line}\x1f{facts}\n".encode())


# ---------------------------------------------------------------- all records


def gather(project: Project, cache: Cache, settings: Settings, run: Map, step: Callable[..., None]) -> Gathered:
    """Read all sources, or remember what was read; in the order of the files.

    Raises InputError where a source does not exist, DamagedError where what is remembered is not sound.
    """
    sources = _Sources(project, cache)
    under_way: deque[list[str]] = deque()
    step("reading", 0)
    for entries in run(read_batch, _batches(sources.unread(), settings, under_way)):
        for key, read in zip(under_way.popleft(), entries, strict=True):
            sources.take(key, read)
        sources.settle()
        step("reading", len(sources.found.known), min(sources.share, 1.0))
    sources.settle()
    return sources.found


def _batches(
    unread: Iterator[tuple[str, Job]], settings: Settings, under_way: deque[list[str]]
) -> Iterator[tuple[Settings, list[Job]]]:
    """The first is of one record: when what reads it is loaded, processes can be started."""
    size = 1
    while batch := list(islice(unread, size)):
        under_way.append([key for key, _ in batch])
        yield settings, [job for _, job in batch]
        size = BATCH


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stands, and the key of its entry."""

    source: Source
    line: int
    key: str


class _Sources:
    """The files one after the other; `found` grows as the entries of their records come in, in order."""

    def __init__(self, project: Project, cache: Cache) -> None:
        self._project, self._cache = project, cache
        self._waiting: deque[_Place] = deque()
        self._asked: set[str] = set()  # keys of entries that are being made
        self.found = Gathered()
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

    def take(self, key: str, entry: Entry) -> None:
        """Keep what was read in a record."""
        self._cache.put(key, *entry)
        self._asked.discard(key)

    def settle(self) -> None:
        """Take in what is known by now; DamagedError where an entry of an earlier build is not sound."""
        while self._waiting and self._waiting[0].key not in self._asked:
            place = self._waiting.popleft()
            facts = self._text(place, FACTS)
            if facts == REJECTED:
                self.found.rejected.append(rejected(self._text(place, TOLD), place.source.path, place.line))
            else:
                self.found.add(place.source, place.line, place.key, facts)

    def _text(self, place: _Place, number: int) -> str:
        return self._cache.sound(place.key, number)

    def _remembered(self, listing: str | None) -> bool:
        """Whether all that a file gave is known still."""
        if listing is None:
            return False
        told, records = json.loads(listing)
        sources = [Source(path=path, format=format, sha256=sha256) for path, format, sha256 in told]
        places = [_Place(sources[of], line, key) for of, line, key in records]
        if any(place.key not in self._cache for place in places):
            return False
        self._waiting += places
        self.settle()
        return True

    def _read(self, path: Path, shown: str, listing: str) -> Iterator[tuple[str, Job]]:
        places = []
        for each in documents.cut(path, shown, self._recognised):
            place, job = self._placed(each)
            places.append(place)
            self._waiting.append(place)
            if place.key in self._cache:
                self.settle()
            elif place.key not in self._asked:
                self._asked.add(place.key)
                yield place.key, job
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
