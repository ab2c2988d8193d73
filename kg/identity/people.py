"""Which names are one person's.

One ORCID is one person, and two are two.  One full name, the given names spelled out, is one person.  Beyond that,
names of one family and first initial are brought together, likeliest first, as long as they may be one name and what
surrounds them (co-authors, affiliations, subjects) speaks for it on average.  Two names on one paper are two people.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from kg.identity.authors import Signature
from kg.identity.likeness import UNLIKELY, Context, Likeness, name_key
from kg.identity.linkage import Linkage
from kg.identity.names import compatible, printed, spelled_out
from kg.identity.sets import Sets
from kg.model import Identity
from kg.resolution import Agent

_THRESHOLD = -1.2  # mean log odds from which two groups of names are one person; tuned on labelled signatures
_UNAMBIGUOUS = 1.0  # less is asked for where a block knows one first name only: there is no rival
_EVERY_PAIR = 400  # names in a block up to which all pairs are compared, beyond it those with co-authors in common


@dataclass(slots=True)
class _Group:
    """Signatures held to be one person's, and what must not clash; a person has one ORCID at most."""

    members: list[int]
    givens: tuple[tuple[str, ...], ...]
    orcid: str | None
    papers: set[int]


@dataclass(slots=True)
class People:
    """The sets of signatures, each one person's, with the merges that made them."""

    signatures: Sequence[Signature]
    contexts: Callable[[int], Context]  # of a paper, by its number
    merges: list[tuple[int, int, str, float, str]] = field(default_factory=list)
    _sets: Sets = field(init=False)
    _groups: dict[int, _Group] = field(init=False)

    def __post_init__(self) -> None:
        self._sets = Sets(len(self.signatures))
        self._groups = {}
        self._by_orcid()
        blocks = self._blocks()
        for block in blocks:
            self._by_full_name(block)
        open_blocks = [block for block in blocks if len({self._sets.find(n) for n in block}) > 1]
        told = sorted(n for block in open_blocks for n in block)  # in order of the papers: each is looked at once
        likeness = Likeness((self.signatures[n] for n in told), self.contexts)
        for block in open_blocks:
            self._by_surroundings(block, likeness)
            likeness.forget()

    def groups(self) -> list[list[int]]:
        """The sets of signature numbers, in order."""
        return self._sets.groups()

    def ledger(self, persons: Sequence[Agent]) -> Iterator[Identity]:
        """Every merge, with its reason; `persons` are those of the signatures, in their order."""
        for left, right, rule, score, justification in self.merges:
            yield Identity(
                kind="person",
                members=(self.signatures[left].where, self.signatures[right].where),
                canonical=persons[left].iri,
                rule=rule,
                score=score,
                justification=justification,
            )

    # ------------------------------------------------------- rules, in order

    def _by_orcid(self) -> None:
        first: dict[str, int] = {}
        for number, signature in enumerate(self.signatures):
            if signature.orcid:
                self._merge(first.setdefault(signature.orcid, number), number, "same ORCID", 1.0, signature.orcid)

    def _blocks(self) -> list[list[int]]:
        """Signatures of one family name and first initial, if more than one."""
        blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, s in enumerate(self.signatures):
            if s.given:
                blocks[s.family, s.given[0][0]].append(number)
        return [block for block in blocks.values() if len(block) > 1]

    def _by_full_name(self, block: Sequence[int]) -> None:
        """One full name is one person, unless several ORCIDs claim it: then nobody knows whose the others are."""
        named: dict[str, list[int]] = defaultdict(list)
        for number in block:
            if spelled_out(self.signatures[number].given):
                named["".join(self.signatures[number].given)].append(number)
        for same in named.values():
            if len(same) == 1 or len({self._orcid(n) for n in same} - {None}) > 1:
                continue
            for number in same[1:]:
                if self._may_merge(same[0], number):
                    self._merge(same[0], number, "same full name", 0.95, printed(self.signatures[number].person))

    def _by_surroundings(self, block: Sequence[int], likeness: Likeness) -> None:
        """Average linkage: the two groups with the highest mean log odds become one, until these are too low."""
        first_names = {s.given[0] for s in (self.signatures[n] for n in block) if spelled_out(s.given)}
        threshold = _THRESHOLD - _UNAMBIGUOUS * (len(first_names) < 2)
        sizes: Counter[int] = Counter(self._sets.find(number) for number in block)
        linkage = Linkage(sizes, self._likenesses(block, likeness), UNLIKELY)
        for left, right, mean in linkage.merges(threshold, self._may_merge):
            one, other = self._nearest(left, right, likeness)
            score = round(1 / (1 + math.exp(threshold - mean)), 4)
            reason = likeness.explain(self.signatures[one], self.signatures[other])
            self._merge(left, right, "compatible names, shared surroundings", score, reason)

    def _likenesses(self, block: Sequence[int], likeness: Likeness) -> Iterator[tuple[int, int, float]]:
        """Log odds between the groups that signatures are in by now."""
        for left, right in combinations(block, 2) if len(block) <= _EVERY_PAIR else self._acquainted(block, likeness):
            one, other = sorted((self._sets.find(left), self._sets.find(right)))
            if one != other and compatible(self.signatures[left].given, self.signatures[right].given):
                yield one, other, likeness.log_odds(self.signatures[left], self.signatures[right])

    def _acquainted(self, block: Sequence[int], likeness: Likeness) -> list[tuple[int, int]]:
        """Pairs with a co-author in common: enough to look at in a large block."""
        with_name: dict[str, list[int]] = defaultdict(list)
        for number in block:
            for name in likeness.coauthors(self.signatures[number]):
                with_name[name].append(number)
        own = {name_key(self.signatures[number].person) for number in block}
        found = {p for name, numbers in with_name.items() if name not in own for p in combinations(numbers, 2)}
        return sorted(found)

    def _nearest(self, left: int, right: int, likeness: Likeness) -> tuple[int, int]:
        """The two signatures of two groups that are most alike, looked for among the first few."""
        pairs = product(self._group(left).members[:8], self._group(right).members[:8])
        return min(pairs, key=lambda p: (-likeness.log_odds(self.signatures[p[0]], self.signatures[p[1]]), p))

    # ------------------------------------------------------- merging

    def _group(self, number: int) -> _Group:
        """The group of a signature; of one that is alone it is made anew each time: most stay alone."""
        root = self._sets.find(number)
        if root in self._groups:
            return self._groups[root]
        s = self.signatures[root]
        return _Group([root], (s.given,), s.orcid, {s.paper})

    def _orcid(self, number: int) -> str | None:
        group = self._groups.get(self._sets.find(number))
        return group.orcid if group else self.signatures[number].orcid

    def _may_merge(self, left: int, right: int) -> bool:
        """Whether nothing forbids it: two ORCIDs, names that clash, or one paper that has both."""
        a, b = self._group(left), self._group(right)
        if (a.orcid and b.orcid and a.orcid != b.orcid) or not a.papers.isdisjoint(b.papers):
            return False
        return all(compatible(one, other) for one in a.givens for other in b.givens)

    def _merge(self, left: int, right: int, rule: str, score: float, justification: str) -> None:
        roots = self._sets.find(left), self._sets.find(right)
        kept, gone = self._group(min(roots)), self._group(max(roots))
        if self._sets.unite(left, right):
            kept.members += gone.members
            kept.givens = tuple(dict.fromkeys(kept.givens + gone.givens))
            kept.orcid = kept.orcid or gone.orcid
            kept.papers |= gone.papers
            self._groups.pop(max(roots), None)
            self._groups[min(roots)] = kept
            self.merges.append((left, right, rule, score, justification))
