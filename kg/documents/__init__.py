"""Files to records: every module of this package whose name has no leading underscore reads one format.

A format module has `FORMAT`, its name; `sniff(head)`, whether a file that begins so is of it; and
`read(file, source)`, its records.  `head` is at most 64 KiB of the unpacked file, in UTF-8 whatever the file is in.
A module may have `RANK`: recognisers are asked from the lowest to the highest rank (0 unless said), then by module
name, and the first that knows the file reads it.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import importlib
import io
import pkgutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from kg.documents._files import files, skipped
from kg.documents._passages import completed
from kg.documents._reject import from_error, rejected
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

__all__ = ["Format", "files", "formats", "read", "read_bytes", "skipped"]

HEAD = 64 * 1024
_GZIP = b"\x1f\x8b"
# What users put beside their records: magic bytes, and what to do instead.
_FOREIGN = (
    (b"%PDF", "a PDF", "save the article's page, or export its record as RIS, BibTeX or PubMed XML"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or export the records as text"),
    (b"\x89PNG", "an image", "give the text it shows"),
    (b"\xff\xd8\xff", "an image", "give the text it shows"),
    (b"SQLite format 3", "a database", "export its records"),
)


class Format(Protocol):
    """What a format module offers."""

    FORMAT: str

    def sniff(self, head: bytes) -> bool:
        """Whether a file that begins with these bytes is of this format."""
        ...

    def read(self, file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
        """The records of a file of this format, in order."""
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
    name = shown if shown is not None else str(path)
    try:
        file = path.open("rb")
    except OSError as error:
        yield rejected(Source(path=name, format="", sha256=""), f"cannot be read: {error.strerror or error}")
        return
    with file:
        yield from _read(file, name)


def read_bytes(data: bytes, shown: str) -> Iterator[Record | Rejected]:
    """The same for the bytes of a file, such as those of standard input."""
    yield from _read(io.BytesIO(data), shown)


def _read(file: BinaryIO, name: str) -> Iterator[Record | Rejected]:
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    file.seek(0)
    packed = file.read(2) == _GZIP
    file.seek(0)
    content = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
    source = Source(path=name, format="", sha256=digest)
    try:
        yield from _records(content, source)
    except RecordError as error:
        yield from_error(source, error)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        yield rejected(source, f"damaged gzip: {error}", help="fetch the file again; what came before it was read")


def _records(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    head = file.read(HEAD)
    file.seek(0)
    module = recognise(head)
    if module is None:
        yield _unknown(head, source)
        return
    source, number = replace(source, format=module.FORMAT), 0
    for number, found in enumerate(module.read(file, source), start=1):  # noqa: B007
        yield completed(found) if isinstance(found, Record) else found
    if not number:
        yield rejected(source, "no record in it", raw=head)


def recognise(head: bytes) -> Format | None:
    """The format of a file that begins so; None where no recogniser knows it."""
    text = normalised(head)
    return next((module for module in formats() if module.sniff(text)), None) if text.strip() else None


def normalised(head: bytes) -> bytes:
    """The first bytes of a file without their byte order mark, UTF-16 turned into UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
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
