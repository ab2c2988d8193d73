"""ISI tagged format (Web of Science "plain text", Inspec, BIOSIS, CABI, MEDLINE by way of it)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from kg.documents import _dates, _identifiers, _languages, _lines, _names, _pages, _reject, _tagged, _text
from kg.documents._tagged import Fields, every, first
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source

FORMAT = "isi"

_START = re.compile(rb"^(?:FN (?:ISI|Thomson|Clarivate)|PT [JBSPC]\r?$)", re.M)
_LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?\Z")
_BEARERS = re.compile(r"\s*\[([^\]]*)\]\s*(.+)", re.S)
_MAIL = re.compile(r"\s*\([^()\s]+@[^()\s]+\)")
_INSPEC = re.compile(r"/(su[bp])\s+([^/]{1,10})/")  # BaB/sub 2/O/sub 4/
# Document type, else publication type.
_KINDS: dict[str, Kind] = {
    "article": "article", "review": "review",
    "proceedings paper": "conference", "meeting abstract": "conference", "book chapter": "chapter",
    "book": "book", "data paper": "dataset", "dissertation": "thesis", "thesis": "thesis", "report": "report",
    "conference paper": "conference", "clinical trial": "trial report", "review article": "review", "b": "book",
    "c": "conference", "p": "other",
}  # fmt: skip


def sniff(head: bytes) -> bool:
    """The line that opens an export, or a publication type of one letter."""
    return bool(_START.search(head)) and head.lstrip()[:1] not in (b"<", b"{", b"[")


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The records of a file, in order; one without a title is rejected."""
    for line, fields in _records(_lines.lines(file)):
        own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=line)
        try:
            yield _record(fields, own)
        except RecordError as error:
            raw = "\n".join(f"{tag} {value}" for tag, values in fields.items() for value in values)
            yield _reject.from_error(own, error, line=line, raw=raw.encode("utf-8", "replace"))


def _records(lines: Iterable[str]) -> Iterator[tuple[int, Fields]]:
    """The line each record starts on (its PT), and the lines of each tag."""
    fields: Fields = {}
    start, last = 0, ""
    for number, line in enumerate(lines, start=1):
        match = _LINE.match(line)
        tag = match[1] if match else ""
        if tag in ("PT", "ER", "EF"):
            if fields:
                yield start, fields
            start, last = number, tag
            fields = {"PT": [(match[2] or "").strip()]} if match and tag == "PT" else {}
        elif match and fields:
            fields.setdefault(tag, []).append((match[2] or "").strip())
            last = tag
        elif fields and line.strip():
            fields[last].append(line.strip())
    if fields:
        yield start, fields


def _record(fields: Fields, source: Source) -> Record:
    title = _joined(fields, "TI")
    if not title:
        raise RecordError("record has no title", help="ISI records need TI")
    kind = _kind(fields)
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(fields),
        authors=tuple(_authors(fields)),
        editors=tuple(_people(fields, "BE", "ED")),
        issued=_issued(fields),
        published_online=_dates.partial(first(fields, "EA")),
        **_venue(fields, kind, title),
        languages=_languages.tags(first(fields, "LA")),
        keywords=_keywords(fields),
        genres=tuple(g for part in _joined(fields, "DT").split(";") if (g := part.strip())),
        funding=tuple(f for part in _joined(fields, "FU").split(";") if (f := part.strip())),
        references=tuple(Identifiers(doi=d) for line in every(fields, "CR") if (d := _identifiers.doi(line))),
        passages=_tagged.abstract(fields, "AB"),
    )


def _venue(fields: Fields, kind: Kind, title: str) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, host = _container(fields, kind, title)
    pages = _pages.span(first(fields, "BP"), first(fields, "EP")) or _pages.pages(first(fields, "PS"))
    return {
        "journal": journal,
        "host": host,
        "volume": first(fields, "VL") or None,
        "issue": first(fields, "IS") or _supplement(first(fields, "SU")),
        "pages": pages,
        "article_number": first(fields, "AR") or _pages.number(pages),
        "publisher": _joined(fields, "PU") or None,
    }


def _container(fields: Fields, kind: Kind, title: str) -> tuple[Journal | None, str | None]:
    """The journal, or the book with the series (SE) it is a volume of; of a paper in a journal the meeting."""
    name, series = _joined(fields, "SO") or _joined(fields, "JI") or _joined(fields, "J9"), _joined(fields, "SE")
    issns = _identifiers.issns("; ".join(every(fields, "SN", "EI")))
    if kind in ("chapter", "book") or (kind == "conference" and (series or not issns)):
        host = name if name.lower() != title.lower() else ""
        return Journal(title=series, issns=issns) if series and issns else None, host or None
    journal = Journal(title=name, issns=issns, abbreviation=_joined(fields, "JI") or None) if name else None
    return journal, _joined(fields, "CT") or None


def _supplement(number: str) -> str | None:
    """ "SU 1", "SU S": a supplement that is no numbered issue."""
    return f"Suppl {number}" if number.isdigit() else "Suppl" if number else None


def _joined(fields: Fields, tag: str) -> str:
    """The lines of a tag as one."""
    text = _text.clean(" ".join(fields.get(tag, ())))
    return _text.clean(_INSPEC.sub(r"<\1>\2</\1>", text)) if "/su" in text else text


def _kind(fields: Fields) -> Kind:
    types = [part.strip().lower() for part in _joined(fields, "DT").split(";")]
    found: Kind = next((_KINDS[t] for t in (*types, first(fields, "PT").lower()) if t in _KINDS), "article")
    if found == "book" and fields.get("BP") and _joined(fields, "SO").lower() != _joined(fields, "TI").lower():
        return "conference" if fields.get("CT") else "chapter"
    return found


def _identifiers_of(fields: Fields) -> Identifiers:
    accession = re.search(r"MEDLINE:(\d{1,8})", first(fields, "UT"))
    return Identifiers(
        doi=_identifiers.doi(first(fields, "DI")) or _identifiers.doi(first(fields, "D2")),
        pmid=_identifiers.pmid(first(fields, "PM")) or (accession[1] if accession else None),
        isbns=_identifiers.isbns("; ".join(every(fields, "BN"))),
    )


def _authors(fields: Fields) -> Iterator[Person | Organisation]:
    """Full names (AF) where there are as many as short ones, with what C1 and OI say of each; then groups."""
    short, full = _names_of(fields, "AU", "BA"), _names_of(fields, "AF", "BF")
    for printed, name in zip(short, full if len(full) == len(short) else short, strict=True):
        known = {printed.lower(), name.lower()}
        if made := _names.medline(name, orcid=_orcid(fields, known), affiliations=tuple(_places(fields, known))):
            yield made
    for name in _names_of(fields, "CA"):
        yield Organisation(name=name)


def _names_of(fields: Fields, *tags: str) -> list[str]:
    parts = (part for line in every(fields, *tags) for part in _MAIL.sub("", line).split(";"))
    return [name for part in parts if (name := part.strip())]


def _people(fields: Fields, *tags: str) -> Iterator[Person | Organisation]:
    for name in _names_of(fields, *tags):
        if made := _names.medline(name):
            yield made


def _places(fields: Fields, names: set[str]) -> Iterator[str]:
    """The addresses whose bracketed list holds the name: "[Roth, K; Ng, A] Univ Bonn, Germany"."""
    for line in every(fields, "C1"):
        if (found := _BEARERS.match(line)) and names & {n.strip().lower() for n in found[1].split(";")}:
            yield found[2].rstrip(".")


def _orcid(fields: Fields, names: set[str]) -> str | None:
    for part in _joined(fields, "OI").split(";"):
        name, _, number = part.partition("/")
        if name.strip().lower() in names:
            return _identifiers.orcid(number)
    return None


def _issued(fields: Fields) -> str | None:
    """PD with the year of PY, which is often all the year there is ("FEB", "MAY-JUN", "JAN 12")."""
    year, day = first(fields, "PY"), first(fields, "PD")
    if year and day and not re.search(r"\d{4}", day):
        day = f"{day} {year}"
    return _tagged.date(*filter(None, (year, day)))


def _keywords(fields: Fields) -> tuple[str, ...]:
    """Authors' and indexers' keywords; "Keywords Plus" are made from the references and are none."""
    parts = (part.strip(" *.") for part in _joined(fields, "DE").split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))
