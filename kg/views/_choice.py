"""What of a graph a picture of nodes shows, and what beside it can be brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.views._cards import best_first
from kg.views._model import Claim, Model
from kg.views._site import Site

LARGEST = 2000  # nodes above which communities are drawn, not their members
_MORE = 800  # nodes a page knows beside those it draws: it stays below 3 MB
KINDS = ("therapy", "disease", "claim", "paper", "author")
_SHARES = {"therapy": 0.14, "disease": 0.1, "claim": 0.36, "paper": 0.24, "author": 0.16}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The nodes drawn, by kind, and the links between them as (from, to, what, claim or None)."""

    nodes: Mapping[str, Sequence[str]]
    links: Sequence[tuple[str, str, str, Claim | None]]

    @property
    def names(self) -> list[str]:
        """All nodes, by kind."""
        return [iri for kind in KINDS for iri in self.nodes[kind]]


def size(model: Model) -> int:
    """How many nodes a whole picture would have."""
    argued = {i for c in model.claims.values() for i in (c.therapy, *c.diseases) if i}
    return len(argued) + len(model.claims) + len(model.papers) + len(model.people)


def choose(model: Model, site: Site) -> Chosen:
    """All where it fits; else the highest ranks of every kind and every contested claim, nothing unlinked."""
    argued, every = _argued_claims(model), _every(model, site)
    if sum(map(len, every.values())) <= site.max_nodes:
        return Chosen(nodes=every, links=list(_links(model, every)))
    room = {kind: int(site.max_nodes * share) for kind, share in _SHARES.items()}
    nodes = {kind: every[kind][: room[kind]] for kind in ("therapy", "disease")}
    disputed = [c for c in argued if _contested(model, c)] if size(model) <= LARGEST else []
    for kind in ("therapy", "disease"):
        ends = {i for c in disputed for i in (c.therapy, *c.diseases) if i and model.concepts[i].kind == kind}
        nodes[kind] = site.ranked({*nodes[kind], *ends})
    told = _telling(model, argued, {*nodes["therapy"], *nodes["disease"]})[: room["claim"]]
    nodes["claim"] = list(dict.fromkeys([*(c.iri for c in disputed), *told]))
    used = Counter(model.claims[iri].paper for iri in nodes["claim"])
    nodes["paper"] = sorted(used, key=lambda iri: (-used[iri], -site.rank.get(iri, 0.0), iri))[: room["paper"]]
    nodes["author"] = site.ranked({a for iri in nodes["paper"] for a in model.papers[iri].authors})[: room["author"]]
    links = list(_links(model, nodes))
    linked = {end for a, b, *_ in links for end in (a, b)}
    return Chosen(nodes={kind: [i for i in iris if i in linked] for kind, iris in nodes.items()}, links=links)


def _every(model: Model, site: Site) -> dict[str, list[str]]:
    """All that could be drawn, by kind."""
    argued = _argued_claims(model)
    concepts = {i for c in argued for i in (c.therapy, *c.diseases) if i}
    kinds = ("therapy", "disease")
    every = {kind: site.ranked(i for i in concepts if model.concepts[i].kind == kind) for kind in kinds}
    papers, people = site.ranked(model.papers), site.ranked(model.people)
    return every | {"claim": [c.iri for c in argued], "paper": papers, "author": people}


def _argued_claims(model: Model) -> list[Claim]:
    return [c for c in model.claims.values() if c.therapy or c.diseases]


def _contested(model: Model, claim: Claim) -> bool:
    return any(model.propositions[p].contested for p in claim.propositions if p in model.propositions)


def _telling(model: Model, claims: Sequence[Claim], drawn: set[str]) -> list[str]:
    """Claims in turns between what they are about, so that no pair takes all the room; contested ones first."""
    groups: dict[tuple[str | None, ...], list[Claim]] = {}
    for claim in best_first(claims, model):
        if drawn.intersection((claim.therapy, *claim.diseases)):
            groups.setdefault((claim.therapy, *claim.diseases, claim.stance), []).append(claim)
    turns = [(n, not _contested(model, claim), claim.iri) for group in groups.values() for n, claim in enumerate(group)]
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


def rest_of(model: Model, site: Site, chosen: Chosen) -> Chosen:
    """What the search can bring in: the nodes that are not drawn, as far as a page holds them, and their links."""
    drawn = set(chosen.names)
    rest = [(kind, iri) for kind, iris in _every(model, site).items() for iri in iris if iri not in drawn][:_MORE]
    nodes = {kind: [iri for k, iri in rest if k == kind] for kind in KINDS}
    known = {kind: [*chosen.nodes[kind], *nodes[kind]] for kind in KINDS}
    seen = {link[:2] for link in chosen.links}
    return Chosen(nodes=nodes, links=[link for link in _links(model, known) if link[:2] not in seen])
