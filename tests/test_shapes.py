"""Each shape against a graph that breaks it, and the other checks: form, quotes, consistency, questions, reports."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import shapes
from kg.errors import InputError, UsageError
from kg.model import Finding
from kg.shapes import compiled, consistency, form, questions, quotes, shacl
from kg.terms import DCTERMS, KG, ONTOLOGY, PREFIXES, RDF, RDFS, SKOS

GOLDEN = Path(__file__).parent / "golden"
SMALL = GOLDEN / "sparql" / "small.ttl"
BASE = "https://w3id.org/litkg/id/"


def small() -> ox.Store:
    store = ox.Store()
    store.load(path=SMALL, format=ox.RdfFormat.TURTLE)
    return store


def broken(update: str) -> ox.Store:
    store = small()
    before = set(store)
    store.update(update, prefixes=PREFIXES | {"id": BASE})
    assert set(store) != before, "the update changes nothing"
    return store


def without(kind: str, name: str) -> str:
    return f"DELETE {{ ?x {name} ?old }} WHERE {{ ?x a {kind} ; {name} ?old }}"


def plus(kind: str, name: str, value: str) -> str:
    return f"INSERT {{ ?x {name} {value} }} WHERE {{ ?x a {kind} }}"


def swap(kind: str, name: str, value: str) -> str:
    return f"DELETE {{ ?x {name} ?old }} INSERT {{ ?x {name} {value} }} WHERE {{ ?x a {kind} ; {name} ?old }}"


# Core constraints: a code of the shapes, and updates of the small graph that must each be found under it.
CORE = {
    "KG-S101": [without("kg:Paper", "dcterms:title"), swap("kg:Paper", "dcterms:title", '""')],
    "KG-S102": [plus("kg:Paper", "dcterms:issued", '"1999"^^xsd:gYear')],
    "KG-S103": [plus("kg:Paper", "dcterms:creator", '"A. Name"')],
    "KG-S104": [plus("kg:Paper", "kg:authorship", '"1"'), plus("kg:Paper", "kg:authorship", "id:x")],
    "KG-S105": [swap("kg:Paper", "bibo:doi", '"10.1000/ABC"'), swap("kg:Paper", "bibo:doi", '"doi:10.1000/a"')],
    "KG-S106": [swap("kg:Paper", "bibo:pmid", '"012"'), swap("kg:Paper", "bibo:pmid", "12345")],
    "KG-S107": [plus("kg:Paper", "fabio:hasPubMedCentralId", '"123"')],
    "KG-S108": [plus("kg:Paper", "bibo:isbn", '"123"')],
    "KG-S109": [swap("kg:Paper", "dcterms:language", '"English (British)"')],
    "KG-S110": [plus("kg:Paper", "dcterms:isPartOf", "id:x"), swap("kg:Paper", "dcterms:isPartOf", '"J"')],
    "KG-S111": [plus("kg:Paper", "dcterms:license", '"CC BY"')],
    "KG-S112": [swap("kg:Paper", "kg:studyDesign", "kg:Positive"), swap("kg:Paper", "kg:studyDesign", '"trial"')],
    "KG-S113": [plus("kg:Paper", "kg:passage", "id:x")],
    "KG-S114": [plus("kg:Paper", "kg:makesClaim", "id:x")],
    "KG-S115": [plus("kg:Paper", "kg:mentions", "id:x"), plus("kg:Paper", "kg:mentions", '"lupus"')],
    "KG-S116": [plus("kg:Paper", "kg:retracted", "false"), swap("kg:Paper", "kg:retracted", '"true"')],
    "KG-S117": [without("kg:Paper", "prov:wasDerivedFrom")],
    "KG-S201": [without("kg:Authorship", "kg:author"), swap("kg:Authorship", "kg:author", '"A. Name"')],
    "KG-S202": [
        without("kg:Authorship", "kg:position"),
        swap("kg:Authorship", "kg:position", "0"),
        swap("kg:Authorship", "kg:position", '"1"'),
        swap("kg:Authorship", "kg:position", '"one"^^xsd:integer'),
    ],
    "KG-S203": [plus("kg:Authorship", "kg:nameAsPrinted", '"Twice"'), swap("kg:Authorship", "kg:nameAsPrinted", '""')],
    "KG-S204": [plus("kg:Authorship", "kg:affiliation", '""')],
    "KG-S211": [without("kg:Author", "foaf:name")],
    "KG-S212": [plus("kg:Author", "schema:identifier", "<http://orcid.org/0000-0002-1825-0097>")],
    "KG-S221": [without("foaf:Organization", "foaf:name")],
    "KG-S231": [without("kg:Journal", "dcterms:title")],
    "KG-S232": [swap("kg:Journal", "bibo:issn", '"20493630"')],
    "KG-S301": [without("kg:Therapy", "skos:prefLabel"), plus("kg:Disease", "skos:prefLabel", '"twice"@en')],
    "KG-S302": [plus("kg:Disease", "skos:broader", "obo:MONDO_0000001")],
    "KG-S303": [plus("kg:Therapy", "skos:exactMatch", '"MESH:D000069283"')],
    "KG-S304": [swap("kg:Outcome", "kg:valence", '"good"')],
    "KG-S401": [swap("kg:Passage", "kg:section", '"results"')],
    "KG-S402": [without("kg:Passage", "kg:text"), swap("kg:Passage", "kg:text", '""')],
    "KG-S403": [swap("kg:Passage", "kg:position", "0")],
    "KG-S404": [without("kg:Passage", "prov:wasDerivedFrom")],
    "KG-S501": [without("kg:Mention", "oa:hasTarget")],
    "KG-S502": [plus("kg:Mention", "oa:hasBody", "id:x"), plus("kg:Mention", "oa:hasBody", '"lupus"')],
    "KG-S503": [swap("kg:Mention", "kg:start", "-1"), swap("kg:Mention", "kg:start", "9999")],
    "KG-S504": [without("kg:Mention", "kg:end")],
    "KG-S505": [without("kg:Mention", "oa:exact")],
    "KG-S506": [
        swap("kg:Mention", "kg:score", "1.5"),
        swap("kg:Mention", "kg:score", "-0.5"),
        swap("kg:Mention", "kg:score", "0.95e0"),
        swap("kg:Mention", "kg:score", "0.123456"),
    ],
    "KG-S507": [plus("kg:Mention", "kg:candidate", '"GC"')],
    "KG-S508": [swap("kg:Mention", "kg:reason", '""')],
    "KG-S601": [without("kg:Claim", "kg:quote"), swap("kg:Claim", "kg:quote", '""')],
    "KG-S602": [without("kg:Claim", "kg:inPassage"), swap("kg:Claim", "kg:inPassage", "id:x")],
    "KG-S603": [swap("kg:Claim", "kg:start", "9999"), without("kg:Claim", "kg:start")],
    "KG-S604": [without("kg:Claim", "kg:end")],
    "KG-S605": [swap("kg:Claim", "kg:claimType", "kg:Positive"), without("kg:Claim", "kg:claimType")],
    "KG-S606": [plus("kg:Claim", "kg:polarity", "kg:Mixed"), swap("kg:Claim", "kg:polarity", '"positive"')],
    "KG-S607": [without("kg:Claim", "kg:certainty")],
    "KG-S608": [swap("kg:Claim", "kg:zone", "kg:Own")],
    "KG-S609": [without("kg:Claim", "kg:origin")],
    "KG-S610": [plus("kg:Claim", "kg:therapy", "id:x")],
    "KG-S611": [plus("kg:Claim", "kg:disease", "obo:MONDO_0007179, obo:MONDO_0005556, obo:MONDO_0007915")],
    "KG-S612": [plus("kg:Claim", "kg:outcome", '"death"')],
    "KG-S613": [plus("kg:Claim", "kg:comparator", "id:x")],
    "KG-S614": [plus("kg:Claim", "kg:asserts", "id:x")],
    "KG-S615": [plus("kg:Claim", "kg:quantity", "3")],
    "KG-S616": [plus("kg:Claim", "kg:headline", "false")],
    "KG-S617": [plus("kg:Claim", "kg:retracted", '"yes"')],
    "KG-S618": [without("kg:Claim", "kg:score")],
    "KG-S619": [without("kg:Claim", "kg:byRule")],
    "KG-S620": [without("kg:Claim", "biolink:knowledge_level")],
    "KG-S621": [without("kg:Claim", "biolink:agent_type")],
    "KG-S701": [without("kg:Quantity", "kg:value")],
    "KG-S702": [without("kg:Quantity", "kg:quantityKind")],
    "KG-S703": [plus("kg:Quantity", "kg:unit", '"mg", "g"')],
    "KG-S704": [swap("kg:Quantity", "kg:start", "-1")],
    "KG-S705": [without("kg:Quantity", "kg:end")],
    "KG-S801": [without("kg:Proposition", "rdfs:label")],
    "KG-S802": [without("kg:Proposition", "kg:claimType")],
    "KG-S803": [without("kg:Proposition", "kg:therapy"), swap("kg:Proposition", "kg:therapy", "obo:MONDO_0007915")],
    "KG-S804": [plus("kg:Proposition", "kg:disease", "obo:MONDO_0007179, obo:MONDO_0007915")],
    "KG-S805": [plus("kg:Proposition", "kg:comparator", "id:x")],
    "KG-S806": [swap("kg:Proposition", "kg:supportCount", "-1")],
    "KG-S807": [without("kg:Proposition", "kg:disputeCount")],
    "KG-S808": [swap("kg:Proposition", "kg:hedgedCount", '"1"')],
    "KG-S809": [swap("kg:Proposition", "kg:paperCount", "0")],
    "KG-S810": [swap("kg:Proposition", "kg:independentCount", "3")],
    "KG-S811": [plus("kg:Proposition", "kg:contested", "false")],
    "KG-S812": [without("kg:Proposition", "biolink:subject")],
    "KG-S813": [plus("kg:Proposition", "biolink:predicate", '"treats"')],
    "KG-S901": [swap("kg:Document", "kg:path", '"/data/a.ris"')],
    "KG-S902": [swap("kg:Document", "kg:sha256", '"ABC"')],
    "KG-S903": [without("kg:Document", "kg:format")],
    "KG-S911": [without("void:Dataset", "prov:wasGeneratedBy")],
    "KG-S921": [plus("kg:Build", "prov:used", '"a.ris"')],
}
# Constraints in SPARQL, likewise.
QUERIES = {
    "KG-S121": [
        swap("kg:Paper", "dcterms:issued", '"2022-13"^^xsd:gYearMonth'),
        swap("kg:Paper", "dcterms:issued", '"2022"'),
        swap("kg:Paper", "dcterms:issued", '"2022-01-01"^^xsd:gYear'),
    ],
    "KG-S122": [plus("kg:Paper", "dcterms:creator", "id:x")],
    "KG-S123": [plus("kg:Paper", "dcterms:creator", "id:x")],
    "KG-S124": [without("kg:Paper", "dcterms:creator")],
    "KG-S125": [swap("kg:Authorship", "kg:position", "1")],
    "KG-S126": ["DELETE { ?x kg:position 1 } INSERT { ?x kg:position 7 } WHERE { ?x a kg:Authorship ; kg:position 1 }"],
    "KG-S127": [without("kg:Mention", "oa:hasBody")],
    "KG-S128": ["INSERT DATA { <https://w3id.org/litkg/id/paper/seven> a kg:Paper }"],
    "KG-S205": [
        "INSERT DATA { id:x a kg:Authorship }",
        plus("kg:Paper", "kg:authorship", f"<{BASE}paper/doi/10.1000/a#author-1>"),
    ],
    "KG-S213": [swap("kg:Author", "schema:identifier", "<https://orcid.org/0000-0002-1825-0098>")],
    "KG-S233": [swap("kg:Journal", "bibo:issn", '"2049-3631"'), swap("kg:Journal", "bibo:issn", '"2049-363X"')],
    "KG-S305": [plus("kg:Disease", "skos:altLabel", '"wolf"')],
    "KG-S306": ["INSERT DATA { obo:MONDO_0007179 skos:broader obo:MONDO_0005556 }"],
    "KG-S405": [without("kg:Paper", "kg:passage")],
    "KG-S406": [swap("kg:Passage", "kg:section", '"body"')],
    "KG-S509": [swap("kg:Mention", "kg:start", "1"), swap("kg:Mention", "oa:exact", '"LUPUS"')],
    "KG-S510": [without("kg:Mention", "kg:reason")],
    "KG-S631": [swap("kg:Claim", "kg:end", "500"), swap("kg:Claim", "kg:quote", '"Other words."')],
    "KG-S632": [without("kg:Claim", "kg:asserts"), without("kg:Proposition", "kg:disease")],
    "KG-S633": [without("kg:Claim", "kg:therapy")],
    "KG-S634": [swap("kg:Claim", "kg:polarity", "kg:Mixed"), without("kg:Claim", "cito:disputes")],
    "KG-S635": [
        "INSERT { ?x cito:supports ?p } WHERE { ?x cito:disputes ?p }",
        "INSERT { ?x cito:discusses ?p } WHERE { ?x cito:disputes ?p }",
        "INSERT { ?x cito:discusses ?p } WHERE { ?x cito:supports ?p }",
        plus("kg:Claim", "cito:supports", "id:x"),
    ],
    "KG-S636": [swap("kg:Proposition", "kg:claimType", "kg:Cost"), swap("kg:Proposition", "kg:therapy", "id:x")],
    "KG-S637": [
        without("kg:Paper", "kg:makesClaim"),
        "INSERT { ?p kg:makesClaim ?c } WHERE { ?p a kg:Paper . ?c a kg:Claim }",
    ],
    "KG-S638": [without("kg:Paper", "kg:passage")],
    "KG-S639": [without("kg:Claim", "kg:retracted")],
    "KG-S640": [without("kg:Paper", "kg:retracted")],
    "KG-S641": ["INSERT DATA { id:x a kg:Claim }"],
    "KG-S706": [without("kg:Claim", "kg:quantity")],
    "KG-S707": [swap("kg:Quantity", "kg:end", "500")],
    "KG-S821": [without("kg:Claim", "kg:asserts")],
    "KG-S822": [without("kg:Proposition", "kg:contested"), plus("kg:Proposition", "kg:contested", "true")],
    "KG-S823": [swap("kg:Proposition", "kg:supportCount", "5"), without("kg:Claim", "cito:supports")],
    "KG-S824": [swap("kg:Proposition", "kg:disputeCount", "5")],
    "KG-S825": [swap("kg:Proposition", "kg:hedgedCount", "5"), swap("kg:Claim", "kg:certainty", "kg:Asserted")],
    "KG-S826": [swap("kg:Proposition", "kg:paperCount", "5")],
    "KG-S827": [swap("kg:Proposition", "biolink:predicate", "biolink:treats")],
    "KG-S828": ["INSERT DATA { <https://w3id.org/litkg/id/proposition/one> a kg:Proposition }"],
    "KG-S829": [without("kg:Proposition", "biolink:object"), without("kg:Proposition", "biolink:predicate")],
    "KG-S904": [swap("kg:Document", "kg:sha256", '"' + "a" * 64 + '"')],
}  # fmt: skip
CASES = [(code, update) for code, updates in (CORE | QUERIES).items() for update in updates]


# ---------------------------------------------------------------- the ontology


def test_the_ontology_has_no_blank_nodes_and_labels_and_defines_every_term() -> None:
    quads = list(ox.parse(path=ONTOLOGY / "kg.ttl", format=ox.RdfFormat.TURTLE))
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    for predicate in (RDFS.label, SKOS.definition):
        told = [q.subject.value for q in quads if q.predicate.value == predicate]
        own = sorted(iri.removeprefix(PREFIXES["kg"]) for iri in told if iri.startswith(PREFIXES["kg"]))
        assert own == sorted(KG.names), f"each term has one {predicate}"


def test_every_code_of_the_shapes_is_broken_by_some_case() -> None:
    quads = ox.parse(path=ONTOLOGY / "shapes.ttl", format=ox.RdfFormat.TURTLE)
    codes = [q.object.value for q in quads if q.predicate.value == DCTERMS.identifier]
    assert sorted(codes) == sorted({code for code, _ in CASES})


def test_the_shapes_use_only_terms_of_the_ontology() -> None:
    text = (ONTOLOGY / "shapes.ttl").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<![\w`])kg:\w+", text))
    assert used - {"kg:none"} <= {f"kg:{name}" for name in KG.names}


# ---------------------------------------------------------------- shapes


@pytest.mark.parametrize("core_limit", [0, 10**6], ids=["compiled", "pyshacl"])
def test_the_small_graph_conforms(core_limit: int) -> None:
    assert list(shacl.check(small(), core_limit=core_limit)) == []


@pytest.mark.parametrize(("code", "update"), CASES, ids=[f"{c}-{i}" for i, (c, _) in enumerate(CASES)])
def test_a_broken_shape_is_found(code: str, update: str) -> None:
    found = [finding for finding in shacl.check(broken(update), core_limit=0) if finding.code == code]
    assert found
    assert all(finding.focus and finding.message and "{?" not in finding.message for finding in found)


def test_compiled_constraints_find_what_the_reference_engine_finds() -> None:
    # One break of each code, all in one graph.
    store = small()
    for _, updates in sorted(CORE.items()):
        store.update(updates[-1], prefixes=PREFIXES | {"id": BASE})
    ours, theirs = (
        {(f.code, f.focus) for f in shacl.check(store, core_limit=limit) if f.code in CORE} for limit in (0, 10**6)
    )
    assert ours == theirs
    assert len({code for code, _ in ours}) > 60


def test_a_reference_engine_runs_the_queries_of_the_shapes() -> None:
    import pyshacl
    import rdflib

    store = small()
    for code in ("KG-S121", "KG-S213", "KG-S306", "KG-S509", "KG-S635", "KG-S822", "KG-S823"):
        store.update(QUERIES[code][0], prefixes=PREFIXES | {"id": BASE})
    graph, rules = rdflib.Graph(), rdflib.Graph().parse(ONTOLOGY / "shapes.ttl")
    graph.parse(data=store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True)
    sh = rdflib.Namespace(shacl.SH)
    theirs = {
        (str(rules.value(report.value(result, sh.sourceConstraint), rdflib.DCTERMS.identifier)), str(focus))
        for result, focus in report.subject_objects(sh.focusNode)
        if report.value(result, sh.sourceConstraint)
    }
    ours = {(f.code, f.focus) for f in shacl.check(store, core_limit=0) if f.code in QUERIES}
    assert theirs == ours and len(ours) > 10


def test_a_message_names_the_value_at_fault() -> None:
    (finding,) = shacl.check(broken(swap("kg:Journal", "bibo:issn", '"20493630"')), core_limit=0)
    assert finding.message == "an ISSN has the form 1234-567X (here 20493630)"
    (finding,) = shacl.check(broken(swap("kg:Journal", "bibo:issn", '"2049-3631"')), core_limit=0)
    assert finding.message == "the check digit of the ISSN 2049-3631 is wrong"
    assert "Journal-issnCheck" in finding.help


def test_every_core_constraint_of_the_shapes_is_compiled() -> None:
    rules = ox.Store()
    rules.load(path=ONTOLOGY / "shapes.ttl", format=ox.RdfFormat.TURTLE)
    told = {"path", "message"}
    for shape in rules.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(shacl.SH + "PropertyShape"), None):
        names = {
            quad.predicate.value.removeprefix(shacl.SH)
            for quad in rules.quads_for_pattern(shape.subject, None, None, None)
            if quad.predicate.value.startswith(shacl.SH)
        }
        assert names - told <= compiled.CONSTRAINTS.keys()


# ---------------------------------------------------------------- form and quotes


@pytest.mark.parametrize(
    ("update", "codes"),
    [
        pytest.param(plus("kg:Paper", "prov:wasDerivedFrom", "[]"), {"KG-F002"}, id="blank node"),
        pytest.param(plus("kg:Paper", "kg:colour", '"red"'), {"KG-F003"}, id="unknown property"),
        pytest.param("INSERT DATA { id:x a kg:Papre }", {"KG-F003"}, id="unknown class"),
        pytest.param(plus("kg:Claim", "kg:zone", "kg:Resluts"), {"KG-F003"}, id="unknown value"),
        pytest.param("INSERT DATA { ncit:C126102 biolink:treats obo:MONDO_0007915 }", {"KG-F004"}, id="bare fact"),
        pytest.param(plus("kg:Claim", "a", "kg:Proposition"), {"KG-F005"}, id="disjoint classes"),
        pytest.param("DELETE WHERE { ?s ?p ?o }", {"KG-F001"}, id="empty"),
        pytest.param(plus("kg:Paper", "dcterms:title", '"Fine"'), set(), id="nothing wrong"),
    ],
)
def test_form(update: str, codes: set[str]) -> None:
    assert {finding.code for finding in form.check(broken(update))} == codes


def test_findings_of_one_kind_are_counted_when_they_are_many() -> None:
    words = " ".join(f"id:x kg:unknown{n} {n} ." for n in range(150))
    findings = list(form.check(broken(f"INSERT DATA {{ {words} }}")))
    assert len(findings) == 101 and findings[-1].message == "and 50 more"


@pytest.mark.parametrize(
    ("update", "code", "words"),
    [
        (swap("kg:Mention", "kg:start", "1"), "KG-Q001", "which stands at"),
        (swap("kg:Claim", "kg:quote", '"Not said."'), "KG-Q001", "which it has nowhere"),
        (swap("kg:Claim", "kg:end", '"end"'), "KG-Q001", "no numbers"),
        (without("kg:Claim", "kg:inPassage"), "KG-Q002", "no passage"),
        (without("kg:Passage", "kg:text"), "KG-Q002", "no passage"),
    ],
)
def test_a_quote_that_does_not_stand_at_its_offsets_is_found(update: str, code: str, words: str) -> None:
    findings = list(quotes.check(broken(update)))
    assert findings and {finding.code for finding in findings} == {code}
    assert any(words in finding.message for finding in findings)


def test_offsets_count_code_points() -> None:
    store = ox.Store()
    text = "\U0001f43a e\u0301 wolf"
    told = f'id:c kg:quote "wolf" ; kg:inPassage id:p ; kg:start 5 ; kg:end 9 . id:p kg:text "{text}"'
    store.update(f"INSERT DATA {{ {told} }}", prefixes=PREFIXES | {"id": BASE})
    assert list(quotes.check(store)) == []


# ---------------------------------------------------------------- questions and consistency


def test_the_named_queries_can_be_put() -> None:
    assert list(questions.check(small())) == []


def test_a_query_that_cannot_be_put_is_found(tmp_path: Path) -> None:
    (tmp_path / "wrong.rq").write_text("SELECT ?x WHERE { ?x kg:claims }\n")
    (tmp_path / "right.rq").write_text("SELECT ?x WHERE { ?x a kg:Paper }\nORDER BY ?x\n")
    (finding,) = questions.check(small(), [tmp_path])
    assert (finding.code, finding.focus) == ("KG-N001", "wrong")


@pytest.mark.parametrize(
    ("update", "engine", "consistent"),
    [
        pytest.param(plus("kg:Paper", "dcterms:title", '"Fine"'), "owlrl", True, id="consistent"),
        pytest.param(plus("kg:Claim", "a", "kg:Proposition"), "owlrl", False, id="disjoint classes"),
        pytest.param("INSERT { ?c kg:therapy ?d } WHERE { ?c kg:disease ?d }", "owlrl", False, id="range"),
    ],
)
def test_reasoning_by_rules(update: str, engine: str, consistent: bool) -> None:
    ontology = consistency.ontology()
    answer = consistency.reason([*ontology, *consistency.sample(broken(update), ontology)], engine, 60.0)
    assert answer is not None and answer["consistent"] is consistent


def test_the_sample_is_bounded_and_follows_the_papers() -> None:
    ontology = consistency.ontology()
    few = consistency.sample(small(), ontology, size=5)
    assert len({triple.subject for triple in few}) <= 5
    assert any(KG.Paper in str(triple) for triple in few)
    assert not [t for t in consistency.sample(small(), ontology) if "gYear" in str(t) or KG.text in str(t)]


def test_without_java_the_rules_are_used_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consistency.shutil, "which", lambda name: None)
    (finding,) = consistency.check(small(), timeout=60.0)
    assert (finding.severity, finding.code) == ("info", "KG-C011")


def test_a_reasoner_past_its_deadline_is_not_taken_for_consistent() -> None:
    (finding,) = consistency.check(small(), timeout=0.01)
    assert (finding.severity, finding.code) == ("info", "KG-C010")


@pytest.mark.skipif(consistency.shutil.which("java") is None, reason="HermiT needs Java")
def test_hermit_finds_two_values_where_one_is_allowed() -> None:
    findings = list(consistency.check(broken(plus("kg:Claim", "kg:polarity", "kg:Mixed, kg:Neutral")), timeout=120.0))
    assert [finding.code for finding in findings] == ["KG-C001"]


# ---------------------------------------------------------------- the whole, and its reports


def test_check_puts_errors_first_and_says_a_thing_once(tmp_path: Path) -> None:
    path = tmp_path / "kg.nt"
    with path.open("wb") as out:
        broken(swap("kg:Claim", "kg:quote", '"Not said."')).dump(
            out, ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()
        )
    findings = shapes.check(path, reason=False)
    assert {finding.code for finding in findings} == {"KG-Q001"}
    assert findings == shapes.check(path, reason=False)


def test_an_unreadable_graph_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no graph"):
        shapes.check(tmp_path / "kg.ttl")
    (tmp_path / "kg.ttl").write_text("<a> <b")
    with pytest.raises(InputError, match="cannot be read"):
        shapes.check(tmp_path / "kg.ttl")


FINDINGS = [
    Finding(severity="error", code="KG-S601", focus="https://x/c|1", message='no "quote" <x>\n& 100%', help="mend, it"),
    Finding(severity="warning", code="KG-F001", focus="", message="the graph has no paper"),
    Finding(severity="info", code="KG-C010", focus="https://x/o", message="not checked: \x00 control", help="wait"),
]  # fmt: skip


@pytest.mark.parametrize("name", shapes.FORMS)
def test_a_report_is_written(name: str) -> None:
    written = shapes.render(FINDINGS, name)
    golden = GOLDEN / "shapes" / f"report.{name}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("findings", [FINDINGS, []], ids=["some", "none"])
def test_reports_for_machines_can_be_read(findings: list[Finding]) -> None:
    suite = ElementTree.fromstring(shapes.render(findings, "junit"))[0]
    assert suite.get("failures") == str(sum(f.severity != "info" for f in findings))
    log = json.loads(shapes.render(findings, "sarif"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == [f.code for f in findings]
    assert [entry["code"] for entry in json.loads(shapes.render(findings, "json"))] == [f.code for f in findings]
    assert shapes.render(findings, "github").count("\n") == len(findings)


def test_an_unknown_form_of_report_is_told() -> None:
    with pytest.raises(UsageError, match="'xml'"):
        shapes.render([], "xml")
