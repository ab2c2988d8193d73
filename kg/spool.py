"""Lines sorted in bounded memory: runs of some megabytes on disk, merged as they are read."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

LARGEST = 48_000_000  # characters held in memory, a run on disk


class Spool:
    """Lines come in any order and go out sorted by code point; they hold no line feed.

    `folder` is where runs are kept; they have no name there and are gone when the process ends, however it ends.
    """

    def __init__(self, folder: Path, *, largest: int = LARGEST) -> None:
        self._folder, self._largest = folder, largest
        self._lines: list[str] = []
        self._size = 0
        self._runs: list[IO[str]] = []

    def add(self, lines: Iterable[str]) -> None:
        """Take some lines in."""
        for line in lines:
            self._lines.append(line)
            self._size += len(line)
        if self._size > self._largest:
            self._spill()

    def __iter__(self) -> Iterator[str]:
        self._lines.sort()
        if not self._runs:
            return iter(self._lines)
        runs = [(line.removesuffix("\n") for line in run) for run in self._runs]
        return heapq.merge(*runs, self._lines)

    def _spill(self) -> None:
        self._lines.sort()
        run = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self._folder)  # noqa: SIM115
        run.writelines(f"{line}\n" for line in self._lines)
        run.seek(0)
        self._runs.append(run)
        self._lines, self._size = [], 0
