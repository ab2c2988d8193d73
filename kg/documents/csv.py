"""Tables with a header: CSV (RFC 4180), TSV, and those parted by semicolons or bars, as spreadsheets save them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from kg.documents import _reject, _table, _text
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

FORMAT = "csv"
RANK = 3  # every format of its own is asked before

LONGEST = 8 << 20  # characters of a line
CELL = 2 << 20  # characters of a cell
_ABOUT = 2  # lines that may stand before the column names
_DELIMITERS = ",\t;|"


def sniff(head: bytes) -> bool:
    """A line of column names, a title among them and something that only publications have.

    It is the first, or comes after a line or two about the data (Dimensions).
    """
    text = head.decode("utf-8", "replace").lstrip("\r\n")
    return not text.startswith(("<", "{", "[", "@")) and any(map(_delimiter, text.splitlines()[: _ABOUT + 1]))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The rows of a file, in order; one without a title, or with more cells than the header has, is rejected."""
    csv.field_size_limit(CELL)
    lines = _Lines(file)
    try:
        yield from _rows(lines, source)
    finally:
        lines.detach()


def _rows(lines: _Lines, source: Source) -> Iterator[Record | Rejected]:
    header = _header(lines)
    delimiter = _delimiter(lines.last) or ","
    while True:
        rows = csv.reader(lines, delimiter=delimiter, strict=False)
        try:
            for row in rows:
                if any(cell.strip() for cell in row):
                    yield _read(row, header, replace(source, line=lines.start), lines)
                lines.begin()
            return
        except (csv.Error, RecordError) as error:
            own = replace(source, line=lines.start)
            raw = lines.raw()
            lines.close_cell()
            yield _reject.rejected(own, f"damaged table: {error}", line=lines.start, raw=raw)
            lines.begin()


class _Lines:
    """The lines of a file; `start` is the one the row begins on, `held` what was read of the row."""

    def __init__(self, file: BinaryIO) -> None:
        head = file.read(1 << 20)
        file.seek(0)
        name = _text.encoding(head.rpartition(b"\n")[0] or head)
        self._text = io.TextIOWrapper(file, "utf-8-sig" if name == "utf-8" else name, "replace", newline="")
        self.start, self._number, self.held, self.last = 1, 0, list[str](), ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(LONGEST)
        if not line:
            raise StopIteration
        self._number += 1
        if len(line) == LONGEST:
            self.held = [line[:1000]]
            while line and not line.endswith("\n"):
                line = self._text.readline(LONGEST)
            raise RecordError(f"a line of more than {LONGEST >> 20} MB")
        self.held.append(line)
        self.last = line
        return line.replace("\0", "")

    def begin(self) -> None:
        """The next row begins with the next line."""
        self.start, self.held = self._number + 1, []

    def detach(self) -> None:
        """Leaves the file open to whoever opened it."""
        self._text.detach()

    def close_cell(self) -> None:
        """Goes on to the end of a quoted cell that lines were read of."""
        quotes = sum(line.count('"') for line in self.held)
        while quotes % 2 and (line := self._text.readline(LONGEST)):
            self._number += 1
            quotes += line.count('"')

    def raw(self) -> bytes:
        """The bytes of the row as far as it was read, in UTF-8."""
        return "".join(self.held).encode("utf-8", "replace")


def _header(lines: _Lines) -> list[str]:
    """The column names; reading goes on behind them."""
    for line in lines:
        lines.begin()
        if delimiter := _delimiter(line):
            return next(csv.reader([line], delimiter=delimiter))
    raise RecordError("no header")


def _delimiter(text: str) -> str | None:
    """What parts the names of the first line; None where they are not those of a table of publications."""
    line = re.split(r"[\r\n]", text, maxsplit=1)[0].removeprefix("\ufeff")[:20_000]
    for delimiter in _DELIMITERS:
        cells = [cell.strip().strip('"') for cell in line.split(delimiter)]
        if len(cells) > 1 and _table.is_table(cells):
            return delimiter
    return None


def _read(row: list[str], header: list[str], source: Source, lines: _Lines) -> Record | Rejected:
    """The record of one row; a header line printed again is one of the row's that have no title."""
    try:
        if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            raise RecordError(f"the row has {len(row)} cells, the header {len(header)}")
        named: dict[str, str] = {}
        for name, cell in zip(header, row, strict=False):
            if cell.strip() and name not in named:
                named[name.removeprefix("\ufeff")] = cell
        return _table.record(named, source)
    except RecordError as error:
        return _reject.from_error(source, error, line=source.line, raw=lines.raw())
