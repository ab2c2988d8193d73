"""Who and what is the same: worked out, or remembered where the records tell identity nothing new."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from kg import coding, identity, store
from kg.cache import Cache
from kg.entries import FACTS
from kg.gathering import Gathered
from kg.resolution import Agent, Paper, Periodical, Resolution
from kg.spool import Spool

_TOGETHER = 500  # papers, or lines of the ledger, kept in one text
_AGENT = attrgetter("iri", "name", "family", "given", "orcid", "corporate")
_PERIODICAL = attrgetter("iri", "title", "issns")


def resolved(found: Gathered, cache: Cache, folder: Path, base: str) -> Resolution:
    """Who and what is the same; the ledger of merges is written below a folder.

    It depends on the facts of the records and where they stand alone: the same facts are resolved once.  Raises
    DamagedError where what is remembered is not sound.
    """
    key = f"R{found.facts.hexdigest()}"
    resolution = None if key in cache else _worked_out(found, cache, key, folder, base)
    papers, rows = json.loads(cache.sound(key))
    store.write_ledger(folder / "identity.tsv", _values(cache, f"{key}L", rows))
    return resolution or _decoded(_values(cache, f"{key}P", papers))


def _worked_out(found: Gathered, cache: Cache, key: str, folder: Path, base: str) -> Resolution:
    """Resolve, and keep what comes of it."""
    row = partial(store.ledger_row, base=base)
    with Spool(folder) as ledger:
        resolution = identity.resolve(_keys(found, cache), lambda merges: ledger.add(map(row, merges)))
        rows = _keep(cache, f"{key}L", iter(ledger))
    cache.put(key, coding.encode((_keep(cache, f"{key}P", _told(resolution)), rows)))
    return resolution


def _keys(found: Gathered, cache: Cache) -> Iterator[identity.Keys]:
    for each in found.known:
        facts, _, _ = cache.sound(each.entry, FACTS).partition("\t")
        yield identity.decode(facts, each.source.path, each.line)


def _keep(cache: Cache, name: str, values: Iterator[Any]) -> int:
    """Keep values, many to a text; how many texts that takes."""
    number = 0
    while some := list(islice(values, _TOGETHER)):
        cache.put(f"{name}{number}", coding.encode(some))
        number += 1
    return number


def _values(cache: Cache, name: str, texts: int) -> Iterator[Any]:
    return chain.from_iterable(json.loads(cache.sound(f"{name}{number}")) for number in range(texts))


# ---------------------------------------------------------------- a resolution as values of JSON


def _told(resolution: Resolution) -> Iterator[Sequence[Any]]:
    """What is known of each paper, in order."""
    aliases = defaultdict(list)
    for alias, name in resolution.aliases.items():
        aliases[name].append(alias)
    for paper in resolution.works.values():
        agents, journal = list(map(_AGENT, paper.agents)), paper.journal and _PERIODICAL(paper.journal)
        listing, names = paper.records.index(paper.listing), aliases[paper.iri]
        yield (
            paper.iri, paper.records, listing, paper.creators, paper.editors, agents, journal, paper.version_of, names,
        )  # fmt: skip


def _decoded(told: Iterable[Sequence[Any]]) -> Resolution:
    """The resolution that the values were made from, without its ledger."""
    works, aliases = {}, {}
    for iri, known, listing, creators, editors, agents, journal, version_of, names in told:
        records = tuple(map(tuple, known))
        works[iri] = Paper(
            iri=iri,
            records=records,
            listing=records[listing],
            creators=tuple(creators),
            editors=tuple(editors),
            agents=tuple(_agent(*each) for each in agents),
            journal=journal and _periodical(journal[0], journal[1], tuple(journal[2])),
            version_of=version_of,
        )
        aliases.update(dict.fromkeys(names, iri))
    papers = {record: paper.iri for paper in works.values() for record in paper.records}
    return Resolution(papers=papers, works=works, aliases=aliases)


def _agent(iri: str, name: str, family: str | None, given: str | None, orcid: str | None, corporate: bool) -> Agent:
    return Agent(iri=iri, name=name, family=family, given=given, orcid=orcid, corporate=corporate)


@lru_cache(maxsize=16384)
def _periodical(iri: str, title: str, issns: tuple[str, ...]) -> Periodical:
    return Periodical(iri=iri, title=title, issns=issns)
