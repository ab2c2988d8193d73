"""JSON-LD 1.1 with its context inside: nothing is fetched to read it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from kg.terms import PREFIXES, RDF, XSD

FORM = "json-ld"
_LOCAL = re.compile(r"[A-Za-z0-9_][\w.-]*\Z")
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))
# A term whose IRI ends otherwise is a prefix only where it says so (JSON-LD 1.1, 4.4).
_CONTEXT = {
    prefix: base if base[-1] in "#/:" else {"@id": base, "@prefix": True} for prefix, base in sorted(PREFIXES.items())
}
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})\Z")
BEGIN, BETWEEN, END = f'{{"@context": {json.dumps(_CONTEXT)}, "@graph": [\n', ",\n", "\n]}\n"


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """Every node with all it states, by IRI, a line each."""
    nodes: dict[str, list[ox.Quad]] = {}
    for quad in store.quads_for_pattern(None, None, None, None):
        if isinstance(quad.subject, ox.NamedNode):
            nodes.setdefault(quad.subject.value, []).append(quad)
    yield "graph.jsonld", BEGIN + BETWEEN.join(node(iri, nodes[iri]) for iri in sorted(nodes)) + END


def node(iri: str, statements: Iterable[ox.Quad | ox.Triple]) -> str:
    """All that is stated of a node, as a JSON object on a line."""
    stated: dict[str, set[ox.NamedNode | ox.Literal]] = {}
    for each in statements:
        if isinstance(each.object, ox.NamedNode | ox.Literal):
            stated.setdefault(each.predicate.value, set()).add(each.object)
    told: dict[str, Any] = {"@id": _short(iri)}
    for predicate in sorted(stated, key=lambda p: (p != RDF.type, p)):
        values = [_value(o, predicate) for o in sorted(stated[predicate], key=str)]
        told["@type" if predicate == RDF.type else _short(predicate)] = values[0] if len(values) == 1 else values
    return json.dumps(told, ensure_ascii=False)


def _value(term: ox.NamedNode | ox.Literal, predicate: str) -> Any:
    if isinstance(term, ox.NamedNode):
        return _short(term.value) if predicate == RDF.type else {"@id": _short(term.value)}
    kind = term.datatype.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if kind == XSD.string:
        return term.value
    if kind == XSD.boolean and term.value in ("true", "false"):
        return term.value == "true"
    if kind == XSD.integer and _WHOLE.match(term.value):
        return int(term.value)
    return {"@value": term.value, "@type": _short(kind)}


def _short(iri: str) -> str:
    """The IRI with a prefix of the context where its end is a plain name."""
    for prefix, base in _LONGEST_FIRST:
        if iri.startswith(base) and _LOCAL.match(iri[len(base) :]):
            return f"{prefix}:{iri[len(base) :]}"
    return iri
