"""The seeds: every record is read, and the curated sentences stand in it."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from kg import documents
from kg.model import ClaimType, Polarity, Record, Rejected
from kg.text import fold

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
GOLD = Path(__file__).parent / "golden" / "curated" / "seeds.jsonl"

EXPECTED = {
    "b-cell-trials.pubmed.xml": ("pubmed_xml", 8),
    "belimumab-rituximab-atacicept.bib": ("bibtex", 7),
    "cogollo-2015-profile-of-atacicept.txt": ("vufind", 1),
    "garelick-2025-baby-you-can-drive-my-car-t-cells.txt": ("eprints", 1),
    "guffroy-2024-car-t-cells-for-treating-lupus.txt": ("vufind", 1),
    "isenberg-2015-april-sle.txt": ("eprints", 1),
    "jordan-2016-treatment-options-in-lupus.txt": ("eprints", 1),
    "lupus-nephritis.ris": ("ris", 6),
    "mackensen-2022-anti-cd19-car-t-cell-therapy.html": ("vufind", 1),
    "neighbours.ris": ("ris", 4),
    "reddy-2013-b-cell-depletion-in-sle.html": ("eprints", 1),
    "reviews-safety-cost.json": ("csl_json", 6),
    "shipa-2021-belimumab-after-rituximab.txt": ("eprints", 1),
    "tamirou-2021-management-of-lupus-nephritis.txt": ("vufind", 1),
    "zhong-2019-rituximab-in-lupus-nephritis.txt": ("vufind", 1),
}
# Papers that stand in two files on purpose.
TWICE = {"10.1056/nejmoa2001180", "10.1038/s41591-022-02017-5"}
# Papers whose record has no DOI because none could be confirmed.
WITHOUT_DOI = {"CALIBRATE", "A pivotal phase III"}
KEYS = {"text", "label", "claim", "type", "polarity", "hedged", "therapy", "disease", "either"}
ALSO = {"also_types", "also_polarity", "also_hedged", "also_therapy", "also_disease"}

Line = dict[str, Any]


@cache
def records() -> tuple[Record, ...]:
    found = [record for path, shown in documents.files([SEEDS]) for record in documents.read(path, shown)]
    return tuple(record for record in found if isinstance(record, Record))


@cache
def lines() -> tuple[Line, ...]:
    return tuple(json.loads(line) for line in GOLD.read_text("utf-8").splitlines())


def of(line: Line) -> list[Record]:
    """The records of a curated line: those of its DOI, else of its title."""
    if line["doi"]:
        return [r for r in records() if r.identifiers.doi == line["doi"]]
    return [r for r in records() if fold(r.title) == fold(line["title"])]


def names(kind: str) -> set[str]:
    text = (ROOT / "ontology" / "vocabulary" / f"{kind}.ttl").read_text("utf-8")
    return set(re.findall(r'skos:prefLabel "([^"]+)"@en', text))


IDS = [f"{line['title'][:40]}" for line in lines()]


def test_every_file_is_expected() -> None:
    assert {path.name for path, _ in documents.files([SEEDS])} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_gives_its_records_and_none_is_rejected(name: str) -> None:
    found = list(documents.read(SEEDS / name, name))
    assert not [r for r in found if isinstance(r, Rejected)]
    read = [r for r in found if isinstance(r, Record)]
    assert ({r.source.format for r in read}, len(read)) == ({EXPECTED[name][0]}, EXPECTED[name][1])


def test_dois_are_unique_but_for_the_papers_in_two_files() -> None:
    counts = Counter(r.identifiers.doi for r in records() if r.identifiers.doi)
    assert {doi for doi, n in counts.items() if n > 1} == TWICE
    assert max(counts.values()) == 2


def test_a_record_without_doi_is_one_of_those_known() -> None:
    bare = [r.title for r in records() if not r.identifiers.doi]
    assert {start for start in WITHOUT_DOI for title in bare if title.startswith(start)} == WITHOUT_DOI
    assert len(bare) == len(WITHOUT_DOI)


def test_only_one_record_has_no_authors() -> None:
    assert [r.title.partition(":")[0] for r in records() if not r.authors] == ["CALIBRATE"]


def test_the_page_traps_are_read_through() -> None:
    (page,) = (r for r in records() if r.identifiers.doi == "10.1016/j.jbspin.2024.105702")
    assert page.journal is not None
    assert page.journal.title == "Joint, bone, spine : revue du rhumatisme"
    assert page.journal.issns == ("1297-319X", "1778-7254")
    assert [p.section for p in page.passages] == ["title", *["highlight"] * 4, "abstract"]
    assert not any("Tags" in p.text or p.text.endswith("...") for p in page.passages)


def test_every_paper_has_one_curated_line() -> None:
    told = Counter(line["doi"] or fold(line["title"]) for line in lines())
    assert set(told) == {r.identifiers.doi or fold(r.title) for r in records()}
    assert max(told.values()) == 1


@pytest.mark.parametrize("line", lines(), ids=IDS)
def test_a_curated_line_has_its_record_title(line: Line) -> None:
    assert {fold(r.title).rstrip(" .") for r in of(line)} == {fold(line["title"]).rstrip(" .")}


@pytest.mark.parametrize("line", lines(), ids=IDS)
def test_every_curated_sentence_stands_in_order_in_the_abstract(line: Line) -> None:
    told = [r for r in of(line) if any(p.section in ("highlight", "abstract") for p in r.passages)]
    assert told
    for record in told:
        text = "\n".join(p.text for p in record.passages if p.section in ("highlight", "abstract"))
        for sentence in line["sentences"]:
            found = text.find(sentence["text"])
            assert found >= 0, sentence["text"]
            text = text[found + len(sentence["text"]) :]


@pytest.mark.parametrize("line", lines(), ids=IDS)
def test_the_curated_sentences_are_the_whole_abstract(line: Line) -> None:
    for record in of(line):
        rest = " ".join(p.text for p in record.passages if p.section in ("highlight", "abstract"))
        for sentence in line["sentences"]:
            rest = rest.replace(sentence["text"], "", 1)
        assert not re.search(r"[.?!](?:\s|\Z)", rest.replace("Objective.", "").replace("Methods.", "")), rest


@pytest.mark.parametrize("line", lines(), ids=IDS)
def test_a_curated_sentence_is_well_formed(line: Line) -> None:
    for sentence in line["sentences"]:
        assert set(sentence) <= KEYS | ALSO
        if not sentence["claim"]:
            assert set(sentence) <= {"text", "label", "claim", "either"}
            continue
        assert {sentence["type"], *sentence.get("also_types", ())} <= set(get_args(ClaimType))
        assert {sentence["polarity"], *sentence.get("also_polarity", ())} <= set(get_args(Polarity))
        assert sentence["type"] not in sentence.get("also_types", ())
        assert sentence["polarity"] not in sentence.get("also_polarity", ())
        assert isinstance(sentence["hedged"], bool)


def test_curated_names_are_preferred_labels() -> None:
    diseases, therapies = names("diseases"), names("therapies")
    for line in lines():
        claims = [s for s in line["sentences"] if s["claim"]]
        told = {name for s in claims for name in (s["disease"], *s.get("also_disease", ())) if name}
        given = {name for s in claims for name in (s["therapy"], *s.get("also_therapy", ())) if name}
        assert told | set(line["diseases"]) <= diseases, line["title"]
        assert given | set(line["therapies"]) <= therapies, line["title"]


CONTESTED = [
    pytest.param("rituximab", "systemic lupus erythematosus", id="rituximab in SLE"),
    pytest.param("rituximab", "lupus nephritis", id="rituximab in lupus nephritis"),
    pytest.param("atacicept", "systemic lupus erythematosus", id="atacicept in SLE"),
    pytest.param("tabalumab", "systemic lupus erythematosus", id="tabalumab in SLE"),
    pytest.param("epratuzumab", "systemic lupus erythematosus", id="epratuzumab in SLE"),
    pytest.param("belimumab", "lupus nephritis", id="belimumab in lupus nephritis"),
]


@pytest.mark.parametrize(("therapy", "disease"), CONTESTED)
def test_papers_disagree_on_efficacy(therapy: str, disease: str) -> None:
    told: dict[str, set[str]] = {"positive": set(), "negative": set()}
    for line in lines():
        for s in line["sentences"]:
            if s["claim"] and (s["type"], s["therapy"], s["disease"]) == ("efficacy", therapy, disease):
                told.setdefault(s["polarity"], set()).add(line["title"])
    assert told["positive"]
    assert told["negative"]
    assert told["positive"] != told["negative"] or len(told["positive"]) > 1
