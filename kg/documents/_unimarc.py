"""A UNIMARC record (IFLA, UNIMARC Bibliographic, 3rd edition with updates) → a `Record`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.documents import _abstract, _dates, _identifiers, _languages, _licences, _names, _pages, _text
from kg.documents._marc import Field, Marc, joined, trimmed
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Source

_EDITORS = frozenset({"340", "651", "220", "710", "727"})  # editor, director, compiler, redactor, thesis advisor
_AUTHORS = frozenset({"070", "071", "072", "080", "305", "230", "100", "010", "545"})
_IMPRINT = ("210", "214", "219")
_HOSTS = ("461", "463", "464")


def is_unimarc(marc: Marc) -> bool:
    """Whether the title stands where UNIMARC has it."""
    return any(marc.all("200")) and not any(marc.all("245"))


def of(marc: Marc, source: Source) -> Record:
    """The record.  Raises `RecordError` without a title (field 200)."""
    field = next(marc.all("200"), Field("200"))
    title = joined(field.get("a"), field.get("e"), field.every("hi"))
    if not title:
        raise RecordError("the record has no title", help="UNIMARC records need field 200")
    kind = _kind(marc)
    name, issns = _container(marc)
    people = list(_people(marc))
    rights = marc.get("371", "a")
    place = " ".join(marc.every("v", *_HOSTS)) or marc.get("215", "a")
    pages = re.search(r"\b(?:pp?\.|S\.)\s*(\d[\w-]{0,20})", place) if kind in ("article", "chapter") else None
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(marc),
        authors=tuple(person for person, editor in people if not editor),
        editors=tuple(person for person, editor in people if editor),
        issued=_issued(marc),
        journal=Journal(title=name, issns=issns) if name and kind == "article" else None,
        host=name if name and kind != "article" else None,
        pages=_pages.pages(pages[1]) if pages else None,
        languages=tuple(dict.fromkeys(t for code in marc.every("a", "101") if (t := _languages.tag(code)))),
        publisher=next((trimmed(p) for f in marc.all(*_IMPRINT) if (p := f.get("c"))), None),
        license=_licences.iri(rights) if rights else None,
        rights=rights or None,
        url=next((u for u in marc.every("u", "856") if re.match(r"https?://", u)), None),
        keywords=tuple(dict.fromkeys(_keywords(marc))),
        passages=_abstract.passages(_text.lines("\n".join(marc.every("a", "330")))),
    )


def _kind(marc: Marc) -> Kind:
    if any(marc.all("328")):
        return "thesis"
    if marc.leader[7:8] in ("a", "b") or any(marc.all("463")):
        return "article" if any(f.get("x") for f in marc.all(*_HOSTS)) or marc.leader[7:8] == "b" else "chapter"
    return "book" if marc.leader[6:7] in ("a", "") and marc.leader[7:8] in ("m", "") else "other"


def _container(marc: Marc) -> tuple[str, tuple[str, ...]]:
    """The title of what a part stands in, and its ISSNs; fields are embedded after $1 in older records."""
    fields = [*marc.all(*_HOSTS)]
    name = next((trimmed(t) for f in fields if (t := f.get("ta"))), "")
    return name, _identifiers.issns("; ".join(text for f in fields for text in f.every("x")))


def _identifiers_of(marc: Marc) -> Identifiers:
    dois = [*marc.every("a", "017", "073"), *(u for u in marc.every("u", "856") if "doi.org/" in u)]
    return Identifiers(
        doi=next((d for text in dois if (d := _identifiers.doi(text))), None),
        isbns=_identifiers.isbns("; ".join(marc.every("a", "010"))),
    )


def _people(marc: Marc) -> Iterator[tuple[Person | Organisation, bool]]:
    """The names of 70x and 71x with whether they are an editor's; those of secondary responsibility need a role."""
    for field in marc.all("700", "701", "702", "710", "711", "712"):
        role = field.get("4")
        editor = role in _EDITORS
        if (role or field.tag.endswith("2")) and not editor and role not in _AUTHORS:
            continue
        family, given = trimmed(field.get("a")), trimmed(field.get("b").lstrip(", "))
        if not family:
            continue
        if field.tag.startswith("71"):
            yield Organisation(name=". ".join(filter(None, (family, given)))), editor
        else:
            orcid = next((o for text in field.every("o3") if (o := _identifiers.orcid(text))), None)
            yield _names.person(family, given, orcid=orcid), editor


def _issued(marc: Marc) -> str | None:
    """As the imprint prints it, else the first date of the coded field 100."""
    dates = (_dates.partial(text) for field in marc.all(*_IMPRINT) for text in field.every("d"))
    return next(filter(None, dates), None) or _dates.partial(marc.get("100", "a")[9:13])


def _keywords(marc: Marc) -> Iterator[str]:
    yield from (trimmed(text) for text in marc.every("a", "610"))
    for field in marc.all("600", "601", "605", "606", "607", "608"):
        if first := trimmed(field.get("a")):
            yield " - ".join((first, *(trimmed(t) for t in field.every("jxyz"))))
