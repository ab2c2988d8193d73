"""Item pages of EPrints repositories (https://www.eprints.org, EPrints 3), saved as text or as HTML.

Read are the abstract pages of UCL Discovery (citation in pieces, table of cells or plain lines), the classic page of
the software ("Item Type", "Depositing User") and what Southampton, Glasgow and Zurich make of it, in English, German,
Spanish, French and Italian.  A saved page's <meta> fills what its text leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from kg.documents import (
    _abstract,
    _citation,
    _dates,
    _identifiers,
    _keywords,
    _languages,
    _licences,
    _page,
    _page_parts,
    _passages,
    _people,
    _text,
    _venue,
)
from kg.documents import _pages_eprints as _labels
from kg.documents._citation import Citation
from kg.documents._page import Field, Page
from kg.documents._page_parts import Parts
from kg.documents._venue import Venue
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Record, Rejected, Source
from kg.text import squeeze

FORMAT = "eprints"

_EVENT_DATE = r"\s*:?\s*((?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?\d{4}(?:-\d\d){0,2})"
_ONLINE = re.compile(rf"(?:Published \(online\)|Published online|e-?pub|First online|Online){_EVENT_DATE}", re.I)
_ISSUED = re.compile(rf"(?:Published|Issue|Print|Issued){_EVENT_DATE}", re.I)
# Hosts that stand for no real one (RFC 2606, RFC 6761 and what examples make of them).
_PLACEHOLDER = re.compile(
    r"https?://(?:[\w-]+\.)*example(?:\.|[/:]|\Z)|https?://[^/]*\.(?:test|invalid|localhost)\b", re.I
)


def sniff(head: bytes) -> bool:
    """Whether a file begins as an EPrints item page: two of its labels, at the starts of lines or of table cells."""
    text = _page.beginning(head)
    lines = re.sub(r"</?(?!meta)[^<>]{0,500}>", "\n", text) if "<" in text else text
    return len({"".join(tell).lower() for tell in _labels.TELLS.findall(lines)}) > 1


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The one record of a page; raises `RecordError` where the page has no title."""
    page = _page.load(file)
    parts = _page_parts.parts(page.lines)
    found = [*_page.fields(parts.table, _labels.LAYOUT), *_meta(page)]
    head = _page_parts.without_banner(parts.head)
    printed = _page.text_of(found, "title") or _page_parts.repeated(head, page.heading)
    citation = _citation.parse(_page_parts.without_title(head, printed), printed)
    title = _text.clean(printed or citation.title)
    if not title:
        raise RecordError("page has no title", help="save the whole item page, from its citation to its URI")
    yield _record(title, citation, found, parts, source)


def _meta(page: Page) -> Iterator[Field]:
    for name, tags in _labels.META.items():
        values = next((page.meta[tag] for tag in tags if tag in page.meta), ())
        if values:
            yield Field(name, values)


def _record(title: str, citation: Citation, found: Sequence[Field], parts: Parts, source: Source) -> Record:
    venue = _venue_of(citation, found)
    kind = _kind(_page.text_of(found, "type"), citation, venue)
    keywords = _keywords.split(_lines(found, "keywords"))
    abstract = _text.lines("\n".join(parts.abstract)) or _text.lines("\n".join(_lines(found, "abstract")))
    licence, rights = _rights(found, parts)
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_ids(citation, found, parts),
        authors=_authors(citation, found),
        editors=citation.editors or _people.of_lines(_lines(found, "editors")),
        issued=venue.issued,
        published_online=_dates.partial(_page.text_of(found, "online") or _event(found, _ONLINE)),
        journal=_journal(kind, venue, _issns(found, parts)),
        host=citation.host or _page.text_of(found, "host") or citation.event or _event_of(kind, found),
        volume=venue.volume,
        issue=venue.issue,
        pages=venue.pages,
        article_number=venue.article_number,
        languages=_languages_of(found, title, abstract),
        publisher=_publisher(kind, citation, found),
        license=licence,
        rights=rights,
        url=_url(found),
        keywords=keywords,
        genres=tuple(t for name in ("type", "qualification") if (t := _page.text_of(found, name))),
        funding=tuple(t for f in found if f.name == "funding" for line in f.lines if (t := _text.clean(line))),
        passages=_passages.whole(squeeze(title), _abstract.passages(abstract), keywords),
    )


def _event_of(kind: Kind, found: Sequence[Field]) -> str | None:
    """The meeting a work was given at; of a thesis the repository names its university there."""
    return (kind != "thesis" and _page.text_of(found, "event")) or None


def _journal(kind: Kind, venue: Venue, issns: tuple[str, ...]) -> Journal | None:
    if not venue.journal or (kind in {"book", "report", "thesis"} and not venue.volume):
        return None
    return Journal(title=venue.journal, issns=issns)


def _lines(found: Sequence[Field], name: str) -> tuple[str, ...]:
    field = _page.first(found, name)
    return field.lines if field else ()


def _venue_of(citation: Citation, found: Sequence[Field]) -> Venue:
    """The citation's, completed by the table; the date as fine as either prints it."""
    venue = citation.venue
    dates = [_dates.partial(f.text) for f in found if f.name == "date"] + [_dates.partial(_event(found, _ISSUED))]
    in_book = citation.host or citation.thesis
    return Venue(
        journal=_page.text_of(found, "journal") or (None if in_book else venue.journal),
        issued=_venue.finest(venue.issued, *dates),
        volume=venue.volume or _page.text_of(found, "volume") or None,
        issue=venue.issue or _page.text_of(found, "issue") or None,
        pages=venue.pages or _venue.pages(_page.text_of(found, "pages")),
        article_number=venue.article_number or _page.text_of(found, "article") or None,
    )


def _event(found: Sequence[Field], event: re.Pattern[str]) -> str:
    """What the field "Dates" prints for an event: "Accepted: 8 May 2017; Published: June 2017"."""
    told = event.search(_page.text_of(found, "dates")[:1000])
    return told[1] if told else ""


def _kind(text: str, citation: Citation, venue: Venue) -> Kind:
    if named := _labels.kind(text):
        return named
    if citation.thesis:
        return "thesis"
    if citation.event:
        return "conference"
    return "chapter" if citation.host else "article" if venue.journal else "other"


def _publisher(kind: Kind, citation: Citation, found: Sequence[Field]) -> str | None:
    """The one printed; of a thesis its university."""
    names = ("institution", "publisher") if kind == "thesis" else ("publisher",)
    return citation.publisher or _page.text_of(found, *names) or None


def _ids(citation: Citation, found: Sequence[Field], parts: Parts) -> Identifiers:
    printed = [_page.text_of(found, name) for name in ("doi", "version", "official")]
    texts = [*printed, *parts.head, *parts.files]
    isbns = [i for f in found if f.name == "isbn" for i in _identifiers.isbns(" ; ".join(f.lines))]
    cited = [part for line in parts.head for part in line.split("ISBN")[1:]]
    return Identifiers(
        doi=next((d for text in texts if (d := _identifiers.doi(text))), None),
        pmid=_identifiers.pmid(_page.text_of(found, "pmid")),
        isbns=tuple(dict.fromkeys(isbns or (i for text in cited for i in _identifiers.isbns(text[:60])))),
    )


def _issns(found: Sequence[Field], parts: Parts) -> tuple[str, ...]:
    printed = [line for f in found if f.name == "issn" for line in f.lines]
    cited = [part[:60] for line in parts.head for part in line.split("ISSN")[1:]]
    return _identifiers.issns(" ; ".join(printed + cited))


def _authors(citation: Citation, found: Sequence[Field]) -> tuple[_people.Author, ...]:
    """The fullest list the page prints, and its corporate authors."""
    listed = _people.of_lines(_lines(found, "authors"))
    tagged = tuple(a for line in _lines(found, "creators") if (a := _people.one(line)))
    corporate = _people.of_lines(_lines(found, "corporate"))
    return tuple(dict.fromkeys((*_people.full(citation.authors, listed, tagged), *corporate)))


def _languages_of(found: Sequence[Field], title: str, abstract: str) -> tuple[str, ...]:
    """As printed.  The classic page has no line for it: there it is the language its text is plainly written in."""
    if printed := _page.text_of(found, "language"):
        return _languages.tags(printed)
    classic = any(f.name == "classic" for f in found) and not any(f.name == "language" for f in found)
    told = _languages.of_prose(f"{title}. {abstract}") if classic else None
    return (told,) if told else ()


def _rights(found: Sequence[Field], parts: Parts) -> tuple[str | None, str | None]:
    """The licence of the record or of its files, else what the page says of rights."""
    texts = [f.text for f in found if f.name in {"rights", "additional"}]
    licences = (_licences.iri(text) for text in (*texts, _text.clean(" ".join(parts.files))))
    if licence := next((iri for iri in licences if iri), None):
        return licence, None
    return None, next((text for text in texts if _licences.is_rights(text)), None)


def _url(found: Sequence[Field]) -> str | None:
    """The record's own address, unless it is a placeholder."""
    printed = re.search(r"https?://[^\s|<>\"]+", _page.text_of(found, "uri"))
    return printed[0].rstrip(".,;") if printed and not _PLACEHOLDER.match(printed[0]) else None
