"""Cue phrases: what in a sentence speaks for a claim, its type, its direction, its certainty.

The phrases stand in the tables beside this file (`*.toml`), each group with a sentence it must be found in and one it
must not.  A phrase is a regular expression over lower-case text in which a blank stands for white space or a hyphen
and ` ~` for a gap of up to three words.  Every phrase is indexed by its first letters, so that a sentence only tries
the few phrases that can begin at one of its words (the cue lists of ConText, Harkema et al. 2009, work the same way).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import NamedTuple

_GAP = r"[\s-]+(?:[^\s.;:]+[\s-]+){0,3}?"
_BLANK = re.compile(r"\[[^\]]*\]|\\.| ~| \?| ")
_WORD = re.compile(r"[^\W\d_]+|\d")
_KEY = 3  # letters of a phrase that index it
WHOLE = "$"  # ends the key of a phrase whose first word is shorter than that
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
    """The compiled phrases of some tables."""

    def __init__(self, *tables: str) -> None:
        index: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for group in groups():
            if group.table in tables:
                for phrase in group.phrases:
                    for key in sorted(first_letters(phrase)):
                        index[key].append((group.name, expression(phrase)))
        self._index = {key: _join(entries) for key, entries in index.items()}

    def find(self, text: str) -> list[Cue]:
        """The cues of a sentence by place; one for each group at each place."""
        lowered = lower(text)
        get, found = self._index.get, []
        for word in _WORD.finditer(lowered):
            head, start = word[0], word.start()
            for key in (head[:1], head[:2], head[:3], head + WHOLE) if len(head) > 1 else (head, head + WHOLE):
                entry = get(key)
                if entry and entry[0](lowered, start):
                    found += [Cue(start, hit.end(), name) for name, match in entry[1] if (hit := match(lowered, start))]
        return [cue for cue in found if not _is_month(text, cue)]


def lower(text: str) -> str:
    """Lower case without moving an offset (`İ` has no single lower-case letter and stays)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _is_month(text: str, cue: Cue) -> bool:
    return cue.start > 0 and text[cue.start : cue.end] == "May"


def _join(entries: list[tuple[str, str]]) -> tuple[Match, tuple[tuple[str, Match], ...]]:
    """Whether any phrase begins at a place, and then which: one expression for each group, longest phrase first."""
    phrases: dict[str, set[str]] = defaultdict(set)
    for name, pattern in entries:
        phrases[name].add(pattern)
    joined = [(name, "|".join(sorted(found, key=lambda p: (-len(p), p)))) for name, found in sorted(phrases.items())]
    each = tuple((name, re.compile(pattern).match) for name, pattern in joined)
    return re.compile("|".join(pattern for _, pattern in joined)).match, each


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
    """The keys a phrase may begin with: up to three letters, or one digit; a whole short word ends in WHOLE.

    >>> sorted(first_letters("(was|were) not")), sorted(first_letters("(no )?longer"))
    (['was', 'wer'], ['lon', 'no$'])
    """
    return {key for key in _expand("", phrase) if key not in ("", WHOLE)}


def _expand(prefix: str, rest: str) -> set[str]:
    if len(prefix) == _KEY:
        return {prefix}
    if not rest:
        return {prefix + WHOLE}
    head = rest[0]
    if head == "(" and not rest.startswith("(?"):
        body, after = _group(rest)
        found = {key for option in _options(body) for key in _expand(prefix, option + after.lstrip("?*"))}
        return found | _expand(prefix, after[1:]) if after[:1] in ("?", "*") else found
    if not prefix and (head.isdigit() or rest.startswith("\\d")):
        return {head} if head.isdigit() else set("0123456789")
    if not head.isalpha():
        return {prefix + WHOLE} if prefix and head in " ." and rest[1:2] not in ("?", "*") else {prefix}
    return {prefix} if rest[1:2] in ("?", "*") and prefix else _expand(prefix + head, rest[1:])


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
