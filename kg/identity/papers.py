"""Which records tell of one paper.

The same DOI, PMID or PMCID makes one paper.  So does the same title with the same first author and year, unless
identifiers or the kind of work speak against it.  A preprint and its article are two papers, tied to each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.identity.facts import Keys
from kg.identity.sets import Sets
from kg.model import Identity
from kg.text import fold, percent

# The registrants of preprint servers; some also register journals, hence the patterns.
_PREPRINT = re.compile(
    r"10\.(?:1101/(?:\d{4}\.)?\d{2,}|64898/|21203/rs|20944/preprints|2139/ssrn|31219/osf|31234/|48550/arxiv|22541/au"
    r"|26434/chemrxiv|36227/techrxiv|2196/preprints)"
)
# Works of these kinds are never the article of the same title; the others pass for one another in catalogues.
_APART = frozenset({"preprint", "thesis", "book", "dataset", "protocol", "registration"})
_SHORT_TITLE = 4  # words up to which a title ("Editorial", "In reply") names a paper only with its place
_LARGE_BLOCK = 64  # records of one title and first author, beyond which only near neighbours are compared


@dataclass(slots=True)
class _Known:
    """What the records of one set say together."""

    dois: set[str] = field(default_factory=set)
    pmids: set[str] = field(default_factory=set)
    pmcids: set[str] = field(default_factory=set)
    sorts: set[str] = field(default_factory=set)


class Papers:
    """The sets of records, over `keys` in order of their record keys, with the merges that made them."""

    def __init__(self, keys: Sequence[Keys]) -> None:
        self.keys = keys
        self._sets = Sets(len(keys))
        self._merged: dict[int, _Known] = {}  # of sets of more than one record
        self._merges: list[tuple[int, int, str, float, str]] = []
        for name in ("doi", "pmid", "pmcid"):
            self._by_identifier(name)
        for block in _blocks(keys):
            self._by_title(block)
        self._by_own_name()
        self.groups = self._sets.groups()
        self.names = [self._name(group) for group in self.groups]

    def ledger(self) -> Iterator[Identity]:
        """Every merge, with its reason."""
        of = {record: name for group, name in zip(self.groups, self.names, strict=True) for record in group}
        for left, right, rule, score, justification in self._merges:
            members = (place(self.keys[left]), place(self.keys[right]))
            yield Identity(
                kind="paper",
                members=members,
                canonical=of[left],
                rule=rule,
                score=score,
                justification=justification,
            )

    def aliases(self) -> dict[str, str]:
        """The names a paper might also go by → the one it goes by."""
        found: dict[str, str] = {}
        for group, name in zip(self.groups, self.names, strict=True):
            known = self._known_of(group[0])
            found.update((alias, name) for alias in _identifier_names(known) if alias != name)
        return found

    def versions(self) -> dict[str, str]:
        """Preprints → the article each became: same title and first author, printed at most three years later."""
        found: dict[str, str | None] = {}
        by_title: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, group in enumerate(self.groups):
            for name in {(self.keys[i].title, self.keys[i].family) for i in group}:
                by_title[name].append(number)
        for (title, family), numbers in by_title.items():
            if len(numbers) > 1 and family and title.count(" ") >= _SHORT_TITLE:
                found.update(self._article_of(n, numbers) for n in numbers if self._is_preprint(n))
        return {preprint: article for preprint, article in found.items() if article}

    def _article_of(self, preprint: int, numbers: Sequence[int]) -> tuple[str, str | None]:
        year = self._year(preprint)
        near = [
            (abs(self._year(n) - year), self.names[n])
            for n in numbers
            if "article" in self._known_of(self.groups[n][0]).sorts and -1 <= self._year(n) - year <= 3
        ]
        return self.names[preprint], min(near)[1] if near else None

    def _is_preprint(self, number: int) -> bool:
        return self._known_of(self.groups[number][0]).sorts == {"preprint"}

    def _year(self, number: int) -> int:
        years = [y for i in self.groups[number] for y in _years(self.keys[i])]
        return min(years) if years else 0

    # ------------------------------------------------------- merging

    def _by_identifier(self, name: str) -> None:
        blocks: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self.keys):
            value = getattr(key, name)
            if value:
                blocks[value].append(number)
        for value, block in blocks.items():
            for number in block[1:]:
                if name == "doi" or not self._two_works(block[0], number):
                    self._merge(block[0], number, f"same {name.upper()}", 1.0, value)

    def _two_works(self, left: int, right: int) -> bool:
        """Whether a shared PMID or PMCID is a slip: the DOIs differ, and so do the titles."""
        a, b = self._known_of(left).dois, self._known_of(right).dois
        return bool(a and b and a.isdisjoint(b)) and self.keys[left].title != self.keys[right].title

    def _by_title(self, block: Sequence[int]) -> None:
        pairs = []
        for at, left in enumerate(block):
            rivals = block[at + 1 :] if len(block) <= _LARGE_BLOCK else block[at + 1 : at + 1 + _LARGE_BLOCK]
            pairs += [(-_likeness(self.keys[left], self.keys[right]), left, right) for right in rivals]
        for likeness, left, right in sorted(pairs):
            if likeness < 0 and not self._contradicted(left, right):
                key = self.keys[left]
                reason = f"{key.title} | {key.family} | {key.issued or '?'} ~ {self.keys[right].issued or '?'}"
                same_year = key.issued == self.keys[right].issued and key.issued is not None
                rule = "same title, first author and year" if same_year else "same title and first author, near years"
                self._merge(left, right, rule, 0.98 if same_year else 0.9, reason)

    def _contradicted(self, left: int, right: int) -> bool:
        a, b = self._known_of(left), self._known_of(right)
        return any(
            x and y and x.isdisjoint(y) for x, y in ((a.dois, b.dois), (a.pmids, b.pmids), (a.pmcids, b.pmcids))
        ) or a.sorts.isdisjoint(b.sorts)

    def _by_own_name(self) -> None:
        """Two sets that would bear one name are one: nothing in the graph could tell them apart."""
        blocks: dict[str, list[int]] = defaultdict(list)
        for group in self._sets.groups():
            blocks[self._name(group)].append(group[0])
        for name, block in blocks.items():
            for number in block[1:]:
                self._merge(block[0], number, "same title, first author and year", 0.9, name)

    def _merge(self, left: int, right: int, rule: str, score: float, justification: str) -> None:
        a, b = self._known_of(left), self._known_of(right)
        if self._sets.unite(left, right):
            merged = _Known(a.dois | b.dois, a.pmids | b.pmids, a.pmcids | b.pmcids, a.sorts | b.sorts)
            self._merged[self._sets.find(left)] = merged
            self._merges.append((left, right, rule, score, justification))

    def _known_of(self, number: int) -> _Known:
        root = self._sets.find(number)
        return self._merged.get(root) or _known(self.keys[root])

    def _name(self, group: Sequence[int]) -> str:
        return _best_name(self._known_of(group[0]), min(self.keys[number].own for number in group))


def name(key: Keys) -> str:
    """What a paper is called, below the base, if no other record tells of it."""
    return _best_name(_known(key), key.own)


def _best_name(known: _Known, own: str) -> str:
    names = _identifier_names(known)
    return names[0] if names else f"paper/{own}"


def place(key: Keys) -> str:
    """Where a record stands: `seeds/a.ris:12`."""
    path, line, _ = key.record
    return f"{path}:{line}" if line else path


def _known(key: Keys) -> _Known:
    dois, pmids, pmcids = ({value} if value else set() for value in (key.doi, key.pmid, key.pmcid))
    return _Known(dois, pmids, pmcids, {_sort(key)})


def _sort(key: Keys) -> str:
    if key.kind == "preprint" or (key.doi and _PREPRINT.match(key.doi)):
        return "preprint"
    return key.kind if key.kind in _APART else "article"


def _identifier_names(known: _Known) -> list[str]:
    """Names below the base, best first."""
    return [
        f"paper/{scheme}/{percent(value)}"
        for scheme, values in (("doi", known.dois), ("pmid", known.pmids), ("pmc", known.pmcids))
        for value in sorted(values)
    ]


def _blocks(keys: Sequence[Keys]) -> Iterable[list[int]]:
    """Records of one title and first author, if more than one."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if key.title:
            blocks[key.title, key.family].append(number)
    return [block for block in blocks.values() if len(block) > 1]


def _years(key: Keys) -> list[int]:
    return [int(year) for year in (key.issued, key.online) if year and year.isdigit()]


def _likeness(left: Keys, right: Keys) -> int:
    """How well two records of one title and first author agree elsewhere; 0 if they cannot be one paper."""
    years = _agreement_of_years(left, right)
    same_journal = _journal(left) == _journal(right) != ""
    same_place = [a == b for a, b in zip(left.place, right.place, strict=True) if a and b]
    short = left.title.count(" ") < _SHORT_TITLE
    if not years or (short and (False in same_place or not (left.family or same_journal))):
        return 0
    if not left.family and not (same_journal or all(same_place) and same_place):
        return 0
    return years + 2 * same_journal + sum(same_place) + (left.kind == right.kind)


def _agreement_of_years(left: Keys, right: Keys) -> int:
    """2 for a year in common, 1 for neighbours of which one is known to have gone online first, 0 for no match."""
    a, b = _years(left), _years(right)
    if set(a) & set(b):
        return 2
    if not a or not b:  # "in press": a long title by the same author is the same paper
        return 1 if left.title.count(" ") >= _SHORT_TITLE else 0
    near = min(abs(x - y) for x in a for y in b) == 1
    return 1 if near and (left.online or right.online) else 0


def _journal(key: Keys) -> str:
    return fold(key.journal.title) if key.journal else ""
