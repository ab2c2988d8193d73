"""timeline.html: years across, one lane for each therapy and disease, a mark for every claim."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.views._argued import Argued, argued, by_papers, column, data, edges, page
from kg.views._cards import best_first, pairs
from kg.views._draw import GLYPHS
from kg.views._model import Claim, Model
from kg.views._page import frame
from kg.views._page import render as fill
from kg.views._site import Site
from kg.views._text import short
from kg.views._words import WORDS

NAME = "timeline"
TITLE = "Timeline"
ORDER = 30
QUESTION = "How did the evidence move over the years?"
_HELP = (
    "One lane for each therapy and disease, years across, a mark for every sentence: blue and up supports, orange and"
    " down disputes, a grey dot does neither. Hollow marks are hedged.",
    "Click a mark or a lane's name. Type / to search, arrow keys move from mark to mark, Enter reads, Esc clears.",
)
_LEFT, _WIDE, _TOP = 264, 1000, 40  # pixels of the picture: where the years begin and end, where the lanes begin
_MARK, _LANE, _ROWS = 17, 42, 3  # a mark's and a lane's size, and the most rows of marks in a lane
_MOST_LANES = 60
QUERY = """PREFIX kg: <https://w3id.org/litkg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?issued ?therapyName ?diseaseName ?polarity ?certainty ?quote ?title
WHERE {
  ?paper kg:makesClaim ?claim ; dcterms:title ?title .
  OPTIONAL { ?paper dcterms:issued ?issued }
  ?claim kg:therapy ?therapy ; kg:disease ?disease ; kg:polarity ?polarity ; kg:certainty ?certainty ; kg:quote ?quote .
  ?therapy skos:prefLabel ?therapyName .
  ?disease skos:prefLabel ?diseaseName .
}
ORDER BY ?therapyName ?diseaseName ?issued"""


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    told = argued(model, site, most_pairs=min(_MOST_LANES, site.max_nodes))
    therapies, diseases = (list(dict.fromkeys(pair[i] for pair in told.shown)) for i in (0, 1))
    nodes = [*column(model, site, told, therapies, -1), *column(model, site, told, diseases, 1)]
    context = frame(
        site, name=NAME, title=TITLE, question=QUESTION, styles=["map.css", "timeline.css"],
        code=["app.js", "panel.js", "timeline.js", "start.js"],
    )  # fmt: skip
    context |= page(model, site, told) | {"nodes": nodes, "edges": list(edges(told)), "drawing": {}, "query": QUERY}
    context["data"] = data(model, site, told, NAME, [*_HELP, *_left_out(model, told)]) | {"query": QUERY}
    yield f"{NAME}.html", fill("timeline.html.j2", context | _lanes(model, told))


def _left_out(model: Model, told: Argued) -> Iterator[str]:
    """What the picture cannot show, in words: claims without a year, pairs beyond the last lane."""
    timeless = {c.iri for claims in told.shown.values() for c in claims if not model.papers[c.paper].year}
    if timeless:
        yield WORDS["timeless"].format(n=len(timeless))
    if len(told.every) > len(told.shown):
        yield WORDS["more_lanes"].format(n=len(told.shown), all=f"{len(told.every):,}")


def _lanes(model: Model, told: Argued) -> dict[str, Any]:
    """The lanes from top to bottom with their marks, and the years along the axis."""
    years = sorted({y for cs in told.shown.values() for c in cs if (y := model.papers[c.paper].year)})
    span = range(years[0], years[-1] + 1) if years else range(0)
    step = (_WIDE - _LEFT - 10) / max(1, len(span))
    places = _places(told)
    lanes, at = [], _TOP
    for pair in by_papers(told.shown):
        lane = _lane(model, told, pair, places, span, step)
        lanes.append(lane | {"y": at})
        at += lane["high"]
    every = next(n for n in (1, 2, 5, 10, 25, 50, 100, 1000) if n * step >= 34)
    ticks = [{"x": _x(year, span, step), "year": year} for year in span if year % every == 0]
    return {"lanes": lanes, "ticks": ticks, "high": at + 16, "wide": _WIDE, "left": _LEFT, "top": _TOP}


def _places(told: Argued) -> dict[tuple[str, str], list[int]]:
    """The places of a pair's claims among the page's cards."""
    found: dict[tuple[str, str], list[int]] = {}
    for (therapy, disease, _), places in told.dealt["places"].items():
        found.setdefault((therapy, disease), []).extend(places)
    return found


def _x(year: int, span: range, step: float) -> float:
    return round(_LEFT + (year - span.start + 0.5) * step, 1)


def _lane(
    model: Model,
    told: Argued,
    pair: tuple[str, str],
    places: Mapping[tuple[str, str], Sequence[int]],
    span: range,
    step: float,
) -> dict[str, Any]:
    """One lane; marks of one year stand in rows beside each other, the lane grows with the rows."""
    cards, papers = told.dealt["claims"], told.dealt["papers"]
    by_year: dict[int, list[int]] = {}
    for place in sorted(places[pair], key=lambda i: (cards[i]["stance"] != "supports", cards[i]["stance"], i)):
        if year := papers[cards[place]["paper"]].get("year"):
            by_year.setdefault(year, []).append(place)
    across = max(1, int((step - 2) // _MARK))
    shown = {year: _spread(group, cards, across * _ROWS) for year, group in sorted(by_year.items())}
    rows = max((math.ceil(len(group) / across) for group in shown.values()), default=1)
    high = max(_LANE, rows * _MARK + 14)
    marks = [
        {"claim": place, **_mark(cards[place]), **_spot(n, len(group), across, _x(year, span, step), high)}
        for year, group in shown.items()
        for n, place in enumerate(group)
    ]
    names = [short(model.concepts[iri].label, 34) for iri in pair]
    more = [
        {"x": _x(year, span, step), "y": high + 4, "number": len(by_year[year]) - len(group)}
        for year, group in shown.items()
        if len(by_year[year]) > len(group)
    ]
    return {
        "id": "~".join(told.ids[iri] for iri in pair),
        "names": names,
        "marks": marks,
        "more": more,
        "high": high + (12 if more else 0),
    }


def _spread(group: Sequence[int], cards: Sequence[Mapping[str, Any]], most: int) -> list[int]:
    """At most that many of a year's claims, taken in turns from each stance so that none is hidden by the others."""
    seen: dict[str, int] = {}
    turns = []
    for place in group:
        stance = cards[place]["stance"]
        seen[stance] = seen.get(stance, 0) + 1
        turns.append((seen[stance], place))
    kept = {place for _, place in sorted(turns)[:most]}
    return [place for place in group if place in kept]


def _mark(card: Mapping[str, Any]) -> dict[str, str]:
    shape = {"supports": "claim", "disputes": "refuted"}.get(card["stance"], "paper")
    return {"path": GLYPHS[shape], "stance": card["stance"], "hedged": "hedged" if card.get("certainty") else ""}


def _spot(n: int, group: int, across: int, x: float, high: int) -> dict[str, float]:
    row, place = divmod(n, across)
    wide, rows = min(group - row * across, across), math.ceil(group / across)
    return {
        "x": round(x + (place - (wide - 1) / 2) * _MARK, 1),
        "y": round(high / 2 + (row - (rows - 1) / 2) * _MARK, 1),
    }


def thumbnail(model: Model) -> str:
    """The first lanes in small."""
    found = pairs(model)
    years = sorted({y for claims in found.values() for c in claims if (y := model.papers[c.paper].year)})
    if not years:
        return ""
    span = max(1, years[-1] - years[0])
    drawn = []
    for n, pair in enumerate(by_papers(found)[:6]):
        y = 12 + n * 15
        drawn.append(f'<path class="thumb thumb-edge" d="M12 {y}H228"/>')
        drawn += [_dot(model, claim, y, years[0], span) for claim in best_first(found[pair], model)[:12]]
    return f'<svg viewBox="0 0 240 96" aria-hidden="true">{"".join(drawn)}</svg>'


def _dot(model: Model, claim: Claim, y: int, first: int, span: int) -> str:
    year = model.papers[claim.paper].year or first
    return f'<circle class="fill-{claim.stance}" cx="{round(20 + 200 * (year - first) / span, 1)}" cy="{y}" r="4.5"/>'
