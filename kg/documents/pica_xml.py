"""PICA+ in XML (info:srw/schema/5/picaXML-v1.0), as the union catalogues of K10plus, GBV, SUDOC and others answer SRU.

Fields after the K10plus cataloguing rules (format-k10plus): a title is 021A, people are 028A to 028C, "@" stands where
sorting begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import (
    _abstract,
    _dates,
    _identifiers,
    _languages,
    _licences,
    _marc,
    _names,
    _pages,
    _text,
    _xml,
)
from kg.documents._marc import Field, Marc, joined, trimmed
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source

FORMAT = "pica_xml"

_OWN = re.compile(rb"""<(?:[\w.-]{1,40}:)?datafield\b[^<>]{0,200}\btag\s*=\s*["']\d{3}[A-Z@]["']""")
_EDITOR = re.compile(r"(?:edt|hrsg|hg|herausgeber|editor)", re.I)
_KINDS: dict[str, Kind] = {"a": "book", "c": "book", "f": "book", "F": "book", "o": "article", "s": "article"}


def sniff(head: bytes) -> bool:
    """A field with a tag of PICA's form, three digits and a letter or "@", in an XML file."""
    return head.lstrip().startswith(b"<") and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The records of an answer, in order; a damaged one costs itself alone."""
    yield from _xml.read(file, source, ("record",), _record, envelope=_marc.is_envelope)


def _record(node: Any, source: Source) -> Record:
    marc = _marc.of_xml(_marc.innermost(node))
    title = _title(marc)
    if not title:
        raise RecordError("the record has no title", help="PICA records need field 021A")
    kind = _kind(marc)
    place = next(marc.all("031A"), Field("031A"))
    pages = _pages.pages(place.get("h"))
    rights = marc.get("045V", "a") or marc.get("017H", "a")
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(marc),
        authors=tuple(_people(marc, editors=False)),
        editors=tuple(_people(marc, editors=True)),
        issued=_dates.partial(place.get("j")) or _dates.partial(marc.get("011@", "an")),
        **_host(marc, kind),
        volume=place.get("d") or None,
        issue=place.get("e") or None,
        pages=pages,
        article_number=_pages.number(pages),
        languages=tuple(dict.fromkeys(t for code in marc.every("a", "010@") if (t := _languages.tag(code)))),
        publisher=next((trimmed(n) for f in marc.all("033A") if (n := f.get("n"))), None),
        license=_licences.iri(rights) if rights else None,
        url=next((u for u in marc.every("ua", "017C", "009P", "009Q") if re.match(r"https?://", u)), None),
        keywords=tuple(dict.fromkeys(trimmed(t) for t in marc.every("a", "044K", "041A", "044N", "144Z"))),
        genres=marc.every("a", "013D"),
        passages=_abstract.passages(_text.lines("\n".join(marc.every("a", "047I")))),
    )


def _title(marc: Marc) -> str:
    """Title and subtitle; a lone subtitle stands for both; a part without a title has that of the whole."""
    for tag in ("021A", "036C", "027D"):
        for field in marc.all(tag):
            if title := joined(field.get("a"), field.get("d")):
                return title
    return ""


def _kind(marc: Marc) -> Kind:
    """By the second character of field 002@; a thesis has a note of it."""
    if any(marc.all("037C")):
        return "thesis"
    return _KINDS.get(marc.get("002@", "0")[1:2], "book" if any(marc.all("004A")) else "other")


def _host(marc: Marc, kind: Kind) -> dict[str, Any]:
    """The journal of an article; of a volume the work in several volumes."""
    name = trimmed(marc.get("039B", "ta")) if kind == "article" else ""
    issns = _identifiers.issns("; ".join((*marc.every("0", "005A"), *marc.every("i", "039B"))))
    if name:
        return {"journal": Journal(title=name, issns=issns)}
    whole = trimmed(marc.get("036C", "a"))
    return {"host": whole if whole and any(marc.all("021A")) else None}


def _identifiers_of(marc: Marc) -> Identifiers:
    dois = (*marc.every("0", "004V", "004P"), *(u for u in marc.every("ua", "017C", "009P", "009Q") if "doi.org/" in u))
    return Identifiers(
        doi=next((d for text in dois if (d := _identifiers.doi(text))), None),
        isbns=_identifiers.isbns("; ".join(marc.every("0A", "004A"))),
    )


def _people(marc: Marc, *, editors: bool) -> Iterator[Person | Organisation]:
    """Authors (028A, 028B, 028G, 029A) or editors (028C with that role or without any)."""
    for field in marc.all("028C") if editors else marc.all("028A", "028B", "028G", "029A"):
        role = field.get("B4")
        if editors and role and not _EDITOR.match(role):
            continue
        family, given = field.get("aAP"), field.get("dD")
        if field.tag == "029A":
            if name := trimmed(family):
                yield Organisation(name=name)
        elif family:
            yield _names.person(trimmed(family), trimmed(given) or None)
