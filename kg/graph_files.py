"""Where a graph lies: one file of a build's outputs, or a folder with the parts of one and their manifest."""

from __future__ import annotations

from pathlib import Path

NAMES = ("kg.ttl", "kg.nt", "kg.nt.gz", "kg.nq", "kg.nq.gz", "kg.trig", "kg.jsonld")  # best first
MANIFEST = "manifest.json"


def find(folder: Path) -> Path:
    """The graph in a folder of outputs: its Turtle, else what stands there; the Turtle's name where nothing does."""
    return next((folder / name for name in NAMES if (folder / name).exists()), folder / NAMES[0])


def meant(path: Path) -> Path:
    """The graph that a path names: itself, or the one in a folder of outputs."""
    return path if path.name in NAMES or not path.is_dir() else find(path)


def exists(path: Path) -> bool:
    """Whether a graph is there: a file, or parts with their manifest."""
    return path.is_file() or (path / MANIFEST).is_file()
