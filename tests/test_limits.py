"""docs/limits.md and docs/threat-model.md are true: constants are the code's, tests exist; and tests of some limits."""

from __future__ import annotations

import importlib
import random
import re
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_identity import record, resolved

from kg import gathering, spool, workers
from kg.identity import people, resolution
from kg.sparql import _run

ROOT = Path(__file__).resolve().parent.parent
LINES = (ROOT / "docs" / "limits.md").read_text("utf-8").splitlines()
TABLE = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in LINES if line[:1] == "|"][2:]


@pytest.mark.parametrize(("name", "value"), [(row[2], row[1]) for row in TABLE], ids=[row[2] for row in TABLE])
def test_the_table_has_the_values_of_the_code(name: str, value: str) -> None:
    module, _, constant = name.rpartition(".")
    assert f"{getattr(importlib.import_module(module), constant):,}" == value


@pytest.mark.parametrize("page", ["limits.md", "threat-model.md", "scale.md"])
def test_every_test_that_is_named_exists(page: str) -> None:
    named = re.findall(
        r"`(test_\w+\.py|browser/test_\w+\.py)(?:::(test_\w+))?`", (ROOT / "docs" / page).read_text("utf-8")
    )
    assert named
    for file, test in named:
        source = (ROOT / "tests" / file).read_text("utf-8")
        assert not test or f"def {test}(" in source, f"{file} has no {test}"


# ---------------------------------------------------------------- limits that no other test reaches


def test_a_query_may_not_take_all_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    set_to: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: set_to.append(limits))
    _run._limit_memory()
    ((soft, hard),) = set_to
    assert _run._MEMORY < soft < 2 * _run._MEMORY and hard == resource.RLIM_INFINITY


def test_so_many_queries_are_answered_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anyio = pytest.importorskip("anyio")
    from kg.sparql import Result, serve

    most, now, lock, go = 0, 0, threading.Lock(), threading.Event()

    def slow(*given: Any, **more: Any) -> Result:
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
            if most == serve._AT_ONCE:
                go.set()
        go.wait(5)
        with lock:
            now -= 1
        return Result(variables=(), rows=(), boolean=True)

    async def ask_six() -> None:
        app = serve.application(tmp_path / "kg.ttl")
        async with anyio.create_task_group() as group:
            for _ in range(6):
                group.start_soon(request, app, "/sparql", b"query=ASK%20%7B%7D")

    monkeypatch.setattr(serve.run, "query", slow)
    anyio.run(ask_six)
    assert most == serve._AT_ONCE


async def request(app: Any, path: str, query: bytes) -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        assert message.get("status", 200) == 200

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": query,
        "headers": [(b"host", b"localhost")], "http_version": "1.1", "scheme": "http", "root_path": "",
        "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await app(scope, receive, send)


def taken(items: Iterable[int], seen: list[int]) -> Iterator[int]:
    for item in items:
        seen.append(item)
        yield item


def test_few_batches_are_under_way() -> None:
    seen: list[int] = []
    with workers.processes(2) as run:
        results = iter(run(abs, taken(range(100), seen)))
        for expected in range(100):
            assert next(results) == expected
            assert len(seen) <= expected + 1 + 2 * workers._AHEAD + workers._FEW
    assert gathering.BATCH * (2 * workers._AHEAD + workers._FEW) < 500  # records in memory at a time


def test_few_items_are_under_way_on_a_cluster() -> None:
    from kg.workers import clusters

    class Answer:
        def __init__(self, value: int) -> None:
            self._value = value

        def result(self) -> int:
            return self._value

    class Client:
        def submit(self, function: Any, item: int, **more: Any) -> Answer:
            return Answer(function(item))

        def nthreads(self) -> dict[str, int]:
            return {"one": 2, "other": 2}

    seen: list[int] = []
    for done, result in enumerate(clusters._ordered(Client(), abs, taken(range(50), seen))):  # type: ignore[arg-type]
        assert result == done and len(seen) <= done + 4 * clusters.AHEAD


@pytest.mark.parametrize("most", [2, 200], ids=["merged on the way", "all open"])
def test_lines_are_sorted_on_disk(most: int, tmp_path: Path) -> None:
    dice = random.Random(3)
    lines = [f"{dice.randrange(500)} \u2028 é" for _ in range(2000)]
    with spool.Spool(tmp_path, largest=100, most=most) as kept:
        kept.add(lines)
        assert 1 < len(kept._runs) <= most and len(kept._lines) < 20
        assert list(kept) == list(kept) == sorted(set(lines))
    assert list(tmp_path.iterdir()) == []


def test_a_title_borne_by_hundreds_takes_linear_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.identity import papers

    compared: list[int] = []
    first = papers._likeness
    monkeypatch.setattr(papers, "_likeness", lambda left, right: compared.append(1) or first(left, right))
    count = 4 * papers._LARGE_BLOCK
    resolved(*(record("A title of six plain words", "Doe, J", doi=f"10.5555/{n}") for n in range(count)))
    assert len(compared) <= count * papers._LARGE_BLOCK


def test_a_name_borne_by_hundreds_is_compared_among_acquaintances(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "_EVERY_PAIR", 2)
    teams = ["Li, W; Okafor, Ngozi; Petit, Luc"] * 2 + ["Li, W; Berg, Anna; Maas, Ida"]
    found = resolved(*(record(f"Title number {n}", team, doi=f"10.5555/{n}") for n, team in enumerate(teams)))
    first, second, third = (paper.creators[0] for paper in found.works.values())
    assert first == second != third


def test_contexts_are_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [record(f"Lupus and title {n % 3}", "Li, W; Okafor, Ngozi", doi=f"10.5555/{n}") for n in range(9)]
    expected = resolved(*told)
    monkeypatch.setattr(resolution, "_NEAR", 1)
    assert resolved(*told) == expected and len(expected.works) == 9
