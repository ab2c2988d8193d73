"""Propositions: how many claims and papers stand for or against each, and how many of the papers are independent.

Papers are not independent where they share a registered trial, are preprint and article, or have most of the shorter
author list in common.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from kg.identity.facts import Assertion, Keys
from kg.identity.sets import Sets
from kg.model import ClaimType, Polarity
from kg.resolution import Proposition, Resolution
from kg.text import fold, proposition_key

_Arguments = tuple[ClaimType, str, str | None, str | None]  # type, therapy, disease, comparator


@dataclass(slots=True)
class _Tally:
    sides: Counter[Polarity] = field(default_factory=Counter)
    hedged: int = 0
    papers: set[str] = field(default_factory=set)


def propositions(keys: Iterable[Keys], resolution: Resolution) -> tuple[Proposition, ...]:
    """What the claims assert, in order of IRIs.

    Only a claim with a therapy asserts anything; with two diseases it asserts two propositions.  A sentence counts
    once for a paper, in whatever number of its records it stands.
    """
    tallies: defaultdict[_Arguments, _Tally] = defaultdict(_Tally)
    trials: defaultdict[str, set[str]] = defaultdict(set)
    seen: set[tuple[str, str]] = set()
    for key in sorted(keys, key=lambda key: key.record):
        paper = resolution.papers[key.record]
        trials[paper].update(fold(trial) for trial in key.trials)
        for claim in key.claims:
            if (paper, claim.sentence) not in seen:
                seen.add((paper, claim.sentence))
                for arguments in _asserted(claim):
                    _count(tallies[arguments], paper, claim)
    found = (_proposition(arguments, tally, resolution, trials) for arguments, tally in tallies.items())
    return tuple(sorted(found, key=lambda proposition: proposition.iri))


def _asserted(claim: Assertion) -> Iterator[_Arguments]:
    if claim.therapy:
        for disease in dict.fromkeys(claim.diseases) or (None,):
            yield claim.type, claim.therapy, disease, claim.comparator


def _count(tally: _Tally, paper: str, claim: Assertion) -> None:
    tally.sides[claim.polarity] += 1
    tally.hedged += claim.certainty == "hedged"
    tally.papers.add(paper)


def _proposition(
    arguments: _Arguments, tally: _Tally, resolution: Resolution, trials: Mapping[str, set[str]]
) -> Proposition:
    type, therapy, disease, comparator = arguments
    supports, disputes = tally.sides["positive"], tally.sides["negative"]
    return Proposition(
        iri=f"proposition/{proposition_key(type, therapy, disease, comparator)}",
        type=type,
        therapy=therapy,
        disease=disease,
        comparator=comparator,
        supports=supports,
        disputes=disputes,
        hedged=tally.hedged,
        papers=len(tally.papers),
        independent=independent(sorted(tally.papers), resolution, trials),
        contested=bool(supports and disputes),
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
