"""coauthors.html: who writes with whom: the authors that rank highest, their joint papers, their groups."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from kg.views._cards import deck, paper_card, tally, totals
from kg.views._draw import sketch
from kg.views._groups import Box, Placed, place
from kg.views._model import Claim, Model, Paper
from kg.views._network import OPTIONS, draw, library
from kg.views._page import count, frame
from kg.views._site import Site, identifier, others
from kg.views._text import short
from kg.views._words import WORDS

NAME = "coauthors"
TITLE = "Authors"
ORDER = 50
QUESTION = "Who works with whom?"
_MOST, _MORE, _ROWS = 120, 300, 300  # authors drawn, those the search can bring in, rows of the table
_LONGEST_LIST, _PAPERS = 30, 40  # names on one paper that make links, papers told of one author
_HELP = (
    "A square is an author, a line joint papers: the more, the wider. Those who write together stand together; a group"
    " is named by the author with most papers and what they write about.",
    "Click an author for papers and claims. Type / to search, arrow keys move, Enter reads, Esc clears.",
)
QUERY = """PREFIX kg: <https://w3id.org/litkg/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?name ?colleague (COUNT(DISTINCT ?paper) AS ?papers)
WHERE {
  ?paper dcterms:creator ?author, ?other .
  ?author foaf:name ?name .
  ?other foaf:name ?colleague .
  FILTER (STR(?author) < STR(?other))
}
GROUP BY ?author ?other ?name ?colleague
ORDER BY DESC(?papers) ?name ?colleague"""


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    written = _written(model)
    most = min(_MOST, site.max_nodes)
    authors = _ranked(site, written)[: most + _MORE]
    drawn, joint = set(authors[:most]), _joint(model, set(authors))
    inner = [(a, b, float(len(p))) for (a, b), p in joint.items() if {a, b} <= drawn]
    placed = place(authors[:most], inner, {a: _box(written[a]) for a in drawn})
    dealt = deck(model, site, {a: _claims(model, written[a]) for a in authors})
    papers, place_of = _papers(model, site, dealt, [p for a in authors for p in _newest(written[a])])
    ids = {a: identifier(model, a) for a in authors}
    degree = Counter(end for pair in joint for end in pair)
    nodes = [_node(model, site, a, placed, ids, written[a], dealt, place_of, degree[a]) for a in authors]
    home = {a: n for n, group in enumerate(placed.members) for a in group}
    edges = {pair: _edge(pair, shared, ids, home) for pair, shared in joint.items()}
    inside, outside = ([edges[p] for p in joint if (drawn >= set(p)) is wanted] for wanted in (True, False))
    context = _frame(model, site, written, joint)
    context["data"] = _data(model, placed, written, dealt, papers, [ids[a] for a in authors[:14]])
    context["data"]["others"] = others(model, site, [*authors, *model.papers])
    context["data"]["more"] = {"nodes": nodes[most:], "links": outside}
    yield f"{NAME}.html", draw("coauthors.html.j2", context, nodes[:most], inside, OPTIONS)


def _written(model: Model) -> dict[str, list[Paper]]:
    found: dict[str, list[Paper]] = {}
    for paper in model.papers.values():
        for author in paper.authors:
            if author in model.people:
                found.setdefault(author, []).append(paper)
    return found


def _ranked(site: Site, written: Mapping[str, Sequence[Paper]]) -> list[str]:
    """Those with most papers first; who stands in long lists only comes last, for such lists make no links."""

    def weight(author: str) -> tuple[bool, int, float, str]:
        papers = written[author]
        unlinked = not any(1 < len(paper.authors) <= _LONGEST_LIST for paper in papers)
        return unlinked, -len(papers), -site.rank.get(author, 0.0), author

    return sorted(written, key=weight)


def _joint(model: Model, among: set[str]) -> dict[tuple[str, str], list[Paper]]:
    """Papers by pairs of authors; consortia, whose lists would link everyone with everyone, make no links."""
    found: dict[tuple[str, str], list[Paper]] = {}
    for paper in model.papers.values():
        if len(paper.authors) <= _LONGEST_LIST:
            for pair in combinations(sorted(among.intersection(paper.authors)), 2):
                found.setdefault(pair, []).append(paper)
    return dict(sorted(found.items()))


def _claims(model: Model, papers: Sequence[Paper]) -> list[Claim]:
    return [model.claims[c] for paper in papers for c in paper.claims if c in model.claims]


def _papers(
    model: Model, site: Site, dealt: Mapping[str, Any], papers: Sequence[Paper]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The papers of the cards and those without a claim after them, and where each stands."""
    place_of = {iri: n for n, iri in enumerate(sorted({model.claims[c].paper for c in dealt["order"]}))}
    cards = list(dealt["papers"])
    for paper in papers:
        if paper.iri not in place_of:
            place_of[paper.iri] = len(cards)
            cards.append(paper_card(model, site, paper.iri))
    return cards, place_of


def _box(papers: Sequence[Paper]) -> Box:
    size = _size(papers)
    return Box(half=52, above=size + 6, below=size + 24)


def _size(papers: Sequence[Paper]) -> float:
    return round(6 + 2.4 * math.sqrt(min(len(papers), 25)), 1)


def _node(
    model: Model,
    site: Site,
    iri: str,
    placed: Placed,
    ids: Mapping[str, str],
    papers: Sequence[Paper],
    dealt: Mapping[str, Any],
    place_of: Mapping[str, int],
    degree: int,
) -> dict[str, Any]:
    x, y = placed.at.get(iri, (0, 0))
    name = model.people[iri].name
    return {
        "id": ids[iri], "iri": iri, "kind": "author", "x": x, "y": y, "label": " ", "shape": "square",
        "size": _size(papers), "name": short(name, 120), "title": short(name, 24), "strong": True, "degree": degree,
        "page": site.pages.get(iri, ""), "count": count(len(papers), "paper"), "claims": dealt["places"][iri],
        "papers": [place_of[p.iri] for p in _newest(papers)],
    }  # fmt: skip


def _newest(papers: Sequence[Paper]) -> list[Paper]:
    return sorted(papers, key=lambda paper: (-(paper.year or 0), paper.iri))[:_PAPERS]


def _edge(
    pair: tuple[str, str], papers: Sequence[Paper], ids: Mapping[str, str], home: Mapping[str, int]
) -> dict[str, Any]:
    """A line with the years of the joint papers, if any is known, so that the years can filter it."""
    a, b = pair
    years = sorted({paper.year for paper in papers if paper.year})
    made = {
        "from": ids[a], "to": ids[b], "what": count(len(papers), "joint_papers"),
        "width": round(min(7.0, 0.6 + 1.2 * len(papers)), 1), "opacity": 0.55,
    }  # fmt: skip
    apart = a in home and b in home and home[a] != home[b]
    return made | ({"faint": True} if apart else {}) | ({"joint": years} if years else {})


def _frame(
    model: Model, site: Site, written: Mapping[str, Sequence[Paper]], joint: Mapping[tuple[str, str], Sequence[Paper]]
) -> dict[str, Any]:
    context = frame(
        site, name=NAME, title=TITLE, question=QUESTION, styles=["map.css"],
        code=[library(), "app.js", "panel.js", "mapsvg.js", "map.js", "start.js"],
    )  # fmt: skip
    beside: dict[str, Counter[str]] = {}
    for (a, b), papers in joint.items():
        beside.setdefault(a, Counter())[b] += len(papers)
        beside.setdefault(b, Counter())[a] += len(papers)
    ranked = sorted(written, key=lambda a: (-len(written[a]), model.people[a].name, a))
    persons = sum(not model.people[a].organisation for a in written)
    organisations = len(written) - persons
    told = [count(persons, "author"), *([count(organisations, "organisation")] if organisations else [])]
    told.append(count(len(model.papers), "paper"))
    return context | {
        "summary": " · ".join(told),
        "query": QUERY,
        "alt": f"{', '.join(told)}. A table with the same follows.",
        "people": [_row(model, site, a, written[a], beside.get(a, Counter())) for a in ranked[:_ROWS]],
        "all_rows": len(ranked),
    }


def _row(model: Model, site: Site, iri: str, papers: Sequence[Paper], beside: Counter[str]) -> dict[str, Any]:
    most = sorted(beside, key=lambda a: (-beside[a], model.people[a].name))[:6]
    years = sorted(p.year for p in papers if p.year)
    return {
        "name": (short(model.people[iri].name, 80), site.pages.get(iri)),
        "papers": len(papers),
        "years": f"{years[0]}–{years[-1]}" if years else "",
        "counts": tally(_claims(model, papers)),
        "beside": [(short(model.people[a].name, 60), site.pages.get(a), beside[a]) for a in most],
    }


def _data(
    model: Model,
    placed: Placed,
    written: Mapping[str, Sequence[Paper]],
    dealt: Mapping[str, Any],
    papers: Sequence[Mapping[str, Any]],
    tops: Sequence[str],
) -> dict[str, Any]:
    groups = zip(placed.ellipses, placed.members, strict=True)
    claimed = Counter(i for c in model.claims.values() for i in (c.therapy, *c.diseases) if i)
    return {
        "view": NAME,
        "claims": dealt["claims"],
        "papers": list(papers),
        "query": QUERY,
        "help": list(_HELP),
        "years": sorted({paper["year"] for paper in papers if "year" in paper}),
        "isolated": True,
        "totals": totals(_claims(model, list(model.papers.values()))),
        "shownAs": [WORDS["authors_and_organisations"], WORDS["by_papers"]],
        "top": list(tops),
        "all": len(written),
        "groups": [
            {"lines": _topic(model, group, written, claimed), "x": x, "y": y, "rx": rx, "ry": ry}
            for (x, y, rx, ry), group in groups
        ],
    }


def _topic(
    model: Model, group: Sequence[str], written: Mapping[str, Sequence[Paper]], claimed: Mapping[str, int]
) -> list[str]:
    """A group's name: its person with most papers, no study group, and what most of their claims are about."""
    lead = min(group, key=lambda a: (model.people[a].organisation, -len(written[a]), a))
    papers = {p.iri: p for a in group for p in written[a]}
    about = Counter(i for c in _claims(model, list(papers.values())) for i in (c.therapy, *c.diseases) if i)
    # What many others write about too tells less.
    topic = min(about, key=lambda i: (-about[i] * about[i] / claimed[i], i)) if about else None
    names = [model.people[lead].family, *([model.concepts[topic].label] if topic else [])]
    return [short(name, 40) for name in names]


def thumbnail(model: Model) -> str:
    """Two groups."""
    groups = (
        (
            62,
            48,
            (("author", 0, 0), ("author", -28, -10), ("author", 24, 16), ("author", 20, -18), ("author", -18, 20)),
        ),
        (178, 48, (("author", -6, 2), ("author", 26, -12), ("author", -30, -8), ("author", 16, 20))),
    )
    return sketch(groups)
