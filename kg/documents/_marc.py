"""Fields and subfields, as MARC 21 (Library of Congress), UNIMARC (IFLA) and PICA+ (OCLC) all keep a record in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.documents import _text, _xml

# ISBD punctuation that stands between elements, left at the end of each; a full stop that ends no abbreviation.
_ISBD = re.compile(r"\s*[/:;=,]\s*\Z")
_STOP = re.compile(r"(?<=[\w)\]\"'”’!?]{4})(?<!\b[A-Z])\.\Z")
_NOT_SORTED = re.compile("[\u0088\u0089\u0098\u009c¬]|<<(?=\\w)|(?<=\\w)>>|(?<![\\w@])@(?=\\w)")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its tag, its two indicators, the text of a control field, or subfields (code, text) as printed."""

    tag: str
    indicators: str = "  "
    data: str = ""
    subfields: tuple[tuple[str, str], ...] = ()

    def get(self, codes: str) -> str:
        """The first of these subfields that holds text, the codes in order of preference; clean, "" for none."""
        return next((t for code in codes for c, text in self.subfields if c == code and (t := plain(text))), "")

    def every(self, codes: str) -> tuple[str, ...]:
        """The texts of all these subfields as they stand, clean, empty ones left out."""
        return tuple(t for code, text in self.subfields if code in codes and (t := plain(text)))


@dataclass(frozen=True, slots=True)
class Marc:
    """A record: its leader ("" where it has none) and its fields in order."""

    leader: str
    fields: tuple[Field, ...]

    def all(self, *tags: str) -> Iterator[Field]:
        """The fields of these tags, in the order of the record."""
        return (field for field in self.fields if field.tag in tags)

    def get(self, tag: str, codes: str) -> str:
        """The first text of these subfields in any field of the tag; "" for none."""
        return next((text for field in self.all(tag) if (text := field.get(codes))), "")

    def every(self, codes: str, *tags: str) -> tuple[str, ...]:
        """The distinct texts of these subfields in all fields of the tags."""
        return tuple(dict.fromkeys(text for field in self.all(*tags) for text in field.every(codes)))

    def control(self, tag: str) -> str:
        """The text of a control field; "" where it is absent."""
        return next((field.data for field in self.all(tag)), "")


def plain(text: str) -> str:
    """The text of a subfield, clean and without the marks of non-sorting characters.

    >>> plain("\\u0098The\\u009c town scold "), plain("<<Das>> Heim"), plain("a@example.org")
    ('The town scold', 'Das Heim', 'a@example.org')
    """
    return _text.clean(_NOT_SORTED.sub("", text)).replace(" : ", ": ")


def trimmed(text: str) -> str:
    """Without ISBD's punctuation at its end.

    >>> trimmed("The White House /"), trimmed("Addison-Wesley,"), trimmed("Lutz, Mark."), trimmed("Gatewood, W. B.")
    ('The White House', 'Addison-Wesley', 'Lutz, Mark', 'Gatewood, W. B.')
    """
    text = _ISBD.sub("", text.strip())
    return _STOP.sub("", text).strip()


def joined(first: str, second: str, parts: tuple[str, ...] = ()) -> str:
    """A title: main title, other title information after ": " (or the mark the title ends with), parts after ". ".

    >>> joined("Aristocrats of color :", "the Black elite /"), joined("Lupus =", "Der Lupus"), joined("A", "", ("B",))
    ('Aristocrats of color: the Black elite', 'Lupus = Der Lupus', 'A. B')
    """
    mark = " = " if first.endswith("=") else "; " if first.endswith(";") else ": "
    mark = " " if trimmed(first).endswith(("?", "!")) else mark
    whole = mark.join(filter(None, (trimmed(first), trimmed(second))))
    return ". ".join(filter(None, (whole, *(trimmed(part) for part in parts))))


def of_xml(node: Any) -> Marc:
    """The record of a `record` element of MARCXML or PICA XML, its namespaces taken off."""
    leader, fields = "", []
    for child in node:
        name = _xml.local(child)
        if name == "leader":
            leader = child.text or ""
        elif name == "controlfield":
            fields.append(Field(_tag(child), data=child.text or ""))
        elif name == "datafield":
            indicators = (child.get("ind1") or " ")[:1] + (child.get("ind2") or " ")[:1]
            parts = tuple((s.get("code") or "", _xml.text(s)) for s in child if _xml.local(s) == "subfield")
            fields.append(Field(_tag(child), indicators, subfields=parts))
    return Marc(leader, tuple(fields))


def _tag(node: Any) -> str:
    tag = (node.get("tag") or "").strip()
    return tag.zfill(3) if tag.isdigit() else tag


def innermost(node: Any) -> Any:
    """The `record` that holds the fields, where another of an answer (SRU, OAI-PMH) stands around it."""
    return next((n for n in node.iter() if _xml.local(n) == "record" and _has_fields(n)), node)


def _has_fields(node: Any) -> bool:
    return any(_xml.local(child) in ("controlfield", "datafield") for child in node)


def is_envelope(piece: _xml.Piece) -> bool:
    """Whether a record that another one interrupts is but what an answer has around it."""
    return not piece.whole and b"datafield" not in piece.data
