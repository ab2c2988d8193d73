"""What `kg build --profile` tells: how long each stage took, and how much memory the build had come to by its end."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Iterator

Step = Callable[..., None]
_KILO = 1 if sys.platform == "darwin" else 1024  # bytes in a unit of ru_maxrss
_MEGA = 1_000_000


class Clock:
    """A step that passes on to another; a stage ends where the next begins."""

    def __init__(self, step: Step) -> None:
        self._step = step
        self._stage, self._began, self._done = "starting", time.perf_counter(), 0
        self._told: list[dict[str, str | float | int]] = []

    def __call__(self, stage: str, done: int, share: float | None = None) -> None:
        """Note how far a stage is."""
        if stage != self._stage:
            self._end()
            self._stage = stage
        self._done = done
        self._step(stage, done, share)

    def told(self) -> list[dict[str, str | float | int]]:
        """Each stage in order: seconds of wall time, records, and the peak of this process's memory in MB so far."""
        self._end()
        return self._told

    def lines(self) -> Iterator[str]:
        """The same as a table for a person."""
        for stage in self._told:
            name, seconds, records, peak = stage.values()
            yield f"{name:<12}{seconds:>9.2f} s{records:>12,} records{peak:>8} MB"

    def _end(self) -> None:
        now = time.perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KILO // _MEGA
        told: dict[str, str | float | int] = {
            "stage": self._stage, "seconds": round(now - self._began, 3), "records": self._done, "peak_mb": peak,
        }  # fmt: skip
        self._told.append(told)
        self._began, self._done = now, 0
