"""PubMed XML: files of NLM's baseline, updates and E-utilities (DTD pubmed_250101), MEDLINE's older ones, and books.

A file is cut into its articles, each parsed alone: memory is constant, and a damaged article costs itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, BinaryIO

from kg.documents import _identifiers, _languages, _licences, _pages, _pubmed, _reject, _text, _xml
from kg.documents._passages import whole
from kg.documents._xml import Piece, text
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Record, Rejected, Source

FORMAT = "pubmed_xml"

_NAMES = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation")
_ROOT = re.compile(
    rb"<(?:PubmedArticleSet|PubmedBookArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitationSet|MedlineCitation)[\s>]"
)
_PMID = re.compile(rb"<PMID[^<>]{0,100}>\s*(\d{1,8})\s*<")
_ELECTRONIC = re.compile(r"e\d{2,8}\Z|\d{2,5}\Z")
Node = Any  # lxml has no types


def sniff(head: bytes) -> bool:
    """One of PubMed's root elements near the beginning."""
    return head.lstrip().startswith(b"<") and bool(_ROOT.search(head[:4096]))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The articles, books and chapters of a file, in order; citations that NLM deleted are named."""
    return (record(piece, source) for piece in cut(file))


def cut(file: BinaryIO) -> Iterator[Piece]:
    """The same, unparsed."""
    names = _NAMES if _wrapped(file) else ("MedlineCitation",)
    return _xml.pieces(file, names, encoding=_xml.declared(file))


def record(piece: Piece, source: Source) -> Record | Rejected:
    """The record of a piece."""
    own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=piece.line)
    try:
        return _record(piece, own)
    except RecordError as error:
        error.line = piece.line + (error.line or 1) - 1
        return _reject.from_error(own, error, raw=piece.data)


def _wrapped(file: BinaryIO) -> bool:
    """Whether citations stand in a PubmedArticle; in MEDLINE's own files they stood bare."""
    head = file.read(1 << 16)
    file.seek(0)
    return re.search(rb"<(?:Pubmed(?:Book)?Article|DeleteCitation)\b", head) is not None


def _record(piece: Piece, source: Source) -> Record | Rejected:
    if not piece.whole:
        known = _PMID.search(piece.data)
        which = f" of PMID {known[1].decode()}" if known else ""
        reason = f"the record{which} is cut off: it has no </{piece.name}>"
        raise RecordError(reason, help="fetch the file again", raw=piece.data)
    node = _xml.parse(piece.data, piece.encoding)
    if piece.name == "DeleteCitation":
        numbers = ", ".join(_pubmed.texts(node))
        return _reject.rejected(source, f"PubMed has deleted the citations {numbers}", line=source.line)
    if piece.name == "PubmedBookArticle":
        return _book(node, source)
    if piece.name == "MedlineCitation":
        return _article(node, None, source)
    parts = _children(node)
    return _article(parts.get("MedlineCitation"), parts.get("PubmedData"), source)


def _article(citation: Node, data: Node, source: Source) -> Record:
    more = _children(citation)
    article = more.get("Article")
    if article is None:
        raise RecordError("it has no Article", help="a PubMed citation has one")
    fields = _children(article)
    places = article.findall("ELocationID") if "ELocationID" in fields else ()
    genres = _pubmed.texts(fields.get("PublicationTypeList"))
    notices, retracted = _pubmed.notices(more.get("CommentsCorrectionsList"))
    title, keywords = _title(fields, more.get("PMID")), _keywords(citation) if "KeywordList" in more else ()
    abstract = _pubmed.abstract(fields.get("Abstract"), citation.iterchildren("OtherAbstract"))
    return Record(
        kind=_pubmed.kind(genres),
        title=title,
        source=source,
        identifiers=_identifiers_of(text(more.get("PMID")), places, fields.get("DataBankList"), data),
        authors=tuple(_pubmed.authors(fields.get("AuthorList"))),
        published_online=_pubmed.date(fields.get("ArticleDate")),
        **_places(fields.get("Pagination"), places),
        languages=_languages_of(article),
        keywords=keywords,
        headings=_headings(more),
        genres=genres,
        funding=tuple(dict.fromkeys(_grants(fields.get("GrantList")))),
        references=tuple(_pubmed.references(data)) if data is not None else (),
        retracted=retracted or "Retracted Publication" in genres,
        notices=notices,
        passages=whole(title, abstract, keywords),
        **_issue(fields.get("Journal"), more.get("MedlineJournalInfo"), fields.get("ArticleDate")),
        **_rights(fields.get("Abstract")),
    )


def _title(fields: dict[str, Node], pmid: Node) -> str:
    """The title without the full stop PubMed adds and the brackets it puts around translations.

    The title in the article's own language stands in where there is no translation.
    """
    title = _pubmed.title(text(fields.get("ArticleTitle")))
    if not title or title.lower() in ("not available", "in process citation"):
        title = _pubmed.title(text(fields.get("VernacularTitle")))
    if not title:
        raise RecordError(f"PMID {text(pmid)} has no title", help="a record needs one")
    return title


def _identifiers_of(pmid: str, places: Iterable[Node], banks: Node, data: Node) -> Identifiers:
    lists = data.iterchildren("ArticleIdList") if data is not None else ()
    found = _pubmed.identifiers(lists, pmid=_identifiers.pmid(pmid))
    if not found.doi and places:
        doi = next((d for e in places if e.get("EIdType") == "doi" and (d := _identifiers.doi(e.text or ""))), None)
        found = replace(found, doi=doi)
    if banks is None:
        return found
    numbers = _pubmed.texts(banks.iter("AccessionNumber"))
    return replace(found, trials=tuple(dict.fromkeys(t for n in numbers for t in _identifiers.trials(n))))


def _issue(journal: Node, info: Node, online: Node) -> dict[str, Any]:
    """Journal, volume, issue and date; an article that is only online has the date of that."""
    if journal is None:
        return {"issued": _pubmed.date(online)}
    told, about = _children(journal), _children(info)
    issue = _children(told.get("JournalIssue"))
    names = (told.get("Title"), told.get("ISOAbbreviation"), about.get("MedlineTA"))
    numbers = (told.get("ISSN"), about.get("ISSNLinking"))
    return {
        "journal": _journal(*[node.text or "" if node is not None else "" for node in names + numbers]),
        "volume": _pubmed.term(issue.get("Volume")) or None,
        "issue": _pubmed.term(issue.get("Issue")) or None,
        "issued": _pubmed.date(issue.get("PubDate")) or _pubmed.date(online),
    }


@lru_cache(maxsize=16384)
def _journal(title: str, iso: str, medline: str, issn: str, linking: str) -> Journal | None:
    title, short = _text.clean(title), _text.clean(iso) or _text.clean(medline)
    issns = _identifiers.issns(f"{issn} {linking}")
    return Journal(title=title or short, issns=issns, abbreviation=short or None) if title or short else None


def _children(node: Node) -> dict[str, Node]:
    return {child.tag: child for child in node} if node is not None else {}


def _places(pages: Node, places: Iterable[Node]) -> dict[str, Any]:
    """Pages and article number; of the publisher's own numbers only short ones are ("e42692")."""
    printed = _pagination(pages)
    own = (text(e) for e in places if e.get("EIdType") == "pii")
    number = next((n for n in own if n == printed or (not printed and _ELECTRONIC.match(n))), None) if places else None
    return {"pages": printed, "article_number": _pages.number(printed) or number}


def _pagination(pages: Node) -> str | None:
    """Pages as MEDLINE shortens them ("30-1"), else of their two fields."""
    if pages is None:
        return None
    fields = {child.tag: child.text or "" for child in pages}
    short = _pages.pages(fields.get("MedlinePgn", ""))
    return short or _pages.span(fields.get("StartPage"), fields.get("EndPage"))


def _languages_of(node: Node) -> tuple[str, ...]:
    tags = (_languages.tag(e.text or "") for e in node.iterchildren("Language"))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _keywords(node: Node) -> tuple[str, ...]:
    lists = node.iterchildren("KeywordList")
    return tuple(dict.fromkeys(_pubmed.texts(keyword for each in lists for keyword in each.iterchildren("Keyword"))))


def _headings(more: dict[str, Node]) -> tuple[str, ...]:
    """MeSH descriptors, one for each qualifier, and supplementary concepts (protocols, rare diseases)."""
    found: list[str] = []
    for heading in more.get("MeshHeadingList", ()):
        found += _subjects(*[name.text or "" for name in heading])
    return (*found, *_pubmed.texts(more.get("SupplMeshList")))


@lru_cache(maxsize=65536)
def _subjects(*names: str) -> tuple[str, ...]:
    descriptor, *qualifiers = map(_text.clean, names or ("",))
    return tuple(f"{descriptor}/{q}" for q in qualifiers if q) if qualifiers else (descriptor,) if descriptor else ()


def _grants(grants: Node) -> Iterator[str]:
    for grant in grants if grants is not None else ():
        number, agency = text(grant.find("GrantID")), text(grant.find("Agency"))
        yield from filter(None, (f"{agency} ({number})" if agency and number else agency or number,))


def _rights(abstract: Node) -> dict[str, Any]:
    rights = text(abstract.find("CopyrightInformation")) if abstract is not None else ""
    return {"rights": rights or None, "license": _licences.iri(rights) if rights else None}


def _book(node: Node, source: Source) -> Record:
    """A book, or the chapter of one where the document has a title of its own."""
    document = node.find("BookDocument")
    book = document.find("Book") if document is not None else None
    if book is None:
        raise RecordError("it has no Book", help="a PubMed book document has one")
    whole, title = _pubmed.title(text(book.find("BookTitle"))), _pubmed.title(text(document.find("ArticleTitle")))
    if not (title or whole):
        raise RecordError("the book has no title", help="a record needs one")
    lists = [*document.findall("AuthorList"), *book.findall("AuthorList")]
    editors = [people for people in lists if people.get("Type") == "editors"]
    authors = [people for people in lists if people.get("Type") != "editors"]
    return Record(
        kind="chapter" if title and title != whole else "book",
        title=title or whole,
        source=source,
        identifiers=_book_identifiers(document, book),
        authors=tuple(p for a in authors[:1] for p in _pubmed.authors(a)),
        editors=tuple(p for a in editors for p in _pubmed.authors(a)),
        issued=_pubmed.date(book.find("PubDate")),
        host=whole if title and title != whole else None,
        volume=text(book.find("Volume")) or None,
        pages=_pagination(document.find("Pagination")),
        languages=_languages_of(document),
        publisher=text(book.find("Publisher/PublisherName")) or None,
        keywords=_keywords(document),
        genres=_pubmed.texts(document.findall("PublicationType")),
        references=tuple(_pubmed.references(document)),
        passages=tuple(_pubmed.abstract(document.find("Abstract"))),
        **_rights(document.find("Abstract")),
    )


def _book_identifiers(document: Node, book: Node) -> Identifiers:
    pmid = _identifiers.pmid(text(document.find("PMID")))
    found = _pubmed.identifiers(document.iterchildren("ArticleIdList"), pmid=pmid)
    return replace(found, isbns=_identifiers.isbns(", ".join(_pubmed.texts(book.findall("Isbn")))))
