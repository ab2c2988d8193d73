"""Therapies, diseases and what is said between them: the nodes, lines, sentences and table of several views."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.views._cards import Pairs, best_first, card, deck, pairs, paper_card, tally
from kg.views._draw import DASHES
from kg.views._model import Claim, Model, Proposition
from kg.views._page import count
from kg.views._site import Site, identifier, others
from kg.views._text import short, spaced

_ROWS_OF_TABLE = 400
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Argued:
    """All pairs with claims, those shown, and of these the claims by line (therapy, disease, stance) dealt as cards.

    `ids` are the names of therapies and diseases in the page; `dealt` is what `_cards.deck` gives.
    """

    every: Pairs
    shown: Pairs
    lines: Mapping[tuple[str, str, str], Sequence[Claim]]
    ids: Mapping[str, str]
    dealt: Mapping[str, Any]


def argued(model: Model, site: Site, most_pairs: int | None = None) -> Argued:
    """What fits: therapies and diseases by rank, those of disputed pairs first; or the pairs with most papers."""
    every = pairs(model)
    shown = _fitting(site, every) if most_pairs is None else {p: every[p] for p in by_papers(every)[:most_pairs]}
    lines = {
        (*pair, stance): kept
        for pair, claims in shown.items()
        for stance in DASHES
        if (kept := [claim for claim in claims if claim.stance == stance])
    }
    ids = {iri: identifier(model, iri) for iri in dict.fromkeys(end for pair in shown for end in pair)}
    return Argued(every=every, shown=shown, lines=lines, ids=ids, dealt=deck(model, site, lines))


def _fitting(site: Site, every: Pairs) -> Pairs:
    disputed = {end for pair, claims in every.items() if _is_disputed(claims) for end in pair}
    room = max(2, site.max_nodes) // 2
    kept = [set(sorted(site.ranked({p[i] for p in every}), key=lambda iri: iri not in disputed)[:room]) for i in (0, 1)]
    return {pair: claims for pair, claims in every.items() if pair[0] in kept[0] and pair[1] in kept[1]}


def _is_disputed(claims: Sequence[Claim]) -> bool:
    counts = tally(claims)
    return bool(counts["supports"] and counts["disputes"])


def by_papers(found: Pairs) -> list[tuple[str, str]]:
    """The pairs, those of most papers first."""
    return sorted(found, key=lambda pair: (-len({c.paper for c in found[pair]}), -len(found[pair]), pair))


def column(model: Model, site: Site, told: Argued, iris: Sequence[str], side: int) -> Iterator[dict[str, Any]]:
    """Nodes of one column, left (-1) or right (1), a row apart in a box 800 high."""
    for row, iri in enumerate(iris):
        claims = {c.iri: c for pair, cs in told.shown.items() if iri in pair for c in cs}
        papers = len({c.paper for c in claims.values()})
        concept = model.concepts[iri]
        yield {
            "id": told.ids[iri],
            "iri": iri,
            "label": " ",
            "name": short(concept.label, 120),
            "also": [short(s, 60) for s in concept.synonyms[:6]],
            "kind": concept.kind,
            "side": "left" if side < 0 else "right",
            "shape": "hexagon" if side < 0 else "diamond",
            "size": round(6 + 2.2 * math.sqrt(min(papers, 16)), 1),
            "x": 420 * side,
            "y": round(800 * ((row + 0.5) / len(iris) - 0.5), 1),
            "page": site.pages.get(iri, ""),
            "count": f"{count(len(claims), 'claim')}, {count(papers, 'paper')}",
        }


def edges(told: Argued) -> Iterator[dict[str, Any]]:
    """A line for each stance of a pair, as wide as it has papers, each stance with its own bend."""
    bends = {
        "supports": {"type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45},
        "disputes": {"type": "curvedCW", "roundness": 0.08},
        "neutral": {"type": "curvedCCW", "roundness": 0.08},
    }
    # What is drawn last lies on top: neutral lines below, disputing ones above.
    order = ("neutral", "supports", "disputes")
    for (therapy, disease, stance), claims in sorted(told.lines.items(), key=lambda line: order.index(line[0][2])):
        papers = len({c.paper for c in claims})
        yield {
            "id": f"{told.ids[therapy]}~{told.ids[disease]}~{stance}",
            "from": told.ids[therapy],
            "to": told.ids[disease],
            "stance": stance,
            "claims": told.dealt["places"][therapy, disease, stance],
            "total": len(claims),
            "papers": papers,
            "width": width(papers),
            "dashes": DASHES[stance],
            "smooth": {"enabled": True, **bends[stance]},
        }


def width(papers: int) -> float:
    """A line's width in pixels by the papers behind it, by the logarithm so that many papers do not cover the rest."""
    return round(min(8.0, 1.7 + 1.15 * math.log2(max(1, papers))), 1)


def data(model: Model, site: Site, told: Argued, view: str, advice: Sequence[str]) -> dict[str, Any]:
    """What the page's script is told beside nodes and lines."""
    years = {model.papers[c.paper].year for claims in told.every.values() for c in claims}
    return {
        "view": view,
        "claims": told.dealt["claims"],
        "papers": told.dealt["papers"],
        "years": sorted(year for year in years if year),
        "all": len({end for pair in told.every for end in pair}),
        "help": list(advice),
        "others": others(model, site, [*told.ids, *model.papers]),
        "query": QUERY,
        "sentences": SENTENCES,
        "propositions": _propositions(model, site, told),
        "pairs": [f"{told.ids[t]}~{told.ids[d]}" for t, d in by_papers(told.shown)],
    }


def _propositions(model: Model, site: Site, told: Argued) -> dict[str, list[dict[str, Any]]]:
    """What is claimed of each pair shown, by the pair's name in the page; those of most papers first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for proposition in sorted(model.propositions.values(), key=lambda p: (-p.papers, p.type, p.iri)):
        if (proposition.therapy, proposition.disease) in told.shown and proposition.papers:
            made = {
                "type": _kind_of_claim(model, proposition), "papers": proposition.papers,
                "groups": proposition.independent, "contested": proposition.contested,
                "page": site.pages.get(proposition.iri),
            }  # fmt: skip
            name = f"{told.ids[proposition.therapy or '']}~{told.ids[proposition.disease or '']}"
            found.setdefault(name, []).append({key: value for key, value in made.items() if value})
    return found


def _kind_of_claim(model: Model, proposition: Proposition) -> str:
    kind = spaced(proposition.type)
    return f"{kind}, {model.concepts[proposition.comparator].label}" if proposition.comparator else kind


def page(model: Model, site: Site, told: Argued) -> dict[str, Any]:
    """What the page shows around the picture: its numbers, its query and the claims as a table."""
    claims = {c.iri: c for cs in told.every.values() for c in cs}
    therapies, diseases = ({pair[i] for pair in told.every} for i in (0, 1))
    ends = f"{count(len(therapies), 'therapy')} · {count(len(diseases), 'disease')}"
    papers = {claim.paper for claim in claims.values()}
    rows = [(pair, claim) for pair in by_papers(told.every) for claim in best_first(told.every[pair], model)]
    return {
        "summary": f"{ends} · {count(len(claims), 'claim')} in {count(len(papers), 'paper')}",
        "query": QUERY,
        "table": [_row(model, site, pair, claim) for pair, claim in rows[:_ROWS_OF_TABLE]],
        "all_rows": len(rows),
        "alt": f"{ends.replace(' · ', ', ')} and the claims between them. A table with the same follows.",
    }


def _row(model: Model, site: Site, pair: tuple[str, str], claim: Claim) -> dict[str, Any]:
    therapy, disease = ((short(model.concepts[iri].label, 80), site.pages.get(iri)) for iri in pair)
    return card(model, claim) | {"therapy": therapy, "disease": disease, "by": paper_card(model, site, claim.paper)}
