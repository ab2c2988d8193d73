"""The types of what was found to be the same: papers, people, journals, propositions.

As in `kg.model`, all are frozen.  IRIs are those below the base.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import ClaimType, Identity, RecordKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person, or a corporate author: all names under which one was met come down to this one."""

    iri: str
    name: str
    family: str | None = None
    given: str | None = None
    orcid: str | None = None
    corporate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Periodical:
    """A journal; `issns` are the valid ones, sorted."""

    iri: str
    title: str
    issns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One publication, whatever number of records tell of it (in order of path and line).

    `creators` and `editors` are agents' IRIs by position; `agents` describes each of them once.  `listing` is the
    record whose author list counts: the fullest.
    """

    iri: str
    records: tuple[RecordKey, ...]
    listing: RecordKey
    creators: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    agents: tuple[Agent, ...] = ()
    journal: Periodical | None = None
    version_of: str | None = None  # the article that a preprint became


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Who and what is the same.

    `papers` names the paper of each record, `works` describes it; `aliases` sends the other identifiers of a paper
    ("paper/pmid/1") to its IRI; the ledger explains every merge.
    """

    papers: Mapping[RecordKey, str]
    works: Mapping[str, Paper]
    aliases: Mapping[str, str]
    ledger: tuple[Identity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposition:
    """What may be true or false of a therapy.  Counts of claims, then of papers and of independent groups of them."""

    iri: str
    type: ClaimType
    therapy: str
    disease: str | None
    comparator: str | None
    supports: int
    disputes: int
    hedged: int
    papers: int
    independent: int
    contested: bool
