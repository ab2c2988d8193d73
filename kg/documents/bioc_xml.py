"""BioC XML (BioC.dtd, Comeau et al. 2013): collections of NCBI's tools and corpora, PubTator's and PMC's exports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _bioc, _xml
from kg.documents._json import Json
from kg.model import Record, Rejected, Source

FORMAT = "bioc_xml"

_OWN = re.compile(rb"<document(?:\s[^<>]{0,200})?>\s*<id\b")
_PARTS = re.compile(rb"<(?:passage|infon)[\s>]")
Node = Any  # lxml has no types


def sniff(head: bytes) -> bool:
    """A document with its id, and passages or infons."""
    return head.lstrip().startswith(b"<") and bool(_OWN.search(head)) and bool(_PARTS.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The documents of a collection, in order; one without a title is rejected."""
    yield from _xml.read(file, source, ("document",), lambda node, own: _bioc.record(_document(node), own))


def _document(node: Node) -> Json:
    """The document as BioC JSON has it."""
    passages = [{"infons": _infons(each), "text": _text(each)} for each in node.iterchildren("passage")]
    return {"id": node.findtext("id") or "", "infons": _infons(node), "passages": passages}


def _infons(node: Node) -> dict[str, str]:
    return {infon.get("key", ""): infon.text or "" for infon in node.iterchildren("infon")}


def _text(passage: Node) -> str:
    """Its own text, or that of its sentences."""
    own = passage.find("text")
    if own is not None:
        return own.text or ""
    return " ".join(sentence.findtext("text") or "" for sentence in passage.iterchildren("sentence"))
