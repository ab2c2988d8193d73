"""Vocabularies: read in every format, joined into one, found by any name, kept in the cache."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import vocabulary, vocabulary_files
from kg.concept import Concept, is_acronym, name_key
from kg.errors import ConfigError
from kg.terms import curie
from kg.vocabulary_joining import join

MONDO = """format-version: 1.4

[Term]
id: MONDO:0007915
name: systemic lupus erythematosus
synonym: "SLE" EXACT []
synonym: "sle" EXACT []
synonym: "lupus \\"classic\\"" RELATED []
xref: DOID:9074 {source="MONDO:equivalentTo"}
xref: MESH:D008180 {source="MONDO:equivalentTo"}
xref: OMIM:300809 {source="MONDO:relatedTo"}
is_a: MONDO:0007179 ! autoimmune disease

[Term]
id: MONDO:0007179
name: autoimmune disease

[Term]
id: MONDO:0000002
name: old disease
is_obsolete: true

[Term]
id: UBERON:0002113
name: kidney

[Typedef]
id: part_of
name: part of
"""
DOID = """[Term]
id: DOID:9074
name: systemic lupus erythematosus
synonym: "disseminated lupus erythematosus" EXACT []
xref: UMLS_CUI:C0024141
is_a: DOID:417 ! autoimmune disease

[Term]
id: DOID:417
name: autoimmune disease

[Term]
id: DOID:1
name: another disease
xref: MESH:D008180
"""
SKOS = """@prefix mesh: <http://id.nlm.nih.gov/mesh/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
mesh:D008180 a skos:Concept ; skos:prefLabel "Lupus Erythematosus, Systemic"@en , "Lupus érythémateux"@fr .
mesh:D018450 a skos:Concept ; skos:prefLabel "Disease Progression"@en ; skos:notation "C23.550.291" .
mesh:D000001 a skos:Concept ; skos:prefLabel "Calcimycin"@en ; skos:notation "D03.633.100" .
"""
OWL = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
  xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:o="http://www.geneontology.org/formats/oboInOwl#">
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/HP_0002020">
    <rdfs:label>Gastroesophageal reflux</rdfs:label>
    <o:hasExactSynonym>Acid reflux</o:hasExactSynonym>
    <o:hasRelatedSynonym>Heartburn</o:hasRelatedSynonym>
    <rdfs:subClassOf rdf:resource="http://purl.obolibrary.org/obo/HP_0025032"/>
  </owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/HP_0000001">
    <rdfs:label>Old</rdfs:label><owl:deprecated rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</owl:deprecated>
  </owl:Class>
</rdf:RDF>
"""
TSV = "id\tlabel\tsynonyms\tkind\txrefs\nCHEBI:64357\trituximab\tMabThera|Rituxan\t\tMESH:D000069283\nX\tno id\t\t\t\n"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


FORMATS = {
    "obo": ("m.obo", MONDO, ["MONDO:0007915", "MONDO:0007179"], "disease"),
    "skos": ("mesh_disease.ttl", SKOS, ["MESH:D008180", "MESH:D018450"], "disease"),
    "owl": ("hp.owl", OWL, ["HP:0002020"], "outcome"),
    "tsv": ("c.tsv", TSV, ["CHEBI:64357"], "therapy"),
}


@pytest.mark.parametrize(("name", "text", "curies", "kind"), FORMATS.values(), ids=FORMATS.keys())
def test_formats(tmp_path: Path, name: str, text: str, curies: list[str], kind: str) -> None:
    concepts = [c for c in vocabulary_files.read(written(tmp_path, name, text)) if c.kind == kind]
    assert [curie(c.iri) for c in concepts] == curies


def test_obo_term(tmp_path: Path) -> None:
    lupus = vocabulary_files.read(written(tmp_path, "m.obo", MONDO))[0]
    assert lupus.label == "systemic lupus erythematosus"
    assert (lupus.synonyms, lupus.related, lupus.short_forms) == ((), ('lupus "classic"',), ("SLE",))
    assert [curie(e) for e in lupus.exact] == ["DOID:9074", "MESH:D008180"]
    assert [curie(b) for b in lupus.broader] == ["MONDO:0007179"]


def test_owl_scopes(tmp_path: Path) -> None:
    (reflux,) = vocabulary_files.read(written(tmp_path, "hp.owl", OWL))
    assert (reflux.synonyms, reflux.related) == (("Acid reflux",), ("Heartburn",))


NAMES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://id.nlm.nih.gov/mesh/D008180> skos:prefLabel "lupus"@en , "Lupus"@de ; skos:notation "C17.300.480" ;
  skos:altLabel "SLE disease"@en , "Schmetterlingsflechte"@de , "mariposa lupica"@es ,
    "lupus disease"@en , "lupus disease"@nl .
"""


def test_names_keep_their_languages(tmp_path: Path) -> None:
    (lupus,) = vocabulary_files.read(written(tmp_path, "n.ttl", NAMES))
    assert lupus.language == "en" and dict(lupus.foreign) == {"Schmetterlingsflechte": "de", "mariposa lupica": "es"}
    loaded = vocabulary.load([tmp_path / "n.ttl"]).find("Schmetterlingsflechte")
    assert dict(loaded[0].foreign).items() >= {("Schmetterlingsflechte", "de"), ("mariposa lupica", "es")}


def test_a_name_stated_in_the_language_of_the_label_is_not_foreign() -> None:
    iri = "http://purl.obolibrary.org/obo/MONDO_1"
    english = Concept(iri=iri, kind="disease", kinds=("disease",), label="lupus", synonyms=("mariposa lupica",))
    other = Concept(
        iri=iri, kind="disease", kinds=("disease",), label="Lupus", language="de", synonyms=("mariposa lupica", "Wolf")
    )
    (both,) = join([english, other])
    assert dict(both.foreign) == {"Lupus": "de", "Wolf": "de"}


def test_tree_numbers_tell_the_kind(tmp_path: Path) -> None:
    kinds = {c.label: c.kind for c in vocabulary_files.read(written(tmp_path, "mesh_disease.ttl", SKOS))}
    assert kinds == {
        "Lupus Erythematosus, Systemic": "disease",
        "Disease Progression": "disease",
        "Calcimycin": "therapy",
    }


BAD = {
    "unknown format": ("a.csv", "id,label", "unknown format '.csv'"),
    "no header": ("a.tsv", "CHEBI:1\tx\n", "has no header with `id` and `label`"),
    "broken turtle": ("a.ttl", "<a> <b>", "is no vocabulary"),
    "no kind": ("terms.obo", "[Term]\nid: NCIT:C1\nname: thing\n", "not one concept of a known kind"),
}


@pytest.mark.parametrize(("name", "text", "message"), BAD.values(), ids=BAD.keys())
def test_files_that_cannot_be_used(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        vocabulary.load([written(tmp_path, name, text)])
    assert message in str(caught.value) and caught.value.help and name in caught.value.where


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        vocabulary.load([tmp_path / "none.obo"])


def test_kind_option(tmp_path: Path) -> None:
    path = written(tmp_path, "terms.obo", "[Term]\nid: NCIT:C1\nname: a thing of its own\n")
    (found,) = vocabulary.load([path], kind="target").find("a thing of its own")
    assert found.kind == "target"
    with pytest.raises(ConfigError, match="unknown kind"):
        vocabulary.load([path], kind="thing")


def joined(tmp_path: Path) -> dict[str, Concept]:
    files = (("m.obo", MONDO), ("d.obo", DOID), ("mesh_disease.ttl", SKOS))
    return {curie(c.iri): c for c in join(c for n, t in files for c in vocabulary_files.read(written(tmp_path, n, t)))}


def test_vocabularies_join_on_exact_matches(tmp_path: Path) -> None:
    concepts = joined(tmp_path)
    lupus = concepts["MONDO:0007915"]
    assert {"disseminated lupus erythematosus", "Lupus Erythematosus, Systemic"} <= set(lupus.synonyms)
    assert {curie(e) for e in lupus.exact} == {"DOID:9074", "MESH:D008180", "UMLS:C0024141"}
    assert "MESH:D008180" not in concepts and "DOID:9074" not in concepts


def test_joined_concepts_keep_their_hierarchy(tmp_path: Path) -> None:
    concepts = joined(tmp_path)
    assert [curie(b) for b in concepts["MONDO:0007915"].broader] == ["MONDO:0007179"]
    assert "DOID:417" not in concepts, "equal labels of one kind are one concept"


def test_two_of_one_vocabulary_never_join(tmp_path: Path) -> None:
    other = joined(tmp_path)["DOID:1"]
    assert other.label == "another disease" and [curie(e) for e in other.exact] == ["MESH:D008180"]


def test_the_shipped_name_is_no_short_form() -> None:
    iri = "http://purl.obolibrary.org/obo/MONDO_1"
    shipped = Concept(iri=iri, kind="disease", kinds=("disease",), label="a b", synonyms=("AB",), shipped=True)
    imported = Concept(iri=iri, kind="disease", kinds=("disease",), label="A B", short_forms=("AB", "ABX"))
    (both,) = join([imported, shipped])
    assert (both.label, both.synonyms, both.short_forms) == ("a b", ("AB", "A B"), ("ABX",))


def test_order_of_files_means_nothing(tmp_path: Path) -> None:
    concepts = [
        c for n, t in (("m.obo", MONDO), ("d.obo", DOID)) for c in vocabulary_files.read(written(tmp_path, n, t))
    ]
    assert [c.iri for c in join(concepts)] == [c.iri for c in join(reversed(concepts))]


def test_find_by_any_name(tmp_path: Path) -> None:
    found = vocabulary.load([written(tmp_path, "c.tsv", TSV.replace("rituximab", "zzumab"))])
    iri = "http://purl.obolibrary.org/obo/CHEBI_64357"
    for text in (iri, "CHEBI:64357", "chebi:64357", "Zzumab"):
        assert [curie(c.iri) for c in found.find(text)], text
    assert found.find("no such thing at all") == ()


def test_ancestors_are_nearest_first_and_end_in_cycles() -> None:
    def made(name: str, *broader: str) -> Concept:
        above = tuple(f"http://x/{b}" for b in broader)
        return Concept(
            iri=f"http://x/{name}", kind="disease", kinds=("disease",), label=f"concept {name}", broader=above
        )

    found = vocabulary.of([made("a", "b"), made("b", "c", "a"), made("c", "a")])
    assert found.ancestors("http://x/a") == ("http://x/b", "http://x/c")


def test_cache_gives_the_same_and_torn_files_are_read_anew(tmp_path: Path) -> None:
    path = written(tmp_path, "m.obo", MONDO)
    first = vocabulary.load([path])
    (cached,) = (tmp_path / "cache" / "litkg").glob("vocabulary-*")
    whole = cached.read_bytes()
    assert dict(vocabulary.load([path]).concepts) == dict(first.concepts)
    cached.write_bytes(whole[: len(whole) // 2])
    again = vocabulary.load([path])
    assert dict(again.concepts) == dict(first.concepts) and cached.read_bytes() == whole


def test_digest_follows_content(tmp_path: Path) -> None:
    path = written(tmp_path, "m.obo", MONDO)
    first = vocabulary.load([path]).digest
    assert vocabulary.load([path]).digest == first
    path.write_text(MONDO.replace("autoimmune disease", "autoimmune disorder"), "utf-8")
    assert vocabulary.load([path]).digest != first


def test_a_cache_that_cannot_be_written_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(written(tmp_path, "file", "")))
    assert vocabulary.load([written(tmp_path, "m.obo", MONDO)]).find("MONDO:0007915")


def test_same_lines_whatever_the_hash_seed(tmp_path: Path) -> None:
    path = written(tmp_path, "d.obo", DOID)
    code = (
        "import pathlib\nfrom kg import vocabulary_files, vocabulary_joining\n"
        f"print(vocabulary_joining.join(vocabulary_files.read(pathlib.Path({str(path)!r}))))"
    )
    outs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parent.parent,
            env={"PYTHONHASHSEED": s},
            capture_output=True,
            check=True,
        ).stdout
        for s in ("1", "2")
    }
    assert len(outs) == 1


@pytest.mark.parametrize(
    ("name", "yes"), [("SLE", True), ("CAR-T", True), ("SjS", True), ("Lupus", False), ("sle", False)]
)
def test_acronyms(name: str, yes: bool) -> None:
    assert is_acronym(name) is yes


def test_inverted_names_have_one_key() -> None:
    assert name_key("Arrhythmias, Cardiac") == name_key("cardiac arrhythmia")


KNOWN = {
    "therapy": "lithotripsy; total thyroidectomy; balloon angioplasty; TURP; ESWL; cochlear implant; skin graft; "
    "root canal treatment; tracheostomy; radiofrequency ablation; ventriculoperitoneal shunt; autogenic training; "
    "ketogenic diet; thiazolidinediones; aminoglycosides; antiemetics; tamsulosin; latanoprost; tranexamic acid; "
    "permethrin; perampanel",
    "disease": "kidney stones; urethral stricture; tension-type headache; sick sinus syndrome; cataract; hip fracture; "
    "burns; postpartum hemorrhage; snakebite; otitis media with effusion; carotid stenosis; anal fissure; "
    "keloids; scabies",
}


@pytest.mark.parametrize(("kind", "names"), KNOWN.items())
def test_the_shipped_vocabularies_know_every_field(kind: str, names: str) -> None:
    own = {name_key(name): c.kind for c in vocabulary.load().concepts.values() for name in (c.label, *c.synonyms)}
    assert {name: own.get(name_key(name)) for name in names.split("; ")} == dict.fromkeys(names.split("; "), kind)


def test_shipped_names_are_no_scraps() -> None:
    names = [n for c in vocabulary.load().concepts.values() for n in (c.label, *c.synonyms, *c.short_forms)]
    assert [n for n in names if len(n) < 2 or n != n.strip(" ,;.-") or "  " in n] == []
