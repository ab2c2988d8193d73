"""What could not be read, told so that a user can mend it."""

from __future__ import annotations

from kg.errors import RecordError
from kg.model import Rejected, Source

LARGEST = 1_000_000  # bytes of a rejected record that are kept


def rejected(source: Source, reason: str, *, help: str = "", line: int | None = None, raw: bytes = b"") -> Rejected:
    """A record of this file that is left out, for this reason."""
    return Rejected(path=source.path, line=line, reason=reason, help=help, raw=raw[:LARGEST])


def from_error(source: Source, error: RecordError, *, line: int | None = None, raw: bytes = b"") -> Rejected:
    """The same for an error, whose own line and bytes come first."""
    line = error.line if error.line is not None else line
    return rejected(source, error.what, help=error.help, line=line, raw=error.raw or raw)
