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
_HEAD = re.compile(rf"(.{{3,}} )({'|'.join(_HEADS)})s?\Z", re.IGNORECASE)
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
    if kind == "disease" and (match := _HEAD.match(straight)):
        yield from ((match[1] + head, _VARIANT) for head in _HEADS[match[2].lower()])
