"""What an entity's page tells: its neighbours with what claims say between the two, its sentences, its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.terms import curie
from kg.views._cards import address, best_first, tally
from kg.views._model import Claim, Model, Paper
from kg.views._site import kind_of
from kg.views._text import doi_link, pmid_link, short, spaced, web
from kg.views._words import WORDS

Fact = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Claims, papers and narrower concepts by the entity they touch; each list in the order of its IRIs."""

    claims: Mapping[str, Sequence[Claim]] = field(default_factory=dict)
    papers: Mapping[str, Sequence[Paper]] = field(default_factory=dict)
    narrower: Mapping[str, Sequence[str]] = field(default_factory=dict)
    propositions: Mapping[str, Sequence[str]] = field(default_factory=dict)


def index(model: Model) -> Index:
    """The model turned round."""
    claims: dict[str, list[Claim]] = {}
    papers: dict[str, list[Paper]] = {}
    narrower: dict[str, list[str]] = {}
    propositions: dict[str, list[str]] = {}
    for claim in model.claims.values():
        ends = (claim.therapy, *claim.diseases, claim.paper, *claim.propositions, *model.papers[claim.paper].authors)
        for end in dict.fromkeys(end for end in ends if end):
            claims.setdefault(end, []).append(claim)
    for paper in model.papers.values():
        for end in (*paper.authors, *paper.mentions):
            papers.setdefault(end, []).append(paper)
    for concept in model.concepts.values():
        for wide in concept.broader:
            narrower.setdefault(wide, []).append(concept.iri)
    for proposition in model.propositions.values():
        for topic in (proposition.therapy, proposition.disease):
            propositions.setdefault(topic or "", []).append(proposition.iri)
    return Index(claims=claims, papers=papers, narrower=narrower, propositions=propositions)


def neighbours(model: Model, found: Index, iri: str) -> tuple[dict[str, list[Claim]], dict[str, list[Claim]]]:
    """Those left and right of the entity in its picture, each with the claims between, in no order yet."""
    kind, claims = kind_of(model, iri), found.claims.get(iri, ())
    if kind == "therapy":
        return _papers_of(claims), _ends(claims, lambda c: c.diseases)
    if kind == "disease":
        return _ends(claims, lambda c: (c.therapy,)), _papers_of(claims)
    if kind == "paper":
        paper = model.papers[iri]
        people: dict[str, list[Claim]] = {author: [] for author in paper.authors}
        return people, _ends(claims, lambda c: (c.therapy, *c.diseases))
    if kind == "author":
        written = found.papers.get(iri, ())
        beside: dict[str, list[Claim]] = {a: [] for p in written for a in p.authors if a != iri}
        return beside, {p.iri: [model.claims[c] for c in p.claims if c in model.claims] for p in written}
    proposition = model.propositions[iri]
    ends = (proposition.therapy, proposition.disease, proposition.comparator)
    return {end: [] for end in ends if end}, _papers_of(claims)


def _papers_of(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    return _ends(claims, lambda c: (c.paper,))


def _ends(claims: Iterable[Claim], ends: Any) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        for end in ends(claim):
            if end:
                found.setdefault(end, []).append(claim)
    return found


def stance(claims: Iterable[Claim]) -> str:
    """What the line between two entities says: one stance, "mixed" where supporting meets disputing, or nothing."""
    counts = tally(claims)
    if counts["supports"] and counts["disputes"]:
        return "mixed"
    return next((name for name, number in counts.items() if number), "")


def facts(model: Model, found: Index, iri: str) -> list[Fact]:
    """Names and values, a value with the address it leads to or None; what is absent is left out."""
    kind = kind_of(model, iri)
    make = {"paper": _paper_facts, "author": _author_facts, "proposition": _proposition_facts}.get(kind, _concept_facts)
    return [{"name": WORDS[name], "facts": values} for name, values in make(model, found, iri) if values]


Facts = Iterator[tuple[str, list[tuple[str, str | None]]]]


def _plain(*values: Any) -> list[tuple[str, str | None]]:
    return [(short(str(value), 200), None) for value in values if value]


def _paper_facts(model: Model, found: Index, iri: str) -> Facts:
    paper = model.papers[iri]
    yield "fact_journal", _plain(paper.journal)
    yield "fact_issued", _plain(paper.issued)
    yield "fact_kind", _plain(paper.kind)
    yield "fact_design", _plain(spaced(paper.design) if paper.design else None)
    yield "fact_doi", [(paper.doi, doi_link(paper.doi))] if paper.doi else []
    yield "fact_pmid", [(paper.pmid, pmid_link(paper.pmid))] if paper.pmid else []
    yield "fact_pmcid", _plain(paper.pmcid)
    yield (
        "fact_url",
        [(short(paper.url, 80), web(paper.url))] if paper.url and web(paper.url) != address(model, iri) else [],
    )
    yield "fact_trial", _plain(*paper.trials)
    yield "fact_keywords", _plain("; ".join(paper.keywords))


def _author_facts(model: Model, found: Index, iri: str) -> Facts:
    person = model.people[iri]
    yield "fact_orcid", [(person.orcid, f"https://orcid.org/{person.orcid}")] if person.orcid else []
    written = found.papers.get(iri, ())
    years = sorted(p.year for p in written if p.year)
    yield "fact_papers", _plain(len(written))
    yield "fact_years", _plain(f"{years[0]}–{years[-1]}" if years else None)


def _concept_facts(model: Model, found: Index, iri: str) -> Facts:
    concept = model.concepts[iri]
    yield "fact_identifier", [(curie(iri), web(iri))]
    yield "fact_synonyms", _plain("; ".join(concept.synonyms[:30]))
    yield "fact_same", [(curie(same), web(same)) for same in concept.matches[:12]]
    yield "fact_papers", _plain(len(found.papers.get(iri, ())))


def _proposition_facts(model: Model, found: Index, iri: str) -> Facts:
    proposition = model.propositions[iri]
    yield "type", _plain(spaced(proposition.type))
    yield "fact_papers", _plain(proposition.papers)
    yield "fact_independent", _plain(proposition.independent)
    yield "fact_contested", _plain(WORDS["yes"] if proposition.contested else None)


def passages(model: Model, paper: Paper, room: int) -> Iterator[dict[str, Any]]:
    """The paper's passages cut into pieces, those of claims with their stance, until the room (characters) is full;
    a title only where the section changes.

    A claim whose offsets do not fit its passage is left unmarked.
    """
    claims = [model.claims[iri] for iri in paper.claims if iri in model.claims]
    above = ""
    for iri in paper.passages:
        passage = model.passages.get(iri)
        if passage is None or passage.section in ("title", "keywords") or not passage.text or room <= 0:
            continue
        spans = sorted((c.start, c.end, c.stance) for c in claims if c.passage == iri)
        title = passage.section.capitalize()
        yield {"title": title if title != above else "", "pieces": list(_pieces(passage.text, spans, room))}
        above = title
        room -= len(passage.text)


def _pieces(text: str, spans: Sequence[tuple[int, int, str]], room: int) -> Iterator[dict[str, str]]:
    at, end = 0, min(len(text), room)
    for start, stop, said in spans:
        if start < at or stop > end or stop <= start:
            continue
        yield {"text": text[at:start]}
        yield {"text": text[start:stop], "stance": said}
        at = stop
    yield {"text": text[at:end] + ("…" if end < len(text) else "")}


def ordered(model: Model, claims: Iterable[Claim]) -> list[Claim]:
    """Sentences in reading order of a page: disputed and supporting alternate, so that both are seen at once."""
    by_stance: dict[str, list[Claim]] = {}
    for claim in best_first(claims, model):
        by_stance.setdefault(claim.stance, []).append(claim)
    longest = max((len(group) for group in by_stance.values()), default=0)
    sides = [by_stance.get(name, []) for name in ("supports", "disputes", "neutral")]
    return [side[n] for n in range(longest) for side in sides if n < len(side)]
