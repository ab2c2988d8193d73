"""Files to records: every module of this package whose name has no leading underscore reads one format.

A format module has `FORMAT`, its name; `sniff(head)`, whether a file that begins so is of it; and
`read(file, source)`, its records.  `head` is at most 64 KiB of the unpacked file, in UTF-8 whatever the file is in.
A module may have `RANK`: recognisers are asked from the lowest to the highest rank (0 unless said), then by module
name, and the first that knows the file reads it.

A format whose records can be cut out of a file unread has `cut(file)`, the pieces in order, and `record(piece,
source)`, what one of them says; `read` is the same at once.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import importlib
import io
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeAlias, cast

from kg.documents import _archive, _lines
from kg.documents._files import files, skipped
from kg.documents._passages import completed
from kg.documents._places import Place, find
from kg.documents._reject import from_error, rejected
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

if TYPE_CHECKING:
    from kg.documents._xml import Piece

__all__ = [
    "Cut", "Format", "Place", "cut", "files", "find", "finished", "formats", "named", "read", "read_bytes",
    "read_place", "read_stream", "recognise", "skipped",
]  # fmt: skip

HEAD = 64 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What users put beside their records: magic bytes, and what to do instead.
_FOREIGN = (
    (b"\x1f\x8b", "a file packed twice", "unpack it once"),
    (b"\xd0\xcf\x11\xe0", "an office document", "export the records as text"),
    (b"\x89PNG", "an image", "give the text it shows"),
    (b"\xff\xd8\xff", "an image", "give the text it shows"),
    (b"SQLite format 3", "a database", "export its records"),
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A record that has been cut out of its file and not been read; the source is without its line."""

    source: Source
    piece: Piece


Found: TypeAlias = Record | Rejected | Cut


class Format(Protocol):
    """What a format module offers."""

    FORMAT: str

    def sniff(self, head: bytes) -> bool:
        """Whether a file that begins with these bytes is of this format."""
        ...

    def read(self, file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
        """The records of a file of this format, in order."""
        ...


Recogniser: TypeAlias = Callable[[bytes], Format | None]


class Pieced(Format, Protocol):
    """What a format module offers whose records can be cut out of a file unread."""

    def cut(self, file: BinaryIO) -> Iterator[Piece]:
        """The pieces of a file, in order; a piece knows its line."""
        ...

    def record(self, piece: Piece, source: Source) -> Record | Rejected:
        """What a piece of a file says."""
        ...


@cache
def formats() -> tuple[Format, ...]:
    """The format modules, in the order in which they are asked."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    known = [cast(Format, m) for m in modules if all(hasattr(m, part) for part in ("FORMAT", "sniff", "read"))]
    return tuple(sorted(known, key=lambda module: getattr(module, "RANK", 0)))


def read(path: Path, shown: str | None = None) -> Iterator[Record | Rejected]:
    """The records of one file, in order; `shown` is how its path is told.

    What cannot be read is given as `Rejected`: a file of no known format, a damaged record.  Nothing is raised.
    """
    return map(finished, cut(path, shown))


def finished(found: Found) -> Record | Rejected:
    """What is read in a record, if that has not been done yet."""
    if not isinstance(found, Cut):
        return found
    read = cast(Pieced, named(found.source.format)).record(found.piece, found.source)
    return completed(read) if isinstance(read, Record) else read


@cache
def named(format: str) -> Format:
    """The format module of this name, and no other loaded."""
    return cast(Format, importlib.import_module(f"{__name__}.{format}"))


def recognise(head: bytes) -> Format | None:
    """The format of a file that begins so; None where no recogniser knows it."""
    text = normalised(head)
    return next((module for module in formats() if module.sniff(text)), None) if text.strip() else None


def cut(path: Path, shown: str | None = None, recognise: Recogniser = recognise) -> Iterator[Found]:
    """The records of one file, in order, as little read as their format allows."""
    return _opened(_held(path), shown if shown is not None else str(path), recognise)


def read_place(place: Place, shown: str) -> Iterator[Record | Rejected]:
    """The same for one file of an archive."""
    return map(finished, _opened(place.opened(), shown, recognise, inside=bool(place.member)))


def read_bytes(data: bytes, shown: str) -> Iterator[Record | Rejected]:
    """The same for the bytes of a file."""
    return map(finished, _read(io.BytesIO(data), shown, recognise))


def read_stream(stream: BinaryIO, shown: str) -> Iterator[Record | Rejected]:
    """The same for what can be read only once, such as standard input; a temporary file holds it where it is long."""
    return map(finished, _opened(_lines.spooled(_lines.blocks(stream)), shown, recognise))


@contextmanager
def _held(path: Path) -> Iterator[BinaryIO]:
    """A file opened so that it can be gone through again, which a pipe cannot."""
    with path.open("rb") as file, nullcontext(file) if file.seekable() else _lines.spooled(_lines.blocks(file)) as held:
        yield held


def _opened(
    opening: AbstractContextManager[BinaryIO], name: str, recognise: Recogniser, *, inside: bool = False
) -> Iterator[Found]:
    """The records of a file to be opened; what the system has against it (its disk, who may read it) is told."""
    try:
        with opening as file:
            yield from _read(file, name, recognise, inside=inside)
    except OSError as error:
        yield rejected(Source(path=name, format="", sha256=""), f"cannot be read: {error.strerror or error}")


def _read(file: BinaryIO, name: str, recognise: Recogniser, *, inside: bool = False) -> Iterator[Found]:
    """The records of an opened file, unpacked if need be; `inside` an archive no other one is opened."""
    source = Source(path=name, format="", sha256="")
    try:
        source = replace(source, sha256=hashlib.file_digest(file, "sha256").hexdigest())  # type: ignore[arg-type]
        file.seek(0)
        magic = file.read(4)
        file.seek(0)
        if magic == _archive.ZIP:
            yield from _members(file, source, recognise, inside)
        elif magic.startswith(_archive.GZIP):
            packed = cast(BinaryIO, gzip.GzipFile(fileobj=file, mode="rb"))
            yield from _records(_archive.unpacked(packed, file.tell, "gzip"), source, recognise)
        else:
            yield from _records(file, source, recognise)
    except RecordError as error:
        yield from_error(source, error)


def _members(file: BinaryIO, source: Source, recognise: Recogniser, inside: bool) -> Iterator[Found]:
    """The records of an archive's files, each a source of its own: `archive.zip/file`."""
    if inside:
        raise RecordError("an archive in an archive", help="unpack it first")
    empty = True
    for name, member in _archive.members(file):
        own = replace(source, path=f"{source.path}/{name}")
        empty = False
        if isinstance(member, RecordError):
            yield from_error(own, member)
        else:
            yield from _read(member, own.path, recognise, inside=True)
    if empty:
        yield rejected(source, "no file in the archive")


def _records(file: BinaryIO, source: Source, recognise: Recogniser) -> Iterator[Found]:
    """The records of an unpacked file, brought to UTF-8 first where it is in UTF-16."""
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(_UTF16):
        with _lines.spooled(_lines.utf8(file, "utf-16")) as plain:
            yield from _recognised(plain, plain.read(HEAD), source, recognise)
    else:
        yield from _recognised(file, head, source, recognise)


def _recognised(file: BinaryIO, head: bytes, source: Source, recognise: Recogniser) -> Iterator[Found]:
    file.seek(0)
    module = recognise(head)
    if module is None:
        yield _unknown(head, source)
        return
    source, number = replace(source, format=module.FORMAT), 0
    for number, found in enumerate(_found(module, file, source), start=1):  # noqa: B007
        yield completed(found) if isinstance(found, Record) else found
    if not number:
        yield rejected(source, "no record in it", raw=head)


def _found(module: Format, file: BinaryIO, source: Source) -> Iterator[Found]:
    if not hasattr(module, "cut"):
        return module.read(file, source)
    return (Cut(source, piece) for piece in cast(Pieced, module).cut(file))


def normalised(head: bytes) -> bytes:
    """The first bytes of a file without their byte order mark, UTF-16 turned into UTF-8."""
    if head.startswith(_UTF16):
        return head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(codecs.BOM_UTF8)


def _unknown(head: bytes, source: Source) -> Rejected:
    if not normalised(head).strip():
        return rejected(source, "the file is empty", help="export or save it again")
    for magic, kind, help in _FOREIGN:
        if head.startswith(magic):
            return rejected(source, f"not a record but {kind}", help=help, raw=head)
    names = ", ".join(sorted(module.FORMAT for module in formats()))
    reason = "not text: it holds NUL bytes" if b"\0" in head else "unknown kind of file"
    return rejected(source, reason, help=f"known formats: {names}", raw=head)
