"""Papers, people, journals: who and what is the same, over all records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, count

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


Note = Callable[[Iterable[Identity]], None]


def resolve(keys: Iterable[Keys], note: Note | None = None) -> Resolution:
    """What `kg.identity.resolve` gives."""
    known = sorted(keys, key=lambda key: key.record)
    papers = Papers(known)
    journals = Journals(key.journal for key in known if key.journal)
    order = sorted(range(len(papers.names)), key=lambda number: papers.names[number])
    records = {papers.names[n]: [known[i] for i in papers.groups[n]] for n in order}
    listed = [(creators(told, p, n), editors(told, p, n)) for n, (p, told) in enumerate(records.items())]
    agents, merges = _agents(listed, _contexts(list(records.values()), listed))
    versions = papers.versions()
    ledger = chain(papers.ledger(), _related(versions), merges, journals.ledger())
    kept = () if note else tuple(ledger)
    if note:
        note(ledger)
    works = {
        paper: _paper(paper, told, [[next(agents) for _ in slots] for slots in lists], journals, versions)
        for (paper, told), lists in zip(records.items(), listed, strict=True)
    }
    return Resolution(
        papers={key.record: paper for paper, told in records.items() for key in told},
        works=_described_once(works),
        aliases=papers.aliases(),
        ledger=kept,
    )


Listed = tuple[list[Slot], list[Slot]]  # the authors of a paper, and its editors


def _contexts(records: Sequence[list[Keys]], listed: Sequence[Listed]) -> Callable[[int], Context]:
    """What surrounds the names on a paper, by its number: made when it is asked for, there are too many to keep."""

    @lru_cache(maxsize=_NEAR)
    def made(number: int) -> Context:
        authors = (slot.person if isinstance(slot, Signature) else slot for slot in listed[number][0])
        return context(listing(records[number]), authors)

    return made


def _agents(listed: Sequence[Listed], contexts: Callable[[int], Context]) -> tuple[Iterator[Agent], Iterator[Identity]]:
    """The agent of each name, in the order of the names, and the merges."""
    slots = [slot for lists in listed for names in lists for slot in names]
    people = People([slot for slot in slots if isinstance(slot, Signature)], contexts)
    persons = _persons(people)
    organisations = [slot for slot in slots if isinstance(slot, Organisation)]
    corporate = _corporate(organisations)
    number = count()
    agents = (persons[next(number)] if isinstance(slot, Signature) else corporate[fold(slot.name)] for slot in slots)
    return agents, chain(people.ledger(persons), _alike(organisations, corporate))


def _persons(people: People) -> list[Agent]:
    """The person of each signature."""
    found: dict[int, Agent] = {}
    for group in people.groups():
        found.update(dict.fromkeys(group, _person([people.signatures[number] for number in group])))
    return [found[number] for number in range(len(found))]


def _corporate(organisations: Iterable[Organisation]) -> dict[str, Agent]:
    """Corporate authors by their folded names."""
    named: dict[str, set[str]] = defaultdict(set)
    for organisation in organisations:
        named[fold(organisation.name)].add(organisation.name)
    return {
        folded: Agent(iri=f"organisation/{slug(folded)}-{digest(folded)}", name=min(names), corporate=True)
        for folded, names in named.items()
    }


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


def _alike(organisations: Iterable[Organisation], agents: Mapping[str, Agent]) -> Iterator[Identity]:
    """Corporate authors printed in more than one way."""
    printed_as: dict[str, set[str]] = defaultdict(set)
    for organisation in organisations:
        printed_as[fold(organisation.name)].add(organisation.name)
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
