"""How far a build is, on stderr: stage, records, rate and time left; a bar on terminals, else a line now and then."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_EVERY = 10.0  # seconds between lines where there is no terminal


class Rate:
    """Records a second and seconds left in a stage, from how much of it was done since it began."""

    def __init__(self) -> None:
        self._stage, self._began = "", 0.0

    def told(self, stage: str, done: int, share: float | None, now: float) -> str:
        """Something like `12,400 records, 310/s, 4:05 left`; what is not known yet is left out."""
        if stage != self._stage:
            self._stage, self._began = stage, now
        passed = now - self._began
        parts = [f"{done:,} records"] if done else []
        if done and passed >= 1:
            parts.append(f"{done / passed:,.0f}/s")
        if share and passed >= 1:
            left = round(passed * (1 - share) / share)
            parts.append(f"{left // 60}:{left % 60:02} left")
        return ", ".join(parts)


class Bar:
    """`with Bar() as step: step("reading", 120, 0.5)`; drawn on stderr and gone at the end."""

    def __init__(self) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TextColumn("{task.fields[told]}"))
        self._progress = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task("starting", total=None, told="")
        self._rate = Rate()

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def __call__(self, stage: str, done: int, share: float | None = None) -> None:
        """Show how far a stage is; `done` counts records, `share` is the part of the stage that is done."""
        told = self._rate.told(stage, done, share, time.monotonic())
        total = 1.0 if share is not None else None
        self._progress.update(self._task, description=stage, total=total, completed=share or 0.0, told=told)


class Lines:
    """The same as lines, for a log: one where a stage begins, and one every ten seconds."""

    def __init__(self) -> None:
        self._rate, self._stage, self._last = Rate(), "", 0.0

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __call__(self, stage: str, done: int, share: float | None = None) -> None:
        """Tell how far a stage is."""
        now = time.monotonic()
        told = self._rate.told(stage, done, share, now)
        if stage != self._stage or now - self._last >= _EVERY:
            self._stage, self._last = stage, now
            print(f"{stage}: {told}" if told else stage, file=sys.stderr, flush=True)
