"""Every quote of a claim and every name of a mention, read again at its offsets in the passage."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.model import Finding
from kg.shapes.select import rows

_SHOWN = 60  # characters of a wrong quote in a message
_ANCHORED = """
SELECT ?node ?words ?start ?end ?text WHERE {
  { ?node kg:quote ?words ; kg:inPassage ?passage } UNION { ?node oa:exact ?words ; oa:hasTarget ?passage }
  ?node kg:start ?start ; kg:end ?end .
  ?passage kg:text ?text .
}"""
_LOST = """
SELECT DISTINCT ?node WHERE {
  { ?node kg:quote ?words FILTER NOT EXISTS { ?node kg:inPassage/kg:text ?text ; kg:start ?start ; kg:end ?end } }
  UNION
  { ?node oa:exact ?words FILTER NOT EXISTS { ?node oa:hasTarget/kg:text ?text ; kg:start ?start ; kg:end ?end } }
} ORDER BY ?node"""


def check(store: ox.Store) -> Iterator[Finding]:
    """A finding for every quote that does not stand at its offsets (KG-Q001) or has no text to stand in (KG-Q002)."""
    for row in rows(store, _ANCHORED):
        words, text = row["words"].value, row["text"].value
        start, end = _offset(row["start"]), _offset(row["end"])
        if start is None or end is None or text[start:end] != words:
            yield Finding(
                severity="error",
                code="KG-Q001",
                focus=row["node"].value,
                message=_message(words, text, start, end),
                help="offsets count code points of kg:text, half open; build the graph anew",
            )
    for row in rows(store, _LOST):
        yield Finding(
            severity="error",
            code="KG-Q002",
            focus=row["node"].value,
            message="the quote has no passage with a text, or no offsets, to be read again at",
            help="build the graph anew",
        )


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
