"""EndNote tagged format (.enw), which is refer's with more tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from kg.documents import _endnote, _lines, _reject
from kg.documents._tagged import Fields
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

FORMAT = "endnote"

_START = re.compile(rb"\A\s*%[0ATBDJ](?: |\r?\n)")
_LINE = re.compile(r"(%[0-9A-Za-z@?!#$&()*+<>=\[\]~^])(?: +(.*)|\s*)\Z")


def sniff(head: bytes) -> bool:
    """A first line of a percent sign and the tag of a type, an author or a title."""
    return bool(_START.match(head)) and b"\n%" in head


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The references of a file, in order; one without a title is rejected."""
    for line, fields in _references(_lines.lines(file)):
        own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=line)
        try:
            yield _endnote.record(fields, own)
        except RecordError as error:
            raw = "\n".join(f"{tag} {value}" for tag, values in fields.items() for value in values)
            yield _reject.from_error(own, error, line=line, raw=raw.encode("utf-8", "replace"))


def _references(lines: Iterable[str]) -> Iterator[tuple[int, Fields]]:
    """The line each reference starts on, and its values by tag; a %0 or a blank line opens a new one."""
    fields: dict[str, list[list[str]]] = {}
    start, last, blank = 0, "", False
    for number, line in enumerate(lines, start=1):
        match = _LINE.match(line)
        if match and fields and (match[1] == "%0" or (blank and "%T" in fields and match[1] in "%A%T")):
            yield start, _joined(fields)
            fields = {}
        if match:
            start = number if not fields else start
            last = match[1]
            fields.setdefault(last, []).append([match[2] or ""])
        elif line.strip() and fields:
            fields[last][-1].append(line)
        blank = not line.strip()
    if fields:
        yield start, _joined(fields)


def _joined(fields: dict[str, list[list[str]]]) -> Fields:
    """The lines of each value as one text; Google Scholar escapes the ampersand."""
    joined = {tag: ["\n".join(map(str.strip, lines)) for lines in values] for tag, values in fields.items()}
    return {tag: [value.replace(r"\&", "&") for value in values] for tag, values in joined.items()}
