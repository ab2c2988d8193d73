"""The ontology and its shapes as the ontology page tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.terms import PREFIXES

Node = Mapping[str, list[str]]
_CLASS, _INDIVIDUAL = PREFIXES["owl"] + "Class", PREFIXES["owl"] + "NamedIndividual"
_PROPERTIES = {PREFIXES["owl"] + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A class, property or value; `parents`, `domains` and `ranges` are IRIs, `demands` what its shape says."""

    iri: str
    kind: str
    label: str
    definition: str
    parents: tuple[str, ...]
    domains: tuple[str, ...]
    ranges: tuple[str, ...]
    demands: tuple[str, ...]


def terms(ontology: Path, shapes: Path) -> list[Term]:
    """Classes, then properties, then values, our own before those of others, of which only properties are told.

    What shapes demand is left out where there is no file of them.
    """
    nodes = _nodes(ontology)
    demands = _demands(_nodes(shapes)) if shapes.is_file() else {}
    found = [_term(iri, node, kind, demands) for iri, node in nodes.items() if (kind := _kind(node))]
    own = [term for term in found if term.kind == "property" or term.iri.startswith(PREFIXES["kg"])]
    order = {"class": 0, "property": 1, "value": 2}
    return sorted(own, key=lambda term: (order[term.kind], not term.iri.startswith(PREFIXES["kg"]), term.iri))


def name(iri: str) -> str:
    """The IRI with the shortest prefix there is for it, `kg:Claim`; else itself."""
    best = max((p for p in PREFIXES.items() if iri.startswith(p[1])), key=lambda p: len(p[1]), default=None)
    return f"{best[0]}:{iri[len(best[1]) :]}" if best else iri


def _nodes(path: Path) -> dict[str, dict[str, list[str]]]:
    import pyoxigraph

    nodes: dict[str, dict[str, list[str]]] = {}
    for quad in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
        nodes.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    return nodes


def _kind(node: Node) -> str | None:
    types = set(node.get(PREFIXES["rdf"] + "type", ()))
    if _CLASS in types:
        return "class"
    return "property" if types & _PROPERTIES else "value" if _INDIVIDUAL in types else None


def _term(iri: str, node: Node, kind: str, demands: Mapping[str, tuple[str, ...]]) -> Term:
    def values(prefix: str, local: str) -> tuple[str, ...]:
        return tuple(sorted(v for v in node.get(PREFIXES[prefix] + local, ()) if ":" in v and v != _INDIVIDUAL))

    parents = {"class": values("rdfs", "subClassOf"), "property": values("rdfs", "subPropertyOf")}
    return Term(
        iri=iri,
        kind=kind,
        label=next(iter(node.get(PREFIXES["rdfs"] + "label", ())), name(iri)),
        definition=" ".join(
            [*node.get(PREFIXES["skos"] + "definition", ()), *node.get(PREFIXES["skos"] + "scopeNote", ())]
        ),
        parents=parents.get(kind, values("rdf", "type")),
        domains=values("rdfs", "domain"),
        ranges=values("rdfs", "range"),
        demands=demands.get(iri, ()),
    )


def _demands(nodes: Mapping[str, Node]) -> dict[str, tuple[str, ...]]:
    """What shapes ask of the members of a class: the property and how many of it."""
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes.values():
        for target in node.get(SH + "targetClass", ()):
            told = [_demand(nodes[shape]) for shape in node.get(SH + "property", ()) if shape in nodes]
            found[target] = tuple(sorted({*found.get(target, ()), *(demand for demand in told if demand)}))
    return found


def _demand(shape: Node) -> str:
    """The shape's own words, else its property with how many there are to be."""
    if told := shape.get(SH + "message"):
        return told[0]
    path = next((p for p in shape.get(SH + "path", ()) if p.startswith("http")), None)
    return f"{name(path)} {' '.join(_counts(shape))}".strip() if path else ""


def _counts(shape: Node) -> Iterator[str]:
    least, most = (next(iter(shape.get(SH + key, ())), None) for key in ("minCount", "maxCount"))
    if least and least == most:
        yield f"(exactly {least})"
    elif least or most:
        parts = [f"at least {least}" if least and least != "0" else "", f"at most {most}" if most else ""]
        yield f"({', '.join(part for part in parts if part)})"
