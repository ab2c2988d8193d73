"""What identity needs to know of a record, and no more: the global stage holds these for all records at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from operator import attrgetter
from sys import intern

from kg import coding, model
from kg.model import Journal, Organisation, Person, Reading, Record, record_key
from kg.text import fold, paper_key, sentence_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """What a claim says, and of which sentence (by its key)."""

    sentence: str
    type: model.ClaimType
    therapy: str | None
    diseases: tuple[str, ...]
    comparator: str | None
    polarity: model.Polarity
    certainty: model.Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The facts of one record by which papers, people and propositions are told apart.

    `title` and `family` (of the first author) are folded; `years` are those of issue and of going online; `place` is
    volume and first page; `own` is the hash of a paper without identifiers; `topics` are folded headings and keywords.
    """

    record: model.RecordKey
    kind: model.Kind
    doi: str | None
    pmid: str | None
    pmcid: str | None
    trials: tuple[str, ...]
    title: str
    family: str
    issued: str | None  # the year
    online: str | None  # the year
    place: tuple[str | None, str | None]
    own: str
    journal: Journal | None
    authors: tuple[Person | Organisation, ...]
    editors: tuple[Person | Organisation, ...]
    topics: tuple[str, ...]
    claims: tuple[Assertion, ...]


def keys(reading: Reading) -> Keys:
    """The facts of one reading; picklable, a few kilobytes."""
    record = reading.record
    known = record.identifiers
    family = _family(record.authors[0]) if record.authors else None
    return Keys(
        record=record_key(record),
        kind=record.kind,
        doi=known.doi.lower() if known.doi else None,
        pmid=known.pmid,
        pmcid=known.pmcid,
        trials=known.trials,
        title=fold(record.title),
        family=fold(family or ""),
        issued=record.issued[:4] if record.issued else None,
        online=record.published_online[:4] if record.published_online else None,
        place=(record.volume, _first_page(record)),
        own=paper_key(record.title, record.issued or record.published_online, family),
        journal=record.journal,
        authors=record.authors,
        editors=record.editors,
        topics=_topics(record),
        claims=assertions(reading),
    )


def encode(keys: Keys) -> str:
    """The facts as JSON text, without where the record stands and without its claims; its name comes first."""
    return coding.encode([keys.record[2], *_TOLD(keys)])


def named(text: str) -> str:
    """The name of the record whose facts a text is, as its key has it."""
    return text[2 : text.index('"', 2)]


def decode(text: str, path: str, line: int) -> Keys:
    """The facts that a text was made from, without claims, of a record that stands at this place now.

    Claims are half of the facts, and counted one paper after the other: see `kg.identity.support`.
    """
    name, *values = json.loads(text)
    told = dict(zip(_FIELDS, values, strict=True))
    for field in ("trials", "place"):
        told[field] = tuple(told[field])
    told["topics"] = tuple(map(intern, told["topics"]))  # said by many, they stand in memory once
    told["journal"] = coding.journal(told["journal"])
    told["authors"], told["editors"] = coding.people(told["authors"]), coding.people(told["editors"])
    return Keys(record=(path, line, name), claims=(), **told)


_FIELDS = tuple(field.name for field in fields(Keys) if field.name not in ("record", "claims"))
_TOLD = attrgetter(*_FIELDS)


def _topics(record: Record) -> tuple[str, ...]:
    """Headings without their qualifiers, and keywords."""
    headings = (heading.partition("/")[0] for heading in record.headings)
    return tuple(dict.fromkeys(fold(topic) for topic in (*headings, *record.keywords)))


def _family(author: Person | Organisation) -> str:
    return author.family if isinstance(author, Person) else author.name


def _first_page(record: Record) -> str | None:
    pages = record.pages or record.article_number
    return pages.replace("–", "-").split("-")[0].strip().lower() if pages else None


def assertions(reading: Reading) -> tuple[Assertion, ...]:
    """What claims say, in order, the first of each sentence."""
    found: dict[str, Assertion] = {}
    for claim in reading.claims:
        sentence = sentence_key(reading.record.passages[claim.passage].text[claim.start : claim.end])
        if sentence not in found:
            found[sentence] = Assertion(
                sentence=sentence,
                type=claim.type,
                therapy=claim.therapy,
                diseases=claim.diseases,
                comparator=claim.comparator,
                polarity=claim.polarity,
                certainty=claim.certainty,
            )
    return tuple(found.values())
