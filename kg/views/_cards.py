"""A claim as a card: its sentence, what it says and how surely, and where it stands; with papers beside it.

Cards go into pages as JSON or through templates, so they are plain dictionaries; absent is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.views._model import Claim, Model
from kg.views._site import Site, cite
from kg.views._text import doi_link, pmid_link, short, spaced, web

Pairs = Mapping[tuple[str, str], Sequence[Claim]]
LONGEST_QUOTE = 900  # characters; the whole stands in the graph
_SENTENCES = 600_000  # bytes of sentences on one page, and claims, so that it stays below 3 MB
_CLAIMS = 4_000


def card(model: Model, claim: Claim) -> dict[str, Any]:
    """What a person needs to judge one claim; `paper` is an IRI."""
    passage = model.passages.get(claim.passage)
    told: dict[str, Any] = {
        "quote": short(claim.quote, LONGEST_QUOTE),
        "stance": claim.stance,
        "type": spaced(claim.type),
        "paper": claim.paper,
        "place": " · ".join(_place(passage.section if passage else "", claim.zone)),
        "start": claim.start,
        "end": claim.end,
    }
    flags = {
        "certainty": claim.certainty.lower() if claim.certainty in ("Hedged", "Open") else "",
        "origin": {"Cited": "cited", "Review": "review"}.get(claim.origin, ""),
        "headline": claim.headline,
        "n": patients(claim),
        "retracted": claim.retracted,
        "numbers": list(claim.numbers),
        "outcome": model.concepts[claim.outcome].label if claim.outcome else "",
    }
    return told | {name: value for name, value in flags.items() if value}


def patients(claim: Claim) -> str:
    """The number of patients a sentence gives, as its quantity of kind n; else an empty string."""
    return next((m[1] for n in claim.numbers if (m := re.match(r"n\s+(\d[\d,]*)", n))), "")


def _place(section: str, zone: str) -> list[str]:
    """The section and, where it says more, the zone: Abstract · Results."""
    words = [section.capitalize()] if section else []
    return words if not zone or zone == "Unlabelled" or zone.lower() == section else [*words, zone]


def paper_card(model: Model, site: Site, iri: str, root: str = "") -> dict[str, Any]:
    """How a paper is named under a sentence, with links that can only lead to the web or to our own pages."""
    paper = model.papers[iri]
    told = {
        "name": cite(model, iri),
        "title": short(paper.title, 160),
        "year": paper.year,
        "journal": paper.journal and short(paper.journal, 80),
        "design": spaced(paper.design) if paper.design else None,
        "retracted": paper.retracted,
        "page": root + site.pages[iri] if iri in site.pages else None,
        "link": address(model, iri),
        "identifier": f"doi:{paper.doi}" if paper.doi else f"PMID {paper.pmid}" if paper.pmid else None,
    }
    return {name: value for name, value in told.items() if value}


def address(model: Model, iri: str) -> str | None:
    """Where the paper itself stands on the web: by DOI, by PMID, else as printed."""
    paper = model.papers[iri]
    if paper.doi:
        return doi_link(paper.doi)
    return pmid_link(paper.pmid) if paper.pmid else web(paper.url)


def pairs(model: Model) -> Pairs:
    """The claims that name both, by therapy and disease, in the order of their IRIs."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in model.claims.values():
        for disease in claim.diseases:
            if claim.therapy:
                found.setdefault((claim.therapy, disease), []).append(claim)
    return dict(sorted(found.items()))


def best_first(claims: Iterable[Claim], model: Model) -> list[Claim]:
    """Main conclusions first, then asserted before hedged, own before cited, new before old."""
    return sorted(
        claims,
        key=lambda c: (
            c.retracted,
            not c.headline,
            c.certainty != "Asserted",
            c.origin == "Cited",
            -(model.papers[c.paper].year or 0),
            c.iri,
        ),
    )


def tally(claims: Iterable[Claim]) -> dict[str, int]:
    """How many claims support, dispute, or do neither."""
    counts = {"supports": 0, "disputes": 0, "neutral": 0}
    for claim in claims:
        counts[claim.stance] += 1
    return counts


def totals(claims: Sequence[Claim]) -> dict[str, int]:
    """What the legend counts of all claims where a page holds the best only: by stance, and those that are hedged."""
    return tally(claims) | {"hedged": len(hedged(claims))}


def hedged(claims: Iterable[Claim]) -> list[Claim]:
    """Those that say may, might, suggests, or ask."""
    return [claim for claim in claims if claim.certainty in ("Hedged", "Open")]


def deck(model: Model, site: Site, groups: Mapping[Any, Sequence[Claim]]) -> dict[str, Any]:
    """The claims of the groups as cards and the papers they name, both as lists, and for each group its cards' places.

    `order` are the IRIs of the cards' claims.
    Of large groups only the best claims are kept, and of many cards only the first ones' sentences, in turns
    between the groups, so that the page keeps below its size.
    """
    most = max((len(g) for g in groups.values()), default=0)
    while most > 1 and sum(min(len(g), most) for g in groups.values()) > _CLAIMS:
        most = most * 2 // 3
    chosen = {key: best_first(group, model)[:most] for key, group in groups.items()}
    told = _with_sentences(chosen)
    claims = {claim.iri: claim for group in chosen.values() for claim in group}
    papers = {iri: n for n, iri in enumerate(sorted({c.paper for c in claims.values()}))}
    cards = []
    for claim in claims.values():
        made = card(model, claim) | {"paper": papers[claim.paper]}
        cards.append(made if claim.iri in told else {k: v for k, v in made.items() if k != "quote"})
    places = {iri: n for n, iri in enumerate(claims)}
    return {
        "claims": cards,
        "papers": [paper_card(model, site, iri) for iri in papers],
        "order": list(claims),
        "places": {key: [places[c.iri] for c in group] for key, group in chosen.items()},
    }


def _with_sentences(groups: Mapping[Any, Sequence[Claim]]) -> set[str]:
    """The claims whose sentences fit: the best of every group, then the second of every group, and so on."""
    kept: set[str] = set()
    spent = 0
    for turn in range(max((len(g) for g in groups.values()), default=0)):
        for group in groups.values():
            if turn < len(group) and group[turn].iri not in kept:
                spent += len(short(group[turn].quote, LONGEST_QUOTE).encode())
                if spent > _SENTENCES:
                    return kept
                kept.add(group[turn].iri)
    return kept
