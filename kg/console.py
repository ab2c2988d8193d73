"""What every command shares: how it ends, where it speaks, which graph it means."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from kg.errors import InputError, KgError, UsageError

SETTINGS: dict[str, bool] = {"debug": False, "quiet": False, "verbose": False}
ROW_FORMS = ("table", "json", "csv", "md")
_INTERRUPTED = 130
_EVERYWHERE = {"--debug": "debug", "-q": "quiet", "--quiet": "quiet", "-v": "verbose", "--verbose": "verbose"}


def run(command: Callable[..., Any]) -> NoReturn:
    """Run a command line; every ending has its exit code, and only a bug shows as one."""
    try:
        code = command(_settled(sys.argv[1:]), standalone_mode=False)
        sys.stdout.flush()
        if code == _INTERRUPTED:  # what typer makes of an interrupt
            say("interrupted")
        sys.exit(code if isinstance(code, int) else 0)
    except KgError as error:
        _fail(error)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # the last resort: a bug is named, with its traceback on demand
        _last_resort(error)


def _settled(arguments: list[str]) -> list[str]:
    """The arguments without those that every command takes, wherever they stand before `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    SETTINGS.update({name: True for flag, name in _EVERYWHERE.items() if flag in arguments[:end]})
    return [a for a in arguments[:end] if a not in _EVERYWHERE] + arguments[end:]


def _last_resort(error: Exception) -> NoReturn:
    usage = getattr(error, "format_message", None)
    if usage is not None:
        _fail(UsageError(str(usage()), help="see kg --help"))
    if type(error).__name__ in ("Exit", "Abort"):
        sys.exit(getattr(error, "exit_code", 130))
    if SETTINGS["debug"]:
        raise error
    say(f"error: {type(error).__name__}: {error}\n  help: this is a bug; run again with --debug for the traceback")
    sys.exit(KgError.exit_code)


def _fail(error: KgError) -> NoReturn:
    if SETTINGS["debug"]:
        raise error
    say(f"error: {error}" + (f"\n  help: {error.help}" if error.help else ""))
    sys.exit(error.exit_code)


def say(text: str) -> None:
    """Words for a person, on stderr; with --quiet only errors."""
    if not SETTINGS["quiet"] or text.startswith("error"):
        print(text, file=sys.stderr)


def put(text: str) -> None:
    """Data, on stdout."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


class _Silent:
    """Stands for a progress bar where there is no terminal."""

    def __enter__(self) -> Callable[..., None]:
        return lambda stage, done, share=None: None

    def __exit__(self, *_: object) -> None:
        return None


def progress() -> Any:
    """How far a build is, as a context: a bar on terminals, lines elsewhere with --verbose, nothing with --quiet."""
    if SETTINGS["quiet"] or not (sys.stderr.isatty() or SETTINGS["verbose"]):
        return _Silent()
    from kg.workers import progress

    return progress.Bar() if sys.stderr.isatty() else progress.Lines()


def graph(given: Path | None) -> Path:
    """The graph a command means: the one given, else that of the project; InputError where there is none."""
    from kg import graph_files, project

    path = graph_files.meant(given or project.load().outputs)
    if not graph_files.exists(path):
        raise InputError("there is no graph", where=str(path), help="run kg build first, or name one with -g")
    return path


def sources(given: Sequence[Path]) -> tuple[Path, ...]:
    """The files and folders a graph was read from: those given, else the project's; InputError where one is absent."""
    from kg import project

    roots = tuple(given) or project.load().sources
    for root in roots:
        if not root.exists():
            raise InputError("there is no such file or folder", where=str(root), help="name them with --sources")
    return roots


def vocabularies(given: Sequence[Path]) -> tuple[Path, ...]:
    """The vocabularies of the project and those given."""
    from kg import project

    return (*project.load().vocabularies, *given)


def put_rows(rows: Sequence[Mapping[str, object]], format: str) -> None:
    """Rows with the same names as json, table, csv or md; no table where there are none."""
    from kg import sparql

    if format not in ROW_FORMS:
        raise UsageError(f"unknown format {format!r}", help=f"one of {', '.join(ROW_FORMS)}")
    if format == "json":
        put(json.dumps(list(rows), indent=1, ensure_ascii=False))
    elif rows:
        put(sparql.write(sparql.rows(rows[0], (row.values() for row in rows)), format))


def queries() -> list[Path]:
    """The folder with the project's own named queries, if it has one."""
    folder = Path("queries")
    return [folder] if folder.is_dir() else []


def text_of(name: str) -> str:
    """The text of a file; InputError where it cannot be read."""
    try:
        return Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot be read: {error}", where=name) from error


def json_of(path: Path) -> dict[str, Any]:
    """A report beside the graph; nothing where there is none."""
    if not path.is_file():
        return {}
    loaded = json.loads(path.read_text("utf-8"))
    return loaded if isinstance(loaded, dict) else {}


def open_lines(name: str) -> Iterable[bytes]:
    """The lines of a file, read as they are asked for; InputError where it cannot be opened."""
    try:
        return open(name, "rb")
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=name) from error
