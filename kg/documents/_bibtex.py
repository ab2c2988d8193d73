"""A BibTeX file as its entries: split by bibtexparser (v2) a portion at a time, macros and cross-references resolved.

Macros and what entries refer to may stand anywhere: a first look through the file finds the macros and which entries
are referred to, a second one, where there are any, reads these.  Memory holds the macros, the entries referred to,
and a portion.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, TypeGuard

from kg.documents import _lines
from kg.errors import RecordError

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry, String

Fields: TypeAlias = Mapping[str, str]  # by name in lower case; values still in LaTeX

_SILENT = logging.NullHandler()
_ENTRY = re.compile(r"[ \t]*@\w*[ \t]*[{(]")  # where bibtexparser lets a block begin, whatever is open
_STRING = re.compile(r"@string[ \t]*[{(]", re.I)
_CROSSREF = re.compile(r"\bcrossref\s*=\s*[{\"]?\s*([^{},\"]{1,200})", re.I)
_KEY = re.compile(r"@\w+[ \t]*[{(]\s*([^\s,{}]{1,200})")
_NEXT_FIELD = re.compile(r"(?<=[}\"])[ \t]*\n\s*([A-Za-z][\w-]{1,40})\s*=\s*(?=[{\"\w])")
_PORTION = 1 << 16  # characters that are split at a time
_MONTHS = {name: str(n) for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
# What an entry takes from the one it refers to with crossref, under the name that this gives it.
_INHERITED = {"booktitle": "booktitle", "title": "booktitle", "subtitle": "booksubtitle"} | {
    name: name for name in "editor publisher organization year month date isbn issn volume series journal".split()
}


def entries(file: BinaryIO) -> Iterator[tuple[int, bytes, str, Fields | RecordError]]:
    """The entries of a file, in order: line, bytes, type, fields, or why it is none; a second of the same key too."""
    logging.getLogger("bibtexparser").addHandler(_SILENT)  # what it would print is told by the error
    strings, wanted = _macros(file)
    known = _referred(file, strings, wanted) if wanted else {}
    for first, text in _portions(file):
        for block in _blocks(text):
            line, raw = first + (block.start_line or 0), (block.raw or "").encode("utf-8", "replace")
            if (entry := _entry(block)) is not None:
                yield line, raw, entry.entry_type.lower(), _inherited(_fields(entry, strings), known)
            elif reason := _failure(block):
                help = "check the braces and quotes of this entry and of the one before"
                yield line, raw, "", RecordError(reason, help=help)


def _blocks(text: str) -> list[Block]:
    from bibtexparser.entrypoint import parse_string

    return parse_string(text, parse_stack=[]).blocks


def _portions(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """The text in portions that begin with an entry, each with its first line, from 1."""
    held: list[str] = []
    first, size = 1, 0
    for number, line in enumerate(_lines.lines(file), start=1):
        if size > _PORTION and _ENTRY.match(line):
            yield first, "\n".join(held)
            held, first, size = [], number, 0
        held.append(line)
        size += len(line)
    yield first, "\n".join(held)


def _macros(file: BinaryIO) -> tuple[dict[str, str], set[str]]:
    """The @string macros of a file by lower-case name, and the lower-case keys that entries refer to."""
    strings: dict[str, str] = {}
    wanted: set[str] = set()
    for _, text in _portions(file):
        if "crossref" in text.lower():
            wanted.update(found[1].strip().lower() for found in _CROSSREF.finditer(text))
        if _STRING.search(text):
            for string in filter(_is_macro, map(_inner, _blocks(text))):
                strings.setdefault(string.key.lower(), string.value)
    return strings, wanted


def _referred(file: BinaryIO, strings: Mapping[str, str], wanted: set[str]) -> dict[str, dict[str, str]]:
    """The fields of the entries of these keys."""
    known: dict[str, dict[str, str]] = {}
    for _, text in _portions(file):
        if wanted.isdisjoint(found[1].lower() for found in _KEY.finditer(text)):
            continue
        for entry in filter(None, map(_entry, _blocks(text))):
            if entry.key.lower() in wanted:
                known.setdefault(entry.key.lower(), _fields(entry, strings))
    return known


def _inner(block: Block) -> Block | None:
    """A block, also one that bibtexparser sets aside for a key or a field that occurs twice."""
    from bibtexparser.model import ParsingFailedBlock

    return block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block


def _is_macro(block: Block | None) -> TypeGuard[String]:
    from bibtexparser.model import String

    return isinstance(block, String)


def _entry(block: Block) -> Entry | None:
    from bibtexparser.model import Entry

    inner = _inner(block)
    return inner if isinstance(inner, Entry) else None


def _failure(block: Block) -> str | None:
    from bibtexparser.model import ParsingFailedBlock, String

    if not isinstance(block, ParsingFailedBlock) or isinstance(block.ignore_error_block, String):
        return None
    reason = str(getattr(block.error, "abort_reason", "")) or str(block.error) or type(block.error).__name__
    return f"damaged entry: {' '.join(reason.split())}"


def _fields(entry: Entry, strings: Mapping[str, str]) -> dict[str, str]:
    """The values by lower-case name, macros resolved; the first that holds text where a name occurs twice."""
    found: dict[str, str] = {}
    for name, raw in (told for field in entry.fields for told in _uncommaed(field.key.lower(), str(field.value))):
        value = _value(raw, strings)
        if value.strip() and not found.get(name):
            found[name] = value
    return found


def _uncommaed(name: str, raw: str) -> Iterator[tuple[str, str]]:
    """A field, and those that follow it where the comma after it was forgotten: each begins a line of its own."""
    start = depth = counted = 0
    for found in _NEXT_FIELD.finditer(raw) if "=" in raw and "\n" in raw else ():
        depth += raw.count("{", counted, found.start()) - raw.count("}", counted, found.start())
        counted = found.start()
        if depth == 0:
            yield name, raw[start:counted]
            name, start = found[1].lower(), found.end()
    yield name, raw[start:]


def _value(raw: str, strings: Mapping[str, str], depth: int = 0) -> str:
    """A value without its braces or quotes, its parts joined, macros in it replaced."""
    parts = _parts(raw.strip())
    return "".join(_part(part.strip(), strings, depth) for part in parts)


def _part(part: str, strings: Mapping[str, str], depth: int) -> str:
    if part[:1] in ('"', "{") and len(part) > 1:
        return part[1:-1]
    name = part.lower()
    if name in strings and depth < 5:
        return _value(strings[name], strings, depth + 1)
    return _MONTHS.get(name, part)


def _parts(raw: str) -> list[str]:
    """A value cut at each # outside braces and quotes."""
    if "#" not in raw:
        return [raw]
    parts, depth, quoted, start = [], 0, False, 0
    for at, sign in enumerate(raw):
        if sign == '"' and depth == 0:
            quoted = not quoted
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == "#" and depth == 0 and not quoted:
            parts.append(raw[start:at])
            start = at + 1
    return [*parts, raw[start:]]


def _inherited(fields: dict[str, str], known: Mapping[str, dict[str, str]]) -> dict[str, str]:
    parent = known.get(fields.get("crossref", "").strip().lower(), {})
    taken = {_INHERITED[name]: value for name, value in reversed(parent.items()) if name in _INHERITED}
    return {**taken, **fields}
