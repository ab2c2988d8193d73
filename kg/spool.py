"""Lines sorted in bounded memory: runs of some megabytes on disk, merged as they are read."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

LARGEST = 32_000_000  # characters held in memory, and in a run on disk
MOST = 200  # runs open at once; beyond, they are merged into one


class Spool:
    """Lines come in any order and go out sorted by code point, each once; they hold no line feed.

    `folder` is where runs are kept; they have no name there and are gone when the process ends, however it ends.
    """

    def __init__(self, folder: Path, *, largest: int = LARGEST, most: int = MOST) -> None:
        self._folder, self._largest, self._most = folder, largest, most
        self._lines: set[str] = set()
        self._size = 0
        self._runs: list[IO[str]] = []

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        for run in self._runs:
            run.close()

    def add(self, lines: Iterable[str]) -> None:
        """Take some lines in."""
        known = self._lines
        for line in lines:
            if line not in known:
                known.add(line)
                self._size += len(line)
                if self._size > self._largest:
                    self._spill(sorted(known))
                    known.clear()
                    self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self._merged(sorted(self._lines)) if self._runs else iter(sorted(self._lines))

    def _merged(self, lines: list[str]) -> Iterator[str]:
        """All runs, and some sorted lines, as one."""
        for run in self._runs:
            run.seek(0)
        before = None
        for line in heapq.merge(*(map(_bare, run) for run in self._runs), lines):
            if line != before:
                yield line
            before = line

    def _spill(self, lines: Iterable[str]) -> None:
        """Write a run; when there are too many to be open at once, one of all."""
        if len(self._runs) == self._most:
            lines = self._merged(list(lines))
        run = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self._folder)  # noqa: SIM115
        run.writelines(f"{line}\n" for line in lines)
        if len(self._runs) == self._most:
            for each in self._runs:
                each.close()
            self._runs.clear()
        self._runs.append(run)


def _bare(line: str) -> str:
    return line[:-1]
