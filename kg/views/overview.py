"""overview.html: therapies, diseases, claims and papers in communities, each named by what it is about."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.views import _argued
from kg.views._cards import best_first, deck
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
KINDS = ("therapy", "disease", "claim", "paper", "author")
SHARES = {"therapy": 0.14, "disease": 0.1, "claim": 0.36, "paper": 0.24, "author": 0.16}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The nodes drawn, by kind, and the links between them as (from, to, what, claim or None)."""

    nodes: Mapping[str, Sequence[str]]
    links: Sequence[tuple[str, str, str, Claim | None]]

    @property
    def names(self) -> list[str]:
        """All nodes, by kind."""
        return [iri for kind in KINDS for iri in self.nodes[kind]]


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """The one page."""
    chosen = _choose(model, site)
    ids = {iri: identifier(model, iri) if iri not in model.claims else _claim_id(model, iri) for iri in chosen.names}
    placed = _placed(model, chosen)
    dealt = deck(model, site, {0: [model.claims[iri] for iri in chosen.nodes["claim"]]})
    claims = {iri: n for n, iri in enumerate(dealt["order"])}
    degree = Counter(end for a, b, *_ in chosen.links for end in (a, b))
    nodes = [_node(model, site, iri, placed, ids, claims, degree[iri]) for iri in chosen.names]
    home = {iri: n for n, group in enumerate(placed.members) for iri in group}
    edges = [_edge(link, ids, home) for link in chosen.links]
    context = frame(
        site, name=NAME, title=TITLE, question=QUESTION, styles=["map.css"],
        code=[library(), "app.js", "panel.js", "mapsvg.js", "map.js", "start.js"],
    ) | _argued.page(model, site, _argued.argued(model, site))  # fmt: skip
    context |= {"query": QUERY, "data": _data(model, site, chosen, placed, dealt, ids)}
    yield f"{NAME}.html", draw("map.html.j2", context, nodes, edges, OPTIONS)


def _claim_id(model: Model, iri: str) -> str:
    claim = model.claims[iri]
    return f"{identifier(model, claim.paper)}-{iri.rpartition('-')[2]}"


def _choose(model: Model, site: Site) -> Chosen:
    """All where it fits; else the highest ranks of every kind, contested claims before others, nothing unlinked."""
    argued = [c for c in model.claims.values() if c.therapy or c.diseases]
    concepts = {i for c in argued for i in (c.therapy, *c.diseases) if i}
    every = {
        kind: site.ranked(i for i in concepts if model.concepts[i].kind == kind) for kind in ("therapy", "disease")
    }
    every |= {"claim": [c.iri for c in argued], "paper": [*model.papers], "author": [*model.people]}
    if sum(map(len, every.values())) <= site.max_nodes:
        return Chosen(nodes=every, links=list(_links(model, every)))
    room = {kind: int(site.max_nodes * share) for kind, share in SHARES.items()}
    nodes = {kind: every[kind][: room[kind]] for kind in ("therapy", "disease")}
    nodes["claim"] = _telling(model, site, argued, {*nodes["therapy"], *nodes["disease"]})[: room["claim"]]
    used = Counter(model.claims[iri].paper for iri in nodes["claim"])
    nodes["paper"] = sorted(used, key=lambda iri: (-used[iri], -site.rank.get(iri, 0.0), iri))[: room["paper"]]
    nodes["author"] = site.ranked({a for iri in nodes["paper"] for a in model.papers[iri].authors})[: room["author"]]
    links = list(_links(model, nodes))
    linked = {end for a, b, *_ in links for end in (a, b)}
    return Chosen(nodes={kind: [i for i in iris if i in linked] for kind, iris in nodes.items()}, links=links)


def _telling(model: Model, site: Site, claims: Sequence[Claim], drawn: set[str]) -> list[str]:
    """Claims in turns between what they are about, so that no pair takes all the room; contested ones first."""
    groups: dict[tuple[str | None, ...], list[Claim]] = {}
    for claim in best_first(claims, model):
        if drawn.intersection((claim.therapy, *claim.diseases)):
            groups.setdefault((claim.therapy, *claim.diseases, claim.stance), []).append(claim)

    def contested(claim: Claim) -> bool:
        return any(model.propositions[p].contested for p in claim.propositions if p in model.propositions)

    turns = [(n, not contested(claim), claim.iri) for group in groups.values() for n, claim in enumerate(group)]
    return [iri for *_, iri in sorted(turns)]


def _links(model: Model, nodes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str, Claim | None]]:
    drawn = {iri for iris in nodes.values() for iri in iris}
    for iri in nodes["claim"]:
        claim = model.claims[iri]
        ends = [(claim.paper, "makes"), *((e, "about") for e in (claim.therapy, *claim.diseases) if e)]
        yield from ((iri, end, what, claim) for end, what in ends if end in drawn)
    for iri in nodes["paper"]:
        yield from ((iri, author, "by", None) for author in model.papers[iri].authors if author in drawn)
        yield from ((iri, cited, "cites", None) for cited in model.papers[iri].cites if cited in drawn)


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
    x, y = placed.at[iri]
    made = {
        "id": ids[iri], "iri": iri, "kind": kind, "x": x, "y": y, "label": " ", "degree": degree, "shape": SHAPES[kind],
        "size": SIZES[kind], "page": site.pages.get(iri, ""), "count": f"{degree} {WORDS['links']}",
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
        "id": f"{ids[source]}~{ids[target]}", "from": ids[source], "to": ids[target], "what": what, "smooth": False,
        "width": 1.6 if what == "about" else 0.9, "opacity": 0.6 if what == "about" else 0.35, "dashes": False,
    }  # fmt: skip
    if claim and what == "about":
        made |= {"stance": claim.stance, "dashes": DASHES[claim.stance]}
    return made | ({"faint": True} if home[source] != home[target] else {})


def _data(
    model: Model, site: Site, chosen: Chosen, placed: Placed, dealt: Mapping[str, Any], ids: Mapping[str, str]
) -> dict[str, Any]:
    papers = {claim.paper for claim in model.claims.values()} | {*chosen.nodes["paper"]}
    argued = {i for c in model.claims.values() for i in (c.therapy, *c.diseases) if i}
    everything = len(argued) + len(model.claims) + len(model.papers) + len(model.people)
    return {
        "view": NAME,
        "claims": dealt["claims"],
        "papers": dealt["papers"],
        "years": sorted({year for iri in papers if (year := model.papers[iri].year)}),
        "others": others(model, site, chosen.names),
        "query": QUERY,
        "kinds": list(KINDS),
        "kindsOff": ["author"],
        "isolated": True,
        "help": list(_HELP),
        "top": [ids[iri] for iri in site.ranked([*chosen.nodes["therapy"], *chosen.nodes["disease"]])[:14]],
        "all": max(everything, len(chosen.names)),
        "groups": [
            {"lines": _topic(model, chosen, group), "x": x, "y": y, "rx": rx, "ry": ry}
            for (x, y, rx, ry), group in zip(placed.ellipses, placed.members, strict=True)
        ],
    }


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
