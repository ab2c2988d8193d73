"""From a claim in a graph back to why it is there: rule, features, sentence, passage, file and line."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import graph, pipeline, project, verification
from kg.documents import Place
from kg.entities import Annotator
from kg.errors import UsageError
from kg.extraction.reasons import Decision, decisions
from kg.model import Claim, Reading, Record
from kg.sparql import resolve
from kg.sparql.card_forms import clean
from kg.sparql.cards import Sentence, sentence
from kg.terms import KG, PROV
from kg.text import fold, squeeze
from kg.vocabulary import Vocabulary

_NEAREST = 5  # claims named where a beginning fits several


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A claim, its sentence and rule as the graph has them, and how its source gave them.

    `record_line` is where the record begins in its file, `line` where its sentence does (from 1; None where the file
    does not hold it word for word, as in packed ones or where it has entities in it).  `decisions` are () and
    `trouble` says why where the source is not to be had or gives another answer today.
    """

    sentence: Sentence
    rule: str
    score: str
    propositions: tuple[str, ...]
    passage: str
    file: str = ""
    format: str = ""
    sha256: str = ""
    record_line: int | None = None
    line: int | None = None
    decisions: tuple[Decision, ...] = ()
    trouble: str = ""


def claims(store: ox.Store, text: str) -> list[str]:
    """The claims meant by an IRI (of a claim, proposition, passage, paper or rule) or by the beginning of a quote.

    UsageError where there is none, or where a beginning fits several.
    """
    if resolve.is_iri(text):
        node = text.strip("<>")
        return [node] if graph.kind(store, node) == "claim" else _behind(store, node)
    wanted = fold(text)
    quotes = {c: graph.value(store, c, KG.quote) or "" for c in graph.typed(store, KG.Claim)} if wanted else {}
    found = sorted(claim for claim, quote in quotes.items() if fold(quote).startswith(wanted))
    if not found:
        mend = "give a claim's IRI, or the first words of its sentence"
        raise UsageError(f"no claim begins with {text!r}", help=mend)
    if len({fold(quotes[claim]) for claim in found}) > 1:
        shown = "; ".join(f"“{quotes[claim]}”" for claim in found[:_NEAREST])
        raise UsageError(f"{len(found)} claims begin with {text!r}", help=f"give more of it: {clean(shown)}")
    return found


def _behind(store: ox.Store, node: str) -> list[str]:
    tied = [c for p in (KG.asserts, KG.inPassage, KG.byRule) for c in graph.nodes(store, p, node)]
    found = sorted({*tied, *graph.values(store, node, KG.makesClaim)})
    if not found:
        raise UsageError("there is no claim behind it", where=node, help="kg find looks for IRIs, kg show shows them")
    return found


def explain(store: ox.Store, wanted: Sequence[str], roots: Sequence[Path], words: Vocabulary) -> list[Explanation]:
    """The claims explained, in the order given; `roots` are where the files lie, `words` what the build knew."""
    names = project.load().names
    annotator = Annotator(words, block=names.block, allow=names.allow, tagger=names.tagger)
    return [_explained(store, claim, roots, annotator, words) for claim in wanted]


def _explained(
    store: ox.Store, claim: str, roots: Sequence[Path], annotator: Annotator, words: Vocabulary
) -> Explanation:
    passage = graph.value(store, claim, KG.inPassage) or ""
    told = Explanation(
        sentence=sentence(store, claim),
        rule=graph.label(store, graph.value(store, claim, KG.byRule) or claim),
        score=graph.value(store, claim, KG.score) or "",
        propositions=tuple(graph.label(store, p) for p in graph.values(store, claim, KG.asserts)),
        passage=(graph.value(store, passage, KG.text) or "") if passage else "",
    )
    trouble = "the graph names no file"
    for document, path in _files(store, passage):
        file, finding = verification.located(store, document, path, roots)
        told = replace(
            told, file=path, format=graph.value(store, document, KG.format) or "",
            sha256=graph.value(store, document, KG.sha256) or "",
        )  # fmt: skip
        trouble = finding.message if finding else "its record is no longer read as a claim there"
        for record in verification.records(file, path) if file else ():
            if file and (said := _said(told, record, annotator, words)):
                reading, found = said
                why = decisions(record, reading.mentions, words.concepts, found)
                return replace(told, record_line=record.source.line, line=_line(file, told), decisions=why)
    return replace(told, trouble=trouble)


def _files(store: ox.Store, passage: str) -> Iterator[tuple[str, str]]:
    for document in graph.values(store, passage, PROV.wasDerivedFrom) if passage else ():
        yield from ((document, path) for path in graph.values(store, document, KG.path))


def _said(told: Explanation, record: Record, annotator: Annotator, words: Vocabulary) -> tuple[Reading, Claim] | None:
    """The claim that a record gives today at the place of the one told."""
    places = [at for at, passage in enumerate(record.passages) if passage.text == told.passage]
    if not places:
        return None
    reading = pipeline.read_record(record, annotator, words)
    here = (c for c in reading.claims if c.passage in places and (c.start, c.end) == _span(told.sentence))
    found = next(here, None)
    return (reading, found) if found else None


def _line(file: Place, told: Explanation) -> int | None:
    """The line on which the sentence begins, its lines told apart by words alone."""
    lines = ["".join(f"{word} " for word in line.split()) for line in _text(file).splitlines()]
    starts = list(accumulate(map(len, lines[:-1]), initial=0))
    at = "".join(lines).find(squeeze(told.sentence.quote))
    return bisect_right(starts, at) if at >= 0 else None


def _text(file: Place) -> str:
    with file.opened() as content:
        return content.read().decode("utf-8", "replace")


def _span(sentence: Sentence) -> tuple[int | None, int | None]:
    return sentence.start, sentence.end


# ---------------------------------------------------------------- telling


def as_text(explained: Sequence[Explanation]) -> str:
    """The explanations for a terminal."""
    return "\n\n".join("\n".join(_lines(each)) for each in explained) + "\n"


def _lines(told: Explanation) -> Iterator[str]:
    said = told.sentence
    yield clean(f"“{said.quote}”")
    judged = f"{said.polarity} {said.type}, {said.certainty}; by rule {told.rule}, score {told.score}"
    lines = (("record", told.record_line), ("sentence", told.line))
    where = "".join(f", {what} at line {line}" for what, line in lines if line)
    for name, value in (
        ("claim", said.claim), ("read as", judged), *(("asserts", label) for label in told.propositions),
        ("paper", f"{said.cited}: {said.title}"), ("file", f"{told.file} ({told.format}){where}"),
        ("SHA-256", told.sha256), ("passage", f"{said.section}, code points {said.start}–{said.end}"),
        ("why", told.trouble and f"not told: {told.trouble}"),
    ):  # fmt: skip
        if value:
            yield f"  {name:<9}{clean(value)}"
    for decision in told.decisions:
        yield from _decision_lines(decision)


def _decision_lines(decision: Decision) -> Iterator[str]:
    against = f" rather than {decision.other} (margin {decision.margin:+.2f})" if decision.other else ""
    note = f": {decision.note}" if decision.note else ""
    yield f"  {clean(f'{decision.question}: {decision.answer}{against}{note}')}"
    for name, weight in decision.features:
        yield f"    {weight:+7.2f}  {clean(name)}"
    if decision.features:
        yield f"    {decision.left:+7.2f}  all other features"


def as_json(explained: Sequence[Explanation]) -> str:
    """The explanations as an array of objects."""
    return json.dumps([_members(each) for each in explained], ensure_ascii=False, indent=1) + "\n"


def _members(told: Explanation) -> dict[str, Any]:
    said = asdict(told)
    for decision in said["decisions"]:
        decision["features"] = [{"feature": name, "weight": weight} for name, weight in decision["features"]]
    return said
