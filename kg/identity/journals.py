"""Which journals are one: those that share a valid ISSN or a folded title (or abbreviation)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from kg.identity.sets import Sets
from kg.model import Identity, Journal
from kg.resolution import Periodical
from kg.text import fold, slug


class Journals:
    """Every journal named, by what it is: call `of(journal)`."""

    def __init__(self, named: Iterable[Journal]) -> None:
        counts = Counter(named)
        self._journals = sorted(counts, key=lambda j: (j.title, j.issns, j.abbreviation or ""))
        self._sets = Sets(len(self._journals))
        self._merges: list[tuple[int, int, str]] = []
        for name_keys in (_issn_keys, _name_keys):
            owner: dict[str, int] = {}
            for number, journal in enumerate(self._journals):
                for key in name_keys(journal):
                    self._merge(owner.setdefault(key, number), number, key)
        self._of: dict[Journal, Periodical] = {}
        self._unite_names(counts)

    def of(self, journal: Journal) -> Periodical:
        """What a journal is, under whatever title and ISSN it was met."""
        return self._of[journal]

    def ledger(self) -> Iterator[Identity]:
        """Every merge of two titles or ISSNs."""
        for left, right, key in self._merges:
            a, b = self._journals[left], self._journals[right]
            if _told(a) == _told(b):
                continue  # they differ in an abbreviation alone
            rule = "same ISSN" if key.startswith("ISSN ") else "same title"
            yield Identity(
                kind="journal",
                members=(_told(a), _told(b)),
                canonical=self._of[a].iri,
                rule=rule,
                score=1.0 if rule == "same ISSN" else 0.95,
                justification=key,
            )

    def _merge(self, left: int, right: int, key: str) -> None:
        if self._sets.unite(left, right):
            self._merges.append((left, right, key))

    def _unite_names(self, counts: Counter[Journal]) -> None:
        """Sets whose names are cut to one slug are one too: nothing could tell them apart."""
        owner: dict[str, int] = {}
        for group in self._sets.groups():
            name = _periodical([self._journals[n] for n in group], counts).iri
            self._merge(owner.setdefault(name, group[0]), group[0], name)
        for group in self._sets.groups():
            journals = [self._journals[n] for n in group]
            self._of.update(dict.fromkeys(journals, _periodical(journals, counts)))


def _issn_keys(journal: Journal) -> list[str]:
    return [f"ISSN {issn}" for issn in _valid(journal)]


def _valid(journal: Journal) -> list[str]:
    """The ISSNs whose check digit is right, in their usual form."""
    bare = (issn.replace("-", "").upper() for issn in journal.issns if valid_issn(issn))
    return [f"{digits[:4]}-{digits[4:]}" for digits in bare]


def _name_keys(journal: Journal) -> list[str]:
    return [name for name in (fold(journal.title), fold(journal.abbreviation or "")) if name]


def valid_issn(issn: str) -> bool:
    """Whether the check digit (modulo 11, weights 8 to 2) is right.

    >>> valid_issn("1297-319X"), valid_issn("1297-3190")
    (True, False)
    """
    digits = issn.replace("-", "").upper()
    if len(digits) != 8 or not digits[:7].isdecimal() or not digits[7].isalnum():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=False))
    return digits[7] == "0123456789X"[-total % 11]


def _periodical(journals: list[Journal], counts: Counter[Journal]) -> Periodical:
    """The journal by its smallest valid ISSN, else by its title: the one most records give."""
    titles: Counter[str] = Counter()
    for journal in journals:
        titles[journal.title] += counts[journal]
    title = min(titles, key=lambda t: (-titles[t], t))
    issns = tuple(sorted({issn for journal in journals for issn in _valid(journal)}))
    return Periodical(iri=f"journal/issn/{issns[0]}" if issns else f"journal/{slug(title)}", title=title, issns=issns)


def _told(journal: Journal) -> str:
    return " ".join((journal.title, *journal.issns))
