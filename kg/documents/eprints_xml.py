"""EPrints 3 XML (namespace http://eprints.org/ep2/data/2.0), as repositories export their items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _languages, _licences, _names, _pages, _text, _xml
from kg.documents._xml import text
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source

FORMAT = "eprints_xml"
Node = Any  # lxml has no types

_ROOT = re.compile(rb"http://eprints\.org/ep2/data|<eprintid>")
_KINDS: dict[str, Kind] = {
    "article": "article", "book": "book", "book_section": "chapter", "bookitem": "chapter",
    "conference_item": "conference", "conferenceobject": "conference", "thesis": "thesis", "dataset": "dataset",
    "data_collection": "dataset", "monograph": "report", "report": "report", "preprint": "preprint",
}  # fmt: skip


def sniff(head: bytes) -> bool:
    """The namespace of EPrints' data, in an XML file."""
    return head.lstrip().startswith(b"<") and b"<html" not in head[:2000].lower() and bool(_ROOT.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The items of a file, in order; a damaged one costs itself alone."""
    yield from _xml.read(file, source, ("eprint",), record)


def record(node: Node, source: Source) -> Record:
    """The record of one `eprint` element.  Raises `RecordError` without a title."""
    fields = {_xml.local(child): child for child in reversed(node)}
    title = text(fields.get("title"))
    if not title:
        raise RecordError("the item has no title", help="EPrints' items need a title")
    printed = text(fields.get("type")).lower()
    kind = _kind(printed, text(fields.get("monograph_type")))
    rights = text(fields.get("rights")) or text(fields.get("copyright_statement"))
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(fields),
        authors=(*_people(fields.get("creators")), *_groups(fields.get("corp_creators"))),
        editors=tuple(_people(fields.get("editors"))),
        issued=_dates.partial(text(fields.get("date"))) if text(fields.get("date_type")) != "submitted" else None,
        **_venue(fields, kind),
        languages=_languages.tags(text(fields.get("language"))),
        license=_licence(node, rights),
        rights=rights or None,
        url=node.get("id") or text(fields.get("official_url")) or None,
        keywords=_keywords(fields.get("keywords")),
        genres=tuple(filter(None, (printed, text(fields.get("thesis_type")), text(fields.get("monograph_type"))))),
        funding=tuple(dict.fromkeys(_funding(fields.get("funders")))),
        passages=_abstract.passages(_lines(fields.get("abstract"))),
    )


def _venue(fields: dict[str, Node], kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, host = _container(fields, kind)
    pages = _pages.pages(text(fields.get("pagerange")))
    return {
        "journal": journal,
        "host": host,
        "volume": text(fields.get("volume")) or None,
        "issue": text(fields.get("number")) or None,
        "pages": pages,
        "article_number": text(fields.get("article_number")) or _pages.number(pages),
        "publisher": text(fields.get("publisher")) or text(fields.get("institution")) or None,
    }


def _kind(printed: str, monograph: str) -> Kind:
    if printed == "monograph" and "working" in monograph:
        return "preprint"
    return _KINDS.get(printed, "other")


def _lines(node: Node) -> str:
    return _text.lines("".join(node.itertext())) if node is not None else ""


def _items(node: Node) -> list[Node]:
    """The items of a field that may hold several, or the field itself where it holds one."""
    if node is None:
        return []
    return list(node.iterfind("item")) or [node]


def _identifiers_of(fields: dict[str, Node]) -> Identifiers:
    related = [text(url) for item in _items(fields.get("related_url")) for url in item.iter("url")]
    addresses = [text(fields.get("id_number")), text(fields.get("official_url")), *related]
    dois = [
        text(fields.get("doi")),
        *(a for a in addresses if re.match(r"(?:doi:|10\.|https?://(?:dx\.)?doi\.org/)", a, re.I)),
    ]
    return Identifiers(
        doi=next((d for a in dois if (d := _identifiers.doi(a))), None),
        pmid=_identifiers.pmid(text(fields.get("pmid"))),
        pmcid=_identifiers.pmcid(text(fields.get("pmcid")) or text(fields.get("pmc_id"))),
        isbns=_identifiers.isbns(text(fields.get("isbn"))),
    )


def _people(node: Node) -> Iterator[Person | Organisation]:
    for item in _items(node):
        family, given = text(item.find("name/family")), text(item.find("name/given"))
        if family or given:
            orcid = _identifiers.orcid(text(item.find("orcid")))
            family, given = (family, given) if family else (given, "")
            yield _names.person(family, given, suffix=text(item.find("name/lineage")), orcid=orcid)


def _groups(node: Node) -> Iterator[Organisation]:
    for item in _items(node):
        if name := text(item.find("name")) or text(item):
            yield Organisation(name=name)


def _container(fields: dict[str, Node], kind: Kind) -> tuple[Journal | None, str | None]:
    name, issns = text(fields.get("publication")), _identifiers.issns(text(fields.get("issn")))
    host = text(fields.get("book_title")) or text(fields.get("event_title"))
    if not name and kind in ("chapter", "book") and issns:
        name = text(fields.get("series"))
    return (Journal(title=name, issns=issns) if name else None), (
        host if kind in ("chapter", "conference") else ""
    ) or None


def _licence(node: Node, rights: str) -> str | None:
    said = [text(n) for n in node.iterfind("documents/document/license")]
    return next((iri for words in (rights, *said) if words and (iri := _licences.iri(words.replace("_", "-")))), None)


def _keywords(node: Node) -> tuple[str, ...]:
    printed = "; ".join(text(item) for item in _items(node))
    parts = printed.split(";") if ";" in printed else printed.split(",")
    return tuple(dict.fromkeys(word for part in parts if (word := part.strip(" ."))))


def _funding(node: Node) -> Iterator[str]:
    for item in _items(node):
        agency, number = (
            text(item.find("agency")) or (text(item) if not len(item) else ""),
            text(item.find("grant_number")),
        )
        yield from filter(None, (f"{agency} ({number})" if agency and number else agency or number,))
