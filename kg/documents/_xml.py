"""XML without its dangers: no entity is expanded from a DTD, nothing is fetched, no tree grows without bound.

Files of many records are cut into records before they are parsed, so that a damaged one costs itself alone and memory
does not grow with the file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from lxml import etree

from kg.documents import _reject, _text
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGEST = 32 << 20  # bytes of one record; more is no bibliographic record
_BLOCK = 1 << 20
_LONGEST_TAG = 4200  # bytes: a tag that was cut at the end of a block is looked for again
_ENCODING = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{2,40})["']""")
_WIDE = ("utf-16", "utf-32", "ucs", "iso-10646")  # files in these are brought to UTF-8 before
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)([A-Za-z][A-Za-z0-9]{1,31};)?")
_ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.I
)
_BLOCKS = frozenset(
    "p br break sec title list list-item li div td th tr def-item disp-quote disp-formula abstract subtitle "
    "AbstractText".split()
)
_PREFIX = re.compile(r"(?:</?|\s)([A-Za-z_][\w.-]{0,40}):[\w.-]+(?=[\s=/>])")
_DECLARED = re.compile(r"\sxmlns:([\w.-]{1,40})\s*=")
_UNREAD = frozenset({"tex-math", "annotation", "annotation-xml", "object-id", "institution-id"})
_MATH = {"msup": "sup", "msub": "sub"}


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one element, the line it starts on (from 1), whether its end tag was there, its file's encoding."""

    name: str
    data: bytes
    line: int
    whole: bool
    encoding: str | None = None


def declared(file: BinaryIO) -> str | None:
    """The encoding that an XML declaration names; None for what a file that is read byte by byte cannot be in."""
    head = file.read(4096)
    file.seek(0)
    found = _ENCODING.match(head.removeprefix(b"\xef\xbb\xbf"))
    name = found[1].decode("ascii") if found else None
    return None if name and name.lower().startswith(_WIDE) else name


def pieces(
    file: BinaryIO, names: tuple[str, ...], *, prefixed: bool = False, encoding: str | None = None
) -> Iterator[Piece]:
    """The outermost elements of these names, in order, cut out of the bytes unparsed; any prefix if `prefixed`.

    An element that another one of the same name interrupts, or the end of the file, is given with `whole` false.
    """
    either = "|".join(map(re.escape, names)).encode()
    prefix = rb"(?:[\w.-]{1,40}:)?" if prefixed else b""
    tag = re.compile(rb"<(/?)(" + prefix + rb"(?:" + either + rb"))(?=[\s/>])[^<>]{0,4000}>")
    buffer, line, inside, searched = b"", 1, b"", 0
    while block := file.read(_BLOCK):
        buffer += block
        starts = _starts(buffer, names, prefixed, inside, max(0, searched - _LONGEST_TAG, 1 if inside else 0))
        tags = filter(None, (tag.match(buffer, start) for start in starts))
        found, used, inside = _cut(buffer, tags, inside)
        counted = 0
        for name, start, end, whole in found:
            line += buffer.count(b"\n", counted, start)
            counted = start
            yield Piece(name.decode(), buffer[start:end], line, whole, encoding)
        line += buffer.count(b"\n", counted, used)
        buffer = buffer[used:]
        searched = len(buffer)
        if len(buffer) > LARGEST:
            raise RecordError(f"an element of more than {LARGEST >> 20} MB", line=line, raw=buffer[:1000])
    if rest := tag.match(buffer):
        yield Piece(rest[2].decode(), buffer, line, False, encoding)


def _starts(buffer: bytes, names: tuple[str, ...], prefixed: bool, inside: bytes, begin: int) -> list[int]:
    """Where tags of these names may begin, in order: a search for a few words is many times quicker than one for tags.

    Closing tags of elements that neither are open nor begin in the buffer are left out.
    """
    found: set[int] = set()
    for name in map(str.encode, names):
        opened = set(_all(buffer, b"<" + name, begin))
        if prefixed:
            opened |= {max(begin, buffer.rfind(b"<", max(0, at - 42), at)) for at in _all(buffer, b":" + name, begin)}
        if opened or inside:
            found |= opened.union(_all(buffer, b"</" + name, begin))
    return sorted(found)


def _all(buffer: bytes, mark: bytes, begin: int) -> Iterator[int]:
    at = buffer.find(mark, begin)
    while at >= 0:
        yield at
        at = buffer.find(mark, at + 1)


def _cut(
    buffer: bytes, tags: Iterator[re.Match[bytes]], inside: bytes
) -> tuple[list[tuple[bytes, int, int, bool]], int, bytes]:
    """The elements (name, start, end, whole) of a buffer, the offset from which it must be kept for the next, and the
    name of the element that is open there; `inside` is that of the one it begins with.
    """
    found: list[tuple[bytes, int, int, bool]] = []
    start, end, name = (0, 0, inside) if inside else (-1, 0, b"")
    for match in tags:
        if match[1]:
            if start >= 0 and match[2] == name:
                end = match.end()
                found.append((name, start, end, True))
                start = -1
            continue
        if start >= 0 and match[2] == name:
            found.append((name, start, match.start(), False))
            start = -1
        if start < 0:
            start, name = match.start(), match[2]
            if match[0].endswith(b"/>"):
                found.append((name, start, match.end(), True))
                start, end = -1, match.end()
    if start >= 0:
        return found, start, name
    last = buffer.rfind(b"<", end)
    return found, (last if last >= 0 else len(buffer)), b""


def parse(data: bytes, encoding: str | None = None) -> Element:
    """The root of a document or a piece of one.

    HTML's entities, characters XML forbids, and bytes that are not of the declared encoding are mended first where
    the parser refuses them.  Raises `RecordError`.
    """
    try:
        return _parsed(data, encoding)
    except (etree.XMLSyntaxError, LookupError, ValueError):
        mended = _ILLEGAL.sub("", _ENTITY.sub(_character, _text.decode(data)))
        mended = _declared(re.sub(r"\A\s*<\?xml.*?\?>", "", mended, count=1, flags=re.S))
    try:
        return _parsed(mended.encode("utf-8", "replace"), "utf-8")
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise RecordError(f"damaged XML: {error}", line=line, raw=data) from error


def _declared(document: str) -> str:
    """A piece of a document with the namespace prefixes declared that were declared outside it."""
    prefixes = set(_PREFIX.findall(document)) - set(_DECLARED.findall(document)) - {"xml", "xmlns"}
    spaces = "".join(f' xmlns:{prefix}="urn:undeclared:{prefix}"' for prefix in sorted(prefixes))
    return re.sub(r"<[\w.:-]+", lambda root: root[0] + spaces, document, count=1) if spaces else document


@cache
def _parser(encoding: str | None) -> Any:
    return etree.XMLParser(
        encoding=encoding, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True
    )


def _parsed(data: bytes, encoding: str | None) -> Element:
    root = etree.fromstring(data, _parser(encoding))
    if root is None:
        raise ValueError("no element in it")
    return root


def _character(match: re.Match[str]) -> str:
    """The character of an HTML entity; a bare ampersand is escaped."""
    if match[1]:
        decoded = html.unescape(match[0])
        if decoded != match[0]:
            return html.escape(decoded, quote=False)
    return "&amp;" + (match[1] or "")


def read(
    file: BinaryIO,
    source: Source,
    names: tuple[str, ...],
    record: Callable[[Any, Source], Record | Rejected],
    *,
    envelope: Callable[[Piece], bool] = lambda piece: False,
) -> Iterator[Record | Rejected]:
    """What `record` reads in each element of these names, whatever their prefix; namespaces are taken off first.

    A damaged element, and one that `record` raises `RecordError` for, are rejected; the rest is read.  What is but an
    `envelope` around records is passed over.
    """
    encoding = declared(file)
    for piece in pieces(file, names, prefixed=True):
        if envelope(piece):
            continue
        own = Source(path=source.path, format=source.format, sha256=source.sha256, line=piece.line)
        try:
            if not piece.whole:
                raise RecordError(f"the record is cut off: it has no </{piece.name}>", help="fetch the file again")
            yield record(bare(parse(piece.data, encoding)), own)
        except RecordError as error:
            yield _reject.from_error(own, error, line=piece.line, raw=piece.data)


def bare(root: Element) -> Element:
    """The tree with the namespaces of its elements taken off."""
    for element in root.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    return root


def text(element: Element | None) -> str:
    """All text of an element on one line, markup read through, sub- and superscripts readable; "" for None."""
    if element is None:
        return ""
    if len(element):
        return _text.clean("".join(_parts(element)))
    own = element.text
    return _text.clean(own) if own else ""


def _parts(element: Element) -> Iterator[str]:
    yield element.text or ""
    before = element.text or ""
    for child in element:
        tag = child.tag
        if isinstance(tag, str):
            name = tag.rpartition("}")[2]
            inner = "" if name in _UNREAD else _formula(child) if name in _MATH else "".join(_parts(child))
            if inner and (kind := _raised(name, child)):
                inner = _text.script(kind, inner.strip(), after=before[-3:])
            yield f" {inner} " if name in _BLOCKS else inner
            before = inner or before
        elif tag is etree.Entity:
            yield child.text or ""
        tail = child.tail or ""
        before = tail or before
        yield tail


def _formula(element: Element) -> str:
    """MathML's power or index: its second part raised or lowered."""
    parts = ["".join(_parts(part)).strip() for part in element if local(part)]
    if len(parts) != 2:
        return "".join(parts)
    return parts[0] + _text.script(_MATH[local(element)], parts[1], after=parts[0][-3:])


def _raised(name: str, element: Element) -> str | None:
    """ "sup" or "sub" where the element raises or lowers its text, by its name or by EndNote's typeface."""
    if name in ("sup", "sub"):
        return name
    face = element.get("face", "") if name == "style" else ""
    return "sup" if "superscript" in face else "sub" if "subscript" in face else None


def attribute(element: Element, name: str) -> str | None:
    """The value of an attribute, whatever its namespace (`xml:lang`, `xlink:href`)."""
    for key, value in element.attrib.items():
        if key == name or key.endswith(f"}}{name}"):
            return str(value)
    return None


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
