"""Dublin Core as OAI-PMH 2.0 carries it (oai_dc): answers of repositories, harvested files, single records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.documents import _abstract, _dates, _identifiers, _languages, _licences, _names, _pages, _reject, _text, _xml
from kg.documents._xml import text
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Rejected, Source

FORMAT = "oai_dc"
RANK = 1  # answers that carry another metadata format are for that format's reader
Node = Any  # lxml has no types

_ROOT = re.compile(rb"http://www\.openarchives\.org/OAI/2\.0/oai_dc/|<(?:[\w.-]+:)?OAI-PMH[\s>]")
_OTHER = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:datafield|article-meta|PubmedArticle|crossref|eprintid)[\s>]")
_ERROR = re.compile(rb"""<error\s+code\s*=\s*["'](\w+)["']\s*(?:/>|>([^<]{0,300}))""")
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("review", "review"), ("article", "article"), ("preprint", "preprint"), ("thesis", "thesis"),
    ("dissertation", "thesis"), ("book part", "chapter"), ("bookpart", "chapter"), ("chapter", "chapter"),
    ("book", "book"), ("conference", "conference"), ("lecture", "conference"), ("dataset", "dataset"),
    ("report", "report"), ("working paper", "preprint"), ("workingpaper", "preprint"),
)  # fmt: skip
# "Family, Given" and no place: at most four words behind the comma, a capital first, no number.
_INVERTED = re.compile(r"[^\s,;\d]+(?:\s[^\s,;\d]+){0,3},\s*[^\s,;\d]+(?:\s[^\s,;\d]+){0,2}\Z")
# Open Journal Systems: "Lupus Science; Vol. 91 No. 2 (2024): March; 30-31"
_OJS = re.compile(
    r"(.{3,200}?)\s*[;,]\s*(?:Vol(?:ume)?|Bd|T)\.?\s*(\w+)(?:,?\s*(?:No|Nr|Num|Núm|n\.º|Iss(?:ue)?)\.?\s*([\w-]+))?"
)
_OJS_PAGES = re.compile(r";\s*((?:e|S)?\d[\w-]*(?:\s*[-–]\s*\w+)?)\s*\Z")


def sniff(head: bytes) -> bool:
    """The namespace of Dublin Core in OAI-PMH, or the root of an answer."""
    return head.lstrip().startswith(b"<") and bool(_ROOT.search(head)) and not _OTHER.search(head)


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The records of an answer, in order; an error the repository answered with is told."""
    head = file.read(1 << 16)
    file.seek(0)
    if found := _ERROR.search(head):
        said = " ".join(filter(None, (found[1].decode(), (found[2] or b"").decode("utf-8", "replace").strip())))
        yield _reject.rejected(
            source, f"the repository answered with an error: {said}", help="harvest it again", raw=head
        )
        return
    yield from _xml.read(file, source, ("dc",), _record)


def _record(node: Node, source: Source) -> Record:
    fields: dict[str, list[str]] = {}
    for child in node:
        if value := text(child):
            fields.setdefault(_xml.local(child), []).append(value)
    titles = fields.get("title", [])
    if not titles:
        raise RecordError("the record has no title", help="Dublin Core records need dc:title")
    kind = _kind(fields.get("type", []))
    rights = fields.get("rights", [])
    return Record(
        kind=kind,
        title=titles[0],
        source=source,
        identifiers=_identifiers_of(fields.get("identifier", []) + fields.get("relation", [])),
        authors=tuple(made for name in fields.get("creator", ()) for made in _people(name)),
        issued=next((d for text_ in fields.get("date", ()) if (d := _dates.partial(text_))), None),
        **_venue(fields),
        languages=tuple(dict.fromkeys(t for name in fields.get("language", ()) for t in _languages.tags(name))),
        license=next((iri for words in rights if (iri := _licences.iri(words))), None),
        rights=next((words for words in rights if not words.startswith("http")), None),
        url=next((i for i in fields.get("identifier", ()) if i.startswith("http") and "doi.org/" not in i), None),
        keywords=tuple(
            dict.fromkeys(k for s in fields.get("subject", ()) for part in s.split(";") if (k := part.strip()))
        ),
        genres=tuple(dict.fromkeys(t.rpartition("/")[2] for t in fields.get("type", ()))),
        passages=_passages(node),
    )


def _venue(fields: dict[str, list[str]]) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher."""
    journal, places = _source(fields.get("source", []))
    return {
        "journal": journal,
        "volume": places[0],
        "issue": places[1],
        "pages": places[2],
        "publisher": next(iter(fields.get("publisher", ())), None),
    }


def _kind(types: list[str]) -> Kind:
    lowered = [name.lower() for name in types]
    found = next((kind for name in lowered for word, kind in _KINDS if word in name), None)
    return found or ("article" if not lowered or any(t in ("text", "texte") for t in lowered) else "other")


def _people(creator: str) -> Iterator[Person | Organisation]:
    """The names of a creator, which is one as a rule; Open Journal Systems adds the affiliation after a semicolon."""
    name, *more = filter(None, map(str.strip, creator.split(";")))
    if more and all(_INVERTED.match(part) for part in (name, *more)):
        yield from (made for part in (name, *more) if (made := _names.author(part)))
    elif made := _names.author(name, affiliations=tuple(more)):
        yield made


def _identifiers_of(printed: list[str]) -> Identifiers:
    named = [p for p in printed if re.match(r"(?:info:)?doi|10\.\d{4}|https?://(?:dx\.)?doi\.org/", p, re.I)]
    joined = "; ".join(printed)
    marked = next((p for p in printed if re.match(r"(?:info:)?pmid|https?://pubmed", p, re.I)), "")
    return Identifiers(
        doi=next((d for p in named if (d := _identifiers.doi(p))), None),
        pmid=_identifiers.pmid(marked.removeprefix("info:").replace("pmid/", "pmid:")) if marked else None,
        pmcid=_identifiers.pmcid(joined) if "PMC" in joined else None,
        isbns=_identifiers.isbns("; ".join(p for p in printed if re.match(r"(?:urn:)?isbn|97[89]", p, re.I))),
    )


def _source(printed: list[str]) -> tuple[Journal | None, tuple[str | None, str | None, str | None]]:
    """The journal, and volume, issue and pages, where a source is written as journals write theirs."""
    issns = _identifiers.issns("; ".join(p for p in printed if len(p) < 30))
    for text_ in printed:
        if found := _OJS.match(text_):
            last = _OJS_PAGES.search(text_)
            pages = _pages.pages(last[1]) if last else None
            return Journal(title=found[1], issns=issns), (found[2], found[3], pages)
    return None, (None, None, None)


def _passages(node: Node) -> tuple[Passage, ...]:
    """The first description that is prose; arXiv's "Comment: 13 pages" is none."""
    for child in node:
        printed = "".join(child.itertext()) if _xml.local(child) == "description" else ""
        if len(printed) > 40 and not printed.lstrip().startswith(("Comment:", "http")):
            return _abstract.passages(_text.clean(printed) if printed.count("\n") > 3 else _text.lines(printed))
    return ()
