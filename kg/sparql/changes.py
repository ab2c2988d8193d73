"""What changed from one graph to the next: papers, claims and propositions added, removed and flipped.

A claim is flipped where the same sentence of the same paper (one IRI) now has another type, polarity or certainty; a
proposition where its claims now lean another way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import pyoxigraph as ox

from kg import graph
from kg.errors import UsageError
from kg.sparql.card_forms import clean, escaped
from kg.terms import KG

_JUDGED = {"type": KG.claimType, "polarity": KG.polarity, "certainty": KG.certainty}
_CLASSES = {"papers": KG.Paper, "claims": KG.Claim, "propositions": KG.Proposition}
_SIGNS = {"added": "+", "removed": "-", "flipped": "~"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A node in one graph only, or in both with another judgement: `was` and `now` say the values that differ."""

    iri: str
    label: str
    source: str  # of a claim: author and year of its paper
    was: Mapping[str, str]
    now: Mapping[str, str]


Changes = dict[str, dict[str, tuple[Change, ...]]]  # papers, claims, propositions → added, removed, flipped


def compare(old: ox.Store, new: ox.Store) -> Changes:
    """All changes, those of each kind by the source, label and IRI."""
    return {name: _of_class(old, new, cls) for name, cls in _CLASSES.items()}


def count(changes: Changes) -> int:
    """How many changes there are."""
    return sum(len(listed) for kinds in changes.values() for listed in kinds.values())


def _of_class(old: ox.Store, new: ox.Store, cls: str) -> dict[str, tuple[Change, ...]]:
    before, after = set(graph.typed(old, cls)), set(graph.typed(new, cls))
    flipped = []
    for node in before & after:
        was, now = _judgement(old, node, cls), _judgement(new, node, cls)
        differing = [name for name in now if was[name] != now[name]]
        if differing:
            flipped.append(_change(new, node, {n: was[n] for n in differing}, {n: now[n] for n in differing}))
    return {
        "added": _ordered(_change(new, node) for node in after - before),
        "removed": _ordered(_change(old, node) for node in before - after),
        "flipped": _ordered(iter(flipped)),
    }


def _ordered(changes: Iterator[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: (change.source, change.label, change.iri)))


def _change(
    store: ox.Store, node: str, was: Mapping[str, str] | None = None, now: Mapping[str, str] | None = None
) -> Change:
    paper = graph.paper_of(store, node)
    source = graph.cited(store, paper) if paper else ""
    return Change(iri=node, label=graph.label(store, node), source=source, was=was or {}, now=now or {})


def _judgement(store: ox.Store, node: str, cls: str) -> dict[str, str]:
    if cls == KG.Claim:
        return {name: graph.word(graph.value(store, node, p) or "") for name, p in _JUDGED.items()}
    if cls == KG.Proposition:
        return {"leaning": _leaning(store, node)}
    return {}


def _leaning(store: ox.Store, proposition: str) -> str:
    """Which way the claims on a proposition point, taken together."""
    supports = graph.number(store, proposition, KG.supportCount) or 0
    disputes = graph.number(store, proposition, KG.disputeCount) or 0
    if graph.value(store, proposition, KG.contested) == "true":
        return "contested"
    if supports == disputes:
        return "open"
    return "supported" if supports > disputes else "disputed"


# ---------------------------------------------------------------- telling


def write(changes: Changes, form: str) -> str:
    """The changes in one of FORMS."""
    if form not in FORMS:
        raise UsageError(f"unknown format {form!r}", help=f"one of {', '.join(FORMS)}")
    return FORMS[form](changes)


def _told(change: Change) -> str:
    turned = ", ".join(f"{name} {change.was[name]} → {change.now[name]}" for name in change.now)
    words = f"{change.source}: “{change.label}”" if change.source else change.label
    return words + (f" ({turned})" if turned else "")


def summary(changes: Changes) -> str:
    """The numbers, on one line."""
    told = []
    for name, kinds in changes.items():
        counts = ", ".join(f"{len(listed)} {kind}" for kind, listed in kinds.items() if listed)
        told.append(f"{name}: {counts or 'no change'}")
    return "; ".join(told)


def _text(changes: Changes) -> str:
    lines = []
    for name, kinds in changes.items():
        for kind, listed in kinds.items():
            lines += [f"{_SIGNS[kind]} {name.removesuffix('s')} {clean(_told(change))}" for change in listed]
    return "\n".join([*lines, summary(changes)]) + "\n"


def _markdown(changes: Changes) -> str:
    lines = [summary(changes), ""]
    for name, kinds in changes.items():
        for kind, listed in kinds.items():
            if listed:
                lines += [f"## {name.capitalize()} {kind}", "", *(f"- {escaped(_told(c))}" for c in listed), ""]
    return "\n".join(lines)


def _json(changes: Changes) -> str:
    members = {name: {kind: [_members(c) for c in listed] for kind, listed in kinds.items()}
               for name, kinds in changes.items()}  # fmt: skip
    return json.dumps(members, ensure_ascii=False, indent=1) + "\n"


def _members(change: Change) -> dict[str, Any]:
    return {name: value for name, value in asdict(change).items() if value}


FORMS: dict[str, Callable[[Changes], str]] = {"text": _text, "json": _json, "md": _markdown}
