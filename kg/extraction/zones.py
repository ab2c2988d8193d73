"""The zone of each sentence: that of its labelled section, else told from its words, its place and its neighbours.

Where the source has no labels, a linear model scores the five roles of a sentence and the best sequence of roles is
found with the transitions counted in training (Viterbi 1967).  A sentence whose section has a zone keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from kg.extraction import linear
from kg.model import Record, Zone

Scores = npt.NDArray[np.float64]

ROLES: tuple[Zone, ...] = ("Background", "Objective", "Methods", "Results", "Conclusion")
SHARE = 0.4  # how much the transitions count beside the words
_ANY = [1 / len(ROLES)] * len(ROLES)
_CERTAIN = {zone: [float(zone == role) for role in ROLES] for zone in ROLES}
_START = "start"
_NEVER = -50.0


def of(record: Record, sentences: Sequence[tuple[int, list[int]]]) -> tuple[list[Zone], list[list[float]]]:
    """The zones of sentences given as (passage, scores of words), and their probabilities over ROLES, both in order.

    A sentence of a labelled section is certain; one of an unlabelled abstract gets the zone the model finds, but the
    lone sentence of a title or a highlight keeps that name, with the probabilities of its words.
    """
    printed = [record.passages[passage].zone for passage, _ in sentences]
    open_ = [at for at, (passage, _) in enumerate(sentences) if record.passages[passage].section == "abstract"]
    probabilities = [_CERTAIN.get(zone, _ANY) for zone in printed]
    found: list[Zone] = list(printed)
    if any(printed[at] == "Unlabelled" for at in open_):
        scores = _scores([sentences[at][1] for at in open_], [printed[at] for at in open_])
        for at, role, row in zip(open_, best(scores, _transitions()), np.exp(scores).tolist(), strict=True):
            if printed[at] == "Unlabelled":
                found[at], probabilities[at] = ROLES[role], row
    return found, probabilities


def best(scores: Scores, transitions: Scores) -> list[int]:
    """The best sequence of roles, one for each row of scores; the first row of `transitions` is the start's."""
    total, back, after = scores[0] + transitions[0], [], transitions[1:].T
    for row in scores[1:]:
        paths = after + total  # a row for each role that may come, a column for each before it
        back.append(paths.argmax(axis=1))
        total = paths.max(axis=1) + row
    path = [int(total.argmax())]
    for row in reversed(back):
        path.append(int(row[path[-1]]))
    return path[::-1]


def _scores(words: Sequence[list[int]], printed: Sequence[Zone]) -> Scores:
    """Log probabilities; a printed zone leaves no doubt, and so guides its neighbours."""
    model, of_words, count = linear.load("zones"), linear.words().of, len(words)
    scored = [model.score(linear.place(at, count), of_words("zones", row)) for at, row in enumerate(words)]
    rows: Scores = np.array(scored) / linear.UNIT
    rows -= rows.max(axis=1, keepdims=True)
    rows -= np.log(np.exp(rows).sum(axis=1, keepdims=True))
    for at, zone in enumerate(printed):
        if zone in ROLES:
            rows[at] = [0.0 if zone == role else _NEVER for role in ROLES]
    return rows


@cache
def _transitions() -> Scores:
    weights = linear.load("transitions").weights
    return SHARE * np.array([weights[f"after:{name}"] for name in (_START, *ROLES)]) / linear.UNIT
