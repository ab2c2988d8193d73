"""What is wrong with vocabularies: findings on the shipped ones and a project's own, as they stand joined.

KG-W001 one name, two concepts · KG-W002 a broader concept that is nowhere · KG-W003 a concept broader than itself ·
KG-W004 a name that is an ordinary word · KG-W005 an identifier of wrong form · KG-W006 a line that gives no concept.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from kg.concept import Concept, name_key, own_identifier
from kg.model import Finding, Severity
from kg.terms import curie
from kg.vocabulary import Vocabulary
from kg.vocabulary_crosswalk import is_table

# The entities stage never reads these as a concept.  The file is data, and none of that stage's code is needed.
_NEVER_READ = Path(__file__).resolve().parent / "entities" / "stops.txt"
_ORDINARY = frozenset(
    "a able about above active after again against age all also among an and any are area arm as at back base best "
    "better big bit body book both bring but by call can car care case cat cause cell change chest child close cold "
    "come cool cost cup cut damage date day dead deal death did do dose down due dust each ear early ease end even "
    "ever eye face fact fall far fast fat fever few fire first fish flow fly foot for form free full gain gap gas get "
    "give go good great group grow had hair half hand has he head heart help her high hip hit hold home hot hour how "
    "ice if ill impact in into iron is it its keep kit large last late lead left leg less let level life light like "
    "line live long look loss low made main man map mark mask mass match may me mean men met might mind more most "
    "much must my name near neck need net never new next night no none nor normal not note now of off old on one open "
    "or other our out over own pain part past pattern plan point poor put range rash rate red rest right rise risk "
    "role run same see sex she short show side sign site skin slow small so some son spot state still stress sun such "
    "sure take team test than that the them then there they this those time to too top total trial two type unit up "
    "use was water way we week weight well were what when where which while white who will with work year yes yet "
    "you young".split()
)
_FORMS = {
    "MONDO": r"\d{7}", "DOID": r"\d+", "MESH": r"[CDQ]\d{6,9}", "NCIT": r"C\d+", "CHEBI": r"\d+", "HP": r"\d{7}",
    "UMLS": r"C\d{7}", "OMIM": r"\d{6}", "ORPHANET": r"C?\d+", "EFO": r"\d{7}", "HGNC": r"\d+", "CL": r"\d{7}",
    "GO": r"\d{7}", "UBERON": r"\d{7}", "RXNORM": r"\d+", "SNOMEDCT": r"\d{6,18}",
}  # fmt: skip
_SOUND = re.compile(r"(?:https?://[^\s/<>\"{}|\\^`]+|urn:[A-Za-z0-9][\w-]+:)[^\s<>\"{}|\\^`]*\Z")
_HELP = {
    "KG-W001": "take the name from one of them, or make it a short form that a text must define",
    "KG-W002": "add the broader concept, or leave the link out",
    "KG-W003": "take out one of the links",
    "KG-W004": "leave the name out: it would be found where nothing is meant",
    "KG-W005": "write the identifier as its vocabulary does",
    "KG-W006": "a line needs an id such as OUR:17 or MESH:D008180, a label, and a kind",
}


def check(vocabulary: Vocabulary, files: Sequence[Path] = ()) -> list[Finding]:
    """The findings on a vocabulary and on the lines of tables among its files: errors first, then by code and focus.

    That a shipped name is an ordinary word was weighed when it was taken in, and is none.
    """
    concepts = vocabulary.concepts
    found = [
        *_collisions(concepts.values()),
        *_orphans(concepts),
        *_cycles(concepts),
        *(finding for concept in concepts.values() if not concept.shipped for finding in _names(concept)),
        *(finding for concept in concepts.values() for finding in _identifiers(concept)),
        *(finding for file in files if _lists_terms(file) for finding in _lines(file)),
    ]
    return sorted(set(found), key=lambda f: (f.severity != "error", f.code, f.focus, f.message))


def _collisions(concepts: Iterable[Concept]) -> Iterator[Finding]:
    """Own names that two concepts bear; short forms are ambiguous by their nature and no collision."""
    bearers: dict[str, dict[str, tuple[Concept, str]]] = defaultdict(dict)
    for concept in concepts:
        for name in (concept.label, *concept.synonyms):
            bearers[name_key(name)].setdefault(concept.iri, (concept, name))
    for _, sharing in sorted(bearers.items()):
        if len(sharing) < 2:
            continue
        (first, name), *rest = (sharing[iri] for iri in sorted(sharing))
        severity: Severity = "error" if len({concept.kind for concept, _ in sharing.values()}) == 1 else "warning"
        for other, _ in rest:
            told = f"{name!r} names {_told(first)} and {_told(other)}"
            yield _finding(severity, "KG-W001", first.iri, told)


def _orphans(concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    for concept in concepts.values():
        for broader in concept.broader:
            if broader not in concepts:
                told = f"{_told(concept)} has the broader concept {curie(broader)}, which no vocabulary holds"
                yield _finding("warning", "KG-W002", concept.iri, told)


def _cycles(concepts: Mapping[str, Concept]) -> Iterator[Finding]:
    """One finding for each group of concepts that are broader than each other, at the smallest IRI."""
    import networkx as nx  # type: ignore[import-untyped]

    links = nx.DiGraph(sorted((c.iri, broader) for c in concepts.values() for broader in c.broader))
    for members in nx.strongly_connected_components(links):
        first = min(members)
        if len(members) > 1 or links.has_edge(first, first):
            ring = ", ".join(_told(concepts[iri]) for iri in sorted(members) if iri in concepts)
            yield _finding("error", "KG-W003", first, f"broader than itself: {ring}")


def _names(concept: Concept) -> Iterator[Finding]:
    for name in (concept.label, *concept.synonyms):
        folded = name.casefold()
        if folded in _never_read() or folded in _ORDINARY or len(name) < 2:
            told = f"{_told(concept)} bears the ordinary word {name!r}"
            yield _finding("warning", "KG-W004", concept.iri, told)


@cache
def _never_read() -> frozenset[str]:
    lines = _NEVER_READ.read_text("utf-8").splitlines()
    return frozenset(line.strip().casefold() for line in lines if line.strip() and not line.startswith("#"))


def _identifiers(concept: Concept) -> Iterator[Finding]:
    for iri in (concept.iri, *concept.exact):
        prefix, colon, local = curie(iri).partition(":")
        form = _FORMS.get(prefix) if colon and curie(iri) != iri else None
        if not _SOUND.match(iri) or (form and not re.fullmatch(form, local)):
            severity: Severity = "error" if iri == concept.iri else "warning"
            yield _finding(severity, "KG-W005", concept.iri, f"{curie(iri)!r} of {_told(concept)} is no identifier")


def _lists_terms(file: Path) -> bool:
    return file.suffix.lower() in (".tsv", ".txt") and not is_table(file)


def _lines(file: Path) -> Iterator[Finding]:
    """Lines of a table that are passed over when it is read."""
    header, *rows = [line.split("\t") for line in file.read_text("utf-8-sig").split("\n")]
    for number, row in enumerate(rows, start=2):
        cells = dict(zip(header, row, strict=False))
        given, label = (cells.get(column, "").strip() for column in ("id", "label"))
        if any(row) and (own_identifier(given) is None or not label):
            told = f"{given!r} is no identifier" if label else "the line has no label"
            yield _finding("error", "KG-W006", f"{file}:{number}", told)


def _told(concept: Concept) -> str:
    return f"{concept.label!r} ({concept.kind}, {curie(concept.iri)})"


def _finding(severity: Severity, code: str, focus: str, message: str) -> Finding:
    return Finding(severity=severity, code=code, focus=focus, message=message, help=_HELP[code])
