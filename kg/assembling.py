"""Entries and what identity found to the blocks of the graph, one after the other as they stand in the file."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from kg import __version__, coding, identity, mapping
from kg.cache import Cache
from kg.entries import READ, TOLD
from kg.gathering import Known
from kg.mapping import ANY_DOCUMENT, Described, Told
from kg.model import Reading, Source
from kg.resolution import Agent, Paper, Resolution
from kg.vocabulary import Vocabulary

Block = tuple[str, str]  # a subject as a term of N-Triples, which says where it stands, and the text
_OFTEN = 500  # papers between two words on progress
_COUNTED = ("passages", "mentions", "claims", "grounded")  # of each paper, in order


@dataclass(slots=True, kw_only=True)
class Graph:
    """What a graph is made from, and what it amounts to: `counts` are whole when all blocks have been made."""

    known: Sequence[Known]
    used: Iterable[str]  # concepts that any record names
    sources: Sequence[Source]
    vocabularies: Sequence[Source]
    resolution: Resolution
    words: Callable[[], Vocabulary]
    base: str
    counts: Counter[str] = field(default_factory=Counter)
    _bodies: set[str] = field(default_factory=set)  # concepts that mentions have for bodies
    _rules: set[str] = field(default_factory=set)
    _claimed: identity.Claimed = field(default_factory=identity.Claimed)

    def blocks(self, cache: Cache, step: Callable[..., None] = lambda *told: None) -> Iterator[str]:
        """The texts of the graph in the order of their subjects; DamagedError where an entry is not sound."""
        wanted = mapping.wanted(self.used, partial(self._concept, cache))
        organisations, people = _agents(self.resolution.works.values())
        below_base = chain(  # in the order of their names
            self._described(organisations), self._papers(cache, step), self._described(people),
            self._propositions(wanted), self._made(),
        )  # fmt: skip
        for _, text in heapq.merge(below_base, mapping.concepts(wanted), self._shared(wanted.values())):
            yield text
        self._count(people, wanted)

    def _concept(self, cache: Cache, iri: str) -> Described | None:
        """What the graph says of a concept, from the cache where an earlier build has used it."""
        known = cache.get(f"C{iri}")
        if known is None:
            words = self.words().concepts
            made = mapping.described(words[iri], words, self.base) if iri in words else None
            cache.put(f"C{iri}", coding.encode(made))
            return made
        told = json.loads(known)
        return Described(*told) if told else None

    def _papers(self, cache: Cache, step: Callable[..., None]) -> Iterator[Block]:
        """The papers: what hangs on one stands together, the paper itself after others whose names go on from its."""
        groups: dict[str, list[Known]] = {}
        for each in sorted(self.known, key=lambda each: each.record):
            groups.setdefault(self.resolution.papers[each.record], []).append(each)
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
        text, _, said = cache.sound(records[0].entry, TOLD).rpartition("\t")
        told = Told(*coding.decode_told(text))
        if len(records) > 1 or told.name != paper.iri:
            readings = [_reading(cache.sound(each.entry, READ), each) for each in records]
            self._claimed.add(paper.iri, *_said(readings))
            told = _told(records, readings, paper, self.base)
        else:
            trials, tally = identity.decode_said(said)
            self._claimed.add(paper.iri, tally, trials)
        for name, count in zip(_COUNTED, told.counts, strict=True):
            self.counts[name] += count
        self._bodies.update(told.bodies)
        self._rules.update(told.rules)
        below, itself = mapping.blocks(told, paper, self.resolution.aliases, self.base)
        document = records[0].source.sha256[: len(ANY_DOCUMENT)]
        return below.replace(ANY_DOCUMENT, document), itself.replace(ANY_DOCUMENT, document)

    def _described(self, agents: Iterable[Agent]) -> Iterator[Block]:
        return ((f"<{self.base}{agent.iri}>", mapping.agent(agent, self.base)) for agent in agents)

    def _propositions(self, wanted: Mapping[str, Described]) -> Iterator[Block]:
        """What the claims assert, known when all papers have been told."""
        claimed = self._claimed.propositions(self.resolution)
        self.counts["propositions"] = len(claimed)
        self.counts["contested"] = sum(proposition.contested for proposition in claimed)
        labels = {iri: concept.label for iri, concept in wanted.items()}
        yield from mapping.propositions(claimed, labels, self.base)

    def _made(self) -> Iterator[Block]:
        """The rules that have made claims, known when all papers have been told."""
        yield from mapping.turtle.blocks(mapping.rules(self._rules, self.base), self.base)

    def _shared(self, wanted: Iterable[Described]) -> Iterator[Block]:
        journals = {paper.journal for paper in self.resolution.works.values() if paper.journal}
        lines = chain(
            mapping.journals(journals, self.base),
            mapping.documents(self.sources, self.base),
            mapping.dataset(self.sources, self.vocabularies, __version__, self.base),
            mapping.schemes(wanted),
        )
        return mapping.turtle.blocks(lines, self.base)

    def _count(self, people: Sequence[Agent], wanted: Mapping[str, Described]) -> None:
        files = (*self.sources, *self.vocabularies)
        self.counts["papers"] = len(self.resolution.works)
        self.counts["authors"] = len(people)
        self.counts["documents"] = len({source.sha256[: len(ANY_DOCUMENT)] for source in files})
        for iri in self._bodies & wanted.keys():
            self.counts.update(wanted[iri].kinds)


def _said(readings: Sequence[Reading]) -> tuple[identity.Tally, list[str]]:
    """What the claims of a paper assert, and the trials it is registered under, as its records tell them."""
    trials = [trial for reading in readings for trial in reading.record.identifiers.trials]
    return identity.tally(chain.from_iterable(map(identity.assertions, readings))), trials


def _told(records: Sequence[Known], readings: Sequence[Reading], paper: Paper, base: str) -> Told:
    """What records say together, or under another name than their own."""
    listing = next((n for n, each in enumerate(records) if each.record == paper.listing), 0)
    documents = [each.source.sha256 for each in records]
    return mapping.told(paper.iri, readings, base, documents=documents, listing=listing)


def _reading(text: str, known: Known) -> Reading:
    record, _, said = text.partition("\t")
    source = replace(known.source, line=known.line or None)
    return coding.decode_said(said, coding.decode_record(record, source))


def _agents(papers: Iterable[Paper]) -> tuple[list[Agent], list[Agent]]:
    """Corporate authors and people, each once, in the order in which they stand in the file."""
    agents = sorted((agent for paper in papers for agent in paper.agents), key=lambda agent: f"{agent.iri}>")
    return [agent for agent in agents if agent.corporate], [agent for agent in agents if not agent.corporate]
