"""CSL-JSON 1.0.2 (citation-style-language/schema): read from any program, written by `kg read`.

What CSL cannot hold stands under `custom`, so that reading what was written gives the same record again, but for its
source.  A type that is not the usual one of its kind ("webpage") is kept among the genres.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, get_args

from kg.documents import _abstract, _csl_custom, _dates, _identifiers, _json, _languages, _pages, _text
from kg.documents._json import Json, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source
from kg.text import paper_key

FORMAT = "csl_json"
RANK = 1  # the other JSON formats are asked before

_TYPES: dict[Kind, str] = {
    "article": "article-journal",
    "review": "article-journal",
    "trial report": "article-journal",
    "preprint": "article",
    "thesis": "thesis",
    "chapter": "chapter",
    "book": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "protocol": "article-journal",
    "registration": "document",
    "report": "report",
    "other": "document",
}
_KINDS: dict[str, Kind] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "review": "article",
    "review-book": "article", "entry": "article", "article": "preprint", "manuscript": "preprint", "thesis": "thesis",
    "chapter": "chapter", "entry-encyclopedia": "chapter", "entry-dictionary": "chapter", "book": "book",
    "collection": "book", "classic": "book", "paper-conference": "conference", "speech": "conference",
    "event": "conference", "dataset": "dataset", "report": "report", "standard": "report", "regulation": "report",
}  # fmt: skip
_OTHERS = frozenset(
    "bill broadcast document figure graphic hearing interview legal_case legislation map motion_picture musical_score "
    "pamphlet patent performance periodical personal_communication post post-weblog software song treaty "
    "webpage".split()
)
_IN_BOOKS = frozenset({"chapter", "conference", "book"})

_TYPE = re.compile(rb'"type"\s*:\s*"([a-z_-]+)"')
_OWN = re.compile(rb'"(?:issued|container-title|title|author|family|citation-key)"\s*:\s*["\[{]')
_FOREIGN = re.compile(
    rb'"(?:eprintid|authorships|resultList|bibjson|protocolSection|PubTator3|responseHeader|itemType|message-type|'
    rb'publication_year|attributes|recordtype)"\s*:|"title"\s*:\s*\['
)


def sniff(head: bytes) -> bool:
    """A JSON array or object whose items have a CSL type, and that is not of a JSON format of its own."""
    if head.lstrip()[:1] not in (b"[", b"{") or _FOREIGN.search(head) or not _OWN.search(head):
        return False
    return any(t.decode() in _KINDS or t.decode() in _OTHERS for t in _TYPE.findall(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The items of an array, of `{"items": […]}`, or of JSON lines."""
    yield from _json.records(file, source, _unwrapped, record)


def _unwrapped(found: Json) -> list[Json]:
    return objects(found["items"]) if isinstance(found.get("items"), list) else [found]


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
    return Identifiers(
        doi=_identifiers.doi(string(item.get("DOI"))),
        pmid=_identifiers.pmid(string(item.get("PMID"))) or _noted(item),
        pmcid=_identifiers.pmcid(string(item.get("PMCID"))),
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


def _noted(item: Json) -> str | None:
    """Zotero keeps what CSL had no name for in the note: "PMID: 123"."""
    found = re.search(r"\bPMID: *(\d{1,8})\b", string(item.get("note")))
    return _identifiers.pmid(found[1]) if found else None


def _kind(item: Json, custom: Json) -> tuple[Kind, tuple[str, ...]]:
    """The kind, and the genres with the item's own type where the kind alone would not give it back."""
    type_ = string(item.get("type"))
    kind: Kind = _KINDS.get(type_, "other")
    if custom.get("kind") in get_args(Kind):
        kind = custom["kind"]
    genres = strings(custom.get("genres", item.get("genre", [])))
    if type_ and type_ != _TYPES[kind] and type_ not in genres:
        genres = (*genres, type_)
    return kind, genres


def _container(item: Json, kind: Kind, custom: Json) -> tuple[Journal | None, str | None]:
    """Journal and host: what the container's title names depends on the kind, unless `custom` says."""
    title = string(item.get("container-title"))
    issns = _identifiers.issns(string(item.get("ISSN")))
    own, host = ("", title) if kind in _IN_BOOKS and not issns else (title, "")
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
    ids, first = record.identifiers, record.authors[0] if record.authors else None
    family = None if first is None else first.family if isinstance(first, Person) else first.name
    written: Json = {
        "id": ids.doi or ids.pmid or paper_key(record.title, record.issued, family),
        "type": _type(record),
        "title": record.title,
        "author": [_name(a) for a in record.authors],
        "editor": [_name(e) for e in record.editors],
        "container-title": _container_title(record),
        "container-title-short": record.journal.abbreviation if record.journal else None,
        "publisher": record.publisher,
        "issued": {"date-parts": [[int(n) for n in record.issued.split("-")]]} if record.issued else None,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "number": record.article_number,
        "DOI": ids.doi,
        "PMID": ids.pmid,
        "PMCID": ids.pmcid,
        "ISSN": ", ".join(record.journal.issns) if record.journal else None,
        "ISBN": ", ".join(ids.isbns),
        "URL": record.url,
        "language": record.languages[0] if record.languages else None,
        "keyword": "; ".join(record.keywords),
        "abstract": _abstract_text(record),
    }
    written = {key: value for key, value in written.items() if value}
    written["custom"] = _csl_custom.of(record, _overrides(record, written))
    return written


def _type(record: Record) -> str:
    kept = (g for g in record.genres if g in _KINDS or g in _OTHERS)
    return next((g for g in kept if _KINDS.get(g, "other") == record.kind), _TYPES[record.kind])


def _name(author: Person | Organisation) -> dict[str, str]:
    if isinstance(author, Organisation):
        return {"literal": author.name}
    parts = {
        "family": author.family,
        "given": author.given,
        "non-dropping-particle": author.particle,
        "suffix": author.suffix,
    }
    return {key: value for key, value in parts.items() if value}


def _container_title(record: Record) -> str | None:
    journal = record.journal.title if record.journal else None
    return (record.host or journal) if record.kind in _IN_BOOKS else (journal or record.host)


def _overrides(record: Record, written: Json) -> Json:
    """What a reader would take from the written item otherwise than the record has it."""
    journal, host = _container(written, record.kind, {})
    kind, _ = _kind(written, {})
    made: Json = {
        "kind": record.kind if record.kind != kind else None,
        "keywords": list(record.keywords) if record.keywords and record.keywords != _keywords(written) else None,
        "languages": list(record.languages) if record.languages != _languages_of(written, {}) else None,
    }
    if (journal, host) != (record.journal, record.host):
        made |= {"journal": record.journal.title if record.journal else None, "host": record.host}
    return made


def _abstract_text(record: Record) -> str:
    parts = [p for p in record.passages if p.section in ("highlight", "abstract")]
    return _text.clean(" ".join(f"{p.label} {p.text}" if p.label else p.text for p in parts))
