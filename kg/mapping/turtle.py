"""Turtle (W3C RDF 1.1) for reading and for comparing: sorted, one form for one content.

The input is canonical N-Triples: one triple a line, terms parted by one blank, ` .` and no line feed at the end.
Nothing is parsed beyond that: a line is cut in three and each term shortened once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TextIO, TypeAlias

from kg.mapping.iris import BASE
from kg.terms import PREFIXES, RDF, XSD

_TYPE = f"<{RDF.type}>"
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z", re.ASCII)
_NAMESPACES = re.compile("|".join(re.escape(iri) for iri in sorted(PREFIXES.values(), key=len, reverse=True)))
_PREFIX_OF = {iri: prefix for prefix, iri in PREFIXES.items()}
# A base that resolving leaves alone, and what may follow it: no dot segments, no colon in the first segment.
_HIERARCHICAL = re.compile(r"https?://[^/?#]+/(?:[^?#]*/)?\Z")
_PATH = re.compile(r"[A-Za-z0-9_-]+(?:/(?!\.)[^/?#]+)*\Z")
_MANY = 20_000  # terms remembered
_BARE = {
    XSD.integer: re.compile(r"[+-]?[0-9]+\Z"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    XSD.boolean: re.compile(r"true\Z|false\Z"),
}


Block: TypeAlias = tuple[str, str]  # a subject as in N-Triples, and all it says in Turtle


def write(lines: Iterable[str], out: TextIO | Path, *, base: str = BASE) -> None:
    """Write triples as Turtle: a subject's type first, then predicates and objects in order of their IRIs.

    `lines` may come in any order and repeat themselves; the same set gives the same bytes.
    """
    write_blocks((text for _, text in blocks(lines, base)), out, base=base)


def write_blocks(texts: Iterable[str], out: TextIO | Path, *, base: str) -> None:
    """Write blocks that stand in order already."""
    if isinstance(out, Path):
        with out.open("w", encoding="utf-8", newline="\n") as file:
            return write_blocks(texts, file, base=base)
    out.write(header(base))
    out.writelines(texts)


def header(base: str) -> str:
    """The base and all prefixes, in order."""
    first = f"@base <{base}> .\n" if _HIERARCHICAL.match(base) else ""
    return first + "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(PREFIXES))


def blocks(lines: Iterable[str], base: str) -> Iterator[Block]:
    """Each subject with all it says, as it stands in the file; in order, whatever the order of the lines."""
    shown_as = terms(base)
    subject = predicate = before = ""
    types: list[str] = []
    parts: list[str] = []
    for line in sorted(lines):
        if line == before:
            continue
        before = line
        named, verb, term = line.split(" ", 2)
        if named != subject:
            if subject:
                yield subject, _block(shown_as[subject], types, parts)
            subject, predicate, types, parts = named, "", [], []
        shown = term[:-2] if term[-3] == '"' else shown_as[term[:-2]]
        if verb == _TYPE:
            types.append(shown)
        elif verb == predicate:
            parts.append(f",\n        {shown}")
        else:
            parts.append(f" ;\n    {shown_as[verb]} {shown}")
            predicate = verb
    if subject:
        yield subject, _block(shown_as[subject], types, parts)


def _block(subject: str, types: list[str], parts: list[str]) -> str:
    body = "".join(parts)
    return f"\n{subject} a {', '.join(types)}{body} .\n" if types else f"\n{subject}\n    {body[7:]} .\n"


@lru_cache(maxsize=4)
def terms(base: str) -> Terms:
    """The terms of a file with this base."""
    return Terms(base)


class Terms(dict[str, str]):
    """N-Triples terms as Turtle writes them, each made once as long as there are not too many."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._full = base
        self._base = base if _HIERARCHICAL.match(base) else ""

    def __missing__(self, term: str) -> str:
        if len(self) > _MANY:
            self.clear()
        shown = self[term] = self._iri(term[1:-1]) if term[0] == "<" else self._literal(term)
        return shown

    def node(self, local: str) -> str:
        """A node below the base."""
        return f"<{local}>" if self._base and _relative(local) else self._iri(self._full + local)

    def _iri(self, iri: str) -> str:
        if self._base and iri.startswith(self._base):
            local = iri[len(self._base) :]
            return f"<{local}>" if not local or _relative(local) else f"<{iri}>"
        return short(iri)

    def _literal(self, term: str) -> str:
        """A literal with a datatype or language: bare where Turtle has a bare form that keeps every character."""
        quoted, mark, datatype = term.rpartition('"^^<')
        if not mark or not term.endswith(">"):
            return term
        datatype = datatype[:-1]
        bare = _BARE.get(datatype)
        if bare and bare.match(quoted, 1):
            return quoted[1:]
        return f'{quoted}"^^{self._iri(datatype)}'


def _relative(local: str) -> bool:
    """Whether what stands below the base may stand alone; of dozens of nodes that hang on a paper it is asked once."""
    path, _, fragment = local.partition("#")
    return _sound(path) and "#" not in fragment


@lru_cache(maxsize=1024)
def _sound(path: str) -> bool:
    return _PATH.match(path) is not None


def short(iri: str) -> str:
    """An IRI that is not below the base: by its prefix where that is safe.

    >>> short("http://purl.org/dc/terms/title"), short("https://a.example/")
    ('dcterms:title', '<https://a.example/>')
    """
    namespace = _NAMESPACES.match(iri)
    if namespace and _LOCAL.match(iri, namespace.end()):
        return f"{_PREFIX_OF[namespace[0]]}:{iri[namespace.end() :]}"
    return f"<{iri}>"
