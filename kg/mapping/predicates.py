"""Predicates and whole line ends, made once: a line is `subject + PREDICATE + object + END`."""

from __future__ import annotations

from kg.terms import BIBO, DCTERMS, KG, PROV, RDF, RDFS, SKOS, VOID

END = " ."


def _predicate(iri: str) -> str:
    return f" <{iri}> "


def _is(iri: str) -> str:
    return f" <{RDF.type}> <{iri}> ."


IS_JOURNAL, IS_DOCUMENT, IS_BUILD, IS_RULE = map(_is, (KG.Journal, KG.Document, KG.Build, KG.Rule))
IS_SCHEME, IS_DATASET = _is(SKOS.ConceptScheme), _is(VOID.Dataset)
TITLE, ISSN, LABEL = map(_predicate, (DCTERMS.title, BIBO.issn, RDFS.label))
PATH, SHA256, FORMAT = map(_predicate, (KG.path, KG.sha256, KG.format))
GENERATED_BY, USED = map(_predicate, (PROV.wasGeneratedBy, PROV.used))
