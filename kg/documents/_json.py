"""JSON as sources write it: one document, an array, or one value a line; a damaged item costs itself alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, TypeAlias

from kg.documents import _json_stream, _reject, _text
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

Json: TypeAlias = dict[str, Any]


def begins(head: bytes) -> bool:
    """Whether a file that begins so holds objects, or arrays of them."""
    return head.lstrip()[:1] in (b"{", b"[")


def string(value: Any) -> str:
    """A string or number as clean text; "" for anything else."""
    if isinstance(value, str):
        return _text.clean(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def strings(value: Any) -> tuple[str, ...]:
    """The texts of a list, or of a value that should have been one; empty ones left out."""
    values = value if isinstance(value, list) else [value]
    return tuple(text for text in map(string, values) if text)


def objects(value: Any) -> list[Json]:
    """The objects of a list, or the object that stands for a list of one."""
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, dict)]


def dig(value: Any, *keys: str | int) -> Any:
    """What lies under a path of keys and positions; None where the path breaks off."""
    for key in keys:
        if isinstance(key, int):
            value = value[key] if isinstance(value, list) and len(value) > key else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def listed(found: Json, *path: str) -> list[Json]:
    """The objects of the list under a path of names; the object itself, where no list is there."""
    inner = dig(found, *path)
    return objects(inner) if isinstance(inner, list) else [found]


def records(
    file: BinaryIO, source: Source, unwrap: Callable[[Json], list[Json]], record: Callable[[Json, Source], Record]
) -> Iterator[Record | Rejected]:
    """The records of a file: `unwrap` gives the items of each of its objects, `record` reads one.

    A damaged object, and an item that `record` raises `RecordError` for, are rejected; the rest is read.
    """
    for line, found in _json_stream.values(file):
        own = Source(path=source.path, format=source.format, sha256=source.sha256, line=line)
        if isinstance(found, RecordError):
            yield _reject.from_error(own, found)
            continue
        for item in unwrap(found) if isinstance(found, dict) else ():
            try:
                yield record(item, own)
            except RecordError as error:
                yield _reject.from_error(own, error, line=line, raw=json.dumps(item).encode())
