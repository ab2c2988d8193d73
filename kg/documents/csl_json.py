"""CSL-JSON 1.0.2 (citation-style-language/schema): read from any program, written by `kg read`.

What CSL cannot hold stands under `custom`, so that reading what was written gives the same record again, but for its
source.  A type that is not the usual one of its kind ("webpage") is kept among the genres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, BinaryIO, get_args

from kg.documents import _abstract, _csl_custom, _dates, _identifiers, _json, _languages, _pages, _tagged, _text
from kg.documents._csl_types import IN_BOOKS, KINDS, OTHERS, TYPES
from kg.documents._json import Json, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source
from kg.text import paper_key

FORMAT = "csl_json"
RANK = 1  # the other JSON formats are asked before

_TYPE = re.compile(rb'"type"\s*:\s*"([a-z_-]+)"')
_OWN = re.compile(rb'"(?:issued|container-title|title|author|family|citation-key)"\s*:\s*["\[{]')
_FOREIGN = re.compile(
    rb'"(?:eprintid|authorships|resultList|bibjson|protocolSection|PubTator3|responseHeader|itemType|message-type|'
    rb'publication_year|attributes|recordtype)"\s*:|"title"\s*:\s*\['
)


def sniff(head: bytes) -> bool:
    """A JSON array or object whose items have a CSL type, and that is not of a JSON format of its own."""
    if not _json.begins(head) or _FOREIGN.search(head) or not _OWN.search(head):
        return False
    return any(t.decode() in KINDS or t.decode() in OTHERS for t in _TYPE.findall(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The items of an array, of `{"items": […]}`, or of JSON lines."""
    yield from _json.records(file, source, _unwrapped, record)


def _unwrapped(found: Json) -> list[Json]:
    return _json.listed(found, "items")


def record(item: Json, source: Source) -> Record:
    """The record of one CSL item.  Raises `RecordError` without a title."""
    title = string(item.get("title"))
    if not title:
        raise RecordError("item has no title", help="CSL items need a title")
    custom = item["custom"] if isinstance(item.get("custom"), dict) else {}
    kind, genres = _kind(item, custom)
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(item, custom),
        authors=_people(item.get("author"), custom, ""),
        editors=_people(item.get("editor"), custom, "editor_"),
        issued=_date(item.get("issued")),
        published_online=_dates.partial(string(custom.get("published_online"))),
        **_venue(item, custom, kind),
        languages=_languages_of(item, custom),
        license=string(custom.get("license")) or None,
        rights=string(custom.get("rights")) or None,
        url=string(item.get("URL")) or None,
        keywords=strings(custom["keywords"]) if "keywords" in custom else _keywords(item),
        headings=strings(custom.get("headings", [])),
        genres=genres,
        funding=strings(custom.get("funding", [])),
        references=_csl_custom.references(custom.get("references")),
        retracted=custom.get("retracted") is True,
        notices=strings(custom.get("notices", [])),
        passages=_csl_custom.passages(custom.get("passages")) or _abstract_of(item),
    )


def _identifiers_of(item: Json, custom: Json) -> Identifiers:
    """Those of fields of their own; Zotero keeps what CSL had no name for in the note: "PMID: 123"."""
    pmid, pmcid = _tagged.pubmed(string(item.get("note")).splitlines())
    return Identifiers(
        doi=_identifiers.doi(string(item.get("DOI"))),
        pmid=_identifiers.pmid(string(item.get("PMID"))) or pmid,
        pmcid=_identifiers.pmcid(string(item.get("PMCID"))) or pmcid,
        isbns=_identifiers.isbns(string(item.get("ISBN"))),
        trials=strings(custom.get("trials", [])),
    )


def _venue(item: Json, custom: Json, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, host = _container(item, kind, custom)
    return {
        "journal": journal,
        "host": host,
        "volume": string(item.get("volume")) or None,
        "issue": string(item.get("issue")) or None,
        "pages": _pages.pages(string(item.get("page"))),
        "article_number": string(item.get("number")) or None,
        "publisher": string(item.get("publisher")) or None,
    }


def _kind(item: Json, custom: Json) -> tuple[Kind, tuple[str, ...]]:
    """The kind, and the genres with the item's own type where the kind alone would not give it back."""
    type_ = string(item.get("type"))
    kind: Kind = KINDS.get(type_, "other")
    if custom.get("kind") in get_args(Kind):
        kind = custom["kind"]
    genres = strings(custom.get("genres", item.get("genre", [])))
    if type_ and type_ != TYPES[kind] and type_ not in genres:
        genres = (*genres, type_)
    return kind, genres


def _container(item: Json, kind: Kind, custom: Json) -> tuple[Journal | None, str | None]:
    """Journal and host: what the container's title names depends on the kind, unless `custom` says."""
    title = string(item.get("container-title"))
    issns = _identifiers.issns(string(item.get("ISSN")))
    own, host = ("", title) if kind in IN_BOOKS and not issns else (title, "")
    if "journal" in custom or "host" in custom:
        own, host = string(custom.get("journal")), string(custom.get("host"))
    short = string(item.get("container-title-short")) or string(item.get("journalAbbreviation"))
    journal = Journal(title=own, issns=issns, abbreviation=short or None) if own else None
    return journal, host or None


def _people(value: Any, custom: Json, prefix: str) -> tuple[Person | Organisation, ...]:
    orcids, places = custom.get(f"{prefix}orcid"), custom.get(f"{prefix}affiliations")
    found = []
    for position, name in enumerate(objects(value), start=1):
        orcid = _identifiers.orcid(string(_json.dig(orcids, str(position))) or string(name.get("ORCID")))
        affiliations = strings(_json.dig(places, str(position)) or [])
        if person := _person(name, orcid, affiliations):
            found.append(person)
    return tuple(found)


def _person(name: Json, orcid: str | None, affiliations: tuple[str, ...]) -> Person | Organisation | None:
    family, given = string(name.get("family")), string(name.get("given"))
    literal = string(name.get("literal")) or string(name.get("name"))
    if not (family or given):
        return Organisation(name=literal, affiliations=affiliations) if literal else None
    particles = [string(name.get(f"{which}-particle")) for which in ("dropping", "non-dropping")]
    return Person(
        family=family or given,
        given=(given or None) if family else None,
        particle=" ".join(filter(None, particles)) or None,
        suffix=string(name.get("suffix")) or None,
        orcid=orcid,
        affiliations=affiliations,
    )


def _date(value: Any) -> str | None:
    """CSL dates: `date-parts` (strings or numbers; the first of a range), else `raw` or `literal`."""
    parts = _json.dig(value, "date-parts", 0)
    if isinstance(parts, list) and parts:
        return _dates.joined(*[string(part) for part in parts[:3]])
    text = value if isinstance(value, str) else _json.dig(value, "raw") or _json.dig(value, "literal")
    return _dates.partial(string(text))


def _languages_of(item: Json, custom: Json) -> tuple[str, ...]:
    return strings(custom.get("languages", [])) or _languages.tags(string(item.get("language")))


def _keywords(item: Json) -> tuple[str, ...]:
    text = string(item.get("keyword"))
    parts = text.split(";") if ";" in text else text.split(",")
    return tuple(dict.fromkeys(p.strip() for p in parts if p.strip()))


def _abstract_of(item: Json) -> tuple[Passage, ...]:
    value = item.get("abstract")
    return _abstract.passages(_text.lines(value)) if isinstance(value, str) else ()


# ---------------------------------------------------------------- writing


def item(record: Record) -> Json:
    """The CSL item of a record: absent is absent, and nothing is in it that the record does not say."""
    ids, journal = record.identifiers, record.journal
    type_, overrides = _type(record.kind, record.genres)
    written: Json = {
        "id": ids.doi or ids.pmid or _key(record),
        "type": type_,
        "title": record.title,
        "author": [_name(a) for a in record.authors],
        "editor": [_name(e) for e in record.editors],
        "container-title": _container_title(record),
        "container-title-short": journal.abbreviation if journal else None,
        "publisher": record.publisher,
        "issued": {"date-parts": [[int(n) for n in record.issued.split("-")]]} if record.issued else None,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "number": record.article_number,
        "DOI": ids.doi,
        "PMID": ids.pmid,
        "PMCID": ids.pmcid,
        "ISSN": ", ".join(journal.issns) if journal else None,
        "ISBN": ", ".join(ids.isbns),
        "URL": record.url,
        "language": record.languages[0] if record.languages else None,
        "keyword": "; ".join(record.keywords),
        "abstract": _abstract_text(record),
    }
    written = {key: value for key, value in written.items() if value}
    written["custom"] = _csl_custom.of(record, overrides | _overrides(record, written))
    return written


def _key(record: Record) -> str:
    first = record.authors[0] if record.authors else None
    family = None if first is None else first.family if isinstance(first, Person) else first.name
    return paper_key(record.title, record.issued, family)


@lru_cache(maxsize=4096)
def _type(kind: Kind, genres: tuple[str, ...]) -> tuple[str, Json]:
    """The CSL type of a kind and its genres, and what a reader would take it for otherwise than it is."""
    kept = (g for g in genres if g in KINDS or g in OTHERS)
    type_ = next((g for g in kept if KINDS.get(g, "other") == kind), TYPES[kind])
    return type_, {"kind": kind} if KINDS.get(type_, "other") != kind else {}


def _name(author: Person | Organisation) -> dict[str, str]:
    if isinstance(author, Organisation):
        return {"literal": author.name}
    parts = {"family": author.family}
    if author.given:
        parts["given"] = author.given
    if author.particle:
        parts["non-dropping-particle"] = author.particle
    if author.suffix:
        parts["suffix"] = author.suffix
    return parts


def _container_title(record: Record) -> str | None:
    journal = record.journal.title if record.journal else None
    return (record.host or journal) if record.kind in IN_BOOKS else (journal or record.host)


def _overrides(record: Record, written: Json) -> Json:
    """What a reader would take from the written item otherwise than the record has it."""
    made: Json = {}
    if record.keywords and record.keywords != _keywords(written):
        made["keywords"] = record.keywords
    if record.languages != _tags(written.get("language", "")):
        made["languages"] = record.languages
    if (record.journal or record.host) and not _is_told(record.journal, record.host, record.kind):
        made |= {"journal": record.journal.title if record.journal else None, "host": record.host}
    return made


@lru_cache(maxsize=4096)
def _tags(language: str) -> tuple[str, ...]:
    return _languages_of({"language": language}, {})


@lru_cache(maxsize=16384)
def _is_told(journal: Journal | None, host: str | None, kind: Kind) -> bool:
    """Whether journal and host are taken from the written container as they are."""
    own = journal.title if journal else None
    written = {
        "container-title": (host or own) if kind in IN_BOOKS else (own or host),
        "container-title-short": journal.abbreviation if journal else None,
        "ISSN": ", ".join(journal.issns) if journal else None,
    }
    return _container(written, kind, {}) == (journal, host)


def _abstract_text(record: Record) -> str:
    parts = [p for p in record.passages if p.section == "abstract" or p.section == "highlight"]
    if len(parts) == 1 and not parts[0].label:
        return _text.clean(parts[0].text)
    return _text.clean(" ".join([f"{p.label} {p.text}" if p.label else p.text for p in parts]))
