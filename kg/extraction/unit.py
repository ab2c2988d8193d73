"""A sentence as the rules of this stage see it: its text, cues and mentions, all with offsets in the sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.extraction.cues import Cue
from kg.extraction.linear import Scores
from kg.model import Mention, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`index` of `count`: its place among the sentences of the running text; `fresh`: it opens a section.

    `roles` are the probabilities of zones.ROLES; `hints` tell by name what the paper and the concepts add: whether
    the title names a therapy, whether a mention is a harm.
    """

    passage: int
    start: int
    end: int
    text: str
    zone: Zone
    roles: Scores
    cues: tuple[Cue, ...]
    mentions: tuple[Mention, ...]
    index: int
    count: int
    fresh: bool
    hints: tuple[str, ...] = ()

    def has(self, *prefixes: str) -> bool:
        """Whether any cue's name begins so."""
        return any(cue.name.startswith(prefixes) for cue in self.cues)

    def named(self, *prefixes: str) -> list[Cue]:
        """The cues whose names begin so, by place."""
        return [cue for cue in self.cues if cue.name.startswith(prefixes)]

    def of_kind(self, kind: str) -> list[Mention]:
        """The grounded mentions of a kind, by place."""
        return [m for m in self.mentions if m.kind == kind and m.concept]


def local(mentions: Iterable[Mention], start: int, end: int) -> tuple[Mention, ...]:
    """The mentions inside a sentence, with offsets in the sentence instead of the passage."""
    return tuple(
        replace(m, start=m.start - start, end=m.end - start) for m in mentions if start <= m.start and m.end <= end
    )


def inside(cue: Cue, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether a cue begins in any of the spans."""
    return any(start <= cue.start < end for start, end in spans)
