"""evidence.html: therapies left, diseases right, one line per stance, the sentences behind each.

Above 40 therapies or 40 diseases the same is a matrix, for lines could not be told apart any more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.views._cards import Pairs, best_first, card, deck, pairs, paper_card, tally
from kg.views._draw import DASHES
from kg.views._layout import two_columns
from kg.views._model import Claim, Model
from kg.views._network import OPTIONS, draw, library
from kg.views._page import count, frame
from kg.views._page import render as fill
from kg.views._site import Site, identifier
from kg.views._text import short

NAME = "evidence"
TITLE = "Evidence"
ORDER = 10
QUESTION = "Which therapies are claimed to help which diseases, and who disagrees?"
LONGEST_COLUMN = 40
_ROWS_OF_TABLE = 600
_HELP = (
    "Therapies stand left, diseases right. A line is what papers say about the two; the more papers, the wider it is.",
    "Blue, solid, +: the sentences support the therapy. Orange, dashed, −: they dispute it. Grey, dotted, ?: no"
    " difference, or both. A pale line rests on hedged sentences alone (may, might, suggests).",
    "Click a line or a name and read the sentences. Type / to search, arrow keys move, Enter reads, Esc clears.",
)
QUERY = """PREFIX kg: <https://w3id.org/litkg/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?therapyName ?diseaseName ?polarity (COUNT(DISTINCT ?paper) AS ?papers) (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?paper kg:makesClaim ?claim .
  ?claim kg:therapy ?therapy ; kg:disease ?disease ; kg:polarity ?polarity .
  ?therapy skos:prefLabel ?therapyName .
  ?disease skos:prefLabel ?diseaseName .
}
GROUP BY ?therapyName ?diseaseName ?polarity
ORDER BY DESC(?papers) ?therapyName ?diseaseName ?polarity"""
SENTENCES = """PREFIX kg: <https://w3id.org/litkg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?quote ?polarity ?certainty ?title ?section ?start ?end
WHERE {
  VALUES (?therapy ?disease) { ({therapy} {disease}) }
  ?paper kg:makesClaim ?claim ; dcterms:title ?title .
  ?claim kg:therapy ?therapy ; kg:disease ?disease ; kg:quote ?quote ; kg:polarity ?polarity ;
    kg:certainty ?certainty ; kg:inPassage ?passage ; kg:start ?start ; kg:end ?end .
  ?passage kg:section ?section .
}
ORDER BY ?title ?start"""


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    every = pairs(model)
    shown = _shown(model, site, every)
    lefts, rights = _columns(site, shown)
    matrix = max(len(lefts), len(rights)) > LONGEST_COLUMN
    ids = {iri: identifier(model, iri) for iri in (*lefts, *rights)}
    lines = _lines(shown)
    dealt = deck(model, site, lines)
    nodes = [*_nodes(model, site, shown, lefts, -1, ids), *_nodes(model, site, shown, rights, 1, ids)]
    edges = [_edge(key, line, dealt["places"][key], ids) for key, line in lines.items()]
    page = _page(model, site, every, shown, matrix)
    page["data"] = _data(model, every, shown, dealt, ids, matrix)
    if matrix:
        page |= {
            "rows": [_row(model, shown, t, rights, ids) for t in lefts],
            "columns": [_head(model, ids, d) for d in rights],
        }
        yield f"{NAME}.html", fill("matrix.html.j2", page | {"nodes": nodes, "edges": edges, "drawing": {}})
    else:
        yield f"{NAME}.html", draw("map.html.j2", page, nodes, edges, OPTIONS)


def _shown(model: Model, site: Site, every: Pairs) -> Pairs:
    """The pairs whose two ends are among the therapies and diseases that fit; those of contested ones come first."""
    disputed = {end for pair, claims in every.items() if min(_sides(claims)) > 0 for end in pair}
    room = max(2, site.max_nodes) // 2

    def fitting(ends: set[str]) -> set[str]:
        ranked = site.ranked(ends)
        return set(sorted(ranked, key=lambda iri: iri not in disputed)[:room])

    therapies, diseases = fitting({t for t, _ in every}), fitting({d for _, d in every})
    return {pair: claims for pair, claims in every.items() if pair[0] in therapies and pair[1] in diseases}


def _sides(claims: Sequence[Claim]) -> tuple[int, int]:
    counts = tally(claims)
    return counts["supports"], counts["disputes"]


def _columns(site: Site, shown: Pairs) -> tuple[list[str], list[str]]:
    weight: dict[str, int] = {}
    for (therapy, disease), claims in shown.items():
        for end in (therapy, disease):
            weight[end] = weight.get(end, 0) + len({c.paper for c in claims})
    lefts, rights = (sorted({pair[side] for pair in shown}, key=lambda iri: (-weight[iri], iri)) for side in (0, 1))
    if max(len(lefts), len(rights), 1) > LONGEST_COLUMN:
        return lefts, rights
    return two_columns(lefts, rights, shown)


def _lines(shown: Pairs) -> dict[tuple[str, str, str], list[Claim]]:
    lines: dict[tuple[str, str, str], list[Claim]] = {}
    for (therapy, disease), claims in shown.items():
        for stance in DASHES:
            if kept := [claim for claim in claims if claim.stance == stance]:
                lines[therapy, disease, stance] = kept
    return lines


def _nodes(
    model: Model, site: Site, shown: Pairs, column: Sequence[str], side: int, ids: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """One column of nodes, a row apart; the page stretches rows and columns to its size."""
    for row, iri in enumerate(column):
        claims = {c.iri: c for pair, cs in shown.items() if iri in pair for c in cs}
        papers = len({c.paper for c in claims.values()})
        concept = model.concepts[iri]
        yield {
            "id": ids[iri],
            "iri": iri,
            "label": " ",
            "name": short(concept.label, 120),
            "also": [short(s, 60) for s in concept.synonyms[:6]],
            "kind": concept.kind,
            "side": "left" if side < 0 else "right",
            "shape": "hexagon" if side < 0 else "diamond",
            "size": round(6 + 2.2 * math.sqrt(min(papers, 16)), 1),
            "x": 420 * side,
            "y": round(800 * ((row + 0.5) / len(column) - 0.5), 1),
            "page": site.pages.get(iri, ""),
            "count": f"{count(len(claims), 'claim')}, {_papers(papers)}",
        }


def _papers(number: int) -> str:
    return count(number, "paper")


def _edge(
    key: tuple[str, str, str], claims: Sequence[Claim], places: Sequence[int], ids: Mapping[str, str]
) -> dict[str, Any]:
    therapy, disease, stance = key
    papers = len({c.paper for c in claims})
    bend = {
        "supports": {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45},
        "disputes": {"type": "curvedCW", "roundness": 0.08},
        "neutral": {"type": "curvedCCW", "roundness": 0.08},
    }
    return {
        "id": f"{ids[therapy]}~{ids[disease]}~{stance}",
        "from": ids[therapy],
        "to": ids[disease],
        "stance": stance,
        "claims": list(places),
        "total": len(claims),
        "papers": papers,
        "width": width(papers),
        "dashes": DASHES[stance],
        "smooth": {"enabled": True, **bend[stance]},
    }


def width(papers: int) -> float:
    """A line's width in pixels by the papers behind it, flattening so that many papers do not cover the rest."""
    return round(1.2 + 1.6 * math.sqrt(papers) + 0.4 * math.log2(max(1, papers)), 1)


def _page(model: Model, site: Site, every: Pairs, shown: Pairs, matrix: bool) -> dict[str, Any]:
    claims = best_first({c.iri: c for cs in every.values() for c in cs}.values(), model)
    therapies, diseases = len({t for t, _ in every}), len({d for _, d in every})
    papers = len({c.paper for c in claims})
    page = frame(
        site, name=NAME, title=TITLE, question=QUESTION, styles=["map.css"],
        code=[*([] if matrix else [library()]), "app.js", "panel.js", "matrix.js" if matrix else "map.js", "start.js"],
    )  # fmt: skip
    return page | {
        "summary": f"{count(therapies, 'therapy')} · {count(diseases, 'disease')} · {count(len(claims), 'claim')} "
        f"in {_papers(papers)}",
        "query": QUERY,
        "table": [_table_row(model, site, pair, claim) for pair, claim in _told(model, every)][:_ROWS_OF_TABLE],
        "all_rows": sum(len(cs) for cs in every.values()),
        "alt": f"{count(therapies, 'therapy')}, {count(diseases, 'disease')} and the claims between. A table follows.",
    }


def _told(model: Model, every: Pairs) -> Iterator[tuple[tuple[str, str], Claim]]:
    """Claims with their pair, pairs with most papers first."""
    for pair in sorted(every, key=lambda p: (-len({c.paper for c in every[p]}), p)):
        for claim in best_first(every[pair], model):
            yield pair, claim


def _table_row(model: Model, site: Site, pair: tuple[str, str], claim: Claim) -> dict[str, Any]:
    therapy, disease = ((short(model.concepts[iri].label, 80), site.pages.get(iri)) for iri in pair)
    return card(model, claim) | {"therapy": therapy, "disease": disease, "by": paper_card(model, site, claim.paper)}


def _data(
    model: Model, every: Pairs, shown: Pairs, dealt: Mapping[str, Any], ids: Mapping[str, str], matrix: bool
) -> dict[str, Any]:
    years = [model.papers[c.paper].year for cs in every.values() for c in cs]
    return {
        "view": NAME,
        "stretch": not matrix,
        "claims": dealt["claims"],
        "papers": dealt["papers"],
        "years": sorted({year for year in years if year}),
        "all": len({end for pair in every for end in pair}),
        "help": list(_HELP),
        "query": QUERY,
        "sentences": SENTENCES,
        "pairs": [f"{ids[t]}~{ids[d]}" for t, d in sorted(shown, key=lambda p: (-len({c.paper for c in shown[p]}), p))],
        "heads": [f"{side}" for side in ("therapy", "disease")],
    }


def _row(model: Model, shown: Pairs, therapy: str, rights: Sequence[str], ids: Mapping[str, str]) -> dict[str, Any]:
    cells: list[dict[str, Any] | None] = []
    for disease in rights:
        claims = shown.get((therapy, disease))
        cells.append({"id": f"{ids[therapy]}~{ids[disease]}", **tally(claims)} if claims else None)
    return _head(model, ids, therapy) | {"cells": cells}


def _head(model: Model, ids: Mapping[str, str], iri: str) -> dict[str, str]:
    return {"id": ids[iri], "name": short(model.concepts[iri].label, 60)}
