"""The names of a vocabulary, compiled: normal form → who bears it.

The table is kept beside the vocabulary's own cache, and read no further than the texts at hand ask for.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kg import concept
from kg.entities import compiling, tokens, variants
from kg.entities.compiling import LABEL, MASK, RELATED, SHORT, SYNONYM, VARIANT, squeezed
from kg.entities.tokens import Cuts
from kg.vocabulary import Vocabulary, cache_folder, read_cache, write_cache

__all__ = ["LABEL", "MASK", "RELATED", "SHORT", "SYNONYM", "VARIANT", "Bearer", "Names", "load", "spelt", "squeezed"]

SINGLE, HEAD, SECOND, AND, COMMA = 1, 2, 4, 8, 16  # roles of a token: a name, the first or second word of longer ones …
JOINS = {"and": AND, "or": AND, "versus": AND, "vs": AND, "to": AND, ",": COMMA}  # … or what joins names
Tails = dict[str, tuple[int, ...]]  # third word of a name, "" for any other → how many words to try, most first
_UNREAD: Tails = {}


class Bearer(NamedTuple):
    """A concept a name may mean: its row in the vocabulary, its kind, how the name belongs to it."""

    rank: int
    kind: int  # place in KINDS
    row: int
    surface: str  # of an acronym: what must stand in the text, without blanks and hyphens; "" for any


class Names:
    """Normal forms → bearers, and what is needed to find the longest one at a token."""

    def __init__(self, lines: list[str], iris: list[str]) -> None:
        cut = lines.index("")
        *beginnings, seconds, groups = lines[2 * cut + 2 :]
        self.iris = iris
        general, plus, _ = groups.partition("+")
        self.general = frozenset(map(int, general.split()))  # rows of groups of diseases or therapies
        self.imported = bool(plus)  # whether the vocabulary holds more than what comes with the program
        self._forms = lines[:cut]
        self._packed = dict(zip(self._forms, lines[cut + 1 : 2 * cut + 1], strict=True))
        self.heads = _Heads(beginnings)
        self._seconds = frozenset(seconds.split(" "))
        self._bearers: dict[str, tuple[Bearer, ...]] = {}
        self.cuts = Cuts(self._role)

    def _role(self, form: str, surface: str) -> int:
        """What a token, spelt so, may be to a name."""
        role = JOINS.get(form, 0)
        if form in self._packed and spelt(self.bearers(form), surface):
            role |= SINGLE
        return role | (HEAD if self.heads.holds(form) else 0) | (SECOND if form in self._seconds else 0)

    def __contains__(self, form: str) -> bool:
        return form in self._packed

    def bearers(self, form: str) -> tuple[Bearer, ...]:
        """Who bears a name in this normal form, best first; () if none."""
        found = self._bearers.get(form)
        if found is None:
            packed = self._packed.get(form)
            if packed is None:
                return ()
            found = self._bearers[form] = tuple(map(_unpack, packed.split("|")))
        return found

    def read_tails(self, first: str, second: str) -> Tails:
        """How names go on that begin with two words, which `heads` holds; it knows them afterwards."""
        start = f"{first} {second}"
        two = (2,) if start in self._packed else ()
        lengths: dict[str, set[int]] = {}
        begin = bisect_left(self._forms, f"{start} ")
        for form in self._forms[begin : bisect_left(self._forms, f"{start}!", begin)]:  # "!" comes after the blank
            third = form[len(start) + 1 :].partition(" ")[0]
            lengths.setdefault(third, set()).add(form.count(" ") + 1)
        found = {"": two} | {third: (*sorted(known, reverse=True), *two) for third, known in lengths.items()}
        self.heads[first][second] = found
        return found


class _Heads(dict[str, dict[str, Tails]]):
    """First → second word of a name → how it may go on; a first word is read when it is asked for."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = dict(map(_first_word, lines))

    def holds(self, first: str) -> bool:
        """Whether longer names begin with a word."""
        return first in self._lines

    def begin(self, first: str, second: str) -> bool:
        """Whether names begin with two words."""
        return self.holds(first) and second in self[first]

    def __missing__(self, first: str) -> dict[str, Tails]:
        found = self[first] = dict.fromkeys(self._lines[first].split(" "), _UNREAD)
        return found


def _first_word(line: str) -> tuple[str, str]:
    first, _, seconds = line.partition("\t")
    return first, seconds


def spelt(bearers: tuple[Bearer, ...], surface: str) -> tuple[Bearer, ...]:
    """Those of the bearers of a name that may be spelt so: acronyms demand their capitals."""
    for bearer in bearers:
        if bearer.surface:
            spelling = squeezed(surface)
            return tuple([b for b in bearers if not b.surface or b.surface == spelling])
    return bearers


def load(vocabulary: Vocabulary, learnt: Sequence[str] | None = None) -> Names:
    """The compiled names of a vocabulary, from the cache where they were compiled before.

    `learnt` are lines to read in place of those of learnt.txt.
    """
    meant = compiling.listed("learnt") if learnt is None else tuple(learnt)
    key = hashlib.sha256("\x1f".join((_rules(), vocabulary.digest, *meant)).encode()).hexdigest()
    path = cache_folder() / f"names-{key[:32]}.txt"
    lines = read_cache(path)
    if lines is None:
        lines = compiling.compiled(vocabulary, meant)
        write_cache(path, lines)
    return Names(lines, list(vocabulary.concepts))


@cache
def _rules() -> str:
    """The digest of what else shapes the table: a change of it makes older ones unread."""
    code = [Path(module.__file__ or "").read_text("utf-8") for module in (compiling, concept, tokens, variants)]
    lists = [line for name in ("stops", "masks", "outcomes") for line in ("", *compiling.listed(name))]
    return hashlib.sha256("\x1f".join((*code, *lists)).encode()).hexdigest()


def _unpack(packed: str) -> Bearer:
    rank, kind, row, surface = packed.split(" ")
    return Bearer(int(rank), int(kind), int(row), surface)
