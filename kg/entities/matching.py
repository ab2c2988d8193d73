"""The longest names in a text: one pass over its tokens, overlaps settled, shared heads given back.

"type 1 and type 2 diabetes", "discoid and subacute cutaneous lupus erythematosus": the first conjunct lacks its head;
it is read with the head of the second where that makes a name, and keeps its own span.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import NamedTuple

from kg.entities.names import HEAD, MASK, Bearer, Names, spelt
from kg.entities.tokens import BREAK, Tokens

_CONJUNCTIONS = frozenset({"and", "or", ",", "versus", "vs", "to"})
_LONGEST_LEFT = 2  # tokens of a conjunct that lacks its head


class Match(NamedTuple):
    """A name at a place: its bearers, best first; `shared` where its head was taken from its neighbour."""

    start: int
    end: int
    form: str
    bearers: tuple[Bearer, ...]
    shared: bool = False


def matches(tokens: Tokens, names: Names) -> list[Match]:
    """The names in a text in order, none overlapping another; of two that would, the longer."""
    found = list(_longest(tokens, names))
    kept = _settled(found)
    result = [Match(tokens.start(i), tokens.end(j - 1), f, b) for i, j, f, b in kept if b[0].row != MASK]
    if shared := list(_conjuncts(tokens, names, kept)):
        result += shared
        result.sort()
    return result


_Found = tuple[int, int, str, tuple[Bearer, ...]]  # first token, token after the last, form, bearers


def _longest(tokens: Tokens, names: Names) -> Iterator[_Found]:
    """The longest name that begins at each token, names within the one before left out."""
    forms, roles, heads, reached = tokens.forms, tokens.roles, names.heads, 0
    following = [*forms[1:], BREAK, BREAK]
    for i in compress(range(len(forms)), roles):
        lengths: tuple[int, ...] = ()
        if roles[i] >= HEAD and following[i] in heads[forms[i]]:
            tails = names.tails(forms[i], following[i])
            lengths = tails.get(following[i + 1]) or tails[""]
        if roles[i] != HEAD:
            lengths = (*lengths, 1)
        for length in lengths:
            after = i + length
            if after <= reached:
                break
            if after > len(forms):
                continue
            name = forms[i] if length == 1 else " ".join(forms[i:after])
            bearers = names.bearers(name)
            if len(bearers) > 1 or (bearers and bearers[0].surface):
                bearers = spelt(bearers, tokens.surface(i, after))
            if bearers:
                reached = after
                yield i, after, name, bearers
                break


def _settled(found: list[_Found]) -> list[_Found]:
    """No two that overlap: the longer stays, of two as long the first."""
    kept: list[_Found] = []
    for item in found:
        if kept and item[0] < kept[-1][1]:
            if item[1] - item[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = item
        else:
            kept.append(item)
    return kept


def _conjuncts(tokens: Tokens, names: Names, kept: list[_Found]) -> Iterator[Match]:
    """Names whose head stands in the conjunct after them."""
    forms = tokens.forms
    second = [f for f in kept if f[1] - f[0] > 1 < f[0] and forms[f[0] - 1] in _CONJUNCTIONS]
    taken = {i for first, after, _, _ in kept for i in range(first, after)} if second else set()
    for first, after, _, _ in second:
        for length in range(_LONGEST_LEFT, 0, -1):
            begin = first - 1 - length
            if begin < 0 or any(i in taken for i in range(begin, first - 1)):
                continue
            match = _with_head(tokens, names, begin, first, after)
            if match:
                yield match
                break


def _with_head(tokens: Tokens, names: Names, begin: int, first: int, after: int) -> Match | None:
    """The tokens from `begin` to the conjunction read with the longest tail of the name at `first` that fits."""
    left = tokens.forms[begin : first - 1]
    if any(len(form) == 1 and not form.isalnum() for form in left):
        return None
    for cut in range(first + 1, after):
        form = " ".join([*left, *tokens.forms[cut:after]])
        bearers = tuple(b for b in names.bearers(form) if not b.surface)
        if bearers:
            return Match(tokens.start(begin), tokens.end(first - 2), form, bearers, shared=True)
    return None
