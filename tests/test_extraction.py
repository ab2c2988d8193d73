"""Extraction: cues with their own sentences, then tables of sentences for each question asked of one."""

from __future__ import annotations

import numpy as np
import pytest
from fixture_texts import WORDS, read

from kg import extraction
from kg.documents._plain import plain
from kg.extraction import claimhood, figures, linear
from kg.extraction.cues import Finder, Group, first_letters, groups
from kg.extraction.fitting import Sharing, fit
from kg.extraction.headline import chosen
from kg.extraction.quantities import quantities
from kg.extraction.sentences import spans
from kg.model import Claim
from kg.terms import curie

TABLES = sorted({group.table for group in groups()})


def claim_of(sentence: str, title: str = "", before: str = "") -> Claim:
    """The claim that a sentence makes at the end of a small abstract."""
    opening = before or "We studied 120 patients for one year."
    record, _, claims = read(f"{opening} {sentence}", title)
    made = [c for c in claims if record.passages[c.passage].text[c.start : c.end] == sentence]
    assert made, f"no claim in: {sentence}"
    return made[0]


@pytest.mark.parametrize("group", groups(), ids=lambda g: f"{g.table}-{g.name}")
def test_cue_finds_its_own_sentence_and_not_the_other(group: Group) -> None:
    finder = Finder(group.table)
    assert group.name in {cue.name for cue in finder.find(group.yes)}
    assert group.name not in {cue.name for cue in finder.find(group.no)}


@pytest.mark.parametrize("group", groups(), ids=lambda g: f"{g.table}-{g.name}")
def test_every_phrase_can_be_looked_up(group: Group) -> None:
    assert all(first_letters(phrase) for phrase in group.phrases)


def test_offsets_do_not_move_under_folding() -> None:
    text = "İstanbul: rituximab FAILED to help."
    cue = next(c for c in Finder("polarity").find(text) if c.name == "bad.fail")
    assert text[cue.start : cue.end] == "FAILED to"


SENTENCES = {
    "abbreviations": "Given i.v. or s.c., vs. placebo.|It worked.",
    "et al": "Smith et al. found this.|It held.",
    "species": "S. aureus grew.|Nothing else did.",
    "numbers": "The p was < 0.05.|The dose was 0.5 mg.",
    "letter names": "They had hepatitis B.|The rest had none.",
    "citation after the stop": "It is rare.[12]|The cause is unknown.",
    "question": "Does it work?|It does.",
    "digit opens a sentence": "Some relapsed.|25 patients did not.",
}


@pytest.mark.parametrize("case", SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(case: str) -> None:
    text = case.replace("|", " ")
    assert [text[a:b] for a, b in spans(text)] == case.split("|")


def test_a_lost_blank_is_mended() -> None:
    text = "It failed in patients.Results were poor."
    assert [text[a:b] for a, b in spans(text)] == ["It failed in patients.", "Results were poor."]


def test_sentences_of_a_hostile_text_take_linear_time() -> None:
    assert len(spans("a. " * 200_000)) == 1
    assert len(spans("A!" * 200_000 + " B")) == 2


NO_CLAIMS = [
    "The aim of this study was to assess the safety of belimumab in lupus.",
    "This review summarises the evidence on rituximab in systemic lupus erythematosus.",
    "Patients were randomised to belimumab or placebo for 52 weeks.",
    "The mean age of the 45 patients was 38 years.",
    "Belimumab is a monoclonal antibody against BAFF.",
    "We searched PubMed for trials of rituximab in lupus nephritis.",
    "We describe three patients who received CAR-T cells.",
]


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_what_a_curator_passes_over(sentence: str) -> None:
    _, _, claims = read(f"{sentence} Rituximab improved proteinuria in lupus nephritis.")
    assert all(c.start > 0 for c in claims)


# sentence, type, polarity, certainty
CLAIMS = [
    ("Rituximab failed to improve renal response in lupus nephritis.", "efficacy", "negative", "asserted"),
    ("Belimumab reduced severe flares in systemic lupus erythematosus.", "efficacy", "positive", "asserted"),
    ("Belimumab may reduce flares in systemic lupus erythematosus.", "efficacy", "positive", "hedged"),
    ("Rituximab was well tolerated in lupus nephritis.", "safety", "positive", "asserted"),
    ("Serious infections were more frequent with ocrelizumab in lupus nephritis.", "safety", "negative", "asserted"),
    ("Serious infections were no more common with belimumab in lupus.", "safety", "positive", "asserted"),
    ("Belimumab is expensive in lupus.", "cost", "negative", "asserted"),
    ("Larger trials of rituximab in lupus are needed.", "research_need", "neutral", "open"),
    ("Patients with lupus should receive hydroxychloroquine.", "recommendation", "positive", "asserted"),
    ("Rituximab was not superior to cyclophosphamide in lupus nephritis.", "comparison", "negative", "asserted"),
    ("Rituximab did not outperform cyclophosphamide in lupus nephritis.", "comparison", "negative", "asserted"),
    ("Rituximab was inferior to cyclophosphamide in lupus nephritis.", "comparison", "negative", "asserted"),
    ("Rituximab failed to show superiority over placebo in lupus.", "efficacy", "negative", "asserted"),
    ("Superiority of rituximab over tacrolimus was not shown in lupus.", "comparison", "negative", "asserted"),
    ("Rituximab was non-inferior to cyclophosphamide in lupus nephritis.", "comparison", "neutral", "asserted"),
    ("There was no difference between rituximab and cyclophosphamide in lupus.", "comparison", "neutral", "asserted"),
    ("The prevalence of lupus is 50 per 100,000 people.", "epidemiology", "neutral", "asserted"),
    ("Rituximab reduced proteinuria but increased infections in lupus nephritis.", "efficacy", "mixed", "asserted"),
]


@pytest.mark.parametrize(("sentence", "kind", "polarity", "certainty"), CLAIMS)
def test_type_polarity_certainty(sentence: str, kind: str, polarity: str, certainty: str) -> None:
    claim = claim_of(sentence)
    assert (claim.type, claim.polarity, claim.certainty) == (kind, polarity, certainty)


# title, sentence before, sentence, therapy, disease
ARGUMENTS = [
    ("", "Rituximab targets B cells in lupus.", "However, this approach has often proven ineffective in lupus.",
     "MESH:D000069283", "MONDO:0007915"),
    ("Belimumab in systemic lupus erythematosus", "", "The response rate was higher than with placebo.",
     "MESH:C511911", "MONDO:0007915"),
    ("", "", "Compared with cyclophosphamide, rituximab improved survival in lupus nephritis.",
     "MESH:D000069283", "MONDO:0005556"),
    ("", "CAR-T cells were infused in lupus.", "All patients achieved remission and discontinued prednisone.",
     "NCIT:C126102", "MONDO:0007915"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "before", "sentence", "therapy", "disease"), ARGUMENTS)
def test_arguments(title: str, before: str, sentence: str, therapy: str, disease: str) -> None:
    claim = claim_of(sentence, title, before)
    assert (curie(claim.therapy or ""), [curie(d) for d in claim.diseases]) == (therapy, [disease])


def test_a_harm_is_the_outcome_and_not_what_is_treated() -> None:
    claim = claim_of("Rituximab caused neutropenia in systemic lupus erythematosus.")
    assert [curie(d) for d in claim.diseases] == ["MONDO:0007915"]
    assert claim.outcome and WORDS.concepts[claim.outcome].label == "neutropenia"


def test_titles_make_claims_only_without_an_abstract() -> None:
    title = "Rituximab improves survival in lupus nephritis"
    assert [c.zone for c in read("", title)[2]] == ["Title"]
    assert all(c.zone != "Title" for c in read("Rituximab failed in lupus nephritis.", title)[2])


def test_every_sentence_is_told_and_quotes_are_slices() -> None:
    record, sentences, claims = read("Objective: To test it. Results: Rituximab worked in lupus. It was safe.")
    shown = [record.passages[s.passage].text[s.start : s.end] for s in sentences if s.zone != "Title"]
    assert shown == ["To test it.", "Rituximab worked in lupus.", "It was safe."]
    assert [record.passages[c.passage].text[c.start : c.end] for c in claims] == shown[1:]
    assert all(0 <= s.claim_score <= 1 and 0 <= s.headline_score <= 1 for s in sentences)


def test_scores_name_what_counted() -> None:
    record, _ = plain("", "The aim was to assess safety.")
    unit = next(u for u in extraction.units(record, (), {}) if u.text)
    assert "cue:not.aim" in claimhood.features(unit)
    weight = linear.load("claims").weights.get("cue:not.aim")
    assert weight is not None and weight[0] < 0


def test_quantities_have_their_own_offsets() -> None:
    text = "Remission rose to 40% (n = 25; HR 0.62, 95% CI 0.40-0.95; p < 0.001) at 24 weeks."
    found = quantities(text, 100)
    assert [(q.kind, q.value) for q in found] == [
        ("percent", "40"), ("n", "25"), ("hazard-ratio", "0.62"), ("ci95", "0.40-0.95"), ("p", "< 0.001"),
        ("time", "24"),
    ]  # fmt: skip
    assert all(text[q.start - 100 : q.end - 100].strip() for q in found)


FIGURES = {
    "Rejection was seen in 14% on tacrolimus and in 29% on ciclosporin.": {"figures:lower"},
    "Remission was reached by 34% and 36%, respectively.": {"figures:near"},
    "The score was 2.9 ± 1.3 (F) versus 2.0 ± 1.3 (Z; p = NS).": {"figures:higher", "p:none", "p:last no"},
    "Flares fell (p < 0.001).": {"p:all", "p:last yes"},
    "A fell (P=.03) but not B (P = 0.4).": {"p:some", "p:first yes", "p:last no"},
    "The trend was slight (p > 0.05).": {"p:none", "p:last no"},
    "Death was as frequent (HR 0.9; 95% CI 0.7 to 1.4).": {"interval:empty"},
    "Weight rose by 3 kg (95% CI 1.2-4.8).": {"interval:clear"},
    "The mean age was 45 years.": set(),
    "Nothing differed.": set(),
}


@pytest.mark.parametrize(("text", "told"), FIGURES.items())
def test_what_figures_say(text: str, told: set[str]) -> None:
    assert set(figures.features(text)) == told


# title, sentence: whether the claim is about the title's therapy
MEANT = [
    ("Belimumab in systemic lupus erythematosus", "The response rate was higher than with placebo.", True),
    ("Belimumab in systemic lupus erythematosus", "Smoking is a risk factor for lupus.", False),
]


@pytest.mark.parametrize(("title", "sentence", "meant"), MEANT)
def test_a_claim_that_names_no_therapy(title: str, sentence: str, meant: bool) -> None:
    assert (claim_of(sentence, title).therapy is not None) == meant


# title, disease that a sentence without one is about
TOPICS = [
    ("Rituximab for macrophage activation syndrome in lupus", "macrophage activation syndrome"),
    ("Colitis under rituximab in systemic lupus erythematosus", "systemic lupus erythematosus"),
]


@pytest.mark.parametrize(("title", "disease"), TOPICS)
def test_a_harm_is_the_topic_where_the_title_treats_it(title: str, disease: str) -> None:
    (treated,) = claim_of("Rituximab was effective in most patients.", title).diseases
    assert WORDS.concepts[treated].label == disease


def test_a_need_takes_a_word_of_need() -> None:
    assert claim_of("Trials of belimumab that compare doses are overdue.").type == "research_need"
    assert claim_of("Belimumab is limited by infection.").type != "research_need"


def test_at_most_two_main_conclusions() -> None:
    assert chosen([0.9, 0.3, 0.37, 0.2]) == {0, 2}
    assert chosen([0.9, 0.8, 0.7, 0.6]) == {0, 1}


# what denies something, and what only looks as if it did
FLAGGED = {
    "Rituximab did not deplete plasma cells in the marrow.": (False, True),
    "Rituximab depleted not only naive but also memory B cells.": (False, False),
    "How B cells return after rituximab in lupus is not known.": (True, False),
    "Stimulated macrophages produced NO in response to interferon.": (False, False),
    "These data suggest that BAFF might drive relapse after rituximab.": (True, False),
}


@pytest.mark.parametrize(("sentence", "flags"), FLAGGED.items())
def test_what_speculates_and_what_denies(sentence: str, flags: tuple[bool, bool]) -> None:
    _, sentences, _ = read(f"We studied human cells. {sentence}")
    assert (sentences[-1].hedged, sentences[-1].negated) == flags


def test_nitric_oxide_is_no_negation() -> None:
    assert linear.tokens("Donors of NO, iNO and SMX-NO acted.")[2:6] == ["nitric", "nitric", "and", "smx"]
    assert linear.tokens("NO EFFECT OF RITUXIMAB; IT HAS NO USE.")[0] == "no"
    finder = Finder("polarity")
    assert "negation" not in {cue.name for cue in finder.find("Cells released NO.")}
    assert "negation" in {cue.name for cue in finder.find("THERE WAS NO EFFECT.")}


def test_a_word_never_seen_is_judged_like_its_likes() -> None:
    pytest.importorskip("sklearn", reason="the extra `train` is not installed")
    near, far = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    sharing = Sharing({"fell": near, "dropped": near, "price": far}, likes=1.0, word=1.0)
    seen = [{"fell"}, {"fell", "price"}, {"rose"}, {"rose", "price"}]
    weights = fit(seen, ["down", "down", "up", "up"], ("down",), rarest=1, strength=100.0, sharing=sharing)
    assert weights["dropped"][0] > 0.1 > abs(weights["price"][0])


DESIGNS = {
    "A randomised, double-blind trial of belimumab": "RandomisedTrial",
    "Belimumab in lupus: a systematic review and meta-analysis": "MetaAnalysis",
    "CAR-T cells in lupus: a case series": "CaseSeries",
    "Lupus nephritis in a registry": "Cohort",
    "BAFF blockade in MRL/lpr mice": "AnimalStudy",
    "On lupus": None,
}


@pytest.mark.parametrize(("title", "design"), DESIGNS.items())
def test_study_design(title: str, design: str | None) -> None:
    assert extraction.design(plain(title, "")[0]) == design
