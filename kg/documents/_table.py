"""Rows with named cells (CSV, TSV, JSON Lines) → records: which name means what, in the words of the usual exports.

Names are those of PubMed's CSV, Scopus, Web of Science (two-letter tags), Zotero, Dimensions, Lens, Embase and of
tables made by hand, in English, German, French and Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from kg.documents import _abstract, _dates, _identifiers, _json, _languages, _licences, _names, _pages, _tagged, _text
from kg.documents._json import string, strings
from kg.documents._page import labels
from kg.documents._people import of_text
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Source
from kg.text import fold

NAMES = labels({
    "title": "title|article title|document title|paper title|ti|titel|titre|título|primary title|article_title|atitle",
    "authors": "authors|author|author/s|author(s)|author names|author full names|full author|au|af|author list|autoren"
    "|auteurs|autores|author_names|creators|creator",
    "editors": "editors|editor|ed",
    "journal": "journal|journal/book|source title|publication title|journal title|so|jt|journal name|journal_title"
    "|venue|zeitschrift|revue|revista|container title|container-title|publication name|journal/venue",
    "source": "source", "citation": "citation",
    "abbreviation": "journal abbreviation|abbreviated source title|journal abbrev|j9|iso abbreviation",
    "year": "year|publication year|pubyear|py|pub year|jahr|année|año|year of publication|published year|pub_year",
    "date": "date|publication date|date published|pubdate|publicationdate|pub date|published|issued|dp|datum"
    "|publication_date",
    "month": "month|publication month|published month|pub month", "day": "day|publication day",
    "volume": "volume|vl|vol|vi|band", "issue": "issue|is|issue number|number|no|heft|numéro|número|ip",
    "pages": "pages|page|pg|page range|pagination|seiten|start page end page",
    "first": "page start|start page|bp|first page|spage|page_start|start_page",
    "last": "page end|end page|ep|last page|epage|page_end|end_page",
    "number": "art no|article number|article no|ar|article_number",
    "doi": "doi|di|digital object identifier|doi link|article doi",
    "pmid": "pmid|pubmed id|pm|pubmed|pubmedid|pubmed_id|medline pmid|pmids",
    "pmcid": "pmcid|pmc|pmc id|pubmedcentral|pmc_id|pubmed central id",
    "issn": "issn|issns|sn|eissn|ei|e issn|print issn|electronic issn|issn_l|issn l",
    "isbn": "isbn|isbns|bn",
    "abstract": "abstract|ab|abstract note|summary|abstract text|zusammenfassung|résumé|resumen|abstract_text",
    "keywords": "keywords|author keywords|de|keyword|manual tags|tags|schlagwörter|mots clés|palabras clave|kw",
    "headings": "mesh terms|mesh|mesh headings|mh|mesh_terms",
    "language": "language|languages|la|language of original document|sprache|langue|idioma|lang",
    "type": "document type|publication type|item type|dt|type|pt|kind|article type|publication_type",
    "publisher": "publisher|pu|verlag|éditeur|editorial",
    "extra": "extra", "url": "url|link|source urls|external url|urls|uri|landing page",
    "license": "license|licence|lizenz", "rights": "rights|copyright",
})  # fmt: skip
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("systematic review", "review"), ("meta-analysis", "review"), ("review", "review"), ("trial", "trial report"),
    ("preprint", "preprint"), ("posted", "preprint"), ("thesis", "thesis"), ("dissertation", "thesis"),
    ("chapter", "chapter"), ("booksection", "chapter"), ("book section", "chapter"), ("conference", "conference"),
    ("proceedings", "conference"), ("book", "book"), ("dataset", "dataset"), ("protocol", "protocol"),
    ("report", "report"), ("webpage", "other"), ("patent", "other"),
)  # fmt: skip
_CITED = re.compile(  # PubMed's citation: "Kidney Int. 2023 Jan;103(1):60-70. doi: …"
    r"\.\s+(?P<date>\d{4}[^;:.]{0,20});\s?(?P<volume>[^:;(.]{0,20})(?:\((?P<issue>[^()]{1,30})\))?"
    r"(?::(?P<pages>[\w, -]{1,40}))?\."
)
_NESTED = ("externalIds", "ids", "journal")  # objects whose members are cells too
_EVIDENCE = frozenset({"authors", "journal", "source", "year", "date", "doi", "pmid", "pmcid", "abstract"})


def columns(header: Iterator[str] | list[str]) -> dict[str, str]:
    """Column name: what it means, for the names that are known; the first of several for the same stays first."""
    return {name: known for name in header if (known := NAMES.get(fold(name)))}


def is_table(header: list[str]) -> bool:
    """Whether the names are those of a table of publications: a title, and something that only publications have."""
    known = set(columns(header).values())
    return "title" in known and bool(known & _EVIDENCE)


def record(row: Mapping[str, Any], source: Source) -> Record:
    """The record of a row.  Raises `RecordError` without a title."""
    cells = _cells(row)
    title = _one(cells, "title")
    if not title:
        raise RecordError("the row has no title", help="a row needs a value in the column of titles")
    kind, genre = _kind(_one(cells, "type"))
    rights = _one(cells, "rights")
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(cells),
        authors=tuple(_people(cells, "authors")),
        editors=tuple(_people(cells, "editors")),
        issued=_issued(cells),
        **_venue(cells, kind),
        languages=tuple(dict.fromkeys(t for v in _every(cells, "language") for t in _languages.tags(v))),
        publisher=_one(cells, "publisher") or None,
        license=next((i for n in ("license", "rights") for v in _every(cells, n) if (i := _licences.iri(v))), None),
        rights=rights or None,
        url=next((u for v in _every(cells, "url") for u in re.findall(r"https?://\S+", v)), None),
        keywords=tuple(_words(cells, "keywords")),
        headings=tuple(_words(cells, "headings")),
        genres=(genre,) if genre else (),
        passages=_abstract.passages(_text.lines("\n".join(_raw(cells, "abstract")))),
    )


def _cells(row: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The values by what their column means, in the order of the columns."""
    cells: dict[str, list[Any]] = {}
    inner = [part for name in _NESTED if isinstance(part := row.get(name), dict)]
    for name, value in chain(row.items(), *(part.items() for part in inner)):
        known = NAMES.get(fold(name)) if isinstance(name, str) else None
        if known and value not in (None, "", [], {}):
            cells.setdefault(known, []).append(value)
    return cells


def _every(cells: dict[str, list[Any]], name: str) -> tuple[str, ...]:
    return tuple(text for value in cells.get(name, ()) for text in strings(value))


def _one(cells: dict[str, list[Any]], name: str) -> str:
    return next(iter(_every(cells, name)), "")


def _raw(cells: dict[str, list[Any]], name: str) -> list[str]:
    """The first value as it stands; parts of a list on lines of their own."""
    value = next(iter(cells.get(name, ())), "")
    return [str(part) for part in (value if isinstance(value, list) else [value]) if isinstance(part, str)]


def _kind(printed: str) -> tuple[Kind, str | None]:
    lowered = printed.lower()
    return next((kind for word, kind in _KINDS if word in lowered), "article"), (
        printed if len(printed) > 1 else None
    )  # Web of Science has one letter here


def _identifiers_of(cells: dict[str, list[Any]]) -> Identifiers:
    pmid, pmcid = _tagged.pubmed(_every(cells, "extra"))
    return Identifiers(
        doi=next((d for v in (*_every(cells, "doi"), *_every(cells, "url")) if (d := _identifiers.doi(v))), None),
        pmid=_identifiers.pmid(_one(cells, "pmid").removesuffix(".0")) or pmid,
        pmcid=_identifiers.pmcid(re.sub(r"\A(?=\d+\Z)", "PMC", _one(cells, "pmcid"))) or pmcid,
        isbns=_identifiers.isbns("; ".join(_every(cells, "isbn"))),
    )


def _issued(cells: dict[str, list[Any]]) -> str | None:
    """The year, as finely as a month beside it or a date of the same year has it."""
    parts = (_one(cells, name).removesuffix(".0") for name in ("year", "month", "day"))
    year = _dates.joined(*parts)
    date = _dates.partial(_one(cells, "date")) or _dates.partial(_cited(cells).get("date") or "")
    return date if date and (not year or date.startswith(year[:4])) and len(date) >= len(year or "") else year


def _venue(cells: dict[str, list[Any]], kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, article number."""
    name, in_book = _one(cells, "journal") or _one(cells, "source"), kind in ("chapter", "book", "thesis")
    cited = _cited(cells)
    printed = _one(cells, "pages") or cited.get("pages") or ""
    pages = _pages.span(_one(cells, "first"), _one(cells, "last")) or _pages.pages(printed)
    issns = _identifiers.issns("; ".join(_every(cells, "issn")))
    short = _one(cells, "abbreviation") or None
    return {
        "journal": Journal(title=name, issns=issns, abbreviation=short) if name and not in_book else None,
        "host": name if name and in_book else None,
        "volume": _one(cells, "volume") or cited.get("volume") or None,
        "issue": _one(cells, "issue") or cited.get("issue") or None,
        "pages": pages,
        "article_number": _one(cells, "number") or _pages.number(pages),
    }


def _cited(cells: dict[str, list[Any]]) -> dict[str, str | None]:
    """What a citation as PubMed writes it says: date, volume, issue, pages."""
    found = _CITED.search(_one(cells, "citation"))
    return found.groupdict() if found else {}


def _words(cells: dict[str, list[Any]], name: str) -> Iterator[str]:
    parts = (p for v in _every(cells, name) for p in re.split(r"[;|]" if re.search(r"[;|]", v) else r",", v))
    yield from dict.fromkeys(word for part in parts if (word := part.strip(" *.")))


def _people(cells: dict[str, list[Any]], name: str) -> Iterator[Person | Organisation]:
    """The names of the fullest column: one text, a list of texts, or a list of objects."""
    lists: list[list[Person | Organisation]] = [list(_listed(value)) for value in cells.get(name, ())]
    yield from dict.fromkeys(max(lists, key=_fullness) if lists else ())


def _fullness(people: list[Person | Organisation]) -> tuple[int, int]:
    return len(people), sum(len(p.given or "") for p in people if isinstance(p, Person))


def _listed(value: Any) -> Iterator[Person | Organisation]:
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            yield from _object(part)
        elif isinstance(value, list):
            yield from (author for name in strings(part) if (author := _names.medline(name)))
        elif isinstance(part, str):
            yield from _split(_text.clean(part))


def _object(name: dict[str, Any]) -> Iterator[Person | Organisation]:
    told = {fold(key).replace(" ", ""): text for key, value in name.items() if (text := string(value))}
    family = next((told[k] for k in ("family", "lastname", "last", "surname", "familyname") if k in told), "")
    given = next((told[k] for k in ("given", "firstname", "first", "forename", "givenname") if k in told), "")
    whole = next((told[k] for k in ("name", "literal", "fullname", "displayname") if k in told), "")
    orcid = _identifiers.orcid(told.get("orcid", ""))
    places = strings(_json.dig(name, "affiliations") or _json.dig(name, "affiliation") or [])
    if family:
        yield _names.person(family, given or None, orcid=orcid, affiliations=places)
    elif author := _names.medline(whole, orcid=orcid, affiliations=places):
        yield author


def _split(text: str) -> Iterator[Person | Organisation]:
    """Names parted by ";" or "|", by "and", or by commas where each part is a whole name ("Okafor N, Petit L").

    PubMed parts groups from people by a semicolon: "Okafor N, Petit L; Lake Study Group."
    """
    parts = re.split(r"[;|]", re.sub(r"\s*\(\d{6,}\)", "", text))  # Scopus puts its numbers after full names
    for part in parts:
        names = _names.several(part.strip())
        if len(names) == 1 and len(parts) == 1 and "," in part:
            yield from of_text(text)
        else:
            found = (_names.medline(name if "," in name else name.strip(" .")) for name in names)
            yield from filter(None, found)
