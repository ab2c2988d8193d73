"""Claims of German, Spanish and French abstracts: types, polarities and hedges as the cues of the table tell them."""

from __future__ import annotations

import pytest
from fixture_texts import read

from kg.model import Claim

OPENINGS = {
    "de": "Wir untersuchten 120 Patienten über ein Jahr.",
    "es": "Se incluyeron 120 pacientes con lupus durante un año.",
    "fr": "Nous avons inclus 120 patients pendant un an.",
}


def claims(language: str, sentence: str) -> dict[str, Claim]:
    """The claims of a small abstract, by their sentences."""
    record, _, found = read(f"{OPENINGS[language]} {sentence}", "Rituximab, lupus nephritis")
    return {record.passages[c.passage].text[c.start : c.end]: c for c in found}


# language, sentence, type, polarity, certainty
SAID = [
    ("de", "Belimumab verlängert die Zeit bis zum Schub.", "efficacy", "positive", "asserted"),
    ("de", "Rituximab sollte früh eingesetzt werden.", "recommendation", "positive", "asserted"),
    ("de", "Schwere Infektionen waren unter Belimumab nicht häufiger.", "safety", "positive", "asserted"),
    ("de", "Rituximab könnte Rückfälle verhindern.", "efficacy", "positive", "hedged"),
    ("de", "Langzeitdaten fehlen noch.", "research_need", "neutral", "open"),
    ("es", "Las infecciones no aumentaron con belimumab.", "safety", "positive", "asserted"),
    ("es", "No hubo infecciones graves.", "safety", "positive", "asserted"),
    ("es", "Belimumab redujo los brotes frente a placebo.", "efficacy", "positive", "asserted"),
    ("es", "El rituximab parece seguro en niños.", "safety", "positive", "hedged"),
    ("es", "Se necesitan más estudios.", "research_need", "neutral", "open"),
    ("fr", "Le rituximab réduit les rechutes.", "efficacy", "positive", "asserted"),
    ("fr", "Le bélimumab pourrait améliorer la survie.", "efficacy", "positive", "hedged"),
    ("fr", "Des études contrôlées sont nécessaires.", "research_need", "neutral", "open"),
]


@pytest.mark.parametrize(("language", "sentence", "kind", "polarity", "certainty"), SAID, ids=lambda v: v[:40])
def test_a_claim_in_another_language(language: str, sentence: str, kind: str, polarity: str, certainty: str) -> None:
    claim = claims(language, sentence)[sentence]
    assert (claim.type, claim.polarity, claim.certainty) == (kind, polarity, certainty)


@pytest.mark.parametrize("language", OPENINGS)
def test_a_method_in_another_language_is_no_claim(language: str) -> None:
    assert OPENINGS[language] not in claims(language, "Rituximab 2020.")
