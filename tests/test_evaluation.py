"""How well claims are read: the figures of the README are those of now, and the counting counts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kg import evaluation
from kg.cli import app
from kg.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
CURATED = ROOT / "tests" / "golden" / "curated"
BLOCK = re.compile(r"(?<=<!-- accuracy -->\n).*?(?=<!-- /accuracy -->)", re.DOTALL)
SENTENCE: dict[str, Any] = {
    "text": "Rituximab was effective in lupus nephritis.", "claim": True, "type": "efficacy", "polarity": "positive",
    "hedged": False, "therapy": "rituximab", "disease": "lupus nephritis",
}  # fmt: skip


def row(**changed: object) -> str:
    sentence = SENTENCE | changed
    aim = {"text": "We aimed to study adults with lupus nephritis.", "claim": False}
    return json.dumps(
        {
            "title": "Rituximab",
            "diseases": ["lupus nephritis"],
            "therapies": ["rituximab"],
            "sentences": [aim, sentence],
        }
    )


def test_the_readme_tells_the_figures_of_now(golden: Callable[[Path, str], None]) -> None:
    files = [str(CURATED / f"{name}.jsonl") for name in ("seeds", "heldout")]
    told = CliRunner().invoke(app, ["evaluate", *files, "--format", "md"])
    assert told.exit_code == 0
    golden(ROOT / "README.md", BLOCK.sub(lambda _: told.stdout, (ROOT / "README.md").read_text("utf-8"), count=1))


def test_claims_of_the_shipped_records_are_read_well() -> None:
    with (CURATED / "seeds.jsonl").open(encoding="utf-8") as lines:
        figures = evaluation.evaluate(lines)
    assert figures["claims_f1"] >= 0.93 and figures["polarity"] >= 0.8 and figures["certainty"] >= 0.95


def test_what_is_right_counts() -> None:
    figures = evaluation.evaluate([row()])
    assert figures["claims"] == 1
    assert {name: share for name, share in figures.items() if name != "claims" and share != 1.0} == {}


WRONG = {
    "type": {"type": "cost"},
    "polarity": {"polarity": "negative"},
    "certainty": {"hedged": True},
    "therapy": {"therapy": "belimumab"},
    "disease": {"disease": None},
}


@pytest.mark.parametrize("part", WRONG)
def test_what_is_wrong_does_not(part: str) -> None:
    figures = evaluation.evaluate([row(**WRONG[part])])
    assert {name for name in evaluation.PARTS if figures[name] != 1.0} == {part}
    assert figures["all_right"] == 0.0


def test_a_second_reader_may_be_right() -> None:
    assert evaluation.evaluate([row(type="cost", also_types=["efficacy"])])["all_right"] == 1.0
    assert evaluation.evaluate([row(either=True)])["claims"] == 0


@pytest.mark.parametrize("line", ["no json", "[]", "{}", '{"title": "", "sentences": [1]}'])
def test_what_is_no_annotation_is_named(line: str) -> None:
    with pytest.raises(InputError, match=r"JSON|annotated"):
        evaluation.evaluate([row(), line])
