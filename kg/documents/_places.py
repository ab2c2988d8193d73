"""Where records stand: a file, or one file of an archive, found again by the path that a source tells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kg.documents import _archive


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and the name of the one inside it where it is an archive ("" where it is none)."""

    file: Path
    member: str = ""

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes; none where the archive is damaged."""
        with self.file.open("rb") as file:
            inner = _archive.member(file, self.member) if self.member else file
            yield io.BytesIO() if inner is None else inner


def find(root: Path, path: str) -> Place | None:
    """What a path below a folder leads to, or, where the root is a file, that file or one in it; None for nothing.

    A path into an archive goes on after the archive's own name: `reviews.zip/lupus/a.ris`.
    """
    parts = PurePosixPath(path).parts
    if not root.is_dir():
        root, parts = root.parent, parts if parts[:1] == (root.name,) else ()
    for n in range(len(parts), 0, -1):
        file, member = root.joinpath(*parts[:n]), "/".join(parts[n:])
        if file.is_file():
            return Place(file, member) if not member or _holds(file, member) else None
    return None


def _holds(file: Path, member: str) -> bool:
    with file.open("rb") as archive:
        return archive.read(4) == _archive.ZIP and _archive.member(archive, member) is not None
