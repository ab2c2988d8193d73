"""PubTator's text format: `PMID|t|title`, `PMID|a|abstract`, then annotations, which are others' work and left out.

As NCBI's PubTator describes it (Wei et al. 2013), and as corpora in it are written: BC5CDR, the NCBI disease corpus,
MedMentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kg.documents import _abstract, _identifiers, _lines, _pubmed, _reject, _text
from kg.errors import RecordError
from kg.model import Identifiers, Record, Rejected, Source

FORMAT = "pubtator"

_START = re.compile(rb"\A\s*[\w.:/-]{1,60}\|t\|")
_PART = re.compile(r"([\w.:/-]{1,60})\|([a-z])\|(.*)\Z")


def sniff(head: bytes) -> bool:
    """A first line with the title of a document."""
    return bool(_START.match(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The documents of a file, in order; one without a title is rejected."""
    for line, name, parts in _documents(_lines.lines(file)):
        own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=line)
        try:
            yield _record(name, parts, own)
        except RecordError as error:
            raw = "\n".join(f"{name}|{part}|{text}" for part, text in parts)
            yield _reject.from_error(own, error, line=line, raw=raw.encode("utf-8", "replace"))


def _documents(lines: Iterable[str]) -> Iterator[tuple[int, str, list[tuple[str, str]]]]:
    """The line each document starts on, its name, and its parts: a letter and a text each."""
    start, name, parts = 0, "", list[tuple[str, str]]()
    for number, line in enumerate(lines, start=1):
        part = _PART.match(line)
        if parts and (not line.strip() or (part and (part[1] != name or part[2] == "t"))):
            yield start, name, parts
            parts = []
        if part:
            start, name = (start, name) if parts else (number, part[1])
            parts.append((part[2], part[3]))
    if parts:
        yield start, name, parts


def _record(name: str, parts: list[tuple[str, str]], source: Source) -> Record:
    title = _pubmed.title(_text.clean(" ".join(text for part, text in parts if part == "t")))
    if not title:
        raise RecordError("the document has no title", help=f"PubTator's documents begin with {name}|t|")
    text = "\n".join(_text.lines(text) for part, text in parts if part == "a")
    return Record(
        kind="article",
        title=title,
        source=source,
        identifiers=Identifiers(
            doi=_identifiers.doi(name),
            pmid=_identifiers.pmid(name) if name.isdigit() else None,
            pmcid=_identifiers.pmcid(name),
        ),
        passages=_abstract.passages(text),
    )
