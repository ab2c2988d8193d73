"""What five linear classifiers look at: words around a candidate, and what is known of it.

Features of the candidate alone come first: their weights are summed once for each spelling.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MODELS = ("keep", "left", "right", "cut", "fit")
WORD = re.compile(r"[^\W_]+")
_PREVIOUS = re.compile(r"([^\W_]+)([ -])\Z")
_NEXT = re.compile(r"([ -])([^\W_]+)")
_REACH = 24  # characters of a word before a candidate


class Known(NamedTuple):
    """What is known of a candidate wherever it stands.

    `kind` is "d" or "t"; `source` the vocabulary of its concept, "-" for none and "H" where only a head word proposes
    it; `label` whether it is spelt as its concept is labelled; `grown` the word it grew by.
    """

    surface: str
    kind: str
    source: str
    score: float = 0.0
    label: bool = False
    grown: str = ""


class Word(NamedTuple):
    """A word beside a candidate, in small letters, with its far end and what lies between; "" for none."""

    text: str
    at: int
    gap: str


def previous(text: str, at: int) -> Word:
    """The word that ends before a place."""
    match = _PREVIOUS.search(text, max(0, at - _REACH), at)
    return Word(match[1].lower(), match.start(), match[2]) if match else Word("", at, "")


def following(text: str, at: int) -> Word:
    """The word that begins after a place."""
    match = _NEXT.match(text, at)
    return Word(match[2].lower(), match.end(), match[1]) if match else Word("", at, "")


def words(surface: str) -> list[str]:
    """The words of a candidate in small letters, at least one."""
    return [word.lower() for word in WORD.findall(surface)] or [surface.lower()]


def shape(surface: str) -> str:
    """A: capitals or digits; L: begins small; C: begins with a capital."""
    if surface.isupper() or any(c.isdigit() for c in surface):
        return "A"
    return "L" if surface[0].islower() else "C"


def known(model: str, c: Known) -> list[str]:
    """The features of a candidate that do not depend on its place."""
    own, form, k = words(c.surface), shape(c.surface), c.kind
    first, last = own[0], own[-1]
    if model == "keep":
        return [
            f"{k}{c.source}", f"{k}f={c.surface.lower()}", f"{k}h={last}", f"{k}s={c.score}{form}", f"{k}e={last[-4:]}",
            f"{k}{c.source}{form}{min(len(c.surface), 9)}{min(len(own), 4)}",
        ]  # fmt: skip
    if model == "left":
        return [f"{k}{c.source}", f"{k}h={last}{len(own) > 1}", f"{k}f={first}"]
    if model == "right":
        return [f"{k}{c.source}", f"{k}h={last}"]
    if model == "cut":
        return [
            f"{k}{c.source}{min(len(own), 4)}", f"{k}w={first}", f"{k}w={first}|{last}", f"{k}h={last}",
            f"{k}e={first[-3:]}", f"{k}l={c.label}", f"{k}s={c.score}",
        ]  # fmt: skip
    return [
        f"{k}{c.source}{c.score}", f"{k}{c.score}{c.label}{form}", f"{k}f={c.surface.lower()}", f"{k}h={last}",
        f"{k}w={first}", f"{k}g={c.grown}", f"{k}g={bool(c.grown)}{c.source}", f"{k}n={min(len(own), 5)}{c.label}",
        f"{k}e={last[-4:]}",
    ]  # fmt: skip


def placed_keep(text: str, start: int, end: int, before: Word, after: Word, c: Known) -> tuple[str, ...]:
    """What stands around a candidate."""
    form = shape(c.surface)
    edges = text[end : end + 1] + text[start - 1 : start]
    return (f"{c.kind}{form}<{before.text}", f"{c.kind}{form}>{after.text}", f"{c.kind}{c.source}{form}{edges}")


def beside_left(word: Word, c: Known) -> tuple[str, ...]:
    """The word before a candidate."""
    own, w, k = words(c.surface), word.text, c.kind
    return (
        f"{k}w={w}", f"{k}w={w}|{own[-1]}", f"{k}e={w[-3:]}{word.gap}", f"{k}e={w[-3:]}|{own[0]}",
        f"{k}g={bool(c.grown)}{word.gap}{len(w) < 3}",
    )  # fmt: skip


def farther_left(text: str, end: int, word: Word, c: Known) -> tuple[str, ...]:
    """The word before that, and the one after the candidate."""
    return (f"{c.kind}<{previous(text, word.at).text}", f"{c.kind}>{following(text, end).text}")


def beside_right(word: Word, c: Known) -> tuple[str, ...]:
    """The word after a candidate."""
    w, k = word.text, c.kind
    return (
        f"{k}w={w}", f"{k}w={w}|{words(c.surface)[-1]}", f"{k}e={w[-3:]}{word.gap}",
        f"{k}g={word.gap}{len(w) < 3}{c.surface[-1].isupper()}",
    )  # fmt: skip


def farther_right(text: str, word: Word, c: Known) -> tuple[str, ...]:
    """The word after a candidate with the one after that."""
    return (f"{c.kind}>{word.text}>{following(text, word.at).text}",)
