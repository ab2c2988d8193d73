"""Saved web pages (HTML) by the metadata in them: Highwire Press and EPrints tags, PRISM, Dublin Core in `<meta>`
(DCMI "Expressing Dublin Core in HTML"), schema.org in JSON-LD, and COinS (OpenURL 1.0, Z39.88-2004).

Of several kinds the first in this order that has a title is read, and the others fill what it leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from kg.documents import _dates, _identifiers, _page, _table, _webpage
from kg.errors import RecordError
from kg.model import Identifiers, Organisation, Record, Rejected, Source

FORMAT = "webpage"
RANK = 4  # pages of catalogues and repositories are for their own readers

_META = re.compile(
    rb"""<meta\b[^<>]{0,400}?\bname\s*=\s*["']?(?:citation_title|eprints\.title|dc(?:terms)?\.title|prism\.)""", re.I
)
_SCHEMA = re.compile(
    rb"application/ld\+json.{0,20000}?(?:Scholarly|Article|Chapter|Book|Thesis|Dataset|Report)", re.I | re.S
)
_COINS = re.compile(rb"""\bclass\s*=\s*["']?Z3988\b""")


def sniff(head: bytes) -> bool:
    """The beginning of a page, and one of the kinds of metadata in it."""
    if not _page.is_html(head[:8192].decode("utf-8", "replace").lstrip("\ufeff")):
        return False
    return any(kind.search(head) for kind in (_META, _SCHEMA, _COINS))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The publication a page is about; of a list without any the publications its COinS name."""
    tree = _page.tree(_page.source(file))
    kinds = [row for row in (*_webpage.of_meta(tree), *_webpage.of_schema(tree)) if row]
    cited = list(_webpage.of_coins(tree))
    titled = next((row for row in kinds if row.get("title")), None)
    if titled is None:
        if not cited:
            raise RecordError("page has no title in its metadata", help="save the whole page of the article, as HTML")
        yield from (_record(row, source) for row in cited if row.get("title"))
        return
    same = [row for row in cited if row.get("title") == titled["title"]][:1]
    whole: dict[str, Any] = {}
    for row in (titled, *kinds, *same):
        whole.update({name: value for name, value in row.items() if name not in whole})
    yield _record(whole, source)


def _record(row: dict[str, Any], source: Source) -> Record:
    made = _table.record(row, source)
    dois = (d for text in row.get("references", ()) if (d := _identifiers.doi(text)))
    bodies = tuple(Organisation(name=name) for name in row.get("bodies", ()))
    return replace(
        made,
        authors=(*made.authors, *(body for body in bodies if body not in made.authors)),
        published_online=_dates.partial(row.get("online", "")),
        references=tuple(Identifiers(doi=doi) for doi in dict.fromkeys(dois)),
    )
