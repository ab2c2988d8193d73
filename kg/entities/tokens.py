"""Texts and names as tokens that are equal where their spellings mean the same.

A text is cut into words, breaking punctuation and gaps; a token keeps its place in the text as it stands, so no
folding can move an offset.  Hyphens, slashes, blanks and the possessive 's are gaps: "Felty’s syndrome", "Felty
syndrome" and "T-cell", "T cell" are the same tokens.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate

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


class _Normal(dict[str, str]):
    """Parts of a text → their normal form, "" for gaps; worked out once for each spelling."""

    def __missing__(self, part: str) -> str:
        if len(self) > 500_000:
            self.clear()
        form = self[part] = _normal(part)
        return form


NORMAL = _Normal()


class Tokens:
    """A text as tokens: `forms` in order, with `starts` and `ends` as offsets in the text."""

    __slots__ = ("ends", "forms", "starts", "text")

    def __init__(self, text: str) -> None:
        parts = _PARTS.findall(text)
        places = [0, *accumulate(map(len, parts))]
        forms = list(map(NORMAL.__getitem__, parts))
        kept = [i for i, form in enumerate(forms) if form]
        self.text = text
        self.forms = [forms[i] for i in kept]
        self.starts = [places[i] for i in kept]
        self.ends = [places[i + 1] for i in kept]

    def without(self, spans: list[tuple[int, int]]) -> Tokens:
        """The tokens outside of these spans of the text."""
        kept = [i for i, s in enumerate(self.starts) if not any(a <= s < b for a, b in spans)]
        return self._some(kept)

    def within(self, start: int, end: int) -> Tokens:
        """The tokens inside a span of the text."""
        return self._some([i for i, s in enumerate(self.starts) if start <= s < end])

    def _some(self, kept: list[int]) -> Tokens:
        part = object.__new__(Tokens)
        part.text = self.text
        part.forms = [self.forms[i] for i in kept]
        part.starts = [self.starts[i] for i in kept]
        part.ends = [self.ends[i] for i in kept]
        return part


def normal_form(name: str) -> str:
    """The tokens of a name joined by blanks: what a match is looked up by.

    >>> normal_form("Leukaemias, B-cell"), normal_form("TNF-α inhibitors"), normal_form("Crohn’s disease, type II")
    ('leukemia , b cell', 'tnf alpha inhibitor', 'crohn disease , type 2')
    """
    return " ".join(filter(None, map(NORMAL.__getitem__, _PARTS.findall(name))))


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
