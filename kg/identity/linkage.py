"""Average linkage (UPGMA) over a sparse table: groups that are likest on average become one, until none are."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping

Pair = tuple[int, int]


class Linkage:
    """Groups, each known by a number; pairs of members that were not compared count as `default`."""

    def __init__(self, sizes: Mapping[int, int], likeness: Iterable[tuple[int, int, float]], default: float) -> None:
        self._sizes = dict(sizes)
        self._default = default
        self._near: dict[int, dict[int, tuple[float, int]]] = {number: {} for number in sizes}
        for left, right, value in likeness:
            total, count = self._near[left].get(right, (0.0, 0))
            self._near[left][right] = self._near[right][left] = (total + value, count + 1)
        self._version = dict.fromkeys(sizes, 0)
        self._queue: list[tuple[float, int, int, int, int]] = []

    def merges(self, threshold: float, may: Callable[[int, int], bool]) -> Iterator[tuple[int, int, float]]:
        """Pairs to merge in order (the first number stays), with their mean likeness, down to the threshold.

        `may` is asked at each turn: what it refuses once stays apart.  Equal means go by the smaller numbers.
        """
        for left, others in self._near.items():
            for right in others:
                if left < right:
                    self._push(left, right)
        while self._queue:
            mean, left, right, a, b = heapq.heappop(self._queue)
            if -mean < threshold:
                return
            if self._version.get(left) != a or self._version.get(right) != b:
                continue  # one of the two has grown or gone since
            if may(left, right):
                self._merge(left, right)
                yield left, right, -mean

    def _push(self, left: int, right: int) -> None:
        left, right = min(left, right), max(left, right)
        total, count = self._near[left][right]
        pairs = self._sizes[left] * self._sizes[right]
        mean = (total + self._default * (pairs - count)) / pairs
        heapq.heappush(self._queue, (-mean, left, right, self._version[left], self._version[right]))

    def _merge(self, left: int, right: int) -> None:
        gone = self._near.pop(right)
        near = self._near[left]
        for number, (total, count) in gone.items():
            del self._near[number][right]
            if number != left:
                other, known = near.get(number, (0.0, 0))
                near[number] = self._near[number][left] = (total + other, count + known)
        self._sizes[left] += self._sizes.pop(right)
        self._version[left] += 1
        del self._version[right]
        for number in near:
            self._push(left, number)
