"""A light tagger over what the dictionary found: which of it is meant, how far it reaches, whether its concept fits.

A few look-ups a candidate in `weights.tsv` (made by train.py, described in ../MODEL.md); what neither a vocabulary nor
a head word proposes is never looked at.  The score of a mention becomes the probability that its concept is right.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from kg.entities.names import squeezed
from kg.entities.tagger.features import (
    HEAD,
    NONE,
    SHIPPED,
    USER,
    WORD,
    Known,
    Spelt,
    Word,
    beside_left,
    beside_right,
    farther_left,
    farther_right,
    following,
    is_judged,
    known,
    likeness,
    placed_fit,
    placed_keep,
    previous,
)
from kg.entities.tokens import Tokens
from kg.model import Mention, MentionKind

MOST = 3  # words a name grows by on either side
STOPS = frozenset(
    "a after all an and are as associated at be between both but by caused causes during for from had has have her his "
    "in including into is its may no not of on or our over patients than that the their these this those to under was "
    "were which while who with without".split()
)  # words no name grows by
_FARTHER = 2.0  # what words farther off may add; a growth less likely than that is not looked into
KEPT, ALONE, FITS = 0.5, 0.7, 0.82  # probabilities demanded of a name, of a head word alone, of a concept
UNKNOWN, UNSURE = "no vocabulary lists this name", "the concept of this name is uncertain here"
UNLISTED = "neither MeSH nor OMIM knows the concept of this name"
_MEANT = frozenset({SHIPPED, USER})  # names from here are always kept
_LETTERS: dict[MentionKind, str] = {"disease": "d", "therapy": "t"}
Told = Callable[[str], Spelt]  # what is told of the concept of an IRI


class Candidate(NamedTuple):
    """A possible mention; `mention` is None where a head word proposes it."""

    start: int
    end: int
    known: Known
    mention: Mention | None
    before: Word
    after: Word


class Weights:
    """The weights of each classifier by feature, and the words that may head a name no vocabulary lists."""

    def __init__(self, models: dict[str, dict[str, float]], heads: frozenset[str]) -> None:
        self.heads, self.models = heads, models
        self._sums: dict[tuple[object, ...], float] = {}

    def chance(self, model: str, c: Known, placed: Iterable[str] = ()) -> float:
        """The probability a classifier gives."""
        return 1 / (1 + math.exp(-self._known(model, c) - self._total(model, placed)))

    def grows(self, model: str, text: str, c: Candidate, word: Word) -> bool:
        """Whether a name grows by the word before ("left") or after it ("right")."""
        key = (model, c.known, word.text, word.gap)
        likely = self._sums.get(key)
        if likely is None:
            beside = beside_left(word, c.known) if model == "left" else beside_right(word, c.known)
            likely = self._sums[key] = self._known(model, c.known) + self._total(model, beside)
        if likely < -_FARTHER:
            return False
        farther = farther_left(text, c.end, word, c.known) if model == "left" else farther_right(text, word, c.known)
        return likely + self._total(model, farther) >= 0

    def _known(self, model: str, c: Known) -> float:
        total = self._sums.get((model, c))
        if total is None:
            if len(self._sums) > 300_000:
                self._sums.clear()
            total = self._sums[model, c] = self.models[model].get("", 0.0) + self._total(model, known(model, c))
        return total

    def _total(self, model: str, features: Iterable[str]) -> float:
        weights = self.models[model]
        return sum([weights.get(feature, 0.0) for feature in features])


class Tagger:
    """The classifiers, and who tells them of concepts; `allowed` are short forms that stand as the user says."""

    def __init__(self, weights: Weights, spelt: Told, allowed: Container[str] = ()) -> None:
        self._weights, self._spelt, self._allowed = weights, spelt, allowed
        self._seen: dict[tuple[str, str, float], Known] = {}

    def tagged(self, text: str, tokens: Tokens, mentions: list[Mention], passage: int) -> list[Mention]:
        """The mentions of a passage, in order, as the classifiers settle them; none overlaps another."""
        settled: list[Candidate] = []
        for candidate in self.candidates(text, tokens, mentions):
            likely = 1.0 if candidate.known.source in _MEANT else self._kept(text, candidate)
            grew = self.grown(text, candidate) if likely >= KEPT and candidate.known.kind == "d" else candidate
            if likely < KEPT or (grew.mention is None and not grew.known.grown and likely < ALONE):
                continue
            longest = max((s.end - s.start for s in settled[-MOST:] if s.end > grew.start), default=0)
            if grew.end - grew.start > longest:
                while settled and settled[-1].end > grew.start:
                    settled.pop()
                settled.append(grew)
        found = [self._mention(text, c, passage) for c in settled]
        free = list(_apart((m for m in mentions if m.kind not in _LETTERS), found))
        return sorted([*found, *free], key=_start) if free else found

    def candidates(self, text: str, tokens: Tokens, mentions: list[Mention]) -> list[Candidate]:
        """The diseases and therapies found, and the head words outside all that was found, in order."""
        found = [candidate(text, m.start, m.end, self._known(m), m) for m in mentions if m.kind in _LETTERS]
        heads = self._weights.heads
        proposed = [tokens.span(i, i + 1) for i in [i for i, form in enumerate(tokens.forms) if form in heads]]
        free = list(_apart((_Place(*span) for span in sorted(proposed)), mentions)) if proposed else []
        if not free:
            return found
        found += [candidate(text, s, e, Known(text[s:e], "d", HEAD), None) for s, e in free]
        return sorted(found, key=_start)

    def _known(self, m: Mention) -> Known:
        kind = _LETTERS[m.kind]
        if not m.concept:
            return Known(m.text, kind, NONE, m.score)
        found = self._seen.get((m.concept, m.text, m.score))
        if found is None:
            if len(self._seen) > 300_000:
                self._seen.clear()
            source, label, catalogues = self._spelt(m.concept)
            source = USER if squeezed(m.text) in self._allowed else source
            alike = likeness(m.text, label)
            found = Known(m.text, kind, source, m.score, label == m.text.lower(), "", catalogues, alike)
            self._seen[m.concept, m.text, m.score] = found
        return found

    def _kept(self, text: str, c: Candidate) -> float:
        return self._weights.chance("keep", c.known, placed_keep(text, c.start, c.end, c.before, c.after, c.known))

    def grown(self, text: str, c: Candidate) -> Candidate:
        """A candidate with the words before and after that belong to it, or without its first."""
        for _ in range(MOST):
            if not may_grow(c.before.text) or not self._weights.grows("left", text, c, c.before):
                break
            c = stretched(text, c, c.before, left=True)
        for _ in range(MOST):
            if not may_grow(c.after.text) or not self._weights.grows("right", text, c, c.after):
                break
            c = stretched(text, c, c.after, left=False)
        if c.known.grown or " " not in c.known.surface or self._weights.chance("cut", c.known) < 0.5:
            return c
        return c._replace(start=second(text, c))

    def _mention(self, text: str, c: Candidate, passage: int) -> Mention:
        at = _Span(passage, c.start, c.end, text[c.start : c.end])
        was = c.mention
        if was is None:
            return at.mention("disease", None, 0.0, UNKNOWN, ())
        if was.concept is None:
            return at.mention(was.kind, None, 0.0, was.reason, was.candidates)
        if not is_judged(c.known):
            return at.mention(was.kind, was.concept, was.score, None, ())
        around = placed_fit(text, c.start, c.end, c.before, c.after, c.known)
        score = round(self._weights.chance("fit", c.known, around), 2)
        if score < FITS:
            reason = UNSURE if c.known.catalogues else UNLISTED
            return at.mention(was.kind, None, 0.0, reason, (was.concept,))
        return at.mention(was.kind, was.concept, score, None, ())


class _Place(NamedTuple):
    start: int
    end: int


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_One = TypeVar("_One", bound=_Spanned)


def _apart(items: Iterable[_One], others: Sequence[_Spanned]) -> Iterator[_One]:
    """The items that overlap none of the others; both are in order, and the others apart."""
    at = 0
    for item in items:
        while at < len(others) and others[at].end <= item.start:
            at += 1
        if at == len(others) or item.end <= others[at].start:
            yield item


_start = attrgetter("start")


class _Span(NamedTuple):
    """Where a mention stands, and what it is there."""

    passage: int
    start: int
    end: int
    text: str

    def mention(
        self, kind: MentionKind, concept: str | None, score: float, reason: str | None, candidates: tuple[str, ...]
    ) -> Mention:
        return Mention(
            passage=self.passage, start=self.start, end=self.end, text=self.text, kind=kind, concept=concept,
            score=score, reason=reason, candidates=candidates,
        )  # fmt: skip


def may_grow(word: str) -> bool:
    """Whether a name may grow by a word."""
    return bool(word) and word not in STOPS


def candidate(text: str, start: int, end: int, what: Known, mention: Mention | None) -> Candidate:
    """A candidate with the words beside it."""
    return Candidate(start, end, what, mention, previous(text, start), following(text, end))


def stretched(text: str, c: Candidate, word: Word, *, left: bool) -> Candidate:
    """A candidate that grew by the word before or after it."""
    start, end = (word.at, c.end) if left else (c.start, word.at)
    return candidate(text, start, end, c.known._replace(surface=text[start:end], grown=word.text), c.mention)


def second(text: str, c: Candidate) -> int:
    """Where the second word of a candidate begins."""
    begins = [match.start() for match in WORD.finditer(text, c.start, c.end)]
    return begins[1] if len(begins) > 1 else c.start


@cache
def shipped_weights() -> Weights:
    """The weights that come with the program."""
    models: dict[str, dict[str, float]] = defaultdict(dict)
    for line in resources.files("kg.entities.tagger").joinpath("weights.tsv").read_text("utf-8").splitlines():
        model, feature, weight = line.split("\t")
        models[model][feature] = float(weight)
    return Weights(dict(models), frozenset(models.pop("heads", {})))
