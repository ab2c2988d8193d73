"""Dates as precise as printed: "2024", "2024-09" or "2024-09-17", and nothing a source does not say."""

from __future__ import annotations

import calendar
import re
from functools import lru_cache

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d|21\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})([-/. ])(\d{1,2})(?:\2(\d{1,2})(?!\d))?(?![\d])")
_COMPACT = re.compile(r"\A(1[4-9]\d\d|20\d\d|21\d\d)(\d\d)(\d\d)?(?:T?\d{4,6}(?:\.\d+)?Z?)?\Z")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_MONTH_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})[./-](\d{4})(?!\d)")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일])?)?")
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"(?<![\d./:-])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.)?(?![\d/:])", re.I)
_RANGE = re.compile(r"\d\s*[-–—]\s*\d|\d\s*(?:to|and|&)\s*\d", re.I)

# The first letters of month names are enough in these languages: en, de, fr, es, pt, it, nl, pl and so on.
_MONTHS = {
    1: "january jan januar jän jänner janvier janv enero ene janeiro gennaio gen januari styczeń январь января",
    2: "february feb februar februari février févr fév fevrier febrero fevereiro fev febbraio февраль февраля",
    3: "march mar märz mrz mär mars marzo março marco maart mrt marzec март марта",
    4: "april apr avril avr abril abr aprile kwiecień апрель апреля",
    5: "may mai mayo maio maggio mag mei maj май мая",
    6: "june jun juni juin junio junho giugno giu czerwiec июнь июня",
    7: "july jul juli juillet juil julio julho luglio lug lipiec июль июля",
    8: "august aug août aout agosto ago agustus augustus sierpień август августа",
    9: "september sep sept septembre septiembre setiembre setembro set settembre wrzesień сентябрь сентября",
    10: "october oct oktober okt octobre octubre outubro out ottobre ott październik октябрь октября",
    11: "november nov novembre noviembre novembro listopad ноябрь ноября",
    12: "december dec dezember dez décembre déc decembre diciembre dic dezembro dicembre grudzień декабрь декабря",
}
_MONTH = {name: number for number, names in _MONTHS.items() for name in names.split()}


@lru_cache(maxsize=16384)
def partial(text: str) -> str | None:
    """The date a text prints, as far as it prints it; None without a year.

    A range of months gives its year.  "03/04/2019" may be March or April: the year.

    >>> [partial(t) for t in ("2018 Jan-Feb", "12.03.2019", "March 2011", "2024-00-00", "03/04/2019", "n.d.")]
    ['2018', '2019-03-12', '2011-03', '2024', '2019', None]
    """
    text = text.strip()
    if len(text) > 200:
        return None
    for read in (_numeric, _worded):
        if found := read(text):
            return found
    year = _YEAR.search(text)
    return year[1] if year else None


@lru_cache(maxsize=16384)
def joined(year: str | int | None, month: str | int | None = None, day: str | int | None = None) -> str | None:
    """A date of separate fields, cut at the first that is absent or impossible; a month may be a name.

    >>> joined("2018", "Feb", "30"), joined(2018, 4, 1), joined("2018", "Jan-Feb", "3")
    ('2018-02', '2018-04-01', '2018')
    """
    found = _YEAR.search(str(year or ""))
    if not found:
        return None
    number = _month(str(month or "").strip())
    if not number:
        return found[1]
    last = calendar.monthrange(int(found[1]), number)[1]
    text = str(day or "").strip()
    if not re.fullmatch(r"\d{1,2}", text) or not 1 <= int(text) <= last:
        return f"{found[1]}-{number:02d}"
    return f"{found[1]}-{number:02d}-{int(text):02d}"


def _month(text: str) -> int | None:
    if re.fullmatch(r"\d{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTH.get(text.rstrip(".").lower())


def _numeric(text: str) -> str | None:
    if found := _COMPACT.match(text):
        return joined(*found.groups())
    if found := _CJK.search(text):
        return joined(*found.groups())
    if found := _ISO.search(text):
        return joined(found[1], found[3], found[4])
    if found := _DAY_FIRST.search(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or first > 12 or first == second:  # dots are the European order
            return joined(found[4], second, first)
        return joined(found[4], first, second) if second > 12 else joined(found[4])
    if found := _MONTH_YEAR.search(text):
        return joined(found[2], found[1])
    return None


def _worded(text: str) -> str | None:
    years = _YEAR.findall(text)
    months = [n for n in (_MONTH.get(w.lower()) for w in _WORD.findall(text)) if n]
    if len(set(years)) != 1 or len(set(months)) != 1:
        return None
    rest = _YEAR.sub(" ", text)
    days = _DAY.findall(rest) if not _RANGE.search(rest) else []
    return joined(years[0], months[0], days[0] if len(days) == 1 else None)
