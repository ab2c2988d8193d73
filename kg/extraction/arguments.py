"""What a claim is about: its therapy, diseases, outcome and comparator.

The therapy is the first one named that nothing is compared with.  Where a sentence names none it takes up that of the
sentence before ("this approach", "it", "retreatment"), and failing that the topic of the paper, told from its title.
Diseases go the same way; a harm (a disease that is also an outcome) is what a safety claim finds, not what is treated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.kinds import PASSIVE_ARM
from kg.extraction.unit import Unit
from kg.model import Mention, Record
from kg.vocabulary import Concept

_NEAR = 60  # characters within which a word of comparison takes the therapy after it for comparator
_MOST_DISEASES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the paper is about, most telling first."""

    therapies: tuple[str, ...]
    diseases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """Concept IRIs; `source` tells where the therapy came from: sentence, before, topic or none."""

    therapy: str | None
    diseases: tuple[str, ...]
    outcome: str | None
    comparator: str | None
    source: str


@dataclass(slots=True)
class Focus:
    """What was spoken of last: the state that sentences hand on."""

    therapy: str | None = None
    diseases: tuple[str, ...] = ()
    passage: int = -1
    age: int = 0

    def step(self, unit: Unit, therapy: str | None, diseases: tuple[str, ...]) -> None:
        """Take up what a sentence names itself."""
        self.age = 0 if therapy else self.age + 1
        self.therapy, self.diseases = therapy or self.therapy, diseases or self.diseases
        self.passage = unit.passage


def topic(record: Record, mentions: Sequence[Mention], concepts: Mapping[str, Concept]) -> Topic:
    """The paper's therapies and diseases: those of the title first, then by how often they are named."""
    return Topic(
        therapies=_ranked(record, [m for m in mentions if m.kind == "therapy" and not is_passive(m)]),
        diseases=_ranked(record, [m for m in mentions if m.kind == "disease"], harms=concepts),
    )


def _ranked(record: Record, mentions: list[Mention], harms: Mapping[str, Concept] | None = None) -> tuple[str, ...]:
    count: Counter[str] = Counter()
    first: dict[str, int] = {}
    for place, mention in enumerate(mentions):
        if mention.concept and record.passages[mention.passage].section != "keywords":
            in_title = record.passages[mention.passage].section == "title"
            harm = harms is not None and is_harm(mention.concept, harms)
            count[mention.concept] += (0 if harm else 10) * in_title + (1 if not harm else 0)
            first.setdefault(mention.concept, place)
    return tuple(sorted(count, key=lambda iri: (-count[iri], first[iri])))


def is_passive(mention: Mention) -> bool:
    """Whether a therapy is only ever compared with: placebo, usual care."""
    return bool(PASSIVE_ARM.fullmatch(mention.text))


def is_harm(iri: str, concepts: Mapping[str, Concept]) -> bool:
    """Whether a disease is also an outcome: an infection, a cytopenia."""
    concept = concepts.get(iri)
    return concept is not None and "outcome" in concept.kinds and "disease" in concept.kinds


def comparators(unit: Unit) -> list[Mention]:
    """The therapies of a sentence that others are held against."""
    found = []
    therapies = unit.of_kind("therapy")
    for cue in unit.named("versus"):
        after = [m for m in therapies if cue.end <= m.start <= cue.end + _NEAR]
        before = [m for m in therapies if m.start < cue.start]
        if after and (before or len(therapies) > 1):
            found.append(after[0])
    return found + [m for m in therapies if is_passive(m) and m not in found]


def own(unit: Unit) -> list[Mention]:
    """The therapies a sentence is about itself, in order."""
    against = comparators(unit)
    return [m for m in unit.of_kind("therapy") if m not in against]


def therapy(unit: Unit, focus: Focus, about: Topic) -> tuple[str | None, str]:
    """The therapy a sentence speaks of, and where it was found."""
    named = own(unit)
    if named:
        return named[0].concept, "sentence"
    points_back = unit.has("anaphor.therapy")
    if points_back and focus.therapy and focus.age <= 1 and (not unit.fresh or not about.therapies):
        return focus.therapy, "before"
    if about.therapies and len(about.therapies) == 1:
        return about.therapies[0], "topic"
    if focus.therapy and focus.age <= 1 and not unit.fresh:
        return focus.therapy, "before"
    return (about.therapies[0], "topic") if about.therapies else (None, "none")


def diseases(
    unit: Unit, focus: Focus, about: Topic, concepts: Mapping[str, Concept], *, safety: bool
) -> tuple[str, ...]:
    """The diseases a sentence speaks of: its own, else the topic's; a harm counts only where nothing else does."""
    named = list(dict.fromkeys(m.concept for m in unit.of_kind("disease") if m.concept))
    treated = [iri for iri in named if not is_harm(iri, concepts)]
    if treated:
        return tuple(treated[:_MOST_DISEASES])
    if named and not safety and not about.diseases:
        return tuple(named[:1])
    if unit.has("anaphor.disease") and focus.diseases and not unit.fresh:
        return focus.diseases[:1]
    return about.diseases[:1]


def outcome(unit: Unit, concepts: Mapping[str, Concept], taken: Sequence[str]) -> str | None:
    """The first outcome a sentence names; a harm counts as one."""
    for mention in unit.mentions:
        iri = mention.concept
        if iri and iri not in taken and (mention.kind == "outcome" or is_harm(iri, concepts)):
            return iri
    return None
