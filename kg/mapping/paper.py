"""One paper as it stands in the file, from all readings that tell of it.

What the readings say is `told` once, wherever they are read; whom and what they mean by it is known only when all
have been read, and filled in by `blocks`.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.mapping import forms, iris
from kg.mapping.form import LATER, filled, several
from kg.mapping.nt import date, link, text
from kg.mapping.reading import said
from kg.mapping.turtle import Terms, short, terms
from kg.model import Organisation, Person, Reading, Record
from kg.resolution import Agent, Paper
from kg.terms import KG
from kg.text import percent

# A document whose hash is filled in at the end: a record says the same in whatever version of a file it stands.
ANY_DOCUMENT = "\x1a" * 16

_TEXTS: tuple[tuple[str, Callable[[Record], str | None]], ...] = (
    ("title", lambda r: r.title or None),
    ("volume", lambda r: r.volume),
    ("issue", lambda r: r.issue),
    ("pages", lambda r: r.pages),
    ("article_number", lambda r: r.article_number),
    ("host", lambda r: r.host),
    ("publisher", lambda r: r.publisher),
)
_LISTS: tuple[tuple[str, Callable[[Record], tuple[str, ...]]], ...] = (
    ("language", lambda r: r.languages),
    ("keyword", lambda r: r.keywords),
    ("heading", lambda r: r.headings),
    ("funder", lambda r: r.funding),
    ("notice", lambda r: r.notices),
    ("isbn", lambda r: r.identifiers.isbns),
    ("trial", lambda r: r.identifiers.trials),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the readings of a paper say under the name they give it.

    `below` are the blocks of what hangs on the paper, in order, with LATER in place of each author; `itself` is that of
    the paper, begun without what it takes all papers to know.  `cites` are names of papers, `rules` those of rules,
    `bodies` the IRIs of concepts that mentions have for bodies; `counts` are of passages, mentions, claims and mentions
    with a body.
    """

    name: str
    cites: list[str]
    rules: list[str]
    bodies: list[str]
    counts: list[int]
    below: str
    itself: str


def told(
    name: str, readings: Sequence[Reading], base: str = iris.BASE, *, documents: Sequence[str], listing: int = 0
) -> Told:
    """What readings in order of path and line say of a paper, each in the document of this hash.

    What a paper has once is taken from the first that tells it, what it has many times from all; its authors are
    those of the reading `listing`.
    """
    shown = terms(base)
    stem = shown.node(name)[:-1]
    records = [reading.record for reading in readings]
    files = [shown.node(iris.document("", sha256)) for sha256 in documents]
    texts = said(name, readings, files, base)
    authors = records[listing].authors
    objects = texts.objects | _bibliography(records, readings, files, shown) | {"authorship": _listed(stem, authors)}
    blocks = sorted(texts.blocks)
    first = bisect(blocks, f"\n{stem}#author-")
    return Told(
        name=name,
        cites=sorted({c for r in records for reference in r.references if (c := iris.cited(reference))}),
        rules=sorted(texts.rules),
        bodies=sorted(texts.bodies),
        counts=[texts.passages, texts.mentions, texts.claims, texts.grounded],
        below="".join([*blocks[:first], *_authorships(stem, authors), *blocks[first:]]),
        itself=forms.PAPER.begun(f"{stem}>", objects),
    )


def blocks(told: Told, paper: Paper, aliases: Mapping[str, str], base: str = iris.BASE) -> tuple[str, str]:
    """The blocks of what hangs on a paper, and that of the paper itself.

    `aliases` sends other names of papers, below the base, to their own.
    """
    shown = terms(base)
    agents = [shown.node(agent) for agent in paper.creators]
    cited = sorted({aliases.get(name, name) for name in told.cites} - {paper.iri}, key=_closed)
    resolved: dict[str, str | None] = {
        "creator": several(sorted(set(agents))),
        "editor": several(sorted({shown.node(agent) for agent in paper.editors})),
        "journal": shown.node(paper.journal.iri) if paper.journal else None,
        "version_of": paper.version_of and shown.node(paper.version_of),
        "cites": several([shown.node(name) for name in cited]),
    }
    named = [agents[n - 1] for n in _positions(len(agents))]
    return filled(told.below, named), forms.PAPER.finished(told.itself, resolved)


def agent(agent: Agent, base: str) -> str:
    """The block of a person or a corporate author."""
    objects = {
        "name": text(agent.name),
        "family": text(agent.family) if agent.family else None,
        "given": text(agent.given) if agent.given else None,
        "orcid": f"<https://orcid.org/{agent.orcid}>" if agent.orcid else None,
    }
    return (forms.ORGANISATION if agent.corporate else forms.AUTHOR)(terms(base).node(agent.iri), objects)


# ---------------------------------------------------------------- what a reference list says


def _bibliography(
    records: Sequence[Record], readings: Sequence[Reading], files: Sequence[str], shown: Terms
) -> dict[str, str]:
    """The objects of a paper by field; absent ones left out."""
    kind = next((r.kind for r in records if r.kind != "other"), "other")
    design = next((reading.design for reading in readings if reading.design), None)
    objects: dict[str, str | None] = {"type": f'"{kind}"', "study_design": design and short(getattr(KG, design))}
    for field, one in _TEXTS:
        value = _first(records, one)
        objects[field] = value and text(value)
    for field, many in _LISTS:
        if values := [value for record in records for value in many(record)]:
            objects[field] = _texts(values)
    for field, days in (
        ("issued", [r.issued for r in records]),
        ("published_online", [r.published_online for r in records]),
    ):
        day = _finest(days)
        objects[field] = day and shown[date(day)]
    objects["retracted"] = "true" if any(record.retracted for record in records) else None
    objects["document"] = several(sorted(set(files)))
    objects |= _addresses(records, shown) | _identifiers(records)
    return {field: shown for field, shown in objects.items() if shown}


def _first(records: Sequence[Record], told: Callable[[Record], str | None]) -> str | None:
    for record in records:
        value = told(record)
        if value:
            return value
    return None


def _texts(values: Iterable[str]) -> str:
    return several(sorted(set(map(text, values))))


def _finest(dates: Sequence[str | None]) -> str | None:
    """The first date, or the most precise one that agrees with it: "2024", "2024-09-17" give the latter."""
    told = [day for day in dates if day]
    return max((day for day in told if day.startswith(told[0])), key=len) if told else None


def _addresses(records: Sequence[Record], shown: Terms) -> dict[str, str | None]:
    """A licence that is no address is a statement of rights."""
    url, license = _first(records, lambda r: r.url), _first(records, lambda r: r.license)
    address = license and link(license)
    rights = {_first(records, lambda r: r.rights), None if address else license}
    return {
        "url": url and shown[link(url) or text(url)],
        "license": address and shown[address],
        "rights": _texts(value for value in rights if value),
    }


def _identifiers(records: Sequence[Record]) -> dict[str, str | None]:
    known = [record.identifiers for record in records]
    dois, pmids = sorted({k.doi.lower() for k in known if k.doi}), sorted({k.pmid for k in known if k.pmid})
    same = [f"<https://doi.org/{percent(doi)}>" for doi in dois]
    same += [f"<https://pubmed.ncbi.nlm.nih.gov/{percent(pmid)}/>" for pmid in pmids]
    return {
        "doi": _texts(dois), "pmid": _texts(pmids), "pmcid": _texts(k.pmcid for k in known if k.pmcid),
        "same_as": several(sorted(same)),
    }  # fmt: skip


# ---------------------------------------------------------------- authors


def _listed(stem: str, authors: Sequence[Person | Organisation]) -> str:
    return several([f"{stem}#author-{n}>" for n in _positions(len(authors))])


def _authorships(stem: str, authors: Sequence[Person | Organisation]) -> Iterator[str]:
    """The blocks of the places in an author list, in the order in which they stand in the file."""
    for position in _positions(len(authors)):
        author = authors[position - 1]
        objects = {
            "author": LATER, "position": str(position), "printed": text(_printed(author)),
            "affiliation": _texts(author.affiliations),
        }  # fmt: skip
        yield forms.AUTHORSHIP(f"{stem}#author-{position}>", objects)


@lru_cache(maxsize=1024)
def _positions(count: int) -> list[int]:
    """Positions from 1, in the order of their names: 1, 10, 2."""
    return sorted(range(1, count + 1), key=_closed)


def _closed(name: object) -> str:
    return f"{name}>"


def _printed(author: Person | Organisation) -> str:
    """Given name first, as title pages have it."""
    if isinstance(author, Organisation):
        return author.name
    return " ".join(filter(None, (author.given, author.particle, author.family, author.suffix)))
