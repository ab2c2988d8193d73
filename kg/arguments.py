"""The values of the command line, read as what they are annotated with.

Typer has every value read by pydantic, which takes longer to load than most commands to run.  Plain types need no such
reader; any other is left to typer, and so are all where typer is of a version that goes another way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin

import typer
from typer.core import TyperCommand, TyperGroup

_PLAIN: Mapping[Any, tuple[Callable[[str], Any], str]] = {
    bool: (bool, "yes or no"), str: (str, "text"), Path: (Path, "path"),
    int: (int, "integer"), float: (float, "number"),
}  # fmt: skip


class App(typer.Typer):
    """Commands whose values are read here."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **{"cls": Group, **more})

    def command(self, *given: Any, **more: Any) -> Callable[[Callable[..., Any]], Any]:
        """Add a command."""
        return super().command(*given, **{"cls": Command, **more})


class Command(TyperCommand):
    """A command whose values are read here."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, with that for help."""
        return [_read_here(param) for param in super().get_params(ctx)]


class Group(TyperGroup):
    """Commands with parameters before theirs, whose values are read here."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, with that for help."""
        return [_read_here(param) for param in super().get_params(ctx)]


def _read_here(param: Any) -> Any:
    kinds = _kinds(getattr(getattr(param, "type_descriptor", None), "annotation", None))
    if kinds and getattr(param, "_runtime_param", param) is None:  # of another version: it has no such reader
        param._runtime_param = _Values(kinds)
    return param


def _kinds(annotation: Any) -> tuple[Any, ...]:
    """The plain types of an annotation: `int`, `list[int]` and `tuple[str, str]` have some."""
    inside = get_args(annotation) if get_origin(annotation) in (list, tuple) else (annotation,)
    return inside if all(kind in _PLAIN for kind in inside) else ()


class _Values:
    """Reads the values of one parameter: one, a list, or as many as there are kinds."""

    def __init__(self, kinds: tuple[Any, ...]) -> None:
        self._kinds = kinds

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        if value is None:
            return () if param.multiple or param.nargs == -1 else None
        if not isinstance(value, list | tuple):
            return _value(value, self._kinds[0], param, ctx)
        if len(self._kinds) > 1:
            return tuple(_value(each, kind, param, ctx) for each, kind in zip(value, self._kinds, strict=True))
        return [_value(each, self._kinds[0], param, ctx) for each in value]


def _value(value: Any, kind: Any, param: Any, ctx: Any) -> Any:
    read, name = _PLAIN[kind]
    try:
        return read(value)
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is not a valid {name}.", ctx=ctx, param=param) from error
