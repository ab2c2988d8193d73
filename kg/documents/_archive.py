"""Packed files: gzip read through, the members of a ZIP archive, both within limits that no honest file reaches."""

from __future__ import annotations

import errno
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.documents._files import reason
from kg.errors import RecordError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
RATIO = 200  # unpacked bytes to packed ones, beyond the first FREE bytes
FREE = 16 << 20
MEMBERS = 10_000  # files in an archive
UNPACKED = 4 << 30  # bytes of one member, and of all of them
_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, UnicodeDecodeError)


class _Unpacked(io.RawIOBase):
    """What is read out of a packed file; raises `RecordError` where it is damaged or unpacks to more than it should."""

    def __init__(self, inner: BinaryIO, packed: Callable[[], int], kind: str) -> None:
        self._inner, self._packed, self._kind, self._count = inner, packed, kind, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        with _damage_told(self._kind):
            data = self._inner.read(len(view))
        view[: len(data)] = data
        self._count += len(data)
        if self._count > FREE and (self._count > UNPACKED or self._count > RATIO * max(1, self._packed())):
            raise RecordError(f"it unpacks to more than {RATIO} times its size, or {UNPACKED >> 30} GB: a bomb?")
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._count = self._inner.seek(offset, whence)
        return self._count

    def tell(self) -> int:
        return self._count


@contextmanager
def _damage_told(kind: str) -> Iterator[None]:
    """Turns what damaged bytes raise into `RecordError`; an error of the disk passes as what it is."""
    try:
        yield
    except NotImplementedError as error:
        raise RecordError(f"{kind} of a kind that is not read: {error}", help="unpack it yourself") from error
    except (*_DAMAGE, OSError) as error:
        if system := _of_system(error):
            raise system from None
        reason = f"damaged {kind}: {str(error) or 'it ends too soon'}"
        raise RecordError(reason, help="fetch the file again; what came before it was read") from error


def _of_system(error: BaseException) -> OSError | None:
    """The system's own error, which zipfile hides behind one of its own.

    gzip and bz2 raise OSError for damage, but without a number; a damaged offset is an invalid argument of a seek.
    """
    behind = error if isinstance(error, OSError) else error.__context__
    return behind if isinstance(behind, OSError) and behind.errno not in (None, errno.EINVAL) else None


def unpacked(inner: BinaryIO, packed: Callable[[], int], kind: str) -> BinaryIO:
    """A file packed as gzip or zip, read within the limits; `packed` tells how many bytes of it were read."""
    return cast(BinaryIO, io.BufferedReader(_Unpacked(inner, packed, kind), 1 << 17))


def members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO | RecordError]]:
    """The files of an archive by name, sorted; one that cannot be read is given as the error to report.

    Raises `RecordError` where the archive itself cannot be used.
    """
    with _damage_told("zip"):
        archive = zipfile.ZipFile(file)
    infos = sorted((i for i in archive.infolist() if not i.filename.endswith("/")), key=lambda i: i.filename)
    if infos and any(info.filename in _OFFICE for info in infos):
        raise RecordError("not a record but an office document or a program", help="export the records as text")
    if len(infos) > MEMBERS or sum(info.file_size for info in infos) > UNPACKED:
        raise RecordError(f"an archive of more than {MEMBERS} files or {UNPACKED >> 30} GB", help="unpack it yourself")
    for info in infos:
        if reason(info.filename) is None and not _is_aside(info.filename):
            yield info.filename, _opened(archive, info)


def member(file: BinaryIO, name: str) -> BinaryIO | None:
    """One file of an archive; None where it has no such file, or cannot be used."""
    try:
        inner = next((inner for own, inner in members(file) if own == name), None)
    except RecordError:
        return None
    return None if isinstance(inner, RecordError) else inner


def _is_aside(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.split("/")[:-1])


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO | RecordError:
    if info.flag_bits & 1:
        return RecordError("it is encrypted", help="unpack it yourself")
    if info.header_offset < 0:
        return RecordError("damaged zip: bytes are missing", help="fetch the file again")
    try:
        with _damage_told("zip"):
            inner = cast(BinaryIO, archive.open(info))
    except RecordError as error:
        return error
    return unpacked(inner, lambda: info.compress_size, "zip")
