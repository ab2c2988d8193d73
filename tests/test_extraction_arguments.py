"""What a sentence ties by words of treating, and what that says of its claim."""

from __future__ import annotations

from functools import cache

import pytest
from fixture_texts import WORDS, read

from kg import extraction
from kg.documents._plain import plain
from kg.entities import annotate
from kg.extraction import treating
from kg.extraction.unit import Unit
from kg.model import Claim


@cache
def unit(sentence: str) -> Unit:
    record, _ = plain("", sentence)
    return list(extraction.units(record, annotate(record, WORDS), WORDS.concepts))[-1]


def claims(abstract: str) -> tuple[Claim, ...]:
    return read(abstract)[2]


def label(iri: str | None) -> str | None:
    return WORDS.concepts[iri].label if iri else None


# wording, a sentence in which it ties the two, one in which nothing is tied
TIES = {
    "for": ("Rituximab for severe lupus nephritis.", "Rituximab was stopped; the cause of lupus nephritis is unknown."),
    "in people with": ("Metformin in obese women with asthma.", "Metformin and asthma were recorded."),
    "in the treatment of": (
        "Lithotripsy in the treatment of kidney stones.",
        "Lithotripsy preceded the diagnosis of kidney stones.",
    ),
    "treatment of": ("Rituximab treatment of lupus nephritis.", "Rituximab as a cause of lupus nephritis."),
    "treated with": ("Gout was treated with colchicine.", "Gout was recorded, and so was colchicine."),
    "treatment with": ("Treatment of gout with colchicine.", "Patients had gout with colchicine at hand."),
    "-treated": ("Metformin-treated type 2 diabetes.", "Metformin and type 2 diabetes."),
    "to treat": ("Psoralen was given to treat vitiligo.", "Psoralen was given to those free of vitiligo."),
    "against": ("Vaccination against yellow fever.", "Vaccination after yellow fever."),
}


@pytest.mark.parametrize(("tied", "_"), TIES.values(), ids=TIES.keys())
def test_words_of_treating_tie(tied: str, _: str) -> None:
    assert [(tie.therapy.kind, tie.disease.kind) for tie in treating.ties(unit(tied))] == [("therapy", "disease")]


@pytest.mark.parametrize(("_", "loose"), TIES.values(), ids=TIES.keys())
def test_other_words_do_not_tie(_: str, loose: str) -> None:
    found = unit(loose)
    assert found.therapies
    assert found.diseases
    assert treating.ties(found) == ()


# abstract, therapy and diseases of its last claim
LAST = {
    "use of X is not less of it": (
        "We studied 90 adults. The use of canakinumab improved survival in macrophage activation syndrome.",
        "canakinumab", ["macrophage activation syndrome"],
    ),
    "less use of X": (
        "Canakinumab reduced the use of prednisone in macrophage activation syndrome.",
        "canakinumab", ["macrophage activation syndrome"],
    ),
    "an infection that is treated": (
        "Asthma was common in these adults. Azithromycin was effective for pneumonia.",
        "azithromycin", ["pneumonia"],
    ),
    "a harm that gets better": (
        "Obesity was common in these women. Metformin improved acne and hirsutism.",
        "metformin", ["acne", "hirsutism"],
    ),
    "an infection that is a harm": (
        "Asthma was common in these adults. Prednisone led to more pneumonia in asthma.",
        "prednisone", ["asthma"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("abstract", "therapy", "diseases"), LAST.values(), ids=LAST.keys())
def test_what_a_claim_is_about(abstract: str, therapy: str, diseases: list[str]) -> None:
    claim = claims(abstract)[-1]
    assert (label(claim.therapy), [label(iri) for iri in claim.diseases]) == (therapy, diseases)


# a sentence that stands alone, whether it is a claim
ALONE = {
    "advice": ("Penicillin remains the drug of choice for syphilis.", True),
    "evaluation": ("Total thyroidectomy is the treatment of choice for Graves' disease.", True),
    "result": ("Oral terbinafine cured onychomycosis in 76% of patients.", True),
    "question": ("Is a pacemaker appropriate in patients with sick sinus syndrome?", False),
    "aim": ("The aim was to assess whether terbinafine cures onychomycosis.", False),
    "method": ("Patients were randomised to terbinafine or placebo for 12 weeks.", False),
    "definition": ("Terbinafine is an antifungal drug.", False),
}


@pytest.mark.parametrize(("sentence", "is_claim"), ALONE.values(), ids=ALONE.keys())
def test_a_lone_sentence_is_not_judged_by_its_place(sentence: str, is_claim: bool) -> None:
    assert bool(claims(sentence)) is is_claim


def test_ties_of_a_hostile_sentence_take_linear_time() -> None:
    assert treating.ties(unit("rituximab lupus " * 5_000)) == ()
    assert treating.ties(unit("rituximab " + "in " * 20_000 + "lupus")) == ()
