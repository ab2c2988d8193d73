"""What line formats (RIS, MEDLINE, ISI, EndNote) share: fields by tag, and choices between tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from kg.documents import _abstract, _dates, _identifiers, _text
from kg.model import Passage

Fields: TypeAlias = dict[str, list[str]]  # the values of each tag, as printed, lines kept
_HISTORY = re.compile(r"received|accepted|revised|online|access", re.I)
_PMID = re.compile(
    r"(?:\bPMID:?\s*|\bPubMed(?: ID:?)?\s+|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)0*([1-9]\d{0,7})\b",
    re.I,
)
_PMID_MARKED = re.compile(r"\b([1-9]\d{0,7})\s*\[pmid\]", re.I)


def first(fields: Fields, *tags: str) -> str:
    """The first value of these tags that holds any text, clean; "" where none does."""
    return next((value for tag in tags for raw in fields.get(tag, ()) if (value := _text.clean(raw))), "")


def every(fields: Fields, *tags: str) -> tuple[str, ...]:
    """All values of these tags in order, clean, empty ones left out."""
    return tuple(value for tag in tags for raw in fields.get(tag, ()) if (value := _text.clean(raw)))


def words(fields: Fields, *tags: str) -> tuple[str, ...]:
    """The distinct keywords of these tags; one field may hold several, on lines or parted by semicolons."""
    parts = (part for tag in tags for raw in fields.get(tag, ()) for part in re.split(r"[;\n]", _text.lines(raw)))
    return tuple(dict.fromkeys(word for part in parts if (word := part.strip(" *.,"))))


def date(*printed: str) -> str | None:
    """The date that several fields tell: the year of the first, as precisely as any with the same year.

    >>> date("2005", "2005/07/15", "2013/02/15/received")
    '2005-07-15'
    """
    found = [d for text in printed if not _HISTORY.search(text) and (d := _dates.partial(text))]
    return max((d for d in found if d[:4] == found[0][:4]), key=len) if found else None


def doi(surely: Iterable[str], perhaps: Iterable[str]) -> str | None:
    """The DOI of its own field, else one that an address or a note begins with."""
    for text in surely:
        if found := _identifiers.doi(text):
            return found
    named = (t for t in perhaps if re.match(r"\s*(?:doi\b|10\.\d{4}|https?://(?:dx\.)?doi\.org/)", t, re.I))
    return next((found for text in named if (found := _identifiers.doi(text))), None)


def pubmed(texts: Iterable[str]) -> tuple[str | None, str | None]:
    """The PMID and PMCID that are marked as such in these texts."""
    joined = "\n".join(texts)
    found = _PMID_MARKED.search(joined) or _PMID.search(joined)
    return found[1] if found else None, _identifiers.pmcid(joined)


def abstract(fields: Fields, *tags: str) -> tuple[Passage, ...]:
    """The passages of the first of these tags that holds text; an empty "Abstract" is none."""
    for tag in tags:
        text = "\n".join(_text.lines(raw) for raw in fields.get(tag, ()))
        if len(text) > 20:
            return _abstract.passages(text)
    return ()
