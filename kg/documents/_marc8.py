"""Encodings of ISO 2709 records: UTF-8, MARC-8 (through pymarc), and what catalogues wrote without saying so.

MARC 21 says it in the leader's position 9, UNIMARC in positions 26 to 29 of field 100.  Text that is UTF-8 is read so
whatever they say.  Bytes that MARC-8 has no letter for are Windows' own pages: Cyrillic where the record is in one of
its languages.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

Decode: TypeAlias = Callable[[bytes], str]

_CYRILLIC = frozenset("rus ukr bel bul mac srp mkd scc kaz kir tat".split())
_NO_MARKS = re.compile(rb"[\xe0-\xfe](?:[\x00-\x40\x5b-\x60\x7b-\x7f]|\Z)|[\xe0-\xfe]{4}")
# The marks of ISO 5426 that stand before their letter, as UNIMARC has them.
_ISO5426 = {
    0xC1: "\u0300", 0xC2: "\u0301", 0xC3: "\u0302", 0xC4: "\u0303", 0xC5: "\u0304", 0xC6: "\u0306", 0xC7: "\u0307",
    0xC8: "\u0308", 0xC9: "\u0308", 0xCA: "\u030a", 0xCC: "\u0326", 0xCD: "\u030b", 0xCF: "\u030c", 0xD0: "\u0327",
    0xD3: "\u0328", 0xD6: "\u0323",
}  # fmt: skip
_ISO5426_LETTERS = {
    0xA1: "¡", 0xA4: "$", 0xA7: "§", 0xA9: "‘", 0xAA: "“", 0xAB: "«", 0xB0: "’", 0xB9: "’", 0xBA: "”", 0xBB: "»",
    0xBF: "¿", 0xE1: "Æ", 0xE2: "Đ", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xF1: "æ", 0xF2: "đ", 0xF5: "ı", 0xF8: "ł",
    0xF9: "ø", 0xFA: "œ", 0xFB: "ß",
}  # fmt: skip


def decoder(leader: str, fields: Sequence[tuple[str, bytes]]) -> Decode:
    """What turns the bytes of this record's fields into text."""
    whole = b"\n".join(body for _, body in fields)
    if whole.isascii() and b"\x1b" not in whole:
        return lambda data: data.decode("ascii")
    if _is_utf8(whole):
        return lambda data: data.decode("utf-8", "replace")
    if leader[9:10] == "a":
        return lambda data: data.decode("utf-8" if _is_utf8(data) else "cp1252", "replace")
    tags = {tag for tag, _ in fields}
    if "200" in tags and "245" not in tags:
        return _iso5426
    if not _odd(whole):
        return _marc8
    page = "cp1251" if _language(fields) in _CYRILLIC else "cp1252"
    return lambda data: data.decode(page, "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _language(fields: Sequence[tuple[str, bytes]]) -> str:
    coded = next((body[35:38] for tag, body in fields if tag == "008"), b"")
    return coded.decode("latin-1")


def _odd(whole: bytes) -> bool:
    """Whether the text cannot be MARC-8: bytes it has no character for, marks before no letter, or runs of marks."""
    from pymarc.marc8_mapping import CODESETS

    if b"\x1b" in whole:  # other sets were called in
        return False
    known = CODESETS[0x45]
    return bool(_NO_MARKS.search(whole)) or any(b > 0x9F and b not in known for b in set(whole))


def _marc8(data: bytes) -> str:
    from pymarc.marc8 import marc8_to_unicode

    try:
        with contextlib.redirect_stderr(io.StringIO()) if b"\x1b" in data else contextlib.nullcontext():
            return marc8_to_unicode(data, hide_utf8_warnings=True)  # it tells of cut characters on stderr
    except (UnicodeDecodeError, ValueError):
        return data.decode("latin-1")


def _iso5426(data: bytes) -> str:
    """ISO 5426, the usual set of UNIMARC: marks stand before their letter."""
    made: list[str] = []
    held = ""
    for byte in data:
        if mark := _ISO5426.get(byte):
            held += mark
        else:
            made.append(_ISO5426_LETTERS.get(byte, chr(byte)) + held)
            held = ""
    return "".join(made) + held
