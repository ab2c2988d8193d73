"""Logistic regression, and the text files its weights are kept in; needs scikit-learn (the extra `train`)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kg.extraction.likeness import Vectors
from kg.extraction.linear import BIAS

WEIGHTS = Path(__file__).with_name("weights")
_KEPT = 5000
_RAREST = 4
_RARE = 5.0  # a word in at most one of e^5 examples counts in full for what it shares with others
_ALL = 1e6
_CLOSE, _CLOSEST = 1e-3, 1e-4  # where a fit may stop


class Sharing(NamedTuple):
    """How words share what is learnt: their vectors, what these count, and what a word by itself counts, beside 1."""

    vectors: Vectors
    likes: float
    word: float


def fit(
    seen: Sequence[Iterable[str]], labels: Sequence[str], classes: Sequence[str], *, strength: float = 0.3,
    heavier: dict[str, float] | None = None, rarest: int = _RAREST, weights: Sequence[float] | None = None,
    sharing: Sharing | None = None, kept: int = _KEPT,
) -> dict[str, Sequence[float]]:  # fmt: skip
    """Logistic regression over the features frequent enough: a weight for each class by feature.

    `kept` are the most frequent of them.  `heavier` multiplies the weight of all examples of a label, `weights` that of
    each.  With `sharing` a word is also known by its vector, and each that has one gets the weight its likes earned.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    counter = CountVectorizer(analyzer=set, binary=True, min_df=rarest, max_features=kept)
    matrix = counter.fit_transform(seen)
    names = list(counter.get_feature_names_out())
    weight = {name: (heavier or {}).get(name, 1.0) for name in sorted(set(labels))}
    model = LogisticRegression(C=strength, max_iter=1000, class_weight=weight, tol=_CLOSE if sharing else _CLOSEST)
    if sharing is None:
        return _by_feature(model.fit(matrix, labels, weights), names, classes)
    every = [*names, *sorted(sharing.vectors.keys() - set(names))]
    matrix = CountVectorizer(analyzer=set, binary=True, lowercase=False, vocabulary=every).fit_transform(seen)
    spread = _spread(every, len(names), sharing, matrix.sum(axis=0).A1 / len(seen))
    model.fit(matrix @ spread, labels, weights)
    model.coef_ = model.coef_ @ spread.T
    return _by_feature(model, every, classes)


def _spread(names: Sequence[str], known: int, sharing: Sharing, shares: Sequence[float]) -> Any:
    """What each feature stands for: itself if it is one of the first, `known` ones, and a word its vector beside."""
    from scipy.sparse import csr_matrix, diags, hstack

    own = [(1.0 if ":" in name else sharing.word) * (at < known) for at, name in enumerate(names)]
    width = len(next(iter(sharing.vectors.values())))
    likes = np.zeros((len(names), width))
    for at, (name, share) in enumerate(zip(names, shares, strict=True)):
        if name in sharing.vectors:
            rare = min(1.0, -math.log(max(share, 1 / _ALL)) / _RARE)
            likes[at] = sharing.likes * rare * sharing.vectors[name]
    return hstack([diags(own), csr_matrix(likes)]).tocsr()


def _by_feature(model: Any, names: Sequence[str], classes: Sequence[str]) -> dict[str, Sequence[float]]:
    """Rows in the order of the classes; of two classes scikit-learn keeps one row, that of the second."""
    known = list(model.classes_)
    if len(known) == 2:
        sign = 1.0 if known[1] == classes[0] else -1.0
        rows, biases = [sign * model.coef_[0]], [sign * model.intercept_[0]]
    else:
        rows, biases = (
            [model.coef_[known.index(c)] for c in classes],
            [model.intercept_[known.index(c)] for c in classes],
        )
    weights: dict[str, Sequence[float]] = {name: [float(row[at]) for row in rows] for at, name in enumerate(names)}
    return weights | {BIAS: [float(b) for b in biases]}


def write(name: str, classes: Sequence[str], weights: Mapping[str, Sequence[float]]) -> None:
    """Write a model's weights, sorted by feature, three decimals."""
    lines = ["\t".join(["feature", *classes])]
    lines += ["\t".join([feature, *(f"{w:.3f}" for w in weights[feature])]) for feature in sorted(weights)]
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
