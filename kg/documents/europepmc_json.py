"""Europe PMC's REST service (search, result types lite and core)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import (
    _abstract,
    _dates,
    _identifiers,
    _json,
    _languages,
    _licences,
    _names,
    _pages,
    _pubmed,
    _tagged,
    _text,
)
from kg.documents._json import Json, dig, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source

FORMAT = "europepmc_json"

_OWN = re.compile(rb'"resultList"\s*:|"authorString"\s*:|"journalInfo"\s*:')
_NOTICE = re.compile(r"(?:Retraction|Partial retraction|Erratum|Expression of Concern) in", re.I)


def sniff(head: bytes) -> bool:
    """Members that only Europe PMC has."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The results of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _results, _record)


def _results(found: Json) -> list[Json]:
    results = dig(found, "resultList", "result")
    return objects(results if isinstance(results, list) else found.get("result", found))


def _record(result: Json, source: Source) -> Record:
    title = _pubmed.title(string(result.get("title")))
    if not title:
        raise RecordError("result has no title", help="Europe PMC's results need a title")
    info = result["journalInfo"] if isinstance(result.get("journalInfo"), dict) else {}
    genres = _listed(result, "pubTypeList", "pubType") or _split(result.get("pubType"))
    corrections = objects(dig(result, "commentCorrectionList", "commentCorrection"))
    notices = [c for c in corrections if _NOTICE.match(string(c.get("type")))]
    licence = string(result.get("license"))
    return Record(
        kind=_kind(result, genres),
        title=title,
        source=source,
        identifiers=_identifiers_of(result),
        authors=tuple(_authors(result)),
        issued=_issued(result, info),
        published_online=_dates.partial(string(result.get("electronicPublicationDate"))),
        **_venue(result, info),
        languages=_languages.tags(string(result.get("language"))),
        license=_licences.iri(licence) if licence else None,
        keywords=tuple(dict.fromkeys(_listed(result, "keywordList", "keyword"))),
        headings=tuple(_headings(result)),
        genres=genres,
        funding=tuple(dict.fromkeys(_grants(result))),
        retracted="retracted publication" in {g.lower() for g in genres}
        or any(string(c.get("type")).lower().startswith("retraction in") for c in notices),
        notices=tuple(dict.fromkeys(n for c in notices if (n := _notice(c)))),
        passages=_passages(result.get("abstractText")),
    )


def _venue(result: Json, info: Json) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    pages = _pages.pages(string(result.get("pageInfo")))
    book = result.get("bookOrReportDetails")
    return {
        "journal": _journal(result, info),
        "volume": string(info.get("volume")) or string(result.get("journalVolume")) or None,
        "issue": string(info.get("issue")) or string(result.get("issue")) or None,
        "pages": pages,
        "article_number": _pages.number(pages),
        "host": string(dig(book, "comprisingTitle")) or None,
        "publisher": string(dig(book, "publisher")) or None,
    }


def _listed(result: Json, outer: str, inner: str) -> tuple[str, ...]:
    return strings(dig(result, outer, inner) or [])


def _split(value: Any) -> tuple[str, ...]:
    return tuple(part.strip() for part in string(value).split(";") if part.strip())


def _kind(result: Json, genres: tuple[str, ...]) -> Kind:
    if result.get("source") == "PPR":
        return "preprint"
    if dig(result, "bookOrReportDetails", "comprisingTitle"):
        return "chapter"
    return _pubmed.kind(tuple(g.removesuffix("-article").removesuffix(" article") for g in genres))


def _identifiers_of(result: Json) -> Identifiers:
    pmid = string(result.get("pmid")) or (string(result.get("id")) if result.get("source") == "MED" else "")
    return Identifiers(
        doi=_identifiers.doi(string(result.get("doi"))),
        pmid=_identifiers.pmid(pmid),
        pmcid=_identifiers.pmcid(string(result.get("pmcid"))),
        isbns=_identifiers.isbns(string(dig(result, "bookOrReportDetails", "isbn13"))),
    )


def _authors(result: Json) -> Iterator[Person | Organisation]:
    """The author list; in the short form one string: "Roth K, Ng A, Lupus Study Group."."""
    found = objects(dig(result, "authorList", "author"))
    for author in found:
        if made := _author(author):
            yield made
    for name in string(result.get("authorString")).rstrip(".").split(", ") if not found else ():
        if made := _names.medline(name):
            yield made


def _author(author: Json) -> Person | Organisation | None:
    details = objects(dig(author, "authorAffiliationDetailsList", "authorAffiliation"))
    places = tuple(p for d in details if (p := string(d.get("affiliation")))) or strings(author.get("affiliation", []))
    family, group = string(author.get("lastName")), string(author.get("collectiveName"))
    if family:
        given = string(author.get("firstName")) or string(author.get("initials"))
        orcid = _identifiers.orcid(string(dig(author, "authorId", "value")))
        return _names.person(family, given, suffix=string(author.get("suffix")), orcid=orcid, affiliations=places)
    if group:
        return Organisation(name=group, affiliations=places)
    return _names.medline(string(author.get("fullName")), affiliations=places)


def _issued(result: Json, info: Json) -> str | None:
    printed = string(info.get("dateOfPublication")), string(info.get("yearOfPublication"))
    year, first = string(result.get("pubYear")), string(result.get("firstPublicationDate"))
    published = (first,) if result.get("source") == "PPR" else ()  # of an article it may be the day it came online
    return _tagged.date(*filter(None, (*printed, year, *published))) or _dates.partial(first)


def _journal(result: Json, info: Json) -> Journal | None:
    journal = info["journal"] if isinstance(info.get("journal"), dict) else {}
    short = string(journal.get("isoabbreviation")) or string(journal.get("medlineAbbreviation"))
    title = string(journal.get("title")) or string(result.get("journalTitle")) or short
    printed = (string(journal.get("issn")), string(journal.get("essn")), string(result.get("journalIssn")))
    issns = _identifiers.issns("; ".join(printed))
    return Journal(title=title, issns=issns, abbreviation=short or None) if title else None


def _headings(result: Json) -> Iterator[str]:
    for heading in objects(dig(result, "meshHeadingList", "meshHeading")):
        name = string(heading.get("descriptorName"))
        found = objects(dig(heading, "meshQualifierList", "meshQualifier"))
        qualifiers = [q for part in found if (q := string(part.get("qualifierName")))]
        yield from (f"{name}/{q}" for q in qualifiers) if qualifiers else filter(None, (name,))


def _grants(result: Json) -> Iterator[str]:
    for grant in objects(dig(result, "grantsList", "grant")):
        agency, number = string(grant.get("agency")), string(grant.get("grantId"))
        yield from filter(None, (f"{agency} ({number})" if agency and number else agency or number,))


def _notice(correction: Json) -> str | None:
    known = string(correction.get("id")) if correction.get("source") == "MED" else ""
    return _identifiers.pmid(known) or _identifiers.doi(string(correction.get("reference")))


def _passages(abstract: Any) -> tuple[Passage, ...]:
    """The abstract, its headings (<h4>) standing on lines of their own."""
    return _abstract.passages(_text.lines(abstract)) if isinstance(abstract, str) else ()
