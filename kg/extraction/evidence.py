"""Sentences that compare two arms, to learn from: the evidence of Evidence Inference 2.0 (DeYoung et al. 2020).

An evidence that stands in the abstract of its article is read there, with all that surrounds it; and each is read
alone, which may be less than a sentence.  What is judged both ways is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from kg import extraction, vocabulary
from kg.documents._plain import plain
from kg.entities import Annotator
from kg.extraction import kinds
from kg.extraction.unit import Unit
from kg.model import ClaimType

_SHORTEST = 20  # letters and digits of an evidence that says anything
_FAILED = re.compile(  # by the rules of reading a failure, though the corpus says that nothing differed
    r"\bnot superior|\bfail(?:s|ed)? to|\bdid not (?:improve|reduce|prevent|increase|lower|decrease)(?! signific)",
    re.IGNORECASE,
)
_NO_CHANGE = "no significant difference"


_Read = tuple[Unit, ClaimType, bool]


class Compared(NamedTuple):
    """A sentence about two arms: its type, whether it is of a therapy, and whether it says that nothing differed."""

    unit: Unit
    kind: ClaimType
    therapy: bool
    same: bool


def compared(path: Path) -> Iterator[Compared]:
    """The evidence sentences of the corpus, article by article."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    reader = _Reader()
    for (_, text), article in groupby(sorted(rows, key=_article), key=_article):
        said = _said(article)
        title, abstract = _parts(text)
        yield from _labelled(reader.sentences(title, abstract), said)
        for quote, labels in said.items():
            alone = reader.sentences("", quote)
            if len(alone) == 1:
                yield from _labelled(alone, {quote: labels})


def bare(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


def _article(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["pmcid"], row["abstract"] or ""


def _said(article: Iterable[Mapping[str, Any]]) -> dict[str, set[bool]]:
    """The evidence of an article, each with its labels: True where nothing differed."""
    said: dict[str, set[bool]] = {}
    for entry in (entry for row in article for entry in row["evidence"]):
        if len(bare(entry["text"])) >= _SHORTEST:
            said.setdefault(" ".join(entry["text"].split()), set()).add(entry["label"] == _NO_CHANGE)
    return said


def _parts(text: str) -> tuple[str, str]:
    """Title and abstract of an article as the corpus prints them, white space folded."""
    title, _, abstract = text.partition("TITLE:")[2].strip("\n ").partition("\n")
    return " ".join(title.split()), " ".join(abstract.replace("ABSTRACT.", "").replace("ABSTRACT", "").split())


def _labelled(found: Iterable[_Read], said: Mapping[str, set[bool]]) -> Iterator[Compared]:
    quotes = {bare(quote): labels for quote, labels in said.items()}
    for unit, kind, therapy in found:
        text = bare(unit.text)
        labels = {label for quote, own in quotes.items() if quote in text or text in quote for label in own}
        if len(labels) == 1 and not (True in labels and _FAILED.search(unit.text)):
            yield Compared(unit, kind, therapy, True in labels)


class _Reader:
    """The vocabulary and the annotator, loaded once."""

    def __init__(self) -> None:
        self._words = vocabulary.load()
        self._annotator = Annotator(self._words)

    def sentences(self, title: str, abstract: str) -> list[_Read]:
        """The sentences of an abstract, but for its title, as a build reads them."""
        record, _ = plain(title, abstract)
        mentions = self._annotator.annotate(record)
        _, claims = extraction.read(record, mentions, self._words.concepts)
        of_therapy = {(claim.passage, claim.start) for claim in claims if claim.therapy}
        units = [u for u in extraction.units(record, mentions, self._words.concepts) if u.zone != "Title"]
        return [(unit, kinds.kind(unit), (unit.passage, unit.start) in of_therapy) for unit in units]
