"""The shapes of `ontology/shapes.ttl` (SHACL, W3C Recommendation 2017) held against a graph.

Every constraint becomes one query over the whole graph, so that a million triples take seconds: a SHACL engine asks
once for every node.  Up to CORE_LIMIT triples the core constraints are judged by pyshacl, the reference; the tests
hold that both ways find the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.model import Finding, Severity
from kg.shapes import compiled
from kg.shapes.select import rows
from kg.terms import DCTERMS, ONTOLOGY, RDF, curie

CORE_LIMIT = 20_000  # triples; pyshacl judges about 8,000 a second, after one second of start
SH = "http://www.w3.org/ns/shacl#"
_SEVERITIES: dict[str, Severity] = {SH + "Violation": "error", SH + "Warning": "warning", SH + "Info": "info"}
_SHOWN = 80  # characters of a value in a message


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is told of one property shape or query of the shapes."""

    code: str
    name: str
    severity: Severity
    message: str


def check(store: ox.Store, *, core_limit: int = CORE_LIMIT) -> Iterator[Finding]:
    """A finding, KG-S…, for every node that breaks a shape, once for each value that does."""
    shapes = ox.Store()
    shapes.load(path=ONTOLOGY / "shapes.ttl", format=ox.RdfFormat.TURTLE)
    rules = _rules(shapes)
    for iri, query in compiled.queries(shapes):
        yield from _asked(store, rules[iri], query)
    if len(store) <= core_limit:
        yield from _by_pyshacl(store, rules)
        return
    for iri, query in compiled.core(shapes):
        yield from _asked(store, rules[iri], query)


def _rules(shapes: ox.Store) -> dict[str, Rule]:
    """By the IRI of the property shape or query."""
    found = {}
    for quad in shapes.quads_for_pattern(None, ox.NamedNode(DCTERMS.identifier), None, None):
        iri = compiled.text(quad.subject)
        severity = compiled.value(shapes, quad.subject, "severity")
        found[iri] = Rule(
            code=compiled.text(quad.object),
            name=iri.rpartition("#")[2],
            severity=_SEVERITIES[severity or SH + "Violation"],
            message=compiled.value(shapes, quad.subject, "message") or "",
        )
    return found


def _asked(store: ox.Store, rule: Rule, query: str) -> Iterator[Finding]:
    solutions = rows(store, query)
    names = [variable.value for variable in solutions.variables]
    for row in solutions:
        values = {name: compiled.text(row[name]) for name in names if row[name] is not None}
        yield _finding(rule, values.pop("this"), values)


def _finding(rule: Rule, focus: str, values: dict[str, str]) -> Finding:
    """The message with its `{?value}` filled in; a value that has no place in it comes behind."""
    message = rule.message
    for name in sorted(values):
        message = message.replace(f"{{?{name}}}", _cut(values[name]))
    if "value" in values and message == rule.message:
        message = f"{message} (here {_cut(values['value'])})"
    return Finding(
        severity=rule.severity,
        code=rule.code,
        focus=focus,
        message=message,
        help=f"see :{rule.name} in ontology/shapes.ttl",
    )


def _cut(value: str) -> str:
    short = curie(value)
    return short if len(short) <= _SHOWN else short[: _SHOWN - 1] + "…"


def _by_pyshacl(store: ox.Store, rules: dict[str, Rule]) -> Iterator[Finding]:
    import pyshacl
    import rdflib

    graph, shapes = rdflib.Graph(), rdflib.Graph()
    graph.parse(data=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    shapes.parse(ONTOLOGY / "shapes.ttl", format="turtle")
    shapes.remove((None, rdflib.URIRef(SH + "sparql"), None))
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inplace=True)
    for result in report.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(SH + "ValidationResult")):
        told = {name: report.value(result, rdflib.URIRef(SH + name)) for name in ("focusNode", "sourceShape", "value")}
        values = {"value": str(told["value"])} if told["value"] is not None else {}
        yield _finding(rules[str(told["sourceShape"])], str(told["focusNode"]), values)
