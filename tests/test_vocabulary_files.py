"""The shipped vocabularies keep the form the matcher and the graph rely on."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import ModuleType

import pyoxigraph
import pytest

from kg.terms import PREFIXES, RDF, SKOS, curie
from kg.text import fold, slug

FOLDER = Path(__file__).resolve().parents[1] / "ontology" / "vocabulary"
BASE = "https://w3id.org/litkg/id/concept/"
KG = PREFIXES["kg"]
# file: kind of its concepts, fewest concepts
FILES = {
    "diseases": ("disease", 500),
    "outcomes": ("outcome", 120),
    "targets": ("target", 50),
    "therapies": ("therapy", 150),
}
IDENTIFIER = re.compile(
    r"MONDO:\d{7}|DOID:\d+|MESH:[CD]\d{6,9}|NCIT:C\d+|HP:\d{7}|CHEBI:\d+|OMIM:\d{6}|ORPHANET:\d+|UMLS:C\d{7}|EFO:\d{7}"
    r"|HGNC:\d+|UNIPROT:\w+|GO:\d{7}|CL:\d{7}|RXNORM:\d+|ATC:\w+|SNOMEDCT:\d+"
)
Term = pyoxigraph.NamedNode | pyoxigraph.Literal
Concepts = dict[str, dict[str, list[Term]]]


@cache
def subjects(name: str) -> Concepts:
    found: Concepts = defaultdict(lambda: defaultdict(list))
    for quad in pyoxigraph.parse(path=FOLDER / f"{name}.ttl", format=pyoxigraph.RdfFormat.TURTLE):
        found[quad.subject.value][quad.predicate.value].append(quad.object)
    return dict(found)


@cache
def concepts(name: str) -> Concepts:
    return {iri: p for iri, p in subjects(name).items() if SKOS.ConceptScheme not in values(p, RDF.type)}


def values(properties: dict[str, list[Term]], *predicates: str) -> list[str]:
    return [term.value for predicate in predicates for term in properties.get(predicate, ())]


def every_concept() -> Concepts:
    return {iri: p for name in FILES for iri, p in concepts(name).items()}


@pytest.fixture(params=FILES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_there_are_enough_concepts(name: str) -> None:
    assert len(concepts(name)) >= FILES[name][1]


def test_every_file_declares_its_scheme_and_puts_its_concepts_there(name: str) -> None:
    scheme = BASE + FILES[name][0]
    assert SKOS.ConceptScheme in values(subjects(name)[scheme], RDF.type)
    assert [iri for iri, p in concepts(name).items() if values(p, SKOS.inScheme) != [scheme]] == []


def test_every_concept_has_its_class(name: str) -> None:
    allowed = {KG + FILES[name][0].capitalize(), KG + "Outcome"}
    wrong = [iri for iri, p in concepts(name).items() if not set(values(p, RDF.type)) <= allowed or not p.get(RDF.type)]
    assert wrong == []


def test_every_concept_has_one_english_preferred_label(name: str) -> None:
    languages = {iri: [label.language for label in p.get(SKOS.prefLabel, ())] for iri, p in concepts(name).items()}
    assert {iri: tags for iri, tags in languages.items() if tags.count("en") != 1 or len(set(tags)) < len(tags)} == {}


def test_labels_are_trimmed_and_tagged(name: str) -> None:
    labels = [t for p in concepts(name).values() for k in ("prefLabel", "altLabel", "hiddenLabel") for t in p[SKOS[k]]]
    assert [t for t in labels if not t.language or t.value != " ".join(t.value.split()) or len(t.value) < 2] == []


def test_identifiers_are_well_formed(name: str) -> None:
    wrong = []
    for iri, properties in concepts(name).items():
        for each in (iri, *values(properties, SKOS.exactMatch)):
            own = each.removeprefix(BASE + FILES[name][0] + "/")
            wrong += [each] if not (IDENTIFIER.fullmatch(curie(each)) or (own != each and own == slug(own))) else []
    assert wrong == []


def test_no_identifier_belongs_to_two_concepts(name: str) -> None:
    owners = defaultdict(set)
    for iri, properties in concepts(name).items():
        for each in (iri, *values(properties, SKOS.exactMatch)):
            owners[each].add(iri)
    assert {each: sorted(o) for each, o in owners.items() if len(o) > 1} == {}


@pytest.mark.parametrize("kind", ["Disease", "Outcome", "Target", "Therapy"])
def test_no_name_means_two_concepts_of_one_kind(kind: str) -> None:
    owners = defaultdict(set)
    for iri, properties in every_concept().items():
        if KG + kind in values(properties, RDF.type):
            for label in values(properties, SKOS.prefLabel, SKOS.altLabel):
                owners[fold(label)].add(iri)
    assert {label: sorted(o) for label, o in owners.items() if len(o) > 1} == {}


def test_a_short_form_is_not_also_a_plain_name(name: str) -> None:
    both = [
        label
        for p in concepts(name).values()
        for label in set(values(p, SKOS.hiddenLabel)) & set(values(p, SKOS.prefLabel, SKOS.altLabel))
    ]
    assert both == []


def test_every_broader_concept_is_defined(name: str) -> None:
    defined = every_concept()
    missing = {b for p in concepts(name).values() for b in values(p, SKOS.broader) if b not in defined}
    assert missing == set()


def test_no_concept_is_broader_than_itself() -> None:
    upward = {iri: set(values(p, SKOS.broader)) for iri, p in every_concept().items()}
    while leaves := {iri for iri, above in upward.items() if not above & upward.keys()}:
        upward = {iri: above for iri, above in upward.items() if iri not in leaves}
    assert sorted(upward) == []


def test_every_outcome_has_one_valence() -> None:
    found = {
        iri: values(p, KG + "valence") for iri, p in every_concept().items() if KG + "Outcome" in values(p, RDF.type)
    }
    assert {iri: v for iri, v in found.items() if v not in (["desired"], ["undesired"], ["neutral"])} == {}


def test_subjects_and_objects_are_sorted(name: str) -> None:
    text = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8")
    prefixes = dict(re.findall(r"^@prefix (\w+): <(.*)> \.$", text, re.M))
    blocks = text.split("\n\n")[1:]
    heads = [expanded(block.split(" ", 1)[0], prefixes) for block in blocks]
    assert heads == sorted(heads) and len(set(heads)) == len(heads)
    assert list(prefixes) == sorted(prefixes) and set(prefixes.items()) <= set(PREFIXES.items())
    for block in blocks:
        for line in re.findall(r"^ +skos:(?:broader|exactMatch) (.*) [;.]$", block, re.M):
            objects = line.split(" , ")
            assert objects == sorted(set(objects)), block


def expanded(term: str, prefixes: dict[str, str]) -> str:
    prefix, _, local = term.partition(":")
    return term[1:-1] if term.startswith("<") else prefixes[prefix] + local


# ---------------------------------------------------------------- verify.py


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("vocabulary_verify", FOLDER / "verify.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec.loader.exec_module(module)
    return module


def test_verify_tells_defined_from_stated_from_absent(verify: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "mondo.obo").write_text(
        'format-version: 1.4\n\n[Term]\nid: MONDO:0000001\nname: gout\nsynonym: "gouty arthritis" EXACT []\n'
        "xref: NCI:C34650\n\n[Term]\nid: MONDO:0000002\nname: old\nis_obsolete: true\n",
        encoding="utf-8",
    )
    (tmp_path / "diseases.ttl").write_text(
        "@prefix obo: <http://purl.obolibrary.org/obo/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        'obo:MONDO_0000001 skos:prefLabel "gout"@en ; skos:exactMatch obo:NCIT_C34650 , obo:DOID_1 .\n'
        'obo:MONDO_0000002 skos:prefLabel "old"@en .\n',
        encoding="utf-8",
    )
    known = verify.read_ontologies(tmp_path)
    report, unsourced = verify.write_report([verify.read_vocabulary(tmp_path / "diseases.ttl")], known)
    assert "| MONDO | 1 | defined in `mondo.obo` |" in report
    assert "| NCIT | 1 | stated by `mondo.obo` |" in report
    assert unsourced == ["diseases.ttl: DOID:1", "diseases.ttl: MONDO:0000002"]
