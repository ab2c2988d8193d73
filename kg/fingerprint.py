"""What a build depends on, as hashes, and whether the outputs of the last one still answer it.

Nothing heavy is imported here: an unchanged build should cost next to nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from kg import __version__, manifest
from kg.cache import folder
from kg.project import Project
from kg.terms import ONTOLOGY

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a build is asked for: the digest of all it depends on, and the hashes of the files below its sources."""

    digest: str
    sources: frozenset[str]


@cache
def program() -> str:
    """The digest of everything that makes this program what it is: code, data, ontology, Python."""
    whole = hashlib.sha256(f"{__version__}\x1f{sys.version}".encode())
    for root in (_PACKAGE, ONTOLOGY):
        for name, path in _files(root):
            whole.update(f"\x1f{name}\x1f{sha256(path)}".encode())
    return whole.hexdigest()


def settings(project: Project) -> str:
    """The digest of what reading a record depends on beside the record."""
    whole = hashlib.sha256(program().encode())
    files = [f"{path.name}\x1f{sha256(path)}" for path in project.vocabularies]
    whole.update(json.dumps([project.base, files, asdict(project.names)]).encode())
    return whole.hexdigest()


def asked(project: Project, *, views: bool) -> Asked:
    """What a build of a project is asked for, as things stand now."""
    whole = hashlib.sha256(f"{settings(project)}\x1e{views}\x1e{project.formats}".encode())
    hashes = set()
    for root in project.sources:
        whole.update(b"\x1e" if root.is_dir() else f"\x1e{root.name}".encode())
        for name, path in _files(root) if root.is_dir() else [("", root)]:
            hashes.add(content := sha256(path))
            whole.update(f"\x1f{name}\x1f{content}".encode("utf-8", "surrogateescape"))
    return Asked(digest=whole.hexdigest(), sources=frozenset(hashes))


def unchanged(project: Project, *, views: bool) -> dict[str, Any] | None:
    """The report of the last build, if it was asked for the same and its outputs are as it left them; else None."""
    out = project.outputs
    try:
        known = json.loads(_state(out).read_text("utf-8"))
        told = (out / "manifest.json").read_bytes()
        if known != _known(asked(project, views=views), told) or manifest.made(out) != _outputs(told):
            return None
        report = json.loads((out / "report.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return report if isinstance(report, dict) else None


def remember(out: Path, wanted: Asked, read: Iterable[str]) -> None:
    """Note what the outputs were made for; not where a file that was read has changed since it was looked at."""
    if not wanted.sources.issuperset(read):
        return
    path = _state(out)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(_known(wanted, (out / "manifest.json").read_bytes())), "utf-8")
        os.replace(part, path)
    except OSError:
        return  # the next build will be a whole one


def name(out: Path) -> str:
    """What the files about a folder of outputs are called in the cache."""
    return hashlib.sha256(os.fsencode(os.path.realpath(out))).hexdigest()[:32]


def _state(out: Path) -> Path:
    return folder() / f"built-{name(out)}.json"


def _known(wanted: Asked, told: bytes) -> dict[str, str]:
    return {"asked": wanted.digest, "manifest": hashlib.sha256(told).hexdigest()}


def _outputs(told: bytes) -> dict[str, str]:
    outputs = json.loads(told)["outputs"]
    return outputs if isinstance(outputs, dict) else {}


def _files(root: Path) -> Iterator[tuple[str, str]]:
    """All files below a folder that a build may read: name below it and path, by name; hidden folders hold none."""
    found, skipped = [], len(os.path.join(root, ""))
    for where, folders, names in os.walk(root):
        folders[:] = [each for each in folders if not each.startswith(".") and each != "__pycache__"]
        found += [os.path.join(where, each) for each in names]
    named = [(path[skipped:].replace(os.sep, "/"), path) for path in found]
    return iter(sorted(named))


def sha256(path: str | Path) -> str:
    """Of a file's bytes; of what is no readable file, why.  Read again only when it was written since."""
    try:
        told = os.stat(path)
        if not stat.S_ISREG(told.st_mode):
            return "no file"
        return _content(os.fspath(path), told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns)
    except FileNotFoundError:
        return "no file"
    except OSError as error:
        return str(error.strerror)


@lru_cache(maxsize=65536)
def _content(path: str, *written: int) -> str:
    """Of the bytes of a file that was written then."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
