"""Nodes that several papers may speak of, as lines of N-Triples: journals, documents, rules, the dataset itself.

Where the whole graph came from is told in PROV-O and VoID.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mapping import iris
from kg.mapping import predicates as P
from kg.mapping.nt import text
from kg.model import Source
from kg.resolution import Periodical


def journals(known: Iterable[Periodical], base: str) -> Iterator[str]:
    """Journals, with all titles that go by one IRI."""
    for journal in known:
        node = f"<{base}{journal.iri}>"
        yield node + P.IS_JOURNAL
        yield f"{node}{P.TITLE}{text(journal.title)}{P.END}"
        for issn in journal.issns:
            yield f"{node}{P.ISSN}{text(issn)}{P.END}"


def rules(names: Iterable[str], base: str) -> Iterator[str]:
    """What made the claims."""
    for name in names:
        node = f"<{iris.rule(base, name)}>"
        yield node + P.IS_RULE
        yield f"{node}{P.LABEL}{text(name)}{P.END}"


def documents(sources: Iterable[Source], base: str) -> Iterator[str]:
    """The files that records came from."""
    for source in sources:
        node = f"<{iris.document(base, source.sha256)}>"
        yield node + P.IS_DOCUMENT
        yield f"{node}{P.PATH}{text(source.path)}{P.END}"
        yield f"{node}{P.SHA256}{text(source.sha256)}{P.END}"
        yield f"{node}{P.FORMAT}{text(source.format)}{P.END}"


def dataset(
    inputs: Iterable[Source], vocabularies: Iterable[Source], version: str, base: str = iris.BASE
) -> Iterator[str]:
    """The dataset, the build that made it, and the files that took: nothing else points at the build."""
    hashes = sorted({source.sha256 for source in inputs})
    files = sorted(vocabularies, key=lambda source: (source.sha256, source.path))
    build = f"<{iris.build(base, *hashes, '', *(file.sha256 for file in files), '', version)}>"
    yield f"<{base}>{P.IS_DATASET}"
    yield f"<{base}>{P.GENERATED_BY}{build}{P.END}"
    yield build + P.IS_BUILD
    for sha256 in (*hashes, *(file.sha256 for file in files)):
        yield f"{build}{P.USED}<{iris.document(base, sha256)}>{P.END}"
    yield from documents(files, base)
