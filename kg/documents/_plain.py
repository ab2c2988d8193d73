"""A title and an abstract as a record: what `kg annotate` is given a line of."""

from __future__ import annotations

from kg.documents._abstract import split
from kg.model import Passage, Record, Source


def plain(title: str, abstract: str) -> tuple[Record, tuple[int, ...]]:
    """The record, and where each of its passages starts in `title + " " + abstract` (code points)."""
    parts = [(len(title) + 1 + start, passage) for start, passage in split(abstract)]
    passages = (Passage(section="title", zone="Title", text=title), *(passage for _, passage in parts))
    source = Source(path="-", format="jsonl", sha256="")
    return Record(kind="article", title=title, source=source, passages=passages), (0, *(start for start, _ in parts))
