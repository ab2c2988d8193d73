"""The outputs folder: written beside and swapped in whole, so that a reader sees the old build or the new one.

Every error of the file system comes out as an OutputError that says what to do.
"""

from __future__ import annotations

import base64
import errno
import fcntl
import glob
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import IO, Any

from kg import graph_files
from kg.errors import OutputError
from kg.model import Identity, Rejected
from kg.text import digest

_KEPT = "README.md"  # of the old folder, which no build writes
MADE = frozenset(  # what a build makes; whatever else stands in the folder is somebody's own and stays
    [*graph_files.NAMES, *"views report.json identity.tsv manifest.json quarantine".split()]
)
_HELP = {
    errno.ENOSPC: "the disk is full: free some space and build again",
    errno.EDQUOT: "your quota is used up: free some space and build again",
    errno.EROFS: "the file system is read-only: choose another folder with --out",
    errno.EACCES: "you may not write there: choose another folder with --out, or change its permissions",
    errno.EPERM: "you may not write there: choose another folder with --out, or change its permissions",
    errno.ENOTDIR: "a file stands where a folder is needed: choose another folder with --out",
    errno.EBUSY: "the folder is a mount point and cannot be swapped: name a folder inside it with --out",
    errno.EXDEV: "the folder is a mount point and cannot be swapped: name a folder inside it with --out",
    errno.ENAMETOOLONG: "the name is too long: choose another folder with --out",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@contextmanager
def replace(out: Path) -> Iterator[Path]:
    """A new folder beside `out` to write into; when the block ends well it takes the place of `out` at once.

    On any error or interrupt the old folder stays as it was and the new one is removed.  What no build made stays in
    the folder.  Raises OutputError where the folder cannot be written, is no outputs folder, or another build is
    writing it.
    """
    out = Path(os.path.realpath(out))
    staging = out.with_name(f".{out.name}.new-{os.getpid()}")
    with _errors(out), _locked(out):
        _check(out)
        _clear(out)
        staging.mkdir()
        try:
            yield staging
            _keep(out, staging)
            _sync(staging)
            _swap(staging, out)
        finally:
            shutil.rmtree(staging, ignore_errors=True)  # the new folder after an error, the old one after a swap


@contextmanager
def _errors(out: Path) -> Iterator[None]:
    """Errors of the file system around `out` as OutputErrors; those of other files are no matter of the output."""
    try:
        yield
    except OSError as error:
        if isinstance(error, ConnectionError) or not _concerns(error.filename, out):
            raise
        raise output_error(error, out) from error


def _concerns(filename: object, out: Path) -> bool:
    """Whether a path is that of the outputs, of what stands beside them for a build, or of a folder above."""
    if not isinstance(filename, (str, os.PathLike)):
        return True  # a disk is full, without saying for which file
    path = os.fspath(filename)
    return path.startswith((str(out), str(out.with_name(f".{out.name}.")))) or str(out).startswith(path)


def output_error(error: OSError, where: Path) -> OutputError:
    """What a file system said, as an error with its way out."""
    help = _HELP.get(error.errno or 0, "check the folder and its file system, or choose another with --out")
    return OutputError(f"cannot write: {error.strerror or error}", where=str(where), help=help)


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """The right to write `out`, given up when the process ends, however it ends."""
    out.parent.mkdir(parents=True, exist_ok=True)
    path = out.with_name(f".{out.name}.lock")
    with path.open("w") as lock:
        if not _lock(lock, path):
            raise OutputError(f"another build is writing {out.name}", where=str(out), help="wait until it has ended")
        try:
            yield
        finally:
            with suppress(OSError):  # a file that stays is no lock
                path.unlink()


def _lock(lock: IO[str], path: Path) -> bool:
    """Whether the lock is ours; a file that its last owner has just removed is nobody's."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(lock.fileno()).st_ino == path.stat().st_ino
    except (BlockingIOError, FileNotFoundError):
        return False


def _check(out: Path) -> None:
    """Refuse to put a graph in the place of a folder that was never one of outputs."""
    if not out.exists():
        return
    if not out.is_dir():
        raise OutputError("a file of that name exists", where=str(out), help=_HELP[errno.ENOTDIR])
    names = {entry.name for entry in out.iterdir() if not entry.name.startswith(".")} - {_KEPT}
    if names and not names & MADE:
        raise OutputError(
            f"the folder holds other things ({', '.join(sorted(names)[:3])})",
            where=str(out),
            help="choose a new or empty folder with --out",
        )


def _clear(out: Path) -> None:
    """Remove what builds that were killed have left; the lock is ours, so no build is writing there."""
    for left in out.parent.glob(f".{glob.escape(out.name)}.new-*"):
        if left.is_symlink() or not left.is_dir():
            left.unlink()
        else:
            shutil.rmtree(left)


def _keep(out: Path, staging: Path) -> None:
    """Copy what no build made (a README, somebody's notes) from the old folder to the new."""
    for entry in sorted(out.iterdir()) if out.is_dir() else ():
        target = staging / entry.name
        if entry.name in MADE or target.exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, target, symlinks=True)
        else:
            shutil.copy2(entry, target, follow_symlinks=False)


def _sync(folder: Path) -> None:
    """Have everything in the folder reach the disk before it is swapped in."""
    for root, _, names in os.walk(folder):
        for path in (*(os.path.join(root, name) for name in names), root):
            _sync_one(path)


def _sync_one(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(staging: Path, out: Path) -> None:
    """Put the new folder in place of the old, which afterwards stands under the new one's name."""
    if not out.exists():
        staging.rename(out)
    elif not _exchange(staging, out):
        aside = staging.with_name(f"{staging.name}-old")
        out.rename(aside)
        try:
            staging.rename(out)
        except OSError:
            aside.rename(out)
            raise
        aside.rename(staging)
    _sync_one(str(out.parent))


def _exchange(left: Path, right: Path) -> bool:
    """Exchange two paths in one step (Linux, renameat2); False where system or file system cannot."""
    import ctypes

    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), _RENAME_EXCHANGE)
    if done == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(right))


# ---------------------------------------------------------------- files


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with line feeds alone, folders made as needed; lone surrogates become U+FFFD."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_SURROGATE.sub("\ufffd", text), encoding="utf-8", newline="\n")


def write_json(path: Path, value: Any) -> None:
    """Write JSON, indented, keys sorted."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines, each ended by a line feed, as they come."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def write_ledger(path: Path, rows: Iterable[str]) -> None:
    """Write every merge as TSV, from its rows in order, each once."""
    write_lines(path, chain(["left\tright\trelation\trule\tscore\tjustification"], rows))


def ledger_row(identity: Identity, base: str = "") -> str:
    """A merge as TSV: left, right, relation (SKOS), rule, score, justification with what it became."""
    left, right = identity.members[0], identity.members[-1]
    if identity.kind == "person" or identity.rule.startswith("related"):  # members are nodes, not what was printed
        left, right = base + left, base + right
    relation = "skos:relatedMatch" if identity.rule.startswith("related") else "skos:exactMatch"
    cells = (
        left,
        right,
        relation,
        identity.rule,
        f"{identity.score:.4g}",
        f"{identity.justification} → {base}{identity.canonical}",
    )
    return _SURROGATE.sub("\ufffd", "\t".join(" ".join(cell.split()) for cell in cells))


def quarantine(folder: Path, rejected: Rejected) -> Path:
    """Keep a record that could not be read: its bytes (as text where they are), the reason and the help."""
    name = f"{_file_name(rejected.path)}-{rejected.line or 0}"
    kept: dict[str, Any] = {
        "path": rejected.path, "line": rejected.line, "reason": rejected.reason, "help": rejected.help,
    }  # fmt: skip
    try:
        kept["text"] = rejected.raw.decode("utf-8")
    except UnicodeDecodeError:
        kept["base64"] = base64.b64encode(rejected.raw).decode("ascii")
    path = folder / "quarantine" / f"{name}.json"
    if path.exists():  # another file of that name, or another reason for the same record
        path = path.with_name(f"{name}-{digest(rejected.path, rejected.reason, digits=8)}.json")
    write_json(path, kept)
    return path


def _file_name(path: str) -> str:
    """The last part of a path as a file name that is safe everywhere: `a.ris` stays, others lose what is odd."""
    last = re.sub(r"[^A-Za-z0-9._-]+", "_", path.replace("\\", "/").rsplit("/", 1)[-1]).strip("._-")
    return last[:80] or digest(path)
