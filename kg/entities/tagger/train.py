"""Train the tagger: `python -m kg.entities.tagger.train LABELLED.jsonl… --vocabulary FILE…` → weights.tsv.

Each document is annotated with names learnt from other folds only, or the classifiers would trust what they will not
see again.  See ../MODEL.md.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.entities import Annotator
from kg.entities.names import Names, load
from kg.entities.tagger import MOST, Candidate, Tagger, Told, Weights, may_grow, second, stretched
from kg.entities.tagger.features import (
    MODELS,
    beside_left,
    beside_right,
    farther_left,
    farther_right,
    is_judged,
    known,
    placed_fit,
    placed_keep,
    words,
)
from kg.entities.tokens import Tokens, normal_form
from kg.entities.train import CHEMICALS, DISEASES, Row, learn, learn_links, lesson, linked
from kg.model import Mention, Passage, Record, Source
from kg.terms import curie
from kg.vocabulary import Vocabulary

FOLDS = 4
STRENGTH = {"keep": 0.5, "left": 0.5, "right": 0.5, "cut": 0.3, "fit": 0.3}  # of the prior, the more the weaker
_LEAST = 3  # candidates a feature stands at
_HEADED = 3  # documents in which a head word ends a disease no vocabulary lists
_SOURCE = Source(path="", format="", sha256="")
_Examples = dict[str, list[tuple[list[str], bool]]]


class Labelled(NamedTuple):
    """A document as the dictionary reads it, beside what annotators marked: span → identifiers, by kind."""

    row: Row
    text: str
    mentions: list[Mention]
    gold: dict[str, dict[tuple[int, int], set[str]]]
    vocabulary: Vocabulary


def fold(row: Row) -> int:
    """The fold of a document, the same in every corpus that holds it."""
    return zlib.crc32(str(row["id"]).encode()) % FOLDS


def read(rows: Sequence[Row], vocabulary: Vocabulary) -> list[Labelled]:
    """The documents, each annotated with what the other folds teach."""
    names = load(vocabulary, ())
    taught = [_taught([row for row in rows if fold(row) != n], vocabulary, names) for n in range(FOLDS)]
    return [labelled(row, *taught[fold(row)]) for row in rows]


def _taught(rows: Sequence[Row], vocabulary: Vocabulary, names: Names) -> tuple[Annotator, Vocabulary]:
    """An annotator without tagger that learnt from these documents alone, and its vocabulary."""
    vocabulary = linked(vocabulary, learn_links(rows, vocabulary, names))
    return Annotator(vocabulary, tagger=False, learnt=learn(rows, vocabulary, names)), vocabulary


def labelled(row: Row, annotator: Annotator, vocabulary: Vocabulary) -> Labelled:
    """A document annotated; its title and abstract are one passage."""
    text = f"{row['title']} {row['abstract']}"
    passage = Passage(section="abstract", zone="Unlabelled", text=text)
    record = Record(kind="article", title=row["title"], source=_SOURCE, passages=(passage,))
    gold: dict[str, dict[tuple[int, int], set[str]]] = {"d": {}, "t": {}}
    for mention in row["mentions"]:
        kind = "t" if mention["type"] in CHEMICALS else "d" if mention["type"] in DISEASES else None
        if kind:
            gold[kind].setdefault((mention["start"], mention["end"]), set()).update(mention["ids"])
    return Labelled(row, text, list(annotator.annotate(record)), gold, vocabulary)


# ---------------------------------------------------------------- examples


def heads(documents: Iterable[Labelled]) -> frozenset[str]:
    """The words that end diseases which no mention overlaps, in several documents."""
    found: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for start, end in document.gold["d"]:
            if not any(m.start < end and start < m.end for m in document.mentions if m.kind == "disease"):
                last = words(document.text[start:end])[-1]
                if len(last) > 3:
                    found[normal_form(last)].add(document.row["id"])
    return frozenset(word for word, rows in found.items() if len(rows) >= _HEADED)


def examples(documents: Iterable[Labelled], tagger: Tagger) -> _Examples:
    """What each classifier is to learn: features and answer."""
    found: _Examples = {model: [] for model in MODELS}
    for document in documents:
        chemical = any(m["type"] in CHEMICALS for m in document.row["mentions"])
        for c in tagger.candidates(document.text, Tokens(document.text), document.mentions):
            if c.known.kind == "d" or chemical:
                for model, features, answer in _told(document, c):
                    found[model].append((features, answer))
    return found


def _told(document: Labelled, c: Candidate) -> Iterator[tuple[str, list[str], bool]]:
    text, gold, what = document.text, document.gold[c.known.kind], c.known
    near = [span for span in gold if span[0] < c.end and c.start < span[1]]
    yield "keep", [*known("keep", what), *placed_keep(text, c.start, c.end, c.before, c.after, what)], bool(near)
    if not near:
        return
    meant = max(near, key=lambda span: min(span[1], c.end) - max(span[0], c.start))
    grew = c
    if what.kind == "d":
        grew = yield from _growth(text, c, meant)
        if not grew.known.grown and " " in what.surface:
            yield "cut", known("cut", what), meant[0] >= second(text, c) > c.start
    ids = {identifier for span in near for identifier in gold[span]}
    if c.mention and c.mention.concept and ids and is_judged(grew.known):
        concept = document.vocabulary.concepts[c.mention.concept]
        features = [
            *known("fit", grew.known),
            *placed_fit(text, grew.start, grew.end, grew.before, grew.after, grew.known),
        ]
        yield "fit", features, not ids.isdisjoint(map(curie, (concept.iri, *concept.exact)))


def _growth(text: str, c: Candidate, meant: tuple[int, int]) -> Generator[tuple[str, list[str], bool], None, Candidate]:
    """The steps by which a candidate grows to what is meant, and the first that does not."""
    for _ in range(MOST):
        word = c.before
        if not may_grow(word.text):
            break
        features = [*known("left", c.known), *beside_left(word, c.known), *farther_left(text, c.end, word, c.known)]
        yield "left", features, meant[0] <= word.at
        if meant[0] > word.at:
            break
        c = stretched(text, c, word, left=True)
    for _ in range(MOST):
        word = c.after
        if not may_grow(word.text):
            break
        features = [*known("right", c.known), *beside_right(word, c.known), *farther_right(text, word, c.known)]
        yield "right", features, word.at <= meant[1]
        if word.at > meant[1]:
            break
        c = stretched(text, c, word, left=False)
    return c


# ---------------------------------------------------------------- fitting


def fit(found: _Examples) -> dict[str, dict[str, float]]:
    """The weights of each classifier; the feature "" is the constant."""
    return {model: _fit(told, STRENGTH[model]) for model, told in found.items()}


def _fit(told: Sequence[tuple[list[str], bool]], strength: float) -> dict[str, float]:
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counted = Counter(feature for features, _ in told for feature in set(features))
    columns = {f: i for i, f in enumerate(sorted(f for f, count in counted.items() if count >= _LEAST))}
    ends, places = [0], []
    for features, _ in told:
        places += sorted(columns[f] for f in set(features) if f in columns)
        ends.append(len(places))
    matrix = csr_matrix((numpy.ones(len(places)), places, ends), shape=(len(told), len(columns)))
    model = LogisticRegression(C=strength, solver="liblinear").fit(matrix, [answer for _, answer in told])
    weights = {f: round(float(model.coef_[0][i]), 2) for f, i in columns.items()}
    return {f: w for f, w in weights.items() if abs(w) >= 0.05} | {"": round(float(model.intercept_[0]), 2)}


def trained(documents: Sequence[Labelled], spelt: Told) -> Weights:
    """The classifiers that these documents teach."""
    heading = heads(documents)
    return Weights(fit(examples(documents, Tagger(Weights({}, heading), spelt))), heading)


def main() -> None:
    """Write weights.tsv beside this module: classifier, feature, weight."""
    rows, vocabulary, out = lesson(__doc__, Path(__file__).parent)
    weights = trained(read(rows, vocabulary), Annotator(vocabulary, tagger=False).spelt)
    lines = [f"heads\t{word}\t1\n" for word in sorted(weights.heads)]
    lines += [f"{m}\t{f}\t{w:g}\n" for m, of in sorted(weights.models.items()) for f, w in sorted(of.items())]
    out.joinpath("weights.tsv").write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
