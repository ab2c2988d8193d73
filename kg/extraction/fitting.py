"""Logistic regression, and the text files its weights are kept in; needs scikit-learn (the extra `train`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.extraction.linear import BIAS

WEIGHTS = Path(__file__).with_name("weights")
_WORDS_KEPT = 5000
_RAREST = 4


def fit(
    seen: Sequence[Iterable[str]], labels: Sequence[str], classes: Sequence[str], *, strength: float = 0.3,
    heavier: dict[str, float] | None = None, rarest: int = _RAREST, weights: Sequence[float] | None = None,
) -> dict[str, Sequence[float]]:  # fmt: skip
    """Logistic regression over the features frequent enough: a weight for each class by feature.

    `heavier` multiplies the weight of all examples of a label, `weights` that of each.
    """
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    counter = CountVectorizer(analyzer=set, binary=True, min_df=rarest, max_features=_WORDS_KEPT)
    matrix = counter.fit_transform(seen)
    weight = {name: (heavier or {}).get(name, 1.0) for name in sorted(set(labels))}
    model = LogisticRegression(C=strength, max_iter=1000, class_weight=weight).fit(matrix, labels, weights)
    return _by_feature(model, list(counter.get_feature_names_out()), classes)


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
