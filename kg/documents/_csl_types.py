"""CSL's types and the kinds of records they stand for (CSL 1.0.2, appendix III)."""

from __future__ import annotations

from kg.model import Kind

TYPES: dict[Kind, str] = {
    "article": "article-journal",
    "review": "article-journal",
    "trial report": "article-journal",
    "preprint": "article",
    "thesis": "thesis",
    "chapter": "chapter",
    "book": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "protocol": "article-journal",
    "registration": "document",
    "report": "report",
    "other": "document",
}
KINDS: dict[str, Kind] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "review": "article",
    "review-book": "article", "entry": "article", "article": "preprint", "manuscript": "preprint", "thesis": "thesis",
    "chapter": "chapter", "entry-encyclopedia": "chapter", "entry-dictionary": "chapter", "book": "book",
    "collection": "book", "classic": "book", "paper-conference": "conference", "speech": "conference",
    "event": "conference", "dataset": "dataset", "report": "report", "standard": "report", "regulation": "report",
}  # fmt: skip
OTHERS = frozenset(
    "bill broadcast document figure graphic hearing interview legal_case legislation map motion_picture musical_score "
    "pamphlet patent performance periodical personal_communication post post-weblog software song treaty "
    "webpage".split()
)
IN_BOOKS = frozenset({"chapter", "conference", "book"})
