"""The graph as the views see it: frozen values joined by their IRIs.

Every mapping is in the order of its IRIs, so that whatever is drawn from it comes out the same each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Stance = Literal["supports", "disputes", "neutral"]  # what the picture shows of a polarity: neutral and mixed are one


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An author, or an organisation that stands in an author list."""

    iri: str
    organisation: bool
    name: str
    family: str
    orcid: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A therapy, disease, outcome or target of the vocabulary."""

    iri: str
    kind: str
    label: str
    synonyms: tuple[str, ...]
    broader: tuple[str, ...]
    matches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The text that the offsets of claims count in."""

    iri: str
    section: str
    text: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A publication; `authors` are IRIs in printed order, `passages` in reading order."""

    iri: str
    title: str
    issued: str | None
    year: int | None
    kind: str | None
    design: str | None
    journal: str | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    url: str | None
    trials: tuple[str, ...]
    keywords: tuple[str, ...]
    retracted: bool
    authors: tuple[str, ...]
    passages: tuple[str, ...]
    mentions: tuple[str, ...]
    cites: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one paper says in one sentence; `start` and `end` are code points in the passage, half open."""

    iri: str
    paper: str
    quote: str
    passage: str
    start: int
    end: int
    type: str
    polarity: str
    stance: Stance
    certainty: str
    zone: str
    origin: str
    therapy: str | None
    diseases: tuple[str, ...]
    outcome: str | None
    comparator: str | None
    propositions: tuple[str, ...]
    headline: bool
    retracted: bool
    numbers: tuple[str, ...]
    rule: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What may be true or false; `claims` are those of all papers that meet on it."""

    iri: str
    label: str
    type: str
    therapy: str | None
    disease: str | None
    comparator: str | None
    papers: int
    independent: int
    contested: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The whole graph, or of a large one the papers that say most; keys are IRIs."""

    papers: Mapping[str, Paper]
    people: Mapping[str, Person]
    concepts: Mapping[str, Concept]
    passages: Mapping[str, Passage]
    claims: Mapping[str, Claim]
    propositions: Mapping[str, Proposition]
    used: Mapping[str, int]  # how many statements use a property or class, by its IRI
    all_papers: int = 0  # of the graph, where it is too large to be drawn whole
