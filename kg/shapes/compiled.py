"""SHACL constraints as SPARQL: `$this` and, where one is at fault, `?value`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pyoxigraph as ox

from kg.terms import RDF

_SH = "http://www.w3.org/ns/shacl#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_CAST = {_XSD + name for name in ("integer", "decimal", "boolean")}  # whose form a cast can judge


def queries(shapes: ox.Store) -> Iterator[tuple[str, str]]:
    """The IRI and the query of each sh:sparql constraint, asked of all nodes of its shape's classes at once."""
    for shape, classes in _node_shapes(shapes):
        for constraint in _objects(shapes, shape, "sparql"):
            select = value(shapes, constraint, "select") or ""
            yield text(constraint), select.replace("WHERE {", f"WHERE {{\n  {_target(classes)}", 1)


def core(shapes: ox.Store) -> Iterator[tuple[str, str]]:
    """The IRI of each property shape with a query for each of its core constraints."""
    for shape, classes in _node_shapes(shapes):
        for prop in _objects(shapes, shape, "property"):
            path = f"<{value(shapes, prop, 'path')}>"
            for parameter in sorted(CONSTRAINTS):
                for argument in _objects(shapes, prop, parameter):
                    asked = CONSTRAINTS[parameter](shapes, path, argument)
                    yield text(prop), asked.replace("{target}", _target(classes), 1)


def value(shapes: ox.Store, subject: ox.NamedNode | ox.BlankNode | ox.Triple, name: str) -> str | None:
    """The one value of a SHACL property, as text; None where there is none."""
    return next((text(found) for found in _objects(shapes, subject, name)), None)


def text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    """An IRI or literal without its signs."""
    return str(term) if isinstance(term, ox.Triple) or term is None else term.value


def _node_shapes(shapes: ox.Store) -> Iterator[tuple[ox.NamedNode, list[str]]]:
    quads = shapes.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(_SH + "NodeShape"), None)
    for shape in sorted((q.subject for q in quads if isinstance(q.subject, ox.NamedNode)), key=lambda node: node.value):
        yield shape, [text(found) for found in _objects(shapes, shape, "targetClass")]


def _objects(shapes: ox.Store, subject, name: str) -> list:  # type: ignore[no-untyped-def,type-arg]
    quads = shapes.quads_for_pattern(subject, ox.NamedNode(_SH + name), None, None)
    return sorted((quad.object for quad in quads), key=str)


def _target(classes: list[str]) -> str:
    return f"VALUES ?target {{ {' '.join(f'<{iri}>' for iri in classes)} }} $this a ?target ."


def _some(path: str, wrong: str) -> str:
    return f"SELECT DISTINCT $this ?value WHERE {{ {{target}} $this {path} ?value . FILTER({wrong}) }}"


def _min_count(shapes: ox.Store, path: str, least: ox.Literal) -> str:
    having = f"HAVING (COUNT(DISTINCT ?found) < {least.value})"
    return f"SELECT $this WHERE {{ {{target}} OPTIONAL {{ $this {path} ?found }} }} GROUP BY $this {having}"


def _max_count(shapes: ox.Store, path: str, most: ox.Literal) -> str:
    having = f"HAVING (COUNT(DISTINCT ?found) > {most.value})"
    return f"SELECT $this WHERE {{ {{target}} $this {path} ?found }} GROUP BY $this {having}"


def _datatype(shapes: ox.Store, path: str, kind: ox.NamedNode) -> str:
    formed = "BOUND(?cast)" if kind.value in _CAST else "true"
    cast = f"BIND({kind}(STR(?value)) AS ?cast)" if kind.value in _CAST else ""
    wrong = f"!COALESCE(DATATYPE(?value) = {kind} && {formed}, false)"
    return f"SELECT DISTINCT $this ?value WHERE {{ {{target}} $this {path} ?value . {cast} FILTER({wrong}) }}"


def _node_kind(shapes: ox.Store, path: str, kind: ox.NamedNode) -> str:
    return _some(path, {"IRI": "!ISIRI(?value)", "Literal": "!ISLITERAL(?value)"}[kind.value.removeprefix(_SH)])


def _class(shapes: ox.Store, path: str, kind: ox.NamedNode) -> str:
    return _some(path, f"NOT EXISTS {{ ?value a {kind} }}")


def _in(shapes: ox.Store, path: str, head: ox.BlankNode) -> str:
    return _some(path, f"!COALESCE({' || '.join(f'SAMETERM(?value, {term})' for term in _list(shapes, head))}, false)")


def _list(shapes: ox.Store, head: ox.BlankNode | ox.NamedNode) -> Iterator[str]:
    while head.value != RDF.nil:
        for part in ("first", "rest"):
            (found,) = shapes.quads_for_pattern(head, ox.NamedNode(getattr(RDF, part)), None, None)
            if part == "first":
                yield str(found.object)
            elif isinstance(found.object, ox.BlankNode | ox.NamedNode):
                head = found.object


def _pattern(shapes: ox.Store, path: str, pattern: ox.Literal) -> str:
    return _some(path, f"!COALESCE(REGEX(STR(?value), {pattern}), false)")


def _min_length(shapes: ox.Store, path: str, least: ox.Literal) -> str:
    return _some(path, f"STRLEN(STR(?value)) < {least.value}")


def _min_inclusive(shapes: ox.Store, path: str, least: ox.Literal) -> str:
    return _some(path, f"!COALESCE(?value >= {least.value}, false)")


def _max_inclusive(shapes: ox.Store, path: str, most: ox.Literal) -> str:
    return _some(path, f"!COALESCE(?value <= {most.value}, false)")


def _less_than(shapes: ox.Store, path: str, other: ox.NamedNode) -> str:
    return _compared(path, other, "<")


def _less_than_or_equals(shapes: ox.Store, path: str, other: ox.NamedNode) -> str:
    return _compared(path, other, "<=")


def _compared(path: str, other: ox.NamedNode, sign: str) -> str:
    wrong = f"!COALESCE(?value {sign} ?other, false)"
    return f"SELECT DISTINCT $this ?value WHERE {{ {{target}} $this {path} ?value ; {other} ?other . FILTER({wrong}) }}"


def _unique_lang(shapes: ox.Store, path: str, on: ox.Literal) -> str:
    return (
        f"SELECT DISTINCT $this WHERE {{ {{target}} $this {path} ?one , ?other . "
        'FILTER(STR(?one) < STR(?other) && LANG(?one) != "" && LCASE(LANG(?one)) = LCASE(LANG(?other))) }'
    )


CONSTRAINTS: dict[str, Callable[..., str]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "class": _class,
    "in": _in,
    "pattern": _pattern,
    "minLength": _min_length,
    "minInclusive": _min_inclusive,
    "maxInclusive": _max_inclusive,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than_or_equals,
    "uniqueLang": _unique_lang,
}
