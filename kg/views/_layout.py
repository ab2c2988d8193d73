"""Where things stand in a picture: computed here, with a fixed order, so that a page needs no simulation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_SWEEPS = 12


def two_columns(
    left: Sequence[str], right: Sequence[str], weights: Mapping[tuple[str, str], float]
) -> tuple[list[str], list[str]]:
    """Both columns ordered so that lines are short and few cross, those with most weight in the middle.

    Barycentre sweeps (Sugiyama et al. 1981); the order whose weighted lines are shortest over all sweeps is kept.
    """
    after: dict[str, list[tuple[str, float]]] = {}
    for (a, b), weight in sorted(weights.items()):
        after.setdefault(a, []).append((b, weight))
        after.setdefault(b, []).append((a, weight))
    heavy = {name: sum(weight for _, weight in ends) for name, ends in after.items()}
    first, second = (_middle_out(sorted(column, key=lambda n: (-heavy.get(n, 0), n))) for column in (left, right))
    best, shortest = (first, second), length(first, second, weights)
    for _ in range(_SWEEPS):
        second = _by_barycentre(second, first, after)
        first = _by_barycentre(first, second, after)
        for columns in ((first, second), (first, _middle_out(sorted(second, key=lambda n: (-heavy.get(n, 0), n))))):
            if (found := length(*columns, weights)) < shortest:
                best, shortest = columns, found
    return best


def _middle_out(ranked: Sequence[str]) -> list[str]:
    """The first in the middle, the next above and below it in turns."""
    return [*ranked[1::2][::-1], *ranked[0::2]]


def _by_barycentre(
    column: Sequence[str], other: Sequence[str], after: Mapping[str, Sequence[tuple[str, float]]]
) -> list[str]:
    place = _places(other)

    def mean(name: str) -> float:
        ends = after.get(name, ())
        return sum(place[o] * w for o, w in ends) / sum(w for _, w in ends) if ends else 0.5

    return sorted(column, key=mean)


def _places(column: Sequence[str]) -> dict[str, float]:
    return {name: (n + 0.5) / len(column) for n, name in enumerate(column)}


def length(left: Sequence[str], right: Sequence[str], weights: Mapping[tuple[str, str], float]) -> float:
    """How far the lines climb or fall, squared and weighted, in a picture of height 1."""
    at, to = _places(left), _places(right)
    return sum(weight * (at[a] - to[b]) ** 2 for (a, b), weight in sorted(weights.items()))


def crossings(left: Sequence[str], right: Sequence[str], pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs of lines between the two columns cross."""
    at, to = _places(left), _places(right)
    ends = [to[b] for a, b in sorted(pairs, key=lambda pair: (at[pair[0]], to[pair[1]]))]
    return sum(ends[i] > ends[j] for i in range(len(ends)) for j in range(i + 1, len(ends)))
