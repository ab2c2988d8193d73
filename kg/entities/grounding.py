"""Which concept a name means in this document.

What the document defines or names in full decides about its short forms; a short form it does not explain stays
without a concept and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from kg.concept import is_acronym
from kg.entities.matching import Match
from kg.entities.names import LABEL, RELATED, SHORT, VARIANT, Bearer, squeezed

# The score says how the concept was found, from certain to guessed.
ONLY_BEARER = 1.0  # one concept bears this name
DEFINED = 0.95  # a short form the document defines
BEST_BEARER = 0.9  # several bear it, it is the label of this one, or the document names this one in full
NAMED_IN_FULL = 0.85  # a short form of a concept the document names in full
NEAR_NAME = 0.75  # a name of broad, narrow or related scope, or one the vocabulary does not state
GUESSED = 0.5  # several concepts bear the name alike: the first of them


class Reading(NamedTuple):
    """What a match is read as: a bearer or None, the score, and who else it may be."""

    bearer: Bearer | None
    score: float
    candidates: tuple[Bearer, ...] = ()


@dataclass(slots=True)
class Document:
    """What one document says of its names, over all its passages."""

    defined: dict[str, Bearer] = field(default_factory=dict)  # short form, squeezed → what it stands for
    allowed: Mapping[str, Bearer] = field(default_factory=dict)  # the same, as the user says for every document
    forms: dict[str, frozenset[tuple[str, ...]]] = field(default_factory=dict)  # the tokens of both, by the first
    blocked: set[str] = field(default_factory=set)  # short forms that stand for something unknown
    full: Counter[int] = field(default_factory=Counter)  # rows named by a name that is theirs alone


def note_full_names(document: Document, matches: Iterable[Match]) -> None:
    """Count the concepts the matches name by a name in full that nobody shares."""
    for match in matches:
        bearers = match.bearers
        own = bearers if len(bearers) == 1 else [b for b in bearers if b.rank <= RELATED and not b.surface]
        if not own or own[0].rank > RELATED or own[0].surface or match.reason:
            continue
        if len(own) == 1 or own[0].rank == LABEL < own[1].rank:
            document.full[own[0].row] += 1


def ground(match: Match, surface: str, document: Document) -> Reading | None:
    """The reading of a match; None where the document says it is none."""
    if document.blocked or document.defined or document.allowed:
        spelling = squeezed(surface)
        if spelling in document.blocked:
            return None
        if bearer := document.defined.get(spelling) or document.allowed.get(spelling):
            return Reading(bearer, DEFINED)
    bearers = match.bearers
    if len(bearers) == 1 and bearers[0].rank != SHORT:
        return _only(bearers[0])
    own = [b for b in bearers if b.rank != SHORT]
    if own:
        return _best_bearer(own, document, surface)
    named = [b for b in match.bearers if b.row in document.full]
    if len(named) == 1:
        return Reading(named[0], NAMED_IN_FULL)
    return Reading(None, 0.0, match.bearers)


@lru_cache(maxsize=20_000)
def _only(bearer: Bearer) -> Reading:
    return Reading(bearer, NEAR_NAME if bearer.rank in (RELATED, VARIANT) else ONLY_BEARER)


def _best_bearer(own: list[Bearer], document: Document, surface: str) -> Reading:
    """Of several bearers the one whose label it is, that the document names otherwise too, of the first kind.

    They come in order: of those alike in all this the first.
    """
    if len(own) == 1:
        return _only(own[0])

    def order(bearer: Bearer) -> tuple[int, int, int]:
        return (bearer.rank, -document.full[bearer.row], bearer.kind)

    ranked = sorted(own, key=order)
    best = ranked[0]
    near = best.rank in (RELATED, VARIANT)
    if len({b.row for b in own}) == 1:
        return Reading(best, NEAR_NAME if near else ONLY_BEARER)
    if order(best)[:2] < order(ranked[1])[:2]:
        return Reading(best, NEAR_NAME if near else BEST_BEARER)
    return Reading(None, 0.0, tuple(ranked)) if is_acronym(surface, 4) else Reading(best, GUESSED)
