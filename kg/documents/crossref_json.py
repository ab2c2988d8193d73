"""Crossref's REST API (api.crossref.org/works): one work, a list, or one work a line; doi.org's CSL-JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _json, _languages, _licences, _names, _pages, _text
from kg.documents._json import Json, dig, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source

FORMAT = "crossref_json"

_OWN = re.compile(
    rb'"message-type"\s*:\s*"work|"(?:reference-count|is-referenced-by-count|short-container-title)"\s*:'
    rb'|"sequence"\s*:\s*"(?:first|additional)"'
)
_KINDS: dict[str, Kind] = {
    "journal-article": "article", "posted-content": "preprint", "proceedings-article": "conference",
    "book-chapter": "chapter", "book-section": "chapter", "book-part": "chapter", "book-track": "chapter",
    "reference-entry": "chapter", "book": "book", "monograph": "book", "edited-book": "book", "reference-book": "book",
    "book-set": "book", "book-series": "book", "proceedings": "book", "dissertation": "thesis", "report": "report",
    "report-component": "report", "report-series": "report", "standard": "report", "dataset": "dataset",
    "database": "dataset",
}  # fmt: skip


def sniff(head: bytes) -> bool:
    """Members that only Crossref has."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The works of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _works, _record)


def _works(found: Json) -> list[Json]:
    message = found["message"] if isinstance(found.get("message"), dict) else found
    return _json.listed(message, "items")


def _record(work: Json, source: Source) -> Record:
    title = _title(work)
    if not title:
        raise RecordError("work has no title", help="Crossref's works need a title")
    kind = _KINDS.get(string(work.get("type")), "other")
    updates = objects(work.get("updated-by"))
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(work),
        authors=tuple(_people(work.get("author"))),
        editors=tuple(_people(work.get("editor"))),
        issued=_date(work, "published-print") or _date(work, "issued") or _date(work, "published"),
        published_online=_date(work, "published-online") or _date(work, "posted"),
        **_venue(work, kind),
        languages=_languages.tags(string(work.get("language"))),
        license=next(
            (i for part in objects(work.get("license")) if (i := _licences.iri(string(part.get("URL"))))), None
        ),
        url=string(dig(work, "resource", "primary", "URL")) or None,
        keywords=strings(work.get("keyword", [])),
        genres=strings(work.get("type")),
        funding=tuple(dict.fromkeys(_funding(work))),
        references=_references(work),
        retracted=any("retract" in string(u.get("type")) for u in updates),
        notices=tuple(dict.fromkeys(d for u in updates if (d := _identifiers.doi(string(u.get("DOI")))))),
        passages=_passages(work.get("abstract")),
    )


def _venue(work: Json, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, host = _container(work, kind)
    pages = _pages.pages(string(work.get("page")))
    return {
        "journal": journal,
        "host": host,
        "volume": string(work.get("volume")) or None,
        "issue": string(work.get("issue")) or string(dig(work, "journal-issue", "issue")) or None,
        "pages": pages,
        "article_number": string(work.get("article-number")) or _pages.number(pages),
        "publisher": string(work.get("publisher")) or None,
    }


def _title(work: Json) -> str:
    """Title and subtitle: lists, but plain texts where doi.org answers with CSL-JSON."""
    title, subtitle = ([*strings(work.get(name, [])), ""][0] for name in ("title", "subtitle"))
    return _text.titled(title, subtitle) if title else ""


def _identifiers_of(work: Json) -> Identifiers:
    trials = (string(t.get("clinical-trial-number")) for t in objects(work.get("clinical-trial-number")))
    return Identifiers(
        doi=_identifiers.doi(string(work.get("DOI"))),
        isbns=_identifiers.isbns("; ".join(strings(work.get("ISBN", [])))),
        trials=tuple(dict.fromkeys(t for number in trials for t in _identifiers.trials(number))),
    )


def _licence(work: Json) -> str | None:
    addresses = (string(part.get("URL")) for part in objects(work.get("license")))
    return next((iri for address in addresses if (iri := _licences.iri(address))), None)


def _people(value: Any) -> Iterator[Person | Organisation]:
    for name in objects(value):
        places = tuple(dict.fromkeys(p for a in objects(name.get("affiliation")) if (p := string(a.get("name")))))
        family, given, whole = (string(name.get(key)) for key in ("family", "given", "name"))
        if family or given:
            orcid = _identifiers.orcid(string(name.get("ORCID")))
            suffix = string(name.get("suffix"))
            family, given = (family, given) if family else (given, "")
            yield _names.person(family, given, suffix=suffix, orcid=orcid, affiliations=places)
        elif whole:
            yield Organisation(name=whole, affiliations=places)


def _date(work: Json, name: str) -> str | None:
    parts = dig(work, name, "date-parts", 0)
    return _dates.joined(*[string(p) for p in parts[:3]]) if isinstance(parts, list) and parts else None


def _container(work: Json, kind: Kind) -> tuple[Journal | None, str | None]:
    """The journal; for a part of a book or of proceedings the last title, the series standing before it."""
    titles, short = strings(work.get("container-title", [])), string(dig(work, "short-container-title", 0))
    short = short or string(work.get("container-title-short"))
    issns = _identifiers.issns("; ".join(strings(work.get("ISSN", []))))
    if kind in ("chapter", "conference", "book"):
        series = titles[0] if titles and issns and (len(titles) > 1 or kind == "book") else None
        host = titles[-1] if titles and kind != "book" else None
        return (Journal(title=series, issns=issns) if series else None), host or string(
            dig(work, "event", "name")
        ) or None
    title = titles[0] if titles else short
    return (Journal(title=title, issns=issns, abbreviation=short or None) if title else None), None


def _funding(work: Json) -> Iterator[str]:
    for funder in objects(work.get("funder")):
        name, awards = string(funder.get("name")), ", ".join(strings(funder.get("award", [])))
        yield from filter(None, (f"{name} ({awards})" if name and awards else name or awards,))


def _references(work: Json) -> tuple[Identifiers, ...]:
    dois = (_identifiers.doi(string(r.get("DOI"))) for r in objects(work.get("reference")))
    return tuple(Identifiers(doi=doi) for doi in dict.fromkeys(dois) if doi)


def _passages(abstract: Any) -> tuple[Passage, ...]:
    """The abstract in JATS's elements, headings standing on lines of their own."""
    text = _text.lines(abstract) if isinstance(abstract, str) else ""
    return _abstract.passages(re.sub(r"\A(?:Abstract|Summary)\b[.:]?\s*", "", text, flags=re.I))
