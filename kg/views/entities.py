"""e/<slug>.html: everything on one paper, author, therapy, disease or proposition, at most 60 kB of static HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup

from kg.views._cards import LONGEST_QUOTE, card, hedged, paper_card, tally
from kg.views._draw import Spoke, spokes
from kg.views._entity import Index, facts, index, neighbours, ordered, passages, stance
from kg.views._model import Claim, Model
from kg.views._page import count, frame
from kg.views._page import render as fill
from kg.views._pieces import joined, listed, neighbour, sentence, tie
from kg.views._site import Site, identifier, kind_of, name_of
from kg.views._text import short
from kg.views._words import WORDS

NAME = "entities"
TITLE = "Entities"
ORDER = 90
QUESTION = "What is known of this paper, author, therapy, disease or proposition?"
_SPOKES = 39  # with the one in the middle: 40 nodes
LARGEST = 60_000  # bytes of a page
# Characters of sentences and of passages, and links a list: the first that keep the page small enough are taken.
_ROOMS = ((14_000, 6_000, 40), (9_000, 4_000, 20), (5_000, 2_000, 10), (1_500, 800, 5))


def render(model: Model, site: Site) -> Iterator[tuple[str, str]]:
    """A page for every entity that has one."""
    found, told = index(model), _sentences(model, site)
    base = frame(site, name=NAME, title="", question=QUESTION, root="../", styles=["entity.css"])
    for iri, path in site.pages.items():
        yield path, _fitting(model, site, found, told, iri, base)


def _fitting(
    model: Model, site: Site, found: Index, told: Callable[[str], Markup], iri: str, base: Mapping[str, Any]
) -> str:
    html = ""
    for room in _ROOMS:
        html = fill("entity.html.j2", {**base, **_page(model, site, found, told, iri, room)})
        if len(html) < LARGEST and len(html.encode()) < LARGEST:
            break
    return html


def _page(
    model: Model, site: Site, found: Index, told: Callable[[str], Markup], iri: str, room: tuple[int, int, int]
) -> dict[str, Any]:
    characters, abstract, links = room
    kind, claims = kind_of(model, iri), found.claims.get(iri, ())
    name = model.papers[iri].title if kind == "paper" else name_of(model, iri)
    left, right = neighbours(model, found, iri)
    return {
        "title": short(name, 90),
        "heading": short(name, 300),
        "kind": kind,
        "subtitle": _subtitle(model, found, iri, kind),
        "retracted": kind == "paper" and model.papers[iri].retracted,
        **_weighed(model, iri, claims),
        "says_title": WORDS[f"says_{kind}"],
        "map_link": _map_link(model, site, iri, kind),
        **_ego(model, site, left, right),
        "passages": list(passages(model, model.papers[iri], abstract)) if kind == "paper" else [],
        "groups": list(_groups(model, claims, told, characters)),
        "facts": facts(model, found, iri),
        "lists": _lists(model, site, found, iri, {**left, **right}, links),
    }


def _weighed(model: Model, iri: str, claims: Sequence[Claim]) -> dict[str, Any]:
    """What the meter shows: sentences by stance, those that are hedged, papers and independent groups of them."""
    told = [count(len({c.paper for c in claims}), "paper")] if iri not in model.papers else []
    proposition = model.propositions.get(iri)
    if proposition:
        told.append(count(proposition.independent, "groups"))
    return {
        "counts": tally(claims), "unsure": tally(hedged(claims)), "weighed": told,
        "contested": bool(proposition and proposition.contested),
    }  # fmt: skip


def _subtitle(model: Model, found: Index, iri: str, kind: str) -> str:
    if kind == "paper":
        people = [model.people[a].name for a in model.papers[iri].authors if a in model.people]
        return ", ".join(people[:8]) + (" …" if len(people) > 8 else "")
    claims = found.claims.get(iri, ())
    return f"{count(len(claims), 'claim')}, {count(len({c.paper for c in claims}), 'paper')}"


def _map_link(model: Model, site: Site, iri: str, kind: str) -> str:
    if kind in ("therapy", "disease") and any(view.name == "evidence" for view in site.views):
        return f"../evidence.html#node={identifier(model, iri)}"
    return ""


def _ego(
    model: Model, site: Site, left: Mapping[str, Sequence[Claim]], right: Mapping[str, Sequence[Claim]]
) -> dict[str, Any]:
    """The picture of the neighbours: on either side those with most claims between, at most 39 in all."""
    sides = [[(iri, claims[iri]) for iri in _most(site, claims)] for claims in (left, right)]
    room = [min(len(sides[0]), max(_SPOKES // 2, _SPOKES - len(sides[1]))), 0]
    room[1] = _SPOKES - room[0]
    kept = [[(iri, stance(claims)) for iri, claims in side[:most]] for side, most in zip(sides, room, strict=True)]
    drawn, half = spokes(*kept)
    every = {**left, **right}
    return {
        "drawn": len(drawn),
        "ties": joined(tie(s) for s in drawn),
        "neighbours": joined(_neighbour(model, site, s, every[s.iri]) for s in drawn),
        "half": half,
        "hidden_neighbours": sum(map(len, sides)) - len(drawn),
    }


def _most(site: Site, claims: Mapping[str, Sequence[Claim]]) -> list[str]:
    return sorted(claims, key=lambda iri: (-len(claims[iri]), -site.rank.get(iri, 0.0), iri))


def _neighbour(model: Model, site: Site, spoke: Spoke, claims: Sequence[Claim]) -> Markup:
    kind, name = kind_of(model, spoke.iri), short(name_of(model, spoke.iri), 25)
    return neighbour(spoke, kind, name, tally(claims), _beside(site, spoke.iri))


def _beside(site: Site, iri: str) -> str | None:
    """A page's address as seen from another page of an entity."""
    return site.pages[iri].removeprefix("e/") if iri in site.pages else None


def _sentences(model: Model, site: Site) -> Callable[[str], Markup]:
    """A claim's sentence as it stands on all these pages, by the claim's IRI: each is made once."""

    @cache
    def told(iri: str) -> Markup:
        claim = model.claims[iri]
        by = paper_card(model, site, claim.paper)
        return sentence(card(model, claim), by | {"page": _beside(site, claim.paper)})

    return told


def _groups(
    model: Model, claims: Sequence[Claim], told: Callable[[str], Markup], room: int
) -> Iterator[dict[str, Any]]:
    """The sentences, as many as fit."""
    shown, spent = [], 0
    for claim in ordered(model, claims):
        spent += min(len(claim.quote), LONGEST_QUOTE) + 500
        if spent > room:
            break
        shown.append(told(claim.iri))
    if shown:
        title, hidden = f"{WORDS['evidence']} ({len(claims)})", len(claims) - len(shown)
        yield {"title": title, "sentences": joined(shown), "hidden": hidden}


def _lists(
    model: Model, site: Site, found: Index, iri: str, near: Mapping[str, Sequence[Claim]], most: int
) -> list[dict[str, Any]]:
    """The neighbours by kind, each with what the claims between say, and what is broader and narrower."""
    named, wider, narrower = {**near}, list[str](), list[str]()
    if iri in model.concepts:
        named |= {p: [model.claims[c] for c in model.propositions[p].claims] for p in found.propositions.get(iri, ())}
        wider = [i for i in model.concepts[iri].broader if i in model.concepts]
        narrower = list(found.narrower.get(iri, ()))
    kinds = ("therapy", "disease", "outcome", "target", "proposition", "paper", "author")
    groups: dict[str, dict[str, Sequence[Claim]]] = {WORDS[kind]: {} for kind in kinds}
    for beside, claims in named.items():
        groups[WORDS[kind_of(model, beside)]][beside] = claims
    groups |= {WORDS["broader"]: {i: () for i in wider}, WORDS["narrower"]: {i: () for i in narrower}}
    return [_list(model, site, title, links, most) for title, links in groups.items() if links]


def _list(model: Model, site: Site, title: str, links: Mapping[str, Sequence[Claim]], most: int) -> dict[str, Any]:
    shown = _most(site, links)[:most]
    told = joined(_listed(model, site, iri, links[iri]) for iri in shown)
    return {"title": f"{title} ({len(links)})", "links": told, "hidden": len(links) - len(shown)}


def _listed(model: Model, site: Site, iri: str, claims: Sequence[Claim]) -> Markup:
    name = short(name_of(model, iri), 90)
    mark = WORDS["contested"] if iri in model.propositions and model.propositions[iri].contested else ""
    mark = WORDS["retracted"] if iri in model.papers and model.papers[iri].retracted else mark
    return listed(kind_of(model, iri), name, _beside(site, iri), tally(claims) if claims else None, mark)
