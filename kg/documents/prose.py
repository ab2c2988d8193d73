"""Plain text that is a title on a line of its own and, below it, an abstract; nothing else is taken for one.

No specification: told by the length and shape of its lines and by the words abstracts are written in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.documents import _abstract, _identifiers, _page, _text
from kg.errors import RecordError
from kg.model import Identifiers, Record, Rejected, Source

FORMAT = "prose"
RANK = 9  # asked last of all

_TITLE = re.compile(r"""["“‘'(\[]?[^\W_].{13,299}[^.,;:\s]\Z""")
_NO_TITLE = re.compile(
    r"(?:dear|hello|hi|from|to|subject|re|fw|fwd|chapter|note|todo|readme|license|copyright)\b|https?://|.*[\t|{}<>=@\\]",
    re.I,
)
_LABELLED = re.compile(r"[^.:]{1,40}:(?:\s|\Z)|[-*#>•|]|\d+[.)]\s|https?://")
_CUES = re.compile(
    r"\b(?:patients?|participants|stud(?:y|ies)|trial|results?|methods?|conclu(?:de|sions?)|treat(?:ed|ment)|therapy|"
    r"clinical|disease|cells?|mice|cohort|significant(?:ly)?|efficacy|randomi[sz]ed|"
    r"we (?:found|report|show|investigated)|"
    r"analysis|associated|review|outcomes?|background|objective|patienten|studie|ergebnisse|methoden|pacientes|estudio|"
    r"resultados|métodos|étude|résultats|méthodes)\b",
    re.I,
)
_LEAST, _MOST, _SHORT = 250, 12_000, 50  # characters of an abstract, and of a line too short for prose


def sniff(head: bytes) -> bool:
    """A short line that could be a title, then nothing but prose in the words of an abstract."""
    text = _page.beginning(head)
    if not text or _page.is_html(text) or b"\0" in head or len(text) > _MOST + 400:
        return False
    title, body = _parts(text)
    lines = [line for line in body.split("\n") if line]
    if not lines or not _TITLE.match(title) or _NO_TITLE.match(title) or len(title.split()) < 3:
        return False
    if not _LEAST <= len(body) <= _MOST or len({cue.lower() for cue in _CUES.findall(body)}) < 3:
        return False
    headings = sum(1 for _, passage in _abstract.split(body) if passage.label)
    odd = sum(bool(_LABELLED.match(line)) for line in lines) - headings
    short = sum(len(line) < _SHORT for line in lines) - headings - body.count("\n\n") - 1
    return odd <= 0 and short <= 0 and len(re.findall(r"[a-z)][.?!](?:\s|\Z)", body)) >= 2


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The one record of a file."""
    title, body = _parts(_text.decode(file.read(1 << 20)))
    if not title or not body:
        raise RecordError("the text has no title line with an abstract below it")
    found = _identifiers.doi(body) if re.search(r"\bdoi\b", body, re.I) else None
    yield Record(
        kind="article",
        title=_text.clean(title),
        source=source,
        identifiers=Identifiers(doi=found),
        passages=_abstract.passages(_text.lines(body)),
    )


def _parts(text: str) -> tuple[str, str]:
    """The first line, and what follows it without a heading "Abstract" on a line of its own; lines stripped."""
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text.lstrip("\ufeff"))]
    whole = "\n".join(lines).strip()
    title, _, body = whole.partition("\n")
    return title, re.sub(
        r"\A\s*(?:Abstract|Summary|Zusammenfassung|Resumen|Résumé)\s*[:.]?\s*\n", "", body, flags=re.I
    ).strip()
