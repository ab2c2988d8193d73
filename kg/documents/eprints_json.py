"""EPrints 3 JSON (export plugin JSON, and what eprinttools writes): the fields of EPrints' XML under the same names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from kg.documents import _json, eprints_xml
from kg.documents._json import Json
from kg.model import Record, Rejected, Source

FORMAT = "eprints_json"

_OWN = re.compile(rb'"(?:eprintid|eprint_status)"\s*:')
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,80}\Z", re.ASCII)
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DEEPEST = 12


def sniff(head: bytes) -> bool:
    """The number or the status that EPrints gives every item."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The items of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _items, _record)


def _items(found: Json) -> list[Json]:
    return _json.listed(found, "eprint")


def _record(item: Json, source: Source) -> Record:
    node = etree.Element("eprint")
    _fill(node, item, 0)
    if isinstance(item.get("uri"), str) and item["uri"].startswith("http"):
        node.set("id", _ILLEGAL.sub("", item["uri"]))
    return eprints_xml.record(node, source)


def _fill(node: Any, value: Any, depth: int) -> None:
    """Puts a value below an element as EPrints' XML has it: members by name, those of a list as `item`."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        inner = value.get("items", value.get("item"))
        if isinstance(inner, list):
            _fill(node, inner, depth)
            return
        for name, member in value.items():
            if _NAME.match(name) and member is not None:
                _fill(etree.SubElement(node, name), member, depth + 1)
    elif isinstance(value, list):
        name = "document" if node.tag == "documents" else "item"
        for member in value:
            _fill(etree.SubElement(node, name), member, depth + 1)
    else:
        node.text = _ILLEGAL.sub("", value) if isinstance(value, str) else str(value)
