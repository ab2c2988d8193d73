"""Where a paper stands in its journal, as discovery systems print it → title, date, volume, issue, pages, article.

Primo: "Lupus, 2024-09, Vol.33 (5), p.1-9, Article 12".  Summon: "Lupus Vol. 33; no. 5; pp. 1 - 9".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.documents import _dates, _pages
from kg.text import fold

_VOLUME = r"(?:Vol(?:ume)?\.?|Jg\.?|Jahrgang|Bd\.?|Band|Volumen|Tomo|T\.|V\.)"
_ISSUE = r"(?:no\.?|nr\.?|n[º°]\.?|núm\.?|H\.|Heft|issue|iss\.?|Ausgabe)"
_PAGES = r"(?:pp?\.?|S\.|Seiten?|págs?\.?|páginas|pages?)"
_ARTICLE = r"(?:Article|Artikel|Artículo|Articulo|Art\.?)"
_YEAR = re.compile(r",\s*(\d{4}(?:-\d\d){0,2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}/\d{4})\s*\Z")
# Of Primo's line, from its end: each piece is taken off the end of what is left.
_PIECES = (
    ("article_number", re.compile(rf",\s*{_ARTICLE}\s+([^,]{{1,60}})\s*\Z", re.I)),
    ("pages", re.compile(rf",\s*{_PAGES}\s*([A-Za-z]{{0,4}}\.?\s?\d[^,]{{0,60}}(?:,\s*\d[\d\s–-]{{0,20}}){{0,9}}|[A-Za-z]{{1,4}}\d\S{{0,40}}|[ivxlc]{{1,8}}(?:-[ivxlc]{{1,8}})?)\s*\Z", re.I)),  # noqa: E501
    ("issue", re.compile(rf"\s*\(([^()]{{0,80}})\)\s*\Z|,\s*{_ISSUE}\s*([^,]{{1,40}})\s*\Z", re.I)),
    ("volume", re.compile(rf",\s*{_VOLUME}\s*([^,()]{{0,40}}?)\s*\Z", re.I)),
)  # fmt: skip
_BRACKETED = re.compile(
    rf",\s*(?:(?:{_VOLUME}|{_ISSUE})[^,()]{{0,60}}|\d{{4}}(?:-\d\d){{0,2}}\s*,?\s*)\([^()]*\)\s*\Z", re.I
)
_UNBROKEN = re.compile(rf"[^,\s]\s+{_VOLUME}\s*\d", re.I)
_SUMMON = re.compile(rf"(?:\A|[\s,;.]\s*)(?:{_VOLUME}\s*\d|{_ISSUE}\s*\d|{_PAGES}\s*[A-Za-z]?\d)", re.I)
_SUMMON_PIECES = (
    ("volume", re.compile(rf"{_VOLUME}\s*(\S.*)\Z", re.I)),
    ("issue", re.compile(rf"{_ISSUE}\s*(\S.*)\Z", re.I)),
    ("pages", re.compile(rf"{_PAGES}\s*(\S.*)\Z", re.I)),
    ("article_number", re.compile(rf"{_ARTICLE}\s*(\S.*)\Z", re.I)),
)
_LONGEST = 2000
_SMALL_WORDS = frozenset("of the and for in on a an de la le les des du der die das und et y e del &".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """The place of a paper in its journal; what is not printed is None."""

    journal: str | None = None
    issued: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    article_number: str | None = None


def published_in(text: str) -> Venue:
    """The pieces of a "Published in" line; a lone page that can only be an article number is both.

    >>> published_in("Lupus Lupus, 2024-09, Vol.33 (Suppl 5), p.9-9, Article 9")
    ... # doctest: +NORMALIZE_WHITESPACE
    Venue(journal='Lupus', issued='2024-09', volume='33', issue='Suppl 5', pages='9-9', article_number='9')
    >>> published_in("Korean journal of medicine Vol. 7; no. 1; pp. 61 - 71").pages
    '61-71'
    """
    text = text[:_LONGEST].strip(" ,;.")
    return _summon(text) if _UNBROKEN.search(text) or (";" in text and _SUMMON.search(text)) else _primo(text)


def pages(text: str) -> str | None:
    """A range of pages as printed, its dash a plain hyphen without blanks.

    >>> pages("61 – 71"), pages("S12-S20."), pages(" ")
    ('61-71', 'S12-S20', None)
    """
    return re.sub(r"\s*[-‐‑‒–—−]+\s*", "-", text.strip(" .,;")).strip("-") or None


def once(title: str) -> str:
    """A journal's title once, where the page doubles it whole, its end, or as its abbreviation.

    >>> once("Joint, bone, spine : revue bone, spine : revue"), once("Annals of the rheumatic diseases Ann Rheum Dis")
    ('Joint, bone, spine : revue', 'Annals of the rheumatic diseases')
    >>> once("Nature reviews. Immunology")
    'Nature reviews. Immunology'
    """
    words = title.split()
    folded = [fold(w) for w in words]
    for length in range(len(words) // 2, 0, -1):
        kept = len(words) - length
        if folded[kept:] == folded[kept - length : kept] and any(folded[kept:]):
            return " ".join(words[:kept]).rstrip(" ,;=/")
    for kept in range(2, len(words) - 1):
        if _abbreviates(folded[kept:], folded[:kept]) and words[kept][:1].isupper():
            return " ".join(words[:kept]).rstrip(" ,;=/")
    return title.strip(" ,;=/")


def _abbreviates(short: list[str], whole: list[str]) -> bool:
    """ "ann rheum dis" of "annals of the rheumatic diseases": each word begins its own, and one at least is cut."""
    told = [w for w in whole if w and w not in _SMALL_WORDS]
    brief = [w for w in short if w]
    pairs = list(zip(brief, told, strict=False))
    return len(brief) == len(told) > 1 and all(t.startswith(b) for b, t in pairs) and any(b != t for b, t in pairs)


def _primo(text: str) -> Venue:
    found: dict[str, str] = {}
    for name, piece in _PIECES:
        if name == "issue" and not _has_volume(text):
            continue
        if match := piece.search(text[-300:]):
            found[name] = next((g for g in match.groups() if g), "").strip()
            text = text[: len(text) - len(match[0])].rstrip(" ,")
    issued = _YEAR.search(text[-40:])
    if issued:
        text = text[: len(text) - len(issued[0])]
    venue = Venue(journal=once(text) or None, issued=_dates.partial(issued[1]) if issued else None)
    return _filled(venue, found)


def _has_volume(text: str) -> bool:
    """Whether brackets at the end are an issue's: "Lupus (London)" has none."""
    return bool(_BRACKETED.search(text[-300:]))


def _summon(text: str) -> Venue:
    first = _SUMMON.search(text)
    start = first.start() if first else len(text)
    found: dict[str, str] = {}
    for part in text[start:].strip(" ,;.").split(";"):
        for name, piece in _SUMMON_PIECES:
            if name not in found and (match := piece.match(part.strip(" ,."))):
                found[name] = match[1].strip(" ,.")
                break
    return _filled(Venue(journal=once(text[:start].strip(" ,;.")) or None), found)


def _filled(venue: Venue, found: dict[str, str]) -> Venue:
    return replace(
        venue,
        volume=found.get("volume") or None,
        issue=found.get("issue") or None,
        pages=pages(found.get("pages", "")),
        article_number=found.get("article_number") or _pages.number(pages(found.get("pages", ""))),
    )


def finest(first: str | None, *others: str | None) -> str | None:
    """The first date given, or another that is the same one printed finer.

    >>> finest("2024", "2023-12-20", "2024-03", "2024-03-09"), finest(None, "2019")
    ('2024-03-09', '2019')
    """
    best = first
    for other in others:
        if other and (best is None or (other.startswith(best) and len(other) > len(best))):
            best = other
    return best
