"""OWL and SKOS files (RDF/XML, Turtle, N-Triples) → concepts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.concept import (
    EQUIVALENT,
    KINDS,
    Concept,
    distinct_names,
    hinted_kind,
    identifiers,
    kind_of,
    ordered_kinds,
    own_names,
    prefix_of,
)
from kg.terms import PREFIXES
from kg.text import squeeze

if TYPE_CHECKING:
    import pyoxigraph

    from kg.model import MentionKind

SKOS, RDFS, OWL = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"]
_OIO = "http://www.geneontology.org/formats/oboInOwl#"
_MESHV = "http://id.nlm.nih.gov/mesh/vocab#"
_TYPE = PREFIXES["rdf"] + "type"
_LABELS = (SKOS + "prefLabel", RDFS + "label")
_EXACT_NAMES = (SKOS + "altLabel", _OIO + "hasExactSynonym")
_NEAR_NAMES = (_OIO + "hasRelatedSynonym", _OIO + "hasBroadSynonym", _OIO + "hasNarrowSynonym")
_SHORT_FORMS = (SKOS + "hiddenLabel",)
_BROADER = (SKOS + "broader", RDFS + "subClassOf")
_NOTATIONS = (SKOS + "notation", _MESHV + "treeNumber")
_KIND_CLASSES = {PREFIXES["kg"] + kind.capitalize(): kind for kind in KINDS}
_Properties = dict[str, list["pyoxigraph.NamedNode | pyoxigraph.Literal"]]


def read(path: Path, fallback: MentionKind | None, shipped: bool) -> Iterator[Concept]:
    """The concepts of one file, in the order of their first statements.

    Raises OSError, SyntaxError.
    """
    subjects = _subjects(path)

    @cache
    def hint(scheme: str) -> MentionKind | None:
        return hinted_kind(_text(subjects.get(scheme, {}), (PREFIXES["dcterms"] + "title", *_LABELS)))

    for iri, properties in subjects.items():
        concept = _concept(iri, properties, fallback, hint, shipped)
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


def _concept(
    iri: str,
    properties: _Properties,
    fallback: MentionKind | None,
    hint: Callable[[str], MentionKind | None],
    shipped: bool,
) -> Concept | None:
    types = _values(properties, (_TYPE,))
    labels = _literals(properties, _LABELS)
    if not labels or SKOS + "ConceptScheme" in types or "true" in _values(properties, (OWL + "deprecated",)):
        return None
    scheme = next(iter(_values(properties, (SKOS + "inScheme",))), None)
    kinds = ordered_kinds(_KIND_CLASSES[t] for t in types if t in _KIND_CLASSES)
    if not kinds:
        kind = kind_of(iri, _values(properties, _NOTATIONS)) or fallback or hint(scheme or "")
        if kind is None:
            return None
        kinds = (kind,)
    _, label, language = labels[0]
    synonyms, short_forms = own_names(distinct_names(_values(properties, _EXACT_NAMES)), shipped)
    return Concept(
        iri=iri,
        kind=kinds[0],
        kinds=kinds,
        label=squeeze(label),
        language=language,
        synonyms=synonyms,
        related=distinct_names(_values(properties, _NEAR_NAMES)),
        short_forms=distinct_names((*_values(properties, _SHORT_FORMS), *short_forms)),
        broader=identifiers(_values(properties, _BROADER)),
        exact=identifiers(_exact(iri, properties)),
        scheme=squeeze(scheme) if scheme else None,
        valence=next(iter(_values(properties, (PREFIXES["kg"] + "valence",))), None),
        targets=identifiers(_values(properties, (PREFIXES["kg"] + "target",))),
        shipped=shipped,
        foreign=_foreign(properties, language),
    )


def _exact(iri: str, properties: _Properties) -> list[str]:
    """What is said to be the same; in some vocabularies all cross references are."""
    exact = _values(properties, (SKOS + "exactMatch",))
    return exact + _values(properties, (_OIO + "hasDbXref",)) if prefix_of(iri) in EQUIVALENT else exact


def _foreign(properties: _Properties, language: str) -> tuple[tuple[str, str], ...]:
    """The names that are tagged with other languages only, and the first of those by its tag."""
    tagged: dict[str, set[str]] = defaultdict(set)
    for predicate in (*_EXACT_NAMES, *_SHORT_FORMS):
        for name in properties.get(predicate, ()):
            tagged[squeeze(name.value)].add(getattr(name, "language", None) or language)
    return tuple(sorted((name, min(tags)) for name, tags in tagged.items() if language not in tags))


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
