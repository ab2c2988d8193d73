"""What a query gives, as plain values that cross process borders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from kg.terms import XSD

_TYPED = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An RDF term; a literal has a `datatype` unless it is a plain string, or a `language`."""

    kind: Literal["uri", "literal", "bnode"]
    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Of SELECT `variables` and `rows` (one term or None per variable); of CONSTRUCT and DESCRIBE `triples`, sorted
    N-Triples lines without their ends; of ASK `boolean`."""

    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    triples: tuple[str, ...] | None = None
    boolean: bool | None = None


def from_json(answer: dict[str, Any]) -> Result:
    """The result of a SPARQL 1.1 results document, or of `{"triples": [line, …]}`."""
    if "triples" in answer:
        return Result(triples=tuple(sorted(answer["triples"])))
    if "boolean" in answer:
        return Result(boolean=bool(answer["boolean"]))
    variables = tuple(answer["head"]["vars"])
    rows = (tuple(_term(binding.get(name)) for name in variables) for binding in answer["results"]["bindings"])
    return Result(variables=variables, rows=tuple(rows))


def rows(names: Iterable[str], cells: Iterable[Iterable[object]]) -> Result:
    """Rows that no query gave, shown like those of one: addresses are links, numbers stand to the right."""
    return Result(variables=tuple(names), rows=tuple(tuple(_cell(value) for value in row) for row in cells))


def _cell(value: object) -> Term | None:
    if value is None or value == "":
        return None
    if isinstance(value, int | float):
        return Term(kind="literal", value=str(value), datatype=XSD["integer" if isinstance(value, int) else "decimal"])
    text = str(value)
    return Term(kind="uri" if text.startswith(("http://", "https://")) else "literal", value=text)


def ntriples(term: Term | None) -> str:
    """The term as N-Triples writes it; an unbound one is empty.

    >>> ntriples(Term(kind="literal", value='a "lupus"', language="en"))
    '"a \\\\"lupus\\\\""@en'
    """
    if term is None:
        return ""
    if term.kind == "uri":
        return f"<{term.value}>"
    if term.kind == "bnode":
        return f"_:{term.value}"
    text = term.value.translate(_ESCAPES)
    if term.language:
        return f'"{text}"@{term.language}'
    return f'"{text}"^^<{term.datatype}>' if term.datatype and term.datatype != _TYPED else f'"{text}"'


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _term(binding: dict[str, Any] | None) -> Term | None:
    if binding is None:
        return None
    kind = binding["type"]
    if kind == "triple":  # RDF 1.2 triple terms are told as text
        return Term(kind="literal", value=str(binding["value"]))
    return Term(
        kind="literal" if kind == "typed-literal" else kind,
        value=binding["value"],
        datatype=binding.get("datatype"),
        language=binding.get("xml:lang"),
    )
