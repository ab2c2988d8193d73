"""Crossref's UNIXREF and UNIXSD (what its OpenURL, OAI and content negotiation answer), as `<crossref>` elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _languages, _licences, _names, _pages, _text, _xml
from kg.documents._venue import finest
from kg.documents._xml import text
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source

FORMAT = "crossref_xml"
Node = Any  # lxml has no types

_ROOT = re.compile(rb"<(?:[\w.-]+:)?crossref(?=[\s>])")
# The innermost thing described, most particular first, and its kind.
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("journal_article", "article"), ("conference_paper", "conference"), ("content_item", "chapter"),
    ("posted_content", "preprint"), ("dissertation", "thesis"), ("report-paper_metadata", "report"),
    ("report-paper_series_metadata", "report"), ("dataset", "dataset"), ("standard_metadata", "report"),
    ("book_metadata", "book"), ("book_series_metadata", "book"), ("book_set_metadata", "book"),
    ("proceedings_metadata", "book"), ("proceedings_series_metadata", "book"), ("database_metadata", "dataset"),
)  # fmt: skip
_UNTITLED = "[No title found]"  # what cataloguers supply stands in brackets: the item is known by its DOI
_BOOKS = ("book_metadata", "book_series_metadata", "book_set_metadata")
_PROCEEDINGS = ("proceedings_metadata", "proceedings_series_metadata")


def sniff(head: bytes) -> bool:
    """An element of Crossref's own answers, in an XML file."""
    return head.lstrip().startswith(b"<") and bool(_ROOT.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """One record for each answer in a file, of the innermost thing it describes."""
    yield from _xml.read(file, source, ("crossref",), record)


def record(root: Node, source: Source) -> Record:
    """The record of a `crossref` element, of the innermost thing it describes.  Raises `RecordError`."""
    item, kind = _innermost(root)
    title = _title(item) or (
        _UNTITLED if item.find("titles") is not None and item.find("doi_data/doi") is not None else ""
    )
    if not title:
        raise RecordError("the item has no title", help="Crossref's items need a title")
    within = kind in ("article", "chapter", "conference")
    outer = _first(root, *_BOOKS, *_PROCEEDINGS, "journal_issue") if within else item
    printed, online = _issued(item, outer)
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(root, item),
        authors=tuple(_people(item, "author")),
        editors=tuple(_people(item, "editor") or _people(outer, "editor")),
        issued=printed,
        published_online=online,
        **_venue(root, item, kind),
        languages=_languages.tags(item.get("language") or (outer.get("language") if outer is not None else "") or ""),
        license=next((i for n in item.iter("license_ref") if (i := _licences.iri(n.text or ""))), None),
        url=text(item.find("doi_data/resource")) or None,
        genres=tuple(filter(None, (text(item.find("degree")),))),
        funding=tuple(_funding(item)),
        references=tuple(_references(item)),
        passages=_passages(item),
    )


def _innermost(root: Node) -> tuple[Node, Kind]:
    """What an answer describes, and its kind."""
    for name, kind in _KINDS:
        if (found := next(root.iter(name), None)) is not None:
            return found, kind
    error = text(next(root.iter("error"), None))
    raise RecordError(f"Crossref answered: {error}" if error else "nothing known is described in it")


def _references(item: Node) -> Iterator[Identifiers]:
    for node in item.iterfind(".//citation/doi"):
        if doi := _identifiers.doi(text(node)):
            yield Identifiers(doi=doi)


def _funding(item: Node) -> Iterator[str]:
    """What FundRef names: a funder, its awards in brackets."""
    groups: list[list[str]] = []
    for node in item.iter("assertion"):
        value = _text.clean(node.text or "")
        if value and node.get("name") == "funder_name":
            groups.append([value])
        elif value and node.get("name") == "award_number" and groups:
            groups[-1].append(value)
    for name, *awards in groups:
        yield f"{name} ({', '.join(awards)})" if awards else name


def _venue(root: Node, item: Node, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, host = _container(root, item, kind)
    pages, number = _places(item)
    return {
        "journal": journal,
        "host": host,
        "volume": text(_first(root, "volume")) or None,
        "issue": text(next(root.iterfind(".//journal_issue/issue"), None)) or None,
        "pages": pages,
        "article_number": number,
        "publisher": text(next(root.iterfind(".//publisher/publisher_name"), None)) or _institution(item),
    }


def _first(root: Node, *names: str) -> Node:
    return next((found for name in names if (found := next(root.iter(name), None)) is not None), None)


def _title(item: Node) -> str:
    """Title and subtitle; proceedings have a name of their own."""
    for titles in item.iterfind("titles"):
        if title := text(titles.find("title")):
            return _text.titled(title, text(titles.find("subtitle")))
    return text(item.find("proceedings_title")) or text(item.find("full_title"))


def _identifiers_of(root: Node, item: Node) -> Identifiers:
    return Identifiers(
        doi=_identifiers.doi(text(item.find("doi_data/doi"))),
        isbns=_identifiers.isbns("; ".join(text(node) for node in root.iter("isbn"))),
        trials=tuple(t for node in item.iter("clinical-trial-number") for t in _identifiers.trials(text(node))),
    )


def _people(node: Node, role: str) -> list[Person | Organisation]:
    """Those of a role among the contributors; the author of a dissertation may stand beside its title."""
    if node is None:
        return []
    listed = node.find("contributors")
    among = listed if listed is not None else node
    return [made for n in among if n.get("contributor_role") == role and (made := _person(n))]


def _person(node: Node) -> Person | Organisation | None:
    if _xml.local(node) == "organization":
        return Organisation(name=name) if (name := text(node)) else None
    family, given = text(node.find("surname")), text(node.find("given_name"))
    if not (family or given):
        return None
    named = [n for n in node.iter("affiliation", "institution_name")]
    places = tuple(dict.fromkeys(p for n in named if (p := text(n))))
    orcid = _identifiers.orcid(text(node.find("ORCID")))
    family, given = (family, given) if family else (given, "")
    return _names.person(family, given, suffix=text(node.find("suffix")), orcid=orcid, affiliations=places)


def _issued(item: Node, outer: Node) -> tuple[str | None, str | None]:
    """Print date of the item or of its issue, else any; and the date online."""
    dates: dict[str, str] = {}
    nodes = [n for part in (item, outer) if part is not None for n in part.iterfind("publication_date")]
    for node in [*nodes, *item.iterfind("posted_date"), *item.iterfind("approval_date")]:
        fields = {_xml.local(child): text(child) for child in node}
        if date := _dates.joined(fields.get("year"), fields.get("month"), fields.get("day")):
            dates.setdefault(node.get("media_type") or "any", date)
    printed = finest(dates.get("print"), dates.get("any"))
    return printed or dates.get("online"), dates.get("online")


def _container(root: Node, item: Node, kind: Kind) -> tuple[Journal | None, str | None]:
    meta = root.find(".//journal_metadata")
    if meta is not None:
        title, short = text(meta.find("full_title")), text(meta.find("abbrev_title"))
        issns = _identifiers.issns("; ".join(text(n) for n in meta.iter("issn")))
        return (
            Journal(title=title or short, issns=issns, abbreviation=short or None) if title or short else None
        ), None
    series = root.find(".//series_metadata")
    issns = _identifiers.issns("; ".join(text(n) for n in series.iter("issn"))) if series is not None else ()
    name = _title(series) if series is not None else ""
    box = _first(root, *_BOOKS) if kind == "chapter" else _first(root, *_PROCEEDINGS) if kind == "conference" else None
    host = _title(box) if box is not None and box is not item else ""
    host = host or (text(_first(root, "conference_name")) if kind == "conference" else "")
    return (Journal(title=name, issns=issns) if name else None), host or None


def _places(item: Node) -> tuple[str | None, str | None]:
    pages = _pages.span(text(item.find("pages/first_page")), text(item.find("pages/last_page")))
    numbers = [n for n in item.iterfind("publisher_item/item_number") if "article" in (n.get("item_number_type") or "")]
    return pages, (text(numbers[0]) if numbers else None) or _pages.number(pages)


def _institution(item: Node) -> str | None:
    return text(_first(item, "institution_name")) or None


def _passages(item: Node) -> tuple[Passage, ...]:
    """The first abstract, its headings standing on lines of their own."""
    abstract = item.find("abstract")
    if abstract is None:
        return ()
    parts = [text(node) for node in abstract.iter("title", "p")] or [text(abstract)]
    kept = [part for part in parts if part and part.lower() not in ("abstract", "summary")]
    return _abstract.passages(_text.lines("\n".join(kept)))
