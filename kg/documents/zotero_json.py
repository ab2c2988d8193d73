"""Zotero's own JSON: items as its web API (version 3), its translators and Better BibTeX's export write them.

Notes, attachments and annotations are no publications and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _json, _languages, _licences, _names, _pages, _tagged, _text
from kg.documents._json import Json, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source

FORMAT = "zotero_json"

_OWN = re.compile(rb'"itemType"\s*:\s*"[a-zA-Z]{3,30}"')
_ASIDE = frozenset({"attachment", "note", "annotation"})
# Item type: kind, and the CSL type where the kind alone would not say it.
_TYPES: dict[str, tuple[Kind, str | None]] = {
    "journalArticle": ("article", None), "magazineArticle": ("article", "article-magazine"),
    "newspaperArticle": ("article", "article-newspaper"), "book": ("book", None), "bookSection": ("chapter", None),
    "encyclopediaArticle": ("chapter", "entry-encyclopedia"), "dictionaryEntry": ("chapter", "entry-dictionary"),
    "conferencePaper": ("conference", None), "presentation": ("conference", "speech"), "thesis": ("thesis", None),
    "report": ("report", None), "standard": ("report", "standard"), "preprint": ("preprint", None),
    "manuscript": ("preprint", "manuscript"), "dataset": ("dataset", None), "webpage": ("other", "webpage"),
    "blogPost": ("other", "post-weblog"), "forumPost": ("other", "post"), "patent": ("other", "patent"),
    "computerProgram": ("other", "software"), "map": ("other", "map"), "film": ("other", "motion_picture"),
    "videoRecording": ("other", "motion_picture"), "audioRecording": ("other", "song"), "case": ("other", "legal_case"),
    "statute": ("other", "legislation"), "bill": ("other", "bill"), "hearing": ("other", "hearing"),
    "letter": ("other", "personal_communication"), "email": ("other", "personal_communication"),
    "interview": ("other", "interview"), "artwork": ("other", "graphic"), "podcast": ("other", "broadcast"),
    "radioBroadcast": ("other", "broadcast"), "tvBroadcast": ("other", "broadcast"),
}  # fmt: skip
_AUTHORS = frozenset(
    "author inventor presenter programmer artist director podcaster cartographer interviewee performer".split()
)
_HOSTS = ("bookTitle", "proceedingsTitle", "encyclopediaTitle", "dictionaryTitle", "conferenceName", "meetingName")
_PUBLISHERS = ("publisher", "university", "institution", "company", "label", "studio", "network", "repository")
_SORTS = ("thesisType", "reportType", "genre", "manuscriptType", "presentationType", "websiteType", "type")


def sniff(head: bytes) -> bool:
    """Objects with Zotero's name for what they are."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The items of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _items, _record)


def _items(found: Json) -> list[Json]:
    """The items of an export, or the one item, whose fields the web API keeps under `data`."""
    listed = _json.listed(found, "items")
    items = [each["data"] if isinstance(each.get("data"), dict) else each for each in listed]
    return [item for item in items if item.get("itemType") not in _ASIDE]


def _record(item: Json, source: Source) -> Record:
    title = _first(item, "title", "caseName", "nameOfAct", "subject")
    if not title:
        raise RecordError("item has no title", help="Zotero's items need a title")
    kind, csl = _TYPES.get(string(item.get("itemType")), ("other", None))
    rights = string(item.get("rights"))
    abstract = item.get("abstractNote")
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(item),
        authors=tuple(_people(item, editors=False)),
        editors=tuple(_people(item, editors=True)),
        issued=_dates.partial(_first(item, "date", "issueDate", "dateDecided", "dateEnacted")),
        **_venue(item, kind),
        languages=_languages.tags(string(item.get("language"))),
        license=_licences.iri(rights) if rights else None,
        rights=rights or None,
        url=string(item.get("url")) or None,
        keywords=tuple(dict.fromkeys(_keywords(item.get("tags")))),
        genres=tuple(dict.fromkeys(filter(None, (*(string(item.get(name)) for name in _SORTS), csl)))),
        passages=_abstract.passages(_text.lines(abstract)) if isinstance(abstract, str) else (),
    )


def _first(item: Json, *names: str) -> str:
    return next((text for name in names if (text := string(item.get(name)))), "")


def _identifiers_of(item: Json) -> Identifiers:
    """Those of fields of their own; what Zotero has no field for stands in `extra`: "PMID: 38100001"."""
    extra = str(item.get("extra") or "").splitlines()
    pmid, pmcid = _tagged.pubmed(extra)
    return Identifiers(
        doi=_tagged.doi([string(item.get("DOI"))], [*extra, string(item.get("url"))]),
        pmid=_identifiers.pmid(string(item.get("PMID"))) or pmid,
        pmcid=_identifiers.pmcid(string(item.get("PMCID"))) or pmcid,
        isbns=_identifiers.isbns(string(item.get("ISBN"))),
    )


def _people(item: Json, *, editors: bool) -> Iterator[Person | Organisation]:
    for creator in objects(item.get("creators")):
        role = string(creator.get("creatorType")) or "author"
        if (role == "editor") == editors and (editors or role in _AUTHORS) and (made := _person(creator)):
            yield made


def _person(creator: Json) -> Person | Organisation | None:
    """A name of two fields, or of one, which is an organisation's as a rule."""
    family, given = string(creator.get("lastName")), string(creator.get("firstName"))
    name = string(creator.get("name")) or (family if creator.get("fieldMode") in (1, True) else "")
    if name:
        return _names.author(name, corporate="," not in name)
    given, _, suffix = given.partition(", ")
    return _names.person(family or given, given if family else None, suffix=suffix) if family or given else None


def _venue(item: Json, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    title, issns = string(item.get("publicationTitle")), _identifiers.issns(string(item.get("ISSN")))
    host = _first(item, *_HOSTS)
    in_book = kind in ("chapter", "conference", "book")
    title, host = (string(item.get("series")) if issns else "", host or title) if in_book else (title, host)
    pages = _pages.pages(string(item.get("pages")))
    return {
        "journal": Journal(title=title, issns=issns, abbreviation=string(item.get("journalAbbreviation")) or None)
        if title
        else None,
        "host": host or None,
        "volume": string(item.get("volume")) or None,
        "issue": string(item.get("issue")) or None,
        "pages": pages,
        "article_number": _pages.number(pages),
        "publisher": _first(item, *_PUBLISHERS) or None,
    }


def _keywords(tags: Any) -> Iterator[str]:
    for tag in tags if isinstance(tags, list) else ():
        yield from strings([tag.get("tag") if isinstance(tag, dict) else tag])
