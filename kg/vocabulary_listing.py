"""What the vocabularies hold, as rows: the files, or the concepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg import vocabulary, vocabulary_crosswalk, vocabulary_files
from kg.concept import KINDS, Concept
from kg.errors import UsageError
from kg.terms import curie
from kg.text import fold

Row = dict[str, object]


def files(own: Sequence[Path]) -> Iterator[Row]:
    """The shipped vocabularies and the project's own: name, whose, concepts of each kind, names."""
    shipped = vocabulary.shipped_files()
    for path in (*shipped, *own):
        links = vocabulary_crosswalk.is_table(path)  # joins the concepts of others
        concepts = [] if links else vocabulary_files.read(path, shipped=path in shipped)
        counts = Counter(concept.kind for concept in concepts)
        whose = "shipped" if path in shipped else "own"
        names = sum(len(_names(concept)) for concept in concepts)
        yield {"vocabulary": path.name, "whose": whose, **{kind: counts[kind] for kind in KINDS}, "names": names}


def concepts(own: Sequence[Path], *, kind: str | None, term: str | None) -> Iterator[Row]:
    """The concepts of a kind that a term names or that have it in a name, by label."""
    if kind is not None and kind not in KINDS:
        raise UsageError(f"unknown kind {kind!r}", help=f"one of {', '.join(KINDS)}")
    words = vocabulary.load(own)
    meant = {concept.iri for concept in words.find(term)} if term else set()
    for concept in sorted(words.concepts.values(), key=lambda c: (fold(c.label), c.iri)):
        named = concept.iri in meant or term is None or _has(concept, fold(term))
        if named and (kind is None or kind in concept.kinds):
            others = [name for name in _names(concept) if name != concept.label]
            yield {"label": concept.label, "kind": concept.kind, "id": curie(concept.iri), "names": "; ".join(others)}


def _has(concept: Concept, wanted: str) -> bool:
    """Whether a word of any name begins so."""
    return bool(wanted) and any(f" {wanted}" in f" {fold(name)}" for name in _names(concept))


def _names(concept: Concept) -> list[str]:
    return list(dict.fromkeys((concept.label, *concept.synonyms, *concept.short_forms, *concept.related)))
