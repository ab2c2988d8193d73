"""evidence.html: therapies left, diseases right, one line per stance, the sentences behind each.

Above 40 therapies or 40 diseases the same is a matrix, for lines could not be told apart any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from kg.views._argued import Argued, argued, by_papers, column, data, edges, page
from kg.views._cards import Pairs, pairs, tally
from kg.views._layout import two_columns
from kg.views._model import Model
from kg.views._network import OPTIONS, draw, library
from kg.views._page import frame
from kg.views._page import render as fill
from kg.views._site import Site
from kg.views._text import short

NAME = "evidence"
TITLE = "Evidence"
ORDER = 10
QUESTION = "Which therapies are claimed to help which diseases, and who disagrees?"
LONGEST_COLUMN = 40
_MOST_HEADS = 160  # rows and columns of a matrix together: more can neither be read nor be drawn within a second
_HELP = (
    "Therapies stand left, diseases right. A line is what papers say about the two; the more papers, the wider it is.",
    "Blue, solid, +: the sentences support the therapy. Orange, dashed, −: they dispute it. Grey, dotted, ?: no"
    " difference, or both. A pale line rests on hedged sentences alone (may, might, suggests).",
    "Click a line or a name and read the sentences. Type / to search, arrow keys move, Enter reads, Esc clears.",
)
_HELP_OF_MATRIX = (
    "Therapies are rows, diseases columns, those of most papers first. A cell counts the sentences about the two: +"
    " supports the therapy, − disputes it, ? is no difference, or both.",
    "Click a cell or a name and read the sentences. Type / to search, arrow keys move, Enter reads, Esc clears.",
)


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    told = argued(model, replace(site, max_nodes=min(site.max_nodes, _MOST_HEADS)))
    lefts, rights = _columns(told.shown)
    matrix = max(len(lefts), len(rights)) > LONGEST_COLUMN
    nodes = [*column(model, site, told, lefts, -1), *column(model, site, told, rights, 1)]
    context = _frame(site, matrix) | page(model, site, told)
    context["data"] = data(model, site, told, NAME, _HELP_OF_MATRIX if matrix else _HELP) | {"stretch": not matrix}
    if matrix:
        context |= {"nodes": nodes, "edges": list(edges(told)), "drawing": {}, **_matrix(model, told, lefts, rights)}
        yield f"{NAME}.html", fill("matrix.html.j2", context)
    else:
        yield f"{NAME}.html", draw("map.html.j2", context, nodes, list(edges(told)), OPTIONS)


def _columns(shown: Pairs) -> tuple[list[str], list[str]]:
    """Therapies and diseases: with most papers first, or, where lines are drawn, so that few of them cross."""
    weight: dict[str, int] = {}
    for pair, claims in shown.items():
        for end in pair:
            weight[end] = weight.get(end, 0) + len({c.paper for c in claims})
    lefts, rights = (sorted({pair[side] for pair in shown}, key=lambda iri: (-weight[iri], iri)) for side in (0, 1))
    if max(len(lefts), len(rights)) > LONGEST_COLUMN:
        return lefts, rights
    return two_columns(lefts, rights, {pair: float(len({c.paper for c in cs})) for pair, cs in shown.items()})


def _frame(site: Site, matrix: bool) -> dict[str, Any]:
    code = ["app.js", "panel.js", "matrix.js", "start.js"]
    if not matrix:
        code = [library(), "app.js", "panel.js", "mapsvg.js", "map.js", "start.js"]
    return frame(site, name=NAME, title=TITLE, question=QUESTION, styles=["map.css"], code=code)


def _matrix(model: Model, told: Argued, lefts: Sequence[str], rights: Sequence[str]) -> dict[str, Any]:
    def head(iri: str) -> dict[str, str]:
        return {"id": told.ids[iri], "name": short(model.concepts[iri].label, 60)}

    def cell(therapy: str, disease: str) -> dict[str, Any] | None:
        claims = told.shown.get((therapy, disease))
        return {"id": f"{told.ids[therapy]}~{told.ids[disease]}", **tally(claims)} if claims else None

    return {
        "columns": [head(disease) for disease in rights],
        "rows": [head(therapy) | {"cells": [cell(therapy, disease) for disease in rights]} for therapy in lefts],
    }


def thumbnail(model: Model) -> str:
    """The same picture in small."""
    every = _few(model)
    lefts, rights = _columns(every)
    if not every:
        return ""
    at = [{iri: round(8 + 80 * (n + 0.5) / len(side), 1) for n, iri in enumerate(side)} for side in (lefts, rights)]
    lines = [
        f'<path class="thumb thumb-{stance}" d="M54 {at[0][t]}C120 {at[0][t]} 120 {at[1][d]} 186 {at[1][d]}"/>'
        for (t, d), claims in every.items()
        for stance, number in tally(claims).items()
        if number
    ]
    marks = [f'<circle class="fill-therapy" cx="50" cy="{y}" r="4"/>' for y in at[0].values()]
    marks += [f'<circle class="fill-disease" cx="190" cy="{y}" r="4"/>' for y in at[1].values()]
    return f'<svg viewBox="0 0 240 96" aria-hidden="true">{"".join(lines + marks)}</svg>'


def _few(model: Model) -> Pairs:
    """The pairs between the eight therapies and eight diseases with most papers."""
    every = pairs(model)
    kept = [list(dict.fromkeys(pair[side] for pair in by_papers(every)))[:8] for side in (0, 1)]
    return {pair: claims for pair, claims in every.items() if pair[0] in kept[0] and pair[1] in kept[1]}
