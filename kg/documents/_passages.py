"""The passages of a record in their order: title, highlights, abstract, keywords, body."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Passage, Record


def whole(title: str, parts: Iterable[Passage], keywords: tuple[str, ...] = ()) -> tuple[Passage, ...]:
    """These passages with those of the title and the keywords around."""
    after = (Passage(section="keywords", zone="Unlabelled", text="; ".join(keywords)),) if keywords else ()
    return (Passage(section="title", zone="Title", text=title), *parts, *after)


def completed(record: Record) -> Record:
    """The record with its title and its keywords among the passages, where its reader left them out."""
    parts = record.passages
    if not parts or parts[0].section != "title":
        keywords = record.keywords if all(p.section != "keywords" for p in parts) else ()
        return replace(record, passages=whole(record.title, parts, keywords))
    return record
