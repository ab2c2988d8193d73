"""What is learnt from annotated texts: links to their identifiers, names, and what the tagger may judge by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_entities import record, short
from test_entities_names import concept

from kg import vocabulary, vocabulary_crosswalk
from kg.concept import Concept, prefix_of
from kg.entities import Annotator, names, train
from kg.entities.tagger import UNLISTED
from kg.entities.tagger.features import Known, is_judged, likeness, source
from kg.entities.tokens import Cuts, Tokens, normal_form
from kg.entities.variants import variants
from kg.errors import ConfigError
from kg.terms import curie, expand
from kg.vocabulary_check import check


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


# ---------------------------------------------------------------- links


def test_the_links_are_sorted_and_one_to_one() -> None:
    header, *lines = vocabulary.LEARNT.read_text("utf-8").splitlines()
    assert header.split("\t") == ["subject_id", "predicate_id", "object_id", "mapping_justification"]
    rows = [line.split("\t") for line in lines]
    assert len({row[0] for row in rows}) == len({row[2] for row in rows}) == len(rows) > 100
    assert all(expand(row[0]) or row[0].startswith("https://") for row in rows) and rows == sorted(rows, key=_subject)
    assert all(expand(row[2]) and row[1] == "skos:exactMatch" and row[3] == "semapv:LexicalMatching" for row in rows)


def _subject(row: list[str]) -> str:
    return expand(row[0]) or row[0]


def test_links_are_read_with_a_users_files_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terms, links = tmp_path / "substances.tsv", tmp_path / "links.tsv"
    terms.write_text("id\tlabel\tkind\nCHEBI:9000001\tzzumabine\ttherapy\n")
    links.write_text("subject_id\tobject_id\nCHEBI:9000001\tMESH:C9000001\n")
    monkeypatch.setattr(vocabulary, "LEARNT", links)
    monkeypatch.setattr(vocabulary, "shipped_files", list)
    (found,), (bare,) = (vocabulary.load([terms], learnt=wanted).find("zzumabine") for wanted in (True, False))
    assert [curie(iri) for iri in found.exact] == ["MESH:C9000001"] and bare.exact == ()
    before = vocabulary.load().digest
    links.write_text("subject_id\tobject_id\n")
    assert vocabulary.load().digest == before


def test_a_table_of_links_with_a_field_of_any_length(tmp_path: Path) -> None:
    links = tmp_path / "links.tsv"
    links.write_text(
        f"subject_id\tobject_id\tobject_label\r\nCHEBI:1\tMESH:D1\tzorbine \tand more\r\nCHEBI:2\t{'x' * 200_000}\n"
    )
    (bare,) = (c for c in VOCABULARY.concepts.values() if c.label == "zorbine")
    (found,) = vocabulary_crosswalk.linked([bare], [links])
    assert [curie(iri) for iri in found.exact] == ["MESH:D1"]
    assert not [finding for finding in check(VOCABULARY, [links]) if finding.code == "KG-W006"]


def test_a_table_of_links_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "links.tsv").write_bytes(b"subject_id\tobject_id\nCHEBI:1\tMESH:D1 \xff\n")
    with pytest.raises(ConfigError, match="is no table of links"):
        list(vocabulary_crosswalk.linked([], [tmp_path / "links.tsv"]))


VOCABULARY = vocabulary.of(
    [
        concept("CHEBI_1", "zorbine", "zorbine base", kind="therapy", shipped=False),
        concept("CHEBI_2", "zorbine salt", kind="therapy", shipped=False),
        concept("MONDO_1", "florbitis", shipped=False),
        Concept(
            iri="http://purl.obolibrary.org/obo/MONDO_2", kind="disease", kinds=("disease",), label="warbleosis",
            exact=("http://id.nlm.nih.gov/mesh/D000002",),
        ),
    ]
)  # fmt: skip


def labelled(*mentions: tuple[str, str, str]) -> dict[str, object]:
    """A document that holds these (text, type, identifier) and nothing else."""
    text, told = "", []
    for name, kind, identifier in mentions:
        start = len(text) + 1
        text = f"{text} {name}"
        told.append({"start": start, "end": len(text), "text": name, "type": kind, "ids": [identifier]})
    return {"id": str(len(text)), "title": "", "abstract": text[1:], "mentions": told}


LINKS = {
    "a name of its own": ([("zorbine", "Chemical", "MESH:D1")], {"CHEBI:1": "MESH:D1"}),
    "an identifier that a vocabulary gives": ([("florbitis", "Disease", "MESH:D000002")], {}),
    "a concept that has one of that kind": ([("warbleosis", "Disease", "MESH:D3")], {}),
    "another kind of thing": ([("zorbine", "Disease", "MESH:D1")], {}),
    "readings that do not agree": ([("zorbine", "Chemical", "MESH:D1"), ("zorbine base", "Chemical", "MESH:D4")], {}),
    "two concepts for one identifier": (
        [("zorbine salt", "Chemical", "MESH:D1"), *[("zorbine", "Chemical", "MESH:D1")] * 2],
        {"CHEBI:1": "MESH:D1"},
    ),
    "no identifier": ([("zorbine", "Chemical", "-")], {}),
}


@pytest.mark.parametrize(("mentions", "expected"), LINKS.values(), ids=LINKS.keys())
def test_links_are_learnt(mentions: list[tuple[str, str, str]], expected: dict[str, str]) -> None:
    found = train.learn_links([labelled(*mentions)], VOCABULARY, names.load(VOCABULARY, ()))
    assert {curie(iri): identifier for iri, identifier in found.items()} == expected


def test_a_name_is_learnt_for_what_a_link_gives() -> None:
    rows = [labelled(("zorbine", "Chemical", "MESH:D1"), ("ZRB-9", "Chemical", "MESH:D1")) for _ in range(3)]
    bare = names.load(VOCABULARY, ())
    linked = train.linked(VOCABULARY, train.learn_links(rows, VOCABULARY, bare))
    lines = train.learn(rows, linked, bare)
    assert lines == ["zrb 9\tMESH:D1\tZRB9"]
    found = Annotator(linked, tagger=False, learnt=lines).annotate(record("x", "Then ZRB-9 was given."))
    assert short(found) == [("ZRB-9", "CHEBI:1")]
    assert Annotator(linked, tagger=False, learnt=()).annotate(record("x", "Then ZRB-9 was given.")) == ()


# ---------------------------------------------------------------- what the tagger may judge


UNKNOWN = [
    concept("MONDO_61", "florbitis of Zorb", "snarbling", shipped=False),
    Concept(iri="urn:curie:OUR:17", kind="disease", kinds=("disease",), label="crebbling", synonyms=("blimming",)),
]


def test_a_users_own_terms_are_meant() -> None:
    annotator = Annotator(vocabulary.of(UNKNOWN))
    found = annotator.annotate(record("x", "Both crebbling and blimming were seen, and snarbling too."))
    assert [(m.text, m.concept and curie(m.concept)) for m in found][:2] == [
        ("crebbling", "OUR:17"), ("blimming", "OUR:17"),
    ]  # fmt: skip
    assert all(m.concept is None and m.reason == UNLISTED for m in found[2:])


def test_an_allowed_name_stands_whatever_the_tagger_says() -> None:
    annotator = Annotator(vocabulary.of(UNKNOWN), allow=[("snarbling", "MONDO:61")])
    assert short(annotator.annotate(record("x", "A snarbling patient."))) == [("snarbling", "MONDO:61")]


@pytest.mark.parametrize(
    ("told", "judged"),
    [
        pytest.param(Known("florbitis", "d", "MO", catalogues="D"), True, id="in MeSH"),
        pytest.param(Known("florbitis", "d", "MO", label=True), True, id="in Mondo alone"),
        pytest.param(Known("florbitis", "d", "S", label=True), False, id="shipped, by its label"),
        pytest.param(Known("florbitis", "d", "S"), True, id="shipped, by another name"),
        pytest.param(Known("zorbine", "t", "CH"), False, id="a substance in ChEBI alone"),
        pytest.param(Known("florbitis", "d", "U", catalogues="D"), False, id="a user's own"),
    ],
)
def test_what_is_judged(told: Known, judged: bool) -> None:
    assert is_judged(told) is judged


@pytest.mark.parametrize(
    ("surface", "label", "expected"),
    [
        ("SLE", "systemic lupus erythematosus", "a="),
        ("SLE", "juvenile systemic lupus erythematosus", "a>"),
        ("VUR", "vesicoureteral reflux", "a+"),
        ("NAH", "thyrotoxicosis", "a-"),
        ("lupus", "systemic lupus erythematosus", "2,0"),
        ("severe lupus nephritis", "lupus nephritis", "0,1"),
        ("leukaemias", "leukemia", "0,0"),
        ("·", "leukemia", "1,1"),
    ],
)
def test_likeness_of_a_name_and_a_label(surface: str, label: str, expected: str) -> None:
    assert likeness(surface, label) == expected


def test_sources_are_those_the_classifiers_know() -> None:
    iris = ["MONDO:1", "DOID:1", "MESH:D000001", "CHEBI:1", "NCIT:C1", "HP:0000001"]
    assert [source(expand(c) or "", False) for c in iris] == ["MO", "DO", "ME", "CH", "U", "U"]
    assert source(expand("MONDO:1") or "", True) == "S" and prefix_of("urn:curie:OUR:17") == ""


# ---------------------------------------------------------------- names


def test_a_short_form_means_the_long_form_alone() -> None:
    diseases = [
        concept("MONDO_71", "acute lymphoblastic leukemia"),
        concept("MONDO_72", "childhood acute lymphoblastic leukemia"),
    ]
    text = "Childhood acute lymphoblastic leukemia (ALL) is frequent. ALL was cured."
    assert short(Annotator(vocabulary.of(diseases)).annotate(record("x", text))) == [
        ("Childhood acute lymphoblastic leukemia", "MONDO:72"), ("ALL", "MONDO:71"), ("ALL", "MONDO:71"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lithium atom", [("lithium", 1)]),
        ("magnesium(2+)", [("magnesium", 3)]),
        ("2-methylcitrate(3-)", [("2-methylcitrate", 3)]),
        ("glutamic acid", [("glutamate", 3)]),
        ("tobramycin", []),
    ],
)
def test_what_texts_call_a_substance(name: str, expected: list[tuple[str, int]]) -> None:
    assert variants(name, "therapy") == expected


def test_of_two_that_bear_a_name_alike_the_better_known_is_meant() -> None:
    def bearer(number: int, *exact: str) -> Concept:
        iri = f"http://purl.obolibrary.org/obo/MONDO_{number}"
        return Concept(
            iri=iri, kind="disease", kinds=("disease",), label=f"label {number}", synonyms=("crebbling",), exact=exact
        )

    known = bearer(82, "http://id.nlm.nih.gov/mesh/D000082", "https://omim.org/entry/100082")
    annotator = Annotator(vocabulary.of([bearer(81), known, bearer(83)]), tagger=False)
    assert short(annotator.annotate(record("x", "Then crebbling."))) == [("crebbling", "MONDO:82")]


@pytest.mark.parametrize("apostrophe", "'’ʼ`´")
def test_possessives(apostrophe: str) -> None:
    assert normal_form(f"Felty{apostrophe}s syndrome, Alzheimers{apostrophe}") == "felty syndrome , alzheimer"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aBs1é’'-,.;:)]([ ʼ_/\u0301İ"), max_size=24))
def test_pieces_are_cut_alike_whether_their_beginning_is_known(text: str) -> None:
    assert Tokens(text, Cuts()).forms == normal_form(text).split()
    tokens = Tokens(text)
    assert [normal_form(tokens.surface(i, i + 1)) for i in range(len(tokens.forms))] == tokens.forms


def test_the_tagger_takes_linear_time() -> None:
    annotator = Annotator(vocabulary.of([concept("MONDO_31", "hepatitis", shipped=False)]))
    found = annotator.annotate(record("x", "hepatitis, an abnormality; " * 5_000))
    assert [m.text for m in found if m.concept or m.reason == UNLISTED] == ["hepatitis"] * 5_000
