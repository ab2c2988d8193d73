"""Communities and their places: found by Louvain, each laid out by springs, then set side by side.

Everything is seeded and rounded: the same graph gives the same picture.  Nodes are numbered first, because the order
of a set of numbers, unlike that of a set of names, is the same in every run.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SEED = 7
_SMALL, _MOST = 7, 9  # nodes below which a community joins a neighbour; communities a picture
_STEPS, _PUSHES = 80, 260
_SCREEN = (940, 660)  # pixels of a map on a common screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node's room in pixels, around its centre: half its width, and what it takes above and below."""

    half: float
    above: float
    below: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Places of nodes by name, and of each community its ellipse (x, y, rx, ry) and members, largest first."""

    at: Mapping[str, tuple[float, float]]
    ellipses: Sequence[tuple[float, float, float, float]]
    members: Sequence[Sequence[str]]


def place(names: Sequence[str], links: Sequence[tuple[str, str, float]], boxes: Mapping[str, Box]) -> Placed:
    """Nodes in their communities, communities in rows; no two boxes of a community overlap."""
    tied, loose = communities(names, links)
    groups = [*tied, *([loose] if loose else [])]
    laid = [_inside(group, links, boxes) for group in groups]
    sizes = [_extent(places, group, boxes) for places, group in zip(laid, groups, strict=True)]
    centres = rows(sizes)
    at: dict[str, tuple[float, float]] = {}
    for places, (cx, cy) in zip(laid, centres, strict=True):
        at |= {name: (round(x + cx, 1), round(y + cy, 1)) for name, (x, y) in places.items()}
    ellipses = [(round(x, 1), round(y, 1), rx, ry) for (x, y), (rx, ry) in zip(centres, sizes, strict=True)]
    return Placed(at=at, ellipses=ellipses, members=groups)


def communities(
    names: Sequence[str], links: Sequence[tuple[str, str, float]], *, most: int = _MOST
) -> tuple[list[list[str]], list[str]]:
    """Louvain communities (Blondel et al. 2008), at most that many, largest first; and what is in none of them.

    Small ones are joined to where most of their links go.
    """
    import networkx  # type: ignore[import-untyped]

    if not names:
        return [], []
    number = {name: n for n, name in enumerate(names)}
    graph = networkx.Graph()
    graph.add_nodes_from(range(len(names)))
    for a, b, weight in links:
        graph.add_edge(
            number[a], number[b], weight=weight + graph.get_edge_data(number[a], number[b], {}).get("weight", 0)
        )
    found = [sorted(group) for group in networkx.community.louvain_communities(graph, seed=_SEED)]
    joined, loose = _join(sorted(found, key=lambda g: (-len(g), g)), graph, most)
    return [[names[n] for n in sorted(group)] for group in joined], [names[n] for n in sorted(loose)]


def _join(groups: list[list[int]], graph: Any, most: int) -> tuple[list[list[int]], list[int]]:
    """Fewer, larger communities: the smallest goes where most of its links lead, else among the unlinked."""
    groups, loose = [list(group) for group in groups], list[int]()
    while groups and (len(groups[-1]) < _SMALL or len(groups) > most):
        last = groups.pop()
        home = {node: g for g, group in enumerate(groups) for node in group}
        votes: dict[int, float] = {}
        for node in last:
            for other, link in sorted(graph.adj[node].items()):
                if other in home:
                    votes[home[other]] = votes.get(home[other], 0) + link["weight"]
        if votes:
            groups[min(votes, key=lambda g: (-votes[g], g))].extend(last)
        else:
            loose.extend(last)
        groups.sort(key=lambda g: (-len(g), min(g)))
    return groups, loose


def _inside(
    group: Sequence[str], links: Sequence[tuple[str, str, float]], boxes: Mapping[str, Box]
) -> dict[str, tuple[float, float]]:
    """A community around the origin: springs (Fruchterman and Reingold 1991), wider than high, boxes pushed apart."""
    import numpy

    number = {name: n for n, name in enumerate(group)}
    inner = [(number[a], number[b], w) for a, b, w in links if a in number and b in number]
    at = _springs(len(group), inner)
    room = sum(2 * boxes[n].half * (boxes[n].above + boxes[n].below) for n in group)
    # Lying down, scaled by all but the outermost, and those brought in: one stray node must not make all small.
    lean = math.atan2(2 * float((at[:, 0] * at[:, 1]).sum()), float((at[:, 0] ** 2 - at[:, 1] ** 2).sum())) / 2
    at = at @ numpy.array([[math.cos(lean), -math.sin(lean)], [math.sin(lean), math.cos(lean)]])
    spread = numpy.percentile(numpy.abs(at), 88, axis=0)
    at = at / numpy.where(spread > 0, spread, 1)
    far = numpy.sqrt((at**2).sum(1, keepdims=True))
    at = numpy.where(far > 1.3, at / numpy.maximum(far, 1e-9) * 1.3, at)
    at = at * numpy.array([1.0, 0.6]) * max(50.0, math.sqrt(room) * 0.62)
    at = _apart(at, [boxes[name] for name in group])
    return {name: (float(at[n, 0]), float(at[n, 1])) for name, n in number.items()}


def _springs(size: int, links: Sequence[tuple[int, int, float]]) -> Any:
    """Places in a plane without unit; every pair repels, links attract by weight, all are drawn to the middle."""
    import numpy

    ideal = 1.5 / math.sqrt(max(size, 1))
    tied = numpy.zeros((size, size))
    for source, target, weight in links:
        tied[source, target] += weight / ideal
    tied += tied.T
    at = numpy.random.default_rng(_SEED).uniform(-1, 1, (2, size))
    for step in range(_STEPS):
        apart = at[:, :, None] - at[:, None]
        far = (apart * apart).sum(0)
        force = (apart * (ideal**2 / (far + 1e-4) - tied * numpy.sqrt(far))).sum(2) - 0.6 * at
        length = numpy.sqrt((force * force).sum(0)) + 1e-9
        go = numpy.minimum(length, 0.12 * (1 - step / _STEPS) + 0.002) / length
        at = (at + force * go).round(9)  # so that the last bits, which differ between processors, do not grow
    return (at - at.mean(1, keepdims=True)).T


def _apart(at: Any, boxes: Sequence[Box]) -> Any:
    """The places moved until no two boxes overlap: each pair gives way along the shorter overlap."""
    import numpy

    half = numpy.array([box.half for box in boxes])
    high = numpy.array([(box.above + box.below) / 2 for box in boxes])
    middle = numpy.array([(box.below - box.above) / 2 for box in boxes])
    wide, tall = half[:, None] + half, high[:, None] + high
    numpy.fill_diagonal(wide, -1)
    x, y = at[:, 0].copy(), at[:, 1] + middle
    for _ in range(_PUSHES):
        one, other = numpy.nonzero((wide - abs(x[:, None] - x) > 0.2) & (tall - abs(y[:, None] - y) > 0.2))
        if not len(one):
            break
        across, down = x[one] - x[other], y[one] - y[other]
        over_x, over_y = wide[one, other] - abs(across), tall[one, other] - abs(down)
        sideways = over_x < over_y
        # Which of two at the same place goes left is decided by their order.
        order = numpy.sign(one - other)
        push_x = numpy.where(sideways, over_x * numpy.where(across == 0, order, numpy.sign(across)), 0)
        push_y = numpy.where(sideways, 0, over_y * numpy.where(down == 0, order, numpy.sign(down)))
        x = (x + 0.5 * numpy.bincount(one, push_x, len(boxes))).round(6)
        y = (y + 0.5 * numpy.bincount(one, push_y, len(boxes))).round(6)
    return numpy.stack([x, y - middle], axis=1)


def _extent(
    places: Mapping[str, tuple[float, float]], group: Sequence[str], boxes: Mapping[str, Box]
) -> tuple[float, float]:
    """Half axes of an ellipse about the origin that holds the boxes of the community."""
    corners = [
        (abs(places[n][0]) + boxes[n].half * 0.7, abs(places[n][1]) + max(boxes[n].above, boxes[n].below))
        for n in group
    ]
    wide, high = max(120.0, *(c[0] for c in corners)), max(90.0, *(c[1] for c in corners))
    grow = max(math.hypot(x / wide, y / high) for x, y in corners)
    return round(wide * max(1.0, grow) + 14, 1), round(high * max(1.0, grow) + 14, 1)


def rows(sizes: Sequence[tuple[float, float]], gap: float = 40, head: float = 60) -> list[tuple[float, float]]:
    """Centres of ellipses in centred rows, in as many rows as make them largest on a screen."""
    together = sum(2 * rx + gap for rx, _ in sizes)
    limits = {max([2 * rx + gap for rx, _ in sizes] + [together / n]) for n in range(1, len(sizes) + 1)}
    tried = [_in_rows(sizes, gap, head, limit * 1.04) for limit in sorted(limits)]
    return min(tried, key=lambda placed: placed[1])[0] if tried else []


def _in_rows(
    sizes: Sequence[tuple[float, float]], gap: float, head: float, limit: float
) -> tuple[list[tuple[float, float]], float]:
    """The centres with rows no wider than that, and how many times larger than a screen they are together."""
    rows: list[list[int]] = [[]]
    for n, (rx, _) in enumerate(sizes):
        if rows[-1] and sum(2 * sizes[m][0] + gap for m in rows[-1]) + 2 * rx > limit:
            rows.append([])
        rows[-1].append(n)
    centres, top, widest = {}, 0.0, 0.0
    for row in rows:
        wide, tall = sum(2 * sizes[n][0] + gap for n in row), max(2 * sizes[n][1] for n in row)
        x = -wide / 2
        for n in row:
            centres[n] = (x + sizes[n][0] + gap / 2, top + tall / 2)
            x += 2 * sizes[n][0] + gap
        top, widest = top + tall + gap + head, max(widest, wide)
    return [centres[n] for n in range(len(sizes))], max(widest / _SCREEN[0], top / _SCREEN[1])
