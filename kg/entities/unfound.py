"""Names that a vocabulary holds and no text finds: each is read as a text of its own, and what comes back is told.

KG-W007 a name that alone is not read as its concept, and why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.concept import Concept
from kg.entities import Annotator
from kg.entities.compiling import MASK, left_out, plain
from kg.entities.names import Names, load
from kg.entities.tokens import normal_form
from kg.model import Finding, Mention, Passage, Record, Source
from kg.terms import curie
from kg.vocabulary import Vocabulary

_NOWHERE = Source(path="-", format="name", sha256="")
_HELP = "add another name that texts use, or leave it: the concept is found by its other names"


def unfound(vocabulary: Vocabulary) -> Iterator[Finding]:
    """One finding for each name that is not found, by concept, in the order of its names.

    The tagger, which judges a name by the words around it, is left out.
    """
    annotator, names = Annotator(vocabulary, tagger=False), load(vocabulary)
    for concept in vocabulary.concepts.values():
        for name in dict.fromkeys((concept.label, *concept.synonyms, *concept.short_forms, *concept.related)):
            mentions = annotator.annotate(_alone(name))
            if all(mention.concept != concept.iri for mention in mentions):
                told = f"{name!r} of {concept.label!r} ({curie(concept.iri)}) is not found"
                why = _reason(name, mentions, names, vocabulary)
                yield Finding(severity="info", code="KG-W007", focus=concept.iri, message=f"{told}: {why}", help=_HELP)


def _alone(name: str) -> Record:
    passage = Passage(section="abstract", zone="Unlabelled", text=name)
    return Record(kind="article", title=name, source=_NOWHERE, passages=(passage,))


def _reason(name: str, mentions: Sequence[Mention], names: Names, vocabulary: Vocabulary) -> str:
    """Why a name is not read as its concept."""
    for mention in mentions:
        if mention.reason and len(mention.text) == len(name):
            return mention.reason
        if mention.concept and len(mention.text) == len(name):
            return f"it names {_told(vocabulary.concepts[mention.concept])}, which goes before"
    form = normal_form(plain(name))
    bearers = names.bearers(form)
    if any(bearer.row == MASK for bearer in bearers):
        return "masked: a phrase that is no concept"
    if not bearers:
        return left_out(name) or "annotators mean nothing by it, or a stop takes it out"
    if mentions:
        return f"only {' and '.join(repr(mention.text) for mention in mentions)} is read in it"
    return "it demands another spelling" if any(bearer.surface for bearer in bearers) else "its parts stand for others"


def _told(concept: Concept) -> str:
    return f"{concept.label!r} ({curie(concept.iri)})"
