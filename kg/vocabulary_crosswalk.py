"""What two vocabularies call the same thing: tables of links in SSSOM (https://w3id.org/sssom) beside vocabularies.

A table has the columns `subject_id` and `object_id`, CURIEs or IRIs, and may have `predicate_id` (only
`skos:exactMatch` counts) and `object_label` (another name of the subject); rows whose prefixes are not known here say
nothing.  `kg export sssom` writes such tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.concept import Concept
from kg.errors import ConfigError
from kg.terms import expand
from kg.text import squeeze

_COLUMNS = ("subject_id", "object_id")
_EXACT = "skos:exactMatch"
_Links = dict[str, list[tuple[str, str]]]  # IRI → (IRI of the same thing, its name there or "")


def is_table(path: Path) -> bool:
    """Whether a file holds links and no terms: told by its header."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            header = next((line for line in file if not line.startswith("#")), "")
    except (OSError, UnicodeDecodeError):
        return False  # what is wrong with it is said where it is read as a vocabulary
    return set(_COLUMNS) <= set(header.rstrip("\r\n").split("\t"))


def linked(concepts: Iterable[Concept], tables: Sequence[Path]) -> Iterator[Concept]:
    """The concepts in order, each with the identifiers and names that the tables give it."""
    links: _Links = defaultdict(list)
    for path in tables:
        for subject, target, name in _rows(path):
            links[subject].append((target, name))
    for concept in concepts:
        found = links.get(concept.iri)
        yield _with(concept, found) if found else concept


def _with(concept: Concept, found: list[tuple[str, str]]) -> Concept:
    exact = dict.fromkeys((*concept.exact, *(iri for iri, _ in found)))
    names = dict.fromkeys((*concept.synonyms, *(name for _, name in found if name)))
    return replace(concept, exact=tuple(exact), synonyms=tuple(names))


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """Subject, object and its name, of each exact match between identifiers of known prefixes."""
    for row in _cells(path):
        subject, target = (_iri(row.get(column)) for column in _COLUMNS)
        if subject and target and (row.get("predicate_id") or _EXACT) == _EXACT:
            yield subject, target, squeeze(row.get("object_label", ""))


def _cells(path: Path) -> Iterator[dict[str, str]]:
    """Each line by the names of its columns.  Raises ConfigError where the file is not UTF-8."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"is no table of links: {error}", where=str(path), help="write it as UTF-8") from error
    header, *rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    for row in rows:
        yield dict(zip(header, row, strict=False))


def _iri(identifier: str | None) -> str | None:
    text = (identifier or "").strip()
    return text if text.startswith(("http://", "https://")) else expand(text)
