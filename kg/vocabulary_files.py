"""Vocabulary files → concepts: OBO 1.4, OWL and SKOS (RDF/XML, Turtle, N-Triples), TSV with a header."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg import vocabulary_rdf
from kg.concept import (
    EQUIVALENT,
    KIND_WORDS,
    KINDS,
    Concept,
    distinct_names,
    hinted_kind,
    identifiers,
    kind_of,
    own_identifier,
    own_names,
    prefix_of,
)
from kg.errors import ConfigError
from kg.text import squeeze

if TYPE_CHECKING:
    from kg.model import MentionKind

_FORMATS = "OBO (.obo), OWL or SKOS (.owl, .rdf, .xml, .ttl, .nt) or TSV with a header (.tsv)"
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NEAR = (" RELATED", " BROAD", " NARROW")
_Reader = Callable[[Path, "MentionKind | None", bool], Iterator[Concept]]
_Tags = dict[str, list[str]]


def read(path: Path, *, kind: str | None = None, shipped: bool = False) -> list[Concept]:
    """The concepts of one file, in file order, obsolete ones left out.

    A term's kind is the one the file states, else what its identifier tells, else `kind`, else what the name of the
    file or its scheme says; terms of no known kind (anatomy in a disease ontology) are left out.
    Raises ConfigError where the file cannot be read or gives not one concept.
    """
    fallback = cast("MentionKind | None", kind) or hinted_kind(path.stem)
    try:
        found = list(_reader(path)(path, fallback, shipped))
    except OSError as error:
        raise ConfigError(
            f"cannot be read: {error.strerror}", where=str(path), help="name a vocabulary file"
        ) from error
    except (SyntaxError, UnicodeDecodeError) as error:
        raise ConfigError(f"is no vocabulary: {error}", where=str(path), help=f"write it as {_FORMATS}") from error
    if not found:
        what = "holds not one concept of a known kind"
        raise ConfigError(what, where=str(path), help=f"give --kind {','.join(KINDS)}, or a column `kind`")
    return found


def _reader(path: Path) -> _Reader:
    suffix = path.suffix.lower()
    readers: dict[str, _Reader] = {".obo": _read_obo, ".tsv": _read_tsv, ".txt": _read_tsv}
    if suffix in readers:
        return readers[suffix]
    if suffix in {".owl", ".rdf", ".xml", ".ttl", ".nt"}:
        return vocabulary_rdf.read
    raise ConfigError(f"vocabulary of unknown format {suffix!r}", where=str(path), help=f"write it as {_FORMATS}")


# ---------------------------------------------------------------- OBO


def _read_obo(path: Path, fallback: MentionKind | None, shipped: bool) -> Iterator[Concept]:
    stanzas = f"\n{path.read_text('utf-8-sig')}".split("\n[")
    for stanza in stanzas:
        if stanza.startswith("Term]"):
            concept = _obo_concept(stanza, fallback, shipped)
            if concept is not None:
                yield concept


def _obo_concept(stanza: str, fallback: MentionKind | None, shipped: bool) -> Concept | None:
    tags: _Tags = defaultdict(list)
    for line in stanza.split("\n"):
        tag, _, value = line.partition(": ")
        tags[tag].append(value)
    given, label = _plain(tags["id"][:1]), distinct_names(_plain(tags["name"][:1]))
    iri = own_identifier(given[0]) if given else None
    if iri is None or not label or "true" in _plain(tags["is_obsolete"]):
        return None
    kind = kind_of(iri) or fallback
    if kind is None:
        return None
    own: list[str] = []
    near: list[str] = []
    for value in tags["synonym"]:
        _take_synonym(value, own, near)
    synonyms, short_forms = own_names(distinct_names(own), shipped)
    return Concept(
        iri=iri,
        kind=kind,
        kinds=(kind,),
        label=label[0],
        synonyms=synonyms,
        related=distinct_names(near),
        short_forms=short_forms,
        broader=identifiers(tags["is_a"]),
        exact=identifiers(_equivalents(prefix_of(iri), tags)),
        shipped=shipped,
    )


def _plain(values: list[str]) -> list[str]:
    """Values without the remark that a tag may end in: "DOID:417 ! autoimmune disease"."""
    return [value.partition(" ! ")[0].strip() for value in values]


def _take_synonym(value: str, own: list[str], near: list[str]) -> None:
    """`"name" SCOPE …`: a name of the term's own where the scope is EXACT or none."""
    if "\\" in value:
        match = _QUOTED.match(value)
        end = match.end() - 1 if match else -1
    else:
        end = value.find('"', 1) if value.startswith('"') else -1
    if end > 0:
        (near if value.startswith(_NEAR, end + 1) else own).append(value[1:end])


def _equivalents(prefix: str, tags: _Tags) -> list[str]:
    """The cross references that say "the same": MONDO marks them, the Disease Ontology's all are."""
    stated = [v.split(" ")[1] for v in tags["property_value"] if v.startswith("skos:exactMatch ") and v.count(" ")]
    if prefix == "MONDO":
        return [x for x in tags["xref"] if "MONDO:equivalentTo" in x] + stated
    return tags["xref"] + stated if prefix in EQUIVALENT else stated


# ---------------------------------------------------------------- TSV


def _read_tsv(path: Path, fallback: MentionKind | None, shipped: bool) -> Iterator[Concept]:
    with path.open(encoding="utf-8-sig") as file:
        columns = {name: place for place, name in enumerate(next(file, "").rstrip("\n").split("\t"))}
        if not {"id", "label"} <= columns.keys():
            raise ConfigError("has no header with `id` and `label`", where=f"{path}:1", help=f"write it as {_FORMATS}")
        places = [columns.get(name, len(columns)) for name in ("id", "label", "synonyms", "kind", "xrefs")]
        absent = [""] * (len(columns) + 1)
        for line in file:
            cells = [*line.rstrip("\n").split("\t")[: len(columns)], *absent]
            concept = _tsv_concept([cells[place] for place in places], fallback, shipped)
            if concept is not None:
                yield concept


def _tsv_concept(cells: list[str], fallback: MentionKind | None, shipped: bool) -> Concept | None:
    given, name, names, word, xrefs = cells
    iri, label = own_identifier(given.strip()), squeeze(name)
    if iri is None or not label:
        return None
    kind = KIND_WORDS.get(word.strip().lower()) or kind_of(iri) or fallback
    if kind is None:
        return None
    synonyms, short_forms = own_names(distinct_names(names.split("|")), shipped) if names else ((), ())
    return Concept(
        iri=iri,
        kind=kind,
        kinds=(kind,),
        label=label,
        synonyms=synonyms,
        short_forms=short_forms,
        exact=identifiers(xrefs.split("|")) if xrefs else (),
        shipped=shipped,
    )
