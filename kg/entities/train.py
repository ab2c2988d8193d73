"""Learn what annotators mean by a name: `python -m kg.entities.train LABELLED.jsonl… --vocabulary FILE…` → learnt.txt.

From documents whose mentions carry MeSH or OMIM identifiers it keeps a name where at least two annotators' readings
agree and the vocabularies do not know the name, or mean something else by it.  See MODEL.md.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.concept import is_acronym
from kg.entities.names import Names, load
from kg.entities.tokens import normal_form
from kg.terms import curie
from kg.vocabulary import Vocabulary
from kg.vocabulary import load as load_vocabulary

_UNKNOWN, _OTHERWISE = 2, 3  # readings needed for a name nobody bears, and to go before one who bears it
_AGREED = 0.75  # share of the readings that agree
_SHORTEST = 5  # letters of a name


def learn(rows: Iterable[dict[str, Any]], vocabulary: Vocabulary, names: Names) -> Iterator[str]:
    """Lines `normal form, tab, identifier`, sorted, from documents with `mentions` (text, ids)."""
    readings: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for mention in row["mentions"]:
            if len(mention["ids"]) == 1 and _is_name(mention["text"]):
                readings[normal_form(mention["text"])][mention["ids"][0]] += 1
    known = {curie(iri) for concept in vocabulary.concepts.values() for iri in (concept.iri, *concept.exact)}
    for form, counted in sorted(readings.items()):
        identifier, count = counted.most_common(1)[0]
        if identifier not in known or count < _AGREED * counted.total():
            continue
        bearers = names.bearers(form)
        if not bearers and count >= _UNKNOWN:
            yield f"{form}\t{identifier}"
        elif bearers and count >= _OTHERWISE and identifier not in _identifiers(bearers[0].row, vocabulary, names):
            yield f"{form}\t{identifier}"


def _is_name(text: str) -> bool:
    """Whether a mention may be learnt: a word of its own, no acronym, no formula."""
    return (
        len(text) >= _SHORTEST and not is_acronym(text) and not any(c in text for c in "()[]|\t") and text[0].isalpha()
    )


def _identifiers(row: int, vocabulary: Vocabulary, names: Names) -> set[str]:
    if row < 0:
        return set()
    concept = vocabulary.concepts[names.iris[row]]
    return {curie(iri) for iri in (concept.iri, *concept.exact)}


def _rows(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def main() -> None:
    """Write learnt.txt beside this module; run it with an empty one, or it learns what it knows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--vocabulary", nargs="+", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("learnt.txt"))
    options = parser.parse_args()
    vocabulary = load_vocabulary(options.vocabulary)
    lines = learn(_rows(options.labelled), vocabulary, load(vocabulary))
    head = "# Names and what annotators mean by them; made by train.py, described in MODEL.md.\n"
    options.out.write_text(head + "".join(f"{line}\n" for line in lines), "utf-8")


if __name__ == "__main__":
    main()
