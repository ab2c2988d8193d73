"""The graph in the forms of other programs: every module of this package without a leading underscore writes one.

A form's module has `FORM`, its name, and `files(store)`, its files as (name, text), in order.  A form of a single file
is written where the user says, or to standard output; one of several into a folder, or into a zip.  The same graph
gives the same bytes: sorted, and without the time of day.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Protocol, cast

import pyoxigraph as ox

from kg.errors import OutputError, UsageError

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can tell; the clock would make each one differ


class Form(Protocol):
    """What a form's module offers."""

    FORM: str

    def files(self, store: ox.Store) -> Iterator[tuple[str, str]]:
        """The files of the graph in this form."""
        ...


@cache
def forms() -> dict[str, Form]:
    """The forms by name, sorted."""
    names = (m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    modules = [cast(Form, importlib.import_module(f"{__name__}.{name}")) for name in names]
    return {module.FORM: module for module in sorted(modules, key=lambda module: module.FORM)}


def export(store: ox.Store, form: str, out: Path | None = None) -> str:
    """Write the graph in a form to `out`; without it, the text of a form's only file is given back.

    UsageError where the form is unknown or needs an `out`, OutputError where that cannot be written.
    """
    if form not in forms():
        raise UsageError(f"there is no form {form!r}", help=f"one of {', '.join(forms())}")
    files = list(forms()[form].files(store))
    if out is None:
        if len(files) > 1:
            raise UsageError(f"{form} is several files", help="say where they go: -o FOLDER, or -o FILE.zip")
        return files[0][1]
    try:
        _write(files, out)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}", where=str(out), help="choose another place"
        ) from error
    return ""


def _write(files: list[tuple[str, str]], out: Path) -> None:
    if out.suffix == ".zip":
        out.write_bytes(_packed(files))
    elif len(files) == 1 and not out.is_dir():
        out.write_bytes(files[0][1].encode("utf-8"))
    else:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files:
            (out / name).write_bytes(text.encode("utf-8"))


def _packed(files: list[tuple[str, str]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))
    return packed.getvalue()
