"""Where the whole graph came from (PROV-O, VoID)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mapping import iris
from kg.mapping import predicates as P
from kg.mapping.paper import document
from kg.model import Source


def dataset(
    documents: Iterable[Source], vocabularies: Iterable[Source], version: str, base: str = iris.BASE
) -> Iterator[str]:
    """The dataset, the build that made it, and the files that took: nothing else points at the build."""
    inputs = sorted({source.sha256 for source in documents})
    files = sorted(vocabularies, key=lambda source: (source.sha256, source.path))
    build = f"<{iris.build(base, *inputs, '', *(file.sha256 for file in files), '', version)}>"
    yield f"<{base}>{P.IS_DATASET}"
    yield f"<{base}>{P.GENERATED_BY}{build}{P.END}"
    yield build + P.IS_BUILD
    for sha256 in inputs:
        yield f"{build}{P.USED}<{iris.document(base, sha256)}>{P.END}"
    for file in files:
        node = f"<{iris.document(base, file.sha256)}>"
        yield f"{build}{P.USED}{node}{P.END}"
        yield from document(node, file)
