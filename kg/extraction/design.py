"""The design of the study behind a record, from its title, its abstract and its source's own words for it."""

from __future__ import annotations

from functools import cache

from kg.extraction.cues import Finder
from kg.model import Record

# The source's words decide before the title, and that before the abstract; within one text the first of this order.
_ORDER = (
    "MetaAnalysis", "SystematicReview", "Guideline", "RandomisedTrial", "SingleArmTrial", "CaseControl",
    "CrossSectional", "Cohort", "CaseSeries", "CaseReport", "AnimalStudy", "InVitro", "Modelling", "NarrativeReview",
)  # fmt: skip
_OF_KIND = {"review": "NarrativeReview"}


def design(record: Record) -> str | None:
    """A value of kg:studyDesign by its local name, or None where nothing tells."""
    texts = ["; ".join(record.genres), record.title]
    texts += [p.text for p in record.passages if p.section in ("abstract", "highlight")]
    for text in texts:
        names = {cue.name for cue in _finder().find(text)}
        if found := next((name for name in _ORDER if name in names), None):
            return found
    return _OF_KIND.get(record.kind)


@cache
def _finder() -> Finder:
    return Finder("design")
