"""The passages of a record in their order: title, highlights, abstract, keywords, body."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.documents import _identifiers
from kg.model import Passage, Record

# What programs write for a volume, an issue or pages that there are none of.
_NONE = frozenset({"n/a", "N/A", "NA", "null", "None", "none", "undefined", "ahead-of-print", "Online ahead of print",
                   "in press", "In press", "In Press"})  # fmt: skip
# DOIs of bioRxiv and medRxiv (those of their publisher's journals have letters after the slash), arXiv and others.
_PREPRINT = re.compile(
    r"10\.(?:1101/(?:\d{4}\.\d\d\.\d\d\.\d+|\d{6}\Z)|48550/arxiv\.|21203/rs\.|20944/preprints|312\d\d/osf|2139/ssrn\.|"
    r"26434/chemrxiv|22541/au\.|2196/preprints\.|1590/scielopreprints)"
)
_RETRACTED = re.compile(r"\W?RETRACTED(?:[ -](?:ARTICLE|PAPER|CHAPTER))?\W{0,2}[:–—-]", re.I)
_SIGNS = ("NCT", "ISRCTN", "egist", "linical trial", "EudraCT")  # no number is registered in a text without them
_NUMBER = r"((?:NCT|ISRCTN|ChiCTR|ACTRN|UMIN|jRCT|CTRI|DRKS|IRCT|NTR|KCT|TCTR|RBR|PACTR|20\d\d-\d{6})[\w/ -]{3,24})"
# "ClinicalTrials.gov number, NCT01234567", "registered at … (ISRCTN12345678)": the number follows in the same sentence.
_REGISTERED = re.compile(
    r"(?:\bregist(?:ered|ration|ry|er)\b|clinical ?trials\. ?gov|\beudract\b|clinical trial (?:number|information))"
    rf"(?:[^.;]|\.(?=\w)){{0,60}}?{_NUMBER}|((?:NCT|ISRCTN)\d{{8}})[.)\]]{{0,3}}\s*\Z",
    re.I,
)


def whole(title: str, parts: Iterable[Passage], keywords: tuple[str, ...] = ()) -> tuple[Passage, ...]:
    """These passages with those of the title and the keywords around."""
    after = (Passage(section="keywords", zone="Unlabelled", text="; ".join(keywords)),) if keywords else ()
    return (Passage(section="title", zone="Title", text=title), *parts, *after)


def completed(record: Record) -> Record:
    """The record with what its reader left out: title and keywords among the passages, its trial, its retraction.

    A trial is the record's own where it stands under a heading of its abstract such as "Trial registration:", where the
    abstract says that it is registered under this number, or where it ends with it.  Publishers print a retraction
    before the title.  A volume, an issue or pages that are "n/a" are none; a DOI of a
    preprint server makes a preprint of what its source calls an article.
    """
    record = _placed(record)
    if record.kind in ("article", "other") and _PREPRINT.match(record.identifiers.doi or ""):
        record = replace(record, kind="preprint")
    parts = record.passages
    if not parts or parts[0].section != "title":
        keywords = record.keywords if all(p.section != "keywords" for p in parts) else ()
        record = replace(record, passages=whole(record.title, parts, keywords))
    if not record.retracted and _is_retracted(record):
        record = replace(record, retracted=True)
    if trials := tuple(trial for part in parts if part.section == "abstract" for trial in _registered(part)):
        known = record.identifiers
        return replace(record, identifiers=replace(known, trials=tuple(dict.fromkeys((*known.trials, *trials)))))
    return record


def _placed(record: Record) -> Record:
    told = (record.volume, record.issue, record.pages, record.article_number)
    if _NONE.isdisjoint(told):
        return record
    volume, issue, pages, number = (None if value in _NONE else value for value in told)
    return replace(record, volume=volume, issue=issue, pages=pages, article_number=number)


def _is_retracted(record: Record) -> bool:
    """Whether the title or the kind of publication says so; a notice of retraction is not retracted itself."""
    told = "Retracted Publication" in record.genres or "retracted publication" in record.genres
    return told or ("retracted" in record.title[:10].lower() and bool(_RETRACTED.match(record.title)))


def _registered(part: Passage) -> tuple[str, ...]:
    if part.label and "regist" in part.label.lower():
        return _identifiers.trials(part.text)
    if not any(sign in part.text for sign in _SIGNS):
        return ()
    return tuple(trial for said in _REGISTERED.finditer(part.text) for trial in _identifiers.trials(said[1] or said[2]))
