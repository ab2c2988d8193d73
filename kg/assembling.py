"""Entries and what identity found to the blocks of the graph, one after the other as they stand in the file."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from kg import __version__, coding, identity, mapping
from kg.cache import Cache
from kg.concept import Concept
from kg.entries import READ, TOLD
from kg.gathering import Known
from kg.mapping import ANY_DOCUMENT, Told
from kg.model import Reading, Source
from kg.resolution import Agent, Paper, Resolution
from kg.vocabulary import Vocabulary

Block = tuple[str, str]  # a subject as a term of N-Triples, which says where it stands, and the text
_OFTEN = 500  # papers between two words on progress
_COUNTED = ("passages", "mentions", "claims", "grounded")  # of each paper, in order


class DamagedError(Exception):
    """An entry is there but not sound: the build has to be done without what is remembered."""


@dataclass(slots=True, kw_only=True)
class Graph:
    """What a graph is made from, and what it amounts to: `counts` are whole when all blocks have been made."""

    known: Sequence[Known]
    sources: Sequence[Source]
    vocabularies: Sequence[Source]
    resolution: Resolution
    words: Vocabulary
    base: str
    counts: Counter[str] = field(default_factory=Counter)
    _bodies: set[str] = field(default_factory=set)  # concepts that mentions have for bodies
    _rules: set[str] = field(default_factory=set)
    _claimed: identity.Claimed = field(default_factory=identity.Claimed)

    def blocks(self, cache: Cache, step: Callable[..., None] = lambda *told: None) -> Iterator[str]:
        """The texts of the graph in the order of their subjects; DamagedError where an entry is not sound."""
        wanted = mapping.wanted(self.words, {iri for each in self.known for iri in each.used})
        organisations, people = _agents(self.resolution.works.values())
        below_base = chain(  # in the order of their names
            self._described(organisations), self._papers(cache, step), self._described(people),
            self._propositions(), self._made(),
        )  # fmt: skip
        for _, text in heapq.merge(below_base, mapping.concepts(wanted, self.base), self._shared(wanted)):
            yield text
        self._count(people, wanted)

    def _papers(self, cache: Cache, step: Callable[..., None]) -> Iterator[Block]:
        """The papers: what hangs on one stands together, the paper itself after others whose names go on from its."""
        groups: dict[str, list[Known]] = {}
        for each in sorted(self.known, key=lambda each: each.keys.record):
            groups.setdefault(self.resolution.papers[each.keys.record], []).append(each)
        waiting: list[Block] = []
        for number, name in enumerate(sorted(groups, key=lambda name: f"{name}#")):
            if number % _OFTEN == 0:
                step("assembling", number, number / len(groups))
            below, paper = self._paper(groups[name], self.resolution.works[name], cache)
            place = f"<{self.base}{name}#"
            while waiting and waiting[0][0] < place:
                yield heapq.heappop(waiting)
            yield place, below
            heapq.heappush(waiting, (f"<{self.base}{name}>", paper))
        while waiting:
            yield heapq.heappop(waiting)

    def _paper(self, records: Sequence[Known], paper: Paper, cache: Cache) -> tuple[str, str]:
        texts = [_text(cache, each.entry, TOLD).rpartition("\t") for each in records]
        self._claimed.add(paper.iri, (identity.decode_said(claims) for *_, claims in texts))
        told = Told(*coding.decode_told(texts[0][0]))
        if len(records) > 1 or told.name != paper.iri:
            told = _told(records, paper, cache, self.base)
        self.counts.update(dict(zip(_COUNTED, told.counts, strict=True)))
        self._bodies.update(told.bodies)
        self._rules.update(told.rules)
        below, itself = mapping.blocks(told, paper, self.resolution.aliases, self.base)
        document = records[0].source.sha256[: len(ANY_DOCUMENT)]
        return below.replace(ANY_DOCUMENT, document), itself.replace(ANY_DOCUMENT, document)

    def _described(self, agents: Iterable[Agent]) -> Iterator[Block]:
        return ((f"<{self.base}{agent.iri}>", mapping.agent(agent, self.base)) for agent in agents)

    def _propositions(self) -> Iterator[Block]:
        """What the claims assert, known when all papers have been told."""
        claimed = self._claimed.propositions(self.resolution)
        self.counts["propositions"] = len(claimed)
        self.counts["contested"] = sum(proposition.contested for proposition in claimed)
        yield from mapping.propositions(claimed, self.words, self.base)

    def _made(self) -> Iterator[Block]:
        """The rules that have made claims, known when all papers have been told."""
        yield from self._lines(mapping.rules(self._rules, self.base))

    def _shared(self, wanted: Sequence[Concept]) -> Iterator[Block]:
        journals = (paper.journal for paper in self.resolution.works.values() if paper.journal)
        return self._lines(
            chain(
                mapping.journals(journals, self.base),
                mapping.documents(self.sources, self.base),
                mapping.dataset(self.sources, self.vocabularies, __version__, self.base),
                mapping.schemes(wanted),
            )
        )

    def _lines(self, lines: Iterable[str]) -> Iterator[Block]:
        subjects = mapping.turtle.by_subject(lines)
        ordered = {subject: subjects[subject] for subject in sorted(subjects)}
        return ((subject, text) for subject, _, text in mapping.turtle.blocks(ordered, self.base))

    def _count(self, people: Sequence[Agent], wanted: Iterable[Concept]) -> None:
        files = (*self.sources, *self.vocabularies)
        self.counts["papers"] = len(self.resolution.works)
        self.counts["authors"] = len(people)
        self.counts["documents"] = len({source.sha256[: len(ANY_DOCUMENT)] for source in files})
        for concept in wanted:
            if concept.iri in self._bodies:
                self.counts.update(mapping.kinds(concept))


def _told(records: Sequence[Known], paper: Paper, cache: Cache, base: str) -> Told:
    """What records say together, or under another name than their own."""
    readings = [_reading(_text(cache, each.entry, READ), each) for each in records]
    listing = next((n for n, each in enumerate(records) if each.keys.record == paper.listing), 0)
    documents = [each.source.sha256 for each in records]
    return mapping.told(paper.iri, readings, base, documents=documents, listing=listing)


def _reading(text: str, known: Known) -> Reading:
    record, said = text.split("\t")
    source = replace(known.source, line=known.keys.record[1] or None)
    return coding.decode_said(said, coding.decode_record(record, source))


def _text(cache: Cache, key: str, number: int) -> str:
    text = cache.get(key, number)
    if text is None:
        raise DamagedError(key)
    return text


def _agents(papers: Iterable[Paper]) -> tuple[list[Agent], list[Agent]]:
    """Corporate authors and people, each once, in the order in which they stand in the file."""
    agents = sorted((agent for paper in papers for agent in paper.agents), key=lambda agent: f"{agent.iri}>")
    return [agent for agent in agents if agent.corporate], [agent for agent in agents if not agent.corporate]
