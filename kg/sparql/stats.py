"""What a graph holds, counted, and told in a few lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.terms import KG, OA

CLASSES = {
    "papers": KG.Paper, "authors": KG.Author, "claims": KG.Claim, "propositions": KG.Proposition,
    "mentions": KG.Mention, "passages": KG.Passage, "documents": KG.Document,
}  # fmt: skip
CONCEPTS = {"therapies": KG.Therapy, "diseases": KG.Disease, "outcomes": KG.Outcome, "targets": KG.Target}

KINDS = {"therapies": "therapy", "diseases": "disease", "outcomes": "outcome", "targets": "target"}


def counts(graph: Path, report: Mapping[str, Any]) -> dict[str, Any]:
    """The numbers of a graph by name; `report` (of the build, may be empty) adds what came in and what was skipped."""
    from kg import graph_store

    store = graph_store.load(graph)
    found = {name: _count(store, f"?x a <{cls}>") for name, cls in CLASSES.items()}
    found |= {name: _count(store, f"?x a <{cls}> . ?m <{OA.hasBody}> ?x") for name, cls in CONCEPTS.items()}
    found["contested"] = _count(store, f"?x <{KG.contested}> true")
    found["ambiguous"] = _count(store, f"?x a <{KG.Mention}> FILTER NOT EXISTS {{ ?x <{OA.hasBody}> ?b }}")
    return dict(report) | {"graph": found}


def _count(store: Any, pattern: str) -> int:
    row = next(iter(store.query(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")))
    return int(row["n"].value)


def lines(told: Mapping[str, Any]) -> list[str]:
    """The counts as sentences a person reads."""
    graph, records = told["graph"], told.get("records", {})
    first = f"{_many(graph['papers'], 'paper')} by {_many(graph['authors'], 'author')}"
    if records:
        first += f", from {_many(records['read'], 'record')} in {_many(told['files'], 'file')}"
    concepts = ", ".join(_many(graph[name], name[:-1] if name != "therapies" else "therapy") for name in CONCEPTS)
    shown = [
        first,
        f"{concepts} named {_many(graph['mentions'], 'time')} ({graph['ambiguous']} left ambiguous)",
        f"{_many(graph['claims'], 'claim')} on {_many(graph['propositions'], 'proposition')}, "
        f"{graph['contested']} of them contested",
    ]
    if records:
        shown.append(
            f"{records['merged']} merged into a paper already there, {records['quarantined']} quarantined, "
            f"{_many(told['left_out'], 'file')} left out"
        )
    return shown


def _many(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("y") else f"{number:,} {noun}s"
