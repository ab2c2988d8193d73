"""What five linear classifiers look at: words around a candidate, and what is known of it.

Features of the candidate alone come first: their weights are summed once for each spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from kg.concept import is_acronym, prefix_of
from kg.entities.abbreviations import best_long_form
from kg.entities.tokens import normal_form
from kg.terms import curie

MODELS = ("keep", "left", "right", "cut", "fit")
WORD = re.compile(r"[^\W_]+")
_PREVIOUS = re.compile(r"([^\W_]+)([ -])\Z")
_NEXT = re.compile(r"([ -])([^\W_]+)")
SHIPPED, USER, NONE, HEAD = "S", "U", "-", "H"  # sources of a concept beside vocabularies
_TRAINED = ("MONDO", "DOID", "MESH", "CHEBI")  # the vocabularies the classifiers know
_REACH = 24  # characters of a word before a candidate


class Spelt(NamedTuple):
    """What is told of a concept: its source, its label in small letters, the catalogues it is in."""

    source: str
    label: str
    catalogues: str


def source(iri: str, shipped: bool) -> str:
    """Two letters of the prefix of a vocabulary the classifiers know; "S" shipped, "U" a user's own or any other."""
    prefix = prefix_of(iri)
    return SHIPPED if shipped else prefix[:2] if prefix in _TRAINED else USER


def catalogued(iris: Iterable[str]) -> str:
    """D, C, O: a concept has the identifier of a MeSH heading, a MeSH supplementary record, OMIM; "" for none.

    >>> catalogued(["http://id.nlm.nih.gov/mesh/D008180", "https://omim.org/entry/152700"])
    'DO'
    """
    told = {curie(iri)[:6] for iri in iris}
    return "".join(mark for start, mark in (("MESH:D", "D"), ("MESH:C", "C"), ("OMIM:", "O")) if _any(told, start))


def _any(texts: Iterable[str], start: str) -> bool:
    return any(text.startswith(start) for text in texts)


class Known(NamedTuple):
    """What is known of a candidate wherever it stands.

    `kind` is "d" or "t"; `source` that of its concept, "-" for none and "H" where only a head word proposes it; `label`
    whether it is spelt as its concept is labelled; `grown` the word it grew by; `catalogues` as in `Spelt`;
    `likeness` of the name and the label.
    """

    surface: str
    kind: str
    source: str
    score: float = 0.0
    label: bool = False
    grown: str = ""
    catalogues: str = ""
    likeness: str = ""


def likeness(surface: str, label: str) -> str:
    """How a name and the label of its concept compare.

    Of an acronym "a" and whether its letters are the initials of the label (=), are found in all of it (+), in the end
    of it (>), or nowhere (-); of another how many words the label has more, and how many less, up to three.

    >>> likeness("SLE", "systemic lupus erythematosus"), likeness("SLE", "juvenile systemic lupus erythematosus")
    ('a=', 'a>')
    >>> likeness("severe lupus nephritis", "lupus nephritis")
    '0,1'
    """
    if is_acronym(surface, 10):
        letters = "".join(filter(str.isalpha, surface.lower().removesuffix("s")))
        initials = "".join(word[0] for word in words(label))
        begins = 0 if letters == initials else best_long_form(letters, label)
        return "a" + ("=" if letters == initials else "-" if begins is None else ">" if begins else "+")
    own, other = set(normal_form(surface).split(" ")), set(normal_form(label).split(" "))
    return f"{min(len(other - own), 3)},{min(len(own - other), 3)}"


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
        f"{k}e={last[-4:]}", f"{k}c={c.catalogues}", f"{k}c={c.catalogues}{c.source}{c.score}",
        f"{k}i={c.likeness}", f"{k}i={c.likeness}{c.score}",  f"{k}i={c.likeness}{c.catalogues}",
    ]  # fmt: skip


def placed_fit(text: str, start: int, end: int, before: Word, after: Word, c: Known) -> tuple[str, ...]:
    """What stands around a candidate that has grown as far as it does."""
    last = words(c.surface)[-1]
    return (
        f"{c.kind}<{before.text}", f"{c.kind}<{before.text[-4:]}{before.gap}", f"{c.kind}<{before.text[-4:]}|{last}",
        f"{c.kind}>{after.text}", f"{c.kind}>{after.text[-4:]}{after.gap}",
        f"{c.kind}{text[start - 1 : start]}_{text[end : end + 1]}",
    )  # fmt: skip


def is_judged(c: Known) -> bool:
    """Whether the concept of a candidate is for the classifiers to judge, who learnt from MeSH and OMIM identifiers.

    Of a substance in neither they know nothing, and a shipped disease spelt as its label is meant.
    """
    if c.source == USER:
        return False
    return bool(c.catalogues) or (c.kind == "d" and not (c.label and c.source == SHIPPED))


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
