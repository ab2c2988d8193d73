"""What a sentence ties by words of treating, what that says of its claim, and what a lone phrase poses."""

from __future__ import annotations

from functools import cache

import pytest

from kg import extraction, vocabulary
from kg.documents._plain import plain
from kg.entities import annotate
from kg.extraction import treating
from kg.extraction.unit import Unit
from kg.model import Claim

WORDS = vocabulary.load()


@cache
def unit(sentence: str) -> Unit:
    record, _ = plain("", sentence)
    return list(extraction.units(record, annotate(record, WORDS), WORDS.concepts))[-1]


def claims(abstract: str, title: str = "") -> tuple[Claim, ...]:
    record, _ = plain(title, abstract)
    return extraction.read(record, annotate(record, WORDS), WORDS.concepts)[1]


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


# a lone phrase or question that poses something, one that does not
POSED = {
    "X for Y": ("Autogenic training for tension-type headaches: a systematic review.", "Autogenic training works."),
    "X in patients with Y": (
        "Phase II study of sorafenib in patients with advanced neuroendocrine tumors.",
        "Ferritin in patients with neuroendocrine tumors on sorafenib.",
    ),
    "treatment of Y by X": ("Treatment of varicose veins by sclerotherapy.", "Treatment of varicose veins."),
    "question": ("Is a pacemaker appropriate in patients with sick sinus syndrome?", "What is sick sinus syndrome?"),
    "no verb": ("Rituximab versus cyclophosphamide for lupus nephritis.", "Patients were given rituximab for lupus."),
    "no finding": ("Radiotherapy in the management of keloids.", "Radiotherapy in keloids did cause burns."),
}


@pytest.mark.parametrize(("posed", "_"), POSED.values(), ids=POSED.keys())
def test_a_lone_phrase_poses_an_open_proposition(posed: str, _: str) -> None:
    (claim,) = claims(posed)
    assert (claim.type, claim.polarity, claim.certainty) == ("efficacy", "neutral", "open")
    assert claim.therapy
    assert claim.diseases


@pytest.mark.parametrize(("_", "not_posed"), POSED.values(), ids=POSED.keys())
def test_what_poses_nothing(_: str, not_posed: str) -> None:
    assert treating.posed(unit(not_posed)) is None


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Rituximab for lupus nephritis: a review", ""),
        ("Rituximab", "Rituximab for lupus nephritis."),
        ("", "OBJECTIVE: Rituximab for lupus nephritis."),
        ("", "Rituximab for lupus nephritis. Of 40 patients, 20 were women."),
    ],
    ids=["title", "below a title", "heading", "more sentences"],
)
def test_a_phrase_that_is_not_alone_poses_nothing(title: str, abstract: str) -> None:
    assert all(claim.certainty != "open" for claim in claims(abstract, title))


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
    "aim": ("The aim was to assess whether terbinafine cures onychomycosis.", False),
    "method": ("Patients were randomised to terbinafine or placebo for 12 weeks.", False),
    "definition": ("Terbinafine is an antifungal drug.", False),
}


@pytest.mark.parametrize(("sentence", "is_claim"), ALONE.values(), ids=ALONE.keys())
def test_a_lone_sentence_is_not_judged_by_its_place(sentence: str, is_claim: bool) -> None:
    assert bool(claims(sentence)) is is_claim


def test_ties_of_a_hostile_sentence_take_linear_time() -> None:
    assert treating.ties(unit("rituximab lupus " * 5_000)) == ()
    assert not treating.posed(unit("rituximab " + "in " * 20_000 + "lupus"))
