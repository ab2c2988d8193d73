"""Record + vocabulary → Mentions: names matched, short forms resolved, concepts grounded.

`annotate(record, vocabulary)` for one record; an `Annotator` holds the compiled names for many.
"""

from __future__ import annotations

from functools import lru_cache

from kg.concept import KINDS
from kg.entities import names as name_table
from kg.entities.abbreviations import Definition, definitions
from kg.entities.grounding import Document, Reading, ground, note_full_names
from kg.entities.matching import Match, matches
from kg.entities.names import squeezed
from kg.entities.tokens import Tokens
from kg.model import Mention, Record
from kg.vocabulary import Vocabulary

__all__ = ["Annotator", "annotate"]


def annotate(record: Record, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """The mentions in all passages of a record, by passage and start, none overlapping another."""
    return _annotator(vocabulary).annotate(record)


@lru_cache(maxsize=4)
def _annotator(vocabulary: Vocabulary) -> Annotator:
    return Annotator(vocabulary)


class Annotator:
    """The compiled names of a vocabulary; making one takes a second from the cache, annotating a millisecond."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names = name_table.load(vocabulary)

    def annotate(self, record: Record) -> tuple[Mention, ...]:
        """The mentions in all passages of a record, by passage and start, none overlapping another."""
        passages = [_Read(p.text, self._names) for p in record.passages]
        document = self._document(passages)
        return tuple(
            mention
            for number, read in enumerate(passages)
            for match in read.all_matches(document, self._names)
            if (mention := self._mention(number, read.text, match, document))
        )

    def _document(self, passages: list[_Read]) -> Document:
        document = Document()
        for read in passages:
            note_full_names(document, read.matches)
        for read in passages:
            for definition in read.definitions:
                self._define(document, read, definition)
        document.blocked.difference_update(document.defined)
        return document

    def _define(self, document: Document, read: _Read, definition: Definition) -> None:
        """A short form takes the concept of its long form; one whose long form is unknown is blocked."""
        short = squeezed(definition.short)
        meant = read.meant_by(definition)
        reading = ground(meant, read.text[meant.start : meant.end], document) if meant else None
        if reading and reading.bearer:
            document.defined.setdefault(short, reading.bearer)
        else:
            document.blocked.add(short)

    def _mention(self, number: int, text: str, match: Match, document: Document) -> Mention | None:
        surface = text[match.start : match.end]
        reading = ground(match, surface, document)
        if reading is None:
            return None
        if reading.bearer is None:
            return self._ambiguous(number, surface, match, reading)
        return Mention(
            passage=number,
            start=match.start,
            end=match.end,
            text=surface,
            kind=KINDS[reading.bearer.kind],
            concept=self._names.iris[reading.bearer.row],
            score=reading.score,
        )

    def _ambiguous(self, number: int, surface: str, match: Match, reading: Reading) -> Mention:
        iris = tuple(self._names.iris[row] for row in dict.fromkeys(b.row for b in reading.candidates))
        labels = " or ".join(self._vocabulary.concepts[iri].label for iri in iris[:3])
        return Mention(
            passage=number,
            start=match.start,
            end=match.end,
            text=surface,
            kind=KINDS[reading.candidates[0].kind],
            concept=None,
            score=0.0,
            reason=f"ambiguous short form: {surface} may be {labels}",
            candidates=iris,
        )


class _Read:
    """One passage: its tokens, the short forms it defines, its matches; definitions do not break a name."""

    __slots__ = ("_inside", "definitions", "matches", "text", "tokens")

    def __init__(self, text: str, names: name_table.Names) -> None:
        self.text = text
        self.definitions = list(definitions(text))
        tokens = Tokens(text)
        spans = [d.bracket for d in self.definitions if d.bracket[0] >= d.long_end]
        self._inside = [tokens.within(*span) for span in spans]
        self.tokens = tokens.without(spans) if spans else tokens
        self.matches = matches(self.tokens, names)
        for inside in self._inside:
            self.matches += matches(inside, names)

    def meant_by(self, definition: Definition) -> Match | None:
        """The match a long form is: the same span, one that ends with it, or its last words."""
        ending = [m for m in self.matches if m.end == definition.long_end and not m.shared]
        for match in ending:
            extra = (
                self.text[definition.long_start : match.start].split() if match.start > definition.long_start else ()
            )
            if len(extra) <= 1:
                return match
        return None

    def all_matches(self, document: Document, names: name_table.Names) -> list[Match]:
        """The matches and every other place where a short form stands that the document defines, in order."""
        found = self.matches
        if document.defined:
            found = found + list(self._short_forms(document))
        return _outermost(found)

    def _short_forms(self, document: Document) -> list[Match]:
        found = []
        for tokens in (self.tokens, *self._inside):
            for i, start in enumerate(tokens.starts):
                end = tokens.ends[i]
                if squeezed(self.text[start:end]) in document.defined:
                    found.append(Match(start, end, tokens.forms[i], ()))
        return found


def _outermost(found: list[Match]) -> list[Match]:
    """In order, without those that lie in or overlap an earlier, longer one."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept
