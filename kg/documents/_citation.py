"""The citation at the head of an EPrints page → authors, date, title and where the work stands.

"Family, Given; (2025) Title. Lupus , 34 (7) pp. 653-656. 10.1000/1." as UCL's repository prints it, and the classic
"Family, Given and Family, Given (2015) Title. RMD Open, 1 (1): e11." with theses, chapters and conference papers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.documents import _dates, _people, _venue
from kg.documents._venue import Venue

_DATE = re.compile(r"\(\s*((?:\d{1,2}\.?\s+)?(?:[A-Z][a-zäéûç]{2,9}\.?\s+)?\d{4}(?:-\d\d){0,2}|\d{1,2}\.\d{1,2}\.\d{4})[a-z]?\s*\)")  # fmt: skip  # noqa: E501
_STATUS = re.compile(r"\(\s*(?:In press|Im Druck|En prensa|Sous presse|Submitted|Forthcoming|Unpublished|Inédito|Unveröffentlicht)\s*\)\.?", re.I)  # fmt: skip  # noqa: E501
_NOISE = re.compile(r"(?:\(\s*(?=doi:))?(?:(?:https?://)?(?:dx\.)?doi\.org/|\bdoi:?\s*)?(?<![\w.])10\.\d{4,9}/\S+|\b(?:Green|Gold) open access\b\.?|\b(?:e?ISSN|ISBN)\b[\s:]*[\dXx][\dXx -]{7,16}(?:\s*\((?:print|online|electronic)\))?,?(?:\s*\d{4}-\d{3}[\dXx](?:\s*\((?:print|online|electronic)\))?)?", re.I)  # fmt: skip  # noqa: E501
_THESIS = re.compile(
    r"\A\W*(?:(?:Doctoral|Masters?|Master's|PhD|Ph\.D\.?|MPhil|MD|M\.D\.|EngD|Higher|MRes|Postdoctoral|Habilitation)\s+"
    r"(?:thesis|dissertation)|Dissertation|Doktorarbeit|Masterarbeit|Habilitationsschrift"
    r"|Tesis(?: doctoral| de maestría)?|Thèse(?: de doctorat)?|Tesi(?: di dottorato)?|Thesis)"
    r"\s*(?:\((?:[^()]|\([^()]{0,20}\)){0,80}\))?\s*[,.:]?\s*",
    re.I,
)
_EDITORS = re.compile(r"\A(.{3,600}?),?\s*\(?\b(?:eds?\.?|editors?|Hrsg\.?|Hg\.|Coord\.|comps?\.)\)?[.,:]?\s+", re.I)
_PRESENTED = re.compile(r"(?:Presented at|Presented to|Vorgetragen (?:auf|bei)|Präsentiert (?:auf|bei)|Presentado en|Ponencia presentada en)\s*:?\s+", re.I)  # fmt: skip  # noqa: E501
_BOOK_PAGES = re.compile(r"[.,;]?\s*\(?\s*(?:pp?\.|S\.|págs?\.?)\s*([A-Za-z]{0,3}\d[\w\s–—-]{0,30}?|[ivxlc]+[-–][ivxlc]+)\s*\)?\s*(?:[.,;]|\Z)", re.I)  # fmt: skip  # noqa: E501
_PAGES = re.compile(r"[,.:;]?\s*(?:\bpp?\.|\bS\.|\bpágs?\.?|\bSeiten?)\s*([A-Za-z]{0,4}\d[\w./]{0,12}(?:\s*[-–—]\s*[A-Za-z]{0,4}\d[\w./]{0,12})?(?:,\s*\d[\d–-]{0,12}){0,5})\s*\Z", re.I)  # fmt: skip  # noqa: E501
_BARE_PAGES = re.compile(r"(?<=[\d)\s:.,])[,.:;]?\s*\b([A-Za-z]{0,4}\d{1,6}[A-Za-z]?(?:\s*[-–—]\s*[A-Za-z]{0,4}\d{1,6}[A-Za-z]?)?)\s*\Z")  # fmt: skip  # noqa: E501
_ARTICLE = re.compile(r"[,.:;]?\s*\b(?:Article|Artikel|Artículo|Articulo|Art\.)\s*(?:no\.?|number|ID|Nr\.?)?\s*([A-Za-z]{0,8}[\d][\w./-]{0,20}|[A-Za-z]{1,8}\d[\w./-]{0,20})\s*\Z", re.I)  # fmt: skip  # noqa: E501
_ISSUE = re.compile(r"\s*,?\s*\(([^()]{1,60})\)\s*\Z")
_VOLUME = re.compile(r"\s*,\s*((?:Vol\.?\s*|Bd\.?\s*|Jg\.?\s*)?(?:[A-Z]{0,4}\d[\w./–-]{0,12}|[IVXLCDM]{1,8}\b)(?:\s*(?:Suppl|S)\.?(?:\s*\w{1,4})?)?)\s*\Z")  # fmt: skip  # noqa: E501
_LONE_ARTICLE = re.compile(
    r"(?:e\d{2,}|(?!x?(?:i{1,3}|iv|vi{0,3}|ix)\d)[a-z]{2,10}\d{2,}|\d{5,}|[A-RT-Z]\d{1,4})\Z"
)  # "S12" is a page
_LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """The pieces of a citation; what it does not print is None or empty."""

    authors: tuple[_people.Author, ...] = ()
    editors: tuple[_people.Author, ...] = ()
    title: str = ""
    venue: Venue = field(default_factory=Venue)
    host: str | None = None
    event: str | None = None
    publisher: str | None = None
    thesis: bool = False


def parse(lines: list[str], title: str) -> Citation:
    """The citation printed on the lines; `title` is the title the page gives elsewhere, or "".

    >>> found = parse(["Okafor, N;", "(2025)", "Sparing whom?", "Lupus", ", 34", "(7)", "pp. 6-9."], "Sparing whom?")
    >>> found.authors[0].family, found.venue.journal, found.venue.volume, found.venue.issue, found.venue.pages
    ('Okafor', 'Lupus', '34', '7', '6-9')
    """
    text = "\n".join(lines)[:_LONGEST]
    dated = _DATE.search(text) or _STATUS.search(text)
    if dated:
        people, tail = text[: dated.start()], text[dated.end() :]
        issued = _dates.partial(dated[1]) if dated.re is _DATE else None
    elif title and (place := _titled(title).search(text)):
        people, tail, issued = text[: place.start()], text[place.start() :], None
    else:
        return Citation(title=title)
    title, tail = _after_title(tail, title)
    found = _work(" ".join(_STATUS.sub(" ", _NOISE.sub(" ", tail)).split()).strip(" ."))
    authors = _people.of_lines(people.split("\n"))
    return replace(found, authors=authors, title=title, venue=replace(found.venue, issued=issued))


def _titled(title: str) -> re.Pattern[str]:
    words = re.findall(r"\w+", title)[:200]
    return re.compile(r"\W{1,6}".join(map(re.escape, words)) or r"\Z", re.I)


def _after_title(tail: str, title: str) -> tuple[str, str]:
    """The title, and what follows it; a title not given elsewhere is the first line or the first sentence."""
    if title:
        found = re.match(r"\W{0,8}(?:" + _titled(title).pattern + r")[\s.?!…)\]\"'”’»*†]*", tail, re.I)
        if found:
            return title, tail[found.end() :]
    stripped = tail.strip()
    first, newline, rest = stripped.partition("\n")
    if newline and not title:
        return first.rstrip(" .") if not first.rstrip(" .").endswith("?") else first.rstrip(" ."), rest
    end = re.search(r"[.?!]\s+(?=[A-Z(])", stripped)
    if not end:
        return title or stripped.rstrip(" ."), ""
    return title or stripped[: end.end()].strip(" ."), stripped[end.end() :]


def _work(text: str) -> Citation:
    """What follows the title: a thesis' university, the book of a chapter, a meeting, or a journal."""
    if thesis := _THESIS.match(text):
        return Citation(publisher=text[thesis.end() :].strip(" .,;") or None, thesis=True)
    before, event = text, None
    if presented := _PRESENTED.search(text):
        before, event = text[: presented.start()], text[presented.end() :].strip(" .") or None
    if inside := re.match(r"(?:In|En|Dans)\s*:\s*", before):
        return _book(before[inside.end() :], event)
    return Citation(venue=journal(before), event=event)


def _book(text: str, event: str | None) -> Citation:
    """ "Family, Given, (eds.) Book title. (pp. 10-20). Publisher: Place." """
    editors: tuple[_people.Author, ...] = ()
    if found := _EDITORS.match(text):
        editors, text = _people.of_text(found[1]), text[found.end() :]
    pages = _BOOK_PAGES.search(text)
    host, rest = (text[: pages.start()], text[pages.end() :]) if pages else (text, "")
    if not rest.strip(" .") and (cut := re.search(r"\.\s+(?=[A-Z])", host)):
        host, rest = host[: cut.start()], host[cut.end() :]
    publisher = re.split(r":\s|,\s", rest.strip(" .,;"), maxsplit=1)[0].strip(" .,;") or None
    venue = Venue(pages=_venue.pages(pages[1]) if pages else None)
    return Citation(editors=editors, host=host.strip(" .,;") or None, venue=venue, publisher=publisher, event=event)


def journal(text: str) -> Venue:
    """A journal's title with volume, issue, pages or article number, taken off its end.

    >>> journal("RMD Open, 1 (1): e000011").article_number, journal("BMJ , 344 (Suppl 4) S12-S20").pages
    ('e000011', 'S12-S20')
    """
    text = text.strip(" .,;")
    article, text = _take(_ARTICLE, text)
    pages, text = _take(_PAGES, text)
    bare = ""
    if not pages and re.search(r"[\d)]\s*[.,:;]?\s*[A-Za-z]{0,4}\d[\w\s–—-]{0,20}\Z", text):
        bare, shorter = _take(_BARE_PAGES, text)
        text, bare = (shorter, bare) if _ISSUE.search(shorter) or _VOLUME.search(shorter) else (text, "")
    issue, text = _take(_ISSUE, text) if _is_issue(text) else ("", text)
    volume, text = _take(_VOLUME, text)
    if bare and _LONE_ARTICLE.match(bare) and not article:
        article, bare = bare, ""
    return Venue(
        journal=_venue.once(text.strip(" .,;:")) or None,
        volume=re.sub(r"\A(?:Vol|Bd|Jg)\.?\s*", "", volume) or None,
        issue=issue or None,
        pages=_venue.pages(pages or bare),
        article_number=article or None,
    )


def _take(piece: re.Pattern[str], text: str) -> tuple[str, str]:
    found = piece.search(text, max(0, len(text) - 200))
    return (found[1].strip(), text[: found.start()].rstrip(" .,;:")) if found else ("", text)


def _is_issue(text: str) -> bool:
    """Brackets after a volume, or with a number in them: "Rheumatology (Oxford)" has no issue."""
    return bool(
        re.search(
            r",\s*[\w./–-]{1,16}\s*(?:Suppl\.?\s*\w*)?\s*,?\s*\([^()]*\)\Z|\((?:\d|Suppl|S\d)[^()]*\)\Z",
            text[-120:],
            re.I,
        )
    )
