"""Entries and what identity found to the blocks of the graph, sorted as they stand in the file."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from kg import coding, identity, mapping
from kg.cache import Cache, folder
from kg.errors import OutputError
from kg.gathering import Known
from kg.mapping import ANY_DOCUMENT, Part
from kg.model import Reading, Source
from kg.resolution import Paper, Resolution
from kg.spool import Spool
from kg.terms import KG
from kg.text import digest

_TOLD = 500  # papers between two words on progress
_CONTESTED = f"<{KG.contested}> "


@dataclass(slots=True)
class Graph:
    """The blocks of all papers, and what is known of the whole by then."""

    blocks: Spool
    lines: Spool  # on nodes that several papers speak of
    claimed: identity.Claimed = field(default_factory=identity.Claimed)
    types: Counter[str] = field(default_factory=Counter)  # of the subjects in blocks
    named: set[str] = field(default_factory=set)  # concepts that mentions have for bodies
    used: set[str] = field(default_factory=set)  # all concepts, by their IRIs
    kinds: Counter[str] = field(default_factory=Counter)  # of the concepts named, by their types
    contested: int = 0
    grounded: int = 0

    def take(self, part: Part, sha256: str) -> None:
        """Add a part; `sha256` is of the document that a single record stands in."""
        document = sha256[: len(ANY_DOCUMENT)]
        self.blocks.add([block.replace(ANY_DOCUMENT, document) for block in part.blocks])
        self.lines.add(part.others)
        self.types.update(part.types)
        self.named.update(part.named)
        self.grounded += part.grounded

    def close(self, lines: Iterable[str], base: str) -> None:
        """Add all lines on nodes that are no paper's own."""
        self.lines.add(lines)
        told = (line.partition(" ") for line in self.lines)
        for subject, group in groupby(told, key=itemgetter(0)):
            rests = [rest for _, _, rest in group]
            self.contested += any(rest.startswith(_CONTESTED) for rest in rests)
            for _, types, text in mapping.turtle.blocks({subject: rests}, base):
                self.types.update(types)
                if subject in self.named:
                    self.kinds.update(types)
                self.blocks.add([mapping.one_line(subject, text)])


def papers(
    known: Sequence[Known], resolution: Resolution, cache: Cache, graph: Graph, base: str, step: Callable[..., None]
) -> None:
    """Put every paper into the graph, in order of their names."""
    groups: dict[str, list[Known]] = {}
    for each in sorted(known, key=lambda each: each.keys.record):
        groups.setdefault(resolution.papers[each.keys.record], []).append(each)
    for number, name in enumerate(sorted(groups)):
        if number % _TOLD == 0:
            step("assembling", number, number / len(groups))
        _paper(groups[name], resolution.works[name], resolution, cache, graph, base)


def _paper(
    told: Sequence[Known], paper: Paper, resolution: Resolution, cache: Cache, graph: Graph, base: str
) -> None:  # fmt: skip
    entries = [_Entry(_text(cache, each.entry)) for each in told]
    aliases = _aliases(entries, resolution)
    alone = len(told) == 1
    said = entries[0].said if alone and entries[0].name == paper.iri else None
    key = f"G{digest(*_made_from(told, paper, aliases, alone), digits=32)}"
    text = cache.get(key)
    if text is None:
        text = coding.encode(_described(told, entries, said, paper, aliases, base))
        cache.put(key, text)
    for part in (said, Part(*json.loads(text))):
        if part:
            graph.take(part, told[0].source.sha256)
    for entry in entries:
        graph.used.update(entry.used)
    graph.claimed.add(paper.iri, [identity.decode_said(entry.facts) for entry in entries])


class _Entry:
    """The fields of an entry, decoded as far as they are asked for."""

    def __init__(self, text: str) -> None:
        self.facts, about, self._said, self._record, self._read = text.split("\t")
        self.name, self.cites, self.used = json.loads(about)

    @property
    def said(self) -> Part:
        return Part(*json.loads(self._said))

    def reading(self, source: Source) -> Reading:
        return coding.decode_said(self._read, coding.decode_record(self._record, source))


def _text(cache: Cache, key: str) -> str:
    text = cache.get(key)
    if text is None:
        raise OutputError("the cache was changed while it was used", where=str(folder()), help="build again")
    return text


def _aliases(entries: Iterable[_Entry], resolution: Resolution) -> dict[str, str]:
    """The papers cited under another name than their own."""
    return {name: resolution.aliases[name] for entry in entries for name in entry.cites if name in resolution.aliases}


def _made_from(told: Sequence[Known], paper: Paper, aliases: dict[str, str], alone: bool) -> Iterator[str]:
    """All that the part of a paper depends on, beside program, base and vocabularies."""
    yield from (each.entry for each in told)
    if not alone:
        yield from (f"{each.source.path}\x1e{each.source.sha256}\x1e{each.source.format}" for each in told)
    listing = next((n for n, each in enumerate(told) if each.keys.record == paper.listing), 0)
    stated = (paper.iri, listing, paper.creators, paper.editors, paper.agents, paper.journal, paper.version_of)
    yield coding.encode((*stated, aliases))


def _described(
    told: Sequence[Known], entries: Sequence[_Entry], said: Part | None, paper: Paper,
    aliases: dict[str, str], base: str,
) -> Part:  # fmt: skip
    """What is left to say of a paper when its only record has said its texts; else all of it."""
    sources = [Source(path="", format="", sha256=ANY_DOCUMENT)]
    if len(told) > 1:
        sources = [replace(each.source, line=each.keys.record[1] or None) for each in told]
    readings = [entry.reading(source) for entry, source in zip(entries, sources, strict=True)]
    node = base + paper.iri
    lines = list(mapping.description(readings, paper, aliases, base))
    if said is None:
        lines += mapping.statements(node, readings, base)
    else:
        lines += [f"<{node}> {rest}" for rest in said.own]
    return mapping.part(lines, node, base, whole=True)
