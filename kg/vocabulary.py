"""SKOS concepts: loaded, joined, cached.

The four shipped files and those of the user become one vocabulary in which a concept stands once.  What was read is
kept under `$XDG_CACHE_HOME/litkg`, keyed by content, one line a concept; a concept is decoded when asked for.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kg import vocabulary_crosswalk, vocabulary_files
from kg.concept import KIND_WORDS, Concept
from kg.errors import ConfigError
from kg.terms import ONTOLOGY, curie, expand
from kg.text import fold
from kg.vocabulary_joining import join
from kg.vocabulary_lines import Concepts, encode

__all__ = ["Concept", "Vocabulary", "cache_folder", "curie", "load", "of", "shipped_files", "write_cache"]

LEARNT = Path(__file__).resolve().parent / "entities" / "links.tsv"  # links learnt from annotated texts: MODEL.md there
_FORM = "5"  # of the cached files: a change of it, or of a reader, makes older ones unread
_CURIE = re.compile(r"[A-Za-z_]+:[\w.-]+\Z")


class Vocabulary:
    """Concepts by IRI, with their hierarchy; `lines` are what they are kept as, in the same order.

    `digest` names the content (64 hexadecimal digits).
    """

    def __init__(self, lines: list[str], digest: str) -> None:
        self.lines, self.digest = lines, digest
        self.concepts: Mapping[str, Concept] = Concepts(lines)

    def ancestors(self, iri: str) -> tuple[str, ...]:
        """All broader concepts of a concept that the vocabulary holds, nearest first, each once."""
        found: dict[str, None] = {}
        level: list[str] = [iri]
        while level:
            concepts = [self.concepts[i] for i in level if i in self.concepts]
            level = [b for c in concepts for b in c.broader if b not in found and b != iri and b in self.concepts]
            level = list(dict.fromkeys(level))
            found.update(dict.fromkeys(level))
        return tuple(found)

    def find(self, text: str) -> tuple[Concept, ...]:
        """The concepts known by an IRI, a CURIE, an exact match or a name, labels before synonyms; () if none."""
        text = text.strip()
        iri = expand(text) if _CURIE.match(text) else text
        if iri and iri in self.concepts:
            return (self.concepts[iri],)
        return self._all(self._by_exact.get(iri or "", ())) or self._all(self._by_name.get(fold(text), ()))

    def _all(self, iris: Sequence[str]) -> tuple[Concept, ...]:
        return tuple(self.concepts[iri] for iri in iris)

    @cached_property
    def _by_exact(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for concept in self.concepts.values():
            for iri in concept.exact:
                found[iri].append(concept.iri)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Folded names → IRIs, those first whose label it is."""
        ranked: dict[str, dict[str, int]] = defaultdict(dict)
        for concept in self.concepts.values():
            names = ((concept.label,), concept.synonyms, concept.short_forms, concept.related)
            for rank, group in enumerate(names):
                for name in group:
                    ranked[fold(name)].setdefault(concept.iri, rank)
        return {name: sorted(found, key=lambda i: (found[i], i)) for name, found in ranked.items()}


def shipped_files() -> list[Path]:
    """The vocabularies that come with the program, by name."""
    return sorted((ONTOLOGY / "vocabulary").glob("*.ttl"))


def load(paths: Sequence[Path] = (), *, kind: str | None = None, learnt: bool = True) -> Vocabulary:
    """The shipped vocabularies and the given files as one.

    Among the files may be tables of links between them (`vocabulary_crosswalk`); those that were `learnt` are read with
    any file.  `kind` is the kind of terms in the given files that neither a column nor their identifiers tell.
    Raises ConfigError where a file cannot be used.
    """
    if kind is not None and kind not in KIND_WORDS:
        raise ConfigError(f"unknown kind {kind!r}", help="one of disease, therapy, outcome, target")
    shipped, own = shipped_files(), [Path(path) for path in paths]
    tables = [LEARNT] if own and learnt else []
    digest = _digest([*shipped, *own, *tables], kind)
    cached = cache_folder() / f"vocabulary-{digest[:32]}.tsv"
    lines = read_cache(cached)
    if lines is None:
        concepts = [c for path in shipped for c in vocabulary_files.read(path, shipped=True)]
        tables = [path for path in own if vocabulary_crosswalk.is_table(path)] + tables
        for path in own:
            if path not in tables:
                concepts += vocabulary_files.read(path, kind=kind and KIND_WORDS[kind])
        lines = [encode(concept) for concept in join(vocabulary_crosswalk.linked(concepts, tables))]
        write_cache(cached, lines)
    return Vocabulary(lines, digest)


def of(concepts: Sequence[Concept]) -> Vocabulary:
    """A vocabulary of these concepts alone, joined."""
    lines = [encode(concept) for concept in join(concepts)]
    return Vocabulary(lines, hashlib.sha256("\n".join(lines).encode()).hexdigest())


# ---------------------------------------------------------------- cache


def cache_folder() -> Path:
    """Where what was read before is kept; deleting it is always safe."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "litkg"


def read_cache(path: Path) -> list[str] | None:
    """The lines of a cached file; None where it is absent, torn or not to be read."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    body, _, last = text.rpartition("\n")
    if last != _seal(body):
        return None
    return body.split("\n") if body else []


def write_cache(path: Path, lines: Sequence[str]) -> None:
    """Keep lines, whole or not at all; a folder that cannot be written costs time, nothing else."""
    body = "\n".join(lines)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(f"{body}\n{_seal(body)}")
        os.replace(name, path)
    except OSError:
        return


def _seal(body: str) -> str:
    """The last line of a cached file: torn or edited ones are not believed."""
    return f"# {len(body)} {hashlib.blake2b(body.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def _digest(paths: Sequence[Path], kind: str | None) -> str:
    """Over the names and bytes of the files (a name may tell the kind) and all that shapes what is read."""
    whole = hashlib.sha256(f"{_FORM}\x1f{kind or ''}".encode())
    for path in paths:
        try:
            content = hashlib.sha256(Path(path).read_bytes()).hexdigest()
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            raise ConfigError(what, where=str(path), help="name a vocabulary file") from error
        whole.update(f"\x1f{Path(path).name}\x1f{content}".encode())
    return whole.hexdigest()
