"""Disjoint sets (union–find): what was found to be the same, whatever the order it was found in."""

from __future__ import annotations

from collections.abc import Iterable


class Sets:
    """Sets over 0 … size - 1; each is known by its smallest member."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        """The smallest member of the item's set."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = item = parent[parent[item]]
        return item

    def unite(self, left: int, right: int) -> bool:
        """Make two sets one; False if they were."""
        left, right = self.find(left), self.find(right)
        if left == right:
            return False
        self._parent[max(left, right)] = min(left, right)
        return True

    def groups(self, items: Iterable[int] | None = None) -> list[list[int]]:
        """The sets, each sorted, in order of their smallest members; of the given items, or of all."""
        found: dict[int, list[int]] = {}
        for item in sorted(items) if items is not None else range(len(self._parent)):
            found.setdefault(self.find(item), []).append(item)
        return list(found.values())
