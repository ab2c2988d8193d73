"""Where a component part stands: MARC 21's field 773, whose $g cataloguers fill in many ways."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.documents import _dates, _identifiers, _pages
from kg.documents._marc import Field, Marc, trimmed
from kg.model import Journal, Kind

_VOLUME = re.compile(
    r"(?:\bvol(?:ume|\.)?|\bv\.|\bBd\.?|\bBand|\bJg\.?|\bt\.|\btome?)\s*:?\s*([A-Z]?\d[\w/-]{0,12})", re.I
)
_ISSUE = re.compile(
    r"(?:\bno\.?|\bnr\.?|\bn[º°]|\bissue|\bnumber|\bHeft|\bH\.|\biss\.|\bfasc\.?|\bnúm\.?)\s*:?\s*([A-Z]?\d[\w/-]{0,12})",
    re.I,
)
_PAGES = re.compile(
    r"(?:\bpp?\.|\bpages?|\bS\.|\bSeiten?|\bpágs?\.|\bextent)\s*:?\s*"
    r"([A-Za-z]{0,3}\d[\w]{0,8}(?:\s*[-–]\s*[A-Za-z]{0,3}\d\w{0,8})?)",
    re.I,
)
_YEAR = re.compile(r"(?:\byear:|\()\s*([^()]{0,20}?(?:1[89]|20)\d\d[^()]{0,20}?)(?:\)|\Z|,)")
_LEADING = re.compile(r"\A\s*(\d{1,4})\s*\(((?:1[89]|20)\d\d)\)\s*,?\s*(\d{1,4})?")  # "17 (2019), 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What holds a part, and the part's place in it; None for what is not printed."""

    journal: Journal | None = None
    title: str | None = None
    issued: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    article_number: str | None = None


def has_issue(fields: Iterable[Field]) -> bool:
    """Whether the part stands in a numbered issue or volume of a periodical."""
    return any(_LEADING.match(text) or _ISSUE.search(text) for field in fields for text in field.every("g"))


def of(marc: Marc, kind: Kind) -> Host:
    """The journal of an article, the book of a chapter, with volume, issue, pages and date."""
    fields = [*marc.all("773")]
    name = next((trimmed(t.partition(" / ")[0]) for f in fields if (t := f.get("ta"))), "")
    place = "; ".join(text for f in fields for text in f.every("g"))
    leading = _LEADING.match(place)
    pages = _pages.pages(_found(_PAGES, place) or "")
    date = _found(_YEAR, place) or next((d for f in fields if (d := f.get("d"))), "")
    issns = _identifiers.issns("; ".join(text for f in fields for text in f.every("x")))
    short = next((trimmed(t) for f in fields if (t := f.get("p"))), None)
    journal = Journal(title=name, issns=issns, abbreviation=short) if name and kind in ("article", "review") else None
    return Host(
        journal=journal,
        title=name if name and not journal else None,
        issued=_dates.partial(date),
        volume=_found(_VOLUME, place) or (leading[1] if leading else None),
        issue=_found(_ISSUE, place) or (leading[3] if leading else None),
        pages=pages,
        article_number=_pages.number(pages),
    )


def _found(piece: re.Pattern[str], text: str) -> str | None:
    match = piece.search(text[:2000])
    return match[1].strip() if match else None
