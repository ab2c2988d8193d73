"""Linear models of sentences: features in, one score for each class out.

The weights are text (`weights/<model>.tsv`: a feature and one weight for each class a line), so that a diff shows
what was learnt.  A feature is a word, two or three words in a row, or a name with a colon in it ("cue:need"), which no
words can have.  Weights are whole thousandths, so that a sum is exact in whatever order.  `train.py` makes them;
nothing here needs more than the standard library and numpy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

Gram = Sequence[str]  # a word, or two or three in a tuple
Weights = tuple[int, ...]  # thousandths, one for each class
BIAS = ":bias"
UNIT = 1000
OF_WORDS = ("zones", "flags", "types", "polarity")  # the models that look at words
_TOKEN = re.compile(r"[a-z]+|0|%|[=<>±]")
_NITRIC_OXIDE = re.compile(r"(?<=[\w),] |.[-(])NO\b|\biNO\b")  # is no negation
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NO_ROW = repeat(0)
_DECILES = 10
_STEM = 5
_EDGE = 4  # sentences at either end of an abstract that have a feature of their own


class Linear:
    """Weights by feature: `score(names)` sums those it knows, once each, and the bias."""

    def __init__(self, classes: tuple[str, ...], weights: dict[str, Weights]) -> None:
        self.classes = classes
        self.weights = weights
        self._bias = weights[BIAS]
        self._single = {name: each[0] for name, each in weights.items()} if len(classes) == 1 else None

    def score(self, names: Iterable[str], words: Sequence[int] = ()) -> list[int]:
        """One score for each class, in their order, on top of those the words of the sentence have given."""
        if self._single is not None:
            return [sum(map(self._single.get, names, _NO_ROW), self._bias[0] + sum(words))]
        known = [self._bias, *filter(None, map(self.weights.get, names))]
        if words:
            known.append(tuple(words))
        return list(map(sum, zip(*known, strict=True)))

    def best(self, names: Iterable[str], words: Sequence[int] = ()) -> str:
        """The class of the highest score, the first of equals."""
        scores = self.score(names, words)
        return self.classes[scores.index(max(scores))]


class Words:
    """The weights that words, pairs and triples have in all models of OF_WORDS, side by side."""

    def __init__(self, models: dict[str, Linear]) -> None:
        grams = sorted({name for model in models.values() for name in model.weights if ":" not in name})
        self._at: dict[Gram, int] = {_key(gram): row for row, gram in enumerate(grams, start=1)}
        self._columns: dict[str, slice] = {}
        parts, width = [], 0
        for name, model in models.items():
            none = (0,) * len(model.classes)
            parts.append(np.array([none, *(model.weights.get(gram, none) for gram in grams)], dtype=np.int32))
            self._columns[name] = slice(width, width := width + len(none))
        self._weights: npt.NDArray[np.int32] = np.concatenate(parts, axis=1)

    def score(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """A row for each sentence, given as its words: what they and their pairs and triples, once each, sum up to."""
        row_of: Callable[[Gram, int], int] = self._at.get
        rows: list[int] = []
        starts: list[int] = []
        for words in sentences:
            starts.append(len(rows))
            rows += {0, *map(row_of, chain(words, _pairs(words), _triples(words)), _NO_ROW)}  # row 0 counts nothing
        found: list[list[int]] = np.add.reduceat(self._weights.take(rows, axis=0), starts).tolist() if rows else []
        return found

    def of(self, model: str, row: list[int]) -> list[int]:
        """The part of a row that belongs to a model."""
        return row[self._columns[model]]


@cache
def load(name: str) -> Linear:
    """The shipped weights of a model, by its name."""
    lines = resources.files(__package__).joinpath("weights", f"{name}.tsv").read_text("utf-8").splitlines()
    cells = (line.split("\t") for line in lines[1:])
    weights = {feature: tuple(round(UNIT * float(w)) for w in each) for feature, *each in cells}
    return Linear(tuple(lines[0].split("\t")[1:]), weights)


@cache
def words() -> Words:
    """The words of all models that look at them."""
    return Words({name: load(name) for name in OF_WORDS})


def tokens(text: str) -> list[str]:
    """The words of a sentence and its signs of comparison, numbers as 0.

    >>> tokens("Flares fell by 20% (p < 0.05).")
    ['flares', 'fell', 'by', '0', '%', 'p', '<', '0']
    """
    plain = _NITRIC_OXIDE.sub("nitric", text) if "NO" in text and not text.isupper() else text
    return _TOKEN.findall(_NUMBER.sub("0", plain.lower()))


def grams(words: Sequence[str]) -> set[str]:
    """The words of a sentence, its pairs with the borders marked, and its triples, as features.

    >>> sorted(grams(["flares", "fell"]))
    ['^ flares', 'fell', 'fell $', 'flares', 'flares fell']
    """
    return {*words, *map(" ".join, _pairs(words)), *map(" ".join, _triples(words))}


def stems(words: Iterable[str]) -> set[str]:
    """The first letters of the longer words, as features: they stand for the forms of a word that were never seen."""
    return {f"stem:{word[:_STEM]}" for word in words if len(word) > _STEM}


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(["^", *words], [*words, "$"], strict=True)


def _triples(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    return zip(words, words[1:], words[2:], strict=False)


def _key(gram: str) -> Gram:
    return tuple(gram.split(" ")) if " " in gram else gram


def place(index: int, count: int) -> Iterator[str]:
    """Where a sentence stands in its abstract: the tenth it falls in, and how near either end."""
    yield f"tenth:{index * _DECILES // max(count, 1)}"
    if index < _EDGE:
        yield f"start:{index}"
    if count - 1 - index < _EDGE:
        yield f"end:{count - 1 - index}"


def logistic(score: float) -> float:
    """A score, in thousandths, as the probability of yes."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score / UNIT))))
