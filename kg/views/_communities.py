"""A graph too large to be drawn node by node: one node for each community of therapies and diseases."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.text import digest, slug
from kg.views import _argued
from kg.views._cards import deck
from kg.views._groups import communities, rows
from kg.views._model import Claim, Model
from kg.views._network import OPTIONS, draw, library
from kg.views._page import count, frame
from kg.views._site import Site, name_of, others
from kg.views._text import short
from kg.views._words import WORDS

_MOST = 24  # communities
_WIDE, _HIGH, _HEAD = 140.0, 42.0, 108.0  # half axes of a community's ellipse, room for the names above it
_SENTENCES = 30  # of each community
_HELP = (
    "The graph is too large to show every node at once. A circle is a community: therapies and diseases that are often"
    " claimed together, named by the two diseases and the two therapies with most claims in it. The larger the circle,"
    " the more claims.",
    "Click a circle and read its best sentences; its page, also reached by a double click, draws its therapies,"
    " diseases, claims and papers. Lines to other communities show while the mouse is on it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Therapies and diseases with the claims about them; `names` are two diseases and two therapies, at most.

    One holds what is not tied to anything: claims that name a therapy or a disease alone.
    """

    identifier: str
    tied: bool
    names: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def path(self) -> str:
        """The file of its page."""
        return f"community-{self.identifier}.html"

    @property
    def papers(self) -> set[str]:
        """The papers of its claims."""
        return {claim.paper for claim in self.claims}


def communities_of(model: Model, site: Site) -> list[Community]:
    """The communities that have claims, those with most claims first, what is not tied to anything last; every claim
    about a concept is in one."""
    weight: Counter[tuple[str, str]] = Counter()
    for claim in model.claims.values():
        weight.update((claim.therapy, disease) for disease in claim.diseases if claim.therapy)
    names = site.ranked({end for claim in model.claims.values() for end in (claim.therapy, *claim.diseases) if end})
    groups = communities(names, [(a, b, float(n)) for (a, b), n in sorted(weight.items())], most=_MOST)
    home = {iri: n for n, group in enumerate(groups) for iri in group}
    claims: dict[int, list[Claim]] = {}
    for claim in model.claims.values():
        if about := claim.therapy or next(iter(claim.diseases), None):
            claims.setdefault(home[about], []).append(claim)
    found = [_community(model, groups[n], told) for n, told in claims.items()]
    return sorted(found, key=lambda c: (not c.tied, -len(c.claims), c.identifier))


def _community(model: Model, members: Sequence[str], claims: Sequence[Claim]) -> Community:
    about = Counter(end for claim in claims for end in (claim.therapy, *claim.diseases) if end)
    ranked = sorted(set(members).intersection(about), key=lambda iri: (-about[iri], iri))
    top = [iri for kind in ("disease", "therapy") for iri in [i for i in ranked if model.concepts[i].kind == kind][:2]]
    names = tuple(name_of(model, iri) for iri in top)
    identifier = f"{slug(' '.join(names[::2]))}-{digest(*sorted(members), digits=6)}"
    tied = any(claim.therapy and claim.diseases for claim in claims)
    return Community(identifier=identifier, tied=tied, names=names, claims=tuple(claims))


def part(model: Model, community: Community) -> Model:
    """The model of one community: its claims, their papers, and who wrote those."""
    papers = {iri: model.papers[iri] for iri in sorted(community.papers)}
    people = {author for paper in papers.values() for author in paper.authors}
    return replace(
        model,
        claims={claim.iri: claim for claim in community.claims},
        papers=papers,
        people={iri: person for iri, person in model.people.items() if iri in people},
    )


def page_of_all(model: Model, site: Site, found: Sequence[Community], told: tuple[str, str, str, str]) -> str:
    """The map of the communities; `told` are the view's name, title, question and query."""
    name, title, question, query = told
    dealt = deck(model, site, {c.identifier: _best(c) for c in found})
    at = rows([(_WIDE, _HIGH)] * len(found), gap=30, head=_HEAD)
    nodes = [_node(c, place, dealt) for c, place in zip(found, at, strict=True)]
    context = frame(
        site, name=name, title=title, question=question, styles=["map.css"],
        code=[library(), "app.js", "panel.js", "mapsvg.js", "map.js", "start.js"],
    ) | _argued.page(model, site, _argued.argued(model, site))  # fmt: skip
    context |= {"query": query, "data": _data(model, site, found, at, dealt) | {"view": name, "query": query}}
    return draw("map.html.j2", context, nodes, _edges(model, found), OPTIONS)


def _best(community: Community) -> list[Claim]:
    """Claims in turns between what they say, so that disputes are seen."""
    seen: Counter[str] = Counter()
    turns = []
    for claim in sorted(community.claims, key=lambda c: (not c.headline, c.certainty != "Asserted", c.iri)):
        seen[claim.stance] += 1
        turns.append((seen[claim.stance], claim.iri, claim))
    return [claim for *_, claim in sorted(turns, key=lambda turn: turn[:2])[:_SENTENCES]]


def _node(community: Community, place: tuple[float, float], dealt: Mapping[str, Any]) -> dict[str, Any]:
    told = f"{count(len(community.claims), 'claim')}, {count(len(community.papers), 'paper')}"
    return {
        "id": community.identifier, "kind": "community", "name": short(" · ".join(community.names), 120),
        "also": list(community.names), "title": count(len(community.claims), "claim"), "strong": True, "label": " ",
        "shape": "dot", "size": round(8 + min(20.0, 0.5 * math.sqrt(len(community.claims))), 1), "count": told,
        "x": round(place[0], 1), "y": round(place[1], 1), "page": community.path, "degree": len(community.claims),
        "claims": dealt["places"][community.identifier],
    }  # fmt: skip


def _edges(model: Model, found: Sequence[Community]) -> list[dict[str, Any]]:
    """A faint line for each two communities that papers make claims of: the more papers, the wider."""
    home: dict[str, set[int]] = {}
    for n, community in enumerate(found):
        for paper in community.papers:
            home.setdefault(paper, set()).add(n)
    shared = Counter((a, b) for inside in home.values() for a in inside for b in inside if a < b)
    return [
        {
            "id": f"{found[a].identifier}~{found[b].identifier}", "from": found[a].identifier,
            "to": found[b].identifier, "what": count(papers, "paper"), "faint": True, "smooth": False,
            "dashes": False, "width": round(min(8.0, 0.6 + math.log2(1 + papers)), 1), "opacity": 0.5,
        }
        for (a, b), papers in sorted(shared.items())
    ]  # fmt: skip


def _data(
    model: Model, site: Site, found: Sequence[Community], at: Sequence[tuple[float, float]], dealt: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        "claims": dealt["claims"],
        "papers": dealt["papers"],
        "years": sorted({paper["year"] for paper in dealt["papers"] if "year" in paper}),
        "others": others(model, site, ()),
        "isolated": True,
        "help": list(_HELP),
        "top": [community.identifier for community in found],
        "all": len(found),
        "groups": [
            {"lines": _lines(c), "x": round(x, 1), "y": round(y, 1), "rx": _WIDE, "ry": _HIGH}
            for c, (x, y) in zip(found, at, strict=True)
        ],
    }


def _lines(community: Community) -> list[str]:
    names = [short(name, 34) for name in community.names]
    return names if community.tied else [WORDS["untied"], *names[:3]]
