"""Learn from annotators: `python -m kg.entities.train LABELLED.jsonl… --vocabulary FILE…` → links.tsv, learnt.txt.

From documents whose mentions carry MeSH or OMIM identifiers it learns, first, which concept an identifier means that no
vocabulary gives to any: the one that bears the names it stands at.  Then what is meant by a name: it keeps one where
annotators agree, where most of its places in the texts are annotated, and where the vocabularies do not know it or mean
something else by it; and a name of the vocabularies that annotators pass over, as none.  See MODEL.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from kg.concept import is_acronym, prefix_of
from kg.entities.matching import matches
from kg.entities.names import MASK, SHORT, SYNONYM, Bearer, Names, load, squeezed
from kg.entities.tokens import Tokens, normal_form
from kg.terms import curie, expand
from kg.vocabulary import Vocabulary
from kg.vocabulary import load as load_vocabulary
from kg.vocabulary_lines import encode

_UNKNOWN, _OTHERWISE = 2, 3  # readings needed for a name nobody bears, and to go before one who bears it
_AGREED = 0.75  # share of the readings that agree
_ANNOTATED, _ACRONYM = 0.5, 0.7  # share of the places of a name, and of an acronym, that are annotated
_SHORTEST = 5  # letters of a name that is no acronym
_PASSED, _SEEN = 0.15, 3  # none is a name of which at most so many places, in so many documents or more, are annotated
_LONGEST = 6  # tokens of a name
_JUSTIFIED = "semapv:LexicalMatching"
CHEMICALS = frozenset({"Chemical", "ChemicalEntity"})
DISEASES = frozenset(
    {"Disease", "DiseaseOrPhenotypicFeature", "SpecificDisease", "DiseaseClass", "Modifier", "CompositeMention"}
)
Row = dict[str, Any]


class Name(NamedTuple):
    """A name as it is counted: its normal form, and the spelling demanded of an acronym."""

    form: str
    spelling: str = ""


def learn_links(rows: Iterable[Row], vocabulary: Vocabulary, names: Names) -> dict[str, str]:
    """IRIs of concepts → the identifiers annotators know them by, sorted; those that a vocabulary gives are left out.

    No two concepts share one, and none has two of one kind.  `names` have learnt nothing.
    """
    given: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for mention in mentions_of(row):
            name, kind = name_of(mention["text"]), int(mention["type"] in CHEMICALS)
            if name and len(mention["ids"]) == 1 and (bearer := _stated(name, kind, names)):
                given[bearer.row][mention["ids"][0]] += 1
    known = {curie(iri) for concept in vocabulary.concepts.values() for iri in (concept.iri, *concept.exact)}
    meant: dict[str, tuple[int, str]] = {}
    for row_of_concept, counted in sorted(given.items()):
        concept, identifier = vocabulary.concepts[names.iris[row_of_concept]], _agreed(counted)
        prefix = identifier.partition(":")[0]
        if (
            expand(identifier)
            and identifier not in known
            and prefix not in map(prefix_of, (concept.iri, *concept.exact))
        ):
            if counted[identifier] > meant.get(identifier, (0, ""))[0]:
                meant[identifier] = counted[identifier], concept.iri
    return dict(sorted((iri, identifier) for identifier, (_, iri) in meant.items()))


def _stated(name: Name, kind: int, names: Names) -> Bearer | None:
    """The first that bears a name as its own."""
    bearers = (b for b in names.bearers(name.form) if not b.surface or b.surface == name.spelling)
    return next((b for b in bearers if b.kind == kind and b.row != MASK and b.rank <= SYNONYM), None)


def linked(vocabulary: Vocabulary, links: Mapping[str, str]) -> Vocabulary:
    """A vocabulary whose concepts bear the identifiers that were learnt too."""
    concepts = {iri: vocabulary.concepts[iri] for iri in links}
    with_links = {
        iri: encode(replace(concept, exact=(*concept.exact, expand(links[iri]) or "")))
        for iri, concept in concepts.items()
    }
    lines = [with_links.get(line.partition("\t")[0], line) for line in vocabulary.lines]
    return Vocabulary(lines, hashlib.sha256("\n".join(lines).encode()).hexdigest())


def learn(rows: Sequence[Row], vocabulary: Vocabulary, names: Names) -> list[str]:
    """Lines `normal form, tab, identifier`, with a tab and the spelling of an acronym, sorted.

    `rows` are documents with `title`, `abstract` and `mentions` (start, end, text, type, ids).  An identifier may be
    one that no concept has until a table of links gives it; "-" says that annotators take the name for none.
    """
    readings = _readings(rows)
    annotated = _annotated(rows, readings)
    meant = {name: _agreed(counted) for name, counted in readings.items() if annotated[name] >= _share(name)}
    kept = {
        name: identifier
        for name, identifier in meant.items()
        if expand(identifier) and _tells(name, identifier, readings[name], vocabulary, names)
    }
    kept |= {Name(form): "-" for form in _passed_over(rows, vocabulary, names)}
    return sorted("\t".join((form, identifier, *([sp] if sp else []))) for (form, sp), identifier in kept.items())


def name_of(text: str) -> Name | None:
    """The name a labelled text is; None where it is a formula or too short to be learnt."""
    if any(c in text for c in "()[]|\t") or " and " in text or " or " in text or not any(map(str.isalpha, text)):
        return None
    if is_acronym(text) or (len(text) <= 8 and any(c.isdigit() for c in text)):
        return Name(normal_form(text), squeezed(text)) if len(text) > 2 else None
    return Name(normal_form(text)) if len(text) >= _SHORTEST and text[0].isalpha() else None


def _readings(rows: Iterable[Row]) -> dict[Name, Counter[str]]:
    """How often each name was given each identifier."""
    readings: dict[Name, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for mention in mentions_of(row):
            name = name_of(mention["text"])
            if name and len(mention["ids"]) == 1:
                readings[name][mention["ids"][0]] += 1
    return readings


def mentions_of(row: Row) -> list[Row]:
    """The diseases and chemicals annotated in a document."""
    return [m for m in row["mentions"] if m["type"] in CHEMICALS or m["type"] in DISEASES]


def _annotated(rows: Iterable[Row], readings: dict[Name, Counter[str]]) -> dict[Name, float]:
    """The share of the places of each name that are annotated so; places within longer mentions do not count."""
    forms = {name.form for name in readings}
    places: Counter[Name] = Counter()
    right: Counter[Name] = Counter()
    for row in rows:
        mentions = [(m["start"], m["end"]) for m in mentions_of(row)]
        for start, end, name in _places(row, forms):
            if name not in readings or any(s <= start and end <= e and (s, e) != (start, end) for s, e in mentions):
                continue
            places[name] += 1
            right[name] += (start, end) in mentions
    return {name: right[name] / places[name] if places[name] else 0.0 for name in readings}


def _places(row: Row, forms: set[str]) -> Iterator[tuple[int, int, Name]]:
    tokens = Tokens(f"{row['title']} {row['abstract']}")
    for first in range(len(tokens.forms)):
        for after in range(first + 1, min(first + _LONGEST, len(tokens.forms)) + 1):
            form = " ".join(tokens.forms[first:after])
            if form in forms:
                start, end = tokens.start(first), tokens.end(after - 1)
                surface = f"{row['title']} {row['abstract']}"[start:end]
                yield start, end, name_of(surface) or Name(form)


def _share(name: Name) -> float:
    return _ACRONYM if name.spelling else _ANNOTATED


def _agreed(counted: Counter[str]) -> str:
    """The identifier that most readings agree on; "" where they do not."""
    identifier, count = counted.most_common(1)[0]
    return identifier if count >= _AGREED * counted.total() else ""


def _tells(name: Name, identifier: str, counted: Counter[str], vocabulary: Vocabulary, names: Names) -> bool:
    """Whether a reading says more than the vocabularies do."""
    bearers = [b for b in names.bearers(name.form) if not b.surface or b.surface == name.spelling]
    if not bearers:
        return counted[identifier] >= _UNKNOWN
    same = identifier in _identifiers(bearers[0].row, vocabulary, names)
    return counted[identifier] >= _OTHERWISE and (not same or bearers[0].rank == SHORT)


def _passed_over(rows: Iterable[Row], vocabulary: Vocabulary, names: Names) -> list[str]:
    """The names of imported vocabularies that annotators seldom take for any, sorted."""
    seen: dict[str, set[str]] = defaultdict(set)
    places: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for row in rows:
        labels = {m["type"] for m in row["mentions"]}
        mentions = [(m["start"], m["end"]) for m in mentions_of(row)]
        for match in matches(Tokens(f"{row['title']} {row['abstract']}", names.cuts), names):
            if match.bearers[0].kind == 1 and labels.isdisjoint(CHEMICALS):
                continue
            seen[match.form].add(row["id"])
            places[match.form] += 1
            taken[match.form] += any(s < match.end and match.start < e for s, e in mentions)
    found = (form for form in places if len(seen[form]) >= _SEEN and taken[form] <= _PASSED * places[form])
    return sorted(f for f in found if not any(_is_shipped(b.row, vocabulary, names) for b in names.bearers(f)))


def _is_shipped(row: int, vocabulary: Vocabulary, names: Names) -> bool:
    return row < 0 or vocabulary.concepts[names.iris[row]].shipped


def _identifiers(row: int, vocabulary: Vocabulary, names: Names) -> set[str]:
    if row < 0:
        return set()
    concept = vocabulary.concepts[names.iris[row]]
    return {curie(iri) for iri in (concept.iri, *concept.exact)}


class Lesson(NamedTuple):
    """What a training is given: labelled documents, the vocabulary as it was before anything was learnt, where to."""

    rows: list[Row]
    vocabulary: Vocabulary
    out: Path


def lesson(told: str | None, folder: Path) -> Lesson:
    """What the arguments of the command line name."""
    parser = argparse.ArgumentParser(description=told)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--vocabulary", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=folder, help="the folder to write to")
    options = parser.parse_args()
    rows = [json.loads(line) for path in options.labelled for line in path.read_text("utf-8").splitlines()]
    return Lesson(rows, load_vocabulary(options.vocabulary, learnt=False), options.out)


def main() -> None:
    """Write links.tsv and learnt.txt beside this module."""
    rows, vocabulary, out = lesson(__doc__, Path(__file__).parent)
    links = learn_links(rows, vocabulary, load(vocabulary, ()))
    justified = [f"{curie(iri)}\tskos:exactMatch\t{identifier}\t{_JUSTIFIED}\n" for iri, identifier in links.items()]
    columns = "subject_id\tpredicate_id\tobject_id\tmapping_justification\n"
    out.joinpath("links.tsv").write_text(columns + "".join(justified), "utf-8")
    vocabulary = linked(vocabulary, links)
    lines = learn(rows, vocabulary, load(vocabulary, ()))
    head = "# Names and what annotators mean by them; made by train.py, described in MODEL.md.\n"
    out.joinpath("learnt.txt").write_text(head + "".join(f"{line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()
