"""A build on a Dask cluster of two processes, one of which may die on the way: `cluster_build.py SOURCES OUT [MARK]`.

With MARK, a path, the worker that is given the third batch kills itself, once: MARK is made first.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.project import Project
from kg.workers import clusters


def mortal(function: Callable[[Any], Any], mark: Path, numbered: tuple[int, Any]) -> Any:
    """What the function gives, unless this worker has to die first."""
    number, item = numbered
    if number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return function(item)


def main() -> None:
    sources, out, *mark = map(Path, sys.argv[1:])
    with clusters.dask(2, None) as run:

        def dying(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
            return run(partial(mortal, function, mark[0]), enumerate(items))

        pipeline.build(Project(sources=(sources,), outputs=out), run=dying if mark else run, views=False, full=True)


if __name__ == "__main__":
    main()
