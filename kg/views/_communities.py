"""A graph too large to be drawn node by node: one node for each community of therapies and diseases."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.text import digest, slug
from kg.views import _argued
from kg.views._cards import deck, tally, totals
from kg.views._groups import communities
from kg.views._model import Claim, Model
from kg.views._network import OPTIONS, draw, library
from kg.views._page import count, frame
from kg.views._site import Site, name_of, others
from kg.views._text import short
from kg.views._words import WORDS

_MOST = 24  # communities
_WIDE, _HIGH, _LARGEST = 125.0, 49.0, 34.0  # half of a community's room, and the largest circle in it
_SENTENCES = 30  # of each community
_HELP = (
    "The graph is too large to show every node at once. A circle is a community: therapies and diseases that are often"
    " claimed together, named by the two diseases and the two therapies that most of them are about. The larger the"
    " circle, the more claims; its rim tells how many of them support (blue), dispute (orange), or do neither (grey).",
    "Click a circle and read its best sentences; its page, also reached by a double click, draws its therapies,"
    " diseases, claims and papers. Lines to other communities show while the mouse is on it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """Therapies and diseases with the claims about them; `names` are two diseases and two therapies, at most.

    The last holds what is in no community: claims that name a therapy or a disease alone, and pairs of few claims.
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
    """The communities that have claims, those with most claims first, and last what is in none of them; every claim
    about a concept is in one."""
    weight: Counter[tuple[str, str]] = Counter()
    for claim in model.claims.values():
        weight.update((claim.therapy, disease) for disease in claim.diseases if claim.therapy)
    names = site.ranked({end for claim in model.claims.values() for end in (claim.therapy, *claim.diseases) if end})
    tied, loose = communities(names, [(a, b, float(n)) for (a, b), n in sorted(weight.items())], most=_MOST)
    groups = [*tied, loose]
    home = {iri: n for n, group in enumerate(groups) for iri in group}
    claims: dict[int, list[Claim]] = {}
    for claim in model.claims.values():
        if about := claim.therapy or next(iter(claim.diseases), None):
            claims.setdefault(home[about], []).append(claim)
    found = [_community(model, groups[n], told, tied=n < len(tied)) for n, told in claims.items()]
    return sorted(found, key=lambda c: (not c.tied, -len(c.claims), c.identifier))


def _community(model: Model, members: Sequence[str], claims: Sequence[Claim], *, tied: bool) -> Community:
    about = Counter(end for claim in claims for end in (claim.therapy, *claim.diseases) if end)
    # What is claimed together holds a community together; what is often claimed alone tells less of it.
    paired = [claim for claim in claims if claim.therapy and claim.diseases]
    telling = Counter(end for claim in paired for end in (claim.therapy or "", *claim.diseases))
    ranked = sorted(set(members).intersection(about), key=lambda iri: (-telling[iri], -about[iri], iri))
    top = [iri for kind in ("disease", "therapy") for iri in [i for i in ranked if model.concepts[i].kind == kind][:2]]
    names = tuple(name_of(model, iri) for iri in top)
    identifier = f"{slug(' '.join(names[::2]))}-{digest(*sorted(members), digits=6)}"
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
    at = _grid(len(found))
    most = max((len(c.claims) for c in found if c.tied), default=1)
    nodes = [_node(c, place, dealt, most) for c, place in zip(found, at, strict=True)]
    context = frame(
        site, name=name, title=title, question=question, styles=["map.css"],
        code=[library(), "app.js", "panel.js", "mapsvg.js", "map.js", "start.js"],
    ) | _argued.page(model, site, _argued.argued(model, site))  # fmt: skip
    context |= {"query": query, "data": _data(model, site, found, at, dealt) | {"view": name, "query": query}}
    return draw("map.html.j2", context, nodes, _edges(model, found), OPTIONS)


def _grid(number: int) -> list[tuple[float, float]]:
    """Centres of as many rooms, row by row, all together about as wide as a screen is to its height."""
    across = max(1, round(math.sqrt(number * 1.43 * _HIGH / _WIDE)))
    return [(n % across * 2 * _WIDE, n // across * 2 * _HIGH) for n in range(number)]


def _best(community: Community) -> list[Claim]:
    """Claims in turns between what they say, so that disputes are seen."""
    seen: Counter[str] = Counter()
    turns = []
    for claim in sorted(community.claims, key=lambda c: (not c.headline, c.certainty != "Asserted", c.iri)):
        seen[claim.stance] += 1
        turns.append((seen[claim.stance], claim.iri, claim))
    return [claim for *_, claim in sorted(turns, key=lambda turn: turn[:2])[:_SENTENCES]]


def _node(community: Community, place: tuple[float, float], dealt: Mapping[str, Any], most: int) -> dict[str, Any]:
    told = f"{count(len(community.claims), 'claim')}, {count(len(community.papers), 'paper')}"
    share = min(1.0, len(community.claims) / most)
    return {
        "id": community.identifier, "kind": "community", "name": _name(community), "also": list(community.names),
        "label": " ", "shape": "dot", "size": round(_LARGEST * (0.4 + 0.6 * math.sqrt(share))),
        "shares": tally(community.claims), "count": told, "x": place[0] - _WIDE + _LARGEST + 8, "y": place[1],
        "page": community.path, "degree": len(community.claims), "claims": dealt["places"][community.identifier],
    }  # fmt: skip


def _name(community: Community) -> str:
    names = short(" · ".join(community.names), 120)
    return names if community.tied else f"{WORDS['untied'].capitalize()}: {names}"


def _edges(model: Model, found: Sequence[Community]) -> list[dict[str, Any]]:
    """A faint line for each two communities that papers make claims of: the more papers, the wider."""
    home: dict[str, set[int]] = {}
    for n, community in enumerate(found):
        for paper in community.papers:
            home.setdefault(paper, set()).add(n)
    shared = Counter((a, b) for inside in home.values() for a in inside for b in inside if a < b)
    return [
        {
            "from": found[a].identifier, "to": found[b].identifier, "what": count(papers, "paper"), "faint": True,
            "width": round(min(8.0, 0.6 + math.log2(1 + papers)), 1), "opacity": 0.5,
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
        "totals": totals([claim for community in found for claim in community.claims]),
        "shownAs": [WORDS["community"].lower(), ""],
        "help": list(_HELP),
        "top": [community.identifier for community in found],
        "all": len(found),
        "groups": [
            {"lines": _lines(c), "x": x, "y": y, "rx": _WIDE, "ry": _HIGH, "beside": 2 * _LARGEST + 18}
            for c, (x, y) in zip(found, at, strict=True)
        ],
    }


def _lines(community: Community) -> list[str]:
    names = [short(name, 40) for name in community.names]
    return names if community.tied else [WORDS["untied"], *names[::2]]
