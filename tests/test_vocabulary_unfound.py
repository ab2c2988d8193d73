"""Names that are in a vocabulary and that no text finds: listed, each with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import vocabulary
from kg.concept import Concept
from kg.entities.unfound import unfound

SHORT_FORM, ORDINARY = "ambiguous short form", "an ordinary word (stops.txt)"
REASONS = (
    SHORT_FORM, ORDINARY, "it names ", "masked", "only ", "general name", "it holds a bar",
    "it begins with the function", "it is neither a word nor an acronym nor a code name",
    "annotators mean nothing by it",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def concept(label: str, *synonyms: str, short_forms: tuple[str, ...] = ()) -> Concept:
    iri = f"http://x/{label.replace(' ', '-')}"
    return Concept(iri=iri, kind="disease", kinds=("disease",), label=label, synonyms=synonyms, short_forms=short_forms)


CASES = {
    "a short form": (concept("winter fever", short_forms=("WFX",)), "WFX", SHORT_FORM),
    "an ordinary word": (concept("winter fever", "disease"), "disease", ORDINARY),
    "no word at all": (concept("winter fever", "7 b 2"), "7 b 2", "it is neither a word nor an acronym"),
    "a function word first": (concept("winter fever", "the fever of winter"), "the fever of winter", "it begins with"),
    "a bar": (concept("winter fever", "fever|winter"), "fever|winter", "it holds a bar"),
    "the label of another": (concept("autumn fever", "winter fever"), "winter fever", "it names 'winter fever'"),
}


@pytest.mark.parametrize(("told", "name", "reason"), CASES.values(), ids=CASES.keys())
def test_reasons(told: Concept, name: str, reason: str) -> None:
    other = Concept(iri="urn:x:other", kind="outcome", kinds=("outcome",), label="winter fever")
    (found,) = unfound(vocabulary.of([told] if told.label == other.label else [told, other]))
    assert found.message.startswith(f"{name!r} of ") and f"is not found: {reason}" in found.message


def test_names_that_are_found_are_not_listed() -> None:
    found = concept("winter fever", "fever, winter", "WF-12345", "winter fever (disorder)", "hibernal pyrexia, NOS")
    assert list(unfound(vocabulary.of([found]))) == []


def test_of_the_shipped_names_few_are_not_found_and_all_of_those_explained() -> None:
    shipped = vocabulary.load()
    missed = [finding.message.split(" is not found: ")[1] for finding in unfound(shipped)]
    assert [reason for reason in missed if not reason.startswith(REASONS)] == []
    names = sum(len({c.label, *c.synonyms}) for c in shipped.concepts.values())
    assert sum(not reason.startswith(SHORT_FORM) for reason in missed) <= names / 100
