"""MARCXML (Library of Congress, MARC21slim schema 1.2), in collections, SRU and OAI answers; UNIMARC in the same form.

A record is known for what it is by its fields, with or without the namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _marc, _marc_record, _unimarc, _xml
from kg.errors import RecordError
from kg.model import Record, Rejected, Source

FORMAT = "marcxml"

_OWN = re.compile(rb"""<(?:[\w.-]{1,40}:)?(?:control|data)field\b[^<>]{0,200}\btag\s*=\s*["']\s*\d{2,3}\s*["']""")


def sniff(head: bytes) -> bool:
    """A field of MARC, with its numeric tag, in an XML file."""
    return head.lstrip().startswith(b"<") and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The records of a file, in order; a damaged one costs itself alone."""
    yield from _xml.read(file, source, ("record",), record, envelope=_marc.is_envelope)


def record(node: Any, source: Source) -> Record:
    """The record of one element, its namespaces taken off."""
    marc = _marc.of_xml(_marc.innermost(node))
    if not marc.fields:
        raise RecordError("the record has no fields")
    return _unimarc.of(marc, source) if _unimarc.is_unimarc(marc) else _marc_record.of(marc, source)
