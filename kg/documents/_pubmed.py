"""The parts of PubMed's XML: people, dates, kinds, abstracts, references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from kg.documents import _abstract, _dates, _identifiers, _labels, _names, _text
from kg.documents._xml import text
from kg.model import Identifiers, Kind, Organisation, Passage, Person, Zone

_BRACKETED = re.compile(r"\[(.*)\]\.?\Z", re.S)
Node = Any  # lxml has no types

_ZONES: dict[str | None, Zone] = {
    "BACKGROUND": "Background", "OBJECTIVE": "Objective", "METHODS": "Methods", "RESULTS": "Results",
    "CONCLUSIONS": "Conclusion",
}  # fmt: skip
# The first of these publication types that a citation has names its kind; otherwise it is an article.
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("preprint", "preprint"),
    ("clinical trial protocol", "protocol"),
    ("randomized controlled trial", "trial report"),
    ("pragmatic clinical trial", "trial report"),
    ("equivalence trial", "trial report"),
    ("adaptive clinical trial", "trial report"),
    ("controlled clinical trial", "trial report"),
    ("clinical trial, phase i", "trial report"),
    ("clinical trial, phase ii", "trial report"),
    ("clinical trial, phase iii", "trial report"),
    ("clinical trial, phase iv", "trial report"),
    ("clinical trial", "trial report"),
    ("systematic review", "review"),
    ("meta-analysis", "review"),
    ("network meta-analysis", "review"),
    ("scoping review", "review"),
    ("review", "review"),
    ("dataset", "dataset"),
    ("technical report", "report"),
    ("academic dissertation", "thesis"),
    ("published erratum", "other"),
    ("retraction of publication", "other"),
    ("retraction notice", "other"),
    ("expression of concern", "other"),
)
# What the cited side says of itself; a reader must be told of these.
_NOTICES = frozenset(
    "RetractionIn PartialRetractionIn RetractedandRepublishedIn ErratumIn ExpressionOfConcernIn "
    "CorrectedandRepublishedIn".split()
)
_RETRACTIONS = frozenset({"RetractionIn", "RetractedandRepublishedIn"})


@lru_cache(maxsize=4096)
def kind(genres: tuple[str, ...]) -> Kind:
    """What the publication types make of a citation."""
    known = frozenset(genre.lower() for genre in genres)
    return next((kind for genre, kind in _KINDS if genre in known), "article")


def title(text: str) -> str:
    """A title without the full stop PubMed adds and the brackets it puts around translations.

    >>> title("[Lupus treated in the U.S.]."), title("Lupus nephritis.")
    ('Lupus treated in the U.S.', 'Lupus nephritis')
    """
    if text.startswith("[") and (bracketed := _BRACKETED.match(text)):
        text = bracketed[1]
    return text[:-1] if text.endswith(".") and "." not in text[-5:-1] else text


def texts(nodes: Iterable[Node] | None) -> tuple[str, ...]:
    """The texts of elements, or of the children of a list; empty ones left out."""
    return tuple([found for node in nodes if (found := term(node))]) if nodes is not None else ()


def term(node: Node | None) -> str:
    """The text of a short element, such as a name or a heading: what many records share is cleaned once."""
    if node is None:
        return ""
    return text(node) if len(node) else _text.cleaned(node.text or "")


def authors(people: Node | None) -> Iterator[Person | Organisation]:
    """An AuthorList in its order; names that PubMed marks as misprinted are left out."""
    for node in people if people is not None else ():
        if node.tag == "Author" and node.get("ValidYN") != "N" and (made := _author(node)):
            yield made


def _author(node: Node) -> Person | Organisation | None:
    told: dict[str, str] = {}
    orcid, places = None, []
    for child in node:
        tag = child.tag
        if tag == "AffiliationInfo":
            places += [term(child[0])] if len(child) else []
        elif tag == "Affiliation":  # before 2015
            places += [term(child)]
        elif tag == "Identifier":
            orcid = orcid or (_identifiers.orcid(child.text or "") if child.get("Source") == "ORCID" else None)
        else:
            told[tag] = term(child)
    family, given = told.get("LastName"), told.get("ForeName") or told.get("FirstName")
    affiliations = tuple([*dict.fromkeys(filter(None, places))]) if places else ()
    if not (family or given):
        name = told.get("CollectiveName")
        return Organisation(name=name, affiliations=affiliations) if name else None
    if not family:
        family, given = given, None
    elif not given:
        given = told.get("Initials")
    return _names.person(family or "", given, suffix=told.get("Suffix"), orcid=orcid, affiliations=affiliations)


def date(node: Node | None) -> str | None:
    """A date of Year, Month, Day; or a MedlineDate, such as "1998 Dec-1999 Jan"."""
    if node is None:
        return None
    fields = {child.tag: child.text for child in node}
    if "Year" in fields:
        return _dates.joined(fields["Year"], fields.get("Month"), fields.get("Day"))
    return _dates.partial(fields.get("MedlineDate") or "")


def abstract(node: Node | None, others: Iterable[Node] = ()) -> Iterator[Passage]:
    """The sections of an abstract, with their labels as PubMed shows them ("BACKGROUND:").

    Another abstract (a translation, a plain-language summary) is body text where there is an abstract proper.
    """
    if node is not None:
        yield from _sections(node)
    for part in (part for other in others for part in other.iterchildren("AbstractText")):
        if (found := text(part)) and not is_elsewhere(found):
            section = "abstract" if node is None else "body"
            yield Passage(section=section, zone="Unlabelled", text=found)  # type: ignore[arg-type]


def is_elsewhere(abstract: str) -> bool:
    """Whether an abstract is but PubMed's word that there is one in another language."""
    return "bstract available from the publisher" in abstract[:50]


def _sections(node: Node) -> Iterator[Passage]:
    for part in node.iterchildren("AbstractText"):
        found, label = text(part), (part.get("Label") or "").strip(" :")
        if not found:
            continue
        if not label or label.upper() == "UNLABELLED":
            yield from _abstract.passages(found)
            continue
        zone = _ZONES.get(part.get("NlmCategory")) or _zone(label)
        yield Passage(section="abstract", zone=zone, text=found, label=f"{label}:")


@cache
def _zone(label: str) -> Zone:
    return _labels.zone_of(label)


def notices(corrections: Node | None) -> tuple[tuple[str, ...], bool]:
    """PMIDs (else DOIs) of what corrects, retracts or doubts a citation, and whether it is retracted."""
    found, retracted = [], False
    for node in corrections if corrections is not None else ():
        if node.get("RefType") not in _NOTICES:
            continue
        retracted = retracted or node.get("RefType") in _RETRACTIONS
        if name := text(node.find("PMID")) or _identifiers.doi(text(node.find("RefSource"))):
            found.append(name)
    return tuple(dict.fromkeys(found)), retracted


def references(data: Node) -> Iterator[Identifiers]:
    """The references that have an identifier, those of lists within lists too."""
    for listed in data.iterchildren("ReferenceList"):
        for node in listed.iter("Reference"):
            made = identifiers(node.iterchildren("ArticleIdList"))
            if made.doi or made.pmid or made.pmcid:
                yield made


def identifiers(lists: Iterable[Node], pmid: str | None = None, doi: str | None = None) -> Identifiers:
    """What ArticleIdLists hold, with what is known already."""
    pmcid = None
    for node in chain.from_iterable(lists):
        name, value = node.get("IdType"), node.text or ""
        if name == "doi" and value:
            doi = doi or _identifiers.doi(value)
        elif name == "pubmed" and value:
            pmid = pmid or _identifiers.pmid(value)
        elif name in ("pmc", "pmcid") and value:
            pmcid = pmcid or _identifiers.pmcid(value)
    return Identifiers(doi=doi, pmid=pmid, pmcid=pmcid)
