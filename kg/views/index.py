"""index.html: what is in here, is it sound, and the way to every other page."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.views._cards import Pairs, pairs, tally
from kg.views._model import Claim, Model
from kg.views._page import count, frame
from kg.views._page import render as fill
from kg.views._site import KINDS, Site, identifier, kind_of, name_of
from kg.views._text import short
from kg.views._words import WORDS

NAME = "index"
TITLE = "Start"
ORDER = 0
QUESTION = "What is in here, is it sound?"
_HEAT_ROWS, _HEAT_COLUMNS, _BARS, _LINKS = 12, 8, 12, 60


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    by_pair = pairs(model)
    page = frame(site, name=NAME, title=WORDS["start_title"], question=QUESTION, styles=["index.css"])
    context = {
        "lead": _lead(model),
        "numbers": list(_numbers(model, site)),
        "matrix": _matrix(model, site, by_pair),
        "bars": list(_bars(model, site)),
        "years": _years(model),
        "cards": list(_views(model, site)),
        "reading": _reading(site.report),
        "entities": list(_entities(model, site)),
    }
    yield f"{NAME}.html", fill("index.html.j2", page | context)


def _lead(model: Model) -> str:
    """What the pages are, and of how much of the graph."""
    drawn = len(model.papers)
    part = WORDS["part"].format(drawn=f"{drawn:,}", all=f"{model.all_papers:,}")
    return f"{WORDS['lead']} {part}" if model.all_papers > drawn else WORDS["lead"]


def _numbers(model: Model, site: Site) -> Iterator[dict[str, Any]]:
    """What the graph counts, each with the page that shows it where there is one."""
    hrefs = {view.name: view.href for view in site.views}
    argued = {iri for c in model.claims.values() for iri in (c.therapy, *c.diseases) if iri}
    concepts = [model.concepts[iri] for iri in argued]
    counts = {
        "paper": (len(model.papers), "timeline"),
        "author": (sum(not p.organisation for p in model.people.values()), "coauthors"),
        "therapy": (sum(c.kind == "therapy" for c in concepts), "evidence"),
        "disease": (sum(c.kind == "disease" for c in concepts), "evidence"),
        "claim": (len(model.claims), "evidence"),
        "proposition": (sum(p.contested for p in model.propositions.values()), "contested"),
    }
    for kind, (value, view) in counts.items():
        word = WORDS["contested_many"] if kind == "proposition" else count(value, kind).partition(" ")[2]
        yield {"kind": kind, "value": value, "word": word, "href": hrefs.get(view)}


def _matrix(model: Model, site: Site, by_pair: Pairs) -> dict[str, Any] | None:
    """The therapies and diseases with most papers as a table of counts, None where nothing is claimed."""
    if not by_pair:
        return None
    weight: dict[str, set[str]] = {}
    for pair, claims in by_pair.items():
        for end in pair:
            weight.setdefault(end, set()).update(c.paper for c in claims)
    ends = [sorted({p[i] for p in by_pair}, key=lambda iri: (-len(weight[iri]), iri)) for i in (0, 1)]
    rows, columns = ends[0][:_HEAT_ROWS], ends[1][:_HEAT_COLUMNS]
    return {
        "columns": [_named(model, site, iri) for iri in columns],
        "rows": [
            _named(model, site, t) | {"cells": [_cell(model, t, d, by_pair.get((t, d))) for d in columns]} for t in rows
        ],
        "more": len(ends[0]) > len(rows) or len(ends[1]) > len(columns),
    }


def _named(model: Model, site: Site, iri: str) -> dict[str, Any]:
    return {"name": short(name_of(model, iri), 60), "page": site.pages.get(iri)}


def _cell(model: Model, therapy: str, disease: str, claims: Sequence[Claim] | None) -> dict[str, Any] | None:
    if not claims:
        return None
    counts = tally(claims)
    label = f"{short(name_of(model, therapy), 60)} → {short(name_of(model, disease), 60)}"
    pair = f"{identifier(model, therapy)}~{identifier(model, disease)}"
    # The tilde is escaped as URLSearchParams writes it, so that the link and the page's own permalink are one.
    return counts | {"tone": _tone(counts), "label": label, "href": f"evidence.html#pair={pair.replace('~', '%7E')}"}


def _tone(counts: Mapping[str, int]) -> str:
    supports, disputes = counts["supports"], counts["disputes"]
    if supports and disputes:
        return "both"
    if supports:
        return "for2" if supports > 2 else "for1"
    return ("against2" if disputes > 2 else "against1") if disputes else "open"


def _bars(model: Model, site: Site) -> Iterator[dict[str, Any]]:
    """The therapies with most claims that support or dispute, with the lengths of their bars."""
    found: dict[str, list[Claim]] = {}
    for claim in model.claims.values():
        if claim.therapy:
            found.setdefault(claim.therapy, []).append(claim)
    counts = {iri: tally(claims) for iri, claims in found.items()}
    ranked = sorted(counts, key=lambda i: (-counts[i]["supports"] - counts[i]["disputes"], i))[:_BARS]
    most = max((max(counts[i]["supports"], counts[i]["disputes"] * 150 / 90) for i in ranked), default=1) or 1
    for iri in ranked:
        yield (
            _named(model, site, iri)
            | counts[iri]
            | {f"{side}_width": round(counts[iri][side] * 150 / most, 1) for side in ("supports", "disputes")}
        )


def _years(model: Model) -> dict[str, Any] | None:
    """Bars of papers a year in a box of 480 by 156, None where fewer than two years are known."""
    counts: dict[int, int] = {}
    for paper in model.papers.values():
        if paper.year:
            counts[paper.year] = counts.get(paper.year, 0) + 1
    if len(counts) < 2:
        return None
    first, last, most = min(counts), max(counts), max(counts.values())
    step = 480 / (last - first + 1)
    every = next(n for n in (1, 2, 5, 10, 25, 50, 100, 1000) if n * step >= 38)
    bars = [
        {
            "year": year,
            "count": number,
            "x": round((year - first) * step, 1),
            "y": round(156 - 134 * number / most, 1),
            "high": round(134 * number / most, 1),
            "tell": number and step >= 18,
            "name": year % every == 0,
        }
        for year, number in ((y, counts.get(y, 0)) for y in range(first, last + 1))
    ]
    told = f"{WORDS['years']}: {', '.join(f'{y}: {n}' for y, n in sorted(counts.items()))}"
    return {"bars": bars, "wide": round(step * 0.82, 1), "label": short(told, 400)}


def _views(model: Model, site: Site) -> Iterator[dict[str, Any]]:
    """A card for every other view, with the picture its module draws in small, if it does."""
    from markupsafe import Markup

    for view in site.views:
        if view.name == NAME:
            continue
        module = importlib.import_module(f"kg.views.{view.name}")
        thumbnail = getattr(module, "thumbnail", None)
        yield {
            "href": view.href,
            "title": view.title,
            "question": module.QUESTION,
            # Drawn of numbers only, no text of the graph is in it.
            "thumbnail": Markup(thumbnail(model)) if thumbnail else "",
        }


def _reading(report: Mapping[str, Any]) -> dict[str, Any] | None:
    """What the build read, merged, skipped and put aside, from its report; None without one."""
    if not report:
        return None
    quarantined = list(report.get("quarantined", ()))
    records = report.get("records", {})
    told = {"sources": report.get("sources", report.get("files"))}
    told |= {key: report.get(key, records.get(key)) for key in ("read", "merged")} | {"quarantined": len(quarantined)}
    numbers = [
        {"value": value, "word": WORDS[f"report_{key}"]} for key, value in told.items() if isinstance(value, int)
    ]
    return {
        "numbers": numbers,
        "skipped": sorted(report.get("skipped", {}).items()),
        "quarantined": quarantined[:50],
        "all_quarantined": len(quarantined),
    }


def _entities(model: Model, site: Site) -> Iterator[dict[str, Any]]:
    """Links to the pages of entities by kind, those that rank highest first."""
    for kind in KINDS:
        iris = site.ranked(iri for iri in site.pages if kind_of(model, iri) == kind)
        links = [
            {
                "page": site.pages[iri],
                "name": short(model.papers[iri].title if kind == "paper" else name_of(model, iri), 90),
            }
            for iri in iris[:_LINKS]
        ]
        if links:
            yield {"kind": kind, "all": len(iris), "links": links}
