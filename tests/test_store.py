"""Outputs: whole or not at all, one builder at a time, errors that say how to mend."""

from __future__ import annotations

import base64
import errno
import json
import os
from pathlib import Path

import pytest

from kg import manifest, store
from kg.errors import OutputError
from kg.model import Identity, Rejected, Source


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An outputs folder with an old build and its README."""
    folder = tmp_path / "work" / "outputs"
    folder.mkdir(parents=True)
    (folder / "kg.ttl").write_text("old")
    (folder / "kg.nt").write_text("old")
    (folder / "README.md").write_text("about")
    return folder


def test_a_build_takes_the_place_of_the_old_one(out: Path) -> None:
    with store.replace(out) as staging:
        store.write_text(staging / "kg.ttl", "new")
        assert (out / "kg.ttl").read_text() == "old"
    assert (out / "kg.ttl").read_text() == "new"
    assert names(out) == ["README.md", "kg.ttl"]
    assert names(out.parent) == ["outputs"]


def test_the_first_build_makes_the_folder(tmp_path: Path) -> None:
    with store.replace(tmp_path / "a" / "outputs") as staging:
        store.write_text(staging / "views" / "index.html", "x")
    assert (tmp_path / "a" / "outputs" / "views" / "index.html").read_text() == "x"
    assert names(tmp_path / "a") == ["outputs"]


def test_what_no_build_made_stays(out: Path) -> None:
    (out / "notes").mkdir()
    (out / "notes" / "a.txt").write_text("mine")
    with store.replace(out) as staging:
        store.write_text(staging / "kg.ttl", "new")
    assert (out / "notes" / "a.txt").read_text() == "mine"


@pytest.mark.parametrize("problem", [ValueError("bug"), KeyboardInterrupt(), SystemExit(130)], ids=repr)
def test_an_error_leaves_the_old_build(out: Path, problem: BaseException) -> None:
    before = names(out)
    with pytest.raises(type(problem)), store.replace(out) as staging:
        store.write_text(staging / "kg.ttl", "half")
        raise problem
    assert names(out) == before and (out / "kg.ttl").read_text() == "old"
    assert names(out.parent) == ["outputs"]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only"), (errno.EACCES, "may not write"), (errno.EIO, "--out")],
    ids=["full", "read-only", "forbidden", "other"],
)
def test_file_system_errors_say_how_to_mend(out: Path, number: int, words: str) -> None:
    with pytest.raises(OutputError) as raised, store.replace(out) as staging:
        raise OSError(number, os.strerror(number), str(staging / "kg.ttl"))
    assert raised.value.exit_code == 6
    assert words in raised.value.help and os.strerror(number) in str(raised.value)
    assert (out / "kg.ttl").read_text() == "old"


@pytest.mark.parametrize("after", range(1, 6))
def test_failing_at_the_nth_write_changes_nothing(out: Path, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    count = 0
    write = Path.write_text

    def failing(path: Path, *args: object, **kwargs: object) -> int:
        nonlocal count
        count += 1
        if count == after:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", failing)
    with pytest.raises(OutputError), store.replace(out) as staging:
        for number in range(5):
            store.write_text(staging / f"views/{number}.html", "new")
    assert names(out) == ["README.md", "kg.nt", "kg.ttl"]
    assert names(out.parent) == ["outputs"]


def test_reading_errors_of_other_files_are_not_the_outputs(out: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), store.replace(out):
        (tmp_path / "absent").read_bytes()


def test_a_second_build_is_refused(out: Path) -> None:
    with store.replace(out), pytest.raises(OutputError, match="another build is writing outputs"), store.replace(out):
        raise AssertionError("both are writing")
    with store.replace(out) as staging:  # the lock is free again
        assert staging.is_dir()


def test_what_a_killed_build_left_is_removed(out: Path) -> None:
    left = out.parent / ".outputs.new-1"
    (left / "views").mkdir(parents=True)
    (out.parent / ".outputs.new-2").symlink_to(out)
    with store.replace(out) as staging:
        store.write_text(staging / "kg.ttl", "new")
    assert names(out.parent) == ["outputs"] and names(out) == ["README.md", "kg.ttl"]


def test_a_linked_folder_is_replaced_where_it_stands(out: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(out)
    with store.replace(link) as staging:
        store.write_text(staging / "kg.ttl", "new")
    assert link.is_symlink() and (out / "kg.ttl").read_text() == "new"


def test_without_exchange_two_renames_do(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_exchange", lambda left, right: False)
    with store.replace(out) as staging:
        store.write_text(staging / "kg.ttl", "new")
    assert (out / "kg.ttl").read_text() == "new" and names(out.parent) == ["outputs"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_no_outputs_folder_is_not_replaced(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "thesis"
    if kind == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "chapter.tex").write_text("mine")
    with pytest.raises(OutputError, match="exists|other things"), store.replace(target):
        raise AssertionError("it was accepted")
    assert target.read_text() == "mine" if kind == "file" else names(target) == ["chapter.tex"]


def test_a_file_above_the_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError), store.replace(tmp_path / "file" / "outputs"):
        raise AssertionError("it was accepted")


# ---------------------------------------------------------------- files


def test_json_is_sorted_and_plain(tmp_path: Path) -> None:
    store.write_json(tmp_path / "a" / "b.json", {"b": "ü\ud800", "a": [1, None]})
    assert (tmp_path / "a" / "b.json").read_bytes().decode() == (
        '{\n  "a": [\n    1,\n    null\n  ],\n  "b": "ü\ufffd"\n}\n'
    )


def test_lines_end_in_line_feeds(tmp_path: Path) -> None:
    store.write_lines(tmp_path / "kg.nt", ["a", "é"])
    assert (tmp_path / "kg.nt").read_bytes() == "a\né\n".encode()


def test_the_manifest_hashes_every_output(tmp_path: Path) -> None:
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "index.html").write_bytes(b"abc")
    source = Source(path="a.ris", format="ris", sha256="1" * 64)
    manifest.write(tmp_path, [source], [])
    told = json.loads((tmp_path / "manifest.json").read_text())
    abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert told["outputs"] == {"views/index.html": abc}
    assert told["inputs"] == {"a.ris": "1" * 64} and list(told["versions"]) == ["litkg"]


def test_the_manifest_names_two_files_of_one_path(tmp_path: Path) -> None:
    sources = [Source(path="a.ris", format="ris", sha256=digit * 64) for digit in "212"]
    told = manifest.manifest(tmp_path, sources, [])["inputs"]
    assert told == {"a.ris": "1" * 64, f"a.ris [{'2' * 16}]": "2" * 64}


@pytest.mark.parametrize(
    ("path", "line", "raw", "name", "kept"),
    [
        ("a.ris", 12, b"TY  - JOUR", "a.ris-12.json", {"text": "TY  - JOUR"}),
        ("sub/a.ris", None, b"\xff\x00", "a.ris-0.json", {"base64": base64.b64encode(b"\xff\x00").decode()}),
        ("../../etc/passwd", 1, b"", "passwd-1.json", {"text": ""}),
        ("a b?*.xml", 3, b"x", "a_b_.xml-3.json", {"text": "x"}),
        ("...", 3, b"x", None, {"text": "x"}),
    ],
    ids=["text", "bytes", "traversal", "odd name", "dots"],
)
def test_quarantine_keeps_the_bytes(
    tmp_path: Path, path: str, line: int | None, raw: bytes, name: str | None, kept: dict[str, str]
) -> None:
    written = store.quarantine(tmp_path, Rejected(path=path, line=line, reason="no title", help="add one", raw=raw))
    assert written.parent == tmp_path / "quarantine"
    assert name is None or written.name == name
    told = json.loads(written.read_text("utf-8"))
    assert told | kept == told and told["reason"] == "no title" and told["path"] == path


def test_quarantine_never_writes_over(tmp_path: Path) -> None:
    paths = {
        store.quarantine(tmp_path, Rejected(path=path, line=1, reason="r", help="h", raw=b""))
        for path in ("a/x", "b/x")
    }
    assert len(paths) == 2


def test_the_ledger_is_a_table(tmp_path: Path) -> None:
    merge = Identity(
        kind="paper", members=("b.ris:1", "a.txt"), canonical="paper/doi/10.1/x", rule="same DOI", score=1.0,
        justification="10.1/x",
    )  # fmt: skip
    preprint = Identity(
        kind="paper", members=("paper/pmid/1", "paper/pmid/2"), canonical="paper/pmid/2", score=0.9,
        rule="related: preprint and article", justification="same\ttitle",
    )  # fmt: skip
    rows = (store.ledger_row(each, "https://b.example/") for each in (merge, preprint))
    store.write_ledger(tmp_path / "identity.tsv", rows)
    assert (tmp_path / "identity.tsv").read_text().splitlines() == [
        "left\tright\trelation\trule\tscore\tjustification",
        "b.ris:1\ta.txt\tskos:exactMatch\tsame DOI\t1\t10.1/x → https://b.example/paper/doi/10.1/x",
        "https://b.example/paper/pmid/1\thttps://b.example/paper/pmid/2\tskos:relatedMatch\t"
        "related: preprint and article\t0.9\tsame title → https://b.example/paper/pmid/2",
    ]
