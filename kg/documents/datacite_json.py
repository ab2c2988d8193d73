"""DataCite's REST API (api.datacite.org/dois), metadata schema 3 and 4: one DOI or a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _json, _languages, _licences, _names, _pages, _text
from kg.documents._json import Json, dig, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source

FORMAT = "datacite_json"

_OWN = re.compile(rb'"(?:publicationYear|schemaVersion|fundingReferences|resourceTypeGeneral|creators)"\s*:')
_SHELL = re.compile(rb'"attributes"\s*:\s*\{|"schemaVersion"\s*:|"resourceTypeGeneral"\s*:')
# The general resource type, else the type for citations, else that for BibTeX and RIS.
_KINDS: dict[str, Kind] = {
    "journalarticle": "article", "article-journal": "article", "datapaper": "dataset", "dataset": "dataset",
    "preprint": "preprint", "dissertation": "thesis", "thesis": "thesis", "phdthesis": "thesis", "book": "book",
    "bookchapter": "chapter", "chapter": "chapter", "conferencepaper": "conference", "paper-conference": "conference",
    "conferenceproceeding": "book", "report": "report", "standard": "report", "studyregistration": "registration",
}  # fmt: skip


def sniff(head: bytes) -> bool:
    """DataCite's members, in the shell its API puts around them."""
    return _json.begins(head) and bool(_OWN.search(head)) and bool(_SHELL.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The DOIs of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _dois, _record)


def _dois(found: Json) -> list[Json]:
    return objects(found["data"]) if isinstance(found.get("data"), list | dict) else [found]


def _record(shell: Json, source: Source) -> Record:
    item = shell["attributes"] if isinstance(shell.get("attributes"), dict) else shell
    title = _title(item)
    if not title:
        raise RecordError("item has no title", help="DataCite's items need a title")
    kind = _kind(item)
    rights = next((t for r in objects(item.get("rightsList")) if (t := string(r.get("rights")))), None)
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(item, shell),
        authors=tuple(_people(item.get("creators"))),
        editors=tuple(_people([c for c in objects(item.get("contributors")) if c.get("contributorType") == "Editor"])),
        issued=_issued(item),
        **_venue(item, kind),
        languages=_languages.tags(string(item.get("language"))),
        license=_licence(item),
        rights=rights,
        url=string(item.get("url")) or None,
        keywords=tuple(dict.fromkeys(k for s in objects(item.get("subjects")) if (k := string(s.get("subject"))))),
        genres=_genres(item),
        funding=tuple(dict.fromkeys(_funding(item))),
        references=tuple(Identifiers(doi=doi) for doi in dict.fromkeys(_related(item))),
        passages=_passages(item),
    )


def _venue(item: Json, kind: Kind) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    box = item["container"] if isinstance(item.get("container"), dict) else {}
    box = box if box.get("title") else _published_in(item)
    journal, host = _container(box, kind)
    return {
        "journal": journal,
        "host": host,
        "volume": string(box.get("volume")) or None,
        "issue": string(box.get("issue")) or None,
        "pages": _pages.span(string(box.get("firstPage")), string(box.get("lastPage"))),
        "article_number": string(box.get("number")) or None,
        "publisher": string(item.get("publisher")) or string(dig(item, "publisher", "name")) or None,
    }


def _published_in(item: Json) -> Json:
    """The related item (schema 4.4 and later) that this one stands in, told as a container is."""
    found = next((r for r in objects(item.get("relatedItems")) if r.get("relationType") == "IsPublishedIn"), None)
    if found is None:
        return {}
    known = found["relatedItemIdentifier"] if isinstance(found.get("relatedItemIdentifier"), dict) else {}
    number = found.get("number") if found.get("numberType") == "Article" else None
    return {
        **found,
        "title": dig(found, "titles", 0, "title"),
        "identifier": known.get("relatedItemIdentifier"),
        "identifierType": known.get("relatedItemIdentifierType"),
        "number": number,
    }


def _title(item: Json) -> str:
    titles = objects(item.get("titles"))
    main = next((t for part in titles if not part.get("titleType") and (t := string(part.get("title")))), "")
    main = main or next((t for part in titles if (t := string(part.get("title")))), "")
    sub = next((string(part.get("title")) for part in titles if part.get("titleType") == "Subtitle"), "")
    return f"{main}: {sub}" if main and sub and sub != main else main


def _genres(item: Json) -> tuple[str, ...]:
    types = item["types"] if isinstance(item.get("types"), dict) else {}
    return tuple(dict.fromkeys(strings([types.get("resourceTypeGeneral"), types.get("resourceType")])))


def _kind(item: Json) -> Kind:
    types = item["types"] if isinstance(item.get("types"), dict) else {}
    printed = [string(types.get(n)) for n in ("resourceTypeGeneral", "resourceType", "citeproc", "bibtex")]
    return next((_KINDS[p] for t in printed if (p := t.lower().replace(" ", "")) in _KINDS), "other")


def _identifiers_of(item: Json, shell: Json) -> Identifiers:
    named = {
        string(i.get("identifierType")).upper(): string(i.get("identifier")) for i in objects(item.get("identifiers"))
    }
    doi = string(item.get("doi")) or string(shell.get("id")) or named.get("DOI", "")
    return Identifiers(
        doi=_identifiers.doi(doi),
        pmid=_identifiers.pmid(named.get("PMID", "")),
        pmcid=_identifiers.pmcid(named.get("PMCID", "")),
        isbns=_identifiers.isbns(named.get("ISBN", "")),
    )


def _people(value: Any) -> Iterator[Person | Organisation]:
    for creator in objects(value):
        listed = creator.get("affiliation")
        shown = [
            a.get("name") if isinstance(a, dict) else a for a in (listed if isinstance(listed, list) else [listed])
        ]
        places = strings(shown)
        family, given, name = (string(creator.get(key)) for key in ("familyName", "givenName", "name"))
        if creator.get("nameType") == "Organizational":
            made: Person | Organisation | None = Organisation(name=name, affiliations=places) if name else None
        elif family:
            numbers = (string(i.get("nameIdentifier")) for i in objects(creator.get("nameIdentifiers")))
            orcid = next((o for number in numbers if (o := _identifiers.orcid(number))), None)
            made = _names.person(family, given, orcid=orcid, affiliations=places)
        else:
            made = _names.author(name, affiliations=places)
        if made:
            yield made


def _issued(item: Json) -> str | None:
    """The date of issue, else the year of publication."""
    dates = {string(d.get("dateType")): string(d.get("date")) for d in reversed(objects(item.get("dates")))}
    year = _dates.partial(string(item.get("publicationYear")))
    issued = _dates.partial(dates.get("Issued", ""))
    return issued if issued and (year is None or issued.startswith(year)) else year or issued


def _container(box: Json, kind: Kind) -> tuple[Journal | None, str | None]:
    title = string(box.get("title"))
    issns = _identifiers.issns(string(box.get("identifier"))) if box.get("identifierType") == "ISSN" else ()
    if not title or kind in ("chapter", "conference", "book"):
        return None, title or None
    return Journal(title=title, issns=issns), None


def _licence(item: Json) -> str | None:
    said = (string(r.get(key)) for r in objects(item.get("rightsList")) for key in ("rightsUri", "rights"))
    return next((iri for text in said if text and (iri := _licences.iri(text))), None)


def _funding(item: Json) -> Iterator[str]:
    for part in objects(item.get("fundingReferences")):
        name, award = string(part.get("funderName")), string(part.get("awardNumber"))
        yield from filter(None, (f"{name} ({award})" if name and award else name or award,))


def _related(item: Json) -> Iterator[str]:
    for related in objects(item.get("relatedIdentifiers")):
        if related.get("relationType") in ("References", "Cites"):
            if doi := _identifiers.doi(string(related.get("relatedIdentifier"))):
                yield doi


def _passages(item: Json) -> tuple[Passage, ...]:
    found = [d for d in objects(item.get("descriptions")) if d.get("descriptionType") in ("Abstract", None)]
    text = next((d["description"] for d in found if isinstance(d.get("description"), str)), "")
    return _abstract.passages(_text.lines(text))
