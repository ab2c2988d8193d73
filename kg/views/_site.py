"""What all pages share: who ranks where, which entity has a page of its own, which views there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.text import digest, slug
from kg.views._model import Model
from kg.views._text import short

KINDS = ("therapy", "disease", "paper", "author", "proposition")
_DAMPING = 0.85  # Brin and Page (1998)
_SEARCHED = 1200  # entities a page's search knows beside those drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page of the navigation."""

    name: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`pages` are files below the output folder by IRI, only of entities that get one; `rank` is by PageRank."""

    views: tuple[View, ...]
    pages: Mapping[str, str]
    rank: Mapping[str, float]
    max_nodes: int
    report: Mapping[str, Any]

    def ranked(self, iris: Iterable[str]) -> list[str]:
        """The IRIs, those that rank highest first, ties by IRI."""
        return sorted(iris, key=lambda iri: (-self.rank.get(iri, 0.0), iri))


def name_of(model: Model, iri: str) -> str:
    """What a node is called on a page."""
    if iri in model.concepts:
        return model.concepts[iri].label
    if iri in model.papers:
        return cite(model, iri)
    if iri in model.people:
        return model.people[iri].name
    return model.propositions[iri].label if iri in model.propositions else iri


def kind_of(model: Model, iri: str) -> str:
    """The kind of a node: therapy, disease, outcome, target, paper, author or proposition."""
    if iri in model.concepts:
        return model.concepts[iri].kind
    if iri in model.papers:
        return "paper"
    return "author" if iri in model.people else "proposition"


def cite(model: Model, paper: str) -> str:
    """A paper's short name: first family name and year, "Vermeulen 2021"; the title's start where nobody signs."""
    described = model.papers[paper]
    first = next((model.people[a].family for a in described.authors if a in model.people), None)
    who = short(first, 40) if first else short(described.title, 30)
    return f"{who} {described.year}" if described.year else who


def identifier(model: Model, iri: str) -> str:
    """A name for a node in files, hashes and links: its label's slug and six digits of its IRI's hash."""
    label = model.papers[iri].title if iri in model.papers else name_of(model, iri)
    return f"{slug(label)}-{digest(iri, digits=6)}"


def ranks(model: Model) -> dict[str, float]:
    """PageRank over papers, people, concepts and propositions, to nine places."""
    import networkx  # type: ignore[import-untyped]

    graph = networkx.Graph()
    for paper in model.papers.values():
        graph.add_node(paper.iri)
        graph.add_edges_from((paper.iri, other) for other in (*paper.authors, *paper.mentions))
        graph.add_edges_from((paper.iri, cited) for cited in paper.cites if cited in model.papers)
    for claim in model.claims.values():
        for other in (claim.therapy, *claim.diseases, *claim.propositions):
            if other:
                graph.add_edge(claim.paper, other)
    for proposition in model.propositions.values():
        for other in (proposition.therapy, proposition.disease):
            if other:
                graph.add_edge(proposition.iri, other)
    if not graph:
        return {}
    return {iri: round(rank, 9) for iri, rank in networkx.pagerank(graph, alpha=_DAMPING).items()}


def pages(model: Model, rank: Mapping[str, float], max_pages: int) -> dict[str, str]:
    """The files of the entities that get a page: therapies and diseases in claims first, then all by rank."""
    argued = {i for c in model.claims.values() for i in (c.therapy, *c.diseases) if i in model.concepts}
    concepts = [c.iri for c in model.concepts.values() if c.kind in ("therapy", "disease")]
    argued |= {p.iri for p in model.propositions.values() if p.contested}
    everything = [*concepts, *model.papers, *model.people, *model.propositions]
    ordered = sorted(everything, key=lambda iri: (iri not in argued, -rank.get(iri, 0.0), iri))
    return {iri: f"e/{identifier(model, iri)}.html" for iri in ordered[:max_pages]}


def others(model: Model, site: Site, drawn: Iterable[str]) -> list[list[str]]:
    """Name, kind and page of the entities that are not drawn, for the search: those that rank highest, papers last."""
    seen = {*drawn, *model.propositions}
    rest = [iri for iri in site.ranked(site.pages) if iri not in seen]
    kept = sorted(rest, key=lambda iri: iri in model.papers)[:_SEARCHED]
    return [[short(_heading(model, iri), 70), kind_of(model, iri), site.pages[iri]] for iri in kept]


def _heading(model: Model, iri: str) -> str:
    return f"{cite(model, iri)}: {model.papers[iri].title}" if iri in model.papers else name_of(model, iri)
