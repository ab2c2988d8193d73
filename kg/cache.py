"""What was made before, by what it was made from: texts by key in one file, a row for each key.

A row is the key and its texts, each with its check, parted by FIELD, and END.  New rows are added at the end, so that
a build that is killed loses its last one at most.  Every text is checked when it is read: what is damaged, torn or of
another program is as good as absent, so deleting or spoiling the file costs time and nothing else.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import IO
from zlib import crc32

from kg.errors import OutputError

_FORM = b"litkg cache 3 "
_ENDING = ".part"  # of a file that is being written anew; should its build be killed, the next one does it again
_HELP = "free some space, or name another folder in the environment variable XDG_CACHE_HOME"
FIELD, END = b"\x1e", b"\x1d"  # stand in no text: of control characters JSON and Turtle have the line feed alone
TEXTS = 3  # of one key at most
_LENGTH = 32  # bits
_BUFFER = 1 << 20  # bytes read at a time


def folder() -> Path:
    """Where what was made before is kept; deleting it is always safe."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "litkg"


class DamagedError(Exception):
    """A text is there but not sound: what it was wanted for has to be done without what is remembered."""


class Cache:
    """Texts by key: those of earlier builds and those put since.

    `with Cache(name, program) as cache:` – at a good end, what this build has not asked for goes where it is most of
    the file.  `fresh` begins with nothing.  Raises OutputError where nothing can be written.
    """

    def __init__(self, name: str, program: str, *, fresh: bool = False) -> None:
        self._path = folder() / name
        self._head = _FORM + program.encode() + END
        self._places: dict[str, int] = {}  # where the row begins and the lengths of its texts, in one number
        self._asked: set[str] = set()
        self._file = _opened(self._path)
        self._size = self._kept = 0
        if not fresh:
            self._index()
        self._file.seek(self._size)
        self._file.truncate()
        if not self._size:
            self._size = self._kept = self._file.write(self._head)

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.flush()
            if error is None and self._size > 2 * self._kept:
                self._compact()
        except OSError as problem:
            if error is None:
                raise self._full(problem) from problem
        finally:
            self._file.close()

    def get(self, key: str, number: int = 0) -> str | None:
        """A text of a key, from this build or an earlier one; None where there is none, or it is not sound."""
        if key not in self._places:
            return None
        begin, lengths = self._place(key)
        text = self._read(begin + len(key) + 1 + sum(lengths[:number]) + number, lengths[number])
        body, check = text[:-8], text[-8:]
        if check != _check(key, number, body):
            del self._places[key]
            return None
        if key not in self._asked:
            self._asked.add(key)
            self._kept += _row_length(key, lengths)
        return body.decode()

    def __contains__(self, key: object) -> bool:
        """Whether there are texts of a key; whether they are sound shows when they are asked for."""
        return key in self._places

    def sound(self, key: str, number: int = 0) -> str:
        """A text of a key; DamagedError where there is none that is sound."""
        text = self.get(key, number)
        if text is None:
            raise DamagedError(key)
        return text

    def put(self, key: str, *texts: str) -> None:
        """Keep texts (without FIELD and END) under a key in ASCII; the first ones of a key count."""
        if key in self._places:
            return
        bodies = [text.encode() for text in texts]
        told = [body + _check(key, number, body) for number, body in enumerate(bodies)]
        row = FIELD.join((key.encode(), *told)) + END
        try:
            self._file.write(row)
        except OSError as problem:
            raise self._full(problem) from problem
        self._places[key] = _packed(self._size, list(map(len, told)))
        self._asked.add(key)
        self._size += len(row)
        self._kept += len(row)

    def _full(self, problem: OSError) -> OutputError:
        return OutputError(f"cannot write: {problem.strerror or problem}", where=str(self._path.parent), help=_HELP)

    def _place(self, key: str) -> tuple[int, list[int]]:
        """Where a row begins, and the lengths of its texts with their checks; 0 where there is no text."""
        number, lengths = self._places[key], []
        for _ in range(TEXTS):
            lengths.append(number & (1 << _LENGTH) - 1)
            number >>= _LENGTH
        return number, lengths

    def _read(self, offset: int, length: int) -> bytes:
        data = os.pread(self._file.fileno(), length, offset)
        if len(data) < length:
            self._file.flush()
            data = os.pread(self._file.fileno(), length, offset)
        return data

    def _index(self) -> None:
        """Note where the keys stand, up to the last whole row; the last of a key counts."""
        rows = _rows(self._file)
        if next(rows, None) != self._head:
            return
        self._size = self._kept = len(self._head)
        for row in rows:
            ends = list(_ends(row))
            lengths = [end - begin - 1 for begin, end in pairwise(ends)]
            if len(lengths) <= TEXTS:
                self._places[row[: ends[0]].decode("ascii", "replace")] = _packed(self._size, lengths)
            self._size += len(row)

    def _compact(self) -> None:
        """Write what was asked for anew, in the same order."""
        part = self._path.with_name(f"{self._path.name}{_ENDING}")
        with part.open("wb") as file:
            file.write(self._head)
            for key in self._places:
                if key in self._asked:
                    begin, lengths = self._place(key)
                    file.write(self._read(begin, _row_length(key, lengths)))
        os.replace(part, self._path)


def _rows(file: IO[bytes]) -> Iterator[bytes]:
    """The whole rows of a file, each with its END."""
    file.seek(0)
    rest = b""
    while block := file.read(_BUFFER):
        rest += block
        begin = 0
        while end := rest.find(END, begin) + 1:
            yield rest[begin:end]
            begin = end
        rest = rest[begin:]


def _ends(row: bytes) -> Iterator[int]:
    """Where the key of a row ends, and each of its texts: a split would copy them all."""
    at = row.find(FIELD)
    while at >= 0:
        yield at
        at = row.find(FIELD, at + 1)
    yield len(row) - 1


def _check(key: str, number: int, body: bytes) -> bytes:
    return b"%08x" % crc32(body, crc32(f"{key}{number}".encode()))


def _packed(begin: int, lengths: list[int]) -> int:
    for length in reversed(lengths + [0] * (TEXTS - len(lengths))):
        begin = begin << _LENGTH | length
    return begin


def _row_length(key: str, lengths: list[int]) -> int:
    return len(key) + 1 + sum(length + 1 for length in lengths if length)


def _opened(path: Path) -> IO[bytes]:
    """The file to read and write, made where there is none; a nameless one where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), "r+b", _BUFFER)
    except OSError:
        try:
            return tempfile.TemporaryFile(prefix="litkg-")
        except OSError as problem:
            raise OutputError(f"cannot write: {problem.strerror}", where=str(path.parent), help=_HELP) from problem
