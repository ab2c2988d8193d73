"""The type of a claim: what its main proposition is about.

A linear model over the cues of the sentence, which of them comes first, which stand in the main clause, and whether
a therapy is its subject or stands against another; trained on the project's own annotated abstracts (MODEL.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from kg.extraction import arguments, linear
from kg.extraction.cues import Cue
from kg.extraction.topic import PASSIVE_ARM, is_passive
from kg.extraction.unit import Unit, inside, once
from kg.extraction.zones import ROLES
from kg.model import ClaimType

_TYPED = frozenset(
    "need open recommend cost compare safety diagnosis epidemiology mechanism efficacy access".split()
)  # the groups of the table `types`
_LIKELY = 0.5
_TYPE_OF: dict[str, ClaimType] = {
    "safety": "safety", "efficacy": "efficacy", "mechanism": "mechanism", "diagnosis": "diagnosis",
    "epidemiology": "epidemiology",
}  # fmt: skip
# How many characters earlier a cue of this type seems to stand, with a therapy in play and without.
_HEAD_START = {
    True: {"safety": 18, "efficacy": 14, "mechanism": 0, "diagnosis": -25, "epidemiology": -60},
    False: {"safety": -20, "efficacy": -45, "mechanism": 8, "diagnosis": 18, "epidemiology": 14},
}
_PASSIVE = frozenset("placebo sham standard usual no control controls baseline best vehicle untreated".split())
_PAPER = frozenset({"paper:two", "paper:placebo", "title:compare"})
_ARMS = frozenset(
    """arm arms group groups both either respectively than more less fewer lower higher better worse longer shorter
    sooner faster rarer equally similar same differ differed difference differences""".split()
)
_TRAILING = re.compile(r"(?:necessitating|warranting|requiring|calling|awaiting)\b", re.IGNORECASE)


@once
def kind(unit: Unit) -> ClaimType:
    """The most probable type; a need said outright is one, unless it is advice, and without a word of it none is."""
    model, names = linear.load("types"), features(unit) | linear.stems(unit.words)
    scores = dict(zip(model.classes, model.score(names, unit.heard("types")), strict=True))
    if not may_be_need(unit):
        del scores["research_need"]
    best = cast(ClaimType, max(scores, key=lambda name: scores[name]))
    return "research_need" if best != "recommendation" and _is_need(unit) else best


def may_be_need(unit: Unit) -> bool:
    """Whether any word of the sentence speaks of what is open or wanted."""
    return unit.has("need", "open")


@once
def features(unit: Unit) -> set[str]:
    """What speaks for a type beside the words, by name."""
    typed = [cue for cue in unit.cues if cue.name in _TYPED]
    spans = unit.asides
    main = [cue for cue in typed if not inside(cue, spans)]
    names = {f"cue:{cue.name}" for cue in unit.cues} | set(unit.hints)
    names |= {f"main:{cue.name}" for cue in main}
    names |= {f"twice:{cue.name}" for cue in main if sum(c.name == cue.name for c in main) > 1}
    names.update(_order(main), _arguments(unit), (f"rule:{rule(unit, main)}",))
    names.update(f"likely:{r}" for r, p in zip(ROLES, unit.roles, strict=True) if p > _LIKELY)
    names.update(_contest(unit))
    return names


def rule(unit: Unit, main: list[Cue]) -> ClaimType:
    """The type as the cues of the main clause alone tell it: a need, advice, a price, a contest, else what leads."""
    names = {cue.name for cue in main}
    if _is_need(unit):
        return "research_need"
    if "recommend" in names:
        return "recommendation"
    if "cost" in names and main[0].name == "cost":
        return "cost"
    if "compare" in names and any(not is_passive(m) for m in arguments.comparators(unit)):
        return "comparison"
    therapy = bool(arguments.own(unit)) or unit.has("anaphor.therapy")
    lead = _HEAD_START[therapy]
    ranked = [cue for cue in main if cue.name in lead]
    if ranked:
        return _TYPE_OF[min(ranked, key=lambda cue: (cue.start - lead[cue.name], cue.name)).name]
    return "efficacy" if therapy else "epidemiology"


def _is_need(unit: Unit) -> bool:
    """Whether a need is the main proposition: not one that trails an evaluation (", necessitating more research")."""
    judged = [cue.start for cue in unit.named("good", "bad")]
    return any(
        not (_TRAILING.match(unit.text, cue.start) and judged and min(judged) < cue.start) for cue in unit.named("need")
    )


def _order(cues: list[Cue]) -> Iterator[str]:
    """Which type is spoken of first, and second."""
    ranked = list(dict.fromkeys(cue.name for cue in cues))
    yield from (f"{place}:{name}" for place, name in zip(("first", "second"), ranked, strict=False))


def _contest(unit: Unit) -> Iterator[str]:
    """Whether the sentence sets arms against each other, and what the paper says of the arms there are."""
    if not _ARMS.isdisjoint(unit.words):
        yield "arms:any"
        yield from (f"arms:{hint}" for hint in unit.hints if hint in _PAPER)


def _arguments(unit: Unit) -> Iterator[str]:
    therapies, against = arguments.own(unit), arguments.comparators(unit)
    yield "therapy:own" if therapies else "therapy:none"
    if len({m.concept for m in therapies}) > 1:
        yield "therapy:two"
    if any(not is_passive(m) for m in against):
        yield "comparator:active"
    if not _PASSIVE.isdisjoint(unit.words) and PASSIVE_ARM.search(unit.text):
        yield "comparator:passive"
    yield from (f"names:{m.kind}" for m in unit.mentions if m.concept)
