"""MEDLINE format (.nbib, "PubMed" export), as NLM's MEDLINE/PubMed data element page describes it; ERIC's use of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from kg.documents import (
    _dates,
    _identifiers,
    _languages,
    _licences,
    _lines,
    _names,
    _pages,
    _pubmed,
    _reject,
    _tagged,
    _text,
)
from kg.documents._passages import whole
from kg.documents._tagged import Fields, every, first
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source

FORMAT = "medline_nbib"

_START = re.compile(rb"^(?:PMID ?- ?\d|OWN - |STAT- |PMC[R ]?- ?\w+\r?\n(?:TI|BTI) *- )", re.M)
_LINE = re.compile(r"([A-Z][A-Z0-9]{0,3}) {0,3}- ?(.*)\Z")
_KINDS: tuple[tuple[str, Kind], ...] = (  # ERIC's publication types
    ("dissertations/theses", "thesis"), ("books", "book"), ("reports", "report"), ("speeches/meeting", "conference"),
)  # fmt: skip


def sniff(head: bytes) -> bool:
    """A line with a PMID, an owner or a status as MEDLINE writes them."""
    return head.lstrip()[:1].isalpha() and bool(_START.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The citations of a file, in order; one without a title is rejected."""
    for line, tagged in _citations(_lines.lines(file)):
        own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=line)
        try:
            yield _record(tagged, own)
        except RecordError as error:
            raw = "\n".join(f"{tag:4}- {value}" for tag, value in tagged).encode("utf-8", "replace")
            yield _reject.from_error(own, error, line=line, raw=raw)


def _citations(lines: Iterable[str]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The line each citation starts on, and its tags with their values in order."""
    found: list[tuple[str, list[str]]] = []
    start, after_blank = 0, False
    for number, line in enumerate(lines, start=1):
        match = _LINE.match(line)
        if match and (not found or match[1] == "PMID" or (after_blank and match[1] in ("OWN", "STAT", found[0][0]))):
            yield from _citation(start, found)
            start, found = number, []
        if match:
            found.append((match[1], [match[2]]))
        elif found and line[:1].isspace() and line.strip():
            found[-1][1].append(line)
        after_blank = not line.strip()
    yield from _citation(start, found)


def _citation(start: int, found: list[tuple[str, list[str]]]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    if found:
        yield start, [(tag, " ".join(map(str.strip, values))) for tag, values in found]


def _record(tagged: list[tuple[str, str]], source: Source) -> Record:
    fields: Fields = {}
    for tag, value in tagged:
        fields.setdefault(tag, []).append(value)
    own, book = _pubmed.title(first(fields, "TI")), _pubmed.title(first(fields, "BTI", "CTI"))
    title = own or book or _pubmed.title(first(fields, "TT", "VTI"))
    if not title:
        raise RecordError("record has no title", help="MEDLINE records need TI or BTI")
    genres, keywords = every(fields, "PT"), tuple(dict.fromkeys(k.strip("*") for k in every(fields, "OT")))
    rights = first(fields, "CI")
    return Record(
        kind=_kind(genres, chapter=bool(own and book and own != book), book=bool(book)),
        title=title,
        source=source,
        identifiers=_identifiers_of(fields),
        authors=tuple(_authors(tagged)),
        editors=tuple(_named(every(fields, "FED") or every(fields, "ED"))),
        issued=_dates.partial(first(fields, "DP")),
        published_online=_dates.partial(first(fields, "DEP")),
        **_venue(fields, book if own and book and own != book else None),
        languages=tuple(dict.fromkeys(tag for la in every(fields, "LA") for tag in _languages.tags(la))),
        license=_licences.iri(rights) if rights else None,
        rights=rights or None,
        keywords=keywords,
        headings=tuple(h for value in every(fields, "MH") for h in _heading(value)),
        genres=genres,
        funding=every(fields, "GR"),
        retracted="Retracted Publication" in genres or bool(fields.get("RIN")),
        notices=_notices(fields),
        passages=whole(title, _abstracts(fields), keywords),
    )


def _abstracts(fields: Fields) -> tuple[Passage, ...]:
    """The abstract; another one (a translation, one in plain words) is body text where there is an abstract proper."""
    others = [text for text in fields.get("OAB", ()) if not _pubmed.is_elsewhere(text)]
    if not fields.get("AB"):
        return _tagged.abstract({"OAB": others}, "OAB")
    bodies = (Passage(section="body", zone="Unlabelled", text=text) for text in every({"OAB": others}, "OAB"))
    return (*_tagged.abstract(fields, "AB"), *bodies)


def _venue(fields: Fields, host: str | None) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    pages = _pages.pages(first(fields, "PG"))
    return {
        "journal": _journal(fields),
        "host": host,
        "volume": first(fields, "VI") or None,
        "issue": first(fields, "IP") or None,
        "pages": pages,
        "article_number": _pages.number(pages) or (None if pages else _own_number(fields)),
        "publisher": first(fields, "PB") or None,
    }


def _kind(genres: tuple[str, ...], *, chapter: bool, book: bool) -> Kind:
    if chapter or book:
        return "chapter" if chapter else "book"
    foreign = (kind for genre in genres for start, kind in _KINDS if genre.lower().startswith(start))
    return next(foreign, None) or _pubmed.kind(genres)


def _identifiers_of(fields: Fields) -> Identifiers:
    places = [value for value in every(fields, "LID", "AID") if value.endswith("[doi]")]
    numbers = every(fields, "SI", "IID")
    return Identifiers(
        doi=_tagged.doi(places, every(fields, "AID", "LID", "SO")),
        pmid=_identifiers.pmid(first(fields, "PMID")),
        pmcid=_identifiers.pmcid(first(fields, "PMC")),
        isbns=_identifiers.isbns("; ".join(every(fields, "ISBN")).replace("ISBN-", "")),
        trials=tuple(dict.fromkeys(t for n in numbers for t in _identifiers.trials(n))),
    )


def _authors(tagged: list[tuple[str, str]]) -> Iterator[Person | Organisation]:
    """Full names where there are any, else the short ones; AD and AUID belong to the name before them."""
    name_tag = "FAU" if any(tag == "FAU" for tag, _ in tagged) else "AU"
    name, corporate, orcid = "", False, None
    places: list[str] = []
    for tag, value in [*tagged, (name_tag, "")]:
        if tag in (name_tag, "CN"):
            if made := _author(name, corporate, orcid, tuple(places)):
                yield made
            name, places, orcid, corporate = value, [], None, tag == "CN"
        elif tag == "AD" and name:
            places.append(_text.clean(value))
        elif tag == "AUID" and name:
            orcid = orcid or _identifiers.orcid(value)


def _author(name: str, corporate: bool, orcid: str | None, places: tuple[str, ...]) -> Person | Organisation | None:
    if not name or name.lower().rstrip(".") == "et al":
        return None
    if corporate:
        return _names.author(name, corporate=True, affiliations=places)
    return _names.medline(name, orcid=orcid, affiliations=places)


def _named(names: tuple[str, ...]) -> Iterator[Person | Organisation]:
    for name in names:
        if made := _names.medline(name):
            yield made


def _journal(fields: Fields) -> Journal | None:
    title, short = first(fields, "JT"), first(fields, "TA")
    issns = _identifiers.issns("; ".join(every(fields, "IS", "ISSN")))
    return Journal(title=title or short, issns=issns, abbreviation=short or None) if title or short else None


def _own_number(fields: Fields) -> str | None:
    """The publisher's number of an article without pages: only short ones are article numbers."""
    own = (re.fullmatch(r"(e?\d{2,5}) \[pii\]", value) for value in every(fields, "LID", "AID"))
    return next((found[1] for found in own if found), None)


def _heading(value: str) -> Iterator[str]:
    """ "Lupus Nephritis/drug therapy/*genetics": one heading for each qualifier."""
    descriptor, *qualifiers = (part.strip(" *") for part in value.split("/"))
    yield from (f"{descriptor}/{q}" for q in qualifiers) if qualifiers else (descriptor,)


def _notices(fields: Fields) -> tuple[str, ...]:
    """PMIDs (else DOIs) of retractions, errata and expressions of concern."""
    printed = every(fields, "RIN", "EIN", "ECI", "CRI", "RRI")
    found = (_tagged.pubmed([text])[0] or _identifiers.doi(text) for text in printed)
    return tuple(dict.fromkeys(name for name in found if name))
