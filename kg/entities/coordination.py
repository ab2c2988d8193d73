"""Names that share words in a coordination, each with a span of its own.

"discoid and subacute cutaneous lupus" and "anti-CD19 and BCMA CAR-T cells" share their head, "hepatitis B and C" the
words before, "type 1 and 2 diabetes" both.  A name that is a coordination itself ("breast and ovarian cancer") is read
as its members where each is a name, unless it is the preferred label of a concept ("head and neck cancer").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.entities.names import AND, COMMA, JOINS, LABEL, Bearer, Names
from kg.entities.tokens import BREAK, Tokens

_JOINS = AND | COMMA
_LONGEST = 2  # tokens of a member that lacks its head
_MOST = 3  # members that may lack the same head


class Found(NamedTuple):
    """A name among the tokens: the first, the one after the last, its form and bearers; `shared` lacks words."""

    first: int
    after: int
    form: str
    bearers: tuple[Bearer, ...]
    shared: bool = False


def coordinated(tokens: Tokens, names: Names, kept: list[Found]) -> list[Found]:
    """The names found, in order, with the members of coordinations that share words; none overlaps another."""
    near = [name for name in kept if _may_share(name, tokens.forms, tokens.roles)]
    if not near:
        return kept
    table = _Table(tokens.forms, names, kept)
    for name in near:
        table.take(name)
    return sorted(table.kept)


def _may_share(name: Found, forms: Sequence[str], roles: bytes) -> bool:
    """Whether a conjunction stands where one must for a name to share words with its neighbours."""
    first, after, form = name[:3]
    if after - first > 1:
        if (first > 1 and roles[first - 1] & _JOINS) or " and " in form or " or " in form:
            return True
        if after < len(roles) and roles[after] & AND and len(forms[after - 1]) < 3:
            return True
    return first > 3 and bool(roles[first - 2] & _JOINS) and len(forms[first - 1]) < 3


class _Table:
    """The names found so far, by their tokens; names that others replace are taken out."""

    def __init__(self, forms: Sequence[str], names: Names, kept: list[Found]) -> None:
        self.forms, self.names, self.kept = forms, names, set(kept)
        self._at = {i: name for name in kept for i in range(name.first, name.after)}

    def take(self, name: Found) -> None:
        """Add the members of the coordinations that a name is part of."""
        if name not in self.kept:
            return
        parts = tuple(self._members(name))
        self._replace((name,), parts)
        name = parts[-1] if parts else name
        self._replace((), tuple(self._lacking_start(name)))
        numbered = self._numbered(name)
        self._replace((name,) if numbered else (), numbered)
        if not numbered and name.after - name.first > 1:
            self._lacking_head(name)

    def _replace(self, old: Sequence[Found], new: Sequence[Found]) -> None:
        if not new:
            return
        self.kept.difference_update(old)
        self.kept.update(new)
        self._at.update((i, name) for name in new for i in range(name.first, name.after))

    def _members(self, name: Found) -> Iterator[Found]:
        """The two members of a name that is a coordination: "nausea and vomiting"."""
        words = self.forms[name.first : name.after]
        cut = next((i for i, word in enumerate(words) if word in ("and", "or") and i), None)
        if cut is None or name.bearers[0].rank == LABEL:
            return
        middle = name.first + cut
        right = self._name(middle + 1, name.after, ())
        left = self._name(name.first, middle, ()) or self._with_head(name.first, middle, middle + 1, name.after)
        if right and left:
            yield from (left, right)

    def _lacking_head(self, name: Found) -> None:
        """The members before a name that lack its head: "renal, hepatic and cardiac failure"."""
        stop = name.first
        for _ in range(_MOST):
            if stop < 2 or self.forms[stop - 1] not in JOINS:
                return
            end = stop - (2 if self.forms[stop - 2] in JOINS else 1)  # ", and"
            member = next((m for n in range(_LONGEST, 0, -1) if (m := self._member(end - n, end, name))), None)
            if member is None:
                return
            inside = [f for i in range(member.first, member.after) if (f := self._at.get(i))]
            self._replace(inside, (member,))
            stop = member.first

    def _member(self, first: int, after: int, name: Found) -> Found | None:
        """A run of tokens read with the head of a name; None where it is a name itself or cuts one."""
        for i in range(first, after):
            inside = self._at.get(i)
            if inside and (inside.first < first or inside.after > after or inside[:2] == (first, after)):
                return None
        return self._with_head(first, after, name.first, name.after) if first >= 0 else None

    def _with_head(self, first: int, after: int, begin: int, end: int) -> Found | None:
        """The tokens from `first` read with the longest tail of those from `begin` to `end` that makes a name."""
        if any(not form.isalnum() for form in self.forms[first:after]):
            return None
        found = (self._name(first, after, self.forms[cut:end]) for cut in range(begin + 1, end))
        return next(filter(None, found), None)

    def _lacking_start(self, name: Found) -> Iterator[Found]:
        """A letter or number after a name: "hepatitis B and C"."""
        place = name.after + 1
        if place >= len(self.forms) or place in self._at or JOINS.get(self.forms[name.after]) != AND:
            return
        words, other = self.forms[name.first : name.after], self.forms[place]
        if len(words) > 1 and len(words[-1]) < 3 and len(other) < 3 and other.isalnum() and other != words[-1]:
            bearers = self._bearers(" ".join([*words[:-1], other]))
            if bearers:
                yield Found(place, place + 1, " ".join([*words[:-1], other]), bearers, shared=True)

    def _numbered(self, name: Found) -> tuple[Found, ...]:
        """Two numbers or letters before a name that share the word before: "type 1 and 2 diabetes"."""
        first = name.first - 4
        if first < 0 or any(i in self._at for i in range(first, name.first)):
            return ()
        word, one, conjunction, other = self.forms[first : name.first]
        if conjunction not in JOINS or max(len(one), len(other)) > 2 or not (one + other).isalnum():
            return ()
        left = self._name(first, first + 2, self.forms[name.first : name.after])
        form = " ".join([word, *self.forms[name.first - 1 : name.after]])
        right = self._bearers(form)
        return (left, Found(name.first - 1, name.after, form, right, shared=True)) if left and right else ()

    def _name(self, first: int, after: int, head: Sequence[str]) -> Found | None:
        words = [*self.forms[first:after], *head]
        form = " ".join(words)
        bearers = self._bearers(form) if words and BREAK not in words else ()
        return Found(first, after, form, bearers, shared=bool(head)) if bearers else None

    def _bearers(self, form: str) -> tuple[Bearer, ...]:
        return tuple(b for b in self.names.bearers(form) if not b.surface and b.row >= 0)
