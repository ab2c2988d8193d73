"""EndNote XML (RSXML.dtd), as EndNote, Bookends, Mendeley and Zotero export it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _endnote, _text, _xml
from kg.documents._tagged import Fields
from kg.model import Record, Rejected, Source

FORMAT = "endnote_xml"

_ROOT = re.compile(rb"<records>\s*<record>.{0,2000}<(?:ref-type|rec-number|source-app|contributors|titles)[\s>]", re.S)
# Path of an element: the tag of EndNote's other format that means the same.
_TAGS = {
    "contributors/authors/author": "%A", "contributors/secondary-authors/author": "%E", "titles/title": "%T",
    "titles/secondary-title": "%B", "titles/tertiary-title": "%S", "titles/alt-title": "%O",
    "periodical/full-title": "%J",
    "periodical/abbr-1": "%O", "pages": "%P", "volume": "%V", "number": "%N", "keywords/keyword": "%K",
    "dates/year": "%D", "dates/pub-dates/date": "%8", "isbn": "%@", "electronic-resource-num": "%R", "publisher": "%I",
    "urls/related-urls/url": "%U", "urls/web-urls/url": "%U", "accession-num": "%M", "custom2": "%2", "notes": "%Z",
    "language": "%G", "work-type": "%9", "custom7": "%]", "auth-address": "%+",
}  # fmt: skip
Node = Any  # lxml has no types


def sniff(head: bytes) -> bool:
    """A list of records with the elements only EndNote has."""
    return head.lstrip().startswith(b"<") and bool(_ROOT.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The references of a file, in order; a damaged one costs itself alone."""
    yield from _xml.read(file, source, ("record",), lambda node, own: _endnote.record(_fields(node), own))


def _fields(node: Node) -> Fields:
    fields: Fields = {}
    for path, tag in _TAGS.items():
        values = [value for found in node.iterfind(path) if (value := _xml.text(found))]
        if values:
            fields.setdefault(tag, []).extend(values)
    kind = node.find("ref-type")
    if kind is not None and kind.get("name"):
        fields["%0"] = [kind.get("name")]
    abstract = node.find("abstract")
    if abstract is not None:
        fields["%X"] = [_text.lines("".join(abstract.itertext()))]
    return fields
