"""The metadata of a saved page as rows with the names of `_table`: one row for each kind of metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qs

from kg.documents import _text
from kg.documents._json import Json, dig, objects, string, strings

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

Row: TypeAlias = dict[str, Any]

# Prefix of each kind of tags, and for each of our names the tags that mean it, the best first.
_TAGS: tuple[dict[str, str], ...] = (
    {
        "title": "citation_title", "journal": "citation_journal_title citation_conference_title citation_inbook_title",
        "journal abbreviation": "citation_journal_abbrev", "editors": "citation_editor",
        "date": "citation_publication_date citation_cover_date citation_date citation_year",
        "online": "citation_online_date", "volume": "citation_volume", "issue": "citation_issue",
        "page start": "citation_firstpage", "page end": "citation_lastpage", "doi": "citation_doi",
        "pmid": "citation_pmid", "pmcid": "citation_pmcid", "issn": "citation_issn citation_eissn",
        "isbn": "citation_isbn", "language": "citation_language", "keywords": "citation_keywords",
        "publisher": "citation_publisher citation_dissertation_institution citation_technical_report_institution",
        "abstract": "citation_abstract", "url": "citation_public_url citation_abstract_html_url",
        "type": "citation_article_type", "references": "citation_reference", "bodies": "citation_collaboration",
    },
    {
        "title": "eprints.title", "authors": "eprints.creators_name",
        "journal": "eprints.publication eprints.book_title", "editors": "eprints.editors_name",
        "date": "eprints.date", "volume": "eprints.volume", "issue": "eprints.number",
        "pages": "eprints.pagerange", "doi": "eprints.doi eprints.id_number", "issn": "eprints.issn",
        "isbn": "eprints.isbn", "language": "eprints.language", "keywords": "eprints.keywords",
        "publisher": "eprints.publisher eprints.institution", "abstract": "eprints.abstract", "type": "eprints.type",
    },
    {
        "journal": "prism.publicationname", "date": "prism.publicationdate prism.coverdate", "volume": "prism.volume",
        "issue": "prism.number", "page start": "prism.startingpage", "page end": "prism.endingpage",
        "issn": "prism.issn prism.eissn", "doi": "prism.doi", "rights": "prism.copyright",
    },
    {
        "title": "dc.title dcterms.title", "authors": "dc.creator dcterms.creator dc.creator.personalname",
        "date": "dcterms.issued dc.date.issued dc.date dcterms.date",
        "doi": "dc.identifier.doi dc.identifier dcterms.identifier",
        "journal": "dc.source dcterms.ispartof dc.relation.ispartof", "issn": "dc.source.issn",
        "volume": "dc.source.volume", "issue": "dc.source.issue", "publisher": "dc.publisher",
        "language": "dc.language dcterms.language",
        "keywords": "dc.subject dcterms.subject", "abstract": "dcterms.abstract dc.description.abstract dc.description",
        "rights": "dc.rights dcterms.rights", "license": "dcterms.license dc.rights.license", "type": "dc.type",
        "url": "dc.identifier.uri",
    },
)  # fmt: skip
_MANY = frozenset({"authors", "editors", "issn", "isbn", "keywords", "references", "bodies"})
_CUT = re.compile(r"(?:\.\.\.|…)\s*\Z")
_WORKS = re.compile(r"Article|Chapter|\bBook\b|Thesis|Dataset|Report\b|ScholarlyWork|CreativeWork$")
_LONGEST_SCRIPT = 1 << 20


def of_meta(tree: LexborHTMLParser) -> Iterator[Row]:
    """The rows of Highwire's, EPrints', PRISM's and Dublin Core's tags, in this order; empty ones among them."""
    found = [*_metas(tree)]
    by_name: dict[str, list[str]] = {}
    for name, content in found:
        by_name.setdefault(name, []).append(content)
    for number, tags in enumerate(_TAGS):
        row = {ours: value for ours, names in tags.items() if (value := _value(by_name, ours, names))}
        if not number and (authors := _authors(found)):
            row["authors"] = authors
        yield row


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").strip().lower().replace(":", ".")
        if content := _text.clean(node.attributes.get("content") or ""):
            yield name, content


def _value(by_name: dict[str, list[str]], ours: str, names: str) -> Any:
    """The contents of the first of these tags that is there; a text that was cut is no abstract."""
    values = next((by_name[name] for name in names.split() if name in by_name), [])
    if ours == "doi":
        values = [v for name in names.split() for v in by_name.get(name, ()) if re.search(r"10\.\d{4}", v)]
    if ours == "abstract":
        values = [v for v in values if len(v) > 60 and not _CUT.search(v)]
    if ours == "url":
        values = [v for v in values if v.startswith("http")]
    if ours in _MANY:
        return "; ".join(values) if ours == "keywords" else values
    return values[0] if values else None


def _authors(metas: list[tuple[str, str]]) -> list[Any]:
    """Highwire's authors in order, each with the institutions and the ORCID that follow it."""
    authors: list[Any] = []
    for name, content in metas:
        if name == "citation_author":
            authors.append({"name": content, "affiliations": []})
        elif name == "citation_author_institution" and authors:
            authors[-1]["affiliations"].append(content)
        elif name == "citation_author_orcid" and authors:
            authors[-1]["orcid"] = content
    if not authors:
        listed = [content for name, content in metas if name == "citation_authors"]
        return [part.strip() for text in listed for part in text.split(";") if part.strip()]
    return authors


def of_schema(tree: LexborHTMLParser) -> Iterator[Row]:
    """A row for each work that schema.org's JSON-LD describes."""
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text(deep=True)
        if len(text) > _LONGEST_SCRIPT:
            continue
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            continue
        graph = objects(dig(found, "@graph") or found)
        yield from (_work(work) for work in graph if any(_WORKS.search(t) for t in strings(work.get("@type", []))))


def _work(work: Json) -> Row:
    """A work of schema.org; volume, issue and journal are what it is part of, one in another."""
    around, part = [work], dig(work, "isPartOf")
    while isinstance(part := part[0] if isinstance(part, list) and part else part, dict) and len(around) < 5:
        around.append(part)
        part = part.get("isPartOf")
    names = [string(a.get("name")) for a in around[1:] if _types(a) & {"Periodical", "Book"} or len(around) == 2]
    told = [string(value) for key in ("identifier", "sameAs", "@id", "url") for value in _flat(work.get(key))]
    keywords = work.get("keywords")
    row: Row = {
        "title": string(work.get("headline")) or string(work.get("name")),
        "authors": [_person(p) for p in objects(work.get("author") or work.get("creator"))],
        "journal": next(filter(None, reversed(names)), ""),
        "date": string(work.get("datePublished")),
        "volume": next(filter(None, (string(a.get("volumeNumber")) for a in around)), ""),
        "issue": next(filter(None, (string(a.get("issueNumber")) for a in around)), ""),
        "page start": string(work.get("pageStart")), "page end": string(work.get("pageEnd")),
        "pages": string(work.get("pagination")),
        "doi": next((t for t in told if re.search(r"10\.\d{4,9}/", t)), ""),
        "issn": [t for a in around for t in strings(a.get("issn", []))],
        "isbn": [t for a in around for t in strings(a.get("isbn", []))],
        "abstract": string(work.get("abstract")) or _uncut(string(work.get("description"))),
        "keywords": "; ".join(strings(keywords)) if isinstance(keywords, list) else string(keywords),
        "language": string(dig(work, "inLanguage", "name") or work.get("inLanguage")),
        "publisher": string(dig(work, "publisher", "name")),
        "license": string(work.get("license")),
        "type": " ".join(sorted(_types(work) - {"ScholarlyArticle", "Article"})),
    }  # fmt: skip
    return {name: value for name, value in row.items() if value}


def _types(work: Json) -> set[str]:
    return {t.rpartition("/")[2] for t in strings(work.get("@type", []))}


def _uncut(text: str) -> str:
    return text if len(text) > 200 and not _CUT.search(text) else ""


def _flat(value: Any) -> Iterator[Any]:
    for part in value if isinstance(value, list) else [value]:
        yield part.get("value") if isinstance(part, dict) else part


def _person(person: Json) -> Json:
    places = [string(dig(p, "name")) or string(p) for p in _listed(person.get("affiliation"))]
    identifiers = " ".join(string(v) for key in ("@id", "identifier", "sameAs", "url") for v in _flat(person.get(key)))
    return {
        "name": string(person.get("name")), "family": string(person.get("familyName")),
        "given": string(person.get("givenName")), "orcid": identifiers, "affiliations": [p for p in places if p],
    }  # fmt: skip


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def of_coins(tree: LexborHTMLParser) -> Iterator[Row]:
    """A row for each COinS: journals' and books' formats of OpenURL."""
    for node in tree.css("span.Z3988[title]"):
        try:
            told = parse_qs((node.attributes.get("title") or "")[:20_000], max_num_fields=500)
        except ValueError:
            continue
        first = {key.removeprefix("rft."): _text.clean(values[0]) for key, values in told.items()}
        authors: list[Any] = [_text.clean(name) for name in told.get("rft.au", [])]
        if first.get("aulast") and not authors:
            authors = [{"family": first["aulast"], "given": first.get("aufirst") or first.get("auinit", "")}]
        part = first.get("atitle")
        ids = " ".join(told.get("rft_id", []))
        row: Row = {
            "title": part or first.get("btitle") or first.get("title"), "authors": authors,
            "journal": first.get("jtitle") or (first.get("btitle") or first.get("title") if part else None),
            "date": first.get("date"), "volume": first.get("volume"), "issue": first.get("issue"),
            "page start": first.get("spage"), "page end": first.get("epage"), "pages": first.get("pages"),
            "issn": told.get("rft.issn", []) + told.get("rft.eissn", []), "isbn": told.get("rft.isbn", []),
            "doi": ids, "pmid": ids if "pmid" in ids else None, "publisher": first.get("pub"),
            "type": {"bookitem": "chapter", "book": "book", "dissertation": "thesis", "proceeding": "conference",
                     "preprint": "preprint", "report": "report"}.get(first.get("genre", "")),
        }  # fmt: skip
        yield {name: value for name, value in row.items() if value}
