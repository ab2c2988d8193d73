"""EndNote's references, whether tagged (%T) or XML: the fields are the same, and named here by the tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.documents import _identifiers, _languages, _names, _pages, _pubmed, _tagged
from kg.documents._tagged import Fields, every, first
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Source

# Reference type in lower case: kind, and the CSL type where the kind alone would not say it.
_TYPES: dict[str, tuple[Kind, str | None]] = {
    "journal article": ("article", None), "electronic article": ("article", None), "in press": ("article", None),
    "magazine article": ("article", "article-magazine"), "newspaper article": ("article", "article-newspaper"),
    "book": ("book", None), "edited book": ("book", None), "electronic book": ("book", None),
    "classical work": ("book", "classic"), "serial": ("book", None), "book section": ("chapter", None),
    "electronic book section": ("chapter", None), "encyclopedia": ("chapter", "entry-encyclopedia"),
    "dictionary": ("chapter", "entry-dictionary"), "conference proceedings": ("conference", None),
    "conference paper": ("conference", None), "thesis": ("thesis", None), "report": ("report", None),
    "government document": ("report", None), "standard": ("report", "standard"), "dataset": ("dataset", None),
    "online database": ("dataset", None), "aggregated database": ("dataset", None),
    "unpublished work": ("preprint", "manuscript"), "manuscript": ("preprint", "manuscript"),
    "preprint": ("preprint", None), "web page": ("other", "webpage"), "blog": ("other", "post-weblog"),
    "patent": ("other", "patent"), "computer program": ("other", "software"), "map": ("other", "map"),
    "film or broadcast": ("other", "motion_picture"), "personal communication": ("other", "personal_communication"),
}  # fmt: skip
_IN_BOOKS = frozenset({"chapter", "conference"})


def record(fields: Fields, source: Source) -> Record:
    """The record of one reference.  Raises `RecordError` without a title."""
    title = first(fields, "%T")
    if not title:
        raise RecordError("reference has no title", help="EndNote references need a title (%T)")
    kind, csl = _TYPES.get(first(fields, "%0").lower(), ("article" if fields.get("%J") else "other", None))
    genres = tuple(filter(None, (first(fields, "%9"), csl)))
    kind = _pubmed.kind(genres) if kind == "article" else kind
    notes = every(fields, "%U", "%Z", "%M", "%2")
    pmid, pmcid = _tagged.pubmed(notes)
    numbers = "; ".join(every(fields, "%@"))
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=Identifiers(
            doi=_tagged.doi(every(fields, "%R"), notes),
            pmid=pmid,
            pmcid=pmcid,
            isbns=_identifiers.isbns(numbers),
        ),
        authors=_authors(fields),
        editors=tuple(_people(fields, "%E")),
        issued=_issued(fields),
        **_venue(fields, kind),
        languages=_languages.tags(first(fields, "%G")),
        url=first(fields, "%U") or None,
        keywords=_tagged.words(fields, "%K"),
        genres=genres,
        passages=_tagged.abstract(fields, "%X"),
    )


def _venue(fields: Fields, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, host = _container(fields, kind)
    pages = _pages.pages(first(fields, "%P"))
    return {
        "journal": journal,
        "host": host,
        "volume": first(fields, "%V") or None,
        "issue": first(fields, "%N") or None,
        "pages": None if kind == "book" and pages and "-" not in pages else pages,
        "article_number": first(fields, "%]") or _pages.number(pages),
        "publisher": first(fields, "%I") or None,
    }


def _authors(fields: Fields) -> tuple[Person | Organisation, ...]:
    """The authors; a lone one with the address, of several nothing says who is where."""
    found = tuple(_people(fields, "%A"))
    return (replace(found[0], affiliations=every(fields, "%+")),) if len(found) == 1 else found


def _people(fields: Fields, tag: str) -> Iterator[Person | Organisation]:
    """Names; one that ends in a comma is an organisation, as EndNote has it."""
    for name in every(fields, tag):
        if made := _names.author(name, corporate=name.endswith(",")):
            yield made


def _container(fields: Fields, kind: Kind) -> tuple[Journal | None, str | None]:
    name = first(fields, "%J", *([] if kind in _IN_BOOKS else ["%B"]))
    host = first(fields, "%B", *(["%J"] if kind in _IN_BOOKS else []))
    if kind in _IN_BOOKS or kind in ("book", "thesis", "report", "dataset"):
        return None, host or first(fields, "%S") or None
    issns = _identifiers.issns("; ".join(every(fields, "%@")))
    short = next((text for text in every(fields, "%O") if len(text) < len(name)), None)  # it may be the full title
    return (Journal(title=name, issns=issns, abbreviation=short) if name else None), None


def _issued(fields: Fields) -> str | None:
    """The year (%D), made precise by the date (%8), which often lacks the year."""
    year, day = first(fields, "%D"), first(fields, "%8")
    if year and day and not re.search(r"\d{4}", day):
        day = f"{day} {year}"
    return _tagged.date(*filter(None, (year, day)))
