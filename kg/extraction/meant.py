"""Is a claim that names no therapy about that of the sentence before or of the paper, or about none?

A paper on a therapy also says how frequent the disease is, how it is told and what drives it.  A linear model over what
the sentence speaks of and where it stands decides (MODEL.md).
"""

from __future__ import annotations

from kg.extraction import kinds, linear
from kg.extraction.topic import Topic
from kg.extraction.unit import Unit

_PLAIN = ("epidemiology", "diagnosis")  # types that are mostly of no therapy
_SURE = 1200  # thousandths of the logarithm of odds


def is_meant(unit: Unit, source: str, about: Topic) -> bool:
    """Whether the therapy found at `source` (before, topic) is what the sentence is about."""
    least = _SURE if kinds.kind(unit) in _PLAIN else 0
    return linear.load("meant").score(features(unit, source, about))[0] > least


def features(unit: Unit, source: str, about: Topic) -> set[str]:
    """What speaks for and against, by name: all that tells the type but the words, and where the sentence stands."""
    names = {f"source:{source}", f"zone:{unit.zone}", f"subject:{int(about.subject is not None)}"}
    return kinds.features(unit) | names | {*linear.place(unit.index, unit.count)}
