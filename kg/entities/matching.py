"""The longest names in a text: one pass over its tokens, overlaps settled, coordinations taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.entities.coordination import Found, coordinated
from kg.entities.names import HEAD, MASK, SECOND, SINGLE, Bearer, Names, spelt
from kg.entities.tokens import BREAK, Tokens

_ROLES = range(32)
# A token that is a name, or the first of longer ones before the second of some.
_BEGINNING = re.compile(
    b"[%b]|[%b](?=[%b])"
    % tuple(re.escape(bytes(role for role in _ROLES if role & wanted)) for wanted in (SINGLE, HEAD, SECOND)),
    re.DOTALL,
)


class Match(NamedTuple):
    """A name at a place: its bearers, best first; `shared` where its head was taken from its neighbour.

    A `reason` says why none of the bearers is meant.
    """

    start: int
    end: int
    form: str
    bearers: tuple[Bearer, ...]
    shared: bool = False
    reason: str = ""


def matches(tokens: Tokens, names: Names) -> list[Match]:
    """The names in a text in order, none overlapping another; of two that would, the longer."""
    found = list(_longest(tokens, names))
    kept = coordinated(tokens, names, _settled(found))
    span = tokens.span
    return [
        Match(*span(first, after), form, bearers, shared)
        for first, after, form, bearers, shared in kept
        if bearers[0].row != MASK
    ]


def _longest(tokens: Tokens, names: Names) -> Iterator[Found]:
    """The longest name that begins at each token, names within the one before left out."""
    forms, roles, heads, reached = tokens.forms, tokens.roles, names.heads, 0
    following = [*forms[1:], BREAK, BREAK]
    for place in _BEGINNING.finditer(roles):
        i = place.start()
        lengths: tuple[int, ...] = (1,) if roles[i] & SINGLE else ()
        if roles[i] & HEAD and (tails := heads[forms[i]].get(following[i])) is not None:
            tails = tails or names.read_tails(forms[i], following[i])
            lengths = (tails.get(following[i + 1]) or tails[""]) + lengths
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
                yield Found(i, after, name, bearers)
                break


def _settled(found: list[Found]) -> list[Found]:
    """No two that overlap: the longer stays, of two as long the first."""
    kept: list[Found] = []
    for item in found:
        if kept and item[0] < kept[-1][1]:
            if item[1] - item[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = item
        else:
            kept.append(item)
    return kept
