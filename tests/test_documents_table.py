"""docs/formats.md is made from the code: formats, the fields their golden files fill, and the limits.

`pytest tests/test_documents_table.py --update-golden` writes it anew.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import test_documents_limits as limits

from kg import documents
from kg.documents import _archive, _json_stream, _page, _reject, _text, _xml, csv, marc21, pdf
from kg.model import Identifiers, Organisation, Person, Record

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden" / "documents"
MB = 1 << 20

INTRODUCTION = """# Formats

`kg read` and `kg build` know a file by its content, never by its name.  Recognisers of formats of their own are asked
before those that take what is left (`RANK`).  A file of unknown kind is reported, not guessed.  To add a format, add
`kg/documents/<format>.py` and a golden pair.

This page is made from the code by `tests/test_documents_table.py`.

| format | what it is | fields |
|---|---|---|
"""
PACKED = """
Every record has a kind, a title, its source and its passages.  The fields are those that the golden files of a format
fill.  Any of these files may be packed with gzip, or stand in a ZIP archive, whose files are read as
`archive.zip/file`.  Text may be UTF-8 (with or without a mark), UTF-16, UTF-32, what the file declares (an XML
declaration, a page's `<meta>`, JabRef's comment: GBK and the others that Python knows) and else Windows-1252; MARC also
MARC-8 and ISO 5426.  `pdf` needs the extra of that name: `pip install 'litkg[pdf]'`.

## Limits

What goes beyond one of these is refused and reported; what came before it in the file is read.

| of | at most | test |
|---|---|---|
"""
# What is limited, the limit, and the test of tests/test_documents_limits.py.
LIMITS = (
    ("a line of plain text (RIS, MEDLINE, EndNote, Web of Science, BibTeX)",
     f"{_text.LONGEST // MB} MB, or the whole file is refused", "a line"),
    ("a line of a table", f"{csv.LONGEST // MB} M characters", "a line of a table"),
    ("a cell of a table", f"{csv.CELL // MB} M characters", "a cell"),
    ("an XML element that is a record", f"{_xml.LARGEST // MB} MB", "an element"),
    ("XML elements in one another", "256", "nested elements"),
    ("entities of a DTD", "none is expanded, none is fetched", "entities"),
    ("a JSON value: a document, a line, an item of an array", f"{_json_stream.LARGEST // MB} MB", "a JSON value"),
    ("JSON values in one another", "what Python's stack holds (about 1,000)", "nested JSON"),
    ("a MARC record", f"{marc21.LARGEST // MB} MB", "a MARC record"),
    ("a web page", f"{_page.LARGEST // MB} MB", "a page"),
    ("HTML elements in one another", f"{_page.DEEPEST:,}", "a nested page"),
    ("a PDF", f"{pdf.LARGEST // MB} MB; {pdf.PAGES} pages are read, {pdf.LONGEST:,} characters", "a PDF"),
    ("what gzip unpacks", f"{_archive.RATIO} times its size, beyond {_archive.FREE // MB} MB", "a gzip bomb"),
    ("what a file of an archive unpacks",
     f"{_archive.RATIO} times its size, {_archive.UNPACKED >> 30} GB", "a zip bomb"),
    ("gzip in gzip", "not unpacked", "a gzip in a gzip"),
    ("an archive in an archive", "not unpacked", "a zip in a zip"),
    ("files of an archive", f"{_archive.MEMBERS:,}; {_archive.UNPACKED >> 30} GB together", "files of a zip"),
    ("bytes of a rejected record that are kept", f"{_reject.LARGEST // 1_000_000} MB", "all of them"),
)  # fmt: skip


def filled(record: Record) -> Iterator[str]:
    """The names of the fields a record has: identifiers and kinds of passages each under its own name."""
    for field in dataclasses.fields(Record):
        value = getattr(record, field.name)
        if field.name == "identifiers":
            yield from (inner.name for inner in dataclasses.fields(Identifiers) if getattr(value, inner.name))
        elif field.name == "passages":
            yield from ({"highlight": "highlights"}.get(p.section, p.section) for p in value)
        elif value and field.name not in ("kind", "title", "source", "retracted"):
            yield field.name
        elif value is True:
            yield field.name
    people = [*record.authors, *record.editors]
    yield from ("ORCIDs" for person in people if isinstance(person, Person) and person.orcid)
    yield from ("affiliations" for person in people if person.affiliations)
    yield from ("corporate authors" for person in people if isinstance(person, Organisation))


def fields(format: str) -> list[str]:
    """The fields that the golden files of a format fill, in alphabetical order."""
    files = sorted(f for f in (GOLDEN / format).iterdir() if not f.name.endswith(".read.json"))
    records = [r for f in files for r in documents.read(f, f.name) if isinstance(r, Record)]
    assert records, format
    names = {name for record in records for name in filled(record)} - {"title"}
    return sorted((name.replace("_", " ") for name in names), key=str.lower)


def page() -> str:
    """The whole of docs/formats.md."""
    modules = sorted(documents.formats(), key=lambda module: module.FORMAT)
    told = {m.FORMAT: " ".join((m.__doc__ or "").strip().split("\n\n")[0].split()) for m in modules}
    rows = (
        f"| `{name}` | {text.replace('|', chr(92) + '|')} | {', '.join(fields(name))} |" for name, text in told.items()
    )
    limited = (f"| {what} | {most} | {test} |" for what, most, test in LIMITS)
    return INTRODUCTION + "\n".join(rows) + "\n" + PACKED + "\n".join(limited) + "\n"


def test_the_page_of_formats_tells_what_the_code_does(golden: Callable[[Path, str], None]) -> None:
    golden(ROOT / "docs" / "formats.md", page())


def test_every_limit_has_a_test() -> None:
    assert {test for _, _, test in LIMITS} - {"entities", "all of them"} == set(limits.BEYOND)
