"""What BioC's forms share: a document of passages, each with its section and kind (Comeau et al. 2013).

Annotations are others' work and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from kg.documents import _abstract, _dates, _identifiers, _labels, _licences, _names, _pages, _pubmed, _text
from kg.documents._json import Json, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Organisation, Passage, Person, Record, Source, Zone

_SECTIONS = MappingProxyType[str, Zone]({
    "INTRO": "Background", "METHODS": "Methods", "RESULTS": "Results", "DISCUSS": "Conclusion", "CONCL": "Conclusion",
    "CASE": "Results",
})  # fmt: skip
_HEADING = re.compile(r"(?:abstract_)?title(?:_\d)?(?:_caption)?\Z|front\Z")
_UNREAD = re.compile(r"ref\b|fig|table|footnote|keyword|acknowledg", re.I)
_BACK = frozenset("REF FIG TABLE SUPPL APPENDIX ACK_FUND AUTH_CONT COMP_INT ABBR REVIEW_INFO KEYWORD".split())
# "J Rheumatol. 2019 Jan; 46(1) 12-19. doi: 10.1000/1."
_CITED = re.compile(r"(?P<title>[^.;]{2,150}?)[.;]?\s*(?P<date>(?:19|20)\d\d(?:[ -]?[A-Za-z]{3}[\w -]{0,12})?)?\s*;\s*(?P<volume>\w{1,10})?\s*(?:\((?P<issue>[^()]{1,30})\))?\s*[:\s]\s*(?P<pages>[A-Za-z]{0,3}\d[\w-]{0,20})?")  # fmt: skip  # noqa: E501
_PART = re.compile(r"surname:([^;]*)(?:;given-names:([^;]*))?(?:;suffix:([^;]*))?")


def record(document: Json, source: Source) -> Record:
    """The record of a document as BioC JSON has it.  Raises `RecordError` without a title."""
    passages = objects(document.get("passages"))
    front = next((p for p in passages if _section(p) == "TITLE" or _type(p) in ("title", "front")), None)
    title = _pubmed.title(string(front.get("text"))) if front else ""
    if not title:
        raise RecordError("the document has no title", help="BioC documents need a passage of type title")
    told = {**_infons(document), **_infons(front or {})}
    cited = _CITED.match(told.get("journal", ""))
    rights = told.get("license", "")
    return Record(
        kind="article",
        title=title,
        source=source,
        identifiers=_identifiers_of(document, told),
        authors=tuple(_authors(document, told)),
        issued=_issued(document, told, cited),
        journal=_journal(document, told, cited),
        volume=told.get("volume") or (cited and cited["volume"]) or None,
        issue=told.get("issue") or (cited and cited["issue"]) or None,
        pages=_pages.span(told.get("fpage"), told.get("lpage")) or _pages.pages((cited and cited["pages"]) or ""),
        article_number=told.get("elocation-id") or None,
        license=_licences.iri(rights) if rights else None,
        keywords=tuple(dict.fromkeys(_keywords(told))),
        passages=tuple(_passages(passages, front)),
    )


def _infons(found: Json) -> dict[str, str]:
    infons = found.get("infons")
    return {key: value for key, raw in infons.items() if (value := string(raw))} if isinstance(infons, dict) else {}


def _section(passage: Json) -> str:
    return _infons(passage).get("section_type", "").upper()


def _type(passage: Json) -> str:
    return _infons(passage).get("type", "").lower()


def _identifiers_of(document: Json, told: dict[str, str]) -> Identifiers:
    own = string(document.get("id") or document.get("_id")).partition("|")[0]
    pmid = string(document.get("pmid")) or told.get("article-id_pmid", "")
    return Identifiers(
        doi=_identifiers.doi(told.get("article-id_doi", "") or told.get("doi", "") or told.get("journal", "")),
        pmid=_identifiers.pmid(pmid) or (None if own.upper().startswith("PMC") or pmid else _identifiers.pmid(own)),
        pmcid=_identifiers.pmcid(
            string(document.get("pmcid")) or "PMC" + told.get("article-id_pmc", "").removeprefix("PMC")
        )
        or _identifiers.pmcid(own),
    )


def _authors(document: Json, told: dict[str, str]) -> Iterator[Person | Organisation]:
    """Those of the document, "Family AB" each; or name_0, name_1 … of the title's passage."""
    named = sorted((int(key[5:]), value) for key, value in told.items() if re.fullmatch(r"name_\d{1,4}", key))
    for _, value in named:
        if part := _PART.match(value):
            yield _names.person(part[1].strip(), (part[2] or "").strip() or None, suffix=(part[3] or "").strip())
    if not named:
        listed = strings(document.get("authors", [])) or tuple(told.get("authors", "").rstrip(", .").split(","))
        yield from (author for name in listed if (author := _names.medline(name)))


def _issued(document: Json, told: dict[str, str], cited: re.Match[str] | None) -> str | None:
    """As the citation prints it, else the year; the date of the answer's index is of no use but for that."""
    printed = _dates.partial(cited["date"]) if cited and cited["date"] else None
    return printed or _dates.joined(told.get("year")) or _dates.joined(string(document.get("date"))[:4])


def _journal(document: Json, told: dict[str, str], cited: re.Match[str] | None) -> Journal | None:
    title = told.get("journal-title") or (cited["title"].strip() if cited else "") or string(document.get("journal"))
    return Journal(title=title) if title else None


def _keywords(told: dict[str, str]) -> Iterator[str]:
    yield from (word for word in re.split(r"\s*[;,]\s*", told.get("kwd", "")) if word)


def _passages(passages: list[Json], front: Json | None) -> Iterator[Passage]:
    """Abstract and body, each passage in its section's zone; references, captions and tables are left out."""
    heading, label, within = "", "", ""
    for passage in passages:
        section, type_, text = _section(passage), _type(passage), _text.lines(str(passage.get("text") or ""))
        if passage is front or not text or section in _BACK or _UNREAD.match(type_):
            continue
        if section != within:
            heading, label, within = "", "", section
        if _HEADING.match(type_):
            heading = label = _text.clean(text)
            continue
        if section == "ABSTRACT" or type_.startswith("abstract"):
            yield from _abstract_part(heading, label, text)
        elif section != "TITLE":
            zone = _SECTIONS.get(section) or _labels.zone_of(heading)
            yield Passage(section="body", zone=zone, text=_text.clean(text), label=label or None)
        label = ""


def _abstract_part(heading: str, label: str, text: str) -> Iterator[Passage]:
    """A part of an abstract under its own heading, or cut at the headings inside it."""
    zone = _labels.zone_of(heading)
    if zone == "Unlabelled":
        yield from _abstract.passages(text)
    else:
        yield Passage(section="abstract", zone=zone, text=_text.clean(text), label=f"{label}:" if label else None)
