"""How well claims are read: annotated sentences against what the pipeline finds in them.

The annotation is JSON Lines, an abstract a line: `title`, `diseases` and `therapies` it is about, and `sentences`, each
with `text`, `label`, `claim` and, on claims, `type`, `polarity`, `hedged`, `therapy`, `disease`; an `also_…` holds what
a second careful reader could say, and `either` marks a sentence that counts neither way
(`tests/golden/curated/README.md`).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from kg.documents._labels import zone_of
from kg.entries import Settings, read_record, tools
from kg.errors import InputError
from kg.model import Claim, Passage, Reading, Record, Source, Zone
from kg.text import fold
from kg.vocabulary import Concept

Row = Mapping[str, Any]
PARTS = ("type", "polarity", "certainty", "therapy", "disease")
_HALVES = ("concepts", "claims")


def evaluate(lines: Iterable[str]) -> dict[str, float | int]:
    """The figures over all abstracts, shares rounded to three decimals.

    `concepts_f1` and `claims_f1` count what is found against what is annotated; the shares of PARTS, and of claims
    with `all_right`, are over the claims found rightly.  Raises InputError on a line that is no such annotation.
    """
    annotator, words = tools(Settings())
    counted: Counter[str] = Counter()
    for number, row in _rows(lines):
        try:
            reading = read_record(record(row), annotator, words)
            counted.update(_concepts(row, reading, words.concepts))
            counted.update(_claims(row, reading, words.concepts))
        except (KeyError, TypeError, AttributeError) as error:
            raise InputError(f"no annotated abstract: {error!r}", where=f"line {number}", help=_ASKED) from error
    return _figures(counted)


_ASKED = "give one JSON object a line, as tests/golden/curated/README.md describes it"


def record(row: Row) -> Record:
    """An annotated abstract as a record: neighbours with one label are one passage."""
    passages = [Passage(section="title", zone="Title", text=row["title"])]
    for label, sentences in groupby(row["sentences"], key=lambda s: s.get("label")):
        texts = [s["text"] for s in sentences]
        if label and label.startswith("•"):
            passages += [Passage(section="highlight", zone="Highlight", text=text) for text in texts]
        else:
            passages.append(Passage(section="abstract", zone=_zone(label), text=" ".join(texts), label=label))
    source = Source(path="annotated", format="jsonl", sha256="")
    return Record(kind="article", title=row["title"], source=source, passages=tuple(passages))


def _zone(label: str | None) -> Zone:
    return zone_of(label.strip(" :.–-")) if label else "Unlabelled"


def _rows(lines: Iterable[str]) -> Iterator[tuple[int, Row]]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise InputError(f"not JSON: {error}", where=f"line {number}", help=_ASKED) from error
            if not isinstance(row, dict):
                raise InputError("not a JSON object", where=f"line {number}", help=_ASKED)
            yield number, row


# ---------------------------------------------------------------- counting


def _concepts(row: Row, reading: Reading, concepts: Mapping[str, Concept]) -> Iterator[str]:
    """The diseases and therapies of title and abstract, each once."""
    found = {m.concept for m in reading.mentions if m.concept and m.kind in ("disease", "therapy")}
    named = [_names(iri, concepts) for iri in sorted(found)]
    asked = [fold(name) for name in (*row["diseases"], *row["therapies"])]
    yield from ("concepts found" for _ in named)
    yield from ("concepts asked" for _ in asked)
    yield from ("concepts rightly found" for names in named if names.intersection(asked))
    yield from ("concepts asked and found" for name in asked if any(name in names for names in named))


def _claims(row: Row, reading: Reading, concepts: Mapping[str, Concept]) -> Iterator[str]:
    said = {s["text"]: s for s in row["sentences"]}
    yield from ("claims asked" for s in said.values() if s["claim"] and not s.get("either"))
    for claim in reading.claims:
        text = reading.record.passages[claim.passage].text[claim.start : claim.end]
        gold = said.get(text, {"claim": False})
        if gold.get("either"):
            continue
        yield "claims found"
        if gold["claim"]:
            yield from ("claims rightly found", "claims asked and found")
            right = _right(gold, claim, concepts)
            yield from right
            if len(right) == len(PARTS):
                yield "all_right"


def _right(gold: Row, claim: Claim, concepts: Mapping[str, Concept]) -> list[str]:
    """The parts of a claim read as one of two careful readers would."""
    needs = "research_need" in _either(gold, "type")
    polarities = [*_either(gold, "polarity"), *([] if gold["therapy"] else ["neutral"])]
    hedged = claim.certainty == "hedged" or (claim.certainty == "open" and not needs)
    right = {
        "type": claim.type in _either(gold, "type"),
        "polarity": claim.polarity in polarities,
        "certainty": hedged in _either(gold, "hedged") or (claim.certainty == "open" and needs),
        "therapy": any(_is(name, [claim.therapy], concepts) for name in _either(gold, "therapy")),
        "disease": any(_is(name, claim.diseases, concepts) for name in _either(gold, "disease")),
    }
    return [part for part in PARTS if right[part]]


def _either(gold: Row, part: str) -> list[Any]:
    more = "also_types" if part == "type" else f"also_{part}"
    return [gold[part], *(gold.get(more) or ())]


def _is(name: str | None, iris: Iterable[str | None], concepts: Mapping[str, Concept]) -> bool:
    """Whether any of some concepts bears a name; no name asks for no concept."""
    known = [iri for iri in iris if iri]
    return any(fold(name) in _names(iri, concepts) for iri in known) if name else not known


def _names(iri: str, concepts: Mapping[str, Concept]) -> set[str]:
    concept = concepts.get(iri)
    return {fold(name) for name in (concept.label, *concept.synonyms, *concept.short_forms)} if concept else set()


def _figures(counted: Counter[str]) -> dict[str, float | int]:
    figures: dict[str, float | int] = {"claims": counted["claims asked"]}
    for name in _HALVES:
        precision = counted[f"{name} rightly found"] / max(counted[f"{name} found"], 1)
        recall = counted[f"{name} asked and found"] / max(counted[f"{name} asked"], 1)
        figures[f"{name}_f1"] = round(2 * precision * recall / ((precision + recall) or 1), 3)
    for part in (*PARTS, "all_right"):
        figures[part] = round(counted[part] / max(counted["claims rightly found"], 1), 3)
    return figures
