"""A project's own vocabularies: a file taken into `vocabularies/`, a term written down in `vocabularies/own.tsv`."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path

from kg import project, vocabulary_files
from kg.concept import KINDS, Concept, own_identifier
from kg.errors import ConfigError, OutputError, UsageError
from kg.model import MentionKind
from kg.project import FILE
from kg.starter import with_vocabulary
from kg.text import slug, squeeze
from kg.vocabulary import Vocabulary

FOLDER = "vocabularies"
OWN = "own.tsv"
_HEADER = "id\tlabel\tsynonyms\tkind\txrefs\n"


def take_in(folder: Path, file: Path, kind: str | None = None) -> tuple[Path, list[Concept]]:
    """Copy a vocabulary into the project and name it in kg.toml: the copy and its concepts.

    With a `kind`, the copy's name begins with it, so that a build knows the kind of terms that do not tell theirs.
    Raises ConfigError where the file gives not one concept, UsageError where another file of that name is there.
    """
    known = _kind(kind) if kind else None
    concepts = vocabulary_files.read(file, kind=known)
    name = file.name if known is None or file.name.startswith(f"{known}-") else f"{known}-{file.name}"
    copy = folder / FOLDER / name
    if copy.exists() and copy.read_bytes() != file.read_bytes():
        raise UsageError("another file of that name is there", where=str(copy), help="rename one of them")
    with _Writing(copy):
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not copy.exists():
            shutil.copyfile(file, copy)
    _configure(folder, copy)
    return copy, concepts


def write_down(
    folder: Path, label: str, kind: str, known: Vocabulary, *, id: str | None = None, synonyms: Sequence[str] = ()
) -> tuple[Path, str]:
    """Add one term to the project's own table: the table and the term's identifier.

    Without an `id` it goes by its kind and name below the project's base.  UsageError where the name is taken already
    or the identifier is none.
    """
    label, own_kind = squeeze(label), _kind(kind)
    if not label or any("\t" in text or "|" in text for text in (label, *synonyms)):
        raise UsageError("a name is one line without tabs and bars", help='kg vocabulary add --term "name"')
    if taken := known.find(label):
        what = f"{label!r} is known already: {taken[0].label} ({taken[0].kind}, {taken[0].iri})"
        raise UsageError(what, help="add another name, or see kg vocabulary list --term")
    given = id or f"{project.load(folder).base}concept/{own_kind}/{slug(label)}"
    if own_identifier(given) is None:
        raise UsageError(f"{given!r} is no identifier", help="write a CURIE (MESH:D008180, OUR:17) or an IRI")
    table = folder / FOLDER / OWN
    line = "\t".join((given, label, "|".join(squeeze(s) for s in synonyms), own_kind, ""))
    with _Writing(table):
        table.parent.mkdir(parents=True, exist_ok=True)
        before = table.read_text("utf-8") if table.exists() else _HEADER
        if any(row.split("\t")[0] == given for row in before.splitlines()):
            raise UsageError(f"{given} is there already", where=str(table), help="edit the table, or give another --id")
        table.write_text(before + ("" if before.endswith("\n") else "\n") + line + "\n", "utf-8")
    _configure(folder, table)
    return table, given


def _kind(kind: str) -> MentionKind:
    found = next((known for known in KINDS if known == kind), None)
    if found is None:
        raise UsageError(f"unknown kind {kind!r}", help=f"one of {', '.join(KINDS)}")
    return found


def _configure(folder: Path, file: Path) -> None:
    """Name the file in kg.toml, which is made where there is none."""
    path = folder / FILE
    with _Writing(path):
        before = path.read_text("utf-8") if path.exists() else ""
        try:
            after = with_vocabulary(before, file.relative_to(folder).as_posix())
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"not TOML: {error}", where=str(path)) from error
        if after != before:
            path.write_text(after, "utf-8")


class _Writing:
    """Turns what goes wrong while a file is written into an OutputError that names it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if isinstance(error, OSError):
            what = f"cannot be written: {error.strerror}"
            raise OutputError(what, where=str(self._path), help="choose another folder") from error
