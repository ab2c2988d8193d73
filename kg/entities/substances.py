"""Where the name of a substance ends: salts, isotopes and isomers belong to it, "therapy" does not.

A vocabulary lists "tobramycin" and "lysine"; texts write "tobramycin sulfate", "[3H]-naloxone", "poly-L-lysine" and
"1-[2-(3,4-dichlorophenyl)ethyl]piperazine".  A salt is the drug it is made of; a name within a longer systematic name
is another substance, which stays without a concept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.entities.matching import Match
from kg.entities.names import Bearer, Names

_THERAPY = 1  # place in KINDS
PART = "part of the name of another substance"
_SALTS = (
    "hydrochloride hydrobromide dihydrochloride HCl HBr sulfate sulphate maleate citrate tartrate fumarate mesylate "
    "besylate acetate phosphate nitrate succinate lactate gluconate digluconate malate tosylate chloride bromide "
    "iodide sodium disodium potassium"
).split()
_SALT_WORDS = frozenset(word.lower() for word in _SALTS)
_ELEMENTS = frozenset(
    "sodium potassium calcium magnesium lithium zinc iron copper aluminum silver barium ammonium hydrogen lead".split()
)
_SALT = re.compile(rf"[ -](?:{'|'.join(_SALTS)})(?![\w-])")
_TREATMENT = re.compile(r"[ -](?:mono)?(?:therapy|treatments?|supplementation|administration)\Z", re.IGNORECASE)
_ISOMER = re.compile(r"(?:\A|(?<=[\s(,;/]))(?:\[?\d{1,3}[A-Z][a-z]?\]?|[dlDLsSrR]|dl|DL|[\[(][+-][\])])-\Z")
_BEFORE = re.compile(
    r"(?:\d[\w'′,:+]*|[\])}]|(?<![A-Za-z])(?:N|O|S|p|m|o|n|alpha|beta|gamma|delta|para|ortho|meta|cis|trans|poly|[DL])"
    r"|yl|nitro|amino|hydroxy|oxo|chloro|fluoro|bromo|iodo|deoxy|methoxy|hydro|aza|cyclo)-\Z|[\])}]\Z"
)
_AFTER = re.compile(r"-?[(\[]?(?:\d[\d',′]*[(\[-]|[NOS](?:\([^)]{1,4}\))?-|L-[a-z])|[(\[][\d+A-Z]")
_LONGEST = 80  # characters of a systematic name on either side


def bordered(text: str, found: Iterable[Match], names: Names) -> Iterator[Match]:
    """The matches in order, those of substances with the borders that chemists give them."""
    reached = 0
    for match in sorted(found):  # brackets that define a short form were read after all else
        if match.start < reached:
            continue
        if match.bearers[0].kind == _THERAPY:
            match = _systematic(text, match) or _salt(text, _undressed(text, match, names), names)
        reached = match.end
        yield match


def _undressed(text: str, match: Match, names: Names) -> Match:
    """ "heparin therapy" is heparin, where the whole is called after one drug."""
    rest, _, last = match.form.rpartition(" ")
    if not rest or " " in rest or not (cut := _TREATMENT.search(text, match.start, match.end)):
        return match
    bearers = _bearers(names, rest)
    return Match(match.start, cut.start(), rest, bearers) if bearers else match


def _salt(text: str, match: Match, names: Names) -> Match:
    """A drug with its salt, a letter of its isomer or its isotope; its concept is that of the drug."""
    rest, _, last = match.form.rpartition(" ")
    if rest and last in _SALT_WORDS and rest not in _ELEMENTS and (bearers := _bearers(names, rest)):
        match = match._replace(bearers=bearers)
    elif match.form not in _ELEMENTS and last not in _SALT_WORDS and (salt := _SALT.match(text, match.end)):
        match = match._replace(end=salt.end())
    if text[match.start - 1 : match.start] == "-":
        begin = max(0, match.start - 8)
        if isomer := _ISOMER.search(text[begin : match.start]):
            match = match._replace(start=begin + isomer.start())
    return match


def _bearers(names: Names, form: str) -> tuple[Bearer, ...]:
    return tuple(b for b in names.bearers(form) if b.kind == _THERAPY and not b.surface)


def _systematic(text: str, match: Match) -> Match | None:
    """The whole word a match is a part of, where that is a systematic name; None where the match stands alone."""
    before, after = text[match.start - 1 : match.start], text[match.end : match.end + 1]
    left = before in ("-", ")", "]") and before and _BEFORE.search(text, max(0, match.start - 12), match.start)
    right = after in ("-", "(", "[") and after and _AFTER.match(text, match.end)
    if not left and not right:
        return None
    begin = (
        match.start - len(text[max(0, match.start - _LONGEST) : match.start].rpartition(" ")[2])
        if left
        else match.start
    )
    end = match.end + len(text[match.end : match.end + _LONGEST].partition(" ")[0]) if right else match.end
    begin, end = _balanced(text, begin, end)
    if not left and not right or (begin, end) == (match.start, match.end):
        return None
    if _ISOMER.fullmatch(text[begin : match.start]) and not right:
        return None
    return match._replace(start=begin, end=end, reason=PART)


def _balanced(text: str, begin: int, end: int) -> tuple[int, int]:
    """A span without the punctuation around it and without brackets that open or close outside it."""
    while begin < end and text[begin] in "([{" and text[begin:end].count(text[begin]) > _closing(text, begin, end):
        begin += 1
    while begin < end and (text[end - 1] in ".,;:-" or (text[end - 1] in ")]}" and _opens_outside(text, begin, end))):
        end -= 1
    return begin, end


def _closing(text: str, begin: int, end: int) -> int:
    return text[begin:end].count(")]}"["([{".index(text[begin])])


def _opens_outside(text: str, begin: int, end: int) -> bool:
    closed = text[end - 1]
    return text[begin:end].count(closed) > text[begin:end].count("([{"[")]}".index(closed)])
