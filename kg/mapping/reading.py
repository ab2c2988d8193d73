"""What the texts of one paper say: passages, mentions, claims, as they stand in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kg.mapping import forms, iris
from kg.mapping.form import several
from kg.mapping.nt import decimal, number, text
from kg.mapping.turtle import Terms, terms
from kg.model import Claim, ClaimType, Mention, Passage, Quantity, Reading
from kg.text import percent


@dataclass(slots=True)
class Said:
    """`blocks` in no order; `objects` of the paper itself by field of its form; the rest is for the whole graph."""

    blocks: list[str] = field(default_factory=list)
    objects: dict[str, str] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)  # concepts that mentions have for bodies, by their IRIs
    passages: int = 0
    mentions: int = 0
    claims: int = 0
    grounded: int = 0  # mentions that have a body


def said(name: str, readings: Sequence[Reading], files: Sequence[str], base: str) -> Said:
    """Passages of distinct text, their mentions, and one claim for each distinct sentence, with its rule.

    `name` is the paper's below the base, `files` the document of each reading, in Turtle; of what several readings say
    of one place, the first counts.
    """
    shown = terms(base)
    stem = shown.node(name)[:-1]
    places = [[iris.passage(stem, p.section, p.text) for p in reading.record.passages] for reading in readings]
    found = Said()
    _passages(readings, places, files, found)
    _mentions(readings, places, found, shown)
    _claims(stem, readings, places, found, shown, base)
    return found


def _passages(readings: Sequence[Reading], places: Sequence[Sequence[str]], files: Sequence[str], found: Said) -> None:
    """Each place once, as the first reading tells it; its documents are those of all."""
    told: dict[str, tuple[Passage, set[str]]] = {}
    for reading, nodes, document in zip(readings, places, files, strict=True):
        for node, passage in zip(nodes, reading.record.passages, strict=True):
            told.setdefault(node, (passage, set()))[1].add(document)
    for position, (node, (passage, documents)) in enumerate(told.items(), 1):
        objects = {
            "section": f'"{passage.section}"', "text": text(passage.text), "position": str(position),
            "label": text(passage.label) if passage.label else None, "document": several(sorted(documents)),
        }  # fmt: skip
        found.blocks.append(forms.PASSAGE(f"{node}>", objects))
    found.objects["passage"] = _nodes(told)
    found.passages = len(told)


def _mentions(readings: Sequence[Reading], places: Sequence[Sequence[str]], found: Said, shown: Terms) -> None:
    """Each place as the first reading tells it; what else that reading finds there adds its concept only."""
    told: dict[str, tuple[int, Mention, str, list[str]]] = {}
    for n, (reading, nodes) in enumerate(zip(readings, places, strict=True)):
        for mention in reading.mentions:
            passage = nodes[mention.passage]
            node = iris.mention(passage, mention.start, mention.end)
            if node not in told:
                told[node] = n, mention, passage, []
            first, *_, bodies = told[node]
            if first == n and mention.concept:
                bodies.append(mention.concept)
    for node, (_, mention, passage, bodies) in told.items():
        found.blocks.append(_mention(node, mention, passage, bodies, shown))
        found.bodies.update(bodies)
        found.grounded += bool(bodies)
    found.objects["mentions"] = concepts(found.bodies, shown)
    found.mentions = len(told)


def _mention(node: str, mention: Mention, passage: str, bodies: list[str], shown: Terms) -> str:
    score, exact, body = shown[decimal(mention.score)], text(mention.text), concepts(bodies, shown)
    if mention.concept:
        return forms.GROUNDED % (f"{node}>", exact, body, f"{passage}>", mention.end, score, mention.start)
    objects = {
        "passage": f"{passage}>", "start": str(mention.start), "end": str(mention.end), "text": exact, "score": score,
        "concept": body, "reason": text(mention.reason) if mention.reason else "",
        "candidate": concepts(mention.candidates, shown),
    }  # fmt: skip
    return forms.MENTION(f"{node}>", objects)


@lru_cache(maxsize=65536)
def concept(value: str) -> str:
    """A concept's IRI as a term of N-Triples, percent-encoded where a vocabulary has it wrong."""
    return f"<{percent(value, link=True)}>"


def concepts(values: Collection[str], shown: Terms) -> str:
    """Concepts as the objects of one predicate."""
    if len(values) < 2:
        return "".join([shown[concept(value)] for value in values])
    return several([shown[term] for term in sorted(set(map(concept, values)))])


def _nodes(names: Collection[str]) -> str:
    """What hangs on one paper, as the objects of one predicate."""
    return several(sorted([f"{name}>" for name in names])) if names else ""


# ---------------------------------------------------------------- claims


def _claims(
    stem: str, readings: Sequence[Reading], places: Sequence[Sequence[str]], found: Said, shown: Terms, base: str
) -> None:
    retracted = any(reading.record.retracted for reading in readings)
    claimed: set[str] = set()
    for reading, nodes in zip(readings, places, strict=True):
        for claim in reading.claims:
            quote = reading.record.passages[claim.passage].text[claim.start : claim.end]
            node = iris.claim(stem, quote)
            if node not in claimed:
                claimed.add(node)
                quantities = dict(_quantities(node, claim.quantities, shown)) if claim.quantities else {}
                objects = _claim(claim, shown, base) | {
                    "quote": text(quote), "passage": f"{nodes[claim.passage]}>", "quantity": _nodes(quantities),
                    "retracted": "true" if retracted else "",
                }  # fmt: skip
                found.blocks += [forms.CLAIM(f"{node}>", objects), *quantities.values()]
                found.rules.add(claim.rule)
    found.objects["claim"] = _nodes(claimed)
    found.claims = len(claimed)


def _claim(claim: Claim, shown: Terms, base: str) -> dict[str, str]:
    objects = {
        "start": str(claim.start), "end": str(claim.end), "score": shown[decimal(claim.score)],
        "type": forms.TYPES[claim.type], "polarity": forms.POLARITIES[claim.polarity],
        "certainty": forms.CERTAINTIES[claim.certainty], "zone": forms.ZONES[claim.zone],
        "origin": forms.ORIGINS[claim.origin], "headline": "true" if claim.headline else "",
        "rule": _rule(claim.rule, base), "disease": concepts(claim.diseases, shown), **forms.TEXT_MINED,
    }  # fmt: skip
    if claim.outcome:
        objects["outcome"] = shown[concept(claim.outcome)]
    if claim.comparator:
        objects["comparator"] = shown[concept(claim.comparator)]
    if claim.therapy:
        objects["therapy"] = shown[concept(claim.therapy)]
        asserted = _asserted(claim.type, claim.therapy, claim.diseases, claim.comparator, base)
        objects["asserts"] = objects[forms.SIDES[claim.polarity]] = asserted
    return objects


@lru_cache(maxsize=64)
def _rule(name: str, base: str) -> str:
    return terms(base).node(iris.rule("", name))


@lru_cache(maxsize=16384)
def _asserted(type: ClaimType, therapy: str, diseases: tuple[str, ...], comparator: str | None, base: str) -> str:
    """The propositions a claim takes a stand on: only a claim with a therapy has one."""
    names = {iris.proposition("", type, therapy, disease, comparator) for disease in diseases or (None,)}
    return several([terms(base).node(name) for name in sorted(names)])


def _quantities(claim: str, quantities: Iterable[Quantity], shown: Terms) -> Iterator[tuple[str, str]]:
    """Numbers with their blocks, one for each place where one starts."""
    seen: set[int] = set()
    for quantity in quantities:
        if quantity.start not in seen:
            seen.add(quantity.start)
            node = iris.quantity(claim, quantity.start)
            objects = {
                "value": shown[number(quantity.value)], "unit": text(quantity.unit) if quantity.unit else None,
                "kind": text(quantity.kind), "start": str(quantity.start), "end": str(quantity.end),
            }  # fmt: skip
            yield node, forms.QUANTITY(f"{node}>", objects)
