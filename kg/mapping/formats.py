"""The graph in the formats of RDF: Turtle, and what its blocks come to in the others, all written in one pass.

N-Triples and N-Quads (which are the same: everything stands in the default graph) are sorted lines; a large graph
comes in parts, `kg.nt.gz/part-00000.nt.gz` and so on, packed without a time or a name, with a manifest of counts and
digests.  TriG is the Turtle.  The same graph gives the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any, TypeAlias

import pyoxigraph as ox

from kg.mapping import turtle
from kg.mapping.exports import json_ld

PART = 1_000_000  # triples in a file of lines, and in each part where there are more: about 130 MB, packed 12
_TOGETHER = 2000  # blocks taken at a time
Take: TypeAlias = Callable[[Sequence[str]], None]


def write(blocks: Iterable[str], formats: Iterable[str], folder: Path, *, base: str, part: int = PART) -> None:
    """Write blocks of Turtle, which stand in the order of their subjects, as `kg.ttl`, `kg.nt` … below a folder."""
    remaining = iter(blocks)
    with ExitStack() as stack:
        takes = [stack.enter_context(WRITERS[form](folder, base, form, part)) for form in formats]
        while some := list(islice(remaining, _TOGETHER)):
            for take in takes:
                take(some)


@contextmanager
def _turtle(folder: Path, base: str, form: str, part: int) -> Iterator[Take]:
    with (folder / f"kg.{form}").open("w", encoding="utf-8", newline="\n") as file:
        file.write(turtle.header(base))
        yield file.writelines


@contextmanager
def _json_ld(folder: Path, base: str, form: str, part: int) -> Iterator[Take]:
    with (folder / f"kg.{form}").open("w", encoding="utf-8", newline="\n") as file:
        before = json_ld.BEGIN

        def take(blocks: Sequence[str]) -> None:
            nonlocal before
            for iri, told in groupby(_triples(blocks, base), key=lambda triple: triple.subject.value):
                file.write(before + json_ld.node(iri, told))
                before = json_ld.BETWEEN

        yield take
        file.write((json_ld.BEGIN if before == json_ld.BEGIN else "") + json_ld.END)


@contextmanager
def _lines(folder: Path, base: str, form: str, part: int) -> Iterator[Take]:
    with _Parts(folder, form, part) as parts:
        yield lambda blocks: parts.add(sorted({f"{triple} .\n" for triple in _triples(blocks, base)}))
        parts.close()


def _triples(blocks: Sequence[str], base: str) -> Any:
    return ox.parse((turtle.header(base) + "".join(blocks)).encode(), format=ox.RdfFormat.TURTLE)


WRITERS: dict[str, Callable[[Path, str, str, int], AbstractContextManager[Take]]] = {
    "ttl": _turtle, "nt": _lines, "nq": _lines, "trig": _turtle, "jsonld": _json_ld,
}  # fmt: skip


class _Parts:
    """Lines of which the first file stays as it is, unless there are more: then all are packed, with a manifest."""

    def __init__(self, folder: Path, form: str, size: int) -> None:
        self._plain, self._folder = folder / f"kg.{form}", folder / f"kg.{form}.gz"
        self._form, self._size = form, size
        self._file = self._plain.open("w", encoding="utf-8", newline="\n")
        self._count = 0  # lines in the file
        self._done: list[dict[str, Any]] = []

    def __enter__(self) -> _Parts:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, lines: Sequence[str]) -> None:
        """Take some lines in, in order."""
        while lines:
            if self._count == self._size:
                self._pack()
                self._file, self._count = self._plain.open("w", encoding="utf-8", newline="\n"), 0
            some = lines[: self._size - self._count]
            self._file.writelines(some)
            self._count += len(some)
            lines = lines[len(some) :]

    def close(self) -> None:
        """Have the last line written, and the manifest where there are parts."""
        self._file.close()
        if not self._done:
            return
        self._pack()
        told = {"format": self._form, "triples": sum(part["triples"] for part in self._done), "parts": self._done}
        (self._folder / "manifest.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")

    def _pack(self) -> None:
        self._file.close()
        self._folder.mkdir(exist_ok=True)
        path = self._folder / f"part-{len(self._done):05}.{self._form}.gz"
        with self._plain.open("rb") as lines, path.open("wb") as file:
            with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6) as packed:
                while chunk := lines.read(1 << 20):
                    packed.write(chunk)
        self._plain.unlink()
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        self._done.append({"name": path.name, "triples": self._count, "sha256": sha256})
