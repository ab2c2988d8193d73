"""The names of a vocabulary, compiled: normal form → who bears it.

Variants a text may use are made here once ("lupus erythematosus, systemic" → "systemic lupus erythematosus"), names too
general to be a concept are left out, and the table is kept beside the vocabulary's own cache.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from kg.concept import KINDS, Concept, is_acronym
from kg.entities.tokens import Cuts, normal_form
from kg.entities.variants import variants
from kg.terms import expand
from kg.vocabulary import Vocabulary, cache_folder, read_cache, write_cache

_FORM = "5"  # of the table: a change of it, or of a rule here, makes older ones unread
LABEL, SYNONYM, RELATED, VARIANT, SHORT = range(5)
_GENERAL = {"disease": 20, "therapy": 100}  # a general name has at least so many shipped concepts below it
SINGLE, HEAD = 1, 2  # roles of a token: a name itself; the first of a longer one
MASK = -1  # the row of a phrase that is no concept but must not be read as one
_PARENTHESIS = re.compile(r"\s+\((?:disease|disorder|[A-Z0-9-]{2,8})\)\Z")
_LEADING_ACRONYM = re.compile(r"[A-Z0-9-]{2,8} - (?=\w)")
_UNSPECIFIED = re.compile(r",? (?:NOS|unspecified|\[Ambiguous\])\Z|\s*\[[^\]]*\]\Z")
_FUNCTION_WORDS = frozenset(
    "a an and as at be but by can for from had has have if in is it its may no not of on or other the this to was were "
    "with".split()
)  # no name begins with one
_WORDED = re.compile(r"[a-z]{3}")


class Bearer(NamedTuple):
    """A concept a name may mean: its row in the vocabulary, its kind, how the name belongs to it."""

    rank: int
    kind: int  # place in KINDS
    row: int
    surface: str  # of an acronym: what must stand in the text, without blanks and hyphens; "" for any


_Table = dict[str, dict[tuple[int, int, str], int]]  # normal form → (kind, row, surface) → best rank


class _Lengths(dict[str, tuple[int, ...]]):
    """ "5 3 2" → (5, 3, 2), each made once."""

    def __missing__(self, text: str) -> tuple[int, ...]:
        lengths = self[text] = tuple(map(int, text.split()))
        return lengths


_LENGTHS = _Lengths()


class Names:
    """Normal forms → bearers, and what is needed to find the longest one at a token."""

    def __init__(self, lines: list[str], iris: list[str]) -> None:
        cut = lines.index("")
        self.iris = iris
        self.general = frozenset(map(int, lines.pop().split()))  # rows of groups of diseases or therapies
        self._packed = dict(line.split("\t", 1) for line in lines[:cut])
        self.heads: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)  # first, second token → lengths
        for line in lines[cut + 1 :]:
            first, second, lengths = line.split("\t")
            self.heads[first][second] = _LENGTHS[lengths]
        self.heads.default_factory = None
        self._bearers: dict[str, tuple[Bearer, ...]] = {}
        self.cuts = Cuts(self._role)

    def _role(self, form: str, surface: str) -> int:
        """Whether a token, spelt so, is a name itself, the first of longer ones, or both."""
        return (SINGLE if spelt(self.bearers(form), surface) else 0) | (HEAD if form in self.heads else 0)

    def __contains__(self, form: str) -> bool:
        return form in self._packed

    def bearers(self, form: str) -> tuple[Bearer, ...]:
        """Who bears a name in this normal form, best first; () if none."""
        found = self._bearers.get(form)
        if found is None:
            packed = self._packed.get(form)
            if packed is None:
                return ()
            found = self._bearers[form] = tuple(map(_unpack, packed.split("|")))
        return found


def spelt(bearers: tuple[Bearer, ...], surface: str) -> tuple[Bearer, ...]:
    """Those of the bearers of a name that may be spelt so: acronyms demand their capitals."""
    for bearer in bearers:
        if bearer.surface:
            spelling = squeezed(surface)
            return tuple([b for b in bearers if not b.surface or b.surface == spelling])
    return bearers


def load(vocabulary: Vocabulary) -> Names:
    """The compiled names of a vocabulary, from the cache where they were compiled before."""
    key = hashlib.sha256(f"{_FORM}\x1f{vocabulary.digest}\x1f{_stop_digest()}".encode()).hexdigest()
    path = cache_folder() / f"names-{key[:32]}.tsv"
    lines = read_cache(path)
    if lines is None:
        lines = _compile(vocabulary)
        write_cache(path, lines)
    return Names(lines, list(vocabulary.concepts))


def _compile(vocabulary: Vocabulary) -> list[str]:
    table: _Table = defaultdict(dict)
    outcomes = {normal_form(name) for name in _listed("outcomes")}
    for row, concept in enumerate(vocabulary.concepts.values()):
        for name, rank in _names(concept):
            _enter(table, name, (_kind(concept, name, outcomes), row), rank)
    concepts = list(vocabulary.concepts.values())
    if not all(concept.shipped for concept in concepts):
        _learn(table, concepts)
    for name in _listed("masks"):
        table[normal_form(name)] = {(0, MASK, ""): LABEL}
    for name in _listed("stops"):
        form = normal_form(name)
        if all(not concepts[row].shipped for _, row, _ in table.get(form, {})):
            table.pop(form, None)
    lengths: dict[tuple[str, str], set[int]] = defaultdict(set)
    lines = []
    for form in sorted(table):
        lines.append(f"{form}\t{_pack(table[form])}")
        words = form.split(" ")
        if len(words) > 1:
            lengths[words[0], words[1]].add(len(words))
    index = ["\t".join((*pair, " ".join(map(str, sorted(found)[::-1])))) for pair, found in sorted(lengths.items())]
    return [*lines, "", *index, " ".join(map(str, _general_rows(vocabulary)))]


def _learn(table: _Table, concepts: list[Concept]) -> None:
    """What annotators meant by a name (see MODEL.md) goes before what imported vocabularies list."""
    rows: dict[str, int] = {}
    for row, concept in enumerate(concepts):
        for iri in concept.exact:
            rows.setdefault(iri, row)
    rows |= {concept.iri: row for row, concept in enumerate(concepts)}
    for line in _listed("learnt"):
        form, _, curie = line.partition("\t")
        found = rows.get(expand(curie) or "")
        if found is not None:
            others = {key: max(rank, RELATED) for key, rank in table.get(form, {}).items()}
            table[form] = others | {(KINDS.index(concepts[found].kind), found, ""): LABEL}


def _general_rows(vocabulary: Vocabulary) -> list[int]:
    """The rows of concepts with many narrower ones among the shipped: "arthritis", "infectious disease"."""
    below: Counter[str] = Counter()
    for concept in vocabulary.concepts.values():
        if concept.shipped:
            below.update(vocabulary.ancestors(concept.iri))
    concepts = enumerate(vocabulary.concepts.values())
    return [row for row, c in concepts if c.shipped and below[c.iri] >= _GENERAL.get(c.kind, 10**9)]


def _names(concept: Concept) -> Iterator[tuple[str, int]]:
    """Every name a text may use for a concept, with its rank; own names first."""
    own = [(concept.label, LABEL), *((n, SYNONYM) for n in concept.synonyms)]
    own += [(n, RELATED) for n in concept.related]
    for name, rank in own:
        plain = _UNSPECIFIED.sub("", _LEADING_ACRONYM.sub("", _PARENTHESIS.sub("", name)))
        yield plain, rank
        yield from ((v, max(rank, r)) for v, r in variants(plain, concept.kind))
    yield from ((n, SHORT) for n in concept.short_forms)


def _kind(concept: Concept, name: str, outcomes: set[str]) -> int:
    """What kind a name is of: that of its concept, or outcome where the concept is one too and the name is listed."""
    outcome = "outcome" in concept.kinds and normal_form(name) in outcomes
    return KINDS.index("outcome" if outcome else concept.kind)


def _enter(table: _Table, name: str, concept: tuple[int, int], rank: int) -> None:
    form = normal_form(name)
    acronym = is_acronym(name)
    if "|" in name or "\t" in name or not (acronym or _WORDED.search(form)):
        return
    if form.split(" ", 1)[0] in _FUNCTION_WORDS and not acronym:
        return
    bearers = table[form]
    key = (*concept, squeezed(name) if acronym or rank == SHORT else "")
    bearers[key] = min(rank, bearers.get(key, rank))


@lru_cache(maxsize=100_000)
def squeezed(surface: str) -> str:
    """An acronym as it is compared: without blanks, hyphens, slashes and a plural s.

    >>> squeezed("CAR-Ts"), squeezed("CAR T")
    ('CART', 'CART')
    """
    letters = "".join(c for c in surface if c.isalnum() or c == "+")
    return letters[:-1] if len(letters) > 2 and letters[-1] == "s" and letters[:-1].isupper() else letters


def _pack(bearers: dict[tuple[int, int, str], int]) -> str:
    """`rank kind row surface`, best first; a made-up variant only where nobody bears the name itself."""
    best = min(bearers.values())
    kept = sorted(Bearer(r, *key) for key, r in bearers.items() if r != VARIANT or best >= VARIANT)
    return "|".join(" ".join(map(str, bearer)) for bearer in kept)


def _unpack(packed: str) -> Bearer:
    rank, kind, row, surface = packed.split(" ")
    return Bearer(int(rank), int(kind), int(row), surface)


@cache
def _listed(name: str) -> tuple[str, ...]:
    """The phrases of one of the lists beside this module, `#` starting a remark."""
    text = resources.files("kg.entities").joinpath(f"{name}.txt").read_text("utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


def _stop_digest() -> str:
    return hashlib.sha256(
        "\n".join((*_listed("stops"), "", *_listed("masks"), "", *_listed("learnt"), "", *_listed("outcomes"))).encode()
    ).hexdigest()
