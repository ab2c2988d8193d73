"""JATS and NLM journal articles (NISO Z39.96, versions 2.0 to 1.4), PMC's sets of them, SciELO's SPS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _dates, _identifiers, _jats_text, _languages, _licences, _names, _pages, _reject, _text, _xml
from kg.documents._passages import whole
from kg.documents._xml import text
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Person, Record, Rejected, Source

FORMAT = "jats"
Node = Any  # lxml has no types

_ROOT, _META = re.compile(rb"<article[\s>]"), re.compile(rb"<article-meta[\s>]")
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("review", "review"), ("systematic", "review"), ("meta-analysis", "review"), ("clinical-trial", "trial report"),
    ("protocol", "protocol"), ("preprint", "preprint"), ("abstract", "conference"), ("meeting", "conference"),
    ("proceeding", "conference"), ("dissertation", "thesis"), ("data-paper", "dataset"), ("correction", "other"),
    ("retraction", "other"), ("expression-of-concern", "other"), ("addendum", "other"),
)  # fmt: skip
_NAMES = ("name", "name-alternatives/name", "string-name", "name-alternatives/string-name")
_NOTICES = re.compile(r"retract|correct|concern|erratum", re.I)
_FUNDER_ID = re.compile(r"\s*(?:https?://(?:dx\.)?doi\.org/)?10\.13039/\d+")
_BACKWARD = re.compile(r"retracted-article|corrected-article|object-of-concern|corrected", re.I)


def sniff(head: bytes) -> bool:
    """An article with the metadata that no page of HTML has."""
    return head.lstrip().startswith(b"<") and bool(_ROOT.search(head) and _META.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The articles of a file, in order; a damaged one costs itself alone."""
    encoding = _xml.declared(file)
    for piece in _xml.pieces(file, ("article",)):
        own = Source(path=source.path, format=FORMAT, sha256=source.sha256, line=piece.line)
        try:
            if not piece.whole:
                raise RecordError("the article is cut off: it has no </article>", help="fetch it again")
            yield _record(_xml.parse(piece.data, encoding), own)
        except RecordError as error:
            yield _reject.from_error(own, error, line=piece.line, raw=piece.data)


def _record(article: Node, source: Source) -> Record:
    meta = article.find("front/article-meta")
    if meta is None:
        raise RecordError("the article has no article-meta", help="JATS articles have front matter")
    title = _title(meta)
    if not title:
        raise RecordError("the article has no title", help="JATS articles need an article-title")
    language = _languages.tag(_xml.attribute(article, "lang") or "")
    keywords = _keywords(meta, language)
    genres = _genres(article, meta)
    issued, online = _issued(meta)
    passages = [*_jats_text.abstracts(meta, language), *_jats_text.body(article.find("body"))]
    return Record(
        kind=_kind(genres),
        title=title,
        source=source,
        identifiers=_identifiers_of(meta),
        authors=tuple(_people(meta, "author")),
        editors=tuple(_people(meta, "editor")),
        issued=issued,
        published_online=online,
        **_venue(article, meta),
        languages=(language,) if language else (),
        **_rights(meta),
        keywords=keywords,
        genres=genres,
        funding=tuple(dict.fromkeys(_funding(meta))),
        references=tuple(_references(article)),
        **_notices(article, meta),
        passages=whole(title, passages, keywords),
    )


def _venue(article: Node, meta: Node) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    pages, number = _places(meta)
    return {
        "journal": _journal(article.find("front/journal-meta")),
        "host": text(meta.find("conference/conf-name")) or None,
        "volume": text(meta.find("volume")) or None,
        "issue": text(meta.find("issue")) or text(meta.find("supplement")) or None,
        "pages": pages,
        "article_number": number,
        "publisher": text(article.find("front/journal-meta/publisher/publisher-name")) or None,
    }


def _title(meta: Node) -> str:
    group = meta.find("title-group")
    if group is None:
        return ""
    for note in group.iter("xref", "fn"):  # marks of footnotes
        tail = note.tail
        note.clear()
        note.tail = tail
    return _text.titled(text(group.find("article-title")), text(group.find("subtitle")))


def _identifiers_of(meta: Node) -> Identifiers:
    found = {node.get("pub-id-type"): text(node) for node in reversed(meta.findall("article-id"))}
    pmcid = found.get("pmcid") or found.get("pmc") or ""
    return Identifiers(
        doi=_identifiers.doi(found.get("doi", "")),
        pmid=_identifiers.pmid(found.get("pmid", "")),
        pmcid=_identifiers.pmcid(pmcid if pmcid.upper().startswith("PMC") else f"PMC{pmcid}"),
        isbns=_identifiers.isbns("; ".join(text(n) for n in meta.iterfind("isbn"))),
        trials=tuple(dict.fromkeys(t for number in _registrations(meta) for t in _identifiers.trials(number))),
    )


def _registrations(meta: Node) -> Iterator[str]:
    """Numbers of trials: links of their own, and objects that stand in a registry."""
    yield from (text(node) for node in meta.iterfind("ext-link") if "trial" in (node.get("ext-link-type") or ""))
    for node in meta.iter("related-object"):
        if "trial" in f"{node.get('document-id-type')} {node.get('source-id-type')} {node.get('source-type')}":
            yield f"{node.get('document-id') or node.get('source-id') or ''} {text(node)}"


def _people(meta: Node, role: str) -> Iterator[Person | Organisation]:
    """The contributors of a role, with the affiliations they refer to or hold; collaborations by their name alone."""
    places = {node.get("id"): _place(node) for node in meta.iter("aff") if node.get("id")}
    for node in meta.iter("aff-alternatives"):  # the same place told in several ways
        places.setdefault(node.get("id"), next((p for aff in node.iterfind("aff") if (p := _place(aff))), ""))
    for group in meta.iterfind("contrib-group"):
        around = tuple(p for node in group.iterfind("aff") if not node.get("id") and (p := _place(node)))
        for node in group.iterfind("contrib"):
            if _role(node, group) == role and (made := _contributor(node, places, around)):
                yield made


def _role(contrib: Node, group: Node) -> str:
    printed = (contrib.get("contrib-type") or group.get("content-type") or "author").lower()
    if printed in ("author", "authors", "collab", "collaboration", "on-behalf-of", "first-author", "corresp-author"):
        return "author"
    return "editor" if "editor" in printed else printed


def _contributor(node: Node, places: dict[str, str], around: tuple[str, ...]) -> Person | Organisation | None:
    own = [_place(n) for n in node.iterfind("aff")]
    named = [places[r] for x in node.iterfind("xref") for r in (x.get("rid") or "").split() if r in places]
    affiliations = tuple(dict.fromkeys(p for p in (*own, *named) if p)) or around
    orcid = next((o for i in node.iterfind("contrib-id") if (o := _identifiers.orcid(i.text or ""))), None)
    name = next((n for path in _NAMES if (n := node.find(path)) is not None), None)
    if name is not None and (family := text(name.find("surname"))):
        given, suffix = text(name.find("given-names")), text(name.find("suffix"))
        return _names.person(family, given, suffix=suffix, orcid=orcid, affiliations=affiliations)
    if name is not None and (given := text(name.find("given-names"))):
        return _names.person(given, orcid=orcid, affiliations=affiliations)
    if name is not None and (printed := text(name)):
        return _names.author(printed, orcid=orcid, affiliations=affiliations)
    return _collaboration(node, affiliations)


def _collaboration(node: Node, affiliations: tuple[str, ...]) -> Organisation | None:
    """A collaboration without the names of its members."""
    collab = node.find("collab")
    if collab is None:
        collab = node.find("collab-name")
    if collab is None:
        return None
    for inner in collab.iterfind("contrib-group"):
        inner.clear()
    name = text(collab).strip(" ,;:")
    name = name[1:-1] if name.startswith("(") and name.endswith(")") else name
    return Organisation(name=name, affiliations=affiliations) if name else None


def _place(aff: Node) -> str:
    """An affiliation without its mark, its identifiers and addresses of mail."""
    original = aff.find("institution[@content-type='original']")  # SciELO gives the parts beside it
    if original is not None:
        return text(original).rstrip(".")
    hidden = {"label", "institution-id", "email", "ext-link", "uri", "phone", "fax", "sup"}
    parts = [aff.text or ""]
    for child in aff:
        if _xml.local(child) not in hidden:
            parts.append(text(child))
        parts.append(child.tail or "")
    joined = ", ".join(p for part in parts if (p := " ".join(part.split()).strip(" ,;.")))
    return joined if re.search(r"[^\W\d_]{2}", joined) else ""


def _issued(meta: Node) -> tuple[str | None, str | None]:
    """The date of the issue (print, then collection, then any), and that of the first publication online."""
    dates: dict[str, str] = {}
    for node in meta.iterfind("pub-date"):
        kind = node.get("pub-type") or node.get("date-type") or ""
        medium = node.get("publication-format") or ""
        fields = {_xml.local(child): text(child) for child in node}
        date = _dates.joined(fields.get("year"), fields.get("month"), fields.get("day"))
        date = date or _dates.partial(fields.get("string-date", "") or node.get("iso-8601-date") or "")
        name = {"electronic": "epub", "online": "epub", "print": "ppub"}.get(medium) if kind in ("pub", "") else kind
        if date and "release" not in kind:
            dates.setdefault(name or kind, date)
    order = ("ppub", "epub-ppub", "collection", "pub", "epub")
    issued = next((dates[kind] for kind in order if kind in dates), next(iter(dates.values()), None))
    return issued, dates.get("epub")


def _journal(meta: Node | None) -> Journal | None:
    if meta is None:
        return None
    title = text(meta.find("journal-title-group/journal-title")) or text(meta.find("journal-title"))
    short = text(meta.find("journal-title-group/abbrev-journal-title")) or text(meta.find("abbrev-journal-title"))
    ids = {node.get("journal-id-type"): text(node) for node in meta.iterfind("journal-id")}
    title = title or short or ids.get("nlm-ta", "")
    issns = _identifiers.issns("; ".join(text(node) for node in meta.iterfind("issn")))
    short = short or ids.get("nlm-ta", "")
    return Journal(title=title, issns=issns, abbreviation=short or None) if title else None


def _places(meta: Node) -> tuple[str | None, str | None]:
    number = text(meta.find("elocation-id")) or None
    pages = _pages.span(text(meta.find("fpage")), text(meta.find("lpage"))) or _pages.pages(
        text(meta.find("page-range"))
    )
    return pages or (_pages.pages(number) if number else None), number or _pages.number(pages)


def _rights(meta: Node) -> dict[str, Any]:
    node = meta.find("permissions/license")
    if node is None:
        node = meta.find("license")
    address = (
        [_xml.attribute(n, "href") or (n.text or "") for n in node.iter() if _xml.local(n)] if node is not None else []
    )
    licence = next((iri for a in (*address, text(node)) if a and (iri := _licences.iri(a))), None)
    rights = text(meta.find("permissions/copyright-statement")) or text(meta.find("copyright-statement"))
    return {"license": licence, "rights": rights or (None if licence else text(node) or None)}


def _keywords(meta: Node, language: str | None) -> tuple[str, ...]:
    """Those of the article's own language, where the groups say theirs."""
    groups = [g for g in meta.iterfind("kwd-group") if "abbr" not in (g.get("kwd-group-type") or "").lower()]
    own = [g for g in groups if _languages.tag(_xml.attribute(g, "lang") or "") in (language, None)] or groups
    return tuple(dict.fromkeys(k for group in own for node in group.iter("kwd") if (k := text(node).strip(" ;,."))))


def _genres(article: Node, meta: Node) -> tuple[str, ...]:
    """The article type, and the headings a journal sorts its articles under."""
    printed = article.get("article-type") or ""
    headings = [text(s) for s in meta.iterfind("article-categories/subj-group[@subj-group-type='heading']/subject")]
    return tuple(dict.fromkeys(g for g in (printed, *headings) if g))


def _kind(genres: tuple[str, ...]) -> Kind:
    for genre in genres:
        named = genre.lower().replace(" ", "-")
        if found := next((kind for start, kind in _KINDS if named.startswith(start) and "book" not in named), None):
            return found
    return "article"


def _funding(meta: Node) -> Iterator[str]:
    for award in meta.iterfind("funding-group/award-group"):
        source, number = _FUNDER_ID.sub("", text(award.find("funding-source"))), text(award.find("award-id"))
        yield from filter(None, (f"{source} ({number})" if source and number else source or number,))


def _references(article: Node) -> Iterator[Identifiers]:
    for reference in article.iterfind("back/ref-list//ref"):
        found = {node.get("pub-id-type"): text(node) for node in reversed(list(reference.iter("pub-id", "object-id")))}
        links = (_xml.attribute(node, "href") or "" for node in reference.iter("ext-link") if "doi" not in found)
        doi = _identifiers.doi(found.get("doi", "")) or next((d for a in links if (d := _identifiers.doi(a))), None)
        pmid = _identifiers.pmid(found.get("pmid", ""))
        pmcid = _identifiers.pmcid(found.get("pmcid", "") or found.get("pmc", ""))
        if doi or pmid or pmcid:
            yield Identifiers(doi=doi, pmid=pmid, pmcid=pmcid)


def _notices(article: Node, meta: Node) -> dict[str, Any]:
    """What corrects or retracts the article; a notice's own article points the other way and has none."""
    found, retracted = [], False
    for node in meta.iterfind("related-article"):
        kind = node.get("related-article-type") or ""
        if not _NOTICES.search(kind) or _BACKWARD.match(kind):
            continue
        retracted = retracted or kind.startswith("retract")
        address = _xml.attribute(node, "href") or text(node)
        found.append(_identifiers.doi(address) or _identifiers.pmid(address))
    return {"notices": tuple(dict.fromkeys(n for n in found if n)), "retracted": retracted}
