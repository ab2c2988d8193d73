"""Record + vocabulary → Mentions: names matched, short forms resolved, concepts grounded.

`annotate(record, vocabulary)` for one record; an `Annotator` holds the compiled names for many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from kg.concept import KINDS, Concept, prefix_of
from kg.entities import names as name_table
from kg.entities.abbreviations import Definition, definitions
from kg.entities.context import BY_TOPIC, Context, Hierarchy, complication, is_general, read_context
from kg.entities.grounding import Document, Reading, ground, note_full_names
from kg.entities.lists import read_lists
from kg.entities.matching import Match, matches
from kg.entities.names import MASK, Bearer, squeezed
from kg.entities.substances import bordered
from kg.entities.tagger import Tagger, shipped_weights
from kg.entities.tagger.features import Spelt, catalogued, source
from kg.entities.tokens import Tokens, normal_form
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
    """The compiled names of a vocabulary: a second to make from the cache, less than a millisecond a record.

    `block` are names never read as any, `allow` (name, identifier of its concept) pairs that hold in every document
    that does not define the name otherwise; ConfigError where no concept is known so.  The `tagger` settles what
    vocabularies beside the shipped ones propose.  `learnt` are lines to read in place of learnt.txt.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        block: Iterable[str] = (),
        allow: Iterable[tuple[str, str]] = (),
        tagger: bool = True,
        learnt: Sequence[str] | None = None,
    ) -> None:
        self._vocabulary = vocabulary
        self.names = name_table.load(vocabulary, learnt)
        self._hierarchy = Hierarchy(vocabulary, self.names)
        self._lists = read_lists(block, allow, vocabulary, self._hierarchy)
        self._tagger = (
            Tagger(shipped_weights(), self.spelt, self._lists.allow) if tagger and self.names.imported else None
        )
        self._spelt: dict[str, Spelt] = {}

    def spelt(self, iri: str) -> Spelt:
        """What the tagger is told of a concept."""
        found = self._spelt.get(iri)
        if found is None:
            concept = self._vocabulary.concepts[iri]
            catalogues = "" if _is_procedure(concept) else catalogued((iri, *concept.exact))
            found = self._spelt[iri] = Spelt(source(iri, concept.shipped), concept.label.lower(), catalogues)
        return found

    def annotate(self, record: Record) -> tuple[Mention, ...]:
        """The mentions in all passages of a record, by passage and start, none overlapping another."""
        passages = [_Read(p.text, self.names) for p in record.passages]
        document = self._document(passages)
        found = [read.all_matches(document) for read in passages]
        titles = [m for p, ms in zip(record.passages, found, strict=True) if p.section == "title" for m in ms]
        context = read_context(titles, chain.from_iterable(found), self._hierarchy)
        return tuple(
            mention
            for number, (read, matched) in enumerate(zip(passages, found, strict=True))
            for mention in self._mentions(number, read, matched, document, context)
        )

    def _mentions(
        self, number: int, read: _Read, matched: list[Match], document: Document, context: Context
    ) -> list[Mention]:
        """The mentions of one passage, in order."""
        block = self._lists.block
        told = (self._mention(number, read.text, m, document, context) for m in matched if m.form not in block)
        found = [mention for mention in told if mention]
        return self._tagger.tagged(read.text, read.tokens, found, number) if self._tagger else found

    def _document(self, passages: list[_Read]) -> Document:
        document = Document(allowed=self._lists.allow, forms=dict(self._lists.forms))
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
        meant = read.meant_by(definition, self.names)
        reading = ground(meant, read.text[meant.start : meant.end], document) if meant else None
        if reading and reading.bearer:
            document.defined.setdefault(short, reading.bearer)
            forms = tuple(normal_form(definition.short).split(" "))
            document.forms[forms[0]] = document.forms.get(forms[0], frozenset()) | {forms}
        else:
            document.blocked.add(short)

    def _mention(self, number: int, text: str, match: Match, document: Document, context: Context) -> Mention | None:
        """The mention a match is, with its concept or with the reason why it has none."""
        surface = text[match.start : match.end]
        place = number, match.start, match.end, surface
        if match.reason:
            return _open(place, match.reason, match.bearers, self.names.iris)
        reading = ground(match, surface, document)
        if reading is None:
            return None
        if reading.bearer is None:
            return _open(place, self._ambiguity(surface, reading), reading.candidates, self.names.iris)
        bearer = reading.bearer
        narrower = complication(match, context, self.names, self._hierarchy)
        if narrower is not None:
            return _grounded(place, bearer.kind, self.names.iris[narrower], BY_TOPIC)
        if not self.names.imported and is_general(match, surface, bearer.row, context, self._hierarchy):
            label = self._vocabulary.concepts[self.names.iris[context.below[bearer.row]]].label
            return _open(place, f"general name: the text names {label}", (bearer,), self.names.iris)
        return _grounded(place, bearer.kind, self.names.iris[bearer.row], reading.score)

    def _ambiguity(self, surface: str, reading: Reading) -> str:
        iris = dict.fromkeys(self.names.iris[b.row] for b in reading.candidates)
        labels = [self._vocabulary.concepts[iri].label for iri in iris]
        return f"ambiguous short form: {surface} may be {' or '.join(labels[:3])}"


_Place = tuple[int, int, int, str]  # passage, start, end, text


def _is_procedure(concept: Concept) -> bool:
    """Whether a therapy is no substance: the corpora of the tagger tell nothing of operations and classes of drugs."""
    if not concept.shipped or concept.kind != "therapy":
        return False
    return all(prefix_of(iri) != "CHEBI" for iri in (concept.iri, *concept.exact))


def _grounded(place: _Place, kind: int, iri: str, score: float) -> Mention:
    passage, start, end, text = place
    return Mention(passage=passage, start=start, end=end, text=text, kind=KINDS[kind], concept=iri, score=score)


def _open(place: _Place, reason: str, candidates: tuple[Bearer, ...], iris: list[str]) -> Mention:
    passage, start, end, text = place
    return Mention(
        passage=passage,
        start=start,
        end=end,
        text=text,
        kind=KINDS[candidates[0].kind],
        concept=None,
        score=0.0,
        reason=reason,
        candidates=tuple(dict.fromkeys(iris[b.row] for b in candidates)),
    )


class _Read:
    """One passage: its tokens, the short forms it defines, its matches; definitions do not break a name."""

    __slots__ = ("definitions", "ending", "matches", "text", "tokens")

    def __init__(self, text: str, names: name_table.Names) -> None:
        self.text = text
        self.definitions = list(definitions(text))
        self.tokens = Tokens(text, names.cuts)
        spans = [d.bracket for d in self.definitions if d.bracket[0] >= d.long_end]
        if spans:
            self.tokens.set_aside(spans)
        self.matches = matches(self.tokens, names)
        if names.imported:
            self.matches = list(bordered(text, self.matches, names))
        self.ending = {m.end: m for m in self.matches if not m.shared and not m.reason} if self.definitions else {}

    def meant_by(self, definition: Definition, names: name_table.Names) -> Match | None:
        """The match a long form is: a name of its own, or one that ends with it and has all but its first word.

        "Childhood acute lymphoblastic leukemia (ALL)" defines ALL as acute lymphoblastic leukemia.
        """
        match = self.ending.get(definition.long_end)
        if match is None:
            return None
        if match.start < definition.long_start:
            form = normal_form(self.text[definition.long_start : definition.long_end])
            bearers = tuple(b for b in names.bearers(form) if not b.surface and b.row != MASK)
            return Match(definition.long_start, definition.long_end, form, bearers) if bearers else match
        extra = self.text[definition.long_start : match.start].split()
        return match if len(extra) <= 1 else None

    def all_matches(self, document: Document) -> list[Match]:
        """The matches and every other place where a short form stands that the document defines, in order."""
        short = list(self._short_forms(document)) if document.forms else []
        return _outermost(self.matches + short)

    def _short_forms(self, document: Document) -> Iterator[Match]:
        """Where short forms that the document defines stand, spelt as they were defined."""
        tokens, wanted = self.tokens, document.forms
        for i in [i for i, form in enumerate(tokens.forms) if form in wanted]:
            for forms in sorted(wanted[tokens.forms[i]]):
                after = i + len(forms)
                if tuple(tokens.forms[i:after]) == forms:
                    start, end = tokens.span(i, after)
                    if (spelt := squeezed(self.text[start:end])) in document.defined or spelt in document.allowed:
                        yield Match(start, end, " ".join(forms), ())


def _outermost(found: list[Match]) -> list[Match]:
    """In order, without those that lie in or overlap an earlier, longer one."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept
