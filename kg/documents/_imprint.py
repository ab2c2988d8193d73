"""Imprints, "Place Publisher date" in any of their orders → publisher and date."""

from __future__ import annotations

import re

from kg.documents import _dates

_DATE = re.compile(
    r"[,;:]?\s*[\[(©c]{0,2}(\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d?(?:-\d\d?)?"
    r"|(?:\d{1,2}\.?\s+)?[^\W\d_]{3,10}\.?\s+\d{4}"
    r"|\d{4})[\])]?\s*\.?\s*\Z"
)
_YEAR = re.compile(r"[,;:]?\s*[\[(©c]{0,2}\d{4}[\])]?\s*\.?\s*\Z")
_ISBD = re.compile(r"\A\s*[^:]{1,60}?\s:\s+(?=\S)")
_COLON = re.compile(r"\A\s*[A-Z][^:,]{1,40}:\s+(?=[A-Z])")
_COUNTRY = (
    "United States|United Kingdom|England|Scotland|Ireland|Switzerland|Netherlands|Germany|France|Italy|Spain|Austria"
    "|Denmark|Sweden|Norway|Finland|Poland|Greece|Turkey|Egypt|Iran|India|Pakistan|China|Japan|Korea \\(South\\)"
    "|South Korea|Korea|Singapore|Australia|New Zealand|Canada|Brazil|Mexico|Argentina|Colombia|Chile|Cuba"
    "|Hungary|Czech Republic|Romania|Serbia|Croatia|Russia|Russia \\(Federation\\)|Israel"
    "|Saudi Arabia|United Arab Emirates"
    "|Belgium|Portugal|Thailand|Taiwan|China \\(Republic : 1949- \\)|Schweiz|Deutschland"
    "|Großbritannien|Niederlande|USA|UK"
)
_CITY = (
    "London|New York|New York, NY|Berlin/Heidelberg|Berlin, Heidelberg|Berlin|Heidelberg|Basel|Cham|Amsterdam|Paris"
    "|Tokyo|Philadelphia|Boston|Hoboken|Hoboken, NJ|Los Angeles, CA|London, England|Thousand Oaks, CA|Oxford|Oxford, UK"
    "|Cambridge|Stuttgart|Wien|Vienna|München|Munich|Madrid|Barcelona|Seoul|Beijing|Bethesda|Washington|Atlanta|Chicago"
    "|San Francisco|San Francisco, USA|Auckland|Cairo|Macclesfield|Dordrecht|Leiden|Weinheim|Malden, USA|Chichester"
)
_PLACE = re.compile(rf"\A(?:(?:{_COUNTRY})\s*[:,]?\s+)?(?:(?:{_CITY})\s*[:,]?\s+)?")
# "Oxford University Press", "Korea Medical Society": the place is part of the name.
_NAME_GOES_ON = re.compile(
    r"(?:Universit\w*|Press|Verlag|College|Medical|Society|Institute|Academy|School|Association|Hospital|Scientific"
    r"|Publish\w+|Journal\w*|Rheumatology|Heart|Mathematical|Journals|Centre|Center|Foundation|and|&|of)\b"
)


def split(text: str) -> tuple[str | None, str | None]:
    """The publisher and the date of an imprint; None for what it does not print.

    >>> split("Switzerland Frontiers Media S.A 08.03.2021"), split("Oxford University Press 2019")
    (('Frontiers Media S.A', '2021-03-08'), ('Oxford University Press', '2019'))
    >>> split("London : Elsevier, 2019."), split("01.02.2017")
    (('Elsevier', '2019'), (None, '2017-02-01'))
    """
    text = text[:500].strip()
    dated = _DATE.search(text)
    date = _dates.partial(dated[1]) if dated else None
    if date and len(date) == 4:  # "Press 2019" is no month
        dated = _YEAR.search(text)
    rest = (text[: dated.start()] if dated and date else text).strip(" ,;:[(")
    return _publisher(rest), date


def _publisher(text: str) -> str | None:
    if isbd := _ISBD.match(text) or _COLON.match(text):
        return text[isbd.end() :].strip(" ,;:") or None
    place = _PLACE.match(text)
    rest = text[place.end() :] if place else text
    if place and rest and not _NAME_GOES_ON.match(rest):
        return rest
    country = re.match(rf"(?:{_COUNTRY})\s+(?=(?:{_CITY})\s)", text)  # "England Oxford University Press"
    return (text[country.end() :] if country else text) or None
