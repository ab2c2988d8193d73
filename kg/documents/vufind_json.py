"""VuFind as JSON: answers of its Solr index (`response.docs`) and of its REST API (`records`), VuFind 2 to 10.

Field names after VuFind's schema.xml and its API's `SearchApi.yml`.  Where a document carries its MARC record
(`fullrecord`), that one tells what the index leaves out, and its people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from kg.documents import (
    _abstract,
    _dates,
    _identifiers,
    _json,
    _languages,
    _licences,
    _pages,
    _people,
    _text,
    _xml,
    marc21,
    marcxml,
)
from kg.documents._json import Json, dig, objects, string, strings
from kg.documents._marc import joined, plain, trimmed
from kg.documents._pages_vufind import KINDS
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Record, Rejected, Source
from kg.text import fold

FORMAT = "vufind_json"

_SOLR = re.compile(rb'"docs"\s*:\s*\[')
_API = re.compile(rb'"(?:resultCount|records)"\s*:')
_INDEX = re.compile(rb'"(?:record_format|fullrecord|title_short|publishDate|container_title|author2?)"\s*:')
_FILLED = ("journal", "host", "volume", "issue", "pages", "article_number", "issued", "publisher", "license", "rights",
           "languages", "url", "headings", "funding", "editors")  # fmt: skip


def sniff(head: bytes) -> bool:
    """A Solr answer with fields of VuFind's index, or an answer of its API."""
    if not _json.begins(head):
        return False
    if _SOLR.search(head):
        return bool(_INDEX.search(head))
    return bool(_API.search(head)) and b'"authors"' in head and b'"title"' in head and b'"eprintid"' not in head


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The documents of an answer, in order; one without a title is rejected."""
    yield from _json.records(file, source, _documents, _record)


def _documents(found: Json) -> list[Json]:
    docs = dig(found, "response", "docs")
    return objects(docs if isinstance(docs, list) else found.get("docs", found.get("records", found)))


def _record(doc: Json, source: Source) -> Record:
    title = _title(doc)
    if not title:
        raise RecordError("the document has no title", help="VuFind's index has a field title")
    kind = _kind(doc)
    text = _first(doc, "description", "summary")
    rights = _first(doc, "rights", "rights_str_mv")
    made = Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(doc),
        authors=_authors(doc),
        editors=_people.of_lines(strings(doc.get("editor", []))),
        issued=_dates.partial(_first(doc, "publishDate", "publicationDates", "publishDateSort")),
        **_venue(doc, kind),
        languages=tuple(dict.fromkeys(t for la in _all(doc, "language", "languages") for t in _languages.tags(la))),
        license=_licences.iri(rights) if rights else None,
        rights=rights or None,
        url=next((u for u in _addresses(doc) if u.startswith("http")), None),
        keywords=tuple(dict.fromkeys(_keywords(doc))),
        genres=_all(doc, "genre", "genres"),
        passages=_abstract.passages(_text.lines(text)),
    )
    return _completed(made, doc)


def _all(doc: Json, *names: str) -> tuple[str, ...]:
    return tuple(trimmed(text) for name in names for text in strings(doc.get(name, [])) if trimmed(text))


def _first(doc: Json, *names: str) -> str:
    return next((value for name in names for value in strings(doc.get(name, []))), "")


def _title(doc: Json) -> str:
    """The whole title; else its short form with the subtitle."""
    whole = joined(plain(_first(doc, "title")), "")
    return whole or joined(_first(doc, "title_short", "title_full"), _first(doc, "title_sub"))


def _kind(doc: Json) -> Kind:
    kinds = [kind for word in _all(doc, "format", "formats") if (kind := KINDS.get(fold(word)))]
    return next((k for k in kinds if k != "article"), "article" if kinds else "other")


def _identifiers_of(doc: Json) -> Identifiers:
    dois = [
        *_all(doc, "doi_str_mv", "doi_str", "doi", "DOI", "cleanDoi"),
        *(u for u in _addresses(doc) if "doi.org/" in u),
    ]
    return Identifiers(
        doi=next((d for text in dois if (d := _identifiers.doi(text))), None),
        pmid=_identifiers.pmid(_first(doc, "pmid_str_mv", "pmid_str", "pmid")),
        isbns=_identifiers.isbns("; ".join(_all(doc, "isbn", "isbns"))),
    )


def _addresses(doc: Json) -> Iterator[str]:
    for value in (doc.get("url", []), doc.get("urls", [])):
        yield from strings(value)
        yield from (address for entry in objects(value) if (address := string(entry.get("url"))))


def _authors(doc: Json) -> tuple[_people.Author, ...]:
    """Main, corporate and other authors; in the API's answers they are the keys of objects."""
    fields: list[Any] = [doc.get(name, []) for name in ("author", "author_corporate", "author2")]
    told = doc.get("authors")
    fields += [told.get(name) for name in ("primary", "corporate", "secondary")] if isinstance(told, dict) else [told]
    lines = [line for field in fields for line in (list(field) if isinstance(field, dict) else strings(field or []))]
    return tuple(dict.fromkeys(a for line in lines if (a := _people.one(line))))


def _venue(doc: Json, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    name = trimmed(_first(doc, "container_title", "containerTitle"))
    issns = _identifiers.issns("; ".join(_all(doc, "issn", "issns")))
    start, end = _first(doc, "container_start_page"), _first(doc, "container_end_page")
    pages = _pages.span(start, end)
    journal = name and kind not in ("chapter", "book", "thesis")
    return {
        "journal": Journal(title=name, issns=issns) if journal else None,
        "host": name if name and not journal else None,
        "volume": _first(doc, "container_volume") or None,
        "issue": _first(doc, "container_issue") or None,
        "pages": pages,
        "article_number": _pages.number(pages),
        "publisher": trimmed(_first(doc, "publisher", "publishers")) or None,
    }


def _keywords(doc: Json) -> Iterator[str]:
    """Topics; in the API's answers a list of headings, each a list of its parts."""
    yield from _all(doc, "topic", "geographic", "era")
    for heading in doc.get("subjects", []) if isinstance(doc.get("subjects"), list) else []:
        if parts := strings(heading):
            yield " - ".join(trimmed(part) for part in parts)


def _completed(made: Record, doc: Json) -> Record:
    """The record with what only the MARC record in it tells, and with that one's people and title."""
    marc = _marc(string_raw(doc.get("fullrecord")), made.source)
    if marc is None:
        return made
    absent = {name: getattr(marc, name) for name in _FILLED if not getattr(made, name) and getattr(marc, name)}
    known, told = made.identifiers, marc.identifiers
    return replace(
        made,
        title=marc.title,
        kind=made.kind if made.kind != "other" else marc.kind,
        authors=marc.authors or made.authors,
        identifiers=replace(
            known, doi=known.doi or told.doi, pmid=known.pmid or told.pmid, isbns=known.isbns or told.isbns
        ),
        passages=made.passages or marc.passages,
        **absent,
    )


def string_raw(value: Any) -> str:
    """A string as it stands, separators and all; "" for anything else."""
    return value if isinstance(value, str) else ""


def _marc(full: str, source: Source) -> Record | None:
    """The record in `fullrecord`, in either form of MARC; None where there is none or it is damaged."""
    try:
        if full.lstrip().startswith("<"):
            return marcxml.record(_xml.bare(_xml.parse(full.encode("utf-8", "replace"))), source)
        if "\x1e" in full:
            return marc21.record(full.rstrip("\x1d").encode("utf-8", "replace"), source)
    except RecordError:
        return None
    return None
