"""Names beyond the dictionary: coordinations, substances, a user's lists, short forms read both ways, the tagger."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_entities import record, short

from kg import fingerprint, pipeline, project, suggestion, vocabulary
from kg.concept import Concept
from kg.entities import Annotator
from kg.errors import ConfigError
from kg.terms import curie


def concept(
    iri: str, label: str, *synonyms: str, kind: str = "disease", shipped: bool = True, brief: str = ""
) -> Concept:
    return Concept(
        iri=f"http://purl.obolibrary.org/obo/{iri}", kind=kind, kinds=(kind,), label=label, synonyms=synonyms,
        short_forms=(brief,) if brief else (), shipped=shipped,
    )  # fmt: skip


DISEASES = (
    concept("MONDO_1", "type 1 diabetes"), concept("MONDO_2", "type 2 diabetes"), concept("MONDO_3", "breast cancer"),
    concept("MONDO_4", "ovarian cancer"), concept("MONDO_5", "prostate cancer"), concept("MONDO_6", "hepatitis B"),
    concept("MONDO_7", "hepatitis C"), concept("MONDO_8", "nausea"), concept("MONDO_9", "vomiting"),
    concept("MONDO_10", "head and neck cancer"), concept("MONDO_11", "hereditary cancer", "breast and ovarian cancer"),
    concept("MONDO_12", "lupus nephritis"), concept("MONDO_13", "vasculitis"), concept("MONDO_14", "diabetes"),
    concept("MONDO_15", "rheumatoid arthritis", brief="RA"), concept("MONDO_16", "refractory anemia", brief="RA"),
    concept("MONDO_17", "multiple sclerosis", brief="MS"), concept("MONDO_18", "Parkinson disease", brief="PD"),
    concept("MONDO_19", "ankylosing spondylitis", brief="AS"),
    concept("MONDO_20", "acute lymphoblastic leukemia", "ALL"),
    concept("MONDO_21", "systemic lupus erythematosus", "SLE"), concept("MONDO_22", "neck cancer"),
)  # fmt: skip
THERAPIES = (
    concept("NCIT_1", "CD19 CAR-T cell", "anti-CD19 CAR-T cell", kind="therapy"),
    concept("NCIT_2", "BCMA CAR-T cell", kind="therapy"),
    concept("NCIT_3", "CD19", kind="target"),
    concept("NCIT_4", "chimeric antigen receptor T cell", kind="therapy", brief="CAR"),
)
SUBSTANCES = (
    concept("CHEBI_1", "tobramycin", kind="therapy", shipped=False),
    concept("CHEBI_2", "naloxone", kind="therapy", shipped=False),
    concept("CHEBI_3", "piperazine", kind="therapy", shipped=False),
    concept("CHEBI_4", "lysine", kind="therapy", shipped=False),
    concept("CHEBI_5", "heparin", kind="therapy", shipped=False),
    concept("CHEBI_6", "sodium", kind="therapy", shipped=False),
    concept("CHEBI_7", "tobramycin sulfate", kind="therapy", shipped=False),
)


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def shipped() -> Annotator:
    return Annotator(vocabulary.of([*DISEASES, *THERAPIES]))


@pytest.fixture(scope="module")
def imported() -> Annotator:
    return Annotator(vocabulary.of([*DISEASES, *SUBSTANCES]), tagger=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("type 1 and 2 diabetes", [("type 1", 1), ("2 diabetes", 2)], id="a number shared on both sides"),
        pytest.param("type 1 or type 2 diabetes", [("type 1", 1), ("type 2 diabetes", 2)], id="the head is shared"),
        pytest.param("breast and ovarian cancer", [("breast", 3), ("ovarian cancer", 4)], id="a name that is two"),
        pytest.param(
            "breast, ovarian and prostate cancer", [("breast", 3), ("ovarian", 4), ("prostate cancer", 5)], id="three"
        ),
        pytest.param("hepatitis B and C", [("hepatitis B", 6), ("C", 7)], id="the words before are shared"),
        pytest.param("nausea and vomiting", [("nausea", 8), ("vomiting", 9)], id="nothing is shared"),
        pytest.param("head and neck cancer", [("head and neck cancer", 10)], id="a label is one"),
        pytest.param("lupus nephritis and vasculitis", [("lupus nephritis", 12), ("vasculitis", 13)], id="two names"),
        pytest.param("hepatitis B and control", [("hepatitis B", 6)], id="no name, no member"),
        pytest.param("breast; ovarian cancer", [("ovarian cancer", 4)], id="another clause"),
    ],
)
def test_coordinations_are_taken_apart(shipped: Annotator, text: str, expected: list[tuple[str, int]]) -> None:
    assert short(shipped.annotate(record("x", text))) == [(name, f"MONDO:{n}") for name, n in expected]


def test_two_targets_share_their_cells(shipped: Annotator) -> None:
    found = short(shipped.annotate(record("x", "anti-CD19 and BCMA CAR-T cells")))
    assert found == [("anti-CD19", "NCIT:1"), ("BCMA CAR-T cells", "NCIT:2")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("given tobramycin maleate", [("tobramycin maleate", "CHEBI:1")], id="a salt is the drug"),
        pytest.param("given tobramycin sulfate", [("tobramycin sulfate", "CHEBI:1")], id="a salt that is listed, too"),
        pytest.param("given [3H]-naloxone", [("[3H]-naloxone", "CHEBI:2")], id="an isotope"),
        pytest.param("poly-L-lysine films", [("poly-L-lysine", None)], id="a polymer is another substance"),
        pytest.param("1-(2-chlorophenyl)piperazine", [("1-(2-chlorophenyl)piperazine", None)], id="a systematic name"),
        pytest.param("heparin therapy", [("heparin", "CHEBI:5")], id="the drug, not the treatment"),
        pytest.param("heparin-induced bleeding", [("heparin", "CHEBI:5")], id="a compound word is no chemistry"),
        pytest.param("heparin (n = 20)", [("heparin", "CHEBI:5")], id="a bracket after a blank"),
        pytest.param("sodium chloride", [("sodium", "CHEBI:6")], id="an element has no salts"),
    ],
)
def test_where_substances_end(imported: Annotator, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert short(imported.annotate(record("x", text))) == expected


FULL = {
    "CAR": ("chimeric antigen receptor T cells", "NCIT:4"), "RA": ("rheumatoid arthritis", "MONDO:15"),
    "MS": ("multiple sclerosis", "MONDO:17"), "PD": ("Parkinson disease", "MONDO:18"),
    "AS": ("ankylosing spondylitis", "MONDO:19"), "ALL": ("acute lymphoblastic leukemia", "MONDO:20"),
    "SLE": ("systemic lupus erythematosus", "MONDO:21"),
}  # fmt: skip


@pytest.mark.parametrize("brief", FULL)
def test_a_short_form_beside_its_name(shipped: Annotator, brief: str) -> None:
    name, meant = FULL[brief]
    assert (brief, meant) in short(shipped.annotate(record("x", f"We treated {name}. Then {brief} again.")))


@pytest.mark.parametrize(
    ("brief", "long"),
    [
        ("CAR", "constitutive androstane receptor"), ("RA", "retinoic acid"), ("MS", "mass spectrometry"),
        ("PD", "pharmacodynamics"), ("AS", "aortic stenosis"), ("ALL", "anterior longitudinal ligament"),
        ("SLE", "supported lip exercise"),
    ],
)  # fmt: skip
def test_a_short_form_of_something_else(shipped: Annotator, brief: str, long: str) -> None:
    text = f"We measured {long} ({brief}). Then {brief} again."
    assert brief not in [name for name, _ in short(shipped.annotate(record("x", text)))]


@pytest.mark.parametrize("brief", [b for b in FULL if b not in ("ALL", "SLE")])
def test_a_short_form_alone_has_no_concept(shipped: Annotator, brief: str) -> None:
    assert [c for _, c in short(shipped.annotate(record("x", f"Then {brief} again, as before.")))] == [None]


def test_a_user_blocks_and_allows() -> None:
    annotator = Annotator(
        vocabulary.of(DISEASES), block=["nausea"], allow=[("RA", "MONDO:15"), ("T2DM", "type 2 diabetes")]
    )
    found = short(annotator.annotate(record("x", "RA, T2DM and nausea; vomiting.")))
    assert found == [("RA", "MONDO:15"), ("T2DM", "MONDO:2"), ("vomiting", "MONDO:9")]
    defined = annotator.annotate(record("x", "All took retinoic acid (RA). RA helped."))
    assert short(defined) == []


def test_an_allowed_name_of_no_concept_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no concept is known as 'MONDO:99'"):
        Annotator(vocabulary.of(DISEASES), allow=[("RA", "MONDO:99")])


def test_the_lists_of_a_project(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('[names]\nblock = ["flare"]\nallow = { RA = "MONDO:15" }\ntagger = false\n')
    assert project.load(tmp_path).names == project.Names(block=("flare",), allow=(("RA", "MONDO:15"),), tagger=False)


def test_the_lists_hold_for_annotate_and_build(tmp_path: Path) -> None:
    names = project.Names(block=("nausea",), allow=(("RA", "rheumatoid arthritis"),))
    line = json.dumps({"id": 1, "title": "RA and nausea", "abstract": "Vomiting."}).encode()
    (answer,) = pipeline.annotate([line], names=names)
    assert [(m["text"], m["name"]) for m in answer["mentions"]] == [
        ("RA", "rheumatoid arthritis"), ("Vomiting", "vomiting")
    ]  # fmt: skip
    (tmp_path / "seeds").mkdir()
    records = [{"type": "article-journal", "title": "RA and nausea", "abstract": "Vomiting is seen in RA."}]
    (tmp_path / "seeds" / "a.json").write_text(json.dumps(records))
    own = project.Project(sources=(tmp_path / "seeds",), outputs=tmp_path / "out", names=names)
    pipeline.build(own, views=False)
    graph = (tmp_path / "out" / "kg.ttl").read_text("utf-8")
    assert "rheumatoid arthritis" in graph and '"vomiting"' in graph and '"nausea"' not in graph
    assert fingerprint.settings(own) != fingerprint.settings(replace(own, names=project.Names()))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("names = 1", "'names' must be a table", id="no table"),
        pytest.param("[names]\nblok = []", "unknown key 'blok'", id="a slip"),
        pytest.param("[names]\nallow = ['RA']", "'allow' must be a table", id="a list"),
        pytest.param("[names]\ntagger = 'no'", "'tagger' must be true or false", id="a text"),
    ],
)
def test_wrong_lists_of_a_project(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "kg.toml").write_text(text)
    with pytest.raises(ConfigError, match=message):
        project.load(tmp_path)


def test_a_table_of_links_joins_vocabularies(tmp_path: Path) -> None:
    terms, links = tmp_path / "substances.tsv", tmp_path / "links.tsv"
    terms.write_text("id\tlabel\tkind\nCHEBI:27958\tcocaine\ttherapy\nCHEBI:16236\tethanol\ttherapy\n")
    links.write_text(
        "# a comment\nsubject_id\tpredicate_id\tobject_id\tobject_label\n"
        "CHEBI:27958\tskos:exactMatch\tMESH:D003042\tbenzoylmethylecgonine\n"
        "CHEBI:16236\tskos:broadMatch\tMESH:D000438\tAlcohols\nCHEBI:16236\tskos:exactMatch\tNOWHERE:1\t\n"
    )
    found = {c.label: c for c in vocabulary.load([terms, links]).concepts.values()}
    assert "MESH:D003042" in map(curie, found["cocaine"].exact)
    assert "benzoylmethylecgonine" in found["cocaine"].synonyms
    assert not any("D000438" in iri for iri in found["ethanol"].exact) and "Alcohols" not in found["ethanol"].synonyms


def test_what_the_vocabulary_has_is_not_proposed(tmp_path: Path) -> None:
    text = "RA fell. Lupinumab helped. RA rose. Lupinumab failed."
    (tmp_path / "a.json").write_text(json.dumps([{"type": "article-journal", "title": "A trial", "abstract": text}]))
    found = suggestion.suggest([tmp_path / "a.json"], vocabulary.of(DISEASES))
    assert [each.term for each in found] == ["Lupinumab"]


# ---------------------------------------------------------------- the tagger


IMPORTED = (
    concept("MONDO_31", "hepatitis", shipped=False), concept("MONDO_32", "inherited", shipped=False),
    concept("CHEBI_31", "puromycin", kind="therapy", shipped=False),
)  # fmt: skip


def test_the_tagger_extends_and_rejects() -> None:
    tagged, plain = (Annotator(vocabulary.of(IMPORTED), tagger=wanted) for wanted in (True, False))
    text = record("x", "Two had cholestatic hepatitis and an inherited trait.")
    assert [m.text for m in plain.annotate(text)] == ["hepatitis", "inherited"]
    assert [m.text for m in tagged.annotate(text)] == ["cholestatic hepatitis"]


def test_the_tagger_leaves_the_shipped_vocabularies_alone(shipped: Annotator) -> None:
    plain = Annotator(vocabulary.of([*DISEASES, *THERAPIES]), tagger=False)
    text = record("x", "Severe vasculitis, breast cancer risk and cholestatic hepatitis B.")
    assert shipped.annotate(text) == plain.annotate(text)


@pytest.mark.skipif(not os.environ.get("KG_CORPORA"), reason="on demand: KG_CORPORA names the folder of the dev pack")
def test_no_offset_is_wrong_in_the_corpora() -> None:
    """Every mention of every labelled corpus is the slice at its offsets, in order, none overlapping another."""
    pack = Path(os.environ["KG_CORPORA"])
    ontologies = [pack / "ontologies" / f for f in ("mondo.obo", "doid.obo", "mesh_disease.ttl", "chebi_names.tsv")]
    annotator = Annotator(vocabulary.load(ontologies))
    for path in sorted((pack / "eval").glob("*.dev.jsonl")):
        for line in filter(None, path.read_text("utf-8").split("\n")):
            row = json.loads(line)
            texts = [row[key] for key in ("title", "abstract", "text", "sentence") if isinstance(row.get(key), str)]
            document = record(*texts, sections=("title", "abstract", "body")) if texts else None
            for before, m in _pairs(annotator, document):
                assert m.text == document.passages[m.passage].text[m.start : m.end]  # type: ignore[union-attr]
                assert before is None or (before.passage, before.end) <= (m.passage, m.start)
                assert m.concept is None or curie(m.concept)


def _pairs(annotator, document):  # type: ignore[no-untyped-def]
    found = annotator.annotate(document) if document else ()
    return zip((None, *found), found, strict=False)
