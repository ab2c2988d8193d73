"""The types, in the order they are made.

All are frozen: a stage returns new values and never changes what it was given.  Absent is `None` or `()`,
never an empty string.  Offsets are code points, half open, in the `text` of the passage they name by its index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kg.text import digest

Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]  # the builtin map, or that of a pool

RecordKey: TypeAlias = tuple[str, int, str]  # path, line (0 if unknown) and what names a record: see `record_key`

Kind = Literal[
    "article", "review", "trial report", "preprint", "thesis", "chapter", "book", "conference", "dataset",
    "protocol", "registration", "report", "other",
]  # fmt: skip
Section = Literal["title", "highlight", "abstract", "keywords", "body"]
Zone = Literal[
    "Title", "Highlight", "Background", "Objective", "Methods", "Results", "Conclusion", "Unlabelled"
]  # fmt: skip
MentionKind = Literal["disease", "therapy", "outcome", "target"]
ClaimType = Literal[
    "efficacy", "safety", "cost", "comparison", "mechanism", "epidemiology", "diagnosis", "research_need",
    "recommendation", "other",
]  # fmt: skip
Polarity = Literal["positive", "negative", "neutral", "mixed"]
Certainty = Literal["asserted", "hedged", "open"]
Origin = Literal["own", "cited", "review"]
Severity = Literal["error", "warning", "info"]


# ---------------------------------------------------------------- documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a record stands: the file as it was named, its format, the SHA-256 of its bytes, the line (from 1)."""

    path: str
    format: str
    sha256: str
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name in an author list, as printed; `particle` is the non-dropping one ("van der")."""

    family: str
    given: str | None = None
    particle: str | None = None
    suffix: str | None = None
    orcid: str | None = None  # bare: 0000-0002-1825-0097
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A corporate author."""

    name: str
    affiliations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A periodical; the ISSNs distinct, as printed, in order, wrong check digits included."""

    title: str
    issns: tuple[str, ...] = ()
    abbreviation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """What a publication is known by; bare: DOI in lower case, PMID digits, PMCID with its `PMC`."""

    doi: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    isbns: tuple[str, ...] = ()
    trials: tuple[str, ...] = ()  # registration numbers: NCT01234567, EudraCT …


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of running text that offsets count in; `label` is its heading as printed ("Objective:")."""

    section: Section
    zone: Zone
    text: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One publication as one source tells it.

    `issued` and `published_online` are as precise as printed: "2024", "2024-09" or "2024-09-17".  `host` is the
    book, proceedings or meeting a chapter or conference paper stands in.  `languages` are BCP 47 tags.
    `license` is an IRI, `rights` prose.  `headings` are MeSH headings with qualifiers ("Lupus Nephritis/drug
    therapy").  `genres` are the source's own words for what kind of work or study it is.
    """

    kind: Kind
    title: str
    source: Source
    identifiers: Identifiers = Identifiers()
    authors: tuple[Person | Organisation, ...] = ()
    editors: tuple[Person | Organisation, ...] = ()
    issued: str | None = None
    published_online: str | None = None
    journal: Journal | None = None
    host: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    article_number: str | None = None
    languages: tuple[str, ...] = ()
    publisher: str | None = None
    license: str | None = None
    rights: str | None = None
    url: str | None = None
    keywords: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    references: tuple[Identifiers, ...] = ()
    retracted: bool = False
    notices: tuple[str, ...] = ()  # DOIs or PMIDs of corrections, retractions, expressions of concern
    passages: tuple[Passage, ...] = ()


def record_key(record: Record) -> RecordKey:
    """What a record is called before its paper is known: sorts by path and line, and is its own for each record.

    Two records of one file that share it agree in everything that names a paper.
    """
    known = record.identifiers
    names = [author.family if isinstance(author, Person) else author.name for author in record.authors]
    told = (known.doi, known.pmid, known.pmcid, record.kind, record.title, record.issued, record.volume, record.pages)
    return record.source.path, record.source.line or 0, digest(*told, *names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record or file that could not be read: kept with its bytes (at most 1 MB) and the reason."""

    path: str
    line: int | None
    reason: str
    help: str
    raw: bytes


# ---------------------------------------------------------------- entities


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A concept named at a place.  An ambiguous one has no `concept` but a `reason` and its `candidates` (IRIs)."""

    passage: int
    start: int
    end: int
    text: str
    kind: MentionKind
    concept: str | None
    score: float
    reason: str | None = None
    candidates: tuple[str, ...] = ()


# ---------------------------------------------------------------- extraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number a claim gives, with its unit, what it measures (n, percent, p, ci95, …) and its own offsets."""

    kind: str
    value: str
    unit: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence; the scores are probabilities (of a claim, of one of the paper's own main conclusions)."""

    passage: int
    start: int
    end: int
    zone: Zone
    claim_score: float
    headline_score: float
    negated: bool
    hedged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one sentence says.  `therapy`, `diseases`, `outcome`, `comparator` are concept IRIs; `rule` made it."""

    passage: int
    start: int
    end: int
    type: ClaimType
    polarity: Polarity
    certainty: Certainty
    zone: Zone
    origin: Origin
    therapy: str | None
    diseases: tuple[str, ...]
    outcome: str | None = None
    comparator: str | None = None
    quantities: tuple[Quantity, ...] = ()
    headline: bool = False
    score: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that one record gives; the stages after it are global.  `design` is a value of kg:studyDesign or None."""

    record: Record
    mentions: tuple[Mention, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    claims: tuple[Claim, ...] = ()
    design: str | None = None


# ---------------------------------------------------------------- identity and checks


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One line of the ledger of merges: these members are one thing, for this reason."""

    kind: Literal["paper", "person", "journal", "organisation"]
    members: tuple[str, ...]
    canonical: str
    rule: str
    score: float
    justification: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a check found; `code` is stable across versions, `focus` the IRI it is about."""

    severity: Severity
    code: str
    focus: str
    message: str
    help: str = ""
