"""Texts and names as tokens that are equal where their spellings mean the same.

A text is cut into words, breaking punctuation and gaps; a token keeps its place in the text as it stands, so no
folding can move an offset.  Hyphens, slashes, blanks and the possessive 's are gaps: "Felty’s syndrome", "Felty
syndrome" and "T-cell", "T cell" are the same tokens.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import TypeVar

_APOSTROPHE = "ʼ"  # a letter to Unicode, the sign of a possessive here
_PARTS = re.compile(r"[^\W_ʼ]+|['’ʼ`´]s(?![^\W_ʼ])|[\s\-‐‑‒–—−/'’ʼ`´_­]+|.", re.DOTALL)
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
        (r"(head|tooth|back|ear|stomach)aches\Z", r"\1ache"),
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


_MOST = 300_000  # spellings that are remembered
Cut = tuple[tuple[str, ...], bytes]  # the tokens of a piece of text: normal forms, roles in the names of a vocabulary
_Item = TypeVar("_Item")
Role = Callable[[str, str], int]  # of a normal form and its spelling


class Cuts(dict[str, Cut]):
    """Pieces of text between blanks → their tokens; worked out once for each spelling."""

    def __init__(self, role: Role = lambda form, surface: 0) -> None:
        super().__init__()
        self._parts = _Parts(role)

    def __missing__(self, piece: str) -> Cut:
        if len(self) > _MOST:
            self.clear()
        if _is_word(piece):
            cut = self._joined((piece,))
        elif piece[-1:] in _AFTER and piece[-2:-1].isalnum():  # "word," is the word, which is known, and a mark
            forms, roles = self[piece[:-1]]
            mark, role = self._parts[piece[-1]]
            cut = (*forms, mark), roles + bytes((role,))
        else:
            cut = self._joined(_PARTS.findall(piece))
        self[piece] = cut
        return cut

    def _joined(self, parts: Iterable[str]) -> Cut:
        found = [part for part in map(self._parts.__getitem__, parts) if part[0]]
        return tuple([form for form, _ in found]), bytes([role for _, role in found])


class _Parts(dict[str, tuple[str, int]]):
    """Parts of pieces → their normal form and role; a gap has neither."""

    def __init__(self, role: Role) -> None:
        super().__init__()
        self._role = role

    def __missing__(self, part: str) -> tuple[str, int]:
        if len(self) > _MOST:
            self.clear()
        form = _NORMAL[part]
        found = self[part] = (form, self._role(form, part) if form else 0)
        return found


_AFTER = frozenset(",.;:)]")  # marks that stand after words, each a token
_CUTS = Cuts()
BREAK = "\n"  # a token no name holds


class Tokens:
    """A text as tokens: `forms` and `roles` in order; their offsets are worked out where asked for."""

    __slots__ = ("_begins", "_counts", "_order", "_pieces", "forms", "roles", "text")

    def __init__(self, text: str, cuts: Cuts = _CUTS) -> None:
        self.text = text
        self._pieces = pieces = text.split(" ")
        forms, roles = zip(*map(cuts.__getitem__, pieces), strict=True)
        self.forms = list(chain.from_iterable(forms))
        self.roles = b"".join(roles)
        self._counts = list(accumulate(map(len, forms)))  # tokens up to and with each piece
        self._begins = [0, *accumulate(map(len, pieces))]  # of the pieces, the blanks between them left out
        self._order: list[int] | None = None

    def start(self, index: int) -> int:
        """The offset at which a token begins."""
        return self.span(index, index + 1)[0]

    def end(self, index: int) -> int:
        """The offset after a token."""
        return self.span(index, index + 1)[1]

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Where the text from one token to before another begins and ends."""
        order, counts, last = self._order, self._counts, after - 1
        if order is not None:
            first, last = order[first], order[last]
        number = bisect_right(counts, first)
        piece = self._pieces[number]
        if _is_word(piece):
            within = 0, len(piece)
        else:
            within = _within(piece)[first - counts[number - 1] if number else first]
        start = self._begins[number] + number + within[0]
        if last != first:
            number = bisect_right(counts, last, number)
            within = _within(self._pieces[number])[last - counts[number - 1] if number else last]
        return start, self._begins[number] + number + within[1]

    def surface(self, first: int, after: int) -> str:
        """The text from one token to before another."""
        start, end = self.span(first, after)
        return self.text[start:end]

    def set_aside(self, spans: list[tuple[int, int]]) -> None:
        """Put the tokens of these spans, which are in order and apart, after a break behind all others.

        Brackets that define a short form interrupt a name: "chimeric antigen receptor (CAR) T cells".
        """
        cuts = [(self._first(begin), self._first(end)) for begin, end in spans]
        edges = [0, *chain.from_iterable(cuts), len(self.forms)]
        kept = list(zip(edges[::2], edges[1::2], strict=True))
        forms, roles = self.forms, self.roles
        self._order = [*_ranges(kept), -1, *_ranges(cuts)]
        self.forms = [*_slices(forms, kept), BREAK, *_slices(forms, cuts)]
        self.roles = bytes((*_slices(roles, kept), 0, *_slices(roles, cuts)))

    def _first(self, offset: int) -> int:
        """The first token that begins at an offset or after it."""
        number = bisect_right(range(len(self._pieces)), offset, key=lambda i: self._begins[i] + i) - 1
        index = self._counts[number - 1] if number > 0 else 0
        while index < len(self.forms) and self.start(index) < offset:
            index += 1
        return index


def _ranges(cuts: Iterable[tuple[int, int]]) -> Iterator[int]:
    return chain.from_iterable(range(first, after) for first, after in cuts)


def _slices(items: Sequence[_Item], cuts: Iterable[tuple[int, int]]) -> Iterator[_Item]:
    return chain.from_iterable(items[first:after] for first, after in cuts)


@lru_cache(maxsize=50_000)
def _within(piece: str) -> tuple[tuple[int, int], ...]:
    """Where the tokens of a piece begin and end in it."""
    return tuple([m.span() for m in _PARTS.finditer(piece) if _NORMAL[m[0]]])


def normal_form(name: str) -> str:
    """The tokens of a name joined by blanks: what a match is looked up by.

    >>> normal_form("Leukaemias, B-cell"), normal_form("TNF-α inhibitors"), normal_form("Crohn’s disease, type II")
    ('leukemia , b cell', 'tnf alpha inhibitor', 'crohn disease , type 2')
    """
    return " ".join(filter(None, map(_SPELLED.__getitem__, name.split())))


class _Normal(dict[str, str]):
    """Parts of a text → their normal forms; "" for a gap."""

    def __missing__(self, part: str) -> str:
        if len(self) > _MOST:
            self.clear()
        form = self[part] = _word(part) if _is_word(part[0]) else _mark(part)
        return form


class _Spelled(dict[str, str]):
    """Pieces of a name between blanks → their normal forms joined by blanks."""

    def __missing__(self, piece: str) -> str:
        if len(self) > _MOST:
            self.clear()
        parts = (piece,) if _is_word(piece) else _PARTS.findall(piece)
        form = self[piece] = " ".join(filter(None, map(_NORMAL.__getitem__, parts)))
        return form


_NORMAL, _SPELLED = _Normal(), _Spelled()


def _is_word(text: str) -> bool:
    return text.isalnum() and _APOSTROPHE not in text


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
