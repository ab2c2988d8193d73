"""Entities: which names are found, where they stand, and what they mean in their document."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import vocabulary, vocabulary_files
from kg.entities import Annotator, annotate
from kg.entities.abbreviations import best_long_form, definitions
from kg.entities.tokens import Tokens, normal_form
from kg.model import Mention, Passage, Record, Section, Source
from kg.terms import curie

GOLDEN = Path(__file__).parent / "golden" / "entities"
SOURCE = Source(path="a", format="test", sha256="0" * 64)


@pytest.fixture(scope="module")
def annotator(tmp_path_factory: pytest.TempPathFactory) -> Annotator:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        return Annotator(vocabulary.of(vocabulary_files.read(GOLDEN / "small.ttl", shipped=True)))


def record(*texts: str, sections: tuple[Section, ...] = ("title", "abstract", "keywords")) -> Record:
    passages = tuple(Passage(section=s, zone="Unlabelled", text=t) for s, t in zip(sections, texts, strict=False))
    return Record(kind="article", title=texts[0], source=SOURCE, passages=passages)


def short(mentions: tuple[Mention, ...]) -> list[tuple[str, str | None]]:
    return [(m.text, curie(m.concept).rsplit("/", 1)[-1] if m.concept else None) for m in mentions]


SLE, LN, ALL, RA = "MONDO:0007915", "MONDO:0005556", "MONDO:0004967", "MONDO:0008383"
CASES = {
    "plural, case and dash": ("CAR‑T Cells in lupus.", [("CAR‑T Cells", "car-t"), ("lupus", SLE)]),
    "inverted name": ("Systemic lupus erythematosus.", [("Systemic lupus erythematosus", SLE)]),
    "inverted as printed": ("Lupus erythematosus, systemic", [("Lupus erythematosus, systemic", SLE)]),
    "a comma breaks a name": ("renal, response", []),
    "a full stop breaks a name": ("It was renal. Response was good.", []),
    "acronym is no common word": ("All had ALL after all.", [("ALL", ALL)]),
    "possessive": ("Felty’s syndrome", [("Felty’s syndrome", "MONDO:0011545")]),
    "British spelling": ("acute lymphoblastic leukaemia", [("acute lymphoblastic leukaemia", ALL)]),
    "part of a word": ("prelupus lupusx", []),
    "masked": ("tumour necrosis factor and a tumour", [("tumour", "MONDO:0005070")]),
    "longest wins": (
        "chimeric antigen receptor T-cell therapy",
        [("chimeric antigen receptor T-cell therapy", "car-t")],
    ),
    "bracket inside": (
        "chimeric antigen receptor (CAR) T cells",
        [("chimeric antigen receptor (CAR) T cells", "car-t")],
    ),
    "defined short form": ("lupus nephritis (LN); LN again", [("lupus nephritis", LN), ("LN", LN), ("LN", LN)]),
    "new short form": (
        "rituximab (RTX) or RTX",
        [("rituximab", "rituximab"), ("RTX", "rituximab"), ("RTX", "rituximab")],
    ),
    "short form first": ("LN (lupus nephritis)", [("LN", LN), ("lupus nephritis", LN)]),
    "blocked short form": ("right atrium (RA); RA was large", []),
    "ambiguous short form": ("RA was treated.", [("RA", None)]),
    "named in full": ("RA, or rheumatoid arthritis", [("RA", RA), ("rheumatoid arthritis", RA)]),
    "shared number": (
        "type 1 and type 2 diabetes",
        [("type 1", "MONDO:0005147"), ("type 2 diabetes", "MONDO:0005148")],
    ),
    "shared head": (
        "discoid and subacute cutaneous lupus erythematosus",
        [("discoid", "MONDO:0004670"), ("subacute cutaneous lupus erythematosus", "MONDO:0004671")],
    ),
    "nothing shared": ("lupus and rheumatoid arthritis", [("lupus", SLE), ("rheumatoid arthritis", RA)]),
    "offset after growing letters": ("İİﬁ and ALL", [("ALL", ALL)]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_found(annotator: Annotator, text: str, expected: list[tuple[str, str | None]]) -> None:
    found = annotator.annotate(record(text))
    assert short(found) == expected
    assert all(text[m.start : m.end] == m.text for m in found)


def test_short_form_counts_before_its_definition(annotator: Annotator) -> None:
    found = annotator.annotate(record("Renal flares in RA", "In rheumatoid arthritis (RA) they are rare."))
    assert short(found) == [("RA", RA), ("rheumatoid arthritis", RA), ("RA", RA)]
    assert [m.passage for m in found] == [0, 1, 1]


def test_ambiguous_says_why(annotator: Annotator) -> None:
    (mention,) = annotator.annotate(record("RA was treated."))
    assert (mention.kind, mention.score) == ("disease", 0.0)
    assert mention.reason == "ambiguous short form: RA may be rheumatoid arthritis or refractory anemia"
    assert [curie(c) for c in mention.candidates] == [RA, "MONDO:0008384"]


TOPICS = {
    "complication of the title's disease": ("Systemic lupus erythematosus", "severe nephritis", LN),
    "the narrower named elsewhere": ("Renal trials", "lupus nephritis, SLE: nephritis", LN),
    "no topic": ("A trial", "severe nephritis", "MONDO:0001166"),
    "the title means itself": ("Lupus and nephritis", "severe nephritis", "MONDO:0001166"),
}


@pytest.mark.parametrize(("title", "text", "concept"), TOPICS.values(), ids=TOPICS.keys())
def test_head_noun_in_a_paper_on_one_disease(annotator: Annotator, title: str, text: str, concept: str) -> None:
    assert short(annotator.annotate(record(title, text)))[-1] == ("nephritis", concept)


def test_keywords_are_annotated(annotator: Annotator) -> None:
    assert short(annotator.annotate(record("A title", "Some text.", "Lupus; rituximab")))[0] == ("Lupus", SLE)


def test_golden_page(annotator: Annotator, golden: Callable[[Path, str], None]) -> None:
    found = annotator.annotate(
        record(
            "CAR-T cells for lupus nephritis (LN)",
            "Anti-CD19 chimeric antigen receptor (CAR) T cells were given to 12 patients with systemic lupus "
            "erythematosus (SLE). CAR-T led to renal response; rituximab (RTX) had not. RTX-treated SLE patients with "
            "nephritis or RA were left out. All were adults.",
            "Lupus; CAR-T",
        )
    )
    rows = [[m.passage, m.start, m.end, m.text, m.kind, m.concept, m.score, m.reason] for m in found]
    golden(GOLDEN / "car-t.jsonl", "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("aALS lupus(SLE)nephritis,.;-’İﬁ\u0301\n\t\ud800T1"), max_size=80))
def test_mentions_never_overlap_and_quote_the_text(annotator: Annotator, text: str) -> None:
    found = annotator.annotate(record(text))
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all((m.concept is None) == (m.reason is not None) and 0 <= m.score <= 1 for m in found)


FORMS = {
    "aemia": ("Leukaemia", "leukemias"),
    "oedema": ("oedema", "edema"),
    "greek": ("TNF-α", "tnf alpha"),
    "ise": ("immunised", "immunized"),
    "ies": ("deficiencies", "deficiency"),
    "itides": ("vasculitides", "vasculitis"),
    "roman": ("type II", "type 2"),
    "accent": ("Behçet’s disease", "Behcet disease"),
    "slash": ("and/or", "and or"),
}


@pytest.mark.parametrize(("left", "right"), FORMS.values(), ids=FORMS.keys())
def test_spellings_that_mean_the_same(left: str, right: str) -> None:
    assert normal_form(left) == normal_form(right)


@pytest.mark.parametrize(
    "pair", [("AIDS", "aid"), ("MIs", "mis"), ("lens", "len s"), ("renal, failure", "renal failure")]
)
def test_spellings_that_differ(pair: tuple[str, str]) -> None:
    assert normal_form(pair[0]) != normal_form(pair[1])


def test_tokens_keep_their_places() -> None:
    text = "  İn (SLE),\u00a0nephritis’s end"
    tokens = Tokens(text)
    found = [(form, text[tokens.start(i) : tokens.end(i)]) for i, form in enumerate(tokens.forms)]
    assert ("sle", "SLE") in found and ("nephritis", "nephritis") in found and ("end", "end") in found


DEFINED = {
    "plain": ("systemic lupus erythematosus (SLE)", "SLE", "systemic lupus erythematosus"),
    "with a count": ("rheumatoid arthritis (RA; n = 20)", "RA", "rheumatoid arthritis"),
    "inside one word": ("chronic chikungunya (CHIK)", "CHIK", "chikungunya"),
    "hyphens": ("B-lymphocyte depletion therapy (BLDT)", "BLDT", "B-lymphocyte depletion therapy"),
    "reversed": ("SLE (systemic lupus erythematosus)", "SLE", "systemic lupus erythematosus"),
}


@pytest.mark.parametrize(("text", "short_form", "long_form"), DEFINED.values(), ids=DEFINED.keys())
def test_definitions(text: str, short_form: str, long_form: str) -> None:
    (found,) = definitions(text)
    assert (found.short, text[found.long_start : found.long_end]) == (short_form, long_form)


@pytest.mark.parametrize(
    "text", ["in patients (n = 12)", "a trial (NCT01234567)", "as shown (see Table 2)", "(SLE)", "x ()"]
)
def test_what_defines_nothing(text: str) -> None:
    assert list(definitions(text)) == []


def test_long_form_begins_at_a_word() -> None:
    assert best_long_form("LN", "and lupus nephritis") == 4
    assert best_long_form("XQ", "lupus nephritis") is None


def test_hostile_text_takes_linear_time(annotator: Annotator) -> None:
    text = "lupus (" * 9_000 + "SLE) " * 9_000 + "and , or " * 9_000 + "rituximab (RTX) " * 9_000
    assert annotator.annotate(record(text))


def test_same_mentions_whatever_the_hash_seed() -> None:
    code = (
        "from test_entities import GOLDEN, record\nfrom kg import vocabulary, vocabulary_files\n"
        "from kg.entities import annotate\n"
        "v = vocabulary.of(vocabulary_files.read(GOLDEN / 'small.ttl', shipped=True))\n"
        "print(annotate(record('RA and lupus', 'SLE, nephritis, type 1 or type 2 diabetes; RA'), v))"
    )
    here = Path(__file__).parent
    outs = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=here, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outs) == 1


def test_annotate_by_vocabulary(annotator: Annotator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    small = vocabulary.of(vocabulary_files.read(GOLDEN / "small.ttl", shipped=True))
    text = record("Lupus and rituximab")
    assert annotate(text, small) == annotator.annotate(text)
    assert list((tmp_path / "litkg").glob("names-*"))
