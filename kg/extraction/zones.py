"""The zone of each sentence: that of its labelled section, else told from its own words."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Record, Zone


def of(record: Record, sentences: Sequence[tuple[int, str]]) -> list[Zone]:
    """The zones of sentences given as (passage, text), in order."""
    return [record.passages[passage].zone for passage, _ in sentences]
