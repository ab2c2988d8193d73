"""The passages of a record in their order: title, highlights, abstract, keywords, body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.documents import _identifiers
from kg.model import Passage, Record


def whole(title: str, parts: Iterable[Passage], keywords: tuple[str, ...] = ()) -> tuple[Passage, ...]:
    """These passages with those of the title and the keywords around."""
    after = (Passage(section="keywords", zone="Unlabelled", text="; ".join(keywords)),) if keywords else ()
    return (Passage(section="title", zone="Title", text=title), *parts, *after)


def completed(record: Record) -> Record:
    """The record with what its reader left out: title and keywords among the passages, the trial it registers.

    A trial is the record's own where it stands under a heading of its abstract such as "Trial registration:".
    """
    parts = record.passages
    if not parts or parts[0].section != "title":
        keywords = record.keywords if all(p.section != "keywords" for p in parts) else ()
        record = replace(record, passages=whole(record.title, parts, keywords))
    registered = [p.text for p in parts if p.label and "regist" in p.label.lower() and p.section == "abstract"]
    if registered and (trials := _identifiers.trials(" ".join(registered))):
        known = record.identifiers
        return replace(record, identifiers=replace(known, trials=tuple(dict.fromkeys((*known.trials, *trials)))))
    return record
