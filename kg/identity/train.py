"""How the weights of `likeness.py` were fitted: `python -m kg.identity.train SIGNATURES.jsonl`.

Each line is a labelled signature: pmid, last, fore or initials, affiliation, coauthors ("Smith JA"), title, journal,
mesh, author_id.  Prints the bias and the weights by name, fitted on pairs of one block (family name, first initial).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.identity.authors import Signature, creators
from kg.identity.facts import Keys, keys
from kg.identity.likeness import WEIGHTS, Likeness, context
from kg.identity.names import compatible
from kg.model import Identifiers, Journal, Person, Reading, Record, Source

Example = tuple[tuple[float, ...], bool, float]  # features, one person?, weight
_STEPS, _RIDGE = 40, 1.0


def main() -> None:
    """Fit on the file named, write the weights to stdout."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    bias, *weights = fit(examples(rows))
    named = zip(WEIGHTS, weights, strict=True)
    sys.stdout.write(f"{bias:6.2f} bias\n" + "".join(f"{weight:6.2f} {name}\n" for name, weight in named))


def examples(rows: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """Pairs of signatures whose names may be one; every block weighs as the square root of its pairs."""
    labelled = []
    for number, row in enumerate(rows):
        known = _keys(row)
        signature = creators([known], f"paper/pmid/{number}", number)[0]
        if isinstance(signature, Signature):
            labelled.append((signature, known, row["author_id"]))
    likeness = Likeness(
        (signature for signature, _, _ in labelled),
        [context(known, known.authors) for _, known, _ in labelled].__getitem__,
    )
    blocks: dict[tuple[str, str], list[tuple[Signature, str]]] = defaultdict(list)
    for signature, _, label in labelled:
        blocks[signature.family, signature.given[0][0] if signature.given else ""].append((signature, label))
    for block in blocks.values():
        pairs = [(a, b) for a, b in combinations(block, 2) if compatible(a[0].given, b[0].given)]
        for (left, mine), (right, other) in pairs:
            yield likeness.features(left, right), mine == other, len(pairs) ** -0.5


def _keys(row: dict[str, Any]) -> Keys:
    affiliations = (row["affiliation"],) if row.get("affiliation") else ()
    first = Person(family=row["last"], given=row.get("fore") or row.get("initials"), affiliations=affiliations)
    others = (text.rpartition(" ") for text in row.get("coauthors") or ())
    record = Record(
        kind="article",
        title=row.get("title") or "",
        source=Source(path="", format="", sha256=""),
        identifiers=Identifiers(pmid=str(row["pmid"])),
        authors=(first, *(Person(family=family or given, given=given or None) for family, _, given in others)),
        journal=Journal(title=row["journal"]) if row.get("journal") else None,
        headings=tuple(term.rstrip("*") for term in row.get("mesh") or ()),
    )
    return keys(Reading(record=record))


def fit(found: Iterable[Example]) -> list[float]:
    """Bias and weights of a ridge logistic regression, by Newton's method."""
    import numpy as np

    features, labels, weights = zip(*found, strict=True)
    x = np.column_stack([np.ones(len(labels)), np.array(features, dtype=float)])
    y, w = np.array(labels, dtype=float), np.array(weights)
    w *= len(w) / w.sum()
    theta = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ theta))
        curvature = (x * (w * p * (1 - p))[:, None]).T @ x + _RIDGE * np.eye(len(theta))
        theta += np.linalg.solve(curvature, x.T @ (w * (y - p)) - _RIDGE * theta)
    return [float(value) for value in theta]


if __name__ == "__main__":
    main()
