"""overview.html: therapies, diseases, claims and papers in communities, each named by what it is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.views import _argued
from kg.views._cards import deck
from kg.views._choice import KINDS, LARGEST, Chosen, choose, rest_of, size
from kg.views._communities import communities_of, page_of_all, part
from kg.views._draw import DASHES, sketch
from kg.views._groups import Box, Placed, place
from kg.views._model import Claim, Model
from kg.views._network import OPTIONS, draw, library
from kg.views._page import count, frame
from kg.views._site import Site, identifier, kind_of, name_of, others
from kg.views._text import short
from kg.views._words import WORDS

NAME = "overview"
TITLE = "Overview"
ORDER = 40
QUESTION = "What hangs together?"
SIZES = {"therapy": 13, "disease": 13, "claim": 9, "paper": 8, "author": 6}
SHAPES = {"therapy": "hexagon", "disease": "diamond", "claim": "triangle", "paper": "dot", "author": "square"}
_HELP = (
    "Green hexagons are therapies, wine diamonds diseases, dots papers. A triangle is a claim: blue and up supports,"
    " orange and down disputes, grey does neither. What is often claimed together stands together.",
    "Click a node: what it is linked to stays bright and its sentences appear here. Lines that leave a group show only"
    " then. Authors are off at first: switch them on in the legend.",
)
QUERY = """PREFIX kg: <https://w3id.org/litkg/ontology#>
SELECT ?paper ?claim ?polarity ?therapy ?disease
WHERE {
  ?paper kg:makesClaim ?claim .
  ?claim kg:polarity ?polarity .
  OPTIONAL { ?claim kg:therapy ?therapy }
  OPTIONAL { ?claim kg:disease ?disease }
}
ORDER BY ?paper ?claim"""


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page; of a large graph the map of its communities, and a page for each of them."""
    if size(model) <= LARGEST:
        yield f"{NAME}.html", _page(model, site, NAME, TITLE)
        return
    found = communities_of(model, site)
    yield f"{NAME}.html", page_of_all(model, site, found, (NAME, TITLE, QUESTION, QUERY))
    for community in found:
        title = short(" · ".join(community.names[::2]), 60) if community.tied else WORDS["untied"].capitalize()
        yield community.path, _page(part(model, community), site, community.path.removesuffix(".html"), title)


def _page(model: Model, site: Site, view: str, title: str) -> str:
    chosen = choose(model, site)
    rest = rest_of(model, site, chosen)
    placed = _placed(model, chosen)
    every = [*chosen.names, *rest.names]
    ids = {iri: identifier(model, iri) if iri not in model.claims else _claim_id(model, iri) for iri in every}
    dealt = deck(
        model, site, {n: [model.claims[i] for i in some.nodes["claim"]] for n, some in enumerate((chosen, rest))}
    )
    claims = {iri: n for n, iri in enumerate(dealt["order"])}
    degree = Counter(end for some in (chosen, rest) for a, b, *_ in some.links for end in (a, b))
    home = {iri: n for n, group in enumerate(placed.members) for iri in group}
    nodes = [_node(model, site, iri, placed, ids, claims, degree[iri]) for iri in every]
    edges = [_edge(link, ids, home) for link in (*chosen.links, *rest.links)]
    drawn = len(chosen.names), len(chosen.links)
    context = frame(
        site, name=NAME, title=title, question=QUESTION, styles=["map.css"],
        code=[library(), "app.js", "panel.js", "mapsvg.js", "map.js", "start.js"],
    ) | _argued.page(model, site, _argued.argued(model, site))  # fmt: skip
    context |= {"query": QUERY, "data": _data(model, site, chosen, placed, dealt, ids) | {"view": view}}
    context["data"]["more"] = {"nodes": nodes[drawn[0] :], "links": edges[drawn[1] :]}
    return draw("map.html.j2", context, nodes[: drawn[0]], edges[: drawn[1]], OPTIONS)


def _claim_id(model: Model, iri: str) -> str:
    claim = model.claims[iri]
    return f"{identifier(model, claim.paper)}-{iri.rpartition('-')[2]}"


WEIGHTS = {"about": 1.6, "makes": 1.2, "by": 0.6, "cites": 0.3}


def _placed(model: Model, chosen: Chosen) -> Placed:
    links = [(a, b, WEIGHTS[what]) for a, b, what, _ in chosen.links]
    return place(chosen.names, links, {iri: _box(model, chosen, iri) for iri in chosen.names})


def _box(model: Model, chosen: Chosen, iri: str) -> Box:
    kind = "claim" if iri in model.claims else kind_of(model, iri)
    if kind in ("therapy", "disease"):
        return Box(half=max(24, 4.4 * len(_label(model, iri)) + 4), above=18, below=40)
    return Box(half=12, above=12, below=12) if kind != "author" else Box(half=9, above=9, below=9)


def _label(model: Model, iri: str) -> str:
    return short(model.concepts[iri].label, 26)


def _node(
    model: Model, site: Site, iri: str, placed: Placed, ids: Mapping[str, str], claims: Mapping[str, int], degree: int
) -> dict[str, Any]:
    kind = "claim" if iri in model.claims else kind_of(model, iri)
    x, y = placed.at.get(iri, (0, 0))
    made = {
        "id": ids[iri], "iri": iri, "kind": kind, "x": x, "y": y, "label": " ", "degree": degree, "shape": SHAPES[kind],
        "size": SIZES[kind], "page": site.pages.get(iri, ""), "count": count(degree, "links"),
    }  # fmt: skip
    if kind == "claim":
        return made | _claim_node(model, model.claims[iri], claims.get(iri))
    made |= {"name": short(name_of(model, iri), 120), "title": short(name_of(model, iri), 24)}
    if iri in model.concepts:
        grown = round(SIZES[kind] + min(7.0, math.sqrt(degree)), 1)
        made |= {
            "title": _label(model, iri),
            "strong": True,
            "size": grown,
            "also": list(model.concepts[iri].synonyms[:6]),
        }
    if iri in model.papers:
        year = model.papers[iri].year
        made |= {"text": short(model.papers[iri].title, 240), **({"year": year} if year else {})}
    return made


def _claim_node(model: Model, claim: Claim, place: int | None) -> dict[str, Any]:
    ends = [name_of(model, i) for i in (claim.therapy, *claim.diseases) if i]
    shape = {"supports": "triangle", "disputes": "triangleDown"}.get(claim.stance, "triangle")
    told = {"name": short(" → ".join(ends), 120), "stance": claim.stance, "shape": shape}
    return told if place is None else told | {"claim": place}


def _edge(link: tuple[str, str, str, Claim | None], ids: Mapping[str, str], home: Mapping[str, int]) -> dict[str, Any]:
    source, target, what, claim = link
    made: dict[str, Any] = {
        "from": ids[source], "to": ids[target], "what": what, "width": 1.6 if what == "about" else 0.9,
        "opacity": 0.6 if what == "about" else 0.35,
    }  # fmt: skip
    if claim and what == "about":
        made |= {"stance": claim.stance, "dashes": DASHES[claim.stance]}
    apart = home.get(source) != home.get(target) and source in home and target in home
    return made | ({"faint": True} if apart else {})


def _data(
    model: Model, site: Site, chosen: Chosen, placed: Placed, dealt: Mapping[str, Any], ids: Mapping[str, str]
) -> dict[str, Any]:
    papers = {claim.paper for claim in model.claims.values()} | {*chosen.nodes["paper"]}
    return {
        "claims": dealt["claims"],
        "papers": dealt["papers"],
        "years": sorted({year for iri in papers if (year := model.papers[iri].year)}),
        "others": others(model, site, ids),
        "query": QUERY,
        "kinds": list(KINDS),
        "kindsOff": ["author"],
        "isolated": True,
        "help": list(_HELP),
        "top": [ids[iri] for iri in _busiest(chosen)[:14]],
        "all": max(size(model), len(chosen.names)),
        "groups": [
            {"lines": _topic(model, chosen, group), "x": x, "y": y, "rx": rx, "ry": ry}
            for (x, y, rx, ry), group in zip(placed.ellipses, placed.members, strict=True)
        ],
    }


def _busiest(chosen: Chosen) -> list[str]:
    """Therapies and diseases, those with most links first."""
    degree = Counter(target for _, target, what, _ in chosen.links if what == "about")
    return sorted([*chosen.nodes["therapy"], *chosen.nodes["disease"]], key=lambda iri: (-degree[iri], iri))


def _topic(model: Model, chosen: Chosen, group: Sequence[str]) -> list[str]:
    """A community's name: the disease and the therapy that most of its claims, and few of the others, are about."""
    members, inside, all_over = set(group), Counter[str](), Counter[str]()
    for source, target, what, _ in chosen.links:
        if what == "about":
            all_over[target] += 1
            inside[target] += source in members
    telling = sorted((i for i in inside if inside[i]), key=lambda i: (-inside[i] * inside[i] / all_over[i], i))
    names = [next((i for i in telling if model.concepts[i].kind == kind), None) for kind in ("disease", "therapy")]
    found = [short(name_of(model, i), 40) for i in names if i]
    return found or [count(sum(i in model.papers for i in group), "paper")]


def thumbnail(model: Model) -> str:
    """Two groups."""
    groups = (
        (
            62,
            48,
            (("disease", 0, 2), ("therapy", -30, -12), ("therapy", 26, 16), ("supports", 18, -20), ("paper", -20, 20)),
        ),
        (
            178,
            48,
            (("therapy", -4, 0), ("disease", 28, -10), ("disputes", -28, 10), ("supports", 10, 22), ("paper", 2, -24)),
        ),
    )
    return sketch(groups)
