"""Every quote of a claim and every name of a mention, read again at its offsets in the passage."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.model import Finding
from kg.terms import KG, OA

_SHOWN = 60  # characters of a wrong quote in a message
# What is quoted, and where it stands.  Looked up node by node: linear, which a query of six patterns is not.
_ANCHORS = ((KG.quote, KG.inPassage), (OA.exact, OA.hasTarget))


def check(store: ox.Store) -> Iterator[Finding]:
    """A finding for every quote that does not stand at its offsets (KG-Q001) or has no text to stand in (KG-Q002)."""
    for quoting, standing in _ANCHORS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(quoting), None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                yield from _reread(store, quad.subject, quad.object.value, standing)


def _reread(store: ox.Store, node: ox.NamedNode, words: str, standing: str) -> Iterator[Finding]:
    passage = _one(store, node, standing)
    text = _one(store, passage, KG.text) if isinstance(passage, ox.NamedNode) else None
    start, end = _one(store, node, KG.start), _one(store, node, KG.end)
    if not (isinstance(text, ox.Literal) and isinstance(start, ox.Literal) and isinstance(end, ox.Literal)):
        yield Finding(
            severity="error",
            code="KG-Q002",
            focus=node.value,
            message="the quote has no passage with a text, or no offsets, to be read again at",
            help="build the graph anew",
        )
        return
    first, last = _offset(start), _offset(end)
    if first is None or last is None or text.value[first:last] != words:
        yield Finding(
            severity="error",
            code="KG-Q001",
            focus=node.value,
            message=_message(words, text.value, first, last),
            help="offsets count code points of kg:text, half open; build the graph anew",
        )


def _one(store: ox.Store, node: ox.NamedNode, predicate: str) -> object:
    quad = next(iter(store.quads_for_pattern(node, ox.NamedNode(predicate), None, None)), None)
    return quad.object if quad else None


def _message(words: str, text: str, start: int | None, end: int | None) -> str:
    if start is None or end is None:
        return f"the offsets of {_cut(words)!r} are no numbers"
    said = f"at {start}–{end} the passage reads {_cut(text[start:end])!r}, the quote is {_cut(words)!r}"
    place = text.find(words) if words else -1
    return f"{said}, which stands at {place}–{place + len(words)}" if place >= 0 else f"{said}, which it has nowhere"


def _offset(literal: ox.Literal) -> int | None:
    return int(literal.value) if literal.value.isascii() and literal.value.isdigit() else None


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
