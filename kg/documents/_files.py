"""Which files of a folder are sources."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_ASIDE = re.compile(r"(?:README|LICEN[CS]E|COPYING|NOTICE|CHANGELOG|CITATION)(?:[.-].*)?\Z", re.I)
_LEFTOVER = re.compile(r".*(?:~|\.(?:bak|orig|swp|tmp|part|crdownload|lock))\Z|~\$.*|Thumbs\.db\Z|desktop\.ini\Z", re.I)
_ANSWERS = re.compile(r".*\.gold\.json\Z", re.I)


def files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """The source files of the arguments, in order, each with the name to show.

    A folder gives its files and those of its folders, sorted by the code points of their path in it, shown as the
    argument, a slash and that path.  `skipped` says what is left out of a folder; a file that is named is never.
    """
    return ((path, shown) for path, shown, reason in _walk(paths) if reason is None)


def skipped(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """What `files` leaves out of folders: the name to show and the reason."""
    return ((shown, reason) for _, shown, reason in _walk(paths) if reason is not None)


def _walk(paths: Iterable[Path]) -> Iterator[tuple[Path, str, str | None]]:
    for path in paths:
        if not path.is_dir():
            yield path, path.as_posix(), None
            continue
        found = sorted((file.relative_to(path).as_posix(), file) for file in _below(path))
        for name, file in found:
            yield file, f"{path.as_posix()}/{name}" if path != Path() else name, reason(name)


def _below(folder: Path) -> Iterator[Path]:
    """All files below a folder, hidden folders aside; links to folders are not followed, so there is no way round."""
    for root, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".") and f != "__MACOSX" and not _assets(root, f)]
        yield from (Path(root, name) for name in names)


def _assets(root: str, folder: str) -> bool:
    """Whether a browser made the folder beside a page it saved: `page_files` beside `page.html`."""
    page = os.path.join(root, folder.removesuffix("_files"))
    return folder.endswith("_files") and any(os.path.isfile(page + end) for end in (".html", ".htm", ".xhtml"))


def reason(name: str) -> str | None:
    """Why a file of a folder is no source; None where it is one."""
    last = name.rpartition("/")[2]
    if last.startswith("."):
        return "hidden"
    if _LEFTOVER.match(last):
        return "left over by another program"
    if _ASIDE.match(last):
        return "about the folder"
    return "expected answers" if _ANSWERS.match(last) else None
