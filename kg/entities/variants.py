"""Other ways to write a name than those its vocabulary lists.

MeSH inverts ("Lupus Erythematosus, Systemic"); writers exchange head nouns ("disease", "disorder", "syndrome") and join
what the vocabulary hyphenates ("COVID19").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_VARIANT = 3  # the rank of a name nobody states: it counts only where no concept bears it
_HEADS = {
    "disease": ("disorder", "syndrome"), "disorder": ("disease", "syndrome"), "syndrome": ("disease",),
    "neoplasm": ("cancer", "tumor", "carcinoma", "malignancy"),
    "cancer": ("neoplasm", "carcinoma", "tumor", "malignancy"),
    "carcinoma": ("cancer",), "tumor": ("neoplasm",), "injury": ("damage",), "failure": ("insufficiency",),
    "insufficiency": ("failure",), "infection": ("infectious disease",),
}  # fmt: skip
_ALONE = {"neoplasm": ("tumor",)}
# What is said of patients, cells and organs: "hypertensive rats", "leukemic blasts".
_ADJECTIVES = (
    ("tension", "tensive"), ("lepsy", "leptic"), ("phrenia", "phrenic"), ("emia", "emic"), ("betes", "betic"),
    ("thrombosis", "thrombotic"), ("cirrhosis", "cirrhotic"), ("psychosis", "psychotic"), ("asthma", "asthmatic"),
    ("sclerosis", "sclerotic"), ("inflammation", "inflammatory"), ("hypoxia", "hypoxic"), ("mania", "manic"),
    ("kinesia", "kinetic"), ("dystonia", "dystonic"), ("plegia", "plegic"), ("embolism", "embolic"),
    ("thyroidism", "thyroid"), ("convulsions", "convulsive"), ("convulsion", "convulsive"),
    ("depression", "depressive"), ("seizures", "seizure"), ("arrhythmia", "arrhythmic"), ("necrosis", "necrotic"),
)  # fmt: skip
_HEAD = re.compile(rf"(.{{3,}} |)({'|'.join(_HEADS)})s?\Z", re.IGNORECASE)
_JOINED = re.compile(r"\b([A-Za-z]{1,6})-(\d{1,3}[A-Za-z]?)\b")


def variants(name: str, kind: str) -> Iterator[tuple[str, int]]:
    """(name, the best rank it may have): inverted names are as good as the one they come from.

    >>> list(variants("Lupus Erythematosus, Systemic", "disease"))
    [('Systemic Lupus Erythematosus', 0)]
    """
    straight = name
    if ", " in name and not any(c in name for c in "()[]{}"):
        straight = " ".join(reversed(name.split(", ")))
        yield straight, 0
    if _JOINED.search(name):
        yield _JOINED.sub(r"\1\2", name), 0
    if kind != "disease":
        return
    if match := _HEAD.match(straight):
        heads = _HEADS[match[2].lower()] if match[1] else _ALONE.get(match[2].lower(), ())
        yield from ((match[1] + head, _VARIANT) for head in heads)
    for ending, adjective in _ADJECTIVES:
        if straight.endswith(ending) and " " not in straight and len(straight) > len(ending) + 2:
            yield straight.removesuffix(ending) + adjective, _VARIANT
