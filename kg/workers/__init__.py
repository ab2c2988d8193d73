"""Pools whose `map` stands in for the builtin: `with processes(jobs) as run: run(function, items)`.

Results come in the order of the items, whatever finished first, so that no output depends on the number of jobs.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from kg.model import Map

_AHEAD = 4  # batches waiting for each process: enough to keep it busy, few enough to bound memory


@contextmanager
def processes(jobs: int) -> Iterator[Map]:
    """A map over this many processes; 0 means one for each core, 1 the builtin map in this process."""
    count = jobs if jobs > 0 else os.cpu_count() or 1
    if count == 1:
        yield map
        return
    context = multiprocessing.get_context("forkserver" if os.name == "posix" else "spawn")
    with ProcessPoolExecutor(max_workers=count, mp_context=context) as pool:
        yield lambda function, items: _ordered(pool, count * _AHEAD, function, items)


def _ordered(
    pool: ProcessPoolExecutor, ahead: int, function: Callable[[Any], Any], items: Iterable[Any]
) -> Iterator[Any]:
    """Results in order with a bounded number of items under way; a lone item is done here, without any process."""
    remaining = iter(items)
    waiting: deque[Future[Any]] = deque()
    first = [item for _, item in zip(range(2), remaining, strict=False)]
    if len(first) < 2:
        yield from map(function, first)
        return
    for item in first:
        waiting.append(pool.submit(function, item))
    for item in remaining:
        waiting.append(pool.submit(function, item))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
