"""What was made before, by what it was made from: a file of lines `key TAB text TAB check`, read and written here.

Every line is checked when it is read: what is damaged, torn or of another program is as good as absent, so deleting
or spoiling the file costs time and nothing else.  A file whose build was killed serves the next build.
"""

from __future__ import annotations

import glob
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO

from kg.errors import OutputError

_FORM = b"litkg cache 1 "
_LENGTHS = 1 << 32  # no line is longer
_ENDING = ".part"  # of a file that is being written; its build may have been killed
_HELP = "free some space, or name another folder in the environment variable XDG_CACHE_HOME"


def folder() -> Path:
    """Where what was made before is kept; deleting it is always safe."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "litkg"


def check(line: bytes) -> bytes:
    """The last field of a line, made from what comes before it."""
    return hashlib.blake2b(line, digest_size=8).hexdigest().encode()


class Cache:
    """Lines by key: those of earlier builds are read, those asked for or made in this one are written anew.

    `with Cache(name, program) as cache:` – at a good end the new file takes the place of the old, at a bad one it
    stays beside it for the next build.  `fresh` reads nothing from earlier builds.
    """

    def __init__(self, name: str, program: str, *, fresh: bool = False) -> None:
        self._path = folder() / name
        self._head = _FORM + program.encode() + b"\n"
        self._places: dict[str, tuple[int, int, int]] = {}  # file, offset and length
        self._written: dict[str, int] = {}  # offset and length in one number: there are two for every record
        self._files: list[IO[bytes]] = []
        self._new, self._part = _new(self._path)
        earlier = () if fresh else (self._path, *_left(self._path, self._part))
        for path in earlier:
            self._index(path)
        for path in _left(self._path, self._part):
            path.unlink(missing_ok=True)
        self._offset = self._new.write(self._head)

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._new.close()
            if error is None and self._part.parent == self._path.parent:
                os.replace(self._part, self._path)
        except OSError as problem:
            if error is None:
                raise self._full(problem) from problem
        finally:
            for file in self._files:
                file.close()
            if self._part.parent != self._path.parent:
                self._part.unlink(missing_ok=True)

    def get(self, key: str) -> str | None:
        """The text of a key, from this build or an earlier one; None where there is none."""
        if key in self._written:
            return self._read(self._new, *divmod(self._written[key], _LENGTHS), key)
        if key not in self._places:
            return None
        number, offset, length = self._places[key]
        text = self._read(self._files[number], offset, length, key)
        if text is None:
            del self._places[key]
        else:
            self.put(key, text)
        return text

    def put(self, key: str, text: str) -> None:
        """Keep a text (ASCII, no line feed); the first one of a key counts."""
        if key in self._written:
            return
        body = f"{key}\t{text}\t".encode("ascii")
        line = body + check(body) + b"\n"
        try:
            self._new.write(line)
        except OSError as problem:
            raise self._full(problem) from problem
        self._written[key] = self._offset * _LENGTHS + len(line)
        self._offset += len(line)

    def _full(self, problem: OSError) -> OutputError:
        return OutputError(f"cannot write: {problem.strerror or problem}", where=str(self._part.parent), help=_HELP)

    def _read(self, file: IO[bytes], offset: int, length: int, key: str) -> str | None:
        if file is self._new and offset + length > self._flushed():
            self._new.flush()
        line = os.pread(file.fileno(), length, offset)
        body, tab, seal = line[:-1].rpartition(b"\t")
        body += tab
        if line[-1:] != b"\n" or seal != check(body) or not body.startswith(f"{key}\t".encode()):
            return None
        return body[len(key) + 1 : -1].decode("ascii", "replace")

    def _flushed(self) -> int:
        return os.fstat(self._new.fileno()).st_size

    def _index(self, path: Path) -> None:
        """Note where the keys of an earlier file stand; the last of a key counts."""
        try:
            file = path.open("rb")
        except OSError:
            return
        offset = len(head := file.readline())
        if head != self._head:
            file.close()
            return
        number = len(self._files)
        self._files.append(file)
        for line in file:
            key = line[: line.find(b"\t")].decode("ascii", "replace")
            self._places[key] = (number, offset, len(line))
            offset += len(line)


def _new(path: Path) -> tuple[IO[bytes], Path]:
    """A file to write beside `path`, else in the system's folder for temporary files."""
    part = path.with_name(f"{path.name}.{os.getpid()}{_ENDING}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return part.open("w+b"), part
    except OSError:
        try:
            handle, name = tempfile.mkstemp(prefix="litkg-")
        except OSError as problem:
            raise OutputError(f"cannot write: {problem.strerror}", where=str(path.parent), help=_HELP) from problem
        return os.fdopen(handle, "w+b"), Path(name)


def _left(path: Path, own: Path) -> Iterable[Path]:
    """What killed builds have left; the caller has the right to write these outputs, so no build is writing there."""
    found = path.parent.glob(f"{glob.escape(path.name)}.*{_ENDING}")
    return sorted(each for each in found if each != own)
