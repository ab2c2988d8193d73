"""MARC 21 and UNIMARC as ISO 2709 carries them (.mrc, .dat), in UTF-8 or MARC-8 (read with pymarc).

A record ends with 1D hex, a field with 1E, a subfield begins with 1F.  Where the directory is wrong the fields are told
by their separators.  A file has no lines: the number of the record stands for the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from kg.documents import _marc8, _marc_record, _reject, _unimarc
from kg.documents._marc import Field, Marc
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

FORMAT = "marc21"

LARGEST = 1 << 20  # bytes of one record; the format itself ends at 99,999
_BLOCK = 1 << 20
_LEADER = re.compile(rb"\s{0,16}\d{5}[\x20-\x7e]{7}\d{5}[\x20-\x7e]{7}[\x20-\x7e]{12}")
_END, _FIELD_END, _SUBFIELD = b"\x1d", b"\x1e", b"\x1f"


def sniff(head: bytes) -> bool:
    """A leader, a directory and the separators of ISO 2709."""
    return bool(_LEADER.match(head)) and _FIELD_END in head and _SUBFIELD in head


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The records of a file, in order; a damaged one costs itself alone."""
    for number, (data, whole) in enumerate(_pieces(file), start=1):
        own = replace(source, line=number)
        try:
            if not whole:
                raise RecordError("the record is cut off: it has no end mark", help="fetch the file again")
            yield record(data, own)
        except RecordError as error:
            yield _reject.from_error(own, error, line=number, raw=data)


def record(data: bytes, source: Source) -> Record:
    """The record in the bytes of one, without its end mark.  Raises `RecordError`."""
    marc = _marc(data.lstrip(b"\r\n\t \x1a"))
    return _unimarc.of(marc, source) if _unimarc.is_unimarc(marc) else _marc_record.of(marc, source)


def _pieces(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """The bytes between end marks, and whether the mark was there."""
    buffer = b""
    while block := file.read(_BLOCK):
        *whole, buffer = (buffer + block).split(_END)
        yield from ((piece, True) for piece in whole if piece.strip())
        if len(buffer) > LARGEST:
            raise RecordError(f"a record of more than {LARGEST >> 20} MB", raw=buffer[:1000])
    if buffer.strip(b"\x1a\0 \r\n\t"):
        yield buffer, False


def _marc(data: bytes) -> Marc:
    """Leader and fields, their text decoded."""
    leader = data[:24].decode("latin-1")
    entries, _, rest = data[24:].partition(_FIELD_END)
    if not re.fullmatch(rb"[\d ]{5}.{19}", data[:24], re.S) or not entries or not rest:
        raise RecordError("damaged MARC: no leader and directory", help="fetch the file again")
    if entries.startswith(b"       ") or not re.match(rb"[0-9A-Za-z ]{3}", entries):
        raise RecordError("damaged MARC: the directory is no list of fields", help="fetch the file again")
    raw = list(_located(leader, entries, data)) or list(_in_order(entries, rest))
    decode = _marc8.decoder(leader, raw)
    return Marc(leader, tuple(_field(tag, body, decode) for tag, body in raw))


def _located(leader: str, entries: bytes, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The fields where the directory says they are; none at all where it says so wrongly for any."""
    base = int(leader[12:17]) if leader[12:17].isdecimal() else 0
    found = []
    for at in range(0, len(entries) - 11, 12):
        entry = entries[at : at + 12]
        if not entry[3:].isdigit():
            return
        length, start = int(entry[3:7]), base + int(entry[7:12])
        end = start + length - 1
        if end < start or data[end : end + 1] != _FIELD_END or data[start - 1 : start] != _FIELD_END:
            return
        found.append((entry[:3].decode("latin-1").strip().zfill(3), data[start:end]))
    yield from found


def _in_order(entries: bytes, rest: bytes) -> Iterator[tuple[str, bytes]]:
    """The fields as their separators part them, in the order of the directory."""
    tags = [entries[at : at + 3].decode("latin-1").strip().zfill(3) for at in range(0, len(entries) - 2, 12)]
    yield from zip(tags, rest.split(_FIELD_END), strict=False)


def _field(tag: str, body: bytes, decode: _marc8.Decode) -> Field:
    if _SUBFIELD not in body:
        return Field(tag, data=decode(body))
    before, *parts = body.split(_SUBFIELD)
    indicators = (before.decode("latin-1") + "  ")[:2]
    return Field(tag, indicators, subfields=tuple(_subfield(decode(part)) for part in parts if part))


def _subfield(text: str) -> tuple[str, str]:
    """Code and text; a code that is none (a letter with an accent) is taken for "a"."""
    code = text[:1].lower()
    return (code if code.isascii() else "a"), text[1:]
