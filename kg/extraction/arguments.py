"""What a claim is about: its therapy, diseases, outcome and comparator.

The therapy is the first one named that nothing is compared with.  Where a sentence names none it takes up that of the
sentence before ("this approach", "it", "retreatment"), and failing that the topic of the paper, told from its title.
Diseases go the same way; a harm (a disease that is also an outcome) is what a safety claim finds, not what is treated.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extraction.certainty import asides
from kg.extraction.kinds import PASSIVE_ARM
from kg.extraction.unit import Unit
from kg.model import Mention, Record
from kg.vocabulary import Concept

_GIVEN_UP = re.compile(
    r"\b(?:discontinu|stop|withdr|taper|wean|ceas|reduc|spar|lower|decreas|free of|off|without|need for|use of"
    r"|doses? of|fail|refractory|resistant|despite|prior|previous)\w*"
    r"(?:\s+(?:and|or|to|of|the|their|all|any|other|prior|previous|conventional|concomitant|oral|background|daily"
    r"|standard|immunosuppressive|dose|doses|steroids?|glucocorticoids?|prednisone|immunosuppress\w+|,))*\s*\Z",
    re.IGNORECASE,
)
_NEAR = 60  # characters within which a word of comparison takes the therapy after it for comparator
_MOST_DISEASES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the paper is about, most telling first; `whole` is the one therapy that all of it is about, if any."""

    therapies: tuple[str, ...]
    diseases: tuple[str, ...]
    whole: str | None = None


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
    therapies: frozenset[str] = frozenset()
    diseases: tuple[str, ...] = ()
    age: int = 0

    def step(self, unit: Unit, subject: str | None, treated: tuple[str, ...]) -> None:
        """Take up what a sentence was about; `subject` is the therapy it names itself."""
        self.age = 0 if subject else self.age + 1
        self.therapy = subject or self.therapy
        self.therapies = frozenset(m.concept for m in unit.of_kind("therapy") if m.concept) or self.therapies
        self.diseases = treated


def topic(record: Record, mentions: Sequence[Mention], concepts: Mapping[str, Concept]) -> Topic:
    """The paper's therapies and diseases: those of the title first, then by how often they are named."""
    named = [m for m in mentions if m.kind == "therapy" and not is_passive(m)]
    therapies = _ranked(record, named)
    titled = any(
        m.concept == therapies[0] and record.passages[m.passage].section == "title" for m in named if therapies
    )
    return Topic(
        therapies=therapies,
        diseases=_ranked(record, [m for m in mentions if m.kind == "disease"], harms=concepts),
        whole=therapies[0] if titled or len(therapies) == 1 else _umbrella(therapies, concepts),
    )


def _umbrella(therapies: Sequence[str], concepts: Mapping[str, Concept]) -> str | None:
    """The class among some therapies that every other one belongs to."""
    for candidate in therapies:
        if all(candidate in _broader(iri, concepts) for iri in therapies if iri != candidate):
            return candidate
    return None


def _broader(iri: str, concepts: Mapping[str, Concept]) -> set[str]:
    found: set[str] = set()
    level = [iri]
    while level:
        level = [b for i in level if i in concepts for b in concepts[i].broader if b not in found]
        found.update(level)
    return found


def _ranked(record: Record, mentions: list[Mention], harms: Mapping[str, Concept] | None = None) -> tuple[str, ...]:
    """Concepts by rank: those of the title as they stand there, then by how often they are named; harms last."""
    titled: dict[str, int] = {}
    count: Counter[str] = Counter()
    for place, mention in enumerate(m for m in mentions if record.passages[m.passage].section != "keywords"):
        if iri := mention.concept:
            count[iri] += 1
            if record.passages[mention.passage].section == "title":
                titled.setdefault(iri, place)
    order = {iri: place for place, iri in enumerate(count)}
    unfit = {iri: harms is not None and is_harm(iri, harms) for iri in count}
    return tuple(sorted(count, key=lambda i: (unfit[i], titled.get(i, len(mentions)), -count[i], order[i])))


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
    """The therapies a sentence is about itself, in order; one that is given up or spared is not."""
    against = comparators(unit)
    left = [m for m in unit.of_kind("therapy") if m not in against and not _GIVEN_UP.search(unit.text, 0, m.start)]
    spans = asides(unit.text)
    return [m for m in left if not any(a <= m.start < b for a, b in spans)] or left


def therapy(unit: Unit, focus: Focus, about: Topic) -> tuple[str | None, str]:
    """The therapy a sentence speaks of, and where it was found.

    Needs and advice that name none are about the whole paper, unless they point back ("these agents need study").
    """
    named = own(unit)
    if named:
        return named[0].concept, "sentence"
    if unit.has("need", "recommend") and not unit.has("anaphor.therapy.strong"):
        return about.whole, "topic" if about.whole else "none"
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
    found, spans = unit.of_kind("disease"), asides(unit.text)
    found = [m for m in found if not any(a <= m.start < b for a, b in spans)] or found
    named = list(dict.fromkeys(m.concept for m in found if m.concept))
    treated = [iri for iri in named if not is_harm(iri, concepts)]
    if treated:
        return tuple(treated[:_MOST_DISEASES])
    if named and not safety and not about.diseases:
        return tuple(named[:1])
    return focus.diseases[:1] if _continues(unit, focus) else about.diseases[:1]


def _continues(unit: Unit, focus: Focus) -> bool:
    """Whether a sentence goes on about the disease of the one before: it points back, or names the same therapy."""
    if unit.fresh or not focus.diseases:
        return False
    named = {m.concept for m in unit.of_kind("therapy")}
    return unit.has("anaphor.disease") or bool(named & focus.therapies) or (unit.has("anaphor.therapy") and not named)


def outcome(unit: Unit, concepts: Mapping[str, Concept], taken: Sequence[str]) -> str | None:
    """The first outcome a sentence names; a harm counts as one."""
    for mention in unit.mentions:
        iri = mention.concept
        if iri and iri not in taken and (mention.kind == "outcome" or is_harm(iri, concepts)):
            return iri
    return None
