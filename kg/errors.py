"""Everything that may go wrong and is not a bug.

KgError
├── UsageError         the command was called wrongly                          exit 2
├── ConfigError        kg.toml, a vocabulary or the ontology cannot be used    exit 3
├── InputError         a source cannot be read, not one record                 exit 4
│   └── RecordError    one record is bad: it is quarantined, the rest goes on
├── QueryError         SPARQL that is wrong, too deep or too slow              exit 5
├── OutputError        the output folder cannot be written                     exit 6
└── NetworkError       a command needs the network and has none                exit 7

Each says what, where, and how to mend.  Whatever else is raised is a bug.
"""

from __future__ import annotations


class KgError(Exception):
    """A mistake of the user's or of the input's: `where: what`, and `help`, how to mend it."""

    exit_code = 70

    def __init__(self, what: str, *, where: str = "", help: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.help = what, where, help

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword arguments are lost by the default, and errors cross process borders.
        return _remake, (type(self), self.what, self.where, self.help)


def _remake(kind: type[KgError], what: str, where: str, help: str) -> KgError:
    return kind(what, where=where, help=help)


class UsageError(KgError):
    """The command was called wrongly."""

    exit_code = 2


class ConfigError(KgError):
    """The project's own files (kg.toml, vocabularies, ontology) cannot be used."""

    exit_code = 3


class InputError(KgError):
    """A source cannot be read at all."""

    exit_code = 4


class RecordError(InputError):
    """One record cannot be read; `line` is where it starts (from 1), `raw` its bytes, both kept in the quarantine."""

    def __init__(
        self, what: str, *, where: str = "", help: str = "", line: int | None = None, raw: bytes = b""
    ) -> None:
        super().__init__(what, where=where, help=help)
        self.line, self.raw = line, raw

    def __reduce__(self) -> tuple[object, ...]:
        return _remake_record, (self.what, self.where, self.help, self.line, self.raw)


def _remake_record(what: str, where: str, help: str, line: int | None, raw: bytes) -> RecordError:
    return RecordError(what, where=where, help=help, line=line, raw=raw)


class QueryError(KgError):
    """A query that is wrong, nested too deep, or past its deadline."""

    exit_code = 5


class OutputError(KgError):
    """The output cannot be written."""

    exit_code = 6


class NetworkError(KgError):
    """The network is needed and was not to be had."""

    exit_code = 7
