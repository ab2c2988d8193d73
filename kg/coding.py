"""Records and what was read in them as JSON text, and back: positions instead of names.

What is decoded equals what was encoded.  A change of a type in `kg.model` changes the program, and what an earlier
program has written is never read: see `kg.fingerprint`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Any

from kg.model import (
    Claim,
    Identifiers,
    Journal,
    Mention,
    Organisation,
    Passage,
    Person,
    Quantity,
    Reading,
    Record,
    Source,
)

Values = list[Any]
_RECORD = tuple(field.name for field in fields(Record) if field.name != "source")
_TOLD = attrgetter(*_RECORD)
_PERSON = len(fields(Person))


class _Getters(dict[type, Callable[[Any], tuple[Any, ...]]]):
    def __missing__(self, kind: type) -> Callable[[Any], tuple[Any, ...]]:
        getter = self[kind] = attrgetter(*(field.name for field in fields(kind)))
        return getter


_GETTERS = _Getters()


def _stated(value: Any) -> tuple[Any, ...]:
    return _GETTERS[type(value)](value)


# Frozen dataclasses as the list of their values, in the order of their fields; tuples as lists.  None is in a circle.
encode: Callable[[Any], str] = json.JSONEncoder(separators=(",", ":"), default=_stated, check_circular=False).encode


def encode_record(record: Record) -> str:
    """All of a record but its source."""
    return encode(_TOLD(record))


def decode_record(text: str, source: Source) -> Record:
    """The record that a text was made from, as told by a source."""
    told = dict(zip(_RECORD, json.loads(text), strict=True))
    told["identifiers"] = identifiers(told["identifiers"])
    told["references"] = tuple(map(identifiers, told["references"]))
    told["authors"], told["editors"] = people(told["authors"]), people(told["editors"])
    told["journal"] = journal(told["journal"])
    told["passages"] = tuple(
        Passage(section=section, zone=zone, text=text, label=label) for section, zone, text, label in told["passages"]
    )
    for name in ("languages", "keywords", "headings", "genres", "funding", "notices"):
        told[name] = tuple(told[name])
    return Record(source=source, **told)


def encode_said(reading: Reading) -> str:
    """What was read in a record as far as the graph tells it: mentions, claims, design."""
    return encode((list(map(_GETTERS[Mention], reading.mentions)), reading.claims, reading.design))


def decode_said(text: str, record: Record) -> Reading:
    """The reading that a text was made from, without its sentences."""
    mentions, claims, design = json.loads(text)
    return Reading(
        record=record, mentions=tuple(map(_mention, mentions)), claims=tuple(map(_claim, claims)), design=design
    )


def encode_told(told: Any) -> str:
    """What a record says as it stands in the file."""
    *values, below, itself = _stated(told)
    return "\t".join((encode(values), below, itself))


def decode_told(text: str) -> Values:
    """The values that a text was made from, in the order of their fields."""
    values, _, blocks = text.partition("\t")
    below, _, itself = blocks.rpartition("\t")
    return [*json.loads(values), below, itself]


# ---------------------------------------------------------------- parts


def identifiers(values: Values) -> Identifiers:
    """Identifiers from their values."""
    doi, pmid, pmcid, isbns, trials = values
    return Identifiers(doi=doi, pmid=pmid, pmcid=pmcid, isbns=tuple(isbns), trials=tuple(trials))


def people(listed: Sequence[Values]) -> tuple[Person | Organisation, ...]:
    """Persons and organisations, told apart by the number of their values."""
    return tuple(
        _person(*values[:-1], tuple(values[-1])) if len(values) == _PERSON else _organisation(values)
        for values in listed
    )


# Thousands of records name the same people and journals: in memory each stands once.
@lru_cache(maxsize=65536)
def _person(
    family: str, given: str | None, particle: str | None, suffix: str | None, orcid: str | None, at: tuple[str, ...]
) -> Person:
    return Person(
        family=family, given=given, particle=particle, suffix=suffix, orcid=orcid, affiliations=tuple(map(intern, at))
    )


def _organisation(values: Values) -> Organisation:
    name, affiliations = values
    return Organisation(name=name, affiliations=tuple(affiliations))


def journal(values: Values | None) -> Journal | None:
    """A journal from its values."""
    return _journal(values[0], tuple(values[1]), values[2]) if values is not None else None


@lru_cache(maxsize=16384)
def _journal(title: str, issns: tuple[str, ...], abbreviation: str | None) -> Journal:
    return Journal(title=title, issns=issns, abbreviation=abbreviation)


_MENTION = tuple(field.name for field in fields(Mention))
_CLAIM = tuple(field.name for field in fields(Claim))
_QUANTITY = tuple(field.name for field in fields(Quantity))


def _mention(values: Values) -> Mention:
    told = dict(zip(_MENTION, values, strict=True))
    told["candidates"] = tuple(told["candidates"])
    return Mention(**told)


def _claim(values: Values) -> Claim:
    told = dict(zip(_CLAIM, values, strict=True))
    told["diseases"] = tuple(told["diseases"])
    told["quantities"] = tuple(Quantity(**dict(zip(_QUANTITY, each, strict=True))) for each in told["quantities"])
    return Claim(**told)
