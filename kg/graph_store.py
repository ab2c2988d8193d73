"""A graph on disk: one file, or parts of one with a manifest; read as a stream of triples, or opened as a store.

The parts of a graph are a folder, `kg.nt.gz`: sorted lines packed with gzip, and `manifest.json` with the number of
triples and the SHA-256 of each.  A graph too large to be loaded into memory at each question is put into a store on
disk, once: it lies in the cache under the hash of the graph, and deleting it costs time and nothing else.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.cache import folder as cache_folder
from kg.errors import InputError, OutputError
from kg.graph_files import MANIFEST, exists

IN_MEMORY = 150_000_000  # bytes up to which a graph is loaded at each question: 2 million triples, some 10 seconds
_MEND = "build it anew"


def load(path: Path) -> ox.Store:
    """The graph as a store, its format told by the name; a large one from disk, read-only.

    Raises InputError where there is none, or where it cannot be read or is not what its manifest says.
    """
    if not exists(path):
        raise InputError("there is no graph", where=str(path), help="make it with `kg build`, or name another")
    if on_disk(path):
        return _from_disk(path)
    store = ox.Store()
    _fill(store, path)
    return store


def on_disk(path: Path) -> bool:
    """Whether a graph is asked from a store on disk: it comes in parts, or is large."""
    return path.is_dir() or (path.is_file() and path.stat().st_size > IN_MEMORY)


def triples(path: Path) -> Iterator[Any]:
    """All triples (of pyoxigraph) as they stand, without loading them; InputError where they cannot be read."""
    try:
        for read, kind in _files(path):
            for each in ox.parse(read, format=kind):
                yield each.triple if isinstance(each, ox.Quad) else each
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"the graph cannot be read: {error}", where=str(path), help=_MEND) from error


def _fill(store: ox.Store, path: Path) -> None:
    try:
        for read, kind in _files(path):
            store.bulk_load(read, format=kind)
    except (SyntaxError, ValueError, OSError) as error:
        raise InputError(f"the graph cannot be read: {error}", where=str(path), help=_MEND) from error


def _files(path: Path) -> Iterator[tuple[Any, ox.RdfFormat]]:
    """What holds the triples, opened, with its format; ValueError for a part that is not the manifest's."""
    if not path.is_dir():
        with path.open("rb") as file:
            yield file, _format(path.suffix)
        return
    for name, sha256 in _parts(path):
        packed = (path / Path(name).name).read_bytes()
        if hashlib.sha256(packed).hexdigest() != sha256:
            raise ValueError(f"{name} is not what the manifest says")
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as lines:
            yield lines, _format(Path(path.stem).suffix)


def _format(suffix: str) -> ox.RdfFormat:
    return ox.RdfFormat.from_extension(suffix.lstrip(".")) or ox.RdfFormat.TURTLE


def _parts(path: Path) -> list[tuple[str, str]]:
    """The names and digests of the parts; ValueError where the manifest has none."""
    try:
        return [(part["name"], part["sha256"]) for part in json.loads((path / MANIFEST).read_text("utf-8"))["parts"]]
    except (KeyError, TypeError) as error:
        raise ValueError(f"{MANIFEST} names no parts") from error


# ---------------------------------------------------------------- a store on disk


def _from_disk(path: Path) -> ox.Store:
    """The store of a graph, made if there is none yet."""
    about = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()[:16]
    kept = cache_folder() / f"store-{about}-{_digest(path)}"
    with _locked(kept.with_name(f"store-{about}.lock")):
        if not kept.is_dir():
            _remove(kept.parent.glob(f"store-{about}-*"))
            _make(path, kept)
        try:
            return ox.Store.read_only(str(kept))
        except OSError:  # it was damaged: making it anew is always safe
            _remove([kept])
            _make(path, kept)
            return ox.Store.read_only(str(kept))


def _make(path: Path, kept: Path) -> None:
    making = kept.with_name(f"{kept.name}.part")
    try:
        store = ox.Store(str(making))
        _fill(store, path)
        store.optimize()  # a seventh of the time more, once: queries take two thirds of it
        store.flush()
        del store
        making.rename(kept)
    except OSError as error:
        help = "free some space, or name another folder in the environment variable XDG_CACHE_HOME"
        raise OutputError(f"cannot write: {error.strerror or error}", where=str(kept.parent), help=help) from error
    finally:
        _remove([making])


def _remove(stores: Iterable[Path]) -> None:
    """Of a store that another process reads, the files stay until it has done."""
    for store in stores:
        shutil.rmtree(store, ignore_errors=True)


def _digest(path: Path) -> str:
    """Of the file; of parts, of their manifest, which has the digest of each."""
    with (path / MANIFEST if path.is_dir() else path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:32]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time makes a store; others wait for it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.open("w")
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", where=str(path.parent)) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
