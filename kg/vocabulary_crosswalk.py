"""Cross references that the files of a user leave out: what ChEBI and MeSH call the same substance.

The tables lie in `ontology/mappings/`, columns as in SSSOM (https://w3id.org/sssom): subject, object, and the name of
the object where it is another one than the subject's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.concept import Concept
from kg.terms import ONTOLOGY, expand

_Links = dict[str, list[tuple[str, str]]]  # IRI → (IRI of the same thing, its name there or "")


def tables() -> list[Path]:
    """The mapping tables that come with the program, by name."""
    return sorted((ONTOLOGY / "mappings").glob("*.tsv"))


def linked(concepts: Iterable[Concept]) -> Iterator[Concept]:
    """The concepts in order, with the exact matches and names that the tables know."""
    links: _Links | None = None
    for concept in concepts:
        if links is None:
            links = _links()
        found = links.get(concept.iri)
        yield _with(concept, found) if found else concept


def _with(concept: Concept, found: list[tuple[str, str]]) -> Concept:
    exact = dict.fromkeys((*concept.exact, *(iri for iri, _ in found)))
    names = dict.fromkeys((*concept.synonyms, *(name for _, name in found if name)))
    return replace(concept, exact=tuple(exact), synonyms=tuple(names))


def _links() -> _Links:
    links: _Links = defaultdict(list)
    for path in tables():
        rows = (line for line in path.read_text("utf-8").splitlines() if not line.startswith(("#", "subject_id")))
        for row in rows:
            subject, target, name = row.split("\t")
            left, right = expand(subject), expand(target)
            if left and right:
                links[left].append((right, name))
    return links
