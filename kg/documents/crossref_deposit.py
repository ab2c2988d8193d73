"""Crossref deposits (schemas 4.3 to 5.3): `<doi_batch>` files as publishers send them, one record for each item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any, BinaryIO

from lxml import etree

from kg.documents import _reject, _xml, crossref_xml
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

FORMAT = "crossref_deposit"
Node = Any  # lxml has no types

_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?doi_batch[\s>]")
_BLOCKS = ("journal", "book", "conference", "posted_content", "dissertation", "report-paper", "standard", "database")
_ITEMS = frozenset({"journal_article", "conference_paper", "content_item", "dataset"})


def sniff(head: bytes) -> bool:
    """The root of a deposit, in an XML file."""
    return head.lstrip().startswith(b"<") and bool(_ROOT.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The items of a deposit, in order: articles, chapters, papers; a block without any is an item itself."""
    encoding = _xml.declared(file)
    for piece in _xml.pieces(file, _BLOCKS, prefixed=True):
        own = replace(source, line=piece.line)
        try:
            if not piece.whole:
                raise RecordError(f"the record is cut off: it has no </{piece.name}>", help="fetch the file again")
            block = _xml.bare(_xml.parse(piece.data, encoding))
        except RecordError as error:
            yield _reject.from_error(own, error, line=piece.line, raw=piece.data)
            continue
        yield from _items(block, own)


def _items(block: Node, source: Source) -> Iterator[Record | Rejected]:
    items = [child for child in block if _xml.local(child) in _ITEMS]
    around = [child for child in block if _xml.local(child) not in _ITEMS]
    for item in items or [None]:
        root = etree.Element("crossref")
        inner = etree.SubElement(root, block.tag, dict(block.attrib))
        inner.extend(map(deepcopy, around))
        own = source
        if item is not None:
            own = replace(source, line=(source.line or 1) + max(0, (item.sourceline or 1) - (block.sourceline or 1)))
            inner.append(item)
        try:
            yield crossref_xml.record(root, own)
        except RecordError as error:
            yield _reject.from_error(own, error, line=own.line, raw=etree.tostring(root))
