"""contested.html: propositions that papers both support and dispute, the quotes side by side, and where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from kg.views._cards import best_first, card, hedged, paper_card, patients, tally
from kg.views._model import Claim, Model, Proposition
from kg.views._page import count, frame
from kg.views._page import render as fill
from kg.views._site import Site, identifier, name_of
from kg.views._text import short, spaced
from kg.views._words import WORDS

NAME = "contested"
TITLE = "Contested"
ORDER = 20
QUESTION = "Where do papers disagree, and why?"
_MOST, _QUOTES, _MOST_ROWS = 120, 5, 60  # propositions a page, most quotes a side, propositions in the table
_SIDES = ("supports", "disputes")
QUERY = """PREFIX kg: <https://w3id.org/litkg/ontology#>
PREFIX cito: <http://purl.org/spar/cito/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?proposition ?label ?stance ?quote ?title ?issued ?design
WHERE {
  ?proposition kg:contested true ; rdfs:label ?label .
  VALUES (?relation ?stance) { (cito:supports "supports") (cito:disputes "disputes") }
  ?claim ?relation ?proposition ; kg:quote ?quote .
  ?paper kg:makesClaim ?claim ; dcterms:title ?title .
  OPTIONAL { ?paper dcterms:issued ?issued }
  OPTIONAL { ?paper kg:studyDesign ?design }
}
ORDER BY ?label DESC(?stance) ?issued"""


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    every = _contested(model)
    rows = [_row(model, site, proposition) for proposition in every[:_MOST]]
    papers = {model.claims[c].paper for p in every for c in p.claims}
    context = frame(
        site, name=NAME, title=TITLE, question=QUESTION, styles=["map.css", "contested.css"], code=["filter.js"]
    )  # fmt: skip
    context |= {
        "rows": rows,
        "all": len(every),
        "most_rows": _MOST_ROWS,
        "types": sorted({row["type"] for row in rows}),
        "years": sorted({year for row in rows for year in row["years"]}),
        "summary": f"{len(every)} {WORDS['contested_many']} · {count(len(papers), 'paper')}",
        "query": QUERY,
    }
    yield f"{NAME}.html", fill("contested.html.j2", context)


def _contested(model: Model) -> list[Proposition]:
    """Those about a disease first; of them those where most papers stand on the weaker side, then by all papers."""

    def weight(proposition: Proposition) -> tuple[bool, int, int, str]:
        claims = [model.claims[c] for c in proposition.claims]
        weaker = min(len({c.paper for c in claims if c.stance == side}) for side in _SIDES)
        return not proposition.disease, -weaker, -proposition.papers, proposition.iri

    return sorted((p for p in model.propositions.values() if p.contested), key=weight)


def _row(model: Model, site: Site, proposition: Proposition) -> dict[str, Any]:
    claims = [model.claims[c] for c in proposition.claims]
    sides = {side: best_first((c for c in claims if c.stance == side), model) for side in _SIDES}
    # Side by side: the stronger one shows few more than the other has.
    room = max(2, min(_QUOTES, 1 + min(map(len, sides.values()))))
    return {
        "id": identifier(model, proposition.iri),
        "page": site.pages.get(proposition.iri),
        "label": short(proposition.label, 200),
        "therapy": _linked(model, site, proposition.therapy),
        "disease": _linked(model, site, proposition.disease),
        "type": spaced(proposition.type),
        "counts": tally(claims),
        "unsure": tally(hedged(claims)),
        "weighed": [count(proposition.papers, "paper"), count(proposition.independent, "groups")],
        "years": sorted({y for c in claims if (y := model.papers[c.paper].year)}),
        "differ": list(_differences(model, sides["supports"], sides["disputes"])),
        "sides": [_side(model, site, name, side, room) for name, side in sides.items()],
    }


def _linked(model: Model, site: Site, iri: str | None) -> tuple[str, str | None] | None:
    return (short(name_of(model, iri), 100), site.pages.get(iri)) if iri else None


def _side(model: Model, site: Site, name: str, claims: Sequence[Claim], room: int) -> dict[str, Any]:
    shown = [card(model, c) | {"by": paper_card(model, site, c.paper)} for c in claims[:room]]
    return {"stance": name, "cards": shown, "all": len(claims), "hidden": len(claims) - len(shown)}


def _differences(model: Model, left: Sequence[Claim], right: Sequence[Claim]) -> Iterator[dict[str, str]]:
    """What the two sides do not share: the name, and what the supporting and the disputing side have there."""
    traits: dict[str, Callable[[Claim], str]] = {
        "year": lambda c: str(model.papers[c.paper].year or ""),
        "design": lambda c: spaced(model.papers[c.paper].design or ""),
        "n": patients,
        "certainty": lambda c: c.certainty.lower(),
        "origin": lambda c: WORDS.get(c.origin.lower(), ""),
        "outcome": lambda c: model.concepts[c.outcome].label if c.outcome else "",
    }
    for name, trait in traits.items():
        ours, theirs = ({value for c in side if (value := trait(c))} for side in (left, right))
        if ours and theirs and ours != theirs:
            supports, disputes = (_told(name, values) for values in (ours, theirs))
            yield {"name": WORDS[f"differ_{name}"], "supports": supports, "disputes": disputes}


def _told(name: str, values: set[str]) -> str:
    found = sorted(values, key=lambda v: (len(v), v) if name == "n" else (0, v))
    if name == "year" and len(found) > 2:
        return f"{found[0]}–{found[-1]}"
    return short(", ".join(found), 90)


def thumbnail(model: Model) -> str:
    """Two sides and a line between."""
    boxes = "".join(
        f'<rect class="fill-{side}" x="{x}" y="{y}" width="{w}" height="7" rx="3" opacity="{0.9 - n * 0.2}"/>'
        for side, x, widths in (("supports", 22, (86, 70, 80)), ("disputes", 132, (78, 86, 58)))
        for n, (y, w) in enumerate(zip((26, 44, 62), widths, strict=True))
    )
    return f'<svg viewBox="0 0 240 96" aria-hidden="true">{boxes}<path class="thumb thumb-edge" d="M120 16V80"/></svg>'
