"""Sentences of running text, as spans.

A full stop ends a sentence when white space and a capital, a digit or an opening quote follow, unless it belongs to an
abbreviation, an initial or a species name.  Texts that lost the blank after a full stop ("in patients.Results were")
are cut there too, and a citation mark set after the stop ("disease.[12] The") stays with the sentence it closes.
"""

from __future__ import annotations

import re

_STOP = re.compile(
    r"""(?P<stop>[.!?。]['"’”)\]]*)                       # the stop and what closes after it
        (?P<cite>\[\d[\d,\s–-]*\]|(?<=[^\W\d][.])\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[A-Z]))?   # a citation after the stop
        (?: (?P<gap>\s+)(?=['"“‘(\[¿¡•]?[^\W_a-zß-öø-ÿα-ωа-я]) | (?P<glued>)(?=[A-Z][a-z]{2,}[\s,:]) )""",
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"[^\s(\[]+\Z")
# Words whose full stop does not end a sentence even before a capital or a digit.
_ABBREVIATIONS = frozenset(
    """al approx art assoc ca cf chap cit co const dept dr ed eds eg e.g etc.a eq et fig figs gov i.e ie inc incl inst
    i.m i.p i.v jr lab ltd max min mr mrs ms mt no nos nr op p.o ph.d pp prof pt pts q.d ref refs resp s.c sect sp
    spp sr ssp st subsp suppl tab u.k u.s univ v.s var vol vs viz z.b bzw ggf d.h u.a sog ej p.ej aprox dra""".split()
)
_UNTIL_DIGIT = frozenset(
    {"no", "nos", "nr", "fig", "figs", "vol", "art", "tab", "ref", "refs", "p", "pp", "max", "min"}
)


def spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a text in order, as half-open spans without the white space around them.

    >>> text = "Rituximab failed (p < 0.05, vs. Placebo). It was given i.v. or s.c. Twice."
    >>> [text[a:b] for a, b in spans(text)]
    ['Rituximab failed (p < 0.05, vs. Placebo).', 'It was given i.v. or s.c. Twice.']
    """
    found, start = [], 0
    for match in _STOP.finditer(text):
        if _ends_sentence(text, match):
            found.append((start, match.end("cite") if match["cite"] else match.end("stop")))
            start = match.end()
    found.append((start, len(text)))
    return [trimmed for a, b in found if (trimmed := _trim(text, a, b))]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    stop = match.start()
    if text[stop] != ".":
        return True
    before = _LAST_WORD.search(text, max(0, stop - 30), stop)
    word = before[0].lower() if before else ""
    if match["gap"] is None:  # glued: only between two plain words, never inside a name or an address
        return len(word) > 2 and word.isalpha() and text[stop - 1].islower() and word not in _ABBREVIATIONS
    if word in _ABBREVIATIONS:
        return word in _UNTIL_DIGIT and not text[match.end()].isdigit()
    is_initial = len(word) == 1 and word.isalpha() and text[stop - 1].isupper()
    return not (is_initial and _is_name_initial(text, stop, match.end()))


def _is_name_initial(text: str, stop: int, following: int) -> bool:
    """A single capital ends a sentence only after a noun it could number ("hepatitis B. The …")."""
    before = text[: stop - 1].rstrip().rpartition(" ")[2].lower()
    return not (
        before.isalpha() and before.islower() and before in _LETTERED or text[following : following + 4] == "The "
    )


_LETTERED = frozenset("hepatitis vitamin group arm class type grade stage factor influenza interferon table".split())


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else None
