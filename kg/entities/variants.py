"""Other ways to write a name than those its vocabulary lists.

MeSH inverts ("Lupus Erythematosus, Systemic"); writers exchange head nouns ("disease", "disorder", "syndrome") and join
what the vocabulary hyphenates ("COVID19").  ChEBI tells atoms, ions and acids apart, texts do not.
"""

from __future__ import annotations

import re

_SYNONYM = 1
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
_ADJECTIVAL = tuple(ending for ending, _ in _ADJECTIVES)
_CHARGE = re.compile(r"\(\d[+-]\)\Z")
_JOINED = re.compile(r"\b([A-Za-z]{1,6})-(\d{1,3}[A-Za-z]?)\b")


def variants(name: str, kind: str) -> list[tuple[str, int]]:
    """(name, the best rank it may have): inverted names are as good as the one they come from.

    >>> variants("Lupus Erythematosus, Systemic", "disease")
    [('Systemic Lupus Erythematosus', 0)]
    """
    found = []
    straight = name
    if ", " in name and not any(c in name for c in "()[]{}"):
        straight = " ".join(reversed(name.split(", ")))
        found.append((straight, 0))
    if "-" in name and _JOINED.search(name):
        found.append((_JOINED.sub(r"\1\2", name), 0))
    if kind == "disease":
        found += [(variant, _VARIANT) for variant in (*_other_heads(straight), *_adjectives(straight))]
    elif kind == "therapy":
        found += _substances(name)
    return found


def _substances(name: str) -> list[tuple[str, int]]:
    """What a text calls an atom, an ion or an acid: "lithium atom" is lithium."""
    if name.endswith(" atom"):
        return [(name.removesuffix(" atom"), _SYNONYM)]
    if name.endswith("ic acid"):
        return [(name.removesuffix("ic acid") + "ate", _VARIANT)]
    return [(_CHARGE.sub("", name), _VARIANT)] if name.endswith(("+)", "-)")) and _CHARGE.search(name) else []


def _other_heads(name: str) -> list[str]:
    """The name with other nouns for its last one."""
    before, blank, head = name.rpartition(" ")
    head = head.lower().removesuffix("s")
    if head not in _HEADS or (blank and len(before) < 3):
        return []
    return [f"{before}{blank}{other}" for other in (_HEADS if blank else _ALONE).get(head, ())]


def _adjectives(name: str) -> list[str]:
    """The adjectives of a name of one word."""
    if " " in name or not name.endswith(_ADJECTIVAL):
        return []
    return [
        name.removesuffix(ending) + adjective
        for ending, adjective in _ADJECTIVES
        if name.endswith(ending) and len(name) > len(ending) + 2
    ]
