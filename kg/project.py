"""kg.toml: the sources, vocabularies, outputs and base IRI of a project.

    base = "https://w3id.org/litkg/id/"
    sources = ["seeds"]
    outputs = "outputs"
    vocabularies = ["vocabularies/our-drugs.tsv"]
    formats = ["ttl", "nt"]

    [names]
    block = ["flare"]                    # never read as a name
    allow = { RA = "MONDO:0008383" }     # this, wherever a paper does not define it otherwise
    tagger = false                       # names of imported vocabularies as they are listed

Every key may be left out; without the file a folder with `seeds/` is a project.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.errors import ConfigError

BASE = "https://w3id.org/litkg/id/"
FILE = "kg.toml"
_KEYS = {"base", "sources", "outputs", "vocabularies", "formats", "names"}
FORMATS = ("ttl", "nt", "nq", "trig", "jsonld")


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a user says of names: never read as any; (name, identifier of its concept); whether the tagger runs."""

    block: tuple[str, ...] = ()
    allow: tuple[tuple[str, str], ...] = ()
    tagger: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """Paths are as given, relative to the current folder or absolute; `base` ends in `/` or `#`."""

    sources: tuple[Path, ...] = (Path("seeds"),)
    outputs: Path = Path("outputs")
    vocabularies: tuple[Path, ...] = ()
    base: str = BASE
    formats: tuple[str, ...] = ("ttl",)
    names: Names = Names()

    def override(
        self, *, sources: tuple[Path, ...] = (), outputs: Path | None = None, vocabularies: tuple[Path, ...] = (),
        formats: tuple[str, ...] = (),
    ) -> Project:  # fmt: skip
        """The project with what the command line says instead; vocabularies are added."""
        return replace(
            self,
            sources=sources or self.sources,
            outputs=outputs or self.outputs,
            vocabularies=self.vocabularies + vocabularies,
            formats=ordered(formats) or self.formats,
        )


def load(folder: Path = Path()) -> Project:
    """The project of a folder; ConfigError where its kg.toml is wrong."""
    path = folder / FILE
    if not path.is_file():
        return Project(sources=(folder / "seeds",), outputs=folder / "outputs")
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"not TOML: {error}", where=str(path)) from error
    return _project(values, folder, str(path))


def _project(values: Mapping[str, Any], folder: Path, where: str) -> Project:
    _known(values, _KEYS, where)
    return Project(
        sources=tuple(folder / s for s in _texts(values, "sources", where)) or (folder / "seeds",),
        outputs=folder / _text(values, "outputs", "outputs", where),
        vocabularies=tuple(folder / s for s in _texts(values, "vocabularies", where)),
        base=_base(_text(values, "base", BASE, where), where),
        formats=ordered(_texts(values, "formats", where), where) or ("ttl",),
        names=_names(values.get("names", {}), where),
    )


def _names(values: object, where: str) -> Names:
    if not isinstance(values, dict):
        raise ConfigError("'names' must be a table", where=where, help="write [names] on a line of its own")
    _known(values, {"block", "allow", "tagger"}, where)
    allow, tagger = values.get("allow", {}), values.get("tagger", True)
    if not isinstance(allow, dict) or not all(isinstance(meant, str) and meant for meant in allow.values()):
        raise ConfigError("'allow' must be a table of names and identifiers", where=where)
    if not isinstance(tagger, bool):
        raise ConfigError("'tagger' must be true or false", where=where)
    return Names(block=_texts(values, "block", where), allow=tuple(sorted(allow.items())), tagger=tagger)


def ordered(formats: Iterable[str], where: str = "") -> tuple[str, ...]:
    """Formats of the graph, each once, in the order of `FORMATS`; ConfigError for one that is unknown."""
    wanted = set(formats)
    if unknown := sorted(wanted - set(FORMATS)):
        raise ConfigError(f"unknown format {unknown[0]!r}", where=where, help=f"one of {', '.join(FORMATS)}")
    return tuple(form for form in FORMATS if form in wanted)


def _known(values: Mapping[str, Any], keys: set[str], where: str) -> None:
    for key in values:
        if key not in keys:
            near = difflib.get_close_matches(key, sorted(keys), n=1)
            raise ConfigError(f"unknown key {key!r}", where=where, help=f"did you mean {near[0]!r}?" if near else "")


def _text(values: Mapping[str, Any], key: str, default: str, where: str) -> str:
    value = values.get(key, default)
    if not isinstance(value, str) or not value:
        raise ConfigError(f"{key!r} must be a text", where=where)
    return value


def _texts(values: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = values.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise ConfigError(f"{key!r} must be a list of texts", where=where)
    return tuple(value)


def _base(value: str, where: str) -> str:
    if urlsplit(value).scheme not in ("http", "https", "urn") or any(c.isspace() or c in '#<>"{}|\\^`' for c in value):
        raise ConfigError(f"{value!r} is no base IRI", where=where, help="write an http(s) IRI that ends in /")
    return value if value.endswith(("/", ":")) else value + "/"
