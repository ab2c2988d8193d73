"""CSL-JSON 1.0.2 (citation-style-language/schema): a reference a paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.mapping.exports._references import Name, Reference, references

FORM = "csl-json"
_TYPES = {
    "preprint": "article", "thesis": "thesis", "chapter": "chapter", "book": "book", "conference": "paper-conference",
    "dataset": "dataset", "registration": "document", "report": "report", "other": "document",
}  # fmt: skip
_IN_BOOKS = ("chapter", "conference", "book")


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """One array, by IRI."""
    items = [_item(reference) for reference in references(store)]
    yield "references.json", json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _item(paper: Reference) -> dict[str, Any]:
    container = (paper.host or paper.journal) if paper.kind in _IN_BOOKS else (paper.journal or paper.host)
    item: dict[str, Any] = {
        "id": paper.doi or paper.pmid or paper.iri.rpartition("/")[2],
        "type": _TYPES.get(paper.kind, "article-journal"),
        "title": paper.title, "author": [_name(n) for n in paper.authors], "editor": [_name(n) for n in paper.editors],
        "container-title": container, "publisher": paper.publisher, "issued": _issued(paper.issued),
        "volume": paper.volume, "issue": paper.issue, "page": paper.pages, "number": paper.number, "DOI": paper.doi,
        "PMID": paper.pmid, "PMCID": paper.pmcid, "ISSN": ", ".join(paper.issns), "ISBN": ", ".join(paper.isbns),
        "URL": paper.url, "language": next(iter(paper.languages), ""), "keyword": "; ".join(paper.keywords),
        "abstract": paper.abstract, "custom": {"retracted": True} if paper.retracted else None,
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _issued(date: str) -> dict[str, list[list[int]]] | None:
    parts = date.split("-")
    return {"date-parts": [[int(part) for part in parts]]} if date and all(map(str.isdigit, parts)) else None


def _name(name: Name) -> dict[str, str]:
    parts = {"family": name.family, "given": name.given, "literal": name.literal}
    return {part: value for part, value in parts.items() if value}
