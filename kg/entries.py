"""What one record gives, as texts that are kept: read once, the same wherever the record stands.

An entry is three texts: FACTS for identity and the concepts it uses, TOLD what it says as it stands in the file, READ
the record and what was read in it, for papers of several records.  Of a record that cannot be read it says why.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg import coding, documents, identity, mapping, vocabulary
from kg.documents import Cut
from kg.mapping import iris
from kg.model import Reading, Record, Rejected, Source
from kg.project import Names

if TYPE_CHECKING:
    from kg.entities import Annotator
    from kg.vocabulary import Vocabulary

FACTS, TOLD, READ = range(3)
REJECTED = "rejected"  # in place of facts
Entry: TypeAlias = tuple[str, str, str]  # these texts, the last without the record


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What reading one record depends on beside the record; processes are handed it and load it once."""

    vocabularies: tuple[Path, ...] = ()
    kind: str | None = None
    base: str = iris.BASE
    names: Names = Names()


class Job:
    """A record on its way to be read: to another process it goes as text, or uncut as it stood in its file."""

    def __init__(self, found: Record | Cut | None, text: str = "") -> None:
        self._found, self._text = found, text

    def __reduce__(self) -> tuple[object, ...]:
        return Job, (None, self._text) if self._text else (self._found,)

    @property
    def record(self) -> Record | Rejected:
        """The record, without its source where it has come as text."""
        return documents.finished(self._found) if self._found else coding.decode_record(self._text, NOWHERE)

    def text(self, record: Record) -> str:
        """The record as text."""
        return self._text or coding.encode_record(record)


NOWHERE = Source(path="", format="", sha256="")


def read_record(record: Record, annotator: Annotator, words: Vocabulary, *, sentences: bool = True) -> Reading:
    """Everything one record gives; without its `sentences` where only the claims are kept."""
    from kg import extraction

    mentions = annotator.annotate(record)
    read, claims = extraction.read(record, mentions, words.concepts, sentences=sentences)
    return Reading(record=record, mentions=mentions, sentences=read, claims=claims, design=extraction.design(record))


@lru_cache(maxsize=2)
def words(settings: Settings) -> Vocabulary:
    """The vocabulary: loaded once in each process."""
    return vocabulary.load(settings.vocabularies, kind=settings.kind)


@lru_cache(maxsize=2)
def tools(settings: Settings) -> tuple[Annotator, Vocabulary]:
    """What reads a record: made once in each process."""
    from kg.entities import Annotator

    known = words(settings)
    names = settings.names
    return Annotator(known, block=names.block, allow=names.allow, tagger=names.tagger), known


def read_batch(batch: tuple[Settings, list[Job]]) -> list[Entry]:
    """The entry of each record, in order."""
    settings, jobs = batch
    return [_done(job, settings) for job in jobs]


def _done(job: Job, settings: Settings) -> Entry:
    record = job.record
    if isinstance(record, Rejected):
        return rejection(record)
    annotator, known = tools(settings)
    return entry(read_record(record, annotator, known, sentences=False), settings.base, job.text(record))


def entry(reading: Reading, base: str, record: str) -> Entry:
    """What is kept of a reading, given its record as text; the same wherever the record stands."""
    facts = identity.keys(reading)
    told = mapping.told(identity.name(facts), [reading], base, documents=[mapping.ANY_DOCUMENT])
    return (
        f"{identity.encode(facts)}\t{coding.encode(sorted(mapping.used([reading])))}",
        f"{coding.encode_told(told)}\t{identity.encode_said(facts)}",
        f"{record}\t{coding.encode_said(reading)}",
    )


def rejection(found: Rejected) -> Entry:
    """The entry of a record that cannot be read."""
    raw = base64.b64encode(found.raw).decode()
    return REJECTED, coding.encode((found.line, found.reason, found.help, raw)), ""


def rejected(told: str, path: str, line: int) -> Rejected:
    """The record that cannot be read from its entry, in a file at a line; at 0 the entry knows the line itself."""
    within, reason, help, raw = json.loads(told)
    stands = line + within - 1 if line and within else within
    return Rejected(path=path, line=stands, reason=reason, help=help, raw=base64.b64decode(raw))
