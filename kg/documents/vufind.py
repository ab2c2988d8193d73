"""Record pages of VuFind catalogues (https://vufind.org, versions 2–10), saved as text or as HTML.

Read are the core record ("Published in", "Main Authors" …), the description tab and the staff's "Details" of Primo
Central and Summon records, in English, German, Spanish, French, Portuguese and Italian.  The teaser above the record
is cut after 300 characters: it is no abstract unless the page has no other and it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from kg.documents import (
    _abstract,
    _identifiers,
    _imprint,
    _keywords,
    _languages,
    _licences,
    _page,
    _passages,
    _people,
    _text,
    _venue,
)
from kg.documents._page import Field, Page
from kg.documents._pages_vufind import ABOVE_TITLE, BELOW_TEASER, FURNITURE, KEYS, KINDS, LAYOUT, TELLS
from kg.documents._venue import Venue
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Record, Rejected, Source
from kg.text import fold, squeeze

FORMAT = "vufind"

_LONGEST_TITLE = 1000


@dataclass(frozen=True, slots=True)
class _Top:
    """What stands above the first label."""

    title: str
    teaser: str


def sniff(head: bytes) -> bool:
    """Whether a file begins as a VuFind record page: two of its labels, at the starts of lines or of table cells."""
    text = _page.beginning(head)
    lines = re.sub(r"<[^<>]{0,500}>", "\n", text) if "<" in text else text
    return len({tell.lower() for tell in TELLS.findall(lines)}) > 1


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The one record of a page; raises `RecordError` where the page has no title."""
    page = _page.load(file)
    start = _details_start(page.lines)
    main = list(_page.fields(page.lines[:start], LAYOUT))
    details = list(_page.fields(_keyed(page.lines[start:]), LAYOUT))
    top = _top(page)
    found = main + details
    title = top.title or _page.text_of(found, "title")
    if not title:
        raise RecordError("page has no title", help="save the whole record page, from its title down to the ISSN")
    yield _record(_text.clean(title), found, _abstract_of(main, details, top), source)


def _record(title: str, found: Sequence[Field], abstract: str, source: Source) -> Record:
    venue = _venue_of(found)
    kind = _kind(_page.first(found, "format"), venue)
    publisher, _ = _imprint.split(_page.text_of(found, "publisher") or _imprint_of(found))
    keywords = _keywords.split(_lines(found, "subjects"))
    journal, host = (None, venue.journal) if kind in {"chapter", "book", "thesis"} else (venue.journal, None)
    rights = _page.text_of(found, "rights")
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_ids(found),
        authors=_authors(found),
        editors=_people.of_lines(_lines(found, "editor")),
        issued=venue.issued,
        journal=Journal(title=journal, issns=_issns(found)) if journal else None,
        host=host or _page.text_of(found, "host") or None,
        volume=venue.volume,
        issue=venue.issue,
        pages=venue.pages,
        article_number=venue.article_number,
        languages=_languages.tags("; ".join(_lines(found, "language"))),
        publisher=publisher,
        license=_licences.iri(rights),
        rights=rights if _licences.is_rights(rights) and not _licences.iri(rights) else None,
        url=next(iter(re.findall(r"https?://\S+", _page.text_of(found, "url"))), None),
        keywords=keywords,
        genres=tuple(f.text for f in found if f.name == "format" and f.text)[:1],
        passages=_passages.whole(squeeze(title), _abstract.passages(abstract), keywords),
    )


def _top(page: Page) -> _Top:
    """The title, which may be wrapped, and the teaser under it."""
    lines = [line for line in page.lines[:200]]
    number = next((n for n, line in enumerate(lines) if line and not _is_furniture(line)), len(lines))
    above = next((n for n, line in enumerate(lines) if BELOW_TEASER.match(line) or _is_labelled(line)), len(lines))
    if number >= above:
        return _Top(page.heading, "")
    end = number + 1
    while end < above and lines[end] and _goes_on(lines[end - 1], lines[end]):
        end += 1
    title = page.heading or " ".join(lines[number:end])[:_LONGEST_TITLE]
    return _Top(title, " ".join(line for line in lines[end:above] if not _is_furniture(line)).strip())


def _is_furniture(line: str) -> bool:
    return not line or bool(FURNITURE.match(line[:200]) or ABOVE_TITLE.match(line[:200]))


def _is_labelled(line: str) -> bool:
    label = _page.row(line)
    return bool(label) and fold(label[0]) in LAYOUT.names if label else False


def _goes_on(line: str, following: str) -> bool:
    """Whether a title is wrapped into the next line: that one is short, and this one full or plainly unfinished."""
    if len(following) > 250 or following.startswith("•"):
        return False
    return line.endswith((":", ",", "-", "–")) or following[:1].islower() or 40 <= len(line) <= 100 > len(following)


def _details_start(lines: Sequence[str]) -> int:
    """The line the staff's details begin at; the number of lines where there are none."""
    keyed = [n for n, line in enumerate(lines) if KEYS.match(line[:300])]
    if len({lines[n].split()[0] for n in keyed}) < 3:
        return len(lines)
    for number in keyed:
        above = next((lines[n] for n in range(number - 1, max(-1, number - 4), -1) if lines[n]), "")
        if FURNITURE.match(above[:200]) or "_" in lines[number].split()[0] or lines[number].startswith("creator"):
            return number
    return len(lines)


def _keyed(lines: Sequence[str]) -> Iterator[str]:
    """The details as "key: value", whatever parts key and value."""
    for line in lines:
        key = KEYS.match(line[:40])
        yield f"{key[1]}: {line[key.end(1) :].strip(' :|' + chr(9))}" if key else line


def _lines(found: Sequence[Field], name: str) -> tuple[str, ...]:
    field = _page.first(found, name)
    return field.lines if field else ()


def _imprint_of(found: Sequence[Field]) -> str:
    """The imprint; of several, one a line, the first that is dated."""
    lines = [text for line in _lines(found, "published") if (text := _text.clean(line))]
    return next((line for line in lines if _imprint.split(line)[1]), " ".join(lines))


def _venue_of(found: Sequence[Field]) -> Venue:
    """The "Published in" line, completed by the imprint and the details; the date as fine as any of them prints it."""
    venue = _venue.published_in(_page.text_of(found, "journal"))
    start, end = _page.text_of(found, "start"), _page.text_of(found, "end")
    pages = f"{start}-{end}" if start and end else start
    dates = [_imprint.split(t)[1] for t in (_imprint_of(found), *(f.text for f in found if f.name == "date"))]
    return Venue(
        journal=venue.journal,
        issued=_venue.finest(venue.issued, *dates),
        volume=venue.volume or _page.text_of(found, "volume") or None,
        issue=venue.issue or _page.text_of(found, "issue") or None,
        pages=venue.pages or _venue.pages(pages),
        article_number=venue.article_number,
    )


def _kind(field: Field | None, venue: Venue) -> Kind:
    """What the format says; the first of several that is known and more than "article"."""
    words = re.split(r"[\n,;/|]", "\n".join(field.lines)) if field else []
    kinds = [kind for word in words if (kind := KINDS.get(fold(word)))]
    return next((k for k in kinds if k != "article"), "article" if kinds or venue.journal else "other")


def _ids(found: Sequence[Field]) -> Identifiers:
    isbns = [i for f in found if f.name == "isbn" for i in _identifiers.isbns(" ; ".join(f.lines))]
    return Identifiers(
        doi=next((d for f in found if f.name == "doi" if (d := _identifiers.doi(f.text))), None),
        pmid=_identifiers.pmid(_page.text_of(found, "pmid")),
        isbns=tuple(dict.fromkeys(isbns)),
    )


def _issns(found: Sequence[Field]) -> tuple[str, ...]:
    """Those of the lines for them, and of the staff's line that names an identifier by its kind."""
    named = (f for f in found if f.name in ("issn", "identifier"))
    return _identifiers.issns(" ; ".join(line for f in named for line in f.lines if f.name == "issn" or "ISSN" in line))


def _authors(found: Sequence[Field]) -> tuple[_people.Author, ...]:
    """Main, corporate and other authors in this order; the details' list, a name a line, where the page has it."""
    listed = [a for f in found if f.name == "creator" for a in _people.of_lines(f.lines)]
    named = [a for name in ("author", "corporate", "other") for a in _people.of_lines(_lines(found, name))]
    return tuple(dict.fromkeys(listed if len(listed) >= len(named) else named))


def _abstract_of(main: Sequence[Field], details: Sequence[Field], top: _Top) -> str:
    """The longest text the page calls summary or description, else its teaser; none of them if it is cut."""
    texts = [_prose(f) for f in (*main, *details) if f.name == "summary"]
    texts += [_prose(f) for f in details if f.name == "description"]
    texts += [text for f in main if f.name == "description" and len(text := _prose(f)) > 200]
    whole = [t for t in texts if t and not (t.rstrip().endswith(("...", "…")) and len(t) < 330)]
    if whole:
        return max(whole, key=len)
    return "" if top.teaser.endswith(("...", "…")) or len(top.teaser) < 60 else _text.lines(top.teaser)


def _prose(field: Field) -> str:
    return _text.lines("\n".join(field.lines))
