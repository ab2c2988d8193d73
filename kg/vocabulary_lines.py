"""Concepts as lines of text, and back: what is kept of a vocabulary on disk and in memory.

A concept is decoded when it is asked for.  Most never are: of a hundred thousand a library names a few thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from kg.concept import Concept, ordered_kinds

if TYPE_CHECKING:
    from kg.model import MentionKind

_PART = "\x1f"
_KEPT = 16_384  # concepts that stand decoded in memory


class Concepts(Mapping[str, Concept]):
    """Concepts by IRI, sorted by it, decoded from their lines when asked for; the last ones asked for are kept."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = {line[: line.index("\t")]: line for line in lines}
        self._decoded: dict[str, Concept] = {}

    def __getitem__(self, iri: str) -> Concept:
        concept = self._decoded.get(iri)
        if concept is None:
            if len(self._decoded) > _KEPT:
                self._decoded.clear()
            concept = self._decoded[iri] = decode(self._lines[iri])
        return concept

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, iri: object) -> bool:
        return iri in self._lines


def encode(concept: Concept) -> str:
    """What a concept says, parted by tabs, the items of a list by U+001F; the IRI first.

    No name and no IRI holds either of them: where files are read all white space is squeezed.
    """
    return "\t".join(
        (
            concept.iri,
            ",".join(concept.kinds),
            "shipped" if concept.shipped else "",
            concept.label,
            concept.language,
            _PART.join(concept.synonyms),
            _PART.join(concept.related),
            _PART.join(concept.short_forms),
            _PART.join(concept.broader),
            _PART.join(concept.exact),
            _PART.join(concept.targets),
            concept.scheme or "",
            concept.valence or "",
            _PART.join([part for pair in concept.foreign for part in pair]),
        )
    )


def decode(line: str) -> Concept:
    """The concept that a line tells."""
    iri, kinds, shipped, label, language, *lists, scheme, valence, foreign = line.split("\t")
    synonyms, related, short_forms, broader, exact, targets = [tuple(x.split(_PART)) if x else () for x in lists]
    tagged = foreign.split(_PART) if foreign else ()
    ordered = _KINDS[kinds]
    return Concept(
        iri=iri,
        kind=ordered[0],
        kinds=ordered,
        label=label,
        language=language,
        synonyms=synonyms,
        related=related,
        short_forms=short_forms,
        broader=broader,
        exact=exact,
        scheme=scheme or None,
        valence=valence or None,
        targets=targets,
        shipped=bool(shipped),
        foreign=tuple(zip(tagged[::2], tagged[1::2], strict=True)),
    )


class _Kinds(dict[str, "tuple[MentionKind, ...]"]):
    """ "disease,outcome" → the kinds, each set of them made once."""

    def __missing__(self, text: str) -> tuple[MentionKind, ...]:
        kinds = self[text] = ordered_kinds(text.split(","))
        return kinds


_KINDS = _Kinds()


class Named(NamedTuple):
    """The names of a concept and what tells how to read them, as in `Concept`."""

    kinds: tuple[MentionKind, ...]
    shipped: bool
    label: str
    synonyms: list[str]
    related: list[str]
    short_forms: list[str]
    exact: list[str]


def named(lines: Iterable[str]) -> Iterator[Named]:
    """The names of each concept, in a third of the time it takes to decode it all."""
    for line in lines:
        cells = line.split("\t")
        synonyms, related, short_forms, exact = [cells[i].split(_PART) if cells[i] else [] for i in (5, 6, 7, 9)]
        yield Named(_KINDS[cells[1]], bool(cells[2]), cells[3], synonyms, related, short_forms, exact)
