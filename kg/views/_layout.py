"""Where things stand in a picture: computed here, with a fixed order, so that a page needs no simulation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

_SWEEPS = 12


def two_columns(
    left: Sequence[str], right: Sequence[str], pairs: Iterable[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """Both columns ordered so that few lines cross: barycentre sweeps (Sugiyama et al. 1981), from the given order."""
    after: dict[str, list[str]] = {}
    for a, b in sorted(set(pairs)):
        after.setdefault(a, []).append(b)
        after.setdefault(b, []).append(a)
    first, second = list(left), list(right)
    best, fewest = (first, second), crossings(first, second, after)
    for _ in range(_SWEEPS):
        second = _by_barycentre(second, first, after)
        first = _by_barycentre(first, second, after)
        crossed = crossings(first, second, after)
        if crossed < fewest:
            best, fewest = (first, second), crossed
    return best


def _by_barycentre(column: Sequence[str], other: Sequence[str], after: Mapping[str, Sequence[str]]) -> list[str]:
    place = {name: n / max(1, len(other) - 1) for n, name in enumerate(other)}
    mean = {n: sum(place[o] for o in after[n]) / len(after[n]) if after.get(n) else 0.5 for n in column}
    return sorted(column, key=lambda name: mean[name])


def crossings(left: Sequence[str], right: Sequence[str], after: Mapping[str, Sequence[str]]) -> int:
    """How many pairs of lines between the two columns cross."""
    place = {name: n for n, name in enumerate(right)}
    ends = [place[other] for name in left for other in sorted(after.get(name, ()), key=lambda o: place[o])]
    return sum(ends[i] > ends[j] for i in range(len(ends)) for j in range(i + 1, len(ends)))
