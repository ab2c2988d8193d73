"""DOAJ's articles (doaj.org/api, public data dump): search results, lists, or one article a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _json, _languages, _licences, _names, _pages, _text
from kg.documents._json import Json, dig, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Organisation, Person, Record, Rejected, Source

FORMAT = "doaj_json"
_OWN = re.compile(rb'"bibjson"\s*:')


def sniff(head: bytes) -> bool:
    """The member that DOAJ keeps bibliographic data in."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The articles of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _articles, _record)


def _articles(found: Json) -> list[Json]:
    return _json.listed(found, "results")


def _record(article: Json, source: Source) -> Record:
    data = article["bibjson"] if isinstance(article.get("bibjson"), dict) else {}
    title = string(data.get("title"))
    if not title:
        raise RecordError("article has no title", help="DOAJ's articles need a title")
    journal = data["journal"] if isinstance(data.get("journal"), dict) else {}
    numbers = _numbers(data)
    licences = objects(journal.get("license")) + objects(data.get("license"))
    said = (string(part.get(key)) for part in licences for key in ("url", "type"))
    text = data.get("abstract")
    return Record(
        kind="article",
        title=title,
        source=source,
        identifiers=Identifiers(doi=_identifiers.doi(numbers.get("doi", ""))),
        authors=tuple(_authors(data)),
        issued=_dates.joined(string(data.get("year")), string(data.get("month"))),
        **_venue(data, journal, numbers),
        languages=tuple(dict.fromkeys(t for la in strings(journal.get("language", [])) for t in _languages.tags(la))),
        license=next((iri for words in said if words and (iri := _licences.iri(words))), None),
        url=string(dig(data, "link", 0, "url")) or None,
        keywords=tuple(dict.fromkeys(strings(data.get("keywords", [])))),
        passages=_abstract.passages(_text.lines(text)) if isinstance(text, str) else (),
    )


def _venue(data: Json, journal: Json, numbers: dict[str, str]) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    name = string(journal.get("title"))
    issns = (*strings(journal.get("issns", [])), numbers.get("pissn", ""), numbers.get("eissn", ""))
    pages = _pages.span(string(data.get("start_page")), string(data.get("end_page")))
    return {
        "journal": Journal(title=name, issns=_identifiers.issns("; ".join(issns))) if name else None,
        "volume": string(journal.get("volume")) or None,
        "issue": string(journal.get("number")) or None,
        "pages": pages,
        "article_number": _pages.number(pages),
        "publisher": string(journal.get("publisher")) or None,
    }


def _numbers(data: Json) -> dict[str, str]:
    return {string(i.get("type")).lower(): string(i.get("id")) for i in reversed(objects(data.get("identifier")))}


def _authors(data: Json) -> Iterator[Person | Organisation]:
    for author in objects(data.get("author")):
        orcid, places = _identifiers.orcid(string(author.get("orcid_id"))), strings(author.get("affiliation", []))
        if made := _names.author(string(author.get("name")), orcid=orcid, affiliations=places):
            yield made
