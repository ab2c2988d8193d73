"""Dask: a `map` over workers on this computer or on many, with the contract of the other pools.

Results come in the order of the items, whichever worker gave them, and the driver alone writes: a worker that is lost
or a task that is done again changes no byte.  Functions are sent by name, so every worker needs the same litkg; that
it is the same is checked before the first item.
"""

from __future__ import annotations

import importlib.util
import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg import fingerprint
from kg.errors import ConfigError, NetworkError
from kg.model import Map
from kg.workers import cores

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 3  # items under way for each thread of the cluster: enough to keep it busy, few enough to bound memory
ANSWER = 10  # seconds to wait for the scheduler
PATIENCE = 60  # seconds to wait for the first worker
_RETRIES = 3  # of a task whose worker broke down; one that kills more workers than Dask allows ends the build


@contextmanager
def dask(jobs: int, scheduler: str | None) -> Iterator[Map]:
    """A map over a cluster of this many processes (0: one for each core), or over the one of a scheduler's address.

    Raises ConfigError where Dask is not installed or a worker runs another litkg, NetworkError where the scheduler
    or its workers do not answer or break down.
    """
    if importlib.util.find_spec("distributed") is None:
        raise ConfigError("Dask is not installed", help="pip install 'litkg[scale]'")
    from distributed import Client, KilledWorker

    with _cluster(jobs, scheduler) as where:
        try:
            client = Client(where, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
        except OSError as error:
            raise NetworkError(
                "no Dask scheduler answers", where=str(where), help="start one: dask scheduler"
            ) from error
        with client:
            _agree(client, str(where))
            try:
                yield lambda function, items: _ordered(client, function, items)
            except (KilledWorker, CancelledError) as error:
                help = "give the workers more memory; a cluster's logs tell how they ended"
                raise NetworkError(f"the cluster broke down: {error}", where=str(where), help=help) from error


@contextmanager
def _cluster(jobs: int, scheduler: str | None) -> Iterator[Any]:
    """What a client connects to; a cluster of our own listens on this computer only and ends with the block."""
    if scheduler:
        yield scheduler
        return
    from distributed import LocalCluster

    count = jobs if jobs > 0 else cores()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # which the workers are born with: the driver ends them
    try:
        cluster = LocalCluster(
            n_workers=count, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=logging.FATAL
        )  # type: ignore[no-untyped-call]
    finally:
        signal.signal(signal.SIGINT, before)
    with cluster:
        yield cluster


def _agree(client: Client, where: str) -> None:
    """Wait for a worker, and hold that all workers run this program: two would give two graphs."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise NetworkError(
            "the scheduler has no workers", where=where, help="start some: dask worker ADDRESS"
        ) from error
    for worker, theirs in sorted(client.run(fingerprint.program).items()):
        if theirs != fingerprint.program():
            help = "install the same version of litkg, and of Python, on every machine"
            raise ConfigError("the worker runs another litkg", where=str(worker), help=help)


def _ordered(client: Client, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    waiting: deque[Future[Any]] = deque()
    for item in items:
        waiting.append(client.submit(function, item, pure=False, retries=_RETRIES))
        if len(waiting) >= AHEAD * max(1, _threads(client)):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _threads(client: Client) -> int:
    """Of all workers that are there now; they may come and go."""
    return sum(client.nthreads().values())  # type: ignore[no-untyped-call]
