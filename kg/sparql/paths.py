"""How two entities hang together: the shortest chains of evidence over papers, claims, concepts and authors.

A claim is a tie between any two of its paper, therapy, disease, outcome and comparator.  Claims that tie the same two
are one edge, so that the search is as fast as the graph has edges, however often a sentence is repeated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, count, islice, pairwise
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg import graph
from kg.terms import DCTERMS, KG, SKOS

Network: TypeAlias = Any  # a networkx.Graph, which ships no types
Tie: TypeAlias = dict[str, Any]  # an edge of it

# Ties without a claim: the words for them forth and back, and their length; by a claim it is 2.
_DIRECT: tuple[tuple[str, str, str, float], ...] = (
    (DCTERMS.creator, "written by", "wrote", 1.0),
    (KG.mentions, "mentions", "mentioned by", 2.5),
    (SKOS.broader, "a kind of", "broader than", 2.5),
    (DCTERMS.isPartOf, "published in", "published", 4.0),
)
_BY_CLAIM = 2.0
_ARGUMENTS = (
    (KG.makesClaim, "claimed by", "claims"),
    (KG.therapy, "of the therapy", "in the claim"),
    (KG.disease, "about the disease", "in the claim"),
    (KG.outcome, "by the outcome", "in the claim"),
    (KG.comparator, "against", "in the claim"),
)
_SEARCHED = 2000  # paths looked at before the best are chosen
_ENDS = {"paper", "author", "organisation", "journal", *graph.CONCEPTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A node on a path: `relation` is how the one before led to it, "" at the start.

    A claim's `label` is its quote, its `source` author, year and identifier of its paper, and `others` says how many
    more claims tie the same two nodes.
    """

    iri: str
    kind: str
    label: str
    relation: str
    source: str = ""
    others: int = 0


def shortest(store: ox.Store, starts: Iterable[str], ends: Iterable[str], *, limit: int = 5) -> list[tuple[Step, ...]]:
    """The shortest paths between any of the starts and any of the ends; none where nothing ties them.

    Those with the most claims stand first, each by the claims that say most; then come those by the other claims.  A
    claim among the ends stands for itself: the path begins at its paper.
    """
    import networkx as nx  # type: ignore[import-untyped]

    network = _network(store)
    found: list[tuple[float, list[str]]] = []
    for start in _ends(store, starts):
        for end in _ends(store, ends):
            if start != end and start in network and end in network and nx.has_path(network, start, end):
                paths = islice(nx.all_shortest_paths(network, start, end, weight="length"), _SEARCHED)
                found += [(nx.path_weight(network, path, "length"), path) for path in paths]
    least = min((length for length, _ in found), default=0.0)
    best = [path for _, path in sorted((-_evidence(network, path), path) for length, path in found if length == least)]
    ties = [[network.edges[left, right] for left, right in pairwise(path)] for path in best]
    ranked = ((rank, n) for rank in count() for n, each in enumerate(ties) if rank < _ways(each))
    chains = islice(ranked, min(limit, sum(map(_ways, ties))))
    return [tuple(_told(store, best[n], ties[n], rank)) for rank, n in chains]


def _ways(ties: Sequence[Tie]) -> int:
    """By how many chains of claims one path is told, so that each claim stands in one of them."""
    return max(1, *(len(tie["claims"]) for tie in ties))


def _ends(store: ox.Store, nodes: Iterable[str]) -> list[str]:
    return sorted({graph.paper_of(store, node) or node for node in nodes})


def _network(store: ox.Store) -> Network:
    """The ties between papers, concepts, authors and journals, of any two the shortest."""
    import networkx as nx

    network = nx.Graph()
    main = {str(quad.subject) for quad in store.quads_for_pattern(None, ox.NamedNode(KG.headline), None, None)}
    for (left, right), claims in sorted(_claimed(store).items()):
        ranked = sorted(claims, key=lambda claim: (f"<{claim}>" not in main, claim))
        network.add_edge(left, right, length=_BY_CLAIM, claims=ranked, predicate="", subject="")
    ends = {node for kind, cls in graph.KINDS if kind in _ENDS for node in graph.typed(store, cls)}
    for predicate, _, _, length in _DIRECT:
        for left, right in sorted(_pairs(store, predicate)):
            if {left, right} <= ends and not network.has_edge(left, right):
                network.add_edge(left, right, length=length, claims=[], predicate=predicate, subject=left)
    return network


def _pairs(store: ox.Store, predicate: str) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            yield quad.subject.value, quad.object.value


def _claimed(store: ox.Store) -> dict[tuple[str, str], list[str]]:
    """The claims that tie two nodes, by the two in order."""
    about: dict[str, set[str]] = {claim: {paper} for paper, claim in _pairs(store, KG.makesClaim)}
    for predicate, _, _ in _ARGUMENTS[1:]:
        for claim, concept in _pairs(store, predicate):
            if claim in about:  # propositions have arguments too
                about[claim].add(concept)
    ties: dict[tuple[str, str], list[str]] = defaultdict(list)
    for claim, nodes in about.items():
        for left, right in combinations(sorted(nodes), 2):
            ties[left, right].append(claim)
    return ties


def _evidence(network: Network, path: Sequence[str]) -> int:
    return sum(len(network.edges[left, right]["claims"]) for left, right in pairwise(path))


def _told(store: ox.Store, path: Sequence[str], ties: Sequence[Tie], rank: int) -> Iterator[Step]:
    """A path by the claims of this rank, or the last of a tie that has fewer."""
    yield _step(store, path[0], "")
    words = {predicate: (back, forth) for predicate, forth, back, _ in _DIRECT}
    for left, right, tie in zip(path, path[1:], ties, strict=False):
        if not tie["claims"]:
            yield _step(store, right, words[tie["predicate"]][tie["subject"] == left])
            continue
        claim = tie["claims"][min(rank, len(tie["claims"]) - 1)]
        yield _step(store, claim, _role(store, claim, left)[1], others=len(tie["claims"]) - 1)
        yield _step(store, right, _role(store, claim, right)[0])


def _role(store: ox.Store, claim: str, node: str) -> tuple[str, str]:
    """How a claim leads to a node, and the node to the claim."""
    paper, *arguments = _ARGUMENTS
    fitting = (words for predicate, *words in arguments if node in graph.values(store, claim, predicate))
    to, back = next(fitting, paper[1:])
    return to, back


def _step(store: ox.Store, node: str, relation: str, *, others: int = 0) -> Step:
    kind = graph.kind(store, node)
    paper = graph.paper_of(store, node) if kind == "claim" else None
    source = f"{graph.cited(store, paper)}, {graph.identifier(store, paper)}" if paper else ""
    return Step(
        iri=node, kind=kind, label=graph.label(store, node), relation=relation, source=source, others=others
    )  # fmt: skip
