"""Small abstracts, read with the shipped vocabularies."""

from __future__ import annotations

from kg import extraction, vocabulary
from kg.documents._plain import plain
from kg.entities import annotate
from kg.model import Claim, Record, Sentence

WORDS = vocabulary.load()


def read(abstract: str, title: str = "") -> tuple[Record, tuple[Sentence, ...], tuple[Claim, ...]]:
    """The record, its sentences and its claims."""
    record, _ = plain(title, abstract)
    sentences, claims = extraction.read(record, annotate(record, WORDS), WORDS.concepts)
    return record, sentences, claims
