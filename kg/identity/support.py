"""Propositions: how many claims and papers stand for or against each, and how many of the papers are independent.

Papers are not independent where they share a registered trial, are preprint and article, or have most of the shorter
author list in common.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, combinations
from operator import attrgetter
from typing import TypeAlias, cast

from kg import coding
from kg.identity.facts import Assertion, Keys
from kg.identity.sets import Sets
from kg.model import ClaimType
from kg.resolution import Proposition, Resolution
from kg.text import fold, proposition_key

Tally: TypeAlias = dict[str, Sequence[int]]  # what is asserted, and the claims for it, against it and hedged
_PART = "\x1f"  # between the arguments of what is asserted: type, therapy, disease, comparator; absent ones are empty


@dataclass(slots=True)
class _Claims:
    supports: int = 0
    disputes: int = 0
    hedged: int = 0
    papers: list[str] = field(default_factory=list)


def tally(claims: Iterable[Assertion]) -> Tally:
    """What the claims of one paper assert, those of each record in order.

    Only a claim with a therapy asserts anything; with two diseases it asserts two propositions.  A sentence counts
    once for a paper, in whatever number of its records it stands.
    """
    seen: set[str] = set()
    found: dict[str, list[int]] = {}
    for claim in claims:
        if claim.sentence not in seen:
            seen.add(claim.sentence)
            for asserted in _asserted(claim):
                count = found.setdefault(asserted, [0, 0, 0])
                count[0] += claim.polarity == "positive"
                count[1] += claim.polarity == "negative"
                count[2] += claim.certainty == "hedged"
    return dict(found)


def encode_said(keys: Keys) -> str:
    """The registered trials of a record and what its claims assert as JSON text."""
    return coding.encode((keys.trials, tally(keys.claims)))


def decode_said(text: str) -> tuple[list[str], Tally]:
    """The registered trials, and what the claims assert, that a text was made from."""
    trials, asserted = json.loads(text)
    return trials, asserted


class Claimed:
    """What the claims of papers assert, counted one paper after the other."""

    def __init__(self) -> None:
        self._claims: defaultdict[str, _Claims] = defaultdict(_Claims)
        self._trials: dict[str, set[str]] = {}

    def add(self, paper: str, tally: Mapping[str, Sequence[int]], trials: Iterable[str]) -> None:
        """Count a paper: what its claims assert, and the trials it is registered under."""
        for asserted, (supports, disputes, hedged) in tally.items():
            claims = self._claims[asserted]
            claims.supports += supports
            claims.disputes += disputes
            claims.hedged += hedged
            claims.papers.append(paper)
        if known := set(map(fold, trials)):
            self._trials[paper] = known

    def propositions(self, resolution: Resolution) -> tuple[Proposition, ...]:
        """All of them, in order of IRIs."""
        found = (_proposition(asserted, claims, resolution, self._trials) for asserted, claims in self._claims.items())
        return tuple(sorted(found, key=attrgetter("iri")))


def propositions(keys: Iterable[Keys], resolution: Resolution) -> tuple[Proposition, ...]:
    """What the claims of all records assert, in order of IRIs; the order of the keys changes nothing."""
    papers: defaultdict[str, list[Keys]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: key.record):
        papers[resolution.papers[key.record]].append(key)
    claimed = Claimed()
    for paper, told in papers.items():
        claims, trials = (chain.from_iterable(map(attrgetter(name), told)) for name in ("claims", "trials"))
        claimed.add(paper, tally(claims), trials)
    return claimed.propositions(resolution)


def _asserted(claim: Assertion) -> Iterator[str]:
    if claim.therapy:
        for disease in dict.fromkeys(claim.diseases) or ("",):
            yield _PART.join((claim.type, claim.therapy, disease, claim.comparator or ""))


def _proposition(asserted: str, claims: _Claims, resolution: Resolution, trials: Mapping[str, set[str]]) -> Proposition:
    type, therapy, disease, comparator = asserted.split(_PART)
    return Proposition(
        iri=f"proposition/{proposition_key(type, therapy, disease, comparator)}",
        type=cast(ClaimType, type),
        therapy=therapy,
        disease=disease or None,
        comparator=comparator or None,
        supports=claims.supports,
        disputes=claims.disputes,
        hedged=claims.hedged,
        papers=len(claims.papers),
        independent=independent(sorted(claims.papers), resolution, trials),
        contested=bool(claims.supports and claims.disputes),
    )


def independent(papers: list[str], resolution: Resolution, trials: Mapping[str, set[str]]) -> int:
    """The number of groups of papers that do not share trial, authors, or preprint and article."""
    if len(papers) < 2:
        return len(papers)
    groups = Sets(len(papers))
    number = {paper: n for n, paper in enumerate(papers)}
    first: dict[str, int] = {}
    for n, paper in enumerate(papers):
        # A preprint goes by the name of its article, even where that is not among the papers.
        for tie in (*trials.get(paper, ()), resolution.works[paper].version_of or paper):
            groups.unite(first.setdefault(tie, n), n)
    for left, right in _one_team(papers, resolution):
        groups.unite(number[left], number[right])
    return len(groups.groups())


def _one_team(papers: list[str], resolution: Resolution) -> Iterator[tuple[str, str]]:
    """Pairs of papers that share at least half of the shorter author list, and two authors unless it has but one."""
    teams = {paper: set(resolution.works[paper].creators) for paper in papers}
    of: defaultdict[str, list[str]] = defaultdict(list)
    for paper in papers:
        for author in sorted(teams[paper]):
            of[author].append(paper)
    shared = Counter(pair for written in of.values() for pair in combinations(written, 2))
    for (left, right), count in shared.items():
        shorter = min(len(teams[left]), len(teams[right]))
        if 2 * count >= shorter and count >= min(2, shorter):
            yield left, right
