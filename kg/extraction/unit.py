"""A sentence as the rules of this stage see it: its text, cues and mentions, all with offsets in the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.extraction.cues import Cue
from kg.extraction.linear import Scores
from kg.model import Mention, Zone

Span = tuple[int, int]
_ASIDE = re.compile(
    r"\b(?:although|though|while|whereas|whether|despite|because|since|even if)\b[^,;:]*"
    r"|,\s(?:\w+ly\s|now\s|also\s)*\w{3,}(?:ed|wn|ilt)\s(?:[\w'’-]+\s){1,12}[\w'’-]+,"  # ", currently used for …,"
    r"|,\swhich\s[^,;]*,"
    r"|\([^()]*\)",
    re.IGNORECASE,
)
_HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`index` of `count`: its place among the sentences of the running text; `fresh`: it opens a section.

    `groups` holds the cues by the name of their group and by every part of it up to a dot; `asides` are spans that do
    not carry the main proposition; `words` are its words and pairs of words; `roles` are the probabilities of
    zones.ROLES; `hints` tell by name what the paper and the concepts add: whether the title names a therapy, whether
    a mention is a harm.
    """

    passage: int
    start: int
    end: int
    text: str
    zone: Zone
    roles: Scores
    cues: tuple[Cue, ...]
    groups: Mapping[str, Sequence[Cue]]
    mentions: tuple[Mention, ...]
    asides: tuple[Span, ...]
    words: Sequence[str]
    index: int
    count: int
    fresh: bool
    hints: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        """Whether a cue has one of these names, whole or up to a dot."""
        return any(name in self.groups for name in names)

    def named(self, *names: str) -> list[Cue]:
        """The cues of these names, whole or up to a dot, by place."""
        found = [cue for name in names for cue in self.groups.get(name, ())]
        return sorted(found) if len(names) > 1 else found

    def of_kind(self, kind: str) -> list[Mention]:
        """The grounded mentions of a kind, by place."""
        return [m for m in self.mentions if m.kind == kind and m.concept]


def grouped(cues: Iterable[Cue]) -> dict[str, list[Cue]]:
    """The cues by the name of their group and by every part of it up to a dot.

    >>> sorted(grouped([Cue(0, 4, "good.effect")]))
    ['good', 'good.effect']
    """
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        name = cue.name
        found.setdefault(name, []).append(cue)
        while "." in name:
            name = name.rpartition(".")[0]
            found.setdefault(name, []).append(cue)
    return found


def asides(text: str) -> tuple[Span, ...]:
    """Spans of subordinate clauses that do not carry the main proposition, unless they fill most of the sentence."""
    spans = tuple(m.span() for m in _ASIDE.finditer(text))
    return spans if sum(end - start for start, end in spans) <= _HALF * len(text) else ()


def local(mentions: Iterable[Mention], start: int, end: int) -> tuple[Mention, ...]:
    """The mentions inside a sentence, with offsets in the sentence instead of the passage."""
    return tuple(
        replace(m, start=m.start - start, end=m.end - start) for m in mentions if start <= m.start and m.end <= end
    )


def inside(cue: Cue, spans: Iterable[Span]) -> bool:
    """Whether a cue begins in any of the spans."""
    return any(start <= cue.start < end for start, end in spans)
