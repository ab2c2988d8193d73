"""`kg read`: the records of its arguments, and the forms it prints them in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from kg import documents
from kg.documents.csl_json import item
from kg.model import Person, Record, Rejected

FORMS = ("csl-json", "jsonl", "table")
_WIDTHS = (24, 4, 60)


def read_all(paths: Sequence[str], stdin: BinaryIO) -> Iterator[Record | Rejected]:
    """The records of files, folders and, for `-`, of standard input, in the order of the arguments."""
    for name in paths:
        if name == "-":
            yield from documents.read_stream(stdin, "-")
            continue
        for path, shown in documents.files([Path(name)]):
            yield from documents.read(path, shown)


def write(records: Iterable[Record], form: str) -> Iterator[str]:
    """The text of the records in one of FORMS, piece by piece."""
    if form == "table":
        yield from (_row(record) for record in records)
        return
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    lines = (encode(item(record)) for record in records)
    if form == "jsonl":
        yield from (line + "\n" for line in lines)
        return
    first = True
    for line in lines:
        yield ("[\n" if first else ",\n") + line
        first = False
    yield "[]\n" if first else "\n]\n"


def _row(record: Record) -> str:
    who = next(iter(record.authors), None)
    name = "" if who is None else who.family if isinstance(who, Person) else who.name
    cells = (name, (record.issued or "")[:4], record.title)
    shown = "  ".join(f"{cell[:width]:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{shown}  {record.identifiers.doi or record.identifiers.pmid or ''}".rstrip() + "\n"
