"""Personal names, folded: which may be one person's, and which speak of two."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.model import Person
from kg.text import fold

Given = tuple[str, ...]  # folded given names in order, an initial as its one letter

_CAPITALS = re.compile(r"[^\W\d_]{1,3}\Z")
_PARTS = re.compile(r"[\s.\-‐‑–]+")


def family(person: Person) -> str:
    """The family name with its particle, folded."""
    return _family(person.family, person.particle)


@lru_cache(maxsize=65536)
def _family(name: str, particle: str | None) -> str:
    return fold(f"{particle} {name}" if particle else name)


@lru_cache(maxsize=65536)
def given(name: str | None) -> Given:
    """The given names; a run of up to three capitals is initials.

    >>> given("Jean-Pierre A."), given("JP"), given("Jo")
    (('jean', 'pierre', 'a'), ('j', 'p'), ('jo',))
    """
    if not name:
        return ()
    parts: list[str] = []
    for part in _PARTS.split(name):
        if part.isupper() and _CAPITALS.match(part):
            parts += (fold(letter) for letter in part)
        else:
            parts += fold(part).split()
    return tuple(part for part in parts if part)


def spelled_out(names: Given) -> bool:
    """Whether the first given name is a name and no initial."""
    return bool(names) and len(names[0]) > 1


def compatible(left: Given, right: Given) -> bool:
    """Whether two people's given names may be one person's: each given name, where both have it, agrees.

    An initial agrees with a name it begins; "Xiao-Ming" and "Xiaoming" agree.

    >>> compatible(("john", "a"), ("j",)), compatible(("john", "a"), ("john", "b")), compatible(("jo",), ("jane",))
    (True, False, False)
    """
    if not left or not right or "".join(left) == "".join(right):
        return True
    return all(
        a == b if len(a) > 1 and len(b) > 1 else a[0] == b[0] for a, b in zip(left, right, strict=False)
    ) or _run_together(left, right)


def _run_together(left: Given, right: Given) -> bool:
    """Whether one writes as two names, or two initials, what the other writes as one."""
    short, long = sorted((left, right), key=len)
    return len(short) == 1 and len(short[0]) > 3 and len(long) == 2 and len(long[1]) > 1 and short[0] == "".join(long)


def fullness(person: Person) -> tuple[int, int, bool, int, str]:
    """How well a name is told: sort key, the fullest first, then those in mixed case and with their accents."""
    names = given(person.given)
    text = f"{person.given or ''} {person.family}"
    spelled = sum(len(name) > 1 for name in names)
    return -spelled, -len("".join(names)), person.family.isupper(), -sum(c > "\x7f" for c in text), text


def printed(person: Person) -> str:
    """The whole name, given name first."""
    return " ".join(filter(None, (person.given, person.particle, person.family, person.suffix)))
