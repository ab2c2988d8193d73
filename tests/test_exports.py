"""The graph in the forms of other programs: each read back, most by a reader not ours, or by the form's own rules."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import documents, graph
from kg.errors import OutputError, UsageError
from kg.mapping import exports
from kg.mapping.exports import bibtex
from kg.model import Organisation, Person, Record
from kg.terms import KG, SKOS

SMALL = Path(__file__).parent / "golden" / "sparql" / "small.ttl"
FORMS = ["bibtex", "csl-json", "csv", "graphml", "json-ld", "kgx", "nanopub", "neo4j", "sssom"]

HOSTILE = """\
@prefix kg: <https://w3id.org/litkg/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix bibo: <http://purl.org/ontology/bibo/> .
@prefix x: <https://a.example/> . @prefix schema: <https://schema.org/> .
x:p a kg:Paper ; dcterms:title "Two\\nlines, 50% {of} \\\\all & \\"quotes\\"\\tand a bell\\u0007" ;
  dcterms:issued "2024" ; kg:authorship x:a1 , x:a2 ; dcterms:creator x:o , x:s ; bibo:doi "10.1/a_b{c" ;
  dcterms:type "thesis" ; schema:url <https://a.example/?q=%7B> ; dcterms:publisher "A & B" .
x:a1 kg:position 1 ; kg:author x:o . x:a2 kg:position 2 ; kg:author x:s .
x:o a <http://xmlns.com/foaf/0.1/Organization> ; foaf:name "Smith and Sons, Group" .
x:s a kg:Author ; foaf:name "Rock and Roll" ; foaf:familyName "Rock and Roll" ; foaf:givenName "Jo" .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return graph.load(SMALL)


@pytest.fixture
def hostile(tmp_path: Path) -> ox.Store:
    (tmp_path / "hostile.ttl").write_text(HOSTILE, "utf-8")
    return graph.load(tmp_path / "hostile.ttl")


def written(store: ox.Store, form: str) -> dict[str, str]:
    return dict(exports.forms()[form].files(store))


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def records(text: str) -> Iterator[Record]:
    return (found for found in documents.read_bytes(text.encode("utf-8"), "-") if isinstance(found, Record))


def test_the_forms_are_found_by_name() -> None:
    assert list(exports.forms()) == FORMS


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_graph_has_every_form(form: str) -> None:
    assert all(isinstance(text, str) for text in written(ox.Store(), form).values())


# ---------------------------------------------------------------- lossless ones


def test_json_ld_is_the_whole_graph(store: ox.Store, hostile: ox.Store) -> None:
    for each in (store, hostile):
        text = exports.export(each, "json-ld")
        read = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)}
        assert read == {quad.triple for quad in each}
        assert isinstance(json.loads(text)["@context"], dict), "its own context: nothing to fetch"


# ---------------------------------------------------------------- references


@pytest.mark.parametrize("form", ["bibtex", "csl-json"])
def test_references_are_read_back(store: ox.Store, form: str) -> None:
    read = {record.title: record for record in records(exports.export(store, form))}
    papers = graph.typed(store, KG.Paper)
    assert len(read) == len(papers)
    for paper in papers:
        record = read[graph.label(store, paper)]
        assert (record.issued or "")[:4] == graph.year(store, paper)
        printed = [getattr(a, "family", None) or getattr(a, "name", None) for a in record.authors]
        assert len(printed) == len(graph.values(store, paper, KG.authorship))
        texts = [graph.value(store, p, KG.text) or "" for p in graph.values(store, paper, KG.passage)
                 if graph.value(store, p, KG.section) == "abstract"]  # fmt: skip
        told = " ".join(p.text for p in record.passages)
        assert all(text[:30] in told for text in texts)


@pytest.mark.parametrize("form", ["bibtex", "csl-json"])
def test_hostile_references_are_read_back(hostile: ox.Store, form: str) -> None:
    (record,) = records(exports.export(hostile, form))
    assert record.title.startswith("Two lines, 50% ") and '& "quotes" and a bell' in record.title
    first, second = record.authors
    assert first == Organisation(name="Smith and Sons, Group")
    assert second == Person(family="Rock and Roll", given="Jo")
    assert record.kind == "thesis" and record.publisher == "A & B"


def test_bibtex_keys_never_meet(tmp_path: Path) -> None:
    papers = "".join(f'<https://a.example/{n}> a <{KG.Paper}> ; <{SKOS.altLabel}> "x" .\n' for n in range(30))
    (tmp_path / "many.ttl").write_text(papers)
    text = exports.export(graph.load(tmp_path / "many.ttl"), "bibtex")
    keys = [line.partition("{")[2] for line in text.splitlines() if line.startswith("@")]
    assert len(keys) == len(set(keys)) == 30
    assert bibtex.FORM == "bibtex"


# ---------------------------------------------------------------- networks and tables


def test_graphml_has_the_papers_concepts_and_claims(store: ox.Store, hostile: ox.Store, tmp_path: Path) -> None:
    import networkx

    for each in (store, hostile):
        exports.export(each, "graphml", tmp_path / "g.graphml")
        network = networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
        kinds = [kind for _, kind in network.nodes(data="kind")]
        assert kinds.count("paper") == len(graph.typed(each, KG.Paper))
        assert kinds.count("claim") == len(graph.typed(each, KG.Claim))
        ties = [(a, b) for a, b, relation in network.edges(data="relation") if relation == "makesClaim"]
        assert sorted(ties) == sorted((graph.paper_of(each, c), c) for c in graph.typed(each, KG.Claim))


def test_csv_has_a_file_for_each_class(store: ox.Store) -> None:
    files = written(store, "csv")
    assert len(rows(files["paper.csv"])) == len(graph.typed(store, KG.Paper))
    claims = {row["iri"]: row for row in rows(files["claim.csv"])}
    for claim in graph.typed(store, KG.Claim):
        assert claims[claim]["quote"] == graph.value(store, claim, KG.quote)


def test_neo4j_ties_only_nodes_it_has(store: ox.Store, hostile: ox.Store) -> None:
    for each in (store, hostile):
        files = written(each, "neo4j")
        ties = rows(files.pop("relationships.csv"))
        nodes = [row for text in files.values() for row in rows(text)]
        names = [row["iri:ID"] for row in nodes]
        assert len(names) == len(set(names)) and all(row[":LABEL"] for row in nodes)
        assert {row[end] for row in ties for end in (":START_ID", ":END_ID")} <= set(names)
        assert ties and all(row[":TYPE"].replace("_", "").isupper() for row in ties)


def test_kgx_edges_are_claims_and_no_doubt_becomes_a_treatment(store: ox.Store) -> None:
    files = written(store, "kgx")
    nodes, edges = (rows(files[name], "\t") for name in ("nodes.tsv", "edges.tsv"))
    known = {node["id"] for node in nodes}
    assert edges and all({edge["subject"], edge["object"]} <= known for edge in edges)
    assert all(edge["publications"] in known and edge["supporting_text"] for edge in edges)
    for edge in edges:
        firm = edge["certainty"] == "asserted" and edge["claim_type"] == "efficacy"
        assert firm or (edge["predicate"], edge["negated"]) == ("biolink:related_to", "false")
        assert (edge["negated"] == "true") == (firm and edge["polarity"] == "negative")


def test_sssom_has_every_exact_match(store: ox.Store) -> None:
    text = written(store, "sssom")["mappings.sssom.tsv"]
    head = [line for line in text.splitlines() if line.startswith("#")]
    assert "#curie_map:" in head and not any("date" in line for line in head)
    table = rows("".join(f"{line}\n" for line in text.splitlines() if not line.startswith("#")), "\t")
    assert len(table) == sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(SKOS.exactMatch), None, None))
    prefixes = {line.removeprefix("#  ").partition(":")[0] for line in head if line.startswith("#  ")}
    used = {row[column].partition(":")[0] for row in table for column in ("subject_id", "object_id", "predicate_id")}
    assert used <= prefixes


def test_a_nanopublication_has_its_four_graphs(store: ox.Store) -> None:
    quads = list(ox.parse(exports.export(store, "nanopub"), format=ox.RdfFormat.TRIG))
    claims = graph.typed(store, KG.Claim)
    names = {quad.graph_name.value for quad in quads}
    assert len(names) == 4 * len(claims)
    assert {name.rpartition("#")[2] for name in names} == {"Head", "assertion", "provenance", "pubinfo"}
    quotes = [q for q in quads if q.predicate.value == KG.quote]
    assert len(quotes) == len(claims) and all(q.graph_name.value.endswith("#provenance") for q in quotes)
    for head in (q for q in quads if q.predicate.value.endswith("#hasAssertion")):
        assert head.object.value in names and head.graph_name.value == head.subject.value + "#Head"


# ---------------------------------------------------------------- where they go


def test_several_files_go_into_a_folder_or_a_zip(store: ox.Store, tmp_path: Path) -> None:
    exports.export(store, "kgx", tmp_path / "deep" / "folder")
    assert {p.name for p in (tmp_path / "deep/folder").iterdir()} == {"nodes.tsv", "edges.tsv"}
    for name in ("a.zip", "b.zip"):
        exports.export(store, "kgx", tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read("nodes.tsv") == (tmp_path / "deep/folder/nodes.tsv").read_bytes()


def test_where_an_export_cannot_go(store: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="several files"):
        exports.export(store, "kgx")
    with pytest.raises(UsageError, match="no form 'pdf'"):
        exports.export(store, "pdf")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        exports.export(store, "kgx", tmp_path / "file" / "below")
