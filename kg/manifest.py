"""manifest.json: the hashes of what went into the outputs and of what came out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from kg import __version__
from kg.model import Source
from kg.store import MADE, write_json


def write(folder: Path, inputs: Iterable[Source], vocabularies: Iterable[Source]) -> None:
    """Write `manifest.json` beside all that the folder holds by now."""
    write_json(folder / "manifest.json", manifest(folder, inputs, vocabularies))


def manifest(folder: Path, inputs: Iterable[Source], vocabularies: Iterable[Source]) -> dict[str, dict[str, str]]:
    """Path → SHA-256 of every input, vocabulary and output, and the version that made them."""
    outputs = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "manifest.json")
    return {
        "inputs": _hashes(inputs),
        "vocabularies": _hashes(vocabularies),
        "outputs": {path.relative_to(folder).as_posix(): _sha256(path) for path in outputs},
        "versions": {"litkg": __version__},
    }


def made(out: Path) -> dict[str, str]:
    """Path → SHA-256 of what stands in a folder of outputs and is a build's, the manifest aside."""
    found = {}
    for entry in sorted(out.iterdir()):
        if entry.name in MADE and entry.name != "manifest.json":
            paths = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
            found.update({path.relative_to(out).as_posix(): _sha256(path) for path in paths if path.is_file()})
    return found


def _hashes(sources: Iterable[Source]) -> dict[str, str]:
    """By path; where two sources' roots hold the same path, the second goes by path and hash."""
    found: dict[str, str] = {}
    for source in sorted(sources, key=lambda source: (source.path, source.sha256)):
        if found.setdefault(source.path, source.sha256) != source.sha256:
            found[f"{source.path} [{source.sha256[:16]}]"] = source.sha256
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
