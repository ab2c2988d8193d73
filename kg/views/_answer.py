"""The answer of a query as ties between nodes, for a picture of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from kg.terms import PREFIXES
from kg.views._graph import STANCES
from kg.views._text import clean, spaced

_NAMES = tuple(
    PREFIXES[prefix] + local
    for prefix, local in (("skos", "prefLabel"), ("dcterms", "title"), ("foaf", "name"), ("rdfs", "label"))
)
_STANCE_OF = {
    PREFIXES["cito"] + "supports": "supports",
    PREFIXES["cito"] + "disputes": "disputes",
    PREFIXES["cito"] + "discusses": "neutral",
}


class Term(Protocol):
    """A term of an answer."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> str: ...  # noqa: D102


class Answer(Protocol):
    """What a query gives: rows of terms under variables, or N-Triples lines."""

    @property
    def variables(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def rows(self) -> tuple[tuple[Any, ...], ...]: ...  # noqa: D102
    @property
    def triples(self) -> tuple[str, ...] | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Two nodes that the answer ties: by which word, saying what ("" if nothing), in how many rows."""

    source: str
    target: str
    word: str
    stance: str
    rows: int


def ties_of(answer: Answer) -> tuple[list[Tie], dict[str, str]]:
    """The ties of an answer, and the names that the answer itself gives to nodes."""
    return _of_triples(answer.triples) if answer.triples is not None else (_of_rows(answer), {})


def _of_rows(answer: Answer) -> list[Tie]:
    """The nodes of each row tied one after another; values of the ontology are no nodes, a polarity is a stance."""
    found: Counter[tuple[str, str, str, str]] = Counter()
    for row in answer.rows:
        cells = [(name, t.value) for name, t in zip(answer.variables, row, strict=True) if t and t.kind == "uri"]
        said = {STANCES.get(_local(v), "") for _, v in cells if v.startswith(PREFIXES["kg"])} - {""}
        stance = next(iter(said)) if len(said) == 1 else ""
        nodes = [(name, v) for name, v in cells if not v.startswith(PREFIXES["kg"])]
        for (_, a), (word, b) in pairwise(nodes):
            if a != b:
                found[a, b, word, stance] += 1
    return _ties(found)


def _of_triples(lines: Sequence[str]) -> tuple[list[Tie], dict[str, str]]:
    """The statements between two nodes, and the names the answer itself gives to nodes."""
    import pyoxigraph

    found: Counter[tuple[str, str, str, str]] = Counter()
    named: dict[str, str] = {}
    text = "".join(f"{line.removesuffix(' .')} .\n" for line in lines)
    for triple in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.N_TRIPLES):
        subject, predicate, value = triple.subject.value, triple.predicate.value, triple.object
        if predicate in _NAMES:
            named.setdefault(subject, clean(value.value))
        elif isinstance(value, pyoxigraph.NamedNode) and predicate != PREFIXES["rdf"] + "type":
            if subject != value.value and not value.value.startswith(PREFIXES["kg"]):
                found[subject, value.value, spaced(_local(predicate)), _STANCE_OF.get(predicate, "")] += 1
    return _ties(found), named


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def _ties(found: Mapping[tuple[str, str, str, str], int]) -> list[Tie]:
    return [Tie(source=a, target=b, word=w, stance=s, rows=n) for (a, b, w, s), n in sorted(found.items())]


def ends(ties: Iterable[Tie]) -> set[str]:
    """The nodes that are tied."""
    return {end for tie in ties for end in (tie.source, tie.target)}


def fitting(ties: Sequence[Tie], most: int) -> list[Tie]:
    """The ties of the nodes with most rows, at most that many nodes."""
    weight: Counter[str] = Counter()
    for tie in ties:
        weight.update({tie.source: tie.rows, tie.target: tie.rows})
    kept = set(sorted(weight, key=lambda iri: (-weight[iri], iri))[:most])
    return [tie for tie in ties if tie.source in kept and tie.target in kept]
