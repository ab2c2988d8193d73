"""What the texts of one paper say, as triples: passages, mentions, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.mapping import iris
from kg.mapping import predicates as P
from kg.mapping.nt import TRUE, decimal, integer, number, text
from kg.model import Claim, Mention, Passage, Quantity, Reading
from kg.text import percent


def statements(paper: str, readings: Sequence[Reading], base: str) -> Iterator[str]:
    """Passages of distinct text, their mentions, and one claim for each distinct sentence, with its rule.

    `paper` is an IRI; of what several readings say of one place, the first counts.
    """
    retracted = any(reading.record.retracted for reading in readings)
    places: set[str] = set()
    mentioned: dict[str, Reading] = {}
    claimed: set[str] = set()
    for reading in readings:
        nodes = [iris.passage(paper, p.section, p.text) for p in reading.record.passages]
        document = iris.document(base, reading.record.source.sha256)
        for node, passage in zip(nodes, reading.record.passages, strict=True):
            if node not in places:
                places.add(node)
                yield from _passage(paper, node, passage, len(places))
            yield f"<{node}>{P.DERIVED_FROM}<{document}>{P.END}"
        yield from _mentions(paper, reading, nodes, mentioned)
        for claim in reading.claims:
            quote = reading.record.passages[claim.passage].text[claim.start : claim.end]
            node = iris.claim(paper, quote)
            if node not in claimed:
                claimed.add(node)
                yield from _claim(paper, node, claim, quote, nodes[claim.passage], base)
                if retracted:
                    yield f"<{node}>{P.RETRACTED}{TRUE}{P.END}"


def _passage(paper: str, node: str, passage: Passage, position: int) -> Iterator[str]:
    subject = f"<{node}>"
    yield f"<{paper}>{P.PASSAGE}{subject}{P.END}"
    yield subject + P.IS_PASSAGE
    yield f'{subject}{P.SECTION}"{passage.section}"{P.END}'
    yield f"{subject}{P.TEXT}{text(passage.text)}{P.END}"
    yield f"{subject}{P.POSITION}{integer(position)}{P.END}"
    if passage.label:
        yield f"{subject}{P.LABEL}{text(passage.label)}{P.END}"


def _mentions(paper: str, reading: Reading, nodes: Sequence[str], owners: dict[str, Reading]) -> Iterator[str]:
    """`owners` remembers whose mention stands at a place; a second one of the same reading adds its concept only."""
    for mention in reading.mentions:
        passage = nodes[mention.passage]
        node = f"<{iris.mention(passage, mention.start, mention.end)}>"
        if node not in owners:
            owners[node] = reading
            yield from _mention(node, mention, passage)
        if owners[node] is reading and mention.concept:
            body = concept(mention.concept)
            yield f"{node}{P.HAS_BODY}{body}{P.END}"
            yield f"<{paper}>{P.MENTIONS}{body}{P.END}"


def _mention(node: str, mention: Mention, passage: str) -> Iterator[str]:
    yield node + P.IS_MENTION
    yield f"{node}{P.HAS_TARGET}<{passage}>{P.END}"
    yield f"{node}{P.START_AT}{integer(mention.start)}{P.END}"
    yield f"{node}{P.END_AT}{integer(mention.end)}{P.END}"
    yield f"{node}{P.EXACT}{text(mention.text)}{P.END}"
    yield f"{node}{P.SCORE}{decimal(mention.score)}{P.END}"
    if not mention.concept:
        if mention.reason:
            yield f"{node}{P.REASON}{text(mention.reason)}{P.END}"
        for candidate in mention.candidates:
            yield f"{node}{P.CANDIDATE}{concept(candidate)}{P.END}"


@lru_cache(maxsize=65536)
def concept(value: str) -> str:
    """A concept's IRI as a term, percent-encoded where a vocabulary has it wrong."""
    return f"<{percent(value, link=True)}>"


def _claim(paper: str, node: str, claim: Claim, quote: str, passage: str, base: str) -> Iterator[str]:
    subject = f"<{node}>"
    yield f"<{paper}>{P.MAKES_CLAIM}{subject}{P.END}"
    yield subject + P.IS_CLAIM
    yield f"{subject}{P.QUOTE}{text(quote)}{P.END}"
    yield f"{subject}{P.IN_PASSAGE}<{passage}>{P.END}"
    yield f"{subject}{P.START_AT}{integer(claim.start)}{P.END}"
    yield f"{subject}{P.END_AT}{integer(claim.end)}{P.END}"
    yield subject + P.TYPE_IS[claim.type]
    yield subject + P.POLARITY_IS[claim.polarity]
    yield subject + P.CERTAINTY_IS[claim.certainty]
    yield subject + P.ZONE_IS[claim.zone]
    yield subject + P.ORIGIN_IS[claim.origin]
    yield f"{subject}{P.SCORE}{decimal(claim.score)}{P.END}"
    if claim.headline:
        yield f"{subject}{P.HEADLINE}{TRUE}{P.END}"
    for line in P.TEXT_MINED:
        yield subject + line
    rule = f"<{iris.rule(base, claim.rule)}>"
    yield f"{subject}{P.BY_RULE}{rule}{P.END}"
    yield rule + P.IS_RULE
    yield f"{rule}{P.RDFS_LABEL}{text(claim.rule)}{P.END}"
    yield from _arguments(subject, claim, base)
    yield from _quantities(node, claim.quantities)


def _arguments(claim: str, said: Claim, base: str) -> Iterator[str]:
    """What it is about, and where it stands on each proposition: only a claim with a therapy has one."""
    for disease in said.diseases:
        yield f"{claim}{P.DISEASE}{concept(disease)}{P.END}"
    if said.outcome:
        yield f"{claim}{P.OUTCOME}{concept(said.outcome)}{P.END}"
    if said.comparator:
        yield f"{claim}{P.COMPARATOR}{concept(said.comparator)}{P.END}"
    if said.therapy:
        yield f"{claim}{P.THERAPY}{concept(said.therapy)}{P.END}"
        for disease_or_none in said.diseases or (None,):
            proposition = iris.proposition(base, said.type, said.therapy, disease_or_none, said.comparator)
            yield f"{claim}{P.ASSERTS}<{proposition}>{P.END}"
            yield f"{claim}{P.TAKES_SIDE[said.polarity]}<{proposition}>{P.END}"


def _quantities(claim: str, quantities: Iterable[Quantity]) -> Iterator[str]:
    """Numbers, one for each place where one starts."""
    seen: set[int] = set()
    for quantity in quantities:
        if quantity.start in seen:
            continue
        seen.add(quantity.start)
        node = f"<{iris.quantity(claim, quantity.start)}>"
        yield f"<{claim}>{P.QUANTITY}{node}{P.END}"
        yield node + P.IS_QUANTITY
        yield f"{node}{P.VALUE}{number(quantity.value)}{P.END}"
        if quantity.unit:
            yield f"{node}{P.UNIT}{text(quantity.unit)}{P.END}"
        yield f"{node}{P.QUANTITY_KIND}{text(quantity.kind)}{P.END}"
        yield f"{node}{P.START_AT}{integer(quantity.start)}{P.END}"
        yield f"{node}{P.END_AT}{integer(quantity.end)}{P.END}"
