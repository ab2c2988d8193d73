"""N-Triples terms as plain strings (W3C RDF 1.1 N-Triples): no RDF objects, nothing escaped that needs no escape.

A term is the text between the blanks of a line; a line is `subject predicate object .`, single blanks, no line feed.
"""

from __future__ import annotations

import calendar
import math
import re
from functools import lru_cache

from kg.terms import XSD
from kg.text import percent

_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f\ud800-\udfff]')
_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_INTEGER, _DECIMAL, _BOOLEAN = (f'"^^<{XSD[name]}>' for name in ("integer", "decimal", "boolean"))
TRUE = f'"true{_BOOLEAN}'
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?\Z", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_ADDRESS = re.compile(
    r"https?://(?:[\w.~!$&'()*+,;=%:-]*@)?[\w.~%-]+(?::\d{1,5})?(?=[/?#]|\Z)|urn:\w[\w-]{1,31}:.",
    re.ASCII | re.IGNORECASE,
)


def iri(value: str) -> str:
    """An IRI that is known to be sound.

    >>> iri("https://w3id.org/litkg/id/")
    '<https://w3id.org/litkg/id/>'
    """
    return f"<{value}>"


def link(value: str) -> str | None:
    """An address found in a source as an IRI, percent-encoded; None unless it is a sound http, https or urn one.

    >>> link("https://a.example/x y"), link("javascript:alert(1)")
    ('<https://a.example/x%20y>', None)
    """
    value = value.strip()
    return f"<{percent(value, link=True)}>" if _ADDRESS.match(value) else None


def text(value: str) -> str:
    r"""An xsd:string; control characters escaped, lone surrogates replaced.

    >>> text('a "b"\n')
    '"a \\"b\\"\\n"'
    """
    if '"' in value or "\\" in value or not value.isprintable():
        value = _SPECIAL.sub(_escape, value)
    return f'"{value}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character >= "\ud800":
        return "\ufffd"
    return _ESCAPED.get(character) or f"\\u{ord(character):04X}"


def tagged(value: str, language: str) -> str:
    """A text in a language; without a sound BCP 47 tag a plain string.

    >>> tagged("lupus", "en")
    '"lupus"@en'
    """
    return f"{text(value)}@{language.lower()}" if _LANGUAGE.match(language) else text(value)


def integer(value: int) -> str:
    """An xsd:integer.

    >>> integer(7)
    '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return f'"{value}{_INTEGER}'


@lru_cache(maxsize=16384)
def decimal(value: float) -> str:
    """An xsd:decimal with one to four places; ValueError for what is no number.

    >>> decimal(0.98), decimal(1)
    ('"0.98"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    if not math.isfinite(value):
        raise ValueError(f"no decimal: {value}")
    whole, _, places = f"{value + 0.0:.4f}".partition(".")
    places = places.rstrip("0") or "0"
    return f'"{"0" if whole == "-0" and places == "0" else whole}.{places}{_DECIMAL}'


def number(value: str) -> str:
    """A number as a sentence gives it: xsd:decimal with all its places where it is one, else ("<0.001") a string."""
    return f'"{value}{_DECIMAL}' if _NUMBER.match(value) else text(value)


@lru_cache(maxsize=16384)
def date(value: str) -> str:
    """A partial date as xsd:gYear, gYearMonth or date; what the calendar does not know is left off.

    >>> date("2024"), date("2024-02-31")
    ('"2024"^^<http://www.w3.org/2001/XMLSchema#gYear>', '"2024-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>')
    """
    match = _DATE.match(value)
    if not match:
        return text(value)
    year, month, day = match.groups()
    if not month or not 1 <= int(month) <= 12 or year == "0000":
        return f'"{year}"^^<{XSD.gYear}>'
    if not day or not 1 <= int(day) <= calendar.monthrange(int(year), int(month))[1]:
        return f'"{year}-{month}"^^<{XSD.gYearMonth}>'
    return f'"{year}-{month}-{day}"^^<{XSD.date}>'
