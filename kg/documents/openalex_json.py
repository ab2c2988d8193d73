"""OpenAlex's API (api.openalex.org/works): one work, a page of results, or one work a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _json, _languages, _licences, _names, _pages
from kg.documents._json import Json, dig, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source
from kg.text import fold

FORMAT = "openalex_json"

_OWN = re.compile(rb'"(?:id|openalex)"\s*:\s*"https://openalex\.org/W\d|"authorships"\s*:\s*\[')
_KINDS: dict[str, Kind] = {
    "article": "article", "journal-article": "article", "letter": "article", "editorial": "article",
    "review": "review", "preprint": "preprint", "posted-content": "preprint", "book": "book", "monograph": "book",
    "reference-book": "book", "book-chapter": "chapter", "reference-entry": "chapter", "dissertation": "thesis",
    "dataset": "dataset", "report": "report", "standard": "report", "proceedings-article": "conference",
    "proceedings": "book",
}  # fmt: skip
_LONGEST = 20_000  # words of an abstract; positions beyond are damaged


def sniff(head: bytes) -> bool:
    """A work by OpenAlex's identifier, or its list of authorships."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The works of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _works, _record)


def _works(found: Json) -> list[Json]:
    return _json.listed(found, "results")


def _record(work: Json, source: Source) -> Record:
    title = string(work.get("title")) or string(work.get("display_name"))
    if not title:
        raise RecordError("work has no title", help="OpenAlex's works need a title")
    place = dig(work, "primary_location")
    kind, journal, host = _container(work, dig(place, "source"))
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=Identifiers(
            doi=_identifiers.doi(string(work.get("doi")) or string(dig(work, "ids", "doi"))),
            pmid=_identifiers.pmid(string(dig(work, "ids", "pmid"))),
            pmcid=_pmcid(string(dig(work, "ids", "pmcid"))),
        ),
        authors=tuple(_authors(work)),
        issued=_issued(work),
        **_venue(work, host, journal, place),
        languages=_languages.tags(string(work.get("language"))),
        license=_licences.iri(string(dig(place, "license"))) if dig(place, "license") else None,
        keywords=_keywords(work),
        headings=tuple(_headings(work)),
        genres=tuple(dict.fromkeys(strings([work.get("type"), work.get("type_crossref")]))),
        funding=tuple(dict.fromkeys(_funding(work))),
        retracted=work.get("is_retracted") is True,
        passages=_abstract.passages(_prose(work.get("abstract_inverted_index"))),
    )


def _venue(work: Json, host: str | None, journal: Journal | None, place: Any) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    biblio = work["biblio"] if isinstance(work.get("biblio"), dict) else {}
    pages = _pages.span(string(biblio.get("first_page")), string(biblio.get("last_page")))
    return {
        "journal": journal,
        "host": host,
        "volume": string(biblio.get("volume")) or None,
        "issue": string(biblio.get("issue")) or None,
        "pages": pages,
        "article_number": _pages.number(pages),
        "publisher": string(dig(place, "source", "host_organization_name")) or None,
    }


def _pmcid(text: str) -> str | None:
    """OpenAlex writes ".../articles/7000001"."""
    number = text.rstrip("/").rpartition("/")[2]
    return _identifiers.pmcid(number if number.upper().startswith("PMC") else f"PMC{number}")


def _authors(work: Json) -> Iterator[Person | Organisation]:
    for authorship in objects(work.get("authorships")):
        name, known = string(authorship.get("raw_author_name")), string(dig(authorship, "author", "display_name"))
        if not name or (fold(known) == fold(name) and (name.isupper() or not known.isascii())):
            name = known  # "AHMET SENER" is Ahmet Şener
        orcid = _identifiers.orcid(string(dig(authorship, "author", "orcid")))
        places = strings(authorship.get("raw_affiliation_strings", []))
        if made := _names.author(name, orcid=orcid, affiliations=places):
            yield made


def _issued(work: Json) -> str | None:
    """OpenAlex writes the first of January where it knows the year only."""
    date = _dates.partial(string(work.get("publication_date")))
    return (
        date[:4] if date and date.endswith("-01-01") else date or _dates.partial(string(work.get("publication_year")))
    )


def _container(work: Json, source: Any) -> tuple[Kind, Journal | None, str | None]:
    crossref, own = string(work.get("type_crossref")), string(work.get("type"))
    kind = _KINDS.get(crossref if crossref == "proceedings-article" else own) or _KINDS.get(crossref, "other")
    title = string(dig(source, "display_name"))
    form = string(dig(source, "type"))
    if form == "repository":
        return ("preprint" if own in ("preprint", "posted-content") else kind), None, None
    issns = _identifiers.issns("; ".join(strings(dig(source, "issn") or [])))
    if kind in ("chapter", "conference", "book") and form != "journal":
        return kind, None, title or None
    return kind, (Journal(title=title, issns=issns) if title else None), None


def _keywords(work: Json) -> tuple[str, ...]:
    found = (string(k.get("display_name")) or string(k.get("keyword")) for k in objects(work.get("keywords")))
    return tuple(dict.fromkeys(k for k in found if k))


def _headings(work: Json) -> Iterator[str]:
    for term in objects(work.get("mesh")):
        parts = (string(term.get("descriptor_name")), string(term.get("qualifier_name")))
        yield from filter(None, ("/".join(filter(None, parts)),))


def _funding(work: Json) -> Iterator[str]:
    for grant in objects(work.get("grants")):
        name, award = string(grant.get("funder_display_name")), string(grant.get("award_id"))
        yield from filter(None, (f"{name} ({award})" if name and award else name or award,))


def _prose(index: Any) -> str:
    """The abstract, from the positions of each of its words."""
    places = index.items() if isinstance(index, dict) else ()
    words = {n: word for word, found in places if isinstance(found, list) for n in found if isinstance(n, int)}
    return string(" ".join(words[n] for n in sorted(words) if 0 <= n < _LONGEST))
