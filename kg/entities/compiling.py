"""A vocabulary → the lines of its compiled names, sorted: one a name, then one for each word that begins names.

Variants a text may use are made here once ("lupus erythematosus, systemic" → "systemic lupus erythematosus"); names too
general to be a concept, and what begins with a function word, are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import resources

from kg.concept import KINDS, is_acronym
from kg.entities.tokens import normal_form
from kg.entities.variants import variants
from kg.terms import expand
from kg.vocabulary import Vocabulary
from kg.vocabulary_lines import Named, named

LABEL, SYNONYM, RELATED, VARIANT, SHORT = range(5)  # how a name belongs to a concept
MASK = -1  # the row of a phrase that is no concept but must not be read as one
_GENERAL = {"disease": 20, "therapy": 200}  # a general name has at least so many shipped concepts below it
_PARENTHESIS = re.compile(r"\s+\((?:disease|disorder|[A-Z0-9-]{2,8})\)\Z")
_LEADING_ACRONYM = re.compile(r"[A-Z0-9-]{2,8} - (?=\w)")
_UNSPECIFIED = re.compile(r",? (?:NOS|unspecified|\[Ambiguous\])\Z|\s+\[[^\]]*\]\Z")
_FUNCTION_WORDS = frozenset(
    "a an and as at be but by can for from had has have if in is it its may no not of on or other the this to was were "
    "with".split()
)  # no name begins with one
_ENDS = frozenset(")]Sd")  # what `plain` takes away ends so
_CHEMICAL_ENDS = (" atom", "ic acid", "+)", "-)")  # what `variants` reads in names of substances
_OUTCOME = KINDS.index("outcome")
_WORDED = re.compile(r"[a-z]{3}|[a-z]{2} ?\d{4}")  # a word, or the code name of a drug: "PF-04965842"
_Key = tuple[int, int, str]  # kind, row, spelling demanded of an acronym
_Entry = tuple[str, int, str]  # normal form, kind, spelling demanded of an acronym
_Learnt = dict[
    str, list[tuple[str, str]]
]  # IRI, "" for none → normal forms that mean it, the spelling demanded of each
_Table = dict[str, str]  # normal form → its bearers, each "rank kind row spelling", joined by bars


def compiled(vocabulary: Vocabulary, lines: Sequence[str]) -> list[str]:
    """Normal forms in order; a blank line; their bearers, in the same order, best first; a blank line; "first word,
    tab, second words" of the longer names; all second words; the rows of general concepts.

    `lines` are names and what annotators mean by them, as in learnt.txt.
    """
    learnt = _learnt(lines)
    table, shipped, known = _told(vocabulary, learnt)
    for phrase in listed("masks"):
        table[normal_form(phrase)] = f"{LABEL} 0 {MASK} "
    for form in (*map(normal_form, listed("stops")), *(form for form, _ in learnt.get("", ()))):
        if all(not shipped[row] for _, row, _ in _read(table.get(form, ""))):
            table.pop(form, None)
    forms = sorted(table)
    bearers = [_best_first(told, known) if "|" in told else told for told in map(table.__getitem__, forms)]
    beginnings = list(_beginnings(forms))
    seconds = sorted({word for line in beginnings for word in line.partition("\t")[2].split(" ")})
    return [*forms, "", *bearers, "", *beginnings, " ".join(seconds), _groups(vocabulary, shipped)]


def _told(vocabulary: Vocabulary, learnt: _Learnt) -> tuple[_Table, bytearray, bytearray]:
    """All names of all concepts, which rows are shipped, and how many other catalogues have each concept."""
    table: _Table = {}
    outcomes = frozenset(map(normal_form, listed("outcomes")))
    meant: dict[str, int] = {}
    shipped, kinds, known = bytearray(), bytearray(), bytearray()
    for row, concept in enumerate(named(vocabulary.lines)):
        for (form, kind, spelling), rank in _entries(concept, outcomes).items():
            bearer = f"{rank} {kind} {row} {spelling}"
            table[form] = f"{table[form]}|{bearer}" if form in table else bearer
        shipped.append(concept.shipped)
        kinds.append(KINDS.index(concept.kinds[0]))
        known.append(min(len(concept.exact), 255))
        for iri in concept.exact:
            if iri in learnt:
                meant.setdefault(iri, row)
    if not all(shipped):
        meant |= {iri: row for row, iri in enumerate(vocabulary.concepts) if iri in learnt}
        _learn(table, {name: meant[iri] for iri, names in learnt.items() if iri in meant for name in names}, kinds)
    return table, shipped, known


def _entries(concept: Named, outcomes: frozenset[str]) -> dict[_Entry, int]:
    """(normal form, kind, spelling) of each name of a concept → its best rank."""
    found: dict[_Entry, int] = {}
    own = KINDS.index(concept.kinds[0])
    both = "outcome" in concept.kinds
    for name, rank in _names(concept):
        form = normal_form(name)
        acronym = len(name) <= 8 and is_acronym(name)
        if not acronym and (not _WORDED.search(form) or form.partition(" ")[0] in _FUNCTION_WORDS):
            continue
        kind = _OUTCOME if both and form in outcomes else own
        key = (form, kind, squeezed(name) if acronym or rank == SHORT else "")
        if rank < found.get(key, SHORT + 1) and "|" not in name:
            found[key] = rank
    return found


def _names(concept: Named) -> list[tuple[str, int]]:
    """Every name a text may use for a concept, with its rank; own names first."""
    found: list[tuple[str, int]] = []
    kind = concept.kinds[0]
    for names, rank in (((concept.label,), LABEL), (concept.synonyms, SYNONYM), (concept.related, RELATED)):
        for name in names:
            stated = plain(name) if name[-1:] in _ENDS or " - " in name else name
            found.append((stated, rank))
            if kind == "disease" or "-" in stated or ", " in stated or stated.endswith(_CHEMICAL_ENDS):
                found += [(variant, max(rank, best)) for variant, best in variants(stated, kind)]
    return found + [(name, SHORT) for name in concept.short_forms]


def plain(name: str) -> str:
    """A name without what vocabularies add to it: "(disease)", "SLE - " before it, ", NOS"."""
    if name[-1:] == ")":
        name = _PARENTHESIS.sub("", name)
    if " - " in name:
        name = _LEADING_ACRONYM.sub("", name)
    if name.endswith(("]", "NOS", "unspecified")):
        name = _UNSPECIFIED.sub("", name)
    return name


@lru_cache(maxsize=100_000)
def squeezed(surface: str) -> str:
    """An acronym as it is compared: without blanks, hyphens, slashes and a plural s.

    >>> squeezed("CAR-Ts"), squeezed("CAR T")
    ('CART', 'CART')
    """
    letters = "".join(c for c in surface if c.isalnum() or c == "+")
    return letters[:-1] if len(letters) > 2 and letters[-1] == "s" and letters[:-1].isupper() else letters


def _learnt(lines: Iterable[str]) -> _Learnt:
    """What annotators mean by names; see MODEL.md."""
    found: _Learnt = {}
    for line in lines:
        form, curie, spelling = f"{line}\t".split("\t")[:3]
        found.setdefault(expand(curie) or "", []).append((form, spelling))
    return found


def _learn(table: _Table, meant: dict[tuple[str, str], int], kinds: bytearray) -> None:
    """What annotators meant by a name goes before what imported vocabularies list."""
    for (form, spelling), row in meant.items():
        others = {
            key: rank if key[1] == row else max(rank, RELATED) for key, rank in _read(table.get(form, "")).items()
        }
        table[form] = "|".join(map(_written, (others | {(kinds[row], row, spelling): LABEL}).items()))


def _read(bearers: str) -> dict[_Key, int]:
    """Kind, row and spelling of each bearer → its best rank."""
    found: dict[_Key, int] = {}
    for bearer in bearers.split("|") if bearers else ():
        rank, kind, row, spelling = bearer.split(" ")
        key = (int(kind), int(row), spelling)
        found[key] = min(int(rank), found.get(key, SHORT))
    return found


def _written(bearer: tuple[_Key, int]) -> str:
    (kind, row, spelling), rank = bearer
    return f"{rank} {kind} {row} {spelling}"


def _best_first(bearers: str, known: bytearray) -> str:
    """Several bearers in order; those of a made-up variant only where nobody bears the name itself.

    Of two that bear it alike the one goes first that more catalogues know.
    """
    read = sorted(_read(bearers).items(), key=lambda item: (item[1], item[0][0], -known[item[0][1]], item[0]))
    best = read[0][1]
    return "|".join(_written(item) for item in read if item[1] != VARIANT or best >= VARIANT)


def _beginnings(forms: list[str]) -> Iterator[str]:
    """For each first word of names of several words: the word, a tab, and the words that follow it in a name."""
    seconds: list[str] = []
    word = ""
    for form in forms:
        first, _, rest = form.partition(" ")
        if not rest:
            continue
        if first != word:
            if seconds:
                yield f"{word}\t{' '.join(seconds)}"
            word, seconds = first, []
        second = rest.partition(" ")[0]
        if not seconds or second != seconds[-1]:
            seconds.append(second)
    if seconds:
        yield f"{word}\t{' '.join(seconds)}"


def _groups(vocabulary: Vocabulary, shipped: bytearray) -> str:
    """The rows of concepts with many narrower ones among the shipped ("arthritis", "infectious disease"), and a plus
    where not all concepts are shipped.
    """
    own = [(row, iri) for row, iri in enumerate(vocabulary.concepts) if shipped[row]]
    below = Counter(above for _, iri in own for above in vocabulary.ancestors(iri))
    rows = [str(row) for row, iri in own if below[iri] >= _GENERAL.get(vocabulary.concepts[iri].kind, 10**9)]
    return " ".join(rows) + ("" if all(shipped) else " +")


def left_out(name: str) -> str | None:
    """Why a name gives no entry of the table, or its entry is taken out; None where it does give one."""
    form = normal_form(plain(name))
    if form in map(normal_form, listed("stops")):
        return "an ordinary word (stops.txt)"
    if "|" in name:
        return "it holds a bar"
    if is_acronym(name):
        return None
    if not _WORDED.search(form):
        return "it is neither a word nor an acronym nor a code name"
    first = form.partition(" ")[0]
    return f"it begins with the function word {first!r}" if first in _FUNCTION_WORDS else None


@cache
def listed(name: str) -> tuple[str, ...]:
    """The phrases of one of the lists beside this module, `#` starting a remark."""
    text = resources.files("kg.entities").joinpath(f"{name}.txt").read_text("utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)
