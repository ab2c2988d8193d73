"""Where records stand: files, files of archives, and what `kg verify` makes of a graph that rests on them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import documents, verification
from kg.model import Record

TITLES = {"b.ris": "Tacrolimus in lupus nephritis", "lupus/a.ris": "Voclosporin in lupus nephritis"}
BASE = "https://w3id.org/litkg"


def ris(title: str) -> bytes:
    return f"TY  - JOUR\nTI  - {title}\nPY  - 2020\nER  - \n".encode()


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, title in TITLES.items():
            archive.writestr(name, ris(title))
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "two.zip").write_bytes(held.getvalue())
    (tmp_path / "plain.ris").write_bytes(ris("A file by itself"))
    return tmp_path


def graph(path: str, title: str, sha256: str | None = None) -> ox.Store:
    """A document, and the passage with the title of its record."""
    store = ox.Store()
    document, passage = "<https://example.org/document>", "<https://example.org/passage>"
    store.load(
        f"""@prefix kg: <{BASE}/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .
        {document} kg:path "{path}" ; kg:sha256 "{sha256 or hashlib.sha256(ris(title)).hexdigest()}" .
        {passage} a kg:Passage ; kg:text "{title}" ; prov:wasDerivedFrom {document} .""".encode(),
        ox.RdfFormat.TURTLE,
    )
    return store


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("plain.ris", True), ("old/two.zip", True), ("old/two.zip/b.ris", True), ("old/two.zip/lupus/a.ris", True),
        ("old/two.zip/c.ris", False), ("plain.ris/b.ris", False), ("old", False), ("new/plain.ris", False),
    ],
)  # fmt: skip
def test_a_path_leads_to_a_file_or_one_in_an_archive(sources: Path, path: str, found: bool) -> None:
    assert (documents.find(sources, path) is not None) == found


def test_an_archive_may_be_the_root_itself(sources: Path) -> None:
    place = documents.find(sources / "old" / "two.zip", "two.zip/b.ris")
    assert place is not None
    (record,) = documents.read_place(place, "two.zip/b.ris")
    assert isinstance(record, Record)
    assert (record.title, record.source.path) == (TITLES["b.ris"], "two.zip/b.ris")


def test_where_a_record_says_it_stands_it_is_found_again(sources: Path) -> None:
    for path, shown in documents.files([sources]):
        for record in documents.read(path, Path(shown).relative_to(sources).as_posix()):
            assert isinstance(record, Record)
            place = documents.find(sources, record.source.path)
            assert place is not None and verification.sha256(place) == record.source.sha256


@pytest.mark.parametrize("name", TITLES)
def test_verify_reads_again_what_an_archive_holds(sources: Path, name: str) -> None:
    done = verification.verify(graph(f"old/two.zip/{name}", TITLES[name]), [sources])
    assert (done.files, done.passages, done.findings) == (1, 1, ())


@pytest.mark.parametrize(
    ("path", "title", "sha256", "codes"),
    [
        pytest.param("old/two.zip/b.ris", "A title it never had", None, ["KG-V002", "KG-V003"], id="another-text"),
        pytest.param("old/two.zip/b.ris", TITLES["b.ris"], "0" * 64, ["KG-V002"], id="changed"),
        pytest.param("old/two.zip/c.ris", TITLES["b.ris"], None, ["KG-V001"], id="not-in-the-archive"),
        pytest.param("../two.zip/b.ris", TITLES["b.ris"], None, ["KG-V006"], id="leads-out"),
    ],
)
def test_verify_tells_what_is_wrong_in_an_archive(
    sources: Path, path: str, title: str, sha256: str | None, codes: list[str]
) -> None:
    done = verification.verify(graph(path, title, sha256), [sources])
    assert [finding.code for finding in done.findings] == codes


def test_verify_tells_a_file_that_is_damaged_in_its_archive(sources: Path) -> None:
    archive = sources / "old" / "two.zip"
    archive.write_bytes(archive.read_bytes().replace(b"Tacrolimus", b"Sirolimus.", 1))
    done = verification.verify(graph("old/two.zip/b.ris", TITLES["b.ris"]), [sources])
    assert "KG-V002" in {finding.code for finding in done.findings}
