"""litkg: the knowledge graph of your literature.

The folder names below this one sort into the order in which a record meets them:
documents, entities, extraction, identity, mapping, shapes, sparql, views, workers.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.notebook import Graph

__version__ = "0.1.0"


def load(outputs: "str | Path" = "outputs") -> "Graph":
    """A graph that `kg build` made, for notebooks and scripts: `kg.load("outputs").view("evidence")`."""
    from kg.notebook import load

    return load(outputs)
