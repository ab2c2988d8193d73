"""MODS 3 (Library of Congress): collections and single records, with any namespace prefix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _languages, _licences, _names, _pages, _text, _xml
from kg.documents._xml import text
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source

FORMAT = "mods"
Node = Any  # lxml has no types

_ROOT = re.compile(rb"http://www\.loc\.gov/mods/v3|<(?:[\w.-]+:)?mods(?:Collection)?[\s>]")
_KINDS: tuple[tuple[str, Kind, str | None], ...] = (
    ("journal article", "article", None), ("article", "article", None), ("thesis", "thesis", None),
    ("theses", "thesis", None), ("dissertation", "thesis", None), ("book chapter", "chapter", None),
    ("chapter", "chapter", None), ("conference", "conference", None), ("book", "book", None),
    ("report", "report", None), ("dataset", "dataset", None), ("web site", "other", "webpage"),
    ("map", "other", "map"), ("newspaper", "article", "article-newspaper"), ("periodical", "other", "periodical"),
)  # fmt: skip
_AUTHORS = re.compile(r"\A(?:aut|author|cre|creator|dis|dissertant|wit|witness)?\Z", re.I)
_EDITORS = re.compile(r"\A(?:edt|editor|ed\.)", re.I)


def sniff(head: bytes) -> bool:
    """The namespace of MODS, or its elements, in an XML file."""
    return head.lstrip().startswith(b"<") and bool(_ROOT.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The records of a file, in order; a damaged one costs itself alone."""
    yield from _xml.read(file, source, ("mods",), _record)


def _record(node: Node, source: Source) -> Record:
    title = _title(node)
    if not title:
        raise RecordError("the record has no title", help="MODS records need titleInfo")
    related = node.find("relatedItem[@type='host']")
    kind, csl = _kind(node, related)
    part = related.find("part") if related is not None and related.find("part") is not None else node.find("part")
    rights = text(node.find("accessCondition"))
    address = next((a for n in node.iterfind("accessCondition") if (a := _xml.attribute(n, "href"))), "")
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(node, related),
        authors=tuple(_people(node, _AUTHORS)),
        editors=tuple(_people(node, _EDITORS)),
        issued=_issued(node, related, part),
        **_venue(node, kind, part, related),
        languages=_spoken(node),
        license=_licences.iri(f"{address} {rights}"),
        rights=rights or None,
        url=next((u for n in node.iterfind("location/url") if (u := text(n))), None),
        keywords=_topics(node),
        genres=tuple(dict.fromkeys(filter(None, (*(text(g) for g in node.iterfind("genre")), csl)))),
        passages=_abstract.passages(_lines(node.find("abstract"))),
    )


def _venue(node: Node, kind: Kind, part: Node | None, related: Node | None) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, host = _container(node, related, kind)
    pages = _range(part)
    return {
        "journal": journal,
        "host": host,
        "volume": _detail(part, "volume"),
        "issue": _detail(part, "issue", "number", "no."),
        "pages": pages,
        "article_number": _pages.number(pages),
        "publisher": _publisher(node, related),
    }


def _title(node: Node | None) -> str:
    """The main title: its article, subtitle and parts with it."""
    for info in node.iterfind("titleInfo") if node is not None else ():
        if info.get("type"):
            continue
        article, title, subtitle = (text(info.find(name)) for name in ("nonSort", "title", "subTitle"))
        parts = [text(n) for name in ("partNumber", "partName") for n in info.iterfind(name)]
        whole = f"{article} {title}".strip() if not article.endswith(("'", "’")) else article + title
        whole = f"{whole.rstrip(' :')}: {subtitle}" if subtitle else whole
        return ". ".join(filter(None, (whole, *parts)))
    return ""


def _kind(node: Node, related: Node | None) -> tuple[Kind, str | None]:
    named = [text(g).lower() for g in node.iterfind("genre")]
    for start, kind, csl in _KINDS:
        if any(g == start or g.startswith(start) for g in named):
            return kind, csl
    if related is not None:
        issued = text(related.find("originInfo/issuance"))
        periodical = issued in ("continuing", "serial") or related.find("identifier[@type='issn']") is not None
        return ("article" if periodical else "chapter"), None
    resource = text(node.find("typeOfResource"))
    csl = {"cartographic": "map", "moving image": "motion_picture", "still image": "graphic"}.get(resource)
    return ("other", csl) if csl else ("book" if resource in ("text", "") and _monograph(node) else "other", None)


def _monograph(node: Node) -> bool:
    return text(node.find("originInfo/issuance")) in ("monographic", "single unit") or bool(
        node.findall("identifier[@type='isbn']")
    )


def _container(node: Node, related: Node | None, kind: Kind) -> tuple[Journal | None, str | None]:
    name = _title(related)
    numbers = [*(related.iterfind("identifier") if related is not None else ()), *node.iterfind("identifier")]
    issns = _identifiers.issns("; ".join(text(n) for n in numbers if n.get("type") == "issn"))
    if name and kind in ("article", "review"):
        abbreviated = related.find("titleInfo[@type='abbreviated']/title") if related is not None else None
        return Journal(title=name, issns=issns, abbreviation=text(abbreviated) or None), None
    return None, name or None


def _identifiers_of(node: Node, related: Node | None) -> Identifiers:
    found = {(n.get("type") or "").lower(): text(n) for n in reversed(node.findall("identifier"))}
    isbns = [text(n) for n in node.iterfind("identifier[@type='isbn']")]
    isbns += [text(n) for n in related.iterfind("identifier[@type='isbn']")] if related is not None else []
    links = (text(n) for n in node.iterfind("location/url"))
    doi = _identifiers.doi(found.get("doi", "")) or next(
        (d for u in links if "doi.org/" in u and (d := _identifiers.doi(u))), None
    )
    return Identifiers(
        doi=doi,
        pmid=_identifiers.pmid(found.get("pmid", "") or found.get("pubmed", "")),
        pmcid=_identifiers.pmcid(found.get("pmcid", "") or found.get("pmc", "")),
        isbns=_identifiers.isbns("; ".join(isbns)),
    )


def _people(node: Node, wanted: re.Pattern[str]) -> Iterator[Person | Organisation]:
    """The names of a role; one without any role is an author's."""
    for name in node.iterfind("name"):
        roles = [text(r).strip(".") for r in name.iterfind("role/roleTerm")] or [""]
        if any(wanted.match(role) for role in roles) and (made := _name(name)):
            yield made


def _name(node: Node) -> Person | Organisation | None:
    parts = {n.get("type") or "": text(n) for n in reversed(node.findall("namePart"))}
    if node.get("type") in ("corporate", "conference"):
        whole = ". ".join(text(n) for n in node.iterfind("namePart") if not n.get("type"))
        return Organisation(name=whole) if whole else None
    orcid = next((o for n in node.iterfind("nameIdentifier") if (o := _identifiers.orcid(text(n)))), None)
    places = tuple(p for n in node.iterfind("affiliation") if (p := text(n)))
    if family := parts.get("family"):
        given, suffix = parts.get("given"), parts.get("termsOfAddress") or ""
        suffix = suffix if re.match(r"(?:Jr|Sr|I{1,3}|IV)\b", suffix) else ""
        return _names.person(family, given, suffix=suffix, orcid=orcid, affiliations=places)
    return _names.author(parts.get("", "") or text(node.find("displayForm")), orcid=orcid, affiliations=places)


def _issued(node: Node, related: Node | None, part: Node | None) -> str | None:
    """dateIssued, else another date of origin, else that of the part or of its host."""
    for place in (node, related):
        for name in ("dateIssued", "copyrightDate", "dateCreated", "dateOther"):
            for found in place.iterfind(f"originInfo/{name}") if place is not None else ():
                if date := _dates.partial(text(found)):
                    return date
    return _dates.partial(text(part.find("date"))) if part is not None else None


def _detail(part: Node | None, *types: str) -> str | None:
    for detail in part.iterfind("detail") if part is not None else ():
        if detail.get("type") in types:
            return text(detail.find("number")) or text(detail.find("caption")) or None
    return None


def _range(part: Node | None) -> str | None:
    for extent in part.iterfind("extent") if part is not None else ():
        if (extent.get("unit") or "").startswith("page"):
            return _pages.span(text(extent.find("start")), text(extent.find("end"))) or _pages.pages(
                text(extent.find("list"))
            )
    return None


def _spoken(node: Node) -> tuple[str, ...]:
    terms = (text(n) for n in node.iterfind("language/languageTerm"))
    return tuple(dict.fromkeys(tag for term in terms for tag in _languages.tags(term)))


def _publisher(node: Node, related: Node | None) -> str | None:
    places = [node] if related is None else [node, related]
    return next((p for place in places for n in place.iterfind("originInfo/publisher") if (p := text(n))), None)


def _topics(node: Node) -> tuple[str, ...]:
    """Each topic of each subject."""
    return tuple(
        dict.fromkeys(t for subject in node.iterfind("subject") for n in subject.iter("topic") if (t := text(n)))
    )


def _lines(node: Node | None) -> str:
    return _text.lines("".join(node.itertext())) if node is not None else ""
