"""Which way a claim points, seen from its therapy.

A linear model decides (MODEL.md), and its strongest feature is what the rules below read.  For them a sentence is a
few signed units.  Words of judgement carry their own sign; words of change ("reduced", "higher") take that of the
noun they act on, so that fewer flares are good and fewer remissions bad; a negation before a unit turns it.  "No
difference" is a unit of its own and beats what it covers.  Units in subordinate clauses count only where the main
clause has none, and two signs joined by "but" make a mixed claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from kg.extraction import figures, linear
from kg.extraction.cues import Cue
from kg.extraction.unit import Unit, inside, once
from kg.model import ClaimType, Polarity

_BREAK = re.compile(r"[,;:.()]|\b(?:but|although|though|however|whereas|while|and|yet)\b", re.IGNORECASE)
_REACH = 45  # characters a negation or a word of change reaches forward
_BACK = 60  # … and a word of change back to its subject ("mortality was lower")
_TAKES_ALL = re.compile(
    r"(?:resol|recov|remit|heal|disapp|improv|amelio|allev|prevent|contr|avert|norm|cur|benef|protect)"
)


class Signed(NamedTuple):
    """A unit of judgement: where, and +1, 0 or -1."""

    start: int
    end: int
    sign: int


POLARITIES: tuple[Polarity, ...] = ("positive", "negative", "neutral", "mixed")
_FIXED = (("same", 0), ("good.harmless", 1), ("bad.lost", -1))  # phrases that hold their negation
_OF_ARMS = frozenset({"paper:two", "paper:placebo"})  # hints that tell a type, not a way
_JUDGING = ("good", "bad", "up", "down")


def polarity(unit: Unit, kind: ClaimType, *, therapy: bool) -> Polarity:
    """Which way a claim of this type points, seen from the therapy, else from the patient; a need is neutral."""
    if kind == "research_need":
        return "neutral"
    found = features(unit, kind, therapy=therapy)
    return cast(Polarity, linear.load("polarity").best(found, unit.heard("polarity")))


def features(unit: Unit, kind: ClaimType, *, therapy: bool) -> set[str]:
    """What speaks for a direction beside the words: the cues, and as they stand under negation, what the rules read."""
    signs = signed(unit, cost=kind == "cost")
    ruled, sign = rule(unit, kind, signs), [s.sign for s in signs]
    names = {*unit.hints, *(f"cue:{cue.name}" for cue in unit.cues), f"type:{kind}", f"therapy:{int(therapy)}"}
    names -= _OF_ARMS
    names |= {f"rule:{ruled}", f"rule:{ruled} {kind}", f"sum:{max(-3, min(3, sum(sign)))}"}
    if sign:
        names |= {f"first:{sign[0]}", f"last:{sign[-1]}"} | ({"sign:same"} if 0 in sign else set())
    denies, cues = unit.has("negation"), (*unit.named(*_JUDGING), *_nouns(unit))
    turned = {(cue.name, denies and _turned(unit, cue.start, 1) < 0) for cue in cues}
    told = {f"{'not' if is_turned else 'is'}:{name}" for name, is_turned in turned}
    names |= told | {f"{name} {kind}" for name in told}
    return names | _changed(turned) | _counted(unit)


def _changed(turned: set[tuple[str, bool]]) -> set[str]:
    """Each word of change beside each kind of noun it may act on, however far."""
    changes = {f"{'not ' if is_turned else ''}{name}" for name, is_turned in turned if name.startswith(("up", "down"))}
    nouns = {
        kind for name, _ in turned for kind in (name, name.partition(".")[0]) if kind.startswith(("plus", "minus"))
    }
    return {f"change:{change} of {noun}" for change in changes for noun in nouns}


def _counted(unit: Unit) -> set[str]:
    """What the figures say, and of which kind of noun."""
    if "0" not in unit.words:
        return set()
    found = figures.features(unit.text)
    nouns = "and".join(name for name in ("plus", "minus") if unit.has(name))
    return {*found, *(f"{name} of {nouns}" for name in found if name.startswith("figures"))}


def rule(unit: Unit, kind: ClaimType, signs: list[Signed]) -> Polarity:
    """The polarity as the signed units alone tell it."""
    if kind == "recommendation":
        return _advice(unit)
    main = _main(unit, signs)
    if not main:
        return "negative" if kind in ("safety", "cost") else "neutral"
    if _is_mixed(unit, signs):
        return "mixed"
    return _winner(main, kind)


def signed(unit: Unit, *, cost: bool = False) -> list[Signed]:
    """The signed units of a sentence by place, none overlapping another."""
    fixed = _apart([Signed(c.start, c.end, sign) for name, sign in _FIXED for c in unit.named(name)])
    changes, taken = _changes(unit, fixed)
    covered = [(s.start, s.end) for s in (*fixed, *changes)] + taken
    judged = _judgements(unit, covered, cost=cost)
    return sorted([*fixed, *changes, *judged])


def _changes(unit: Unit, fixed: Iterable[Signed]) -> tuple[list[Signed], list[tuple[int, int]]]:
    """Words of change with the noun they act on, and the spans of those nouns."""
    nouns, found, taken = _nouns(unit), [], []
    blocked = [(s.start, s.end) for s in fixed]
    for cue in (c for c in unit.named("up", "down") if not inside(c, blocked)):
        if noun := _object(unit.text, cue, nouns):
            sign = (1 if cue.name == "up" else -1) * (1 if noun.name.startswith("plus") else -1)
            found.append(Signed(cue.start, cue.end, _turned(unit, cue.start, sign)))
            taken.append((noun.start, noun.end))
    return _apart(found), taken


@once
def _nouns(unit: Unit) -> list[Cue]:
    """What there may be more or less of: nouns a patient wants or fears, and every disease is feared."""
    nouns = unit.named("plus", "minus")
    spans = [(noun.start, noun.end) for noun in nouns]
    named = [Cue(m.start, m.end, "minus.disease") for m in unit.mentions if m.kind == "disease"]
    return sorted([*nouns, *(cue for cue in named if not inside(cue, spans))])


def _object(text: str, change: Cue, nouns: Sequence[Cue]) -> Cue | None:
    """The noun a word of change acts on: the next one in its clause, else the nearest before it."""
    after = [n for n in nouns if change.end <= n.start <= change.end + _REACH and not _cut(text, change.end, n.start)]
    before = [n for n in nouns if change.start - _BACK <= n.end <= change.start and not _cut(text, n.end, change.start)]
    if before and change.name == "down.gone":
        return before[-1]
    return after[0] if after else before[-1] if before else None


def _judgements(unit: Unit, covered: list[tuple[int, int]], *, cost: bool) -> list[Signed]:
    goods = [c for c in unit.named("good.effect", "good.attain", "good.judgement") if not inside(c, covered)]
    spans = covered + [(max(0, c.start - _BACK), c.end + _REACH) for c in unit.named("good.harmless")]
    for cue in goods:  # what a good verb acts on is no bad news: "prevented relapses", "neutropenia resolved"
        if _TAKES_ALL.match(unit.text[cue.start : cue.end].lower()):
            spans.append((max(0, cue.start - _BACK), cue.end + _REACH))
    bads = [c for c in unit.named("bad.fail", "bad.harm") if not inside(c, spans)]
    bads += unit.named("bad.cost") if cost else []
    units = [Signed(c.start, c.end, _turned(unit, c.start, 1)) for c in goods]
    units += [Signed(c.start, c.end, _turned(unit, c.start, -1)) for c in bads]
    return _apart(units)


def _turned(unit: Unit, place: int, sign: int) -> int:
    """The sign after the negations that reach this place."""
    for cue in unit.named("negation"):
        if cue.end <= place <= cue.end + _REACH and not _cut(unit.text, cue.end, place):
            sign = -sign
    return sign


def _cut(text: str, start: int, end: int) -> bool:
    """Whether a clause ends between two places ("and" joins words as well as clauses, so it does not cut)."""
    return any(m[0].lower() != "and" for m in _BREAK.finditer(text, start, end))


def _apart(units: list[Signed]) -> list[Signed]:
    """The longest of overlapping units; of equal ones the judgement that is not neutral."""
    kept: list[Signed] = []
    for unit in sorted(units, key=lambda u: (u.start - u.end, -abs(u.sign), u.start)):
        if all(unit.end <= other.start or other.end <= unit.start for other in kept):
            kept.append(unit)
    return sorted(kept)


def _main(unit: Unit, signs: list[Signed]) -> list[Signed]:
    spans = unit.asides
    return [s for s in signs if not any(a <= s.start < b for a, b in spans)] or signs


def _is_mixed(unit: Unit, signs: list[Signed]) -> bool:
    """Opposite signs on the two sides of a word of contrast."""
    for cue in unit.named("contrast"):
        if cue.start and unit.text[cue.start : cue.end].lower() in _JOINS:
            before = {s.sign for s in signs if s.start < cue.start} - {0}
            after = {s.sign for s in signs if s.start >= cue.start} - {0}
            if len(before) == len(after) == 1 and before != after:
                return True
    return False


_JOINS = frozenset({"but", "yet", "however", "although", "though", "whereas", "while", "albeit", "at the cost",
                    "at the expense", "at the price", "with more"})  # fmt: skip


def _winner(main: list[Signed], kind: ClaimType) -> Polarity:
    if kind in ("comparison", "cost") and any(s.sign == 0 for s in main):
        return "neutral"
    total = sum(s.sign for s in main)
    if any(s.sign == 0 for s in main) and abs(total) < 2:
        return "neutral"
    first = next((s.sign for s in main if s.sign), 0)
    sign = total or first
    return "positive" if sign > 0 else "negative" if sign < 0 else "neutral"


_AGAINST = re.compile(
    r"\b(?:avoid\w*|contraindicat\w*|not (?:be )?(?:use|given|recommend|advis|offer|consider)\w*|no longer|against"
    r"|stop\w*|discontinu\w*|withheld|caution\w*|recommend\w* against)\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:recommended|offer(?:ed)?|prefer(?:red|able)|considered|first[- ]line|all patients should|advis(?:ed|able)"
    r"|should (?:be )?(?:used|given|receive|start|continue|include|take|have|get|consider)\w*|indicated|recommends?"
    r"|favou?rs?)\b",
    re.IGNORECASE,
)


def _advice(unit: Unit) -> Polarity:
    if _AGAINST.search(unit.text):
        return "negative"
    return "positive" if _FOR.search(unit.text) else "neutral"
