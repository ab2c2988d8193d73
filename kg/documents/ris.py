"""RIS (Reference Manager, as EndNote, Zotero, publishers and databases write it), read with rispy.

What writers do in their own way is set right first: a byte order mark, one blank before the hyphen, text before the
first record, values over several lines, a missing ER.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from kg.documents import _identifiers, _languages, _lines, _names, _pages, _pubmed, _reject, _tagged, _text
from kg.documents._tagged import Fields, every, first
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source

FORMAT = "ris"

_START = re.compile(rb"^[ \t]*TY[ \t]{0,2}-(?:[ \t]|\r?$)", re.M)
_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{2}-(?:[ \t](.*)|(\S.*)|)\Z")
_LOOSE_LINE = re.compile(r"[ \t]*([A-Z][A-Z0-9])[ \t]{0,2}-(?:[ \t](.*)|)\Z")
# Databases that tell the PMID bare, and the tag of each.
_PMIDS = (("pubmed", "AN"), ("medline", "AN"), ("scopus", "C2"), ("embase", "C5"))
_BREAK = "\x1f"  # stands for a line break within a value while rispy reads it

# Type of reference: kind, and the CSL type where the kind alone would not say it.
_TYPES: dict[str, tuple[Kind, str | None]] = {
    "JOUR": ("article", None), "EJOUR": ("article", None), "EJOU": ("article", None), "JFULL": ("article", None),
    "ABST": ("article", None), "INPR": ("article", None), "MGZN": ("article", "article-magazine"),
    "NEWS": ("article", "article-newspaper"),
    "BOOK": ("book", None), "EBOOK": ("book", None), "EDBOOK": ("book", None), "CLSWK": ("book", None),
    "SER": ("book", None), "CHAP": ("chapter", None), "ECHAP": ("chapter", None),
    "ENCYC": ("chapter", "entry-encyclopedia"), "DICT": ("chapter", "entry-dictionary"),
    "CONF": ("conference", None), "CPAPER": ("conference", None), "THES": ("thesis", None),
    "RPRT": ("report", None), "GOVDOC": ("report", None), "STAND": ("report", "standard"),
    "UNPB": ("preprint", "manuscript"), "MANSCPT": ("preprint", "manuscript"), "DATA": ("dataset", None),
    "AGGR": ("dataset", None), "DBASE": ("dataset", None), "ELEC": ("other", "webpage"),
    "WEB": ("other", "webpage"), "ICOMM": ("other", "personal_communication"), "BLOG": ("other", "post-weblog"),
    "PAT": ("other", "patent"), "CASE": ("other", "legal_case"), "STAT": ("other", "legislation"),
    "BILL": ("other", "bill"), "HEAR": ("other", "hearing"), "MAP": ("other", "map"), "COMP": ("other", "software"),
    "MPCT": ("other", "motion_picture"), "VIDEO": ("other", "motion_picture"), "SOUND": ("other", "song"),
    "MUSIC": ("other", "musical_score"), "SLIDE": ("other", "graphic"), "ART": ("other", "graphic"),
    "FIGURE": ("other", "figure"), "PAMP": ("other", "pamphlet"), "PCOMM": ("other", "personal_communication"),
}  # fmt: skip


def sniff(head: bytes) -> bool:
    """A line that opens a reference, in a file that is neither markup nor JSON."""
    return head.lstrip()[:1] not in (b"<", b"{", b"[", b"@") and bool(_START.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The references of a file, in order; one without a title is rejected."""
    for line, tagged in _references(_lines.lines(file)):
        own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=line)
        try:
            yield _record(_parsed(tagged), own)
        except RecordError as error:
            raw = "\n".join(f"{tag}  - {value}" for tag, value in tagged).encode("utf-8", "replace")
            yield _reject.from_error(own, error, line=line, raw=raw)


def _references(lines: Iterable[str]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The line each reference starts on, and its tags with their values, lines within a value joined by a mark.

    How the first TY is spaced says how strictly tags are told from prose that looks like them.
    """
    pattern = _LOOSE_LINE
    found: list[tuple[str, list[str]]] = []
    start = 0
    for number, line in enumerate(lines, start=1):
        match = pattern.match(line)
        tag = match[1] if match else ""
        if match and tag in ("TY", "ER"):
            yield from _reference(start, found)
            pattern = _LINE if _LINE.match(line) else pattern
            start, found = number, [("TY", [match[match.lastindex or 1]])] if tag == "TY" else []
        elif found and match:
            tag = "AU" if tag == "A1" else tag  # both in one reference are one list
            found.append((tag, [match[match.lastindex or 1] if match.lastindex != 1 else ""]))
        elif found and line.strip():
            found[-1][1].append(line)
    yield from _reference(start, found)


def _reference(start: int, found: list[tuple[str, list[str]]]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    if found:
        yield start, [(tag, _BREAK.join(filter(None, map(str.strip, values)))) for tag, values in found]


def _parsed(tagged: list[tuple[str, str]]) -> Fields:
    """What rispy reads in one reference, all values by tag.  Raises `RecordError` where it reads none."""
    import rispy

    tags = {tag: tag for tag, _ in tagged} | {"ER": "ER", "UK": "UK"}
    lines = [f"{tag}  - {value}" for tag, value in tagged]
    read = rispy.loads(
        "\n".join([*lines, "ER  - "]), mapping=tags, list_tags=sorted(set(tags) - {"TY"}), delimiter_tags_mapping={}
    )
    if len(read) != 1:
        raise RecordError("the reference cannot be read", help="RIS references run from TY to ER")
    values: dict[str, Any] = read[0]
    return {
        tag: [v.replace(_BREAK, "\n") for v in ([value] if isinstance(value, str) else value)]
        for tag, value in values.items()
    }


def _record(fields: Fields, source: Source) -> Record:
    kind, type_ = _TYPES.get(first(fields, "TY").upper(), ("other", None))
    genres = _genres(fields, type_)
    kind = _sort(kind, genres)
    title = first(fields, "TI", "T1", "CT", "BT", "ST")
    if not title:
        raise RecordError("record has no title", help="RIS records need TI or T1")
    journal, host = _container(fields, kind, title)
    pages, number = _places(fields, kind)
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(fields),
        authors=_authors(fields),
        editors=tuple(_people(fields, "ED", "A2", *(["A3"] if kind == "book" else []))),
        issued=_issued(fields),
        journal=journal,
        host=host,
        volume=first(fields, "VL", "VO") or None,
        issue=first(fields, "IS", "CP", "NO") or _issue_number(fields, kind),
        pages=pages,
        article_number=number,
        languages=_languages.tags(first(fields, "LA")),
        publisher=first(fields, "PB") or None,
        url=first(fields, "UR", "L2") or None,
        keywords=_tagged.words(fields, "KW"),
        genres=genres,
        passages=_tagged.abstract(fields, "AB", "N2"),
    )


def _authors(fields: Fields) -> tuple[Person | Organisation, ...]:
    """The authors; a lone one with the address, of several nothing says who is where."""
    found = tuple(_people(fields, "AU"))
    return (replace(found[0], affiliations=every(fields, "AD")),) if len(found) == 1 else found


def _sort(kind: Kind, genres: tuple[str, ...]) -> Kind:
    """An article's kind by what it calls itself; the Cochrane Library exports registrations of trials as articles."""
    if kind != "article":
        return kind
    return "registration" if "trial registry record" in map(str.lower, genres) else _pubmed.kind(genres)


def _people(fields: Fields, *tags: str) -> Iterator[Person | Organisation]:
    """Names of these tags, in order; a value of several lines is several names, the number of a trial is none."""
    values = (_text.clean(line) for tag in tags for raw in fields.get(tag, ()) for line in raw.split("\n"))
    for name in (name for value in values for name in _names.several(value)):
        if not _identifiers.trials(name) and (made := _names.author(name)):
            yield made


def _container(fields: Fields, kind: Kind, title: str) -> tuple[Journal | None, str | None]:
    """The journal with its ISSNs, or the book or meeting that a chapter or paper stands in."""
    short = first(fields, "J2", "JA", "J1", "JO")
    if kind in ("chapter", "conference"):
        host = first(fields, *(["C3"] if kind == "conference" else []), "BT", "T2", "JF", "JO", "T3")
        series = first(fields, "T3")
        issns = _identifiers.issns("; ".join(every(fields, "SN")))
        own = (series if series != host else "") or (host if issns else "")
        return (Journal(title=own, issns=issns) if own and issns else None), (host if host != title else "") or None
    if kind in ("book", "thesis", "dataset", "report"):
        host = first(fields, "T2", "JF")
        return None, host or None
    name = next((n for n in every(fields, "T2", "JF", "BT", "JO", "JA", "J2", "J1") if "://" not in n), "")
    issns = _identifiers.issns("; ".join(every(fields, "SN")))
    return (Journal(title=name, issns=issns, abbreviation=short or None) if name else None), None


def _places(fields: Fields, kind: Kind) -> tuple[str | None, str | None]:
    """Pages and article number; a book's SP is how many pages it has."""
    pages = _pages.span(first(fields, "SP"), first(fields, "EP"))
    if kind == "book" and pages and "-" not in pages:
        pages = None
    return pages, first(fields, "C7") or _pages.number(pages) or None


def _issue_number(fields: Fields, kind: Kind) -> str | None:
    """M1 is the issue in many writers' articles, an article number or a record's in others': the longer ones."""
    number = first(fields, "M1")
    return number if kind == "article" and re.fullmatch(r"\d{1,4}|Suppl\.? ?\w{0,3}", number) else None


def _issued(fields: Fields) -> str | None:
    """PY, made precise by DA, which may lack the year ("Mar 12"); Y1 is the old name of both."""
    year, day, old = every(fields, "PY"), first(fields, "DA"), every(fields, "Y1")
    if year and day and not re.search(r"\d{4}", day):
        day = f"{day} {year[0][:4]}"
    return _tagged.date(*year, day, *old)


def _identifiers_of(fields: Fields) -> Identifiers:
    notes = every(fields, "U1", "U2", "C2", "C3", "N1", "M1", "M3", "AN", "UR", "L2", "L3", "LK")
    pmid, pmcid = _tagged.pubmed(notes)
    database = " ".join(every(fields, "DB", "DP", "UR")).lower()
    if not pmid:
        pmid = next(
            (p for name, tag in _PMIDS if name in database and (p := _identifiers.pmid(first(fields, tag)))), None
        )
    return Identifiers(
        doi=_tagged.doi(every(fields, "DO", "DI"), notes),
        pmid=pmid,
        pmcid=pmcid,
        isbns=_identifiers.isbns("; ".join(every(fields, "SN", "BN"))),
        trials=_identifiers.trials(" ".join(every(fields, "AU"))),
    )


def _genres(fields: Fields, type_: str | None) -> tuple[str, ...]:
    """What M3 calls the work, where it is no DOI, and the CSL type that the kind does not say."""
    named = (m for m in every(fields, "M3") if not _identifiers.doi(m) and not m.lower().startswith("doi"))
    return tuple(dict.fromkeys((*named, *([type_] if type_ else []))))
