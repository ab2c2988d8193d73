"""The lines of a text file as it is read: memory is that of one line, whatever the size of the file.

A file is gone through twice: once to see that it is text and in which encoding, once for its lines.
"""

from __future__ import annotations

import codecs
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import BinaryIO, cast

from kg.documents import _text
from kg.errors import RecordError

HELD = 32 << 20  # bytes of a stream that memory holds; what is longer goes to a temporary file
_BLOCK = 1 << 16  # bytes at a time: as text they may be four times as large


def lines(file: BinaryIO) -> Iterator[str]:
    """The lines of a file without their ends (CR LF, LF or CR), decoded as `_text.decode` would.

    Raises `RecordError` where the file is no text, or holds a line that no honest file has.
    """
    file.seek(0)
    name = encoding(file)
    file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig" if name == "utf-8" else name, _text.on_error(name), newline=None)
    try:
        for line in text:
            yield line.removesuffix("\n")
    finally:
        text.detach()


@contextmanager
def spooled(blocks: Iterable[bytes]) -> Iterator[BinaryIO]:
    """These bytes as a file that can be gone through again: a temporary one where they are many."""
    with tempfile.SpooledTemporaryFile(HELD) as made:
        made.writelines(blocks)
        made.seek(0)
        yield cast(BinaryIO, made)


def blocks(file: BinaryIO) -> Iterator[bytes]:
    """What a file holds, from where it stands."""
    while block := file.read(_BLOCK):
        yield block


def utf8(file: BinaryIO, encoding: str) -> Iterator[bytes]:
    """What a file of another encoding holds, in UTF-8."""
    text = io.TextIOWrapper(file, encoding, "replace", newline="")
    try:
        while block := text.read(_BLOCK):
            yield block.encode("utf-8", "replace")
    finally:
        text.detach()


def encoding(file: BinaryIO) -> str:
    """The encoding of a file, from where it stands, as `_text.encoding` tells it of bytes; `RecordError` as there."""
    head = file.read(_text.HEAD)
    marked = _text.marked(head)
    names = () if marked else ("utf-8", *_text.declared(head))
    decoders = {name: codecs.getincrementaldecoder(name)() for name in names}
    run = 0  # bytes since a line end
    for block in chain((head,), blocks(file)):
        if not marked and b"\0" in block:
            raise RecordError("not text: it holds NUL bytes", help="give the exported text, not a binary document")
        run = _line_run(block, run)
        decoders = {name: decoder for name, decoder in decoders.items() if _decodes(decoder, block)}
    return marked or next((name for name, decoder in decoders.items() if _decodes(decoder, b"", final=True)), "cp1252")


def _line_run(block: bytes, run: int) -> int:
    """The length of the line that is open at the end of a block; `run` is that of the one open at its beginning."""
    ends = [at for at in (block.find(b"\n"), block.find(b"\r")) if at >= 0]
    if run + min(ends, default=len(block)) > _text.LONGEST:
        raise RecordError(f"a line of more than {_text.LONGEST >> 20} MB", raw=block[:1000])
    return len(block) - 1 - max(block.rfind(b"\n"), block.rfind(b"\r")) if ends else run + len(block)


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeError:
        return False
    return True
