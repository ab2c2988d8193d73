"""Papers, people, journals: who and what is the same, over all records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from kg.identity.authors import Signature, Slot, creators, editors, listing
from kg.identity.facts import Keys
from kg.identity.journals import Journals
from kg.identity.likeness import Context, context
from kg.identity.names import fullness, printed
from kg.identity.papers import Papers
from kg.identity.people import People
from kg.model import Identity, Organisation
from kg.resolution import Agent, Paper, Resolution
from kg.text import digest, fold, slug

_NEAR = 8192  # papers whose context is remembered


def resolve(keys: Iterable[Keys]) -> Resolution:
    """Who and what is the same; the order of the keys changes nothing."""
    known = sorted(keys, key=lambda key: key.record)
    papers = Papers(known)
    journals = Journals(key.journal for key in known if key.journal)
    order = sorted(range(len(papers.names)), key=lambda number: papers.names[number])
    records = {papers.names[n]: [known[i] for i in papers.groups[n]] for n in order}
    names = [(creators(told, p, n), editors(told, p, n)) for n, (p, told) in enumerate(records.items())]
    slots = [slot for authors, edited in names for slot in (*authors, *edited)]
    people = People([signature for _, signature in slots if signature], _contexts(list(records.values()), names))
    agents = _agents(people, slots)
    versions = papers.versions()
    works = {
        paper: _paper(paper, told, [[agents[_place(slot)] for slot in listed] for listed in lists], journals, versions)
        for (paper, told), lists in zip(records.items(), names, strict=True)
    }
    persons = people.ledger({where: agent.iri for where, agent in agents.items()})
    return Resolution(
        papers={key.record: paper for paper, told in records.items() for key in told},
        works=_described_once(works),
        aliases=papers.aliases(),
        ledger=(*papers.ledger(), *_related(versions), *persons, *_alike(slots, agents), *journals.ledger()),
    )


def _contexts(
    records: Sequence[list[Keys]], names: Sequence[tuple[list[Slot], list[Slot]]]
) -> Callable[[int], Context]:
    """What surrounds the names on a paper, by its number: made when it is asked for, there are too many to keep."""

    @lru_cache(maxsize=_NEAR)
    def made(number: int) -> Context:
        return context(listing(records[number]), [author for author, _ in names[number][0]])

    return made


def _agents(people: People, slots: Iterable[Slot]) -> dict[str, Agent]:
    """Agents by the place of each of their names."""
    found: dict[str, Agent] = {}
    for group in people.groups():
        members = [people.signatures[number] for number in group]
        found.update(dict.fromkeys((s.where for s in members), _person(members)))
    named: dict[str, set[str]] = defaultdict(set)
    for author, _ in slots:
        if isinstance(author, Organisation):
            named[fold(author.name)].add(author.name)
    for folded, names in named.items():
        iri = f"organisation/{slug(folded)}-{digest(folded)}"
        found[folded] = Agent(iri=iri, name=min(names), corporate=True)
    return found


def _place(slot: Slot) -> str:
    """What `_agents` knows a name by."""
    author, signature = slot
    return signature.where if signature else fold(author.name) if isinstance(author, Organisation) else ""


def _person(members: Sequence[Signature]) -> Agent:
    fullest = min((s.person for s in members), key=fullness) if len(members) > 1 else members[0].person
    orcid = next((s.orcid for s in members if s.orcid), None)
    where = min(s.where for s in members)
    name = printed(fullest)
    return Agent(
        iri=f"person/orcid/{orcid}" if orcid else f"person/{slug(name)}-{digest(where)}",
        name=name,
        family=f"{fullest.particle} {fullest.family}" if fullest.particle else fullest.family,
        given=fullest.given,
        orcid=orcid,
    )


def _paper(
    paper: str, told: Sequence[Keys], listed: Sequence[list[Agent]], journals: Journals, versions: Mapping[str, str]
) -> Paper:
    authors, edited = listed
    journal = next((key.journal for key in told if key.journal), None)
    return Paper(
        iri=paper,
        records=tuple(key.record for key in told),
        listing=listing(told).record,
        creators=tuple(agent.iri for agent in authors),
        editors=tuple(agent.iri for agent in edited),
        agents=tuple({agent.iri: agent for agent in (*authors, *edited)}.values()),
        journal=journals.of(journal) if journal else None,
        version_of=versions.get(paper),
    )


def _described_once(works: dict[str, Paper]) -> dict[str, Paper]:
    """Each agent described by the first of their papers only."""
    seen: set[str] = set()
    for name, paper in works.items():
        works[name] = replace(paper, agents=tuple(agent for agent in paper.agents if agent.iri not in seen))
        seen.update(agent.iri for agent in paper.agents)
    return works


def _alike(slots: Iterable[Slot], agents: Mapping[str, Agent]) -> Iterator[Identity]:
    """Corporate authors printed in more than one way."""
    printed_as: dict[str, set[str]] = defaultdict(set)
    for author, _ in slots:
        if isinstance(author, Organisation):
            printed_as[fold(author.name)].add(author.name)
    for folded, names in sorted(printed_as.items()):
        first, *others = sorted(names)
        for other in others:
            yield Identity(
                kind="organisation",
                members=(first, other),
                canonical=agents[folded].iri,
                rule="same name",
                score=1.0,
                justification=folded,
            )


def _related(versions: Mapping[str, str]) -> Iterator[Identity]:
    for preprint, article in sorted(versions.items()):
        yield Identity(
            kind="paper",
            members=(preprint, article),
            canonical=article,
            rule="related: preprint and article",
            score=0.9,
            justification="same title and first author, near years; two papers, one independent group",
        )
