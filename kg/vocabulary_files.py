"""Vocabulary files → concepts: OBO 1.4, OWL and SKOS (RDF/XML, Turtle, N-Triples), TSV with a header."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from kg.concept import (
    KIND_WORDS,
    KINDS,
    Concept,
    identifier,
    is_acronym,
    kind_of,
    ordered_kinds,
    own_identifier,
    prefix_of,
)
from kg.errors import ConfigError
from kg.model import MentionKind
from kg.terms import PREFIXES
from kg.text import squeeze

if TYPE_CHECKING:
    import pyoxigraph

_FORMATS = "OBO (.obo), OWL or SKOS (.owl, .rdf, .xml, .ttl, .nt) or TSV with a header (.tsv)"
_SCOPED = re.compile(r'synonym: "((?:[^"\\]|\\.)*)"(?: (EXACT|RELATED|BROAD|NARROW))?')
_ESCAPED = re.compile(r"\\(.)")
_HINT = re.compile(r"disease|disorder|condition|therap|drug|treatment|chem|outcome|phenotype|target", re.IGNORECASE)
_HINTS = {"chem": "chemical", "therap": "therapy"}
_EXACT_XREFS = frozenset({"DOID", "MESH"})  # vocabularies whose cross references are equivalents

SKOS, RDFS, OWL = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"]
_OIO = "http://www.geneontology.org/formats/oboInOwl#"
_MESHV = "http://id.nlm.nih.gov/mesh/vocab#"
_TYPE = PREFIXES["rdf"] + "type"
_LABELS = (SKOS + "prefLabel", RDFS + "label")
_EXACT_NAMES = (SKOS + "altLabel", _OIO + "hasExactSynonym")
_NEAR_NAMES = (_OIO + "hasRelatedSynonym", _OIO + "hasBroadSynonym", _OIO + "hasNarrowSynonym")
_BROADER = (SKOS + "broader", RDFS + "subClassOf")
_NOTATIONS = (SKOS + "notation", _MESHV + "treeNumber")
_KIND_CLASSES = {PREFIXES["kg"] + kind.capitalize(): kind for kind in KINDS}
_Reader = Callable[[Path, "MentionKind | None", bool], Iterator[Concept]]
_Properties = dict[str, list["pyoxigraph.NamedNode | pyoxigraph.Literal"]]


def read(path: Path, *, kind: str | None = None, shipped: bool = False) -> list[Concept]:
    """The concepts of one file, in file order, obsolete ones left out.

    A term's kind is the one the file states, else what its identifier tells, else `kind`, else what the name of the
    file or its scheme says; terms of no known kind (anatomy in a disease ontology) are left out.
    Raises ConfigError where the file cannot be read or gives not one concept.
    """
    fallback = cast("MentionKind | None", kind) or _hinted(path.stem)
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
    return found if shipped else [_with_short_forms(c) for c in found]


def _with_short_forms(concept: Concept) -> Concept:
    """Imported acronyms of up to four letters are ambiguous until the text says otherwise: short forms, not names.

    Ontologies also give them in small letters ("can", "men"), and symbols of genes: those are left out, as are those of
    two letters, which in a text are units, states and chemical elements more often than anything else.
    """
    tiny = [n for n in concept.synonyms if len(n) <= 4]
    if not tiny:
        return concept
    kept = tuple(n for n in concept.synonyms if len(n) > 4)
    short = (n for n in tiny if is_acronym(n) and len(n) > 2 and n.isalpha())
    return replace(concept, synonyms=kept, short_forms=tuple(dict.fromkeys((*concept.short_forms, *short))))


def _reader(path: Path) -> _Reader:
    suffix = path.suffix.lower()
    readers: dict[str, _Reader] = {".obo": _read_obo, ".tsv": _read_tsv, ".txt": _read_tsv}
    if suffix in readers:
        return readers[suffix]
    if suffix in {".owl", ".rdf", ".xml", ".ttl", ".nt"}:
        return _read_rdf
    raise ConfigError(f"vocabulary of unknown format {suffix!r}", where=str(path), help=f"write it as {_FORMATS}")


def _hinted(text: str) -> MentionKind | None:
    """The kind a file's or a scheme's name hints at: "mesh_disease", "chebi_names"."""
    if match := _HINT.search(text):
        word = match[0].lower()
        return KIND_WORDS[_HINTS.get(word, word)]
    return None


# ---------------------------------------------------------------- OBO


def _read_obo(path: Path, fallback: MentionKind | None, shipped: bool) -> Iterator[Concept]:
    for stanza in _stanzas(path):
        concept = _obo_concept(stanza, fallback, shipped)
        if concept is not None:
            yield concept


def _stanzas(path: Path) -> Iterator[list[str]]:
    """The lines of each [Term]."""
    lines: list[str] = []
    term = False
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            if line.startswith("["):
                if term:
                    yield lines
                term, lines = line.startswith("[Term]"), []
            elif term:
                lines.append(line.rstrip("\n"))
    if term:
        yield lines


def _obo_concept(lines: list[str], fallback: MentionKind | None, shipped: bool) -> Concept | None:
    tags: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        tag, _, value = line.partition(": ")
        tags[tag].append(line if tag == "synonym" else value.partition(" ! ")[0].strip())
    iri = own_identifier(tags["id"][0]) if tags["id"] else None
    if iri is None or not tags["name"] or "true" in tags["is_obsolete"]:
        return None
    kind = kind_of(iri) or fallback
    if kind is None:
        return None
    names = [match.groups() for line in tags["synonym"] if (match := _SCOPED.match(line))]
    return Concept(
        iri=iri,
        kind=kind,
        kinds=(kind,),
        label=squeeze(_ESCAPED.sub(r"\1", tags["name"][0])),
        synonyms=_names(n for n, scope in names if scope in (None, "EXACT")),
        related=_names(n for n, scope in names if scope not in (None, "EXACT")),
        broader=_identifiers(tags["is_a"]),
        exact=_identifiers(_equivalents(prefix_of(iri), tags)),
        shipped=shipped,
    )


def _equivalents(prefix: str, tags: dict[str, list[str]]) -> list[str]:
    """The cross references that say "the same": MONDO marks them, the Disease Ontology's all are."""
    stated = [v.split(" ")[1] for v in tags["property_value"] if v.startswith("skos:exactMatch ") and v.count(" ")]
    if prefix == "MONDO":
        return [x.split(" ")[0] for x in tags["xref"] if "MONDO:equivalentTo" in x] + stated
    return [x.split(" ")[0] for x in tags["xref"]] + stated if prefix in _EXACT_XREFS else stated


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(squeeze(_ESCAPED.sub(r"\1", n)) for n in names))


def _identifiers(texts: Iterable[str]) -> tuple[str, ...]:
    found = (identifier(t.split(" ")[0]) for t in texts)
    return tuple(dict.fromkeys(iri for iri in found if iri))


# ---------------------------------------------------------------- RDF


def _read_rdf(path: Path, fallback: MentionKind | None, shipped: bool) -> Iterator[Concept]:
    subjects = _subjects(path)
    schemes = {iri: _hinted(_text(p, (PREFIXES["dcterms"] + "title", *_LABELS))) for iri, p in subjects.items()}
    for iri, properties in subjects.items():
        concept = _rdf_concept(iri, properties, fallback, schemes, shipped)
        if concept is not None:
            yield concept


def _subjects(path: Path) -> dict[str, _Properties]:
    import pyoxigraph

    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    xml = head.startswith(b"<?xml") or b"<rdf:RDF" in head
    form = pyoxigraph.RdfFormat.RDF_XML if xml else pyoxigraph.RdfFormat.TURTLE
    subjects: dict[str, _Properties] = defaultdict(lambda: defaultdict(list))
    for quad in pyoxigraph.parse(path=path, format=form, base_iri="https://w3id.org/litkg/"):
        if isinstance(quad.subject, pyoxigraph.NamedNode) and not isinstance(quad.object, pyoxigraph.BlankNode):
            subjects[quad.subject.value][quad.predicate.value].append(quad.object)
    return subjects


def _rdf_concept(
    iri: str,
    properties: _Properties,
    fallback: MentionKind | None,
    schemes: dict[str, MentionKind | None],
    shipped: bool,
) -> Concept | None:
    label = _text(properties, _LABELS)
    types = _values(properties, (_TYPE,))
    scheme = next(iter(_values(properties, (SKOS + "inScheme",))), None)
    if not label or SKOS + "ConceptScheme" in types or "true" in _values(properties, (OWL + "deprecated",)):
        return None
    kinds = ordered_kinds(_KIND_CLASSES[t] for t in types if t in _KIND_CLASSES)
    if not kinds:
        kind = kind_of(iri, _values(properties, _NOTATIONS)) or fallback or schemes.get(scheme or "")
        if kind is None:
            return None
        kinds = (kind,)
    exact = _values(properties, (SKOS + "exactMatch",))
    if prefix_of(iri) in _EXACT_XREFS:
        exact += _values(properties, (_OIO + "hasDbXref",))
    return Concept(
        iri=iri,
        kind=kinds[0],
        kinds=kinds,
        label=squeeze(label),
        language=_language(properties),
        synonyms=_names(_values(properties, _EXACT_NAMES)),
        related=_names(_values(properties, _NEAR_NAMES)),
        short_forms=_names(_values(properties, (SKOS + "hiddenLabel",))),
        broader=_identifiers(_values(properties, _BROADER)),
        exact=_identifiers(exact),
        scheme=scheme,
        valence=next(iter(_values(properties, (PREFIXES["kg"] + "valence",))), None),
        targets=_identifiers(_values(properties, (PREFIXES["kg"] + "target",))),
        shipped=shipped,
    )


def _values(properties: _Properties, predicates: tuple[str, ...]) -> list[str]:
    """The values of these properties, sorted: the order of statements in a file means nothing."""
    return sorted({o.value for p in predicates for o in properties.get(p, ())})


def _literals(properties: _Properties, predicates: tuple[str, ...]) -> list[tuple[bool, str, str]]:
    """(not English, text, language) of the first predicate that has any, English or untagged first."""
    for predicate in predicates:
        found = [(getattr(o, "language", None) or "en", o.value) for o in properties.get(predicate, ())]
        if found:
            return sorted((not lang.startswith("en"), text, lang) for lang, text in found)
    return []


def _text(properties: _Properties, predicates: tuple[str, ...]) -> str:
    literals = _literals(properties, predicates)
    return literals[0][1] if literals else ""


def _language(properties: _Properties) -> str:
    return _literals(properties, _LABELS)[0][2]


# ---------------------------------------------------------------- TSV


def _read_tsv(path: Path, fallback: MentionKind | None, shipped: bool) -> Iterator[Concept]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if not {"id", "label"} <= set(rows.fieldnames or ()):
            raise ConfigError("has no header with `id` and `label`", where=f"{path}:1", help=f"write it as {_FORMATS}")
        for row in rows:
            concept = _tsv_concept(row, fallback, shipped)
            if concept is not None:
                yield concept


def _tsv_concept(row: dict[str, str | None], fallback: MentionKind | None, shipped: bool) -> Concept | None:
    iri = own_identifier((row["id"] or "").strip())
    label = squeeze(row["label"] or "")
    if iri is None or not label:
        return None
    kind = KIND_WORDS.get((row.get("kind") or "").strip().lower()) or kind_of(iri) or fallback
    if kind is None:
        return None
    return Concept(
        iri=iri,
        kind=kind,
        kinds=(kind,),
        label=label,
        synonyms=tuple(n for n in _names((row.get("synonyms") or "").split("|")) if n),
        exact=_identifiers((row.get("xrefs") or "").split("|")),
        shipped=shipped,
    )
