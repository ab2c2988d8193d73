"""Cards as text for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kg.errors import UsageError
from kg.sparql.cards import Card, Link, Sentence, Value
from kg.terms import curie

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a terminal would obey them
_MARKS = re.compile(r"([\\`*_\[\]<>|#])")
_SHOWN = 12  # values of one fact; JSON has them all
_WIDTH = 100


def write(cards: Sequence[Card], form: str) -> str:
    """The cards in one of FORMS, in order; JSON is an array."""
    if form not in FORMS:
        raise UsageError(f"unknown format {form!r}", help=f"one of {', '.join(FORMS)}")
    return FORMS[form](cards)


def _text(cards: Sequence[Card]) -> str:
    return "\n\n".join("\n".join(_text_lines(card)) for card in cards) + "\n"


def _text_lines(card: Card) -> Iterator[str]:
    yield clean(f"{card.label} ({card.kind}, {curie(card.iri)})")
    width = max((len(name) for name, _ in card.facts), default=0)
    for name, values in card.facts:
        yield from _hung(f"  {name:<{width}}  ", _listed(values))
    if card.kind != "claim":
        yield f"  {_many(len(card.sentences), 'claim')}"
    for sentence in card.sentences:
        yield from _hung("  - ", f"“{sentence.quote}”")
        yield from _hung("    ", f"{_said(sentence)}; {_where(sentence)}")


def _hung(head: str, text: str) -> list[str]:
    """The text in lines of a terminal, indented behind its head."""
    return textwrap.wrap(
        clean(text), _WIDTH, initial_indent=head, subsequent_indent=" " * len(head), break_long_words=False,
        break_on_hyphens=False,
    ) or [head.rstrip()]  # fmt: skip


def clean(text: str) -> str:
    """A text on one line that no terminal obeys."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def _listed(values: Sequence[Value]) -> str:
    shown = [_shown(value) for value in values[:_SHOWN]]
    more = len(values) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more > 0 else "")


def _shown(value: Value) -> str:
    if isinstance(value, Link):
        return curie(value.iri) if value.label in (value.iri, curie(value.iri)) else value.label
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _said(sentence: Sentence) -> str:
    about = " in ".join(filter(None, (sentence.therapy, " and ".join(sentence.diseases))))
    outcome = f", {sentence.outcome}" if sentence.outcome else ""
    return f"{sentence.polarity} {sentence.type}, {sentence.certainty}" + (f": {about}{outcome}" if about else outcome)


def _where(sentence: Sentence) -> str:
    files = ", ".join(sentence.paths)
    return f"{sentence.cited} ({files}, {sentence.section} {sentence.start}–{sentence.end})"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _markdown(cards: Sequence[Card]) -> str:
    return "\n".join(line for card in cards for line in _markdown_lines(card))


def _markdown_lines(card: Card) -> Iterator[str]:
    yield f"## {escaped(card.label)}\n"
    yield f"{card.kind}, <{card.iri}>\n"
    yield from (f"- **{name}**: {escaped(_listed(values))}" for name, values in card.facts)
    if card.sentences:
        yield f"\n### {_many(len(card.sentences), 'claim')}\n"
    for sentence in card.sentences:
        yield f"> {escaped(sentence.quote)}\n>\n> {escaped(_said(sentence))}; {escaped(_where(sentence))}\n"


def escaped(text: str) -> str:
    """A text on one line in which Markdown sees no marks."""
    return _MARKS.sub(r"\\\1", clean(text))


def _json(cards: Sequence[Card]) -> str:
    return json.dumps([_members(card) for card in cards], ensure_ascii=False, indent=1) + "\n"


def _members(card: Card) -> dict[str, Any]:
    facts = {name: [asdict(v) if isinstance(v, Link) else v for v in values] for name, values in card.facts}
    head = {"iri": card.iri, "curie": curie(card.iri), "kind": card.kind, "label": card.label}
    return head | {"facts": facts, "claims": [asdict(sentence) for sentence in card.sentences]}


FORMS: dict[str, Callable[[Sequence[Card]], str]] = {"text": _text, "json": _json, "md": _markdown}
