"""Is a claim that names no therapy about that of the sentence before or of the paper, or about none?

A paper on a therapy also says how frequent the disease is, how it is told and what drives it.  A linear model over what
the sentence speaks of and where it stands decides (MODEL.md).
"""

from __future__ import annotations

from kg.extraction import kinds, linear
from kg.extraction.topic import Topic
from kg.extraction.unit import Unit


def is_meant(unit: Unit, source: str, about: Topic) -> bool:
    """Whether the therapy found at `source` (before, topic) is what the sentence is about."""
    return linear.load("meant").score(features(unit, source, about))[0] > 0


def features(unit: Unit, source: str, about: Topic) -> set[str]:
    """What speaks for and against, by name: all that tells the type but the words, and where the sentence stands."""
    names = {f"source:{source}", f"zone:{unit.zone}", f"subject:{int(about.subject is not None)}"}
    return kinds.features(unit) | names | {*linear.place(unit.index, unit.count)}
