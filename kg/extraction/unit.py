"""A sentence as the rules of this stage see it: its text, cues and mentions, all with offsets in the sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, wraps
from typing import TypeVar

from kg.extraction import linear
from kg.extraction.cues import Cue
from kg.model import Mention, Zone

Span = tuple[int, int]
_ASIDE = re.compile(
    r"\b(?:although|though|while|whereas|whether|despite|because|since|even if)\b[^,;:]*"
    r"|,\s(?:\w+ly\s|now\s|also\s)*\w{3,}(?:ed|wn|ilt)\s(?:[\w'’-]+\s){1,12}[\w'’-]+,"  # ", currently used for …,"
    r"|,\swhich\s[^,;]*,"
    r"|\([^()]*\)",
    re.IGNORECASE,
)
_OPENERS = frozenset("although though while whereas whether despite because since even".split())
_HALF = 0.5
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """`index` of `count`: its place among the sentences of the running text; `fresh`: it opens a section.

    `groups` holds the cues by the name of their group and by every part of it up to a dot; `words` are in lower
    case, and `scores` what they and their pairs sum up to in the models that look at them; `roles` are the
    probabilities of zones.ROLES; `hints` tell by name what the paper and the concepts add: whether the title names a
    therapy, whether a mention is a harm.
    """

    passage: int
    start: int
    end: int
    text: str
    zone: Zone
    roles: Sequence[float]
    cues: tuple[Cue, ...]
    groups: Mapping[str, Sequence[Cue]]
    mentions: tuple[Mention, ...]
    words: Sequence[str]
    scores: list[int]
    index: int
    count: int
    fresh: bool
    hints: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        """Whether a cue has one of these names, whole or up to a dot."""
        return not self.groups.keys().isdisjoint(names)

    def named(self, *names: str) -> Sequence[Cue]:
        """The cues of these names, whole or up to a dot, by place."""
        if len(names) == 1:
            return self.groups.get(names[0], ())
        return sorted(cue for name in names for cue in self.groups.get(name, ()))

    def heard(self, model: str) -> list[int]:
        """What the words of the sentence score in a model."""
        return linear.words().of(model, self.scores)

    @cached_property
    def asides(self) -> tuple[Span, ...]:
        """Spans that do not carry the main proposition."""
        may = "(" in self.text or self.text.count(",") > 1 or not _OPENERS.isdisjoint(self.words)
        return asides(self.text) if may else ()

    @cached_property
    def therapies(self) -> list[Mention]:
        """The grounded therapies, by place."""
        return [m for m in self.mentions if m.kind == "therapy" and m.concept]

    @cached_property
    def diseases(self) -> list[Mention]:
        """The grounded diseases, by place."""
        return [m for m in self.mentions if m.kind == "disease" and m.concept]


def once(function: Callable[[Unit], T]) -> Callable[[Unit], T]:
    """A function of a sentence that is worked out once for each."""
    name = f"once {function.__name__}"

    @wraps(function)
    def remembered(unit: Unit) -> T:
        known = unit.__dict__
        if name not in known:
            known[name] = function(unit)
        found: T = known[name]
        return found

    return remembered


def grouped(cues: Iterable[Cue]) -> dict[str, list[Cue]]:
    """The cues by the name of their group and by every part of it up to a dot.

    >>> sorted(grouped([Cue(0, 4, "good.effect")]))
    ['good', 'good.effect']
    """
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        for name in _lineage(cue.name):
            found.setdefault(name, []).append(cue)
    return found


@cache
def _lineage(name: str) -> tuple[str, ...]:
    """A name and every part of it up to a dot; there are no more names than groups of cues."""
    return (name, *_lineage(name.rpartition(".")[0])) if "." in name else (name,)


def asides(text: str) -> tuple[Span, ...]:
    """Spans of subordinate clauses that do not carry the main proposition, unless they fill most of the sentence."""
    spans = tuple(m.span() for m in _ASIDE.finditer(text))
    return spans if sum(end - start for start, end in spans) <= _HALF * len(text) else ()


def local(mentions: Iterable[Mention], start: int, end: int) -> tuple[Mention, ...]:
    """The mentions inside a sentence, with offsets in the sentence instead of the passage."""
    return tuple(_moved(m, start) for m in mentions if start <= m.start and m.end <= end)


def _moved(m: Mention, start: int) -> Mention:
    return Mention(
        passage=m.passage, start=m.start - start, end=m.end - start, text=m.text, kind=m.kind, concept=m.concept,
        score=m.score, reason=m.reason, candidates=m.candidates,
    )  # fmt: skip


def inside(cue: Cue, spans: Iterable[Span]) -> bool:
    """Whether a cue begins in any of the spans."""
    return any(start <= cue.start < end for start, end in spans)
