"""Sentences and claims of a record: what it says, how sure it is, and of what.

`read` is the stage.  A sentence is cut out, its cues are found, and then asked in turn: is it a claim, about which
therapy, of which type, which way, how sure, about which disease.  Each claim names the rule that made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from kg.extraction import arguments, certainty, claimhood, linear, polarity, zones
from kg.extraction.cues import Cue, Finder
from kg.extraction.design import design
from kg.extraction.headline import chosen, headlines
from kg.extraction.kinds import kind
from kg.extraction.meant import is_meant
from kg.extraction.quantities import quantities
from kg.extraction.sentences import spans
from kg.extraction.topic import Focus, Topic, is_harm, topic
from kg.extraction.unit import Unit, grouped, local
from kg.model import Claim, Mention, Origin, Record, Sentence
from kg.vocabulary import Concept

__all__ = ["design", "read"]

_VALUED = {"desired": "plus.concept", "undesired": "minus.concept"}  # nouns by the valence of their concept
_PROSE = ("highlight", "abstract", "body")


def read(
    record: Record, mentions: Sequence[Mention], concepts: Mapping[str, Concept], *, sentences: bool = True
) -> tuple[tuple[Sentence, ...], tuple[Claim, ...]]:
    """Every sentence of the running text and title, unless only the claims are asked for, and these, both in order."""
    found = tuple(units(record, mentions, concepts))
    scores = [claimhood.score(unit) for unit in found]
    heads = headlines(found, scores)
    claims = _claims(record, mentions, concepts, found, scores, heads)
    rated = zip(found, scores, heads, strict=True) if sentences else ()
    return tuple(_sentence(unit, score, head) for unit, score, head in rated), claims


def units(record: Record, mentions: Sequence[Mention], concepts: Mapping[str, Concept]) -> Iterator[Unit]:
    """The sentences with their cues, mentions and zones."""
    cut = [
        (index, start, end, place == 0)
        for index, passage in enumerate(record.passages)
        if passage.section != "keywords"
        for place, (start, end) in enumerate(spans(passage.text))
    ]
    prose = [entry for entry in cut if record.passages[entry[0]].section in _PROSE]
    order = {entry[:2]: place for place, entry in enumerate(prose)}
    by_passage: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_passage.setdefault(mention.passage, []).append(mention)
    texts = [record.passages[index].text[start:end] for index, start, end, _ in cut]
    heeded = [_finder().find(text) for text in texts]
    title = [cue for entry, own in zip(cut, heeded, strict=True) if _titles(record, entry[0]) for cue in own]
    about = _paper_hints(record, mentions, title)
    words = [linear.tokens(text) for text in texts]
    heard = linear.words().score(words)
    found_zones, roles = zones.of(record, [(entry[0], own) for entry, own in zip(cut, heard, strict=True)])
    for at, ((index, start, end, fresh), text) in enumerate(zip(cut, texts, strict=True)):
        named = local(by_passage.get(index, ()), start, end)
        cues = _outside(heeded[at], named, concepts)
        if valued := [*_valued(named, concepts)]:
            cues = tuple(sorted((*cues, *valued)))
        yield Unit(
            passage=index, start=start, end=end, text=text, zone=found_zones[at], roles=roles[at], cues=cues,
            groups=grouped(cues), mentions=named, words=words[at], scores=heard[at],
            index=order.get((index, start), 0), count=len(prose), fresh=fresh,
            hints=(*about, *_concept_hints(named, concepts)),
        )  # fmt: skip


def _titles(record: Record, passage: int) -> bool:
    return record.passages[passage].section == "title"


def _paper_hints(record: Record, mentions: Sequence[Mention], title: Iterable[Cue]) -> tuple[str, ...]:
    """What the title speaks of, given its cues, and whether the paper names any therapy, two in its title, placebo."""
    spoken = [m for m in mentions if m.concept and _titles(record, m.passage)]
    hints = {f"title:{m.kind}" for m in spoken} | {f"title:{cue.name}" for cue in title}
    if any(m.kind == "therapy" and m.concept for m in mentions):
        hints.add("paper:therapy")
    if len({m.concept for m in spoken if m.kind == "therapy"}) > 1:
        hints.add("paper:two")
    if any("placebo" in passage.text or "Placebo" in passage.text for passage in record.passages):
        hints.add("paper:placebo")
    return tuple(sorted(hints))


def _concept_hints(named: Sequence[Mention], concepts: Mapping[str, Concept]) -> Iterator[str]:
    """Whether a sentence names harms, and outcomes a patient wants or fears."""
    known = [concepts[m.concept] for m in named if m.concept and m.concept in concepts]
    yield from sorted({"names:harm" for c in known if {"disease", "outcome"} <= set(c.kinds)})
    yield from sorted({f"outcome:{c.valence}" for c in known if c.valence})


def _valued(named: Sequence[Mention], concepts: Mapping[str, Concept]) -> Iterator[Cue]:
    """The outcomes and harms a sentence names, as nouns of which a patient wants more or less."""
    for mention in named:
        valence = concepts[mention.concept].valence if mention.concept and mention.concept in concepts else None
        if valence in _VALUED:
            yield Cue(mention.start, mention.end, _VALUED[valence])


def _outside(cues: list[Cue], named: Sequence[Mention], concepts: Mapping[str, Concept]) -> tuple[Cue, ...]:
    """The cues but for those inside the name of a therapy, target or treated disease ("B-cell malignancies")."""
    names = [
        (m.start, m.end)
        for m in named
        if m.kind in ("therapy", "target") or (m.kind == "disease" and m.concept and not is_harm(m.concept, concepts))
    ]
    if not names:
        return tuple(cues)
    return tuple(cue for cue in cues if not any(start <= cue.start and cue.end <= end for start, end in names))


def _claims(
    record: Record, mentions: Sequence[Mention], concepts: Mapping[str, Concept],
    found: Sequence[Unit], scores: Sequence[float], heads: Sequence[float],
) -> tuple[Claim, ...]:  # fmt: skip
    about, focus, claims = topic(record, mentions, concepts), Focus(), []
    has_prose = any(record.passages[unit.passage].section in _PROSE for unit in found)
    best = chosen([head if unit.count else 0.0 for unit, head in zip(found, heads, strict=True)])
    for at, (unit, score) in enumerate(zip(found, scores, strict=True)):
        if has_prose and _titles(record, unit.passage):
            continue
        spoken = arguments.therapy(unit, focus, about, concepts)
        treated = arguments.diseases(unit, focus, about, concepts, safety=False)
        if score >= claimhood.THRESHOLD:
            claims.append(_claim(record, concepts, unit, score, at in best, about, focus, spoken, treated))
        focus.step(unit, spoken[0] if spoken[1] == "sentence" else None, treated)
    return tuple(claims)


def _claim(
    record: Record, concepts: Mapping[str, Concept], unit: Unit, score: float, headline: bool,
    about: Topic, focus: Focus, spoken: tuple[str | None, str], treated: tuple[str, ...],
) -> Claim:  # fmt: skip
    therapy, source = spoken
    against = [m for m in arguments.comparators(unit) if m.concept != therapy]
    type_ = kind(unit)
    if therapy and source != "sentence" and not is_meant(unit, source, about):
        therapy = None
    if type_ == "safety":
        treated = arguments.diseases(unit, focus, about, concepts, safety=True)
    return Claim(
        passage=unit.passage, start=unit.start, end=unit.end, type=type_,
        polarity=polarity.polarity(unit, type_, therapy=therapy is not None),
        certainty=certainty.certainty(unit, type_), zone=unit.zone,
        origin=_origin(record, unit), therapy=therapy, diseases=treated,
        outcome=arguments.outcome(unit, concepts, treated),
        comparator=against[0].concept if against and therapy and type_ == "comparison" else None,
        quantities=quantities(unit.text, unit.start), headline=headline, score=round(score, 4),
        rule=f"{type_.replace('_', '-')}-{source}",
    )  # fmt: skip


def _origin(record: Record, unit: Unit) -> Origin:
    if record.kind == "review":
        return "review"
    return "cited" if unit.has("cited") and unit.zone in ("Background", "Unlabelled") else "own"


def _sentence(unit: Unit, score: float, head: float) -> Sentence:
    hedged, negated = certainty.flags(unit)
    return Sentence(
        passage=unit.passage, start=unit.start, end=unit.end, zone=unit.zone, claim_score=round(score, 4),
        headline_score=round(head, 4), negated=negated, hedged=hedged,
    )  # fmt: skip


@cache
def _finder() -> Finder:
    return Finder("claims", "types", "polarity", "certainty", "discourse", "languages")
