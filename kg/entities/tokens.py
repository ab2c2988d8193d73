"""Texts and names as tokens that are equal where their spellings mean the same.

A text is cut into words, breaking punctuation and gaps; a token keeps its place in the text as it stands, so no
folding can move an offset.  Hyphens, slashes, blanks and the possessive 's are gaps: "Felty’s syndrome", "Felty
syndrome" and "T-cell", "T cell" are the same tokens.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate, chain
from typing import NamedTuple

_PARTS = re.compile(r"[^\W_]+|['’ʼ`´]s(?![^\W_])|[\s\-‐‑‒–—−/'’ʼ`´_­]+|.", re.DOTALL)
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
# British spellings, then Latin and Greek plurals; each (pattern, replacement) for words of five letters and more.
_SPELLINGS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ae|oe", "e"),
        (r"sulph", "sulf"),
        (r"(tum|col|hum|behavi|lab|fav)our", r"\1or"),
        (r"is(e|ed|es|ing|ation|ations)\Z", r"iz\1"),
        (r"itides\Z", "itis"),
        (r"omata\Z", "oma"),
        (r"(metasta|[a-z]{3}[oy])ses\Z", r"\1sis"),
        (r"(ss|sh|ch|x|us)es\Z", r"\1"),
        (r"([a-z]{2})ies\Z", r"\1y"),
    )
]
# A word that none of the patterns can match has none of these.
_SPELT_OTHERWISE = ("es", "ise", "ised", "ising", "isation", "isations", "omata")


class Cut(NamedTuple):
    """The tokens of a piece of text: normal forms, roles in the names of a vocabulary, offsets in the piece."""

    forms: tuple[str, ...]
    roles: bytes
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class Cuts(dict[str, Cut]):
    """Pieces of text between blanks → their tokens; worked out once for each spelling."""

    def __init__(self, role: Callable[[str, str], int] = lambda form, surface: 0) -> None:
        super().__init__()
        self._role = role

    def __missing__(self, piece: str) -> Cut:
        if len(self) > 300_000:
            self.clear()
        cut = self[piece] = self._word(piece) or self._marked(piece) or self._parts(piece)
        return cut

    def _word(self, piece: str) -> Cut | None:
        form = _NORMAL[piece] if piece.isalnum() else ""
        return Cut((form,), bytes((self._role(form, piece),)), (0,), (len(piece),)) if form else None

    def _marked(self, piece: str) -> Cut | None:
        """A word and a mark after it; None where the piece is something else."""
        word, mark = piece[:-1], piece[-1:]
        if not word.isalnum():
            return None
        before, form, end = self[word], _NORMAL[mark], len(word)
        if not form:
            return before
        return Cut((*before.forms, form), before.roles + bytes((self._role(form, mark),)), (0, end), (end, end + 1))

    def _parts(self, piece: str) -> Cut:
        found = [(form, m) for m in _PARTS.finditer(piece) if (form := _NORMAL[m[0]])]
        return Cut(
            tuple([form for form, _ in found]),
            bytes([self._role(form, m[0]) for form, m in found]),
            tuple([m.start() for _, m in found]),
            tuple([m.end() for _, m in found]),
        )


_CUTS = Cuts()
BREAK = "\n"  # a token no name holds


class Tokens:
    """A text as tokens: `forms` and `roles` in order; their offsets are worked out where asked for."""

    __slots__ = ("_begins", "_counts", "_ends", "_order", "_starts", "forms", "roles", "text")

    def __init__(self, text: str, cuts: Cuts = _CUTS) -> None:
        self.text = text
        pieces = text.split(" ")
        columns = zip(*map(cuts.__getitem__, pieces), strict=True)
        forms: tuple[tuple[str, ...], ...]
        self._starts: tuple[tuple[int, ...], ...]
        self._ends: tuple[tuple[int, ...], ...]
        forms, roles, self._starts, self._ends = columns
        self.forms = list(chain.from_iterable(forms))
        self.roles = b"".join(roles)
        self._counts = list(accumulate(map(len, forms)))  # tokens up to and with each piece
        self._begins = [0, *accumulate(map(len, pieces))]  # of the pieces, the blanks between them left out
        self._order: list[int] | None = None

    def start(self, index: int) -> int:
        """The offset at which a token begins."""
        number, within = self._place(index)
        return self._begins[number] + number + self._starts[number][within]

    def end(self, index: int) -> int:
        """The offset after a token."""
        number, within = self._place(index)
        return self._begins[number] + number + self._ends[number][within]

    def surface(self, first: int, after: int) -> str:
        """The text from one token to before another."""
        return self.text[self.start(first) : self.end(after - 1)]

    def _place(self, index: int) -> tuple[int, int]:
        """The piece a token is in, and which of its tokens it is."""
        if self._order is not None:
            index = self._order[index]
        number = bisect_right(self._counts, index)
        return number, index - (self._counts[number - 1] if number else 0)

    def set_aside(self, spans: list[tuple[int, int]]) -> None:
        """Put the tokens of these spans, which are in order and apart, after a break behind all others.

        Brackets that define a short form interrupt a name: "chimeric antigen receptor (CAR) T cells".
        """
        pieces = [begin + number for number, begin in enumerate(self._begins)]
        aside = [range(self._first(begin, pieces), self._first(end, pieces)) for begin, end in spans]
        edges = [0, *chain.from_iterable((span.start, span.stop) for span in aside), len(self.forms)]
        kept = [range(first, after) for first, after in zip(edges[::2], edges[1::2], strict=True)]
        order = [*chain.from_iterable(kept), -1, *chain.from_iterable(aside)]
        forms, roles = [*self.forms, BREAK], self.roles + b"\0"
        self.forms, self.roles = [forms[i] for i in order], bytes([roles[i] for i in order])
        self._order = order

    def _first(self, offset: int, pieces: list[int]) -> int:
        """The first token that begins at an offset or after it; `pieces` are where the pieces begin."""
        number = bisect_right(pieces, offset) - 1
        index = self._counts[number - 1] if number > 0 else 0
        while index < len(self.forms) and self.start(index) < offset:
            index += 1
        return index


def normal_form(name: str) -> str:
    """The tokens of a name joined by blanks: what a match is looked up by.

    >>> normal_form("Leukaemias, B-cell"), normal_form("TNF-α inhibitors"), normal_form("Crohn’s disease, type II")
    ('leukemia , b cell', 'tnf alpha inhibitor', 'crohn disease , type 2')
    """
    return " ".join(filter(None, map(_SPELLED.__getitem__, name.split())))


class _Normal(dict[str, str]):
    """Parts of a text → their normal forms; "" for a gap."""

    def __missing__(self, part: str) -> str:
        if len(self) > 300_000:
            self.clear()
        form = self[part] = _word(part) if part[0].isalnum() else _mark(part)
        return form


class _Spelled(dict[str, str]):
    """Pieces of a name between blanks → their normal forms joined by blanks."""

    def __missing__(self, piece: str) -> str:
        if len(self) > 300_000:
            self.clear()
        parts = (piece,) if piece.isalnum() else _PARTS.findall(piece)
        form = self[piece] = " ".join(filter(None, map(_NORMAL.__getitem__, parts)))
        return form


_NORMAL, _SPELLED = _Normal(), _Spelled()


def _mark(part: str) -> str:
    return "" if len(part) > 1 or _PARTS.fullmatch(f"-{part}-") or part.isspace() else part


def _word(part: str) -> str:
    if part.isascii():
        word = part.lower()
    else:
        folded = unicodedata.normalize("NFKD", part.casefold())
        word = "".join(_GREEK.get(c, c) for c in folded if not unicodedata.combining(c))
    if word in _ROMAN:
        return _ROMAN[word]
    return _singular(word, part) if len(word) > 1 else word


def _singular(word: str, part: str) -> str:
    """British spelling and plural endings folded away; an acronym loses only a small s: "MIs", not "AIDS"."""
    if part[-1] == "s" and part[:-1].isupper() and len(part) > 2:
        return word[:-1]
    if len(word) <= 5 and part.isupper():
        return word
    if len(word) >= 5 and (
        word.endswith(_SPELT_OTHERWISE) or "ae" in word or "oe" in word or "our" in word or "sulph" in word
    ):
        for pattern, replacement in _SPELLINGS:
            word = pattern.sub(replacement, word)
    return word[:-1] if len(word) > 3 and word[-1] == "s" and not word.endswith(("ss", "us", "is")) else word
