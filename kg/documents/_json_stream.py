"""JSON values out of a file as it is read: an array, one value a line, or one document; memory is that of one value."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from kg.documents import _text
from kg.errors import RecordError

LARGEST = 64 << 20  # bytes of one value: an item of an array, a line, a document
_BLOCK = 1 << 20
_BEFORE = 80  # characters before the place that stay: the indentation of its line
_BLANK = re.compile(r"[\s,]*")


@dataclass(slots=True)
class _Window:
    """The part of a file that is held: its text, where reading stands in it, and the line (from 1) of that place."""

    file: BinaryIO
    decoder: codecs.IncrementalDecoder
    text: str = ""
    at: int = 0
    line: int = 1
    ended: bool = False

    def more(self) -> bool:
        """Reads on, as much again as is held, and lets go what was read, but for its end.  False at the file's end."""
        if self.ended:
            return False
        held = len(self.text) - self.at
        block = self.file.read(min(max(_BLOCK, held), LARGEST + _BLOCK - held))
        self.ended = not block
        kept = max(0, self.at - _BEFORE)
        self.text, self.at = self.text[kept:] + self.decoder.decode(block, self.ended), self.at - kept
        return bool(block)

    def move(self, to: int) -> None:
        """Goes on to an offset of the held text."""
        self.line += self.text.count("\n", self.at, to)
        self.at = to


def values(file: BinaryIO) -> Iterator[tuple[int, Any | RecordError]]:
    """The values of a file with the line each starts on; a damaged one is given as the error to report.

    After a damaged line reading goes on with the next; in an array with the next item that starts a line as the
    damaged one did, and with none where that one did not start a line.
    """
    window = _Window(file, _decoder(file))
    _skip(window)
    in_array = window.text.startswith("[", window.at)
    window.at += in_array
    by_line = not in_array and _is_lines(window)
    decoder = json.JSONDecoder()
    while _skip(window) and window.text[window.at] != "]":
        line = window.line
        try:
            value, end = _decoded(decoder, window, by_line)
        except (ValueError, RecursionError) as error:
            start, end = window.at, _resumed(window, in_array)
            reason = getattr(error, "msg", "nested too deep, or a number too long")
            raw = window.text[start:end][:1_000_000].encode("utf-8", "replace")
            yield line, RecordError(f"damaged JSON: {reason}", line=line, raw=raw)
            window.move(end)
            continue
        yield line, value
        window.move(end)


def _decoder(file: BinaryIO) -> codecs.IncrementalDecoder:
    head = file.read(_BLOCK)
    file.seek(0)
    try:
        head.decode("utf-8")
        name = "utf-8-sig"
    except UnicodeDecodeError as error:
        name = "utf-8-sig" if error.start > len(head) - 4 and len(head) == _BLOCK else _text.encoding(head)
    if name == "utf-8-sig" and b"\0" in head:
        raise RecordError("not text: it holds NUL bytes", help="give the exported text, not a binary document")
    return codecs.getincrementaldecoder("utf-8-sig" if name == "utf-8" else name)("replace")


def _skip(window: _Window) -> bool:
    """Over blanks and commas; False at the end of the file."""
    while True:
        window.move(_BLANK.match(window.text, window.at).end())  # type: ignore[union-attr]
        if window.at < len(window.text):
            return True
        if not window.more():
            return False


def _is_lines(window: _Window) -> bool:
    """Whether the first line is a whole value and others follow."""
    while (end := window.text.find("\n", window.at)) < 0 and len(window.text) < LARGEST and window.more():
        pass
    try:
        json.loads(window.text[window.at : end if end >= 0 else None])
    except (ValueError, RecursionError):
        return False
    return end >= 0


def _decoded(decoder: json.JSONDecoder, window: _Window, by_line: bool) -> tuple[Any, int]:
    """The value at the window's place and its end; more of the file is read until it is whole."""
    while True:
        try:
            value, end = decoder.raw_decode(window.text, window.at)
            if end < len(window.text) or window.ended or not isinstance(value, int | float):
                return value, end
        except ValueError:
            if window.ended or (by_line and "\n" in window.text[window.at :]):
                raise
        if len(window.text) - window.at > LARGEST:
            raise RecordError(f"a JSON value of more than {LARGEST >> 20} MB", line=window.line)
        window.more()


def _resumed(window: _Window, in_array: bool) -> int:
    """The offset at which reading goes on after a damaged value."""
    if not in_array:
        end = window.text.find("\n", window.at)
        return end if end >= 0 else len(window.text)
    indent = re.search(r"(?:\A|\n)([ \t]*)\Z", window.text[max(0, window.at - _BEFORE) : window.at])
    following = re.compile(r"\n" + indent[1] + r"\{").search(window.text, window.at) if indent else None
    return following.start() + 1 if following else len(window.text)
