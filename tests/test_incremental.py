"""Builds that remember: the same bytes as a clean build after any edits, whatever happens to the cache."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import entries, fingerprint, identity, pipeline
from kg.documents import pubmed_xml
from kg.model import Source
from kg.project import Project

DRUGS = "rituximab methotrexate infliximab belimumab tacrolimus abatacept anifrolumab".split()
DISEASES = "systemic lupus erythematosus|rheumatoid arthritis|psoriasis|lupus nephritis|asthma".split("|")
PEOPLE = ["Doe, Jane", "Doe, J.", "Marsh, Ada", "Marsh, Adam", "Núñez, Inés", "Li, Wei", "Li, W."]


def record(dice: random.Random) -> str:
    """A RIS record; identifiers, titles and people are drawn from few, so that records merge."""
    drug, disease, number = dice.choice(DRUGS), dice.choice(DISEASES), dice.randint(1, 12)
    lines = ["TY  - JOUR", f"TI  - {drug.title()} for the treatment of {disease}: trial number {number}"]
    lines += [f"AU  - {name}" for name in dice.sample(PEOPLE, dice.randint(0, 4))]
    lines += [f"DO  - 10.5555/x.{number}"] if dice.random() < 0.6 else []
    lines += [f"PY  - {2015 + number % 4}", f"JO  - Journal of {dice.choice(['Lupus', 'Skin', 'Trials'])}"]
    abstract = f"{drug.title()} improved {disease}. However, {dice.choice(DRUGS)} did not reduce flares in {disease}."
    lines += [f"AB  - {abstract} Responses were seen in {number * 7}% of patients."] if dice.random() < 0.9 else []
    return "\n".join([*lines, "ER  - \n"])


def edit(sources: Path, dice: random.Random) -> None:
    """Add, change, empty, double, rename or delete a file."""
    files = sorted(sources.iterdir())
    do = dice.choice(["add", "add", "append", "rewrite", "copy", "rename", "delete", "spoil"])
    chosen = dice.choice(files) if files else sources / "none"
    if do == "add" or len(files) < 2:
        path = sources / f"{dice.randint(0, 999):03}.ris"
        path.write_text("".join(record(dice) for _ in range(dice.randint(1, 4))), "utf-8")
    elif do == "append":
        chosen.write_text(chosen.read_text("utf-8") + record(dice), "utf-8")
    elif do == "rewrite":
        chosen.write_text(
            "\n" * dice.randint(0, 3) + chosen.read_text("utf-8").replace("improved", "worsened"), "utf-8"
        )
    elif do == "copy":
        shutil.copy(chosen, sources / f"copy-{dice.randint(0, 99)}.ris")
    elif do == "rename":
        chosen.rename(sources / f"renamed-{dice.randint(0, 99)}.ris")
    elif do == "delete":
        chosen.unlink()
    else:
        chosen.write_text("TY  - JOUR\nAU  - Doe, Jane\nER  - \n" + record(dice), "utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def damage(cache: Path, dice: random.Random) -> None:
    """Cut, overwrite or delete a file of the cache."""
    for path in sorted(cache.rglob("read-*")):
        data = bytearray(path.read_bytes())
        do = dice.choice(["cut", "spoil", "delete", "leave"])
        if do == "cut":
            path.write_bytes(data[: dice.randrange(len(data))])
        elif do == "spoil":
            for _ in range(20):
                data[dice.randrange(len(data))] = dice.choice(b"0a\n\t\xff{")
            path.write_bytes(data)
        elif do == "delete":
            path.unlink()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "litkg"


@pytest.mark.parametrize("seed", range(3))
def test_edits_give_the_bytes_of_a_clean_build(seed: int, tmp_path: Path, cache: Path) -> None:
    dice = random.Random(seed)
    sources = tmp_path / "sources"
    sources.mkdir()
    kept = Project(sources=(sources,), outputs=tmp_path / "kept")
    clean = Project(sources=(sources,), outputs=tmp_path / "clean")
    for turn in range(10):
        for _ in range(dice.randint(1, 3)):
            edit(sources, dice)
        if turn % 3 == 2:
            damage(cache, dice)
        made = pipeline.build(kept, views=False)
        assert made == pipeline.build(clean, views=False, full=True)
        assert contents(kept.outputs) == contents(clean.outputs), f"turn {turn}"


def test_only_the_changed_record_is_read_again(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice, project = random.Random(5), Project(sources=(tmp_path / "a.ris",), outputs=tmp_path / "out")
    records = [record(dice) for _ in range(20)]
    project.sources[0].write_text("".join(records), "utf-8")
    pipeline.build(project, views=False)
    read: list[str] = []
    original: Callable[..., object] = entries.read_record
    monkeypatch.setattr(entries, "read_record", lambda r, *to, **how: read.append(r.title) or original(r, *to, **how))
    records[7] = "\n" + records[7].replace("TI  - ", "TI  - Again: ")  # and all after it stand on other lines
    project.sources[0].write_text("".join(records), "utf-8")
    pipeline.build(project, views=False)
    assert len(read) == 1 and read[0].startswith("Again: ")


def article(number: int, title: str) -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{number}</PMID><Article><Journal><Title>J</Title></Journal>\n"
        f"<ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>Rituximab improved asthma.</AbstractText>"
        "</Abstract></Article></MedlineCitation></PubmedArticle>\n"
    )


def test_pieces_of_a_file_are_known_wherever_they_stand(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = [article(n, f"Rituximab in asthma: trial {n}") for n in range(1, 9)]
    pieces[4] = pieces[4].replace("</Abstract>", "</Abstrakt>")  # which no parser reads
    source = tmp_path / "a.xml"
    kept, clean = (Project(sources=(source,), outputs=tmp_path / name) for name in ("kept", "clean"))
    parsed: list[object] = []
    original = pubmed_xml.record
    for edit in (lambda: None, lambda: pieces.insert(2, article(9, "Again")), lambda: pieces.pop(0), pieces.reverse):
        edit()
        source.write_text(f"<PubmedArticleSet>\n{''.join(pieces)}</PubmedArticleSet>", "utf-8")
        with monkeypatch.context() as watched:
            watched.setattr(pubmed_xml, "record", lambda piece, told: parsed.append(piece) or original(piece, told))
            made = pipeline.build(kept, views=False)
        assert made == pipeline.build(clean, views=False, full=True) and len(made.skipped) == 1
        assert contents(kept.outputs) == contents(clean.outputs)
    assert len(parsed) == 9


def test_who_is_the_same_is_asked_again_only_where_facts_changed(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice, project = random.Random(6), Project(sources=(tmp_path / "a.ris",), outputs=tmp_path / "out")
    text = "".join(record(dice) for _ in range(20))
    resolved: list[object] = []
    original: Callable[..., object] = identity.resolve
    monkeypatch.setattr(identity, "resolve", lambda *told: resolved.append(told) or original(*told))
    for edited, times in ((text, 1), (text.replace(" improved ", " worsened "), 1), (text.replace("Marsh", "Moss"), 2)):
        project.sources[0].write_text(edited, "utf-8")
        pipeline.build(project, views=False)
        assert len(resolved) == times


# ---------------------------------------------------------------- nothing to do


def asked(project: Project) -> dict[str, object] | None:
    fingerprint.program.cache_clear()
    return fingerprint.unchanged(project, views=False)


@pytest.fixture
def project(tmp_path: Path, cache: Path) -> Project:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "a.ris").write_text(record(random.Random(1)), "utf-8")
    (tmp_path / "words.tsv").write_text("id\tlabel\tkind\nX:1\tfoomab\ttherapy\n", "utf-8")
    made = Project(sources=(tmp_path / "sources",), outputs=tmp_path / "out", vocabularies=(tmp_path / "words.tsv",))
    pipeline.build(made, views=False)
    return made


def test_an_unchanged_build_is_known(project: Project) -> None:
    assert asked(project) == json.loads((project.outputs / "report.json").read_text("utf-8"))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a source": lambda root: (root / "sources" / "a.ris").write_text(record(random.Random(2)), "utf-8"),
    "a new source": lambda root: (root / "sources" / "b.ris").write_text(record(random.Random(2)), "utf-8"),
    "a file left out": lambda root: (root / "sources" / "README.md").write_text("see", "utf-8"),
    "no source": lambda root: (root / "sources" / "a.ris").unlink(),
    "a vocabulary": lambda root: (root / "words.tsv").write_text("id\tlabel\tkind\nX:1\tbarmab\ttherapy\n", "utf-8"),
    "an output": lambda root: (root / "out" / "kg.ttl").write_text("", "utf-8"),
    "an output gone": lambda root: (root / "out" / "identity.tsv").unlink(),
    "an output too many": lambda root: (root / "out" / "kg.nt").write_text("", "utf-8"),
    "the report": lambda root: (root / "out" / "report.json").write_text("{}", "utf-8"),
    "the manifest": lambda root: (root / "out" / "manifest.json").write_text("{}", "utf-8"),
    "the cache": lambda root: shutil.rmtree(root / "cache"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_noticed(change: Callable[[Path], object], project: Project, tmp_path: Path) -> None:
    change(tmp_path)
    assert asked(project) is None


def test_other_wishes_are_noticed(project: Project) -> None:
    assert fingerprint.unchanged(project, views=True) is None
    assert asked(project.override(sources=(project.sources[0] / "a.ris",))) is None


def test_a_source_that_changed_while_it_was_read_is_not_taken_for_known(project: Project) -> None:
    wanted = fingerprint.asked(project, views=False)
    (project.outputs / "report.json").write_text("{}", "utf-8")
    before = asked(project)
    fingerprint.remember(project.outputs, wanted, [Source(path="", format="", sha256="f" * 64).sha256])
    assert before is None and asked(project) is None
