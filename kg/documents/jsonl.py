"""JSON Lines (jsonlines.org), or an array, of flat objects with the usual names: title, authors, abstract, year …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.documents import _json, _table
from kg.documents._json import Json
from kg.model import Record, Rejected, Source

FORMAT = "jsonl"
RANK = 2  # every JSON format of its own is asked before

_KEY = re.compile(rb'"((?:[^"\\]|\\.){1,60})"\s*:')
_TITLED = re.compile(rb'"(?:[Tt]itle|TITLE|[Aa]rticle[ _][Tt]itle)"\s*:\s*"')


def sniff(head: bytes) -> bool:
    """Objects with a title and something that only publications have."""
    if not _json.begins(head) or not _TITLED.search(head):
        return False
    names = [name.decode("utf-8", "replace") for name in _KEY.findall(head[:16_384])]
    return b'"custom"' not in head[:2000] and _table.is_table(names)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The objects of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _rows, _table.record)


def _rows(found: Json) -> list[Json]:
    """The object; or those of the one list of objects it holds where it has no title itself."""
    if "title" in _table.columns(list(found)).values():
        return [found]
    lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return [row for row in lists[0] if isinstance(row, dict)] if len(lists) == 1 else [found]
