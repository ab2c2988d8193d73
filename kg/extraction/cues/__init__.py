"""Cue phrases: what in a sentence speaks for a claim, its type, its direction, its certainty.

The phrases stand in the tables beside this file (`*.toml`), each group with a sentence it must be found in and one it
must not.  A phrase is a regular expression over lower-case text in which a blank stands for white space or a hyphen
and ` ~` for a gap of up to three words.  The first letters of all phrases make one automaton (Aho & Corasick 1975), so
that a sentence is run through once and only tries the few phrases that can begin at one of its words; a phrase is
compiled when a text first calls for it.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections import defaultdict
from collections.abc import Callable
from functools import cache, cached_property
from importlib import resources
from typing import NamedTuple

import ahocorasick

_GAP = r"[\s-]+(?:[^\s.;:]+[\s-]+){0,3}?"
_BLANK = re.compile(r"\[[^\]]*\]|\\.| ~| \?| ")
_CHOICE = re.compile(r"\[(\w+)\]")  # one of some letters
_KEY = 10  # letters and blanks of a phrase that index it
_BARE = str.maketrans(dict.fromkeys(string.punctuation + "\t\n\u00a0‐‑‒–—“”‘’«»…·•≥≤±×¿¡", " "))
Match = Callable[[str, int], re.Match[str] | None]


class Cue(NamedTuple):
    """A phrase found in a sentence, by the name of its group; offsets in that sentence."""

    start: int
    end: int
    name: str


class Group(NamedTuple):
    """The phrases of one name, with a sentence that has the cue (`yes`) and one that has not (`no`)."""

    table: str
    name: str
    phrases: tuple[str, ...]
    yes: str
    no: str


@cache
def groups() -> tuple[Group, ...]:
    """Every group of every table, by table and place."""
    found = []
    for file in sorted(resources.files(__package__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".toml"):
            for entry in tomllib.loads(file.read_text("utf-8"))["cue"]:
                found.append(Group(file.name[:-5], entry["name"], tuple(entry["phrases"]), entry["yes"], entry["no"]))
    return tuple(found)


class Finder:
    """The phrases of some tables."""

    def __init__(self, *tables: str) -> None:
        index: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for group in groups():
            if group.table in tables:
                for phrase in group.phrases:
                    for key in first_letters(phrase):
                        index[key].add((group.name, phrase))
        self._heads = ahocorasick.Automaton()
        for key in sorted(index):
            self._heads.add_word(f" {key}", (len(key), _Begun(index, key)))
        self._heads.make_automaton()

    def find(self, text: str) -> list[Cue]:
        """The cues of a sentence by place; one for each group at each place."""
        lowered = lower(text)
        begun = {}
        for last, (length, phrases) in self._heads.iter(f" {lowered.translate(_BARE)} "):
            begun[last - length] = phrases  # the longest key at a place comes last, and stays
        found = []
        for start, phrases in begun.items():
            for name, match in phrases.matches:
                if hit := match(lowered, start):
                    found.append(Cue(start, hit.end(), name))
        return [cue for cue in found if not _is_name(text, cue)] if "May" in text or "NO" in text else found


class _Begun:
    """The phrases that can go on from a key."""

    def __init__(self, index: dict[str, set[tuple[str, str]]], key: str) -> None:
        self._index, self._key = index, key

    @cached_property
    def matches(self) -> list[tuple[str, Match]]:
        """Compiled: one expression for each group, by name, in which the longest phrase comes first."""
        keys = (self._key[:length] for length in range(1, len(self._key) + 1))
        phrases: dict[str, set[str]] = defaultdict(set)
        for name, phrase in {entry for key in keys for entry in self._index.get(key, ())}:
            phrases[name].add(expression(phrase))
        return [(name, _compiled("|".join(sorted(phrases[name], key=_longest)))) for name in sorted(phrases)]


def _longest(pattern: str) -> tuple[int, str]:
    return -len(pattern), pattern


@cache
def _compiled(pattern: str) -> Match:
    return re.compile(pattern).match


def lower(text: str) -> str:
    """Lower case without moving an offset (`İ` has no single lower-case letter and stays)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _is_name(text: str, cue: Cue) -> bool:
    """Whether it is the month of May, or nitric oxide (NO) in a text not all in capitals."""
    wording = text[cue.start : cue.end]
    return cue.start > 0 and (wording == "May" or (wording == "NO" and not text.isupper()))


def expression(phrase: str) -> str:
    """The regular expression of a phrase.

    >>> expression("steroid free")
    '(?:steroid[\\\\s-]+free)(?!\\\\w)'
    """
    blanks = {" ~": _GAP, " ?": r"[\s-]*", " ": r"[\s-]+"}
    pattern = _BLANK.sub(lambda m: blanks.get(m[0], m[0]), phrase)
    end = "" if phrase.endswith((" ", r"\w*", r"\w*)")) else r"(?!\w)"
    return f"(?:{pattern}){end}"


def first_letters(phrase: str) -> set[str]:
    """The keys a phrase may begin with: up to ten letters and blanks, a blank where a word must end.

    >>> sorted(first_letters("(was|were) not")), sorted(first_letters("(no )?longer"))
    (['was not ', 'were not '], ['longer ', 'no longer '])
    """
    return {key for key in _expand("", phrase) if key.strip()}


def _expand(prefix: str, rest: str) -> set[str]:
    if len(prefix) == _KEY:
        return {prefix}
    if not rest:
        return {prefix.rstrip() + " "}
    head, following = rest[0], rest[1:2]
    if head == "(" and not rest.startswith("(?"):
        return _expand_group(prefix, rest)
    if head == " " and prefix and following != "~":
        skipped = _expand(prefix, rest[2:]) if following == "?" else set()
        return skipped | _expand(prefix + " ", rest[2 if following == "?" else 1 :])
    if not prefix and rest.startswith("\\d"):
        return set("0123456789")
    if choice := _CHOICE.match(rest):
        return {key for letter in choice[1] for key in _expand(prefix, letter + rest[choice.end() :])}
    if not head.isalnum():
        return {prefix + " "} if prefix and head == " " else {prefix}
    if following in ("?", "*"):
        return _expand(prefix, rest[2:]) | (_expand(prefix + head, rest[2:]) if following == "?" else {prefix + head})
    return _expand(prefix + head, rest[1:])


def _expand_group(prefix: str, rest: str) -> set[str]:
    body, after = _group(rest)
    repeated = after[:1] in ("*", "+")
    rest = "" if repeated else after.lstrip("?")
    found = {key for option in _options(body) for key in _expand(prefix, option + rest)}
    if repeated:  # what may come again is not followed further
        found = {key.rstrip() for key in found}
    return found | _expand(prefix, after[1:]) if after[:1] in ("?", "*") else found


def _group(text: str) -> tuple[str, str]:
    depth = 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return text[1:at], text[at + 1 :]
    raise ValueError(f"unbalanced phrase: {text}")


def _options(body: str) -> list[str]:
    options, depth, start = [], 0, 0
    for at, char in enumerate(body):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            options.append(body[start:at])
            start = at + 1
    return [*options, body[start:]]
