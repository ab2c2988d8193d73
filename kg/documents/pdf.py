"""PDF (ISO 32000) by its metadata, XMP (ISO 16684, with PRISM's terms) before the document information dictionary, and
its text, through pypdf: the extra `pdf`.

The abstract is what stands between a heading of that name and the next; the body ends where the references begin.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _table, _text, _xml
from kg.errors import RecordError
from kg.model import Passage, Record, Rejected, Source

FORMAT = "pdf"

LARGEST = 64 << 20  # bytes of a file
PAGES = 60  # pages that are read
LONGEST = 2_000_000  # characters of its text
_NO_TITLE = re.compile(
    r"(?:microsoft word|untitled|layout \d|document\d*|pii:|doi:|\S+\.(?:docx?|indd|pdf|tex|dvi|qxd|fm))", re.I
)
_XMP = {
    "title": "dc:title", "authors": "dc:creator", "abstract": "dc:description", "keywords": "dc:subject",
    "journal": "prism:publicationName", "doi": "prism:doi", "volume": "prism:volume", "issue": "prism:number",
    "issn": "prism:issn", "page start": "prism:startingPage", "page end": "prism:endingPage", "language": "dc:language",
    "date": "prism:coverDate", "publisher": "dc:publisher", "rights": "dc:rights", "license": "xmpRights:WebStatement",
}  # fmt: skip
_HEADED = re.compile(
    r"^\s*(?:Abstract|ABSTRACT|Summary|SUMMARY|A B S T R A C T)\s*[:.—-]?\s+(?P<text>.{100,6000}?)"
    r"(?=^\s*(?:Key ?words?|KEY ?WORDS?|(?:1|I)?\.?\s*(?:Introduction|INTRODUCTION|Background\s*$))|\Z)",
    re.S | re.M,
)
_REFERENCES = re.compile(
    r"^\s*(?:\d+\.?\s*)?(?:References|REFERENCES|Bibliography|Literature cited|Literatur)\s*$", re.M
)
# pypdf trusts an object to be what its place in the file asks for: beside its own errors it raises what Python, zlib
# and struct raise of a damaged one.  OSError is not among them, for it reads memory; nor is this module's own parsing.
_DAMAGE = (AttributeError, TypeError, LookupError, ValueError, ArithmeticError, AssertionError, NotImplementedError,
           RecursionError, MemoryError, zlib.error, struct.error)  # fmt: skip


def sniff(head: bytes) -> bool:
    """The mark that begins a PDF."""
    return head.lstrip()[:5] == b"%PDF-"


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The one record of a file; raises `RecordError` where its metadata has no title, or pypdf is not there."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise RecordError("reading a PDF needs pypdf", help="install litkg[pdf], or save the record as RIS") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is not for the user
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RecordError(f"a PDF of more than {LARGEST >> 20} MB", raw=data[:1000])
    try:
        told, packet, pages = _told(PdfReader(io.BytesIO(data), strict=False))
    except (PyPdfError, *_DAMAGE) as error:
        raise RecordError(f"damaged PDF: {str(error) or type(error).__name__}", help="fetch the file again") from error
    yield _record(_metadata(told, packet), "\n".join(pages)[:LONGEST], source)


def _told(document: Any) -> tuple[dict[str, str], bytes, list[str]]:
    """What pypdf finds: the document information dictionary, the XMP packet (b"" for none), the text of each page."""
    packet = document.root_object.get("/Metadata")
    stream: Any = packet.get_object() if packet is not None else None
    told = {key: str(value) for key, value in (document.metadata or {}).items()}
    pages = [page.extract_text() or "" for page in islice(document.pages, PAGES)]
    return told, stream.get_data() if hasattr(stream, "get_data") else b"", pages


def _record(row: dict[str, Any], text: str, source: Source) -> Record:
    if not row.get("title"):
        raise RecordError("the PDF's metadata has no title", help="give the article's page or record in its place")
    head = text[:8000]
    row.setdefault("doi", _identifiers.doi(head) if re.search(r"doi", head, re.I) else None)
    made = _table.record(row, source)
    found = _HEADED.search(text[:40_000])
    abstract = _abstract.passages(_unwrapped(found["text"])) if found else made.passages
    end = _REFERENCES.search(text, len(text) // 3)
    start = found.end() if found else 0
    body = _unwrapped(text[start : end.start() if end else len(text)])
    parts = (
        Passage(section="body", zone="Unlabelled", text=part) for p in body.split("\n") if (part := _text.clean(p))
    )
    return replace(made, passages=(*abstract, *(part for part in parts if len(part.text) > 80)))


def _unwrapped(text: str) -> str:
    """The lines of a page made whole: hyphens at their ends joined, a paragraph where a line ends a sentence early."""
    text = re.sub(r"(?<=[a-zß-ÿ])-\n(?=[a-zß-ÿ])", "", _text.lines(text))
    return re.sub(r"(?<![.?!])\n(?=\S)|(?<=.{60}[.?!])\n(?=[a-z])", " ", text)


def _metadata(printed: dict[str, str], packet: bytes) -> dict[str, Any]:
    """XMP's values, then those of the information dictionary, under the names of `_table`."""
    row = _xmp(packet)
    told = {key: _text.clean(value) for key, value in printed.items()}
    plain = {"title": told.get("/Title"), "authors": told.get("/Author"), "keywords": told.get("/Keywords"),
             "doi": _identifiers.doi(told.get("/doi", "") or told.get("/Subject", "")) or None}  # fmt: skip
    for name, value in plain.items():
        if value:
            row.setdefault(name, value)
    if _NO_TITLE.match(str(row.get("title") or "")):
        del row["title"]
    if "date" in row:
        row["date"] = _dates.partial(str(row["date"])) or ""
    return row


def _xmp(data: bytes) -> dict[str, Any]:
    if b"<rdf:RDF" not in data or len(data) > 1 << 20:
        return {}
    try:
        root = _xml.parse(data[data.index(b"<rdf:RDF") : data.rindex(b"</rdf:RDF>") + 10])
    except (RecordError, ValueError):
        return {}
    names = {f"{prefix}:{_xml.local(node)}": node for node in root.iter() for prefix in [node.prefix] if prefix}
    row: dict[str, Any] = {}
    for ours, term in _XMP.items():
        node = names.get(term)
        items = [t for n in node.iter() if _xml.local(n) == "li" and (t := _xml.text(n))] if node is not None else []
        values = items or ([_xml.text(node)] if node is not None and _xml.text(node) else [])
        if values:
            row[ours] = values if ours in ("authors", "keywords") else values[0]
    return row
