"""What a paper is about, and what was spoken of last: where a sentence that names no therapy finds its own.

The topic is told from the title: its first therapy that is not only what patients had before or were compared with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.unit import Unit
from kg.model import Mention, Record
from kg.vocabulary import Concept

# Words before a therapy in a title that make it the setting, not the subject.
_SETTING = re.compile(
    r"\b(?:after|following|versus|vs\.?|against|than|compared with|compared to|from|or|refractory to|resistant to"
    r"|failing|treated with|taking|undergoing|pre-?treated with|exposed to|despite|before|prior|previous|instead of)"
    r"\s+(?:\w+\s+){0,2}\Z",
    re.IGNORECASE,
)
# Words before a disease in a title that make it what is treated, be it a harm of something else.
_TREATED = re.compile(
    r"\b(?:for|in|against|treat\w*|manag\w*|patients with|refractory|resistant|active|severe|relaps\w+)\s+(?:of\s+)?"
    r"(?:[\w-]+\s+){0,4}\Z",
    re.IGNORECASE,
)
_OPENING = 3  # characters of a title before the disease it opens with
_AROUND = re.compile(
    r"(?:kidney|renal|liver|lung|heart) (?:allo)?transplant|dialysis", re.IGNORECASE
)  # rarely the subject
PASSIVE_ARM = re.compile(
    r"\b(?:placebo|sham|standard (?:of care|therapy|care|treatment)|usual care|no treatment|controls?|baseline"
    r"|best supportive care|vehicle|untreated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the paper is about, most telling first.

    `subject` is the therapy of its title, or the only one it names; `whole` is that, or the class that covers all it
    names; `wider` holds the classes the subject belongs to.
    """

    therapies: tuple[str, ...] = ()
    diseases: tuple[str, ...] = ()
    subject: str | None = None
    whole: str | None = None
    wider: frozenset[str] = frozenset()


@dataclass(slots=True)
class Focus:
    """What was spoken of last: the state that sentences hand on."""

    therapy: str | None = None
    therapies: frozenset[str] = frozenset()
    diseases: tuple[str, ...] = ()
    age: int = 0

    def step(self, unit: Unit, subject: str | None, treated: tuple[str, ...]) -> None:
        """Take up what a sentence was about; `subject` is the therapy it names itself."""
        self.age = 0 if subject else self.age + 1
        self.therapy = subject or self.therapy
        self.therapies = frozenset(m.concept for m in unit.therapies if m.concept) or self.therapies
        self.diseases = treated


def topic(record: Record, mentions: Sequence[Mention], concepts: Mapping[str, Concept]) -> Topic:
    """The paper's therapies and diseases: those of the title first, then by how often they are named."""
    running = [m for m in mentions if m.concept and record.passages[m.passage].section != "keywords"]
    named = [m for m in running if m.kind == "therapy" and not is_passive(m)]
    titled = [m for m in named if _is_subject(record, m)]
    around = {m.concept for m in named if _AROUND.match(m.text)}
    titled = [m for m in titled if m.concept not in around] or titled
    therapies = _ranked(titled, named, last=around)
    subject = therapies[0] if titled or len(therapies) == 1 else None
    return Topic(
        therapies=therapies,
        diseases=_diseases(record, [m for m in running if m.kind == "disease"], concepts),
        subject=subject,
        whole=subject or _umbrella(therapies, concepts),
        wider=frozenset(broader(subject, concepts)) if subject else frozenset(),
    )


def _diseases(record: Record, named: Sequence[Mention], concepts: Mapping[str, Concept]) -> tuple[str, ...]:
    """The diseases of the title first; a harm comes last unless the title speaks of treating it."""
    titled = [m for m in named if record.passages[m.passage].section == "title"]
    treated = {m.concept for m in titled if _TREATED.search(record.passages[m.passage].text, 0, m.start)}
    harms = {m.concept for m in named if is_harm(m.concept, concepts)}
    if all(m.concept in harms for m in titled):
        treated |= {m.concept for m in titled if m.start <= _OPENING}
    return _narrowed(_ranked(titled, named, last=harms - treated), named, concepts)


def _narrowed(ranked: tuple[str, ...], named: Sequence[Mention], concepts: Mapping[str, Concept]) -> tuple[str, ...]:
    """The same, but that a single kind of the first which is named more often than it comes before it."""
    count = Counter(m.concept for m in named)
    kinds = [iri for iri in ranked[1:] if ranked[0] in broader(iri, concepts) and count[iri] >= count[ranked[0]]]
    return (kinds[0], *(iri for iri in ranked if iri != kinds[0])) if len(kinds) == 1 else ranked


def is_passive(mention: Mention) -> bool:
    """Whether a therapy is only ever compared with: placebo, usual care."""
    return bool(PASSIVE_ARM.fullmatch(mention.text))


def is_harm(iri: str | None, concepts: Mapping[str, Concept]) -> bool:
    """Whether a disease is also an outcome: an infection, a cytopenia."""
    concept = concepts.get(iri) if iri else None
    return concept is not None and "outcome" in concept.kinds and "disease" in concept.kinds


def broader(iri: str, concepts: Mapping[str, Concept]) -> set[str]:
    """All classes above a concept."""
    found: set[str] = set()
    level = [iri]
    while level:
        level = [b for i in level if i in concepts for b in concepts[i].broader if b not in found]
        found.update(level)
    return found


def _is_subject(record: Record, mention: Mention) -> bool:
    passage = record.passages[mention.passage]
    return passage.section == "title" and not _SETTING.search(passage.text, 0, mention.start)


def _ranked(titled: Iterable[Mention], named: Sequence[Mention], last: Iterable[str | None] = ()) -> tuple[str, ...]:
    """Concepts by rank: those of the title as they stand there, then by how often and how early they are named."""
    count = Counter(m.concept for m in named if m.concept)
    order = {iri: place for place, iri in enumerate(count)}
    title = {iri: place for place, iri in enumerate(dict.fromkeys(m.concept for m in titled))}
    late = set(last)
    return tuple(sorted(count, key=lambda i: (i in late, title.get(i, len(title)), -count[i], order[i])))


def _umbrella(therapies: Sequence[str], concepts: Mapping[str, Concept]) -> str | None:
    """The class among some therapies that every other one belongs to."""
    for candidate in therapies:
        if all(candidate in broader(iri, concepts) for iri in therapies if iri != candidate):
            return candidate
    return None
