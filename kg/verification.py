"""Every quote of a graph read again in the files it came from: graph → hashed source → record → passage → words."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path, PurePosixPath

import pyoxigraph as ox

from kg import documents, graph
from kg.documents import Place
from kg.errors import RecordError
from kg.model import Finding, Record
from kg.terms import KG, OA, PROV

_SHOWN = 60  # characters of a quote in a message
_SURROGATE = re.compile("[\ud800-\udfff]")  # written as U+FFFD
_ANCHORS = ((KG.quote, KG.inPassage), (OA.exact, OA.hasTarget))  # a claim's sentence, a mention's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What was read again, and what was wrong: findings by code, focus and message."""

    files: int
    passages: int
    quotes: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words the graph says stand in a passage, with their offsets in it (None where they are no numbers)."""

    node: str
    words: str
    passage: str
    start: int | None
    end: int | None


def verify(store: ox.Store, roots: Sequence[Path]) -> Verification:
    """Read again the files below the roots that the graph's passages came from.

    A missing file (KG-V001), a changed one (KG-V002), a passage that is not in its file (KG-V003), words that are not
    at their offsets in the passage (KG-V004), a passage without a file (KG-V005) and a path that leads out of the roots
    (KG-V006) are findings.  A changed file is read all the same, so that what was lost by the change shows.
    """
    quoted = _quoted(store)
    resting = _resting(store)
    homeless = resting.pop("", ())
    findings = [_finding("KG-V005", passage, "the passage names no file it was read from") for passage in homeless]
    files = 0
    for document in sorted(resting):
        quotes = sum(len(quoted.get(passage, ())) for passage in resting[document])
        read, troubles = _reread(store, document, roots)
        findings += [replace(each, message=f"{each.message}; {quotes} quotes rest on it") for each in troubles]
        files += len(read)
        if read:
            texts = {_SURROGATE.sub("\ufffd", p.text) for record in chain(*read.values()) for p in record.passages}
            findings += _misplaced(store, resting[document], texts, sorted(read))
    findings += [f for passage in sorted(quoted) for f in _misquoted(store, passage, quoted[passage])]
    return Verification(
        files=files,
        passages=len({passage for passages in resting.values() for passage in passages}),
        quotes=sum(map(len, quoted.values())),
        findings=tuple(sorted(set(findings), key=lambda f: (f.code, f.focus, f.message))),
    )


def _reread(store: ox.Store, document: str, roots: Sequence[Path]) -> tuple[dict[str, list[Record]], list[Finding]]:
    """The records of a document's files by their paths, and what is wrong with those files."""
    read: dict[str, list[Record]] = {}
    troubles = []
    paths = graph.values(store, document, KG.path)
    for path in paths:
        file, trouble = located(store, document, path, roots)
        troubles += [trouble] if trouble else []
        if file:
            read[path] = list(records(file, path))
    return read, troubles if paths else [_finding("KG-V005", document, "the document has no path")]


def located(store: ox.Store, document: str, path: str, roots: Sequence[Path]) -> tuple[Place | None, Finding | None]:
    """The file of a document below the roots, or in an archive there; and what is wrong with it.

    Of several of its name it is the unchanged one.
    """
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts:
        return None, _finding("KG-V006", document, f"{path} leads out of the sources")
    there = [place for root in roots if (place := documents.find(root, path))]
    wanted = graph.value(store, document, KG.sha256)
    same = next((place for place in there if sha256(place) == wanted), None)
    if same:
        return same, None
    if there:
        return there[0], _finding("KG-V002", document, f"{path} is not the file that was read: its SHA-256 differs")
    return None, _finding("KG-V001", document, f"{path} is not below the sources")


def sha256(place: Place) -> str:
    """The SHA-256 of a file's bytes; "" for one that is damaged in its archive."""
    try:
        with place.opened() as content:
            return hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    except RecordError:
        return ""


def records(place: Place, path: str) -> Iterator[Record]:
    """The records of a file, its path told as the graph tells it; what cannot be read gives none."""
    return (found for found in documents.read_place(place, path) if isinstance(found, Record))


def _resting(store: ox.Store) -> dict[str, list[str]]:
    """The passages of each document, sorted; those of none under ""."""
    found: dict[str, list[str]] = defaultdict(list)
    for passage in graph.typed(store, KG.Passage):
        for document in graph.values(store, passage, PROV.wasDerivedFrom) or [""]:
            found[document].append(passage)
    return found


def _quoted(store: ox.Store) -> Mapping[str, list[Quoted]]:
    """What is quoted of each passage."""
    found: dict[str, list[Quoted]] = defaultdict(list)
    for quoting, standing in _ANCHORS:
        for quad in store.quads_for_pattern(None, ox.NamedNode(quoting), None, None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                each = _read(store, quad.subject.value, quad.object.value, standing)
                found[each.passage].append(each)
    return {passage: sorted(found[passage], key=lambda q: (q.start or 0, q.node)) for passage in sorted(found)}


def _read(store: ox.Store, node: str, words: str, standing: str) -> Quoted:
    return Quoted(
        node=node, words=words, passage=graph.value(store, node, standing) or "",
        start=graph.number(store, node, KG.start), end=graph.number(store, node, KG.end),
    )  # fmt: skip


def _misplaced(store: ox.Store, passages: Iterable[str], texts: set[str], paths: Sequence[str]) -> Iterator[Finding]:
    for passage in passages:
        text = graph.value(store, passage, KG.text) or ""
        if text not in texts:
            yield _finding("KG-V003", passage, f"{', '.join(paths)} has no passage {_cut(text)!r}")


def _misquoted(store: ox.Store, passage: str, quotes: Iterable[Quoted]) -> Iterator[Finding]:
    text = (graph.value(store, passage, KG.text) or "") if passage else ""
    for quote in quotes:
        if quote.start is None or quote.end is None or text[quote.start : quote.end] != quote.words:
            told = f"{_cut(quote.words)!r} does not stand at {quote.start}–{quote.end} of its passage"
            yield _finding("KG-V004", quote.node, told)


_HELP = {
    "KG-V001": "name the folder it stands in with --sources",
    "KG-V002": "fetch the file again as it was, or build the graph anew",
    "KG-V003": "the graph was edited, or made by another version: build it anew",
    "KG-V004": "offsets count code points of kg:text, half open; build the graph anew",
    "KG-V005": "build the graph anew",
    "KG-V006": "paths are relative to the sources' root; do not trust this graph",
}


def _finding(code: str, focus: str, message: str) -> Finding:
    return Finding(severity="error", code=code, focus=focus, message=message, help=_HELP[code])


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
