"""BioC JSON (BioC-JSON of Comeau et al. 2013), as PubTator 3 and NCBI's BioC API for PMC answer it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.documents import _bioc, _json
from kg.documents._json import Json, objects
from kg.model import Record, Rejected, Source

FORMAT = "pubtator_json"

_OWN = re.compile(rb'"PubTator3"\s*:|"bioctype"\s*:|"passages"\s*:\s*\[\s*\{\s*"(?:infons|offset)"')


def sniff(head: bytes) -> bool:
    """PubTator's list, or the passages of a document."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The documents of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _documents, _bioc.record)


def _documents(found: Json) -> list[Json]:
    """The documents of an answer, of one collection or of a list of them, or the one document."""
    for name in ("PubTator3", "documents"):
        if isinstance(found.get(name), list):
            return [inner for document in objects(found[name]) for inner in _documents(document)]
    return [found]
