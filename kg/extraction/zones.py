"""The zone of each sentence: that of its labelled section, else told from its words, its place and its neighbours.

Where the source has no labels, a linear model scores the five roles of a sentence and the best sequence of roles is
found with the transitions counted in training (Viterbi 1967).  A sentence whose section has a zone keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.extraction import linear
from kg.extraction.linear import Scores
from kg.model import Record, Zone

ROLES: tuple[Zone, ...] = ("Background", "Objective", "Methods", "Results", "Conclusion")
SHARE = 0.4  # how much the transitions count beside the words
_START = "(start)"


def of(record: Record, sentences: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[Zone], Scores]:
    """The zones of sentences given as (passage, words), in order, and their probabilities over ROLES, a row each.

    A sentence of a labelled section is certain; one of an unlabelled abstract gets the zone the model finds, but the
    lone sentence of a title or a highlight keeps that name, with the probabilities of its words.
    """
    printed = [record.passages[passage].zone for passage, _ in sentences]
    open_ = [at for at, (passage, _) in enumerate(sentences) if record.passages[passage].section == "abstract"]
    probabilities = np.full((len(sentences), len(ROLES)), 1 / len(ROLES))
    found: list[Zone] = list(printed)
    if any(printed[at] == "Unlabelled" for at in open_):
        scores = _scores([sentences[at][1] for at in open_], [printed[at] for at in open_])
        for at, role, row in zip(open_, best(scores, _transitions()), scores, strict=True):
            found[at] = ROLES[role] if printed[at] == "Unlabelled" else printed[at]
            probabilities[at] = linear.softmax(row)
    for at, zone in enumerate(printed):
        if zone in ROLES:
            probabilities[at] = [float(zone == role) for role in ROLES]
    return found, probabilities


def features(words: Sequence[str], index: int, count: int) -> list[str]:
    """What the model sees of a sentence: its words and pairs of words, and its place."""
    return [*words, *linear.place(index, count)]


def best(scores: Scores, transitions: Scores) -> list[int]:
    """The best sequence of roles, one for each row of scores; the first row of `transitions` is the start's."""
    total, back = scores[0] + SHARE * transitions[0], []
    for row in scores[1:]:
        paths = total[:, None] + SHARE * transitions[1:]
        back.append(paths.argmax(axis=0))
        total = paths.max(axis=0) + row
    path = [int(total.argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return path[::-1]


def _scores(texts: Sequence[Sequence[str]], printed: Sequence[Zone]) -> Scores:
    """Log probabilities; a printed zone leaves no doubt, and so guides its neighbours."""
    model, count = linear.load("zones"), len(texts)
    rows = np.array([model.score(features(text, index, count)) for index, text in enumerate(texts)])
    rows -= np.log(np.exp(rows - rows.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)) + rows.max(
        axis=1, keepdims=True
    )
    for at, zone in enumerate(printed):
        if zone in ROLES:
            rows[at] = [0.0 if zone == role else -50.0 for role in ROLES]
    return rows


def _transitions() -> Scores:
    model = linear.load("transitions")
    return np.array([model.weight(name) for name in (_START, *ROLES)])
