"""A graph read once, in one pass, into the model of the views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from kg.terms import PREFIXES
from kg.views import _part
from kg.views._model import Claim, Concept, Model, Paper, Passage, Person, Proposition, Stance
from kg.views._text import clean

STANCES: dict[str, Stance] = {"Positive": "supports", "Negative": "disputes"}
CONCEPTS = {"Therapy": "therapy", "Disease": "disease", "Outcome": "outcome", "Target": "target"}
_TYPE, _TARGET, _OURS = PREFIXES["rdf"] + "type", PREFIXES["oa"] + "hasTarget", PREFIXES["kg"]
Node = Mapping[str, list[str]]
T = TypeVar("T")


def read(graph: Path) -> Model:
    """The model of a graph; InputError where it cannot be parsed."""
    triples, all_papers = _part.triples(graph)
    nodes, used = _nodes(triples)
    by_type: dict[str, list[str]] = {}
    for iri, node in nodes.items():
        for name in node.get("a", ()):
            by_type.setdefault(name, []).append(iri)

    def each(make: Callable[[str, Node, Mapping[str, Node]], T], *types: str) -> dict[str, T]:
        return {iri: make(iri, nodes[iri], nodes) for iri in sorted({i for t in types for i in by_type.get(t, ())})}

    papers = each(_paper, "Paper")
    owner = {claim: paper.iri for paper in papers.values() for claim in paper.claims}
    claims = {
        iri: _claim(iri, nodes[iri], nodes, owner[iri]) for iri in sorted(by_type.get("Claim", ())) if iri in owner
    }
    return Model(
        papers=papers,
        people=each(_person, "Author", "Organization"),
        concepts=each(_concept, *CONCEPTS),
        passages=each(_passage, "Passage"),
        claims=claims,
        propositions=_propositions(by_type.get("Proposition", ()), nodes, claims),
        used=used,
        all_papers=max(all_papers, len(papers)),
    )


def _nodes(triples: Iterable[Any]) -> tuple[dict[str, dict[str, list[str]]], dict[str, int]]:
    """Objects by subject and the local name of the property; mentions are counted but not kept, there are too many."""
    from pyoxigraph import Literal

    nodes: dict[str, dict[str, list[str]]] = {}
    used: dict[str, int] = {}
    subject, described = "", dict[str, list[str]]()
    for triple in triples:
        iri, predicate, term = triple.subject.value, triple.predicate.value, triple.object
        if iri != subject:
            _keep(nodes, subject, described)
            subject, described = iri, {}
        value = term.value
        used[predicate] = used.get(predicate, 0) + 1
        if predicate == _TYPE or value.startswith(_OURS):
            used[value] = used.get(value, 0) + 1
        if predicate not in described:
            described[predicate] = [value]
        # An English name goes before those in other languages.
        elif isinstance(term, Literal) and term.language == "en":
            described[predicate].insert(0, value)
        else:
            described[predicate].append(value)
    _keep(nodes, subject, described)
    return nodes, dict(sorted(used.items()))


def _keep(nodes: dict[str, dict[str, list[str]]], subject: str, described: Mapping[str, list[str]]) -> None:
    """Add what is said of a subject, unless it is a mention; a file may come back to the same subject."""
    if not described or _TARGET in described:
        return
    kept = nodes.setdefault(subject, {})
    for predicate, values in described.items():
        if predicate == _TYPE:
            kept.setdefault("a", []).extend(_local(value) for value in values)
        else:
            kept.setdefault(_name(predicate), []).extend(values)


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


@lru_cache(maxsize=1024)
def _name(predicate: str) -> str:
    return _local(predicate)


def _first(node: Node, name: str) -> str | None:
    values = node.get(name)
    return values[0] if values else None


def _number(node: Node, name: str) -> int:
    value = _first(node, name) or ""
    return int(value) if value.lstrip("-").isdecimal() else 0


def _sorted(node: Node, name: str) -> tuple[str, ...]:
    return tuple(sorted(node.get(name, ())))


def _text(node: Node, name: str) -> str | None:
    value = _first(node, name)
    return (clean(value) or None) if value else None


def _texts(node: Node, name: str) -> tuple[str, ...]:
    return tuple(text for text in (clean(value) for value in _sorted(node, name)) if text)


def _value(node: Node, name: str, default: str = "") -> str:
    return _local(_first(node, name) or default)


def _person(iri: str, node: Node, nodes: Mapping[str, Node]) -> Person:
    name = _text(node, "name") or _text(node, "prefLabel") or _local(iri)
    orcid = next((i for i in node.get("identifier", ()) if "orcid.org/" in i), None)
    return Person(
        iri=iri,
        organisation="Author" not in node["a"],
        name=name,
        family=_text(node, "familyName") or name,
        orcid=_local(orcid) if orcid else None,
    )


def _concept(iri: str, node: Node, nodes: Mapping[str, Node]) -> Concept:
    kind = next(kind for name, kind in CONCEPTS.items() if name in node["a"])
    return Concept(
        iri=iri,
        kind=kind,
        label=_text(node, "prefLabel") or _local(iri),
        synonyms=_texts(node, "altLabel"),
        broader=_sorted(node, "broader"),
        matches=_sorted(node, "exactMatch"),
    )


def _passage(iri: str, node: Node, nodes: Mapping[str, Node]) -> Passage:
    # The text stays as it is: offsets count in it.
    return Passage(
        iri=iri, section=_value(node, "section"), text=_first(node, "text") or "", position=_number(node, "position")
    )


def _paper(iri: str, node: Node, nodes: Mapping[str, Node]) -> Paper:
    issued = _first(node, "issued")
    journal = _first(node, "isPartOf")
    return Paper(
        iri=iri,
        title=_text(node, "title") or _local(iri),
        issued=issued,
        year=int(issued[:4]) if issued and issued[:4].isdecimal() else None,
        kind=_value(node, "type") or None,
        design=_value(node, "studyDesign") or None,
        journal=_text(nodes.get(journal, {}), "title") if journal else None,
        doi=_text(node, "doi"),
        pmid=_text(node, "pmid"),
        pmcid=_text(node, "hasPubMedCentralId"),
        url=_text(node, "url"),
        trials=_texts(node, "trial"),
        keywords=_texts(node, "keywords"),
        retracted="retracted" in node,
        authors=tuple(_authors(node, nodes)),
        passages=tuple(sorted(node.get("passage", ()), key=lambda p: (_number(nodes.get(p, {}), "position"), p))),
        mentions=_sorted(node, "mentions"),
        cites=_sorted(node, "cites"),
        claims=_sorted(node, "makesClaim"),
    )


def _authors(node: Node, nodes: Mapping[str, Node]) -> Iterator[str]:
    places = [nodes[place] for place in _sorted(node, "authorship") if place in nodes]
    ordered = [author for place in sorted(places, key=lambda p: _number(p, "position")) for author in place["author"]]
    yield from dict.fromkeys(ordered or _sorted(node, "creator"))


def _claim(iri: str, node: Node, nodes: Mapping[str, Node], paper: str) -> Claim:
    polarity = _value(node, "polarity")
    return Claim(
        iri=iri,
        paper=paper,
        quote=_text(node, "quote") or "",
        passage=_first(node, "inPassage") or "",
        start=_number(node, "start"),
        end=_number(node, "end"),
        type=_value(node, "claimType", "OtherClaim"),
        polarity=polarity,
        stance=STANCES.get(polarity, "neutral"),
        certainty=_value(node, "certainty"),
        zone=_value(node, "zone"),
        origin=_value(node, "origin"),
        therapy=_concept_of(node, "therapy", nodes),
        diseases=tuple(d for d in _sorted(node, "disease") if _is_concept(d, nodes)),
        outcome=_concept_of(node, "outcome", nodes),
        comparator=_concept_of(node, "comparator", nodes),
        propositions=_sorted(node, "asserts"),
        headline="headline" in node,
        retracted="retracted" in node or "retracted" in nodes[paper],
        numbers=tuple(_quantities(node, nodes)),
        rule=_first(node, "byRule"),
    )


def _is_concept(iri: str, nodes: Mapping[str, Node]) -> bool:
    return not CONCEPTS.keys().isdisjoint(nodes.get(iri, {}).get("a", ()))


def _concept_of(node: Node, name: str, nodes: Mapping[str, Node]) -> str | None:
    """The concept, unless the graph does not describe it: then there is no name to show."""
    iri = _first(node, name)
    return iri if iri and _is_concept(iri, nodes) else None


def _quantities(node: Node, nodes: Mapping[str, Node]) -> Iterator[str]:
    for iri in _sorted(node, "quantity"):
        quantity = nodes.get(iri, {})
        parts = (_value(quantity, "quantityKind"), _text(quantity, "value"), _text(quantity, "unit"))
        yield " ".join(part for part in parts if part)


def _propositions(
    iris: Iterable[str], nodes: Mapping[str, Node], claims: Mapping[str, Claim]
) -> dict[str, Proposition]:
    asserted: dict[str, list[str]] = {}
    for claim in claims.values():
        for proposition in claim.propositions:
            asserted.setdefault(proposition, []).append(claim.iri)
    return {iri: _proposition(iri, nodes, tuple(asserted.get(iri, ()))) for iri in sorted(iris)}


def _proposition(iri: str, nodes: Mapping[str, Node], claims: tuple[str, ...]) -> Proposition:
    node = nodes[iri]
    return Proposition(
        iri=iri,
        label=_text(node, "label") or _local(iri),
        type=_value(node, "claimType", "OtherClaim"),
        therapy=_concept_of(node, "therapy", nodes),
        disease=_concept_of(node, "disease", nodes),
        comparator=_concept_of(node, "comparator", nodes),
        papers=_number(node, "paperCount"),
        independent=_number(node, "independentCount"),
        contested="contested" in node,
        claims=claims,
    )
