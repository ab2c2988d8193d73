"""Bind the parameters of a query: `VALUES ?disease { UNDEF }` gets the terms that a value stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from kg.errors import QueryError
from kg.sparql import resolve
from kg.terms import KG

_WHOLE = re.compile(r"[+-]?\d{1,18}\Z")
_VARIABLE = re.compile(r"[A-Za-z_]\w*\Z")
_UNBOUND = re.compile(r"VALUES\s+[?$]\w+\s*\{\s*UNDEF\s*\}", re.IGNORECASE)  # says nothing, costs a join
_ENTITIES = {"entity": None, "therapy": "Therapy", "disease": "Disease", "outcome": "Outcome", "target": "Target"}
_YEAR = "year"


def bind(store: ox.Store, text: str, values: Mapping[str, str]) -> str:
    """The query with its values: where it has no place for one, at its end, as SPARQL allows."""
    for name in sorted(values):
        if not _VARIABLE.match(name):
            raise QueryError(f"{name!r} is no name of a variable", help="use letters, digits and underscores")
        terms = " ".join(_terms(store, name, values[name]))
        block = f"VALUES ?{name} {{ {terms} }}"
        if _place(name).search(text):
            text = block.join(_place(name).split(text))
        else:
            text = _append(text, name, terms)
    return _UNBOUND.sub("", text)


def _place(name: str) -> re.Pattern[str]:
    return re.compile(rf"VALUES\s+[?$]{name}\s*\{{\s*UNDEF\s*\}}", re.IGNORECASE)


def _append(text: str, name: str, terms: str) -> str:
    if re.search(rf"[?$]{name}\b", text) is None:
        raise QueryError(f"the query has no variable ?{name}", help="name a variable that it uses")
    return f"{text}\nVALUES ?{name} {{ {terms} }}"


def _terms(store: ox.Store, name: str, value: str) -> list[str]:
    if name in _ENTITIES:
        kind = _ENTITIES[name]
        found = resolve.resolve(store, value, name, getattr(KG, kind) if kind else None)
        return [str(ox.NamedNode(iri)) for iri in found]
    if name == _YEAR and not _WHOLE.match(value):
        raise QueryError(f"{value!r} is no year", help="write four digits, as in -p year=2024")
    if _WHOLE.match(value):
        return [str(int(value))]
    if resolve.is_iri(value):
        return [str(ox.NamedNode(value.strip("<>")))]
    return [str(ox.Literal(resolve.readable(value)))]
