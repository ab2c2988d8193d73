"""What is refused, and where it begins: each limit of docs/formats.md with a file just beyond it; archives."""

from __future__ import annotations

import errno
import gzip
import io
import os
import random
import threading
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import documents
from kg.documents import _archive, _json_stream, _page, _reject, _text, _xml, csv, marc21, pdf
from kg.model import Record, Rejected

GOLDEN = Path(__file__).parent / "golden" / "documents"
RIS = b"TY  - JOUR\nTI  - A title\nER  - \n"


def zipped(files: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def read(data: bytes) -> tuple[list[Record], list[Rejected]]:
    found = list(documents.read_bytes(data, "f"))
    return [r for r in found if isinstance(r, Record)], [r for r in found if isinstance(r, Rejected)]


def _line() -> bytes:
    return RIS + b"TY  - JOUR\nTI  - " + b"long " * (10 << 20) + b"\nER  - \n"


def _table() -> bytes:
    return b"title,doi\nA title,10.1000/1\n" + b"x" * (csv.LONGEST + 1) + b"\nAnother,10.1000/2\n"


def _cell() -> bytes:
    return b'title,doi\nA title,10.1000/1\n"' + b"x\n" * (csv.CELL // 2 + 1) + b'",10.1000/2\n'


def _json() -> bytes:
    return b'[{"title": "A title", "year": 2020},\n{"title": "' + b"x" * (_json_stream.LARGEST + (4 << 20)) + b'"}]'


def _html(inside: bytes) -> bytes:
    return b'<html><head><meta name="citation_title" content="A title"></head><body>' + inside


def _element() -> bytes:
    return b"<PubmedArticleSet><PubmedArticle>" + b"<a></a>" * (5 << 20)


def _deep() -> bytes:
    return b"<PubmedArticle>" + b"<a>" * 300 + b"</a>" * 300 + b"</PubmedArticle>"


def _deep_json() -> bytes:
    return b'[{"title": "A title", "year": 2020},\n{"title": ' + b"[" * 100_000


def _marc() -> bytes:
    return b"00000nam a2200025 a 4500245000500000\x1e\x1f" + b"x" * (3 << 20)


def _many() -> bytes:
    return zipped({str(number): b"" for number in range(_archive.MEMBERS + 1)}, method=zipfile.ZIP_STORED)


# What the file is, what is said, and how many records are read.
BEYOND: dict[str, tuple[Callable[[], bytes], str, int]] = {
    "a line": (_line, "a line of more than 8 MB", 0),
    "a line of a table": (_table, "damaged table: a line of more than 8 MB", 2),
    "a cell": (_cell, "damaged table: field larger than", 1),
    "an element": (_element, "an element of more than 32 MB", 0),
    "nested elements": (_deep, "damaged XML", 0),
    "a JSON value": (_json, "a JSON value of more than 64 MB", 1),
    "nested JSON": (_deep_json, "damaged JSON: nested", 1),
    "a MARC record": (_marc, "a record of more than 1 MB", 0),
    "a page": (lambda: _html(b"x" * _page.LARGEST), "a page of more than 32 MB", 0),
    "a nested page": (lambda: _html(b"<div>" * 1100), "HTML is nested more than 1000 deep", 0),
    "a PDF": (lambda: b"%PDF-1.7\n" + bytes(pdf.LARGEST), "a PDF of more than 64 MB", 0),
    "a gzip bomb": (lambda: gzip.compress(RIS + b"\n" * (64 << 20), mtime=0), "it unpacks to more than 200 times", 0),
    "a zip bomb": (lambda: zipped({"a.ris": RIS + b" " * (64 << 20)}), "it unpacks to more than 200 times", 0),
    "a gzip in a gzip": (lambda: gzip.compress(gzip.compress(RIS)), "not a record but a file packed twice", 0),
    "a zip in a zip": (lambda: zipped({"a.zip": zipped({"a.ris": RIS}), "b.ris": RIS}), "an archive in an archive", 1),
    "files of a zip": (_many, "an archive of more", 0),
}


@pytest.mark.parametrize("name", BEYOND)
def test_beyond_a_limit_a_file_is_refused_soon(name: str) -> None:
    make, reason, before = BEYOND[name]
    data = make()
    began = time.process_time()
    records, rejected = read(data)
    assert time.process_time() - began < 10
    assert any(r.reason.startswith(reason) for r in rejected), [r.reason for r in rejected]
    assert len(records) == before
    assert all(len(r.raw) <= _reject.LARGEST for r in rejected)


@pytest.mark.parametrize("before", [RIS, b""], ids=["after-a-record", "alone"])
def test_packed_zeros_are_no_text_and_are_not_unpacked(before: bytes) -> None:
    data = gzip.compress(before + bytes(64 << 20), mtime=0)
    tracemalloc.start()
    records, rejected = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [r.reason for r in rejected] == ["not text: it holds NUL bytes"] and not records
    assert peak < _archive.FREE


def test_within_the_limits_a_large_line_is_read() -> None:
    title = b"long " * (1 << 20)
    records, rejected = read(b"TY  - JOUR\nTI  - A title\nAB  - " + title + b"\nER  - \n")
    assert len(records) == 1 and not rejected


def test_entities_of_a_pubmed_file_are_not_expanded() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE a [<!ENTITY l0 "lol">{lol}]><PubmedArticleSet><PubmedArticle><MedlineCitation><Article>'
    end = "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    records, _ = read(f"{data}<ArticleTitle>A &l9; title</ArticleTitle>{end}".encode())
    assert [len(r.title) < 20 for r in records] == [True]


# ---------------------------------------------------------------- memory


LINES: dict[str, str] = {  # a record of each format that is made of lines, with a note that no reader asks for
    "ris": "TY  - JOUR\nTI  - Title {n}\nAU  - Okafor, Ngozi\nPY  - 2020\nRN  - {note}\nER  - \n\n",
    "medline_nbib": "PMID- {n}\nOWN - NLM\nTI  - Title {n}\nGN  - {note}\nFAU - Okafor, Ngozi\nDP  - 2020\n\n",
    "isi": "PT J\nTI Title {n}\nAU Okafor, N\nPY 2020\nNO {note}\nER\n\n",
    "endnote": "%0 Journal Article\n%T Title {n}\n%A Okafor, Ngozi\n%D 2020\n%# {note}\n\n",
    "bibtex": "@article{{k{n},\n  title = {{Title {n}}},\n  author = {{Okafor, Ngozi}},\n  year = 2020,\n"
              "  review = {{{note}}},\n  crossref = {{k1}}\n}}\n",
}  # fmt: skip


def _peak(path: Path, form: str, records: int) -> int:
    """Bytes held at most while a file of so many records of 30 KB is read."""
    path.write_text(
        "".join(LINES[form].format(n=n, note="given and tolerated; " * 1400) for n in range(records)), "utf-8"
    )
    next(documents.read(path))  # what is imported and compiled once is no part of it
    tracemalloc.start()
    try:
        count = sum(isinstance(found, Record) and found.source.format == form for found in documents.read(path))
        assert count == records
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", LINES)
def test_memory_does_not_grow_with_a_file_of_lines(form: str, tmp_path: Path) -> None:
    assert _peak(tmp_path / "long", form, 160) < 1.2 * _peak(tmp_path / "short", form, 40)


def test_a_stream_is_read_like_a_file() -> None:
    records = [r for r in documents.read_stream(io.BytesIO(RIS * 3), "-") if isinstance(r, Record)]
    assert [(r.title, r.source.path, r.source.line) for r in records] == [("A title", "-", n) for n in (1, 4, 7)]


def test_a_pipe_with_a_name_is_read_like_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(gzip.compress(RIS * 2)))
    writer.start()
    found = list(documents.read(pipe))
    writer.join()
    assert [r.title for r in found if isinstance(r, Record)] == ["A title", "A title"]


# ---------------------------------------------------------------- archives


def test_an_archive_gives_the_records_of_its_files_in_order() -> None:
    files = {
        "b/two.ris.gz": gzip.compress(RIS), "a.ris": RIS, "README.md": b"x", ".hidden": b"x", "__MACOSX/._a.ris": b"x",
        "notes.txt": b"Nothing.", "b/one.json": b'[{"title": "One", "year": 2020}]',
    }  # fmt: skip
    records, rejected = read(zipped(files))
    assert [(r.source.path, r.source.format) for r in records] == [
        ("f/a.ris", "ris"), ("f/b/one.json", "jsonl"), ("f/b/two.ris.gz", "ris")
    ]  # fmt: skip
    assert [(r.path, r.reason) for r in rejected] == [("f/notes.txt", "unknown kind of file")]
    assert len({r.source.sha256 for r in records}) == 3


def test_an_archive_may_be_damaged_encrypted_empty_or_an_office_document() -> None:
    whole = zipped({"a.ris": RIS * 50, "b.ris": RIS})
    at = whole.index(b"a.ris") + 9
    records, rejected = read(whole[:at] + b"\xff\xff\xff\xff" + whole[at + 4 :])
    assert len(records) == 1 and rejected[0].reason.startswith("damaged zip")
    locked = bytearray(zipped({"a.ris": RIS}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert [r.reason for r in read(bytes(locked))[1]] == ["it is encrypted"]
    assert read(zipped({"dir/": b""}))[1][0].reason == "no file in the archive"
    assert (
        "office document" in read(zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}))[1][0].reason
    )
    assert read(whole[:100])[1][0].reason.startswith("damaged zip")


METHODS = {zipfile.ZIP_STORED: "stored", zipfile.ZIP_DEFLATED: "deflate", zipfile.ZIP_BZIP2: "bzip2",
           zipfile.ZIP_LZMA: "lzma"}  # fmt: skip
OF_DAMAGE = ("damaged zip: ", "zip of a kind that is not read: ", "it is encrypted", "no file in the archive",
             "not text: it holds NUL bytes", "unknown kind of file", "the file is empty", "damaged MARC record",
             "a record of more than 1 MB", "not a record but")  # fmt: skip


@pytest.mark.parametrize("method", METHODS, ids=METHODS.values())
def test_damage_of_an_archive_is_told_as_such(method: int, tmp_path: Path) -> None:
    whole, path = zipped({"a.ris": RIS * 3, "b/ö.ris": RIS * 9}, method=method), tmp_path / "f.zip"
    for number in range(500):
        chance, damaged = random.Random(number), bytearray(whole)
        for _ in range(chance.choice((1, 1, 2, 4))):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.choice((0, 1, 1, 1, 5))] = chance.choice(
                (b"", b"\0", b"\xff", chance.randbytes(2))
            )
        path.write_bytes(damaged)  # offsets before the start are told otherwise by a file than by bytes
        found = list(documents.read(path, "f") if number % 2 else documents.read_bytes(bytes(damaged), "f"))
        told = [r.reason for r in found if isinstance(r, Rejected)]
        assert found and all(reason.startswith(OF_DAMAGE) for reason in told), (number, told)


class FailingDisk(io.BytesIO):
    """A file of which only the first half can be read."""

    def read(self, size: int | None = -1) -> bytes:
        """As of a file, until the half."""
        if self.tell() + (size if size is not None and size >= 0 else 1 << 30) > len(self.getbuffer()) // 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


def test_an_error_of_the_disk_is_no_damage_of_an_archive() -> None:
    archive = zipped({"a.ris": RIS * 90, "b.ris": bytes(range(256)) * 90}, method=zipfile.ZIP_STORED)
    with pytest.raises(OSError, match="Input/output error"):
        list(_archive.members(FailingDisk(archive)))
    with pytest.raises(OSError, match="Input/output error"):
        _archive.unpacked(FailingDisk(b"x" * (1 << 18)), lambda: 1, "zip").read()
    assert [r.reason for r in documents.read_stream(FailingDisk(RIS), "f") if isinstance(r, Rejected)] == [
        "cannot be read: Input/output error"
    ]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has a file that opens and cannot be read")
def test_a_file_that_cannot_be_read_is_told_as_such(tmp_path: Path) -> None:
    paths = [Path("/proc/self/mem"), tmp_path, tmp_path / "none"]
    told = [found.reason for path in paths for found in documents.read(path) if isinstance(found, Rejected)]
    reasons = ("Input/output error", "Is a directory", "No such file or directory")
    assert told == [f"cannot be read: {reason}" for reason in reasons]


def test_a_pdf_with_damaged_xmp_is_read_by_its_dictionary() -> None:
    pytest.importorskip("pypdf")
    whole = (GOLDEN / "pdf" / "article.pdf").read_bytes().replace(rb"(manuscript\056docx)", b"(A title by itself.)")
    for xmp in (b"/Metadata 3 0 R", b"/Metadata 99999", b"/Metadata (no) "):  # a dictionary, a number, a text
        records, rejected = read(whole.replace(b"/Metadata 7 0 R", xmp))
        assert [r.title for r in records] == ["A title by itself."] and not rejected


def test_a_file_is_read_alike_packed_and_in_other_encodings(tmp_path: Path) -> None:
    text = "TY  - JOUR\nTI  - Größe des Wolfs\nAU  - Löw, P.\nER  - \n"
    told = [
        text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), text.encode("cp1252"),
        gzip.compress(text.encode()), zipped({"a": text.encode("utf-16")}),
    ]  # fmt: skip
    for data in told:
        records, rejected = read(data)
        assert [(r.title, r.authors[0]) for r in records] == [
            (records[0].title, records[0].authors[0])
        ] and not rejected
        assert records[0].title == "Größe des Wolfs"


def test_declared_gbk_is_read_as_such() -> None:
    bib = "% Encoding: GBK\n@article{a, title = {红斑狼疮的治疗}, year = {2020}}\n"
    assert [r.title for r in read(bib.encode("gbk"))[0]] == ["红斑狼疮的治疗"]
    page = '<html><head><meta charset="gbk"><meta name="citation_title" content="红斑狼疮的治疗"></head></html>'
    assert [r.title for r in read(page.encode("gbk"))[0]] == ["红斑狼疮的治疗"]


# ---------------------------------------------------------------- what is no publication


NO_PROSE = [
    pytest.param("Minutes of the meeting\n\n" + "We met and spoke about the garden. It was long. " * 10, id="minutes"),
    pytest.param(
        "Dear Dr Okafor,\n\n" + "The patients of our study had good results with the treatment. " * 9, id="letter"
    ),
    pytest.param(
        "Title: A study of results\nAuthors: A, B\nJournal: J Ex\nThe patients had results of treatment.", id="labels"
    ),
    pytest.param("A list of all the patients\n" + "one patient\nresults\nthe study\n" * 30, id="list"),
    pytest.param("A study of treatment results\n", id="title-alone"),
    pytest.param("The patients had results. " * 40, id="no-title"),
    pytest.param(
        "The long results of a book about patients\n\n" + "The study had results in patients. " * 900, id="book"
    ),
    pytest.param(
        "def study(patients):\n    return results\n\n" + "# the treatment of patients = results\n" * 20, id="code"
    ),
    pytest.param("name,value\npatients,3\nresults,4\nstudy,5\n", id="a-table-of-something-else"),
    pytest.param('{"name": "study", "title": "A title"}', id="json-of-something-else"),
    pytest.param(
        '<html><head><meta name="description" content="study"></head><body>patients</body></html>', id="a-page"
    ),
]


@pytest.mark.parametrize("text", NO_PROSE)
def test_a_file_of_unknown_kind_is_reported_not_guessed(text: str) -> None:
    records, rejected = read(text.encode())
    assert not records
    assert rejected[0].reason == "unknown kind of file"


def test_each_limit_is_what_the_tests_say() -> None:
    sizes = (_text.LONGEST, csv.LONGEST, _xml.LARGEST, _json_stream.LARGEST, marc21.LARGEST, _page.LARGEST, pdf.LARGEST)
    assert [size >> 20 for size in sizes] == [8, 8, 32, 64, 1, 32, 64]
