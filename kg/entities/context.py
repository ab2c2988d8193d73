"""What a general name means in a paper about one disease.

Two rules, both off where uncertain.  *Complication*: in a paper on lupus "nephritis" alone is lupus nephritis, where
the vocabulary has a narrower concept of that name.  *General name*: "arthritis" or "an autoimmune disease" beside the
rheumatoid arthritis the paper is about names nothing of its own; it stays without a concept, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.entities.matching import Match
from kg.entities.names import RELATED, Names
from kg.entities.tokens import normal_form
from kg.vocabulary import Vocabulary

BY_TOPIC = 0.7  # the score of a concept read from the topic of the paper
_DISEASE, _THERAPY = 0, 1  # places in KINDS
_GROWTHS = frozenset(
    "tumor cancer carcinoma adenocarcinoma adenoma neoplasm malignancy metastasis infection".split()
)  # beside "colorectal cancer" a "tumor" may be any


@dataclass(slots=True)
class Context:
    """The concepts a document names in full (row → forms), those its title names, and the narrower of each."""

    named: dict[int, set[str]] = field(default_factory=dict)
    title: set[int] = field(default_factory=set)
    below: dict[int, int] = field(default_factory=dict)  # row → a named concept that is narrower
    words: dict[str, set[int]] = field(default_factory=dict)  # words of the names of diseases → rows


class Hierarchy:
    """Ancestors of rows, worked out when first asked for."""

    def __init__(self, vocabulary: Vocabulary, names: Names) -> None:
        self._vocabulary, self._iris = vocabulary, names.iris
        self._rows = {iri: row for row, iri in enumerate(names.iris)}
        self._above: dict[int, frozenset[int]] = {}
        self.general, self.imported = names.general, names.imported

    def is_called(self, row: int, word: str) -> bool:
        """Whether the label of a concept ends in this word."""
        return normal_form(self._vocabulary.concepts[self._iris[row]].label).endswith(f" {word}")

    def row(self, iri: str) -> int:
        """The row of a concept."""
        return self._rows[iri]

    def above(self, row: int) -> frozenset[int]:
        """The rows of all broader concepts."""
        found = self._above.get(row)
        if found is None:
            found = frozenset(self._rows[a] for a in self._vocabulary.ancestors(self._iris[row]))
            self._above[row] = found
        return found


def read_context(titles: Iterable[Match], others: Iterable[Match], hierarchy: Hierarchy) -> Context:
    """The context that the matches of the title and of the other passages make."""
    context = Context()
    for match in titles:
        row = _note(match, context)
        if row is not None:
            context.title.add(row)
    for match in others:
        _note(match, context)
    if len(context.named) > 1 and not hierarchy.imported:
        for row in sorted(context.named):
            for above in hierarchy.above(row) & context.named.keys():
                context.below.setdefault(above, row)
    return context


def _note(match: Match, context: Context) -> int | None:
    """Note a disease or therapy named in full, and return its row."""
    first = match.bearers[0] if match.bearers else None
    if first is None or first.rank > RELATED or first.kind > _THERAPY or match.reason:
        return None
    context.named.setdefault(first.row, set()).add(match.form)
    if first.kind == _DISEASE:
        for word in match.form.split(" "):
            context.words.setdefault(word, set()).add(first.row)
    return first.row


def complication(match: Match, context: Context, names: Names, hierarchy: Hierarchy) -> int | None:
    """The row of the narrower concept a one-word disease name stands for in this paper; None where it is itself.

    The narrower one is called "X Y", where Y is the word that stands alone and X a word of the names of diseases here.
    The title names a disease that is wider still, or the paper "X Y" itself and a wider one; it names no other "Z Y".
    The first is not enough where a user's vocabulary lists thousands of "X Y".
    """
    if " " in match.form or not match.bearers or match.bearers[0].kind != _DISEASE or match.form in _GROWTHS:
        return None
    own, found = match.bearers[0].row, set()
    if own in context.title:
        return None
    for word, topics in context.words.items():
        if not names.heads.begin(word, match.form):
            continue
        for row in {b.row for b in names.bearers(f"{word} {match.form}") if b.rank <= RELATED} - {own}:
            above = hierarchy.above(row)
            wider = (above & context.named.keys()) - hierarchy.general - {own}
            told = row in context.named and (wider or topics - {row})
            if (told or (wider & context.title and not names.imported)) and hierarchy.is_called(row, match.form):
                found.add(row)
    qualified = {r for r, forms in context.named.items() if any(f.endswith(f" {match.form}") for f in forms)}
    return found.pop() if len(found) == 1 and qualified <= found else None


def is_general(match: Match, surface: str, row: int, context: Context, hierarchy: Hierarchy) -> bool:
    """Whether a name only repeats, in general words, a narrower concept the paper names."""
    general = row in hierarchy.general and row in context.below and row not in context.title
    return general and not (surface.endswith("s") and not surface.endswith(("is", "us", "ss")))
