"""Pools whose `map` stands in for the builtin: `with processes(jobs) as run: run(function, items)`.

Results come in the order of the items, whatever finished first, so that no output depends on the number of jobs.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from kg.model import Map

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_AHEAD = 3  # items waiting for each process: enough to keep it busy, few enough to bound memory
_FEW = 6  # items up to which starting processes would take longer than it saves
_PR_SET_PDEATHSIG = 1


@contextmanager
def processes(jobs: int) -> Iterator[Map]:
    """A map over this many processes; 0 means one for each core, 1 the builtin map in this process.

    Processes are started when there is enough to do, and end when that is done, or with this one, however it ends.
    """
    count = jobs if jobs > 0 else cores()
    if count == 1:
        yield map
        return
    pools: list[ProcessPoolExecutor] = []
    try:
        yield lambda function, items: _ordered(pools, count, function, items)
    finally:
        _end(pools)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ordered(
    pools: list[ProcessPoolExecutor], count: int, function: Callable[[Any], Any], items: Iterable[Any]
) -> Iterator[Any]:
    """Results in order with a bounded number of items under way.

    The first item is done here: what that loads, the processes are born with.
    """
    remaining = iter(items)
    first = list(islice(remaining, _FEW))
    if len(first) < _FEW:
        yield from map(function, first)
        return
    yield function(first[0])
    if not pools:
        pools.append(_pool(count))
    waiting: deque[Future[Any]] = deque(pools[0].submit(function, item) for item in first[1:])
    for item in remaining:
        waiting.append(pools[0].submit(function, item))
        if len(waiting) >= count * _AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
    _end(pools)


def _end(pools: list[ProcessPoolExecutor]) -> None:
    """What comes after needs their memory."""
    while pools:
        pools.pop().shutdown(wait=True, cancel_futures=True)
        gc.unfreeze()


def _pool(count: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    gc.freeze()  # what is loaded by now stays shared: the processes need not look at it
    way = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(count, multiprocessing.get_context(way), _begin, (os.getpid(),))


def _begin(parent: int) -> None:
    """Leave interrupts to the parent, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended already
            os._exit(1)
