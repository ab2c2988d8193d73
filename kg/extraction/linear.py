"""Linear models of sentences: named features in, one score for each class out.

The weights are text (`weights/<model>.tsv`: a feature and one weight for each class a line), so that a diff shows
what was learnt.  `train.py` makes them; nothing here needs more than the standard library and numpy.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
BIAS = "(bias)"
_TOKEN = re.compile(r"[a-z]+|0|%|[=<>±]")
_NITRIC_OXIDE = re.compile(r"(?<=\S )NO\b(?=[ ,.)-])")  # is no negation
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DECILES = 10
_EDGE = 4  # sentences at either end of an abstract that have a feature of their own


class Linear:
    """Weights by feature: `score(features)` sums the rows of those it knows and adds the bias."""

    def __init__(self, classes: tuple[str, ...], rows: dict[str, tuple[float, ...]]) -> None:
        self.classes = classes
        self._at = {name: place for place, name in enumerate(rows)}
        self._weights = np.array(list(rows.values()), dtype=np.float64)
        self._bias = self._weights[self._at[BIAS]]

    def score(self, features: Iterable[str]) -> Scores:
        """One score for each class, in their order; what the model does not know counts nothing."""
        at = self._at
        known = [at[name] for name in features if name in at]
        total: Scores = self._weights[known].sum(axis=0) + self._bias
        return total

    def weight(self, feature: str) -> Scores | None:
        """The weights of one feature, for explanations."""
        place = self._at.get(feature)
        return None if place is None else self._weights[place]


@cache
def load(name: str) -> Linear:
    """The shipped weights of a model, by its name."""
    lines = resources.files(__package__).joinpath("weights", f"{name}.tsv").read_text("utf-8").splitlines()
    classes = tuple(lines[0].split("\t")[1:])
    cells = (line.split("\t") for line in lines[1:])
    return Linear(classes, {feature: tuple(map(float, weights)) for feature, *weights in cells})


def words(text: str) -> list[str]:
    """The words of a sentence and its pairs of neighbours, numbers as 0, borders marked.

    >>> words("Flares fell by 20%.")
    ['flares', 'fell', 'by', '0', '%', '^ flares', 'flares fell', 'fell by', 'by 0', '0 %', '% $']
    """
    found = _TOKEN.findall(_NUMBER.sub("0", _NITRIC_OXIDE.sub("nitric", text).lower()))
    bordered = ["^", *found, "$"]
    return found + [f"{left} {right}" for left, right in zip(bordered, bordered[1:], strict=False)]


def grams(words: Sequence[str]) -> list[str]:
    """What `words` found, with its triples of neighbours."""
    plain = words[: len(words) // 2]
    return [*words, *(" ".join(plain[at : at + 3]) for at in range(len(plain) - 2))]


def place(index: int, count: int) -> list[str]:
    """Where a sentence stands in its abstract: the tenth it falls in, and how near either end."""
    found = [f"(tenth {index * _DECILES // max(count, 1)})"]
    if index < _EDGE:
        found.append(f"(start {index})")
    if count - 1 - index < _EDGE:
        found.append(f"(end {count - 1 - index})")
    return found


def softmax(scores: Scores) -> Scores:
    """Scores as probabilities."""
    raised = np.exp(scores - scores.max())
    result: Scores = raised / raised.sum()
    return result


def logistic(score: float) -> float:
    """A score as the probability of yes."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
