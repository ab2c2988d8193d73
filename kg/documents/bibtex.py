"""BibTeX and BibLaTeX, split into entries by bibtexparser (v2), their macros and cross-references resolved.

Corporate names are told by their braces before LaTeX is decoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import (
    _abstract,
    _bibtex,
    _dates,
    _identifiers,
    _languages,
    _latex,
    _licences,
    _names,
    _pages,
    _pubmed,
    _reject,
    _tagged,
    _text,
)
from kg.documents._bibtex import Fields
from kg.documents._latex import plain
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source

FORMAT = "bibtex"
_START = re.compile(rb"^[ \t]*@[ \t]*[A-Za-z]+\s*[{(]", re.M)
_TYPES: dict[str, tuple[Kind, str | None]] = {
    "article": ("article", None), "periodical": ("other", "periodical"), "book": ("book", None),
    "mvbook": ("book", None), "collection": ("book", None), "mvcollection": ("book", None), "reference": ("book", None),
    "booklet": ("book", "pamphlet"), "inbook": ("chapter", None), "bookinbook": ("chapter", None),
    "suppbook": ("chapter", None), "incollection": ("chapter", None), "inreference": ("chapter", "entry-encyclopedia"),
    "inproceedings": ("conference", None), "conference": ("conference", None), "proceedings": ("book", None),
    "mvproceedings": ("book", None), "phdthesis": ("thesis", None), "mastersthesis": ("thesis", None),
    "thesis": ("thesis", None), "techreport": ("report", None), "report": ("report", None), "manual": ("report", None),
    "unpublished": ("preprint", "manuscript"), "online": ("other", "webpage"), "electronic": ("other", "webpage"),
    "www": ("other", "webpage"), "patent": ("other", "patent"), "dataset": ("dataset", None),
    "software": ("other", "software"),
}  # fmt: skip

_GROUP = re.compile(r"\s|\A[A-Z]{3,}\Z")  # of names wholly in braces: several words, or a short form
_EXTENDED = re.compile(r"(?<![A-Za-z])(family|given|prefix|suffix)\s*=\s*(\"[^\"]*\"|\{[^{}]*\}|[^,]*)", re.I)
_ARCHIVES = ("arxiv", "biorxiv", "medrxiv", "chemrxiv", "psyarxiv", "ssrn")


def sniff(head: bytes) -> bool:
    """A line that opens an entry, in a file that is neither markup nor JSON."""
    return head.lstrip()[:1] not in (b"<", b"{", b"[") and bool(_START.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The entries of a file, in order; one without a title, and what cannot be split, is rejected."""
    for line, raw, type_, fields in _bibtex.entries(file):
        own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=line)
        try:
            if isinstance(fields, RecordError):
                raise fields
            yield _record(type_, fields, own)
        except RecordError as error:
            yield _reject.from_error(own, error, line=line, raw=raw)


def _record(type_: str, fields: Fields, source: Source) -> Record:
    kind, csl = _TYPES.get(type_, ("other", None))
    title = _titled(fields, "title", "subtitle")
    if not title:
        raise RecordError("entry has no title", help="BibTeX entries need a title")
    if kind == "other" and "journal" in fields:
        kind = "article"
    if kind == "other" and _eprint(fields, *_ARCHIVES):
        kind, csl = "preprint", None
    genres = tuple(filter(None, (_first(fields, "type"), csl)))
    kind = _pubmed.kind(genres) if kind == "article" else kind
    rights = _first(fields, "copyright", "rights", "license")
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(fields),
        authors=tuple(_people(fields.get("author", ""))),
        editors=tuple(_people(fields.get("editor", ""))),
        issued=_issued(fields),
        **_venue(fields, kind),
        languages=_languages.tags(_first(fields, "language", "langid")),
        license=_licences.iri(rights) if rights else None,
        rights=rights or None,
        url=_address(fields),
        keywords=_keywords(fields),
        funding=tuple(filter(None, (_first(fields, "funding-acknowledgement", "funding"),))),
        genres=genres,
        passages=_passages(fields),
    )


def _venue(fields: Fields, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    pages = _pages.pages(_first(fields, "pages"))
    journal, host = _container(kind, fields)
    return {
        "journal": journal,
        "host": host,
        "volume": _first(fields, "volume") or None,
        "issue": _first(fields, "issue", *(["number"] if kind != "report" else [])) or None,
        "pages": pages,
        "article_number": _first(fields, "eid", "articleno", "article-number") or _pages.number(pages),
        "publisher": _first(fields, "publisher", "school", "institution", "organization") or None,
    }


def _first(fields: Fields, *names: str) -> str:
    return next((value for name in names if name in fields and (value := plain(fields[name]))), "")


def _titled(fields: Fields, main: str, sub: str) -> str:
    """BibLaTeX keeps the subtitle apart."""
    return _text.titled(_first(fields, main), _first(fields, sub))


def _identifiers_of(fields: Fields) -> Identifiers:
    raw = {name: value.replace("\\_", "_").replace("{", "").replace("}", "") for name, value in fields.items()}
    notes = [raw[name] for name in ("url", "note", "annote", "ee", "bdsk-url-1") if name in raw]
    pmid, pmcid = _tagged.pubmed(notes)
    return Identifiers(
        doi=_tagged.doi([raw.get("doi", "")], notes),
        pmid=_identifiers.pmid(raw.get("pmid", "") or _eprint(raw, "pubmed", "pmid", "medline")) or pmid,
        pmcid=_identifiers.pmcid(raw.get("pmcid", "") or raw.get("pmc", "") or _eprint(raw, "pmc", "pmcid")) or pmcid,
        isbns=_identifiers.isbns(raw.get("isbn", "")),
    )


def _eprint(fields: Fields, *archives: str) -> str:
    """The number that one of these archives knows the entry by (BibLaTeX's eprint); "" for none."""
    archive = fields.get("eprinttype", "") or fields.get("archiveprefix", "")
    return fields.get("eprint", "") if archive.strip().lower() in archives else ""


def _people(value: str) -> Iterator[Person | Organisation]:
    """The names of a list parted by "and"; one wholly in braces is an organisation."""
    for name in _split(value):
        if name.lower() in ("others", "et al.", "et al"):
            continue
        if _whole(name) and _GROUP.search(name.strip("{}")):
            found = [_names.author(plain(name), corporate=True)]
        elif parts := dict(_EXTENDED.findall(name)):
            found = [_extended({part.lower(): plain(value.strip('"')) for part, value in parts.items()})]
        elif family := re.fullmatch(r"([^{},]+?)\s+\{([^{}\\]+)\}", name):
            found = [_names.person(plain(family[2]), plain(family[1]))]
        else:
            found = list(map(_names.author, _names.several(plain(name))))
        yield from filter(None, found)


def _extended(parts: dict[str, str]) -> Person | Organisation | None:
    """A name in BibLaTeX's extended format: `family=Berg, given=Jan, prefix=van der`."""
    family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
    return _names.person(family, parts.get("given"), suffix=parts.get("suffix")) if family else None


def _split(value: str) -> list[str]:
    """The names, braces kept: an "and" inside braces is part of one."""
    names, depth, start = [], 0, 0
    for found in re.finditer(r"\\.|[{}]|\s+and(?=\s)", value, re.I | re.S):
        sign = found[0]
        if sign in "{}":
            depth += 1 if sign == "{" else -1
        elif depth == 0 and sign[0] != "\\":
            names.append(value[start : found.start()])
            start = found.end()
    return [name for part in (*names, value[start:]) if (name := " ".join(part.split()).strip(" ,"))]


def _whole(name: str) -> bool:
    """Whether one pair of braces holds all of the name."""
    depth = 0
    for at, sign in enumerate(name):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return at == len(name) - 1 and at > 0
    return False


def _issued(fields: Fields) -> str | None:
    """BibLaTeX's date (the beginning of a range), else year, month and day, a month being a name, number or macro."""
    if date := _dates.partial(plain(fields.get("date", "")).partition("/")[0]):
        return date
    parts = re.sub(r"[^\w-]", " ", plain(fields.get("month", ""))).split()
    if len(parts) == 2 and parts[0].isdigit() and not parts[1].isdigit():
        parts.reverse()  # "12 March"
    month, day = (*parts, "", "")[:2]
    return _dates.joined(plain(fields.get("year", "")), month, plain(fields.get("day", "")) or day)


def _container(kind: Kind, fields: Fields) -> tuple[Journal | None, str | None]:
    """The journal of an article, the book or proceedings of a part."""
    issns = _identifiers.issns(f"{fields.get('issn', '')} {fields.get('eissn', '')}")
    short = _first(fields, "shortjournal", "journalabbr", "journal-iso") or None
    name = _titled(fields, "journal", "journalsubtitle") or _titled(fields, "journaltitle", "journalsubtitle")
    host = _titled(fields, "booktitle", "booksubtitle") or (_first(fields, "maintitle") if kind == "chapter" else "")
    series = _first(fields, "series")
    if not name and issns and kind in ("chapter", "conference", "book"):
        name = series
    if not name and kind == "article":
        name, host = host, ""
    if not (host or name) and kind in ("book", "report", "thesis"):
        host = series
    return (Journal(title=name, issns=issns, abbreviation=short) if name else None), host or None


def _address(fields: Fields) -> str | None:
    for name in ("url", "howpublished", "ee"):
        if found := re.search(r"https?://[^\s{}]+", fields.get(name, "").replace("\\_", "_").replace("\\%", "%")):
            return _text.clean(found[0])
    return None


def _keywords(fields: Fields) -> tuple[str, ...]:
    text = plain(fields.get("keywords", "") or fields.get("keyword", "") or fields.get("author_keywords", ""))
    parts = text.split(";") if ";" in text else text.split(",")
    return tuple(dict.fromkeys(word for part in parts if (word := part.strip())))


def _passages(fields: Fields) -> tuple[Passage, ...]:
    return _abstract.passages(_text.lines(_latex.text(fields.get("abstract", ""))))
