"""Page ranges and article numbers as formats print them."""

from __future__ import annotations

import re

from kg.documents import _text

_PREFIX = re.compile(r"\A(?:(?:pages?|pp?|pgs?|S|art(?:icle)?)(?:\.\s*|\s+|(?<=[pP])(?=\d))(?=\w))+", re.I)
_DASH = re.compile(r"\s*(?:-{2,3}|[-‐‑‒–—―−])\s*")
_PLAIN = re.compile(r"[0-9]{1,9}(?:-[0-9]{1,9})?")
_NUMBER = re.compile(r"\A(?:e\d{2,}|\d{5,}|[a-z]{2,10}\d{2,})\Z", re.I)


def pages(text: str) -> str | None:
    """A page, a range with a plain hyphen, or an article number, without "p." or "pp."; None for nothing.

    >>> pages("pp. 30–31"), pages("p.105702"), pages("S12--S20"), pages(" ")
    ('30-31', '105702', 'S12-S20', None)
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _DASH.sub("-", _PREFIX.sub("", _text.clean(text))).strip(" .,;-")
    return text if re.search(r"\w", text) else None


def span(start: str | None, end: str | None) -> str | None:
    """The range of two fields; the second may be absent, the same, or the whole range may stand in the first.

    >>> span("101", "109"), span("e12", ""), span("101-109", "109")
    ('101-109', 'e12', '101-109')
    """
    first, last = pages(start or ""), pages(end or "")
    if first and last and first != last and "-" not in first:
        return f"{first}-{last}"
    return first or last


def number(text: str | None) -> str | None:
    """The article number that stands in a place for pages: one of five digits or more, or with letters before.

    >>> number("105702"), number("e1004"), number("30-31"), number("30")
    ('105702', 'e1004', None, None)
    """
    return text if text and _NUMBER.match(text) else None
