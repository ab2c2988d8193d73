"""ontology.html: the classes, properties and values of the graph, what they mean and how often they are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.terms import ONTOLOGY
from kg.views._model import Model
from kg.views._page import frame
from kg.views._page import render as fill
from kg.views._schema import Term, name, terms
from kg.views._site import Site, name_of
from kg.views._text import short
from kg.views._words import WORDS

NAME = "ontology"
TITLE = "Ontology"
ORDER = 60
QUESTION = "Which classes and properties exist, and how are they used?"
QUERY = """SELECT ?term (COUNT(*) AS ?used)
WHERE {
  { ?node a ?term } UNION { ?node ?term ?value }
}
GROUP BY ?term
ORDER BY DESC(?used) ?term"""
_BAR = 160  # pixels of the longest bar


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    found = terms(ONTOLOGY / "kg.ttl", ONTOLOGY / "shapes.ttl")
    context = frame(
        site, name=NAME, title=TITLE, question=QUESTION, styles=["map.css", "ontology.css"], code=["filter.js"]
    )  # fmt: skip
    known = {term.iri for term in found}
    groups = {kind: [t for t in found if t.kind == kind] for kind in ("class", "property", "value")}
    context |= {
        "groups": [
            {"title": WORDS[title], "rows": [_row(model, site, term, known) for term in groups[kind]]}
            for kind, title in (("class", "classes"), ("property", "properties"), ("value", "values"))
        ],
        "tree": _tree(model, groups["class"]),
        "all": len(found),
        "summary": " · ".join(f"{len(groups[k])} {WORDS[t].lower()}" for k, t in _KINDS),
        "query": QUERY,
    }
    yield f"{NAME}.html", fill("ontology.html.j2", context)


_KINDS = (("class", "classes"), ("property", "properties"), ("value", "values"))


def _row(model: Model, site: Site, term: Term, known: set[str]) -> dict[str, Any]:
    return {
        "id": _anchor(term.iri),
        "kind": term.kind,
        "name": name(term.iri),
        "iri": term.iri,
        "label": term.label,
        "definition": term.definition,
        "used": model.used.get(term.iri, 0),
        "facts": [
            {"name": WORDS[word], "facts": [_linked(iri, known) for iri in iris]}
            for word, iris in (("is_a", term.parents), ("domain", term.domains), ("range", term.ranges))
            if iris
        ],
        "demands": list(term.demands),
        "samples": list(_samples(model, site, term.iri)),
    }


def _anchor(iri: str) -> str:
    return name(iri).replace(":", "-")


def _linked(iri: str, known: set[str]) -> tuple[str, str | None]:
    return name(iri), f"#{_anchor(iri)}" if iri in known else None


def _samples(model: Model, site: Site, iri: str) -> Iterator[tuple[str, str | None]]:
    """Three members of a class, those of highest rank, with their pages."""
    kinds: Mapping[str, Sequence[str]] = {
        "Paper": list(model.papers),
        "Author": list(model.people),
        "Therapy": [c.iri for c in model.concepts.values() if c.kind == "therapy"],
        "Disease": [c.iri for c in model.concepts.values() if c.kind == "disease"],
        "Outcome": [c.iri for c in model.concepts.values() if c.kind == "outcome"],
        "Target": [c.iri for c in model.concepts.values() if c.kind == "target"],
        "Proposition": list(model.propositions),
    }
    for member in site.ranked(kinds.get(iri.rpartition("#")[2], ()))[:3]:
        title = model.papers[member].title if member in model.papers else name_of(model, member)
        yield short(title, 90), site.pages.get(member)


def _tree(model: Model, classes: Sequence[Term]) -> list[dict[str, Any]]:
    """The classes below the standard ones they refine, with bars for their members."""
    most = max((model.used.get(term.iri, 0) for term in classes), default=0) or 1
    below: dict[str, list[Term]] = {}
    for term in classes:
        below.setdefault(name(term.parents[0]) if term.parents else "", []).append(term)
    return [
        {
            "name": parent,
            "members": [
                {
                    "id": _anchor(term.iri),
                    "name": name(term.iri),
                    "used": model.used.get(term.iri, 0),
                    "bar": round(_BAR * model.used.get(term.iri, 0) / most, 1),
                }
                for term in members
            ],
        }
        for parent, members in sorted(below.items())
    ]


def thumbnail(model: Model) -> str:
    """A tree of boxes."""
    boxes = "".join(
        f'<rect class="fill-{kind}" x="{x}" y="{y}" width="56" height="14" rx="3"/>'
        for kind, x, y in (("paper", 24, 41), ("therapy", 120, 14), ("disease", 120, 41), ("claim", 120, 68))
    )
    lines = "".join(f'<path class="thumb thumb-edge" d="M80 48C100 48 100 {y} 120 {y}"/>' for y in (21, 48, 75))
    return f'<svg viewBox="0 0 240 96" aria-hidden="true">{lines}{boxes}</svg>'
