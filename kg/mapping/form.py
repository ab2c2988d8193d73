"""Nodes that one paper alone speaks of, written at once as they stand in the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.mapping.turtle import short


class Form:
    """How nodes of one kind are written: classes first, then predicates in order of their IRIs.

    >>> from kg.terms import FOAF
    >>> Form(FOAF.Person, name=FOAF.name, mail=FOAF.mbox)("<person/1>", {"name": '"Ada"'})
    '\\n<person/1> a foaf:Person ;\\n    foaf:name "Ada" .\\n'
    """

    def __init__(self, *classes: str, **predicates: str) -> None:
        self._begin = " a " + ", ".join(map(short, sorted(classes)))
        ordered = sorted(predicates, key=lambda field: f"<{predicates[field]}>")
        self._fields = [(field, f" ;\n    {short(predicates[field])} ") for field in ordered]

    def __call__(self, node: str, objects: Mapping[str, str | None]) -> str:
        """The block of a node and its objects by field, as Turtle has them; what is absent or empty is left out."""
        parts = ["\n", node, self._begin]
        for field, predicate in self._fields:
            if shown := objects.get(field):
                parts += predicate, shown
        parts.append(" .\n")
        return "".join(parts)


def several(objects: Iterable[str]) -> str:
    """Objects of one predicate, distinct and in order already."""
    return ",\n        ".join(objects)
