"""Texts and names as tokens that are equal where their spellings mean the same.

A text is cut into words, breaking punctuation and gaps; a token keeps its place in the text as it stands, so no
folding can move an offset.  Hyphens, slashes, blanks and the possessive 's are gaps: "Felty’s syndrome", "Felty
syndrome" and "T-cell", "T cell" are the same tokens.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
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


class Cut(NamedTuple):
    """The tokens of a piece of text: normal forms, offsets in the piece, roles in the names of a vocabulary."""

    forms: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    roles: tuple[int, ...]


class Cuts(dict[str, Cut]):
    """Pieces of text between blanks → their tokens; worked out once for each spelling."""

    def __init__(self, role: Callable[[str, str], int] = lambda form, surface: 0) -> None:
        super().__init__()
        self._role = role

    def __missing__(self, piece: str) -> Cut:
        if len(self) > 300_000:
            self.clear()
        found = [(form, m) for m in _PARTS.finditer(piece) if (form := _normal(m[0]))]
        cut = self[piece] = Cut(
            tuple(form for form, _ in found),
            tuple(m.start() for _, m in found),
            tuple(m.end() for _, m in found),
            tuple(self._role(form, m[0]) for form, m in found),
        )
        return cut


_CUTS = Cuts()
BREAK = "\n"  # a token no name holds


class Tokens:
    """A text as tokens: `forms` and `roles` in order; their offsets are worked out where asked for."""

    __slots__ = ("_begins", "_counts", "_cuts", "_order", "forms", "roles", "text")

    def __init__(self, text: str, cuts: Cuts = _CUTS) -> None:
        pieces = text.split(" ")
        self.text = text
        self._cuts = [cuts[piece] for piece in pieces]
        forms = [cut[0] for cut in self._cuts]
        self.forms = list(chain.from_iterable(forms))
        self.roles = list(chain.from_iterable([cut[3] for cut in self._cuts]))
        self._counts = list(accumulate(map(len, forms)))  # tokens up to and with each piece
        self._begins = [0, *accumulate(map(len, pieces))]  # of the pieces, the blanks between them left out
        self._order: list[int] | None = None

    def start(self, index: int) -> int:
        """The offset at which a token begins."""
        number, within = self._place(index)
        return self._begins[number] + number + self._cuts[number].starts[within]

    def end(self, index: int) -> int:
        """The offset after a token."""
        number, within = self._place(index)
        return self._begins[number] + number + self._cuts[number].ends[within]

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
        """Put the tokens of these spans, in order and apart, after a break behind all others.

        Brackets that define a short form interrupt a name: "chimeric antigen receptor (CAR) T cells".
        """
        pieces = [begin + number for number, begin in enumerate(self._begins)]
        aside = [i for begin, end in spans for i in self._within(begin, end, bisect_right(pieces, begin) - 1)]
        gone = set(aside)
        order = [i for i in range(len(self.forms)) if i not in gone]
        forms, roles = self.forms, self.roles
        self.forms = [*[forms[i] for i in order], BREAK, *[forms[i] for i in aside]]
        self.roles = [*[roles[i] for i in order], 0, *[roles[i] for i in aside]]
        self._order = [*order, 0, *aside]

    def _within(self, begin: int, end: int, piece: int) -> Iterator[int]:
        """The tokens that begin inside a span of the text, which begins in this piece."""
        index = self._counts[piece - 1] if piece > 0 else 0
        while index < len(self.forms) and self.start(index) < end:
            if self.start(index) >= begin:
                yield index
            index += 1


def normal_form(name: str) -> str:
    """The tokens of a name joined by blanks: what a match is looked up by.

    >>> normal_form("Leukaemias, B-cell"), normal_form("TNF-α inhibitors"), normal_form("Crohn’s disease, type II")
    ('leukemia , b cell', 'tnf alpha inhibitor', 'crohn disease , type 2')
    """
    return " ".join(form for piece in name.split() for form in _CUTS[piece].forms)


@lru_cache(maxsize=200_000)
def _normal(part: str) -> str:
    """The normal form of one part; "" for a gap."""
    first = part[0]
    if not first.isalnum():
        return "" if len(part) > 1 or _PARTS.fullmatch(f"-{part}-") or part.isspace() else part
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
    if len(word) >= 5:
        for pattern, replacement in _SPELLINGS:
            word = pattern.sub(replacement, word)
    return word[:-1] if len(word) > 3 and word[-1] == "s" and not word.endswith(("ss", "us", "is")) else word
