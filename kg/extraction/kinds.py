"""The type of a claim: what its main proposition is about.

A linear model over the cues of the sentence, which of them comes first, which stand in the main clause, and whether
a therapy is its subject or stands against another; trained on the project's own annotated abstracts (MODEL.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from kg.extraction import arguments, linear
from kg.extraction.cues import Cue
from kg.extraction.topic import PASSIVE_ARM, is_passive
from kg.extraction.unit import Unit, inside
from kg.extraction.zones import ROLES
from kg.model import ClaimType

_TYPED = frozenset(
    "need recommend cost compare safety diagnosis epidemiology mechanism efficacy access".split()
)  # the groups of the table `types`
_LIKELY = 0.5


def kind(unit: Unit) -> ClaimType:
    """The most probable type."""
    model = linear.load("types")
    return cast(ClaimType, model.classes[int(model.score(features(unit)).argmax())])


def features(unit: Unit) -> list[str]:
    """What speaks for a type, by name."""
    typed = [cue for cue in unit.cues if cue.name in _TYPED]
    spans = unit.asides
    main = [cue for cue in typed if not inside(cue, spans)]
    names = {cue.name for cue in unit.cues} | set(unit.hints)
    names |= {f"main {cue.name}" for cue in main}
    names |= {f"twice {cue.name}" for cue in main if sum(c.name == cue.name for c in main) > 1}
    names.update(_order(main), _arguments(unit), unit.words)
    names.update(f"likely {r}" for r, p in zip(ROLES, unit.roles, strict=True) if p > _LIKELY)
    return sorted(names)


def _order(cues: list[Cue]) -> Iterator[str]:
    """Which type is spoken of first, and second."""
    ranked = list(dict.fromkeys(cue.name for cue in cues))
    yield from (f"{place} {name}" for place, name in zip(("first", "second"), ranked, strict=False))


def _arguments(unit: Unit) -> Iterator[str]:
    therapies, against = arguments.own(unit), arguments.comparators(unit)
    yield "own therapy" if therapies else "no own therapy"
    if len({m.concept for m in therapies}) > 1:
        yield "two therapies"
    if any(not is_passive(m) for m in against):
        yield "active comparator"
    if PASSIVE_ARM.search(unit.text):
        yield "passive arm"
    yield from (f"names {m.kind}" for m in unit.mentions if m.concept)
