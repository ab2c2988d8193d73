"""Propositions: how many claims and papers stand for or against each, and how many of the papers are independent.

Papers are not independent where they share a registered trial, are preprint and article, or have most of the shorter
author list in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kg.identity.facts import Assertion, Keys
from kg.identity.sets import Sets
from kg.model import ClaimType
from kg.resolution import Proposition, Resolution
from kg.text import fold, proposition_key

_Arguments = tuple[ClaimType, str, str | None, str | None]  # type, therapy, disease, comparator


@dataclass(slots=True)
class _Tally:
    supports: int = 0
    disputes: int = 0
    hedged: int = 0
    papers: list[str] = field(default_factory=list)  # each once: they come one after the other


class Claimed:
    """What the claims of papers assert, counted one paper after the other.

    Only a claim with a therapy asserts anything; with two diseases it asserts two propositions.  A sentence counts
    once for a paper, in whatever number of its records it stands.
    """

    def __init__(self) -> None:
        self._tallies: defaultdict[_Arguments, _Tally] = defaultdict(_Tally)
        self._trials: dict[str, set[str]] = {}

    def add(self, paper: str, told: Iterable[tuple[Sequence[str], Sequence[Assertion]]]) -> None:
        """Count a paper: the registered trials and the claims of each of its records, in order of the records."""
        seen: set[str] = set()
        for trials, claims in told:
            if trials:
                self._trials.setdefault(paper, set()).update(map(fold, trials))
            for claim in claims:
                if claim.sentence not in seen:
                    seen.add(claim.sentence)
                    for arguments in _asserted(claim):
                        _count(self._tallies[arguments], paper, claim)

    def propositions(self, resolution: Resolution) -> tuple[Proposition, ...]:
        """All of them, in order of IRIs."""
        found = (_proposition(arguments, tally, resolution, self._trials) for arguments, tally in self._tallies.items())
        return tuple(sorted(found, key=lambda proposition: proposition.iri))


def propositions(keys: Iterable[Keys], resolution: Resolution) -> tuple[Proposition, ...]:
    """What the claims of all records assert, in order of IRIs; the order of the keys changes nothing."""
    papers: defaultdict[str, list[Keys]] = defaultdict(list)
    for key in sorted(keys, key=lambda key: key.record):
        papers[resolution.papers[key.record]].append(key)
    claimed = Claimed()
    for paper, told in papers.items():
        claimed.add(paper, ((key.trials, key.claims) for key in told))
    return claimed.propositions(resolution)


def _asserted(claim: Assertion) -> Iterator[_Arguments]:
    if claim.therapy:
        for disease in dict.fromkeys(claim.diseases) or (None,):
            yield claim.type, claim.therapy, disease, claim.comparator


def _count(tally: _Tally, paper: str, claim: Assertion) -> None:
    tally.supports += claim.polarity == "positive"
    tally.disputes += claim.polarity == "negative"
    tally.hedged += claim.certainty == "hedged"
    if tally.papers[-1:] != [paper]:
        tally.papers.append(paper)


def _proposition(
    arguments: _Arguments, tally: _Tally, resolution: Resolution, trials: Mapping[str, set[str]]
) -> Proposition:
    type, therapy, disease, comparator = arguments
    return Proposition(
        iri=f"proposition/{proposition_key(type, therapy, disease, comparator)}",
        type=type,
        therapy=therapy,
        disease=disease,
        comparator=comparator,
        supports=tally.supports,
        disputes=tally.disputes,
        hedged=tally.hedged,
        papers=len(tally.papers),
        independent=independent(sorted(tally.papers), resolution, trials),
        contested=bool(tally.supports and tally.disputes),
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
