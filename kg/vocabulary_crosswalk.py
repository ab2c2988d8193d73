"""What a list of ChEBI leaves out: the MeSH identifiers of its substances, and those that only MeSH knows.

The tables lie in `ontology/mappings/`.  The columns of the links are those of SSSOM (https://w3id.org/sssom): subject,
object, and the name of the object where it is another one than the subject's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg import vocabulary_files
from kg.concept import Concept, prefix_of
from kg.terms import ONTOLOGY, expand

_Links = dict[str, list[tuple[str, str]]]  # IRI → (IRI of the same thing, its name there or "")


def tables() -> list[Path]:
    """The tables that come with the program, by name."""
    return sorted((ONTOLOGY / "mappings").glob("*.tsv"))


def linked(concepts: Iterable[Concept]) -> Iterator[Concept]:
    """The concepts in order, those of ChEBI with their MeSH identifiers and names; then what only MeSH knows."""
    links: _Links = {}
    for concept in concepts:
        if prefix_of(concept.iri) == "CHEBI":
            links = links or _links()
            found = links.get(concept.iri)
            yield _with(concept, found) if found else concept
        else:
            yield concept
    if links:
        yield from vocabulary_files.read(ONTOLOGY / "mappings" / "mesh-substances.tsv")


def _with(concept: Concept, found: list[tuple[str, str]]) -> Concept:
    exact = dict.fromkeys((*concept.exact, *(iri for iri, _ in found)))
    names = dict.fromkeys((*concept.synonyms, *(name for _, name in found if name)))
    return replace(concept, exact=tuple(exact), synonyms=tuple(names))


def _links() -> _Links:
    links: _Links = defaultdict(list)
    for line in (ONTOLOGY / "mappings" / "chebi-mesh.tsv").read_text("utf-8").splitlines():
        if not line.startswith(("#", "subject_id")):
            subject, target, name = line.split("\t")
            links[expand(subject) or ""].append((expand(target) or "", name))
    return links
