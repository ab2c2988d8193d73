"""Named and other queries: their answers over a small graph, their parameters, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest

from kg import sparql
from kg.errors import QueryError, UsageError
from kg.sparql import guard
from kg.sparql.result import Result, Term
from kg.terms import KG, PREFIXES

GOLDEN = Path(__file__).parent / "golden" / "sparql"
SMALL = GOLDEN / "small.ttl"
NAMES = [query.name for query in sparql.named()]
PARAMETERS = {"therapy", "disease", "entity", "year"}
CART, RITUXIMAB = "NCIT:C126102", "MESH:D000069283"
LUPUS, NEPHRITIS = "MONDO:0007915", "MONDO:0005556"


def ask(text_or_name: str, **values: str) -> list[dict[str, str]]:
    answer = sparql.query(SMALL, text_or_name, values=values)
    return list(csv.DictReader(io.StringIO(sparql.write(answer, "csv"))))


def column(rows: list[dict[str, str]], name: str) -> list[str]:
    return [row[name] for row in rows]


# ---------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("query", sparql.named(), ids=NAMES)
def test_a_named_query_says_what_it_is(query: sparql.NamedQuery) -> None:
    assert query.title and query.question.endswith("?")
    assert set(query.parameters) <= PARAMETERS
    places = set(re.findall(r"VALUES \?(\w+) \{ UNDEF \}", query.text))
    assert places == set(query.parameters)


@pytest.mark.parametrize("query", sparql.named(), ids=NAMES)
def test_a_named_query_uses_only_terms_of_the_ontology(query: sparql.NamedQuery) -> None:
    assert set(re.findall(r"\bkg:(\w+)", query.text)) <= KG.names
    assert set(re.findall(r"\b([a-z]+):\w", query.text.partition("SELECT")[2])) <= set(PREFIXES)


@pytest.mark.parametrize("name", NAMES)
def test_a_named_query_answers_on_the_small_graph(name: str) -> None:
    values = {"entity": "lupus nephritis"} if name == "about" else {}
    written = sparql.write(sparql.query(SMALL, name, values=values), "tsv")
    golden = GOLDEN / f"{name}.tsv"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(written, encoding="utf-8")
    assert written == golden.read_text(encoding="utf-8")
    assert written.count("\n") > 1, "a competency question without an answer"


def test_a_project_may_add_and_replace_queries(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_text("# title: Mine\n# question: Which?\nSELECT ?s WHERE { ?s a kg:Paper }\n")
    (tmp_path / "safety.rq").write_text("# title: Other\nASK {}\n")
    queries = {query.name: query for query in sparql.named([tmp_path])}
    assert queries["mine"].title == "Mine" and queries["safety"].title == "Other"
    assert len(sparql.query(SMALL, "mine", folders=[tmp_path]).rows) == 3


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(QueryError) as caught:
        sparql.query(SMALL, "paper-about")
    assert "papers-about" in caught.value.help


# ---------------------------------------------------------------- parameters


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(LUPUS, id="curie"),
        pytest.param("mondo:0007915", id="curie in lower case"),
        pytest.param("MESH:D008180", id="exact match"),
        pytest.param("DOID:9074", id="another exact match"),
        pytest.param("http://purl.obolibrary.org/obo/MONDO_0007915", id="iri"),
        pytest.param("<http://id.nlm.nih.gov/mesh/D008180>", id="iri in brackets"),
        pytest.param("Systemic lupus  ERYTHEMATOSUS", id="preferred label"),
        pytest.param("sle", id="other label"),
    ],
)
def test_a_disease_goes_by_any_identifier_and_takes_narrower_ones(value: str) -> None:
    rows = ask("papers-about", disease=value)
    assert set(column(rows, "foundLabel")) == {"systemic lupus erythematosus", "lupus nephritis"}
    assert len(set(column(rows, "paper"))) == 3


def test_a_narrower_disease_leaves_the_broader_out() -> None:
    assert set(column(ask("papers-about", disease=NEPHRITIS), "foundLabel")) == {"lupus nephritis"}


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("10.1000/A", "paper/doi/10.1000/a"),
        ("https://doi.org/10.1000/a", "paper/doi/10.1000/a"),
        ("doi:10.1000/b", "paper/doi/10.1000/b"),
        ("PMID:12345", "paper/pmid/12345"),
        ("https://pubmed.ncbi.nlm.nih.gov/12345/", "paper/pmid/12345"),
        ("nct00000001", "paper/doi/10.1000/a"),
        ("0000-0002-1825-0097", "person/orcid/0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "person/orcid/0000-0002-1825-0097"),
        ("2049-3630", "journal/issn/2049-3630"),
        ("Ada Marin", "person/orcid/0000-0002-1825-0097"),
        ("a letter since withdrawn", "paper/pmid/12345"),
        ("MESH:D008180", "obo/MONDO_0007915"),
        ("rituximab", "mesh/D000069283"),
    ],
)
def test_an_entity_goes_by_any_identifier(value: str, end: str) -> None:
    (entity,) = set(column(ask("about", entity=value), "entity"))
    assert entity.endswith(end)


@pytest.mark.parametrize(
    ("name", "values", "what", "mend"),
    [
        ("papers-about", {"disease": "systemic lupus erythematosis"}, "no disease", "systemic lupus erythematosus"),
        ("papers-about", {"disease": "rituximab"}, "kg:Therapy", "entity"),
        ("papers-about", {"disease": "MONDO:9999999"}, "no disease", "kg find"),
        ("papers-about", {"disease": ""}, "no disease", "kg find"),
        ("papers-about", {"year": "last"}, "no year", "2024"),
        ("papers-about", {"colour": "red"}, "no parameter 'colour'", "disease, year"),
        ("SELECT * { ?s ?p ?o }", {"colour": "red"}, "no variable ?colour", "variable"),
        ("SELECT * { ?s ?p ?o }", {"s } #": "x"}, "no name of a variable", "letters"),
    ],
)
def test_an_unknown_value_says_how_to_mend_it(name: str, values: dict[str, str], what: str, mend: str) -> None:
    with pytest.raises(QueryError) as caught:
        sparql.query(SMALL, name, values=values)
    assert what in str(caught.value) and mend in caught.value.help


def test_a_year_narrows() -> None:
    assert column(ask("papers-by-year", year="2023"), "year") == ["2023"]
    assert set(column(ask("claims-by-year", therapy=CART, year="2022"), "year")) == {"2022"}


def test_a_claim_without_a_disease_does_not_pass_for_every_disease() -> None:
    assert column(ask("retracted", therapy=RITUXIMAB), "polarity") == [KG.Positive]
    assert len(ask("retracted", disease=LUPUS)) == 2
    assert ask("retracted", disease=NEPHRITIS) == []


def test_other_queries_take_values_too() -> None:
    bound = ask("SELECT ?claim { ?claim a kg:Claim ; kg:disease ?disease }", disease="lupus nephritis")
    assert len(bound) == 2
    assert ask("SELECT ?s { ?s kg:section ?text }", text='title"} #') == []
    assert len(ask("SELECT ?s { ?s kg:position ?n }", n="2")) == 3


# ---------------------------------------------------------------- what is refused, and what is stopped


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", "SERVICE", id="service"),
        pytest.param("SELECT * { #\n service silent ?x { ?s ?p ?o } }", "SERVICE", id="service after a comment"),
        pytest.param("LOAD <http://localhost/>", "LOAD", id="load"),
        pytest.param("PREFIX x: <http://x/> INSERT DATA { x:a x:b x:c }", "INSERT", id="insert"),
        pytest.param("BASE <http://x/> delete where { ?s ?p ?o }", "DELETE", id="delete"),
        pytest.param("SELECT * " + "{" * 5000 + "}" * 5000, "nested", id="braces"),
        pytest.param("SELECT (" + "(" * 600 + "1" + ")" * 600 + " AS ?x) {}", "nested", id="parentheses"),
        pytest.param("SELECT (" + "!" * 9000 + "true AS ?x) {}", "nested", id="signs"),
        pytest.param("SELECT (" + "! " * 9000 + "true AS ?x) {}", "nested", id="signs and blanks"),
        pytest.param("ASK {}" + " " * 300_000, "characters", id="length"),
        pytest.param("SELECT * WHERE { ?s ?p }", "query", id="syntax"),
        pytest.param("", "query", id="empty"),
    ],
)
def test_a_hostile_or_wrong_query_is_refused(text: str, what: str) -> None:
    with pytest.raises(QueryError, match=what):
        sparql.query(SMALL, text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o }",
        'ASK { ?s ?p "SERVICE <http://x/> {{{" }',
        "ASK { ?s <http://x/service> ?o } # SERVICE {{{",
        "PREFIX load: <http://x/> ASK { ?s load:service ?o }",
        "ASK { ?s ?p '''{{{ ' SERVICE '' ''' }",
        r'ASK { ?s ?p "\"SERVICE" }',
    ],
)
def test_words_in_names_strings_and_comments_are_no_commands(text: str) -> None:
    guard.check(text)


@pytest.mark.parametrize("text", ['"""' * 60_000, '"\\"' * 60_000, "<" * 190_000, "'''\\" * 40_000, "!" * 190_000])
def test_the_guard_takes_linear_time(text: str) -> None:
    assert sum(map(len, guard.tokens(text))) <= len(text)


def test_a_slow_query_is_killed_at_its_deadline() -> None:
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
    with pytest.raises(QueryError, match="more than 0.2 s"):
        sparql.query(SMALL, slow, timeout=0.2)


def test_a_crash_of_the_engine_is_a_query_error() -> None:
    deep = "SELECT * { ?a (<x:a>" + "/<x:a>" * 18_000 + ") ?b }"
    with pytest.raises(QueryError, match="crashed"):
        sparql.query(SMALL, deep)


def test_a_failure_of_the_child_is_a_bug_and_shows_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(RuntimeError):
        sparql.query(SMALL, "safety")


def test_a_missing_or_broken_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no graph"):
        sparql.query(tmp_path / "kg.ttl", "safety")
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b")
    with pytest.raises(QueryError, match="cannot be read"):
        sparql.query(broken, "safety")


# ---------------------------------------------------------------- answers as text


ROW = Result(
    variables=("who", "n", "none"),
    rows=(
        (
            Term(kind="literal", value='a "b",\nc|<d>', language="en"),
            Term(kind="literal", value="1.5", datatype=PREFIXES["xsd"] + "decimal"),
            None,
        ),
        (Term(kind="uri", value=PREFIXES["obo"] + "MONDO_0007915"), None, Term(kind="bnode", value="x")),
    ),
)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", 'who,n,none\r\n"a ""b"",\nc|<d>",1.5,\r\nhttp://purl.obolibrary.org/obo/MONDO_0007915,,x\r\n'),
        ("tsv", '?who\t?n\t?none\n"a \\"b\\",\\nc|<d>"@en\t1.5\t\n<http://purl.obolibrary.org/obo/MONDO_0007915>\t\t_:x\n'),
        ("md", '| who | n | none |\n| --- | ---: | --- |\n| a "b", c\\|\\<d\\> | 1.5 |  |\n| MONDO:0007915 |  | x |\n'),
        ("table", 'who              n  none\na "b",         1.5\nc|<d>\nMONDO:0007915       x\n'),
    ],
)  # fmt: skip
def test_rows_are_written(form: str, expected: str) -> None:
    assert sparql.write(ROW, form, width=80) == expected


def test_a_narrow_table_names_the_columns_it_leaves_out() -> None:
    found = sparql.query(SMALL, "SELECT ?quote ?claim { ?claim kg:quote ?quote }")
    assert "https://w3id.org" in sparql.write(found, "table", width=120)
    narrow = sparql.write(found, "table", width=40)
    assert "https://" not in narrow and narrow.splitlines()[-1].startswith("(no room for claim:")
    assert max(map(len, narrow.splitlines()[:-1])) <= 40


@pytest.mark.parametrize("form", ["table", "md"])
def test_what_people_read_has_no_control_characters(form: str) -> None:
    row = (Term(kind="literal", value="\x1b[31mred\x07\x9b"),)
    written = sparql.write(Result(variables=("x",), rows=(row,)), form)
    assert "red" in written and all(sign.isprintable() or sign == "\n" for sign in written)


def test_json_is_the_standard_form() -> None:
    answer = json.loads(sparql.write(ROW, "json"))
    assert answer["head"] == {"vars": ["who", "n", "none"]}
    first, second = answer["results"]["bindings"]
    assert first["who"] == {"type": "literal", "value": 'a "b",\nc|<d>', "xml:lang": "en"}
    assert first["n"]["datatype"].endswith("#decimal") and "none" not in first
    assert second["none"] == {"type": "bnode", "value": "x"}


def test_other_kinds_of_answer_are_written() -> None:
    yes = sparql.query(SMALL, "ASK { ?s kg:retracted true }")
    assert json.loads(sparql.write(yes, "json")) == {"head": {}, "boolean": True}
    assert sparql.write(yes, "csv") == "answer\r\ntrue\r\n"
    graph = sparql.query(SMALL, "CONSTRUCT { ?s kg:retracted true } WHERE { ?s a kg:Paper ; kg:retracted true }")
    assert sparql.write(graph, "ttl").endswith("<https://w3id.org/litkg/id/paper/pmid/12345> kg:retracted true .\n")
    assert sparql.write(graph, "tsv").count("\n") == 2


def test_a_form_that_does_not_fit_is_told() -> None:
    with pytest.raises(UsageError, match="triples"):
        sparql.write(ROW, "ttl")
    with pytest.raises(UsageError, match="'xml'"):
        sparql.write(ROW, "xml")


def test_rows_without_an_order_come_sorted() -> None:
    rows = sparql.query(SMALL, "SELECT ?s { ?s ?p ?o }").rows
    assert len(rows) > 400
    assert list(rows) == sorted(rows, key=lambda row: f"<{row[0].value}>" if row[0] else "")
    ordered = sparql.query(SMALL, "SELECT ?s { ?s a kg:Paper } ORDER BY DESC(?s)").rows
    assert [term.value for (term,) in ordered if term] == sorted((t.value for (t,) in ordered if t), reverse=True)
