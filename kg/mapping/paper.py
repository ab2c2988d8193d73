"""One paper as triples, from all readings that tell of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.mapping import iris
from kg.mapping import predicates as P
from kg.mapping.nt import TRUE, date, integer, link, text
from kg.mapping.reading import statements
from kg.model import Organisation, Person, Reading, Record, Source, record_key
from kg.resolution import Agent, Paper, Periodical, Resolution
from kg.terms import KG
from kg.text import percent

_TEXTS: tuple[tuple[str, Callable[[Record], str | None]], ...] = (
    (P.TITLE, lambda r: r.title or None),
    (P.VOLUME, lambda r: r.volume),
    (P.ISSUE, lambda r: r.issue),
    (P.PAGES, lambda r: r.pages),
    (P.ARTICLE_NUMBER, lambda r: r.article_number),
    (P.HOST, lambda r: r.host),
    (P.PUBLISHER, lambda r: r.publisher),
    (P.RIGHTS, lambda r: r.rights),
)
_LISTS: tuple[tuple[str, Callable[[Record], tuple[str, ...]]], ...] = (
    (P.LANGUAGE, lambda r: r.languages),
    (P.KEYWORD, lambda r: r.keywords),
    (P.HEADING, lambda r: r.headings),
    (P.FUNDER, lambda r: r.funding),
    (P.NOTICE, lambda r: r.notices),
    (P.ISBN, lambda r: r.identifiers.isbns),
    (P.TRIAL, lambda r: r.identifiers.trials),
)


def triples(readings: Sequence[Reading], resolution: Resolution, base: str = iris.BASE) -> Iterator[str]:
    """All that one paper's readings say, as N-Triples lines, some of them repeated.

    Readings count in order of path and line: what a paper has once is taken from the first that tells it, what it
    has many times from all.  Raises KeyError for a reading the resolution does not know.
    """
    told = sorted(readings, key=lambda reading: record_key(reading.record))
    name = resolution.papers[record_key(told[0].record)]
    yield from description(told, resolution.works[name], resolution.aliases, base)
    yield from statements(base + name, told, base)


def description(
    told: Sequence[Reading], paper: Paper, aliases: Mapping[str, str], base: str = iris.BASE
) -> Iterator[str]:
    """All that a paper's readings say beside their texts: the paper, its authors, what it is tied to, its sources.

    `aliases` sends other names of papers, below the base, to their own.
    """
    node = base + paper.iri
    records = [reading.record for reading in told]
    yield from _bibliography(f"<{node}>", records)
    yield from _context(f"<{node}>", told, paper, aliases, base)
    listing = next((r for r in records if record_key(r) == paper.listing), records[0])
    yield from _authorships(node, listing, paper, base)
    yield from _editors(f"<{node}>", paper, base)
    for agent in paper.agents:
        yield from _agent(agent, base)
    for record in records:
        yield from _document(f"<{node}>", record.source, base)


def _bibliography(paper: str, records: Sequence[Record]) -> Iterator[str]:
    """What a reference list says of it; `paper` is a term."""
    yield paper + P.IS_PAPER
    kind = next((r.kind for r in records if r.kind != "other"), "other")
    yield f'{paper}{P.TYPE}"{kind}"{P.END}'
    for predicate, told in _TEXTS:
        value = _first(records, told)
        if value:
            yield f"{paper}{predicate}{text(value)}{P.END}"
    for predicate, listed in _LISTS:
        for record in records:
            for value in listed(record):
                yield f"{paper}{predicate}{text(value)}{P.END}"
    for predicate, dates in (
        (P.ISSUED, [r.issued for r in records]),
        (P.PUBLISHED_ONLINE, [r.published_online for r in records]),
    ):
        day = _finest(dates)
        if day:
            yield f"{paper}{predicate}{date(day)}{P.END}"
    yield from _addresses(paper, records)
    yield from _identifiers(paper, records)
    if any(record.retracted for record in records):
        yield f"{paper}{P.RETRACTED}{TRUE}{P.END}"


def _first(records: Sequence[Record], told: Callable[[Record], str | None]) -> str | None:
    for record in records:
        value = told(record)
        if value:
            return value
    return None


def _finest(dates: Sequence[str | None]) -> str | None:
    """The first date, or the most precise one that agrees with it: "2024", "2024-09-17" give the latter."""
    told = [day for day in dates if day]
    return max((day for day in told if day.startswith(told[0])), key=len) if told else None


def _addresses(paper: str, records: Sequence[Record]) -> Iterator[str]:
    url = _first(records, lambda r: r.url)
    if url:
        yield f"{paper}{P.URL}{link(url) or text(url)}{P.END}"
    license = _first(records, lambda r: r.license)
    if license:
        address = link(license)
        yield f"{paper}{P.LICENSE}{address}{P.END}" if address else f"{paper}{P.RIGHTS}{text(license)}{P.END}"


def _identifiers(paper: str, records: Sequence[Record]) -> Iterator[str]:
    for record in records:
        known = record.identifiers
        if known.doi:
            doi = known.doi.lower()
            yield f"{paper}{P.DOI}{text(doi)}{P.END}"
            yield f"{paper}{P.SAME_AS}<https://doi.org/{percent(doi)}>{P.END}"
        if known.pmid:
            yield f"{paper}{P.PMID}{text(known.pmid)}{P.END}"
            yield f"{paper}{P.SAME_AS}<https://pubmed.ncbi.nlm.nih.gov/{percent(known.pmid)}/>{P.END}"
        if known.pmcid:
            yield f"{paper}{P.PMCID}{text(known.pmcid)}{P.END}"


def _context(
    paper: str, readings: Sequence[Reading], work: Paper, aliases: Mapping[str, str], base: str
) -> Iterator[str]:
    """What other nodes it is tied to: journal, article of a preprint, design, references."""
    if work.journal:
        yield from _journal(paper, work.journal, base)
    if work.version_of:
        yield f"{paper}{P.VERSION_OF}<{base}{work.version_of}>{P.END}"
    design = next((reading.design for reading in readings if reading.design), None)
    if design:
        yield f"{paper}{P.STUDY_DESIGN}<{getattr(KG, design)}>{P.END}"
    for reading in readings:
        for reference in reading.record.references:
            cited = iris.cited(reference)
            if cited:
                cited = aliases.get(cited, cited)
                if cited != work.iri:
                    yield f"{paper}{P.CITES}<{base}{cited}>{P.END}"


def _journal(paper: str, journal: Periodical, base: str) -> Iterator[str]:
    node = f"<{base}{journal.iri}>"
    yield f"{paper}{P.PART_OF}{node}{P.END}"
    yield node + P.IS_JOURNAL
    yield f"{node}{P.TITLE}{text(journal.title)}{P.END}"
    for issn in journal.issns:
        yield f"{node}{P.ISSN}{text(issn)}{P.END}"


def _authorships(paper: str, record: Record, work: Paper, base: str) -> Iterator[str]:
    """`paper` is an IRI; authors in the order of the list that counts."""
    for position, (author, agent) in enumerate(zip(record.authors, work.creators, strict=True), 1):
        place = f"<{iris.authorship(paper, position)}>"
        yield f"<{paper}>{P.CREATOR}<{base}{agent}>{P.END}"
        yield f"<{paper}>{P.AUTHORSHIP}{place}{P.END}"
        yield place + P.IS_AUTHORSHIP
        yield f"{place}{P.AUTHOR}<{base}{agent}>{P.END}"
        yield f"{place}{P.POSITION}{integer(position)}{P.END}"
        yield f"{place}{P.NAME_AS_PRINTED}{text(_printed(author))}{P.END}"
        for affiliation in author.affiliations:
            yield f"{place}{P.AFFILIATION}{text(affiliation)}{P.END}"


def _printed(author: Person | Organisation) -> str:
    """Given name first, as title pages have it."""
    if isinstance(author, Organisation):
        return author.name
    return " ".join(filter(None, (author.given, author.particle, author.family, author.suffix)))


def _editors(paper: str, work: Paper, base: str) -> Iterator[str]:
    for agent in work.editors:
        yield f"{paper}{P.EDITOR}<{base}{agent}>{P.END}"


def _agent(agent: Agent, base: str) -> Iterator[str]:
    node = f"<{base}{agent.iri}>"
    yield node + (P.IS_ORGANISATION if agent.corporate else P.IS_AUTHOR)
    yield f"{node}{P.NAME}{text(agent.name)}{P.END}"
    if agent.family:
        yield f"{node}{P.FAMILY_NAME}{text(agent.family)}{P.END}"
    if agent.given:
        yield f"{node}{P.GIVEN_NAME}{text(agent.given)}{P.END}"
    if agent.orcid:
        yield f"{node}{P.IDENTIFIER}<https://orcid.org/{agent.orcid}>{P.END}"


def _document(paper: str, source: Source, base: str) -> Iterator[str]:
    node = f"<{iris.document(base, source.sha256)}>"
    yield f"{paper}{P.DERIVED_FROM}{node}{P.END}"
    yield from document(node, source)


def documents(sources: Iterable[Source], base: str) -> Iterator[str]:
    """The files that records came from."""
    for source in sources:
        yield from document(f"<{iris.document(base, source.sha256)}>", source)


def document(node: str, source: Source) -> Iterator[str]:
    """A file; `node` is a term."""
    yield node + P.IS_DOCUMENT
    yield f"{node}{P.PATH}{text(source.path)}{P.END}"
    yield f"{node}{P.SHA256}{text(source.sha256)}{P.END}"
    yield f"{node}{P.FORMAT}{text(source.format)}{P.END}"
