"""Catalogue pages: the cuts of abstracts, names, citations and keywords; the gold pages; hostile pages."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from kg import documents
from kg.documents import (
    _abstract,
    _citation,
    _imprint,
    _keywords,
    _languages,
    _licences,
    _people,
    _venue,
    csl_json,
    eprints,
    vufind,
)
from kg.errors import RecordError
from kg.model import Organisation, Record, Source

SHARED = Path(__file__).parents[2] / "shared"
SOURCE = Source(path="page.txt", format="", sha256="0" * 64)


# ---------------------------------------------------------------- abstracts

ABSTRACTS = [
    pytest.param("Aim: A b. Results: C d.", [("Objective", "Aim:"), ("Results", "Results:")], id="colon"),
    pytest.param("AIM A b. RESULTS C d.", [("Objective", "AIM"), ("Results", "RESULTS")], id="capitals"),
    pytest.param("Methods - A b. Results – C d.", [("Methods", "Methods -"), ("Results", "Results –")], id="dash"),
    pytest.param("Aims. A b. Findings. C d.", [("Objective", "Aims."), ("Results", "Findings.")], id="full stop"),
    pytest.param("Background ITP is rare. Conclusions It is.", [("Background", "Background"),
                 ("Conclusion", "Conclusions")], id="bare"),
    pytest.param("BackgroundAntibodies rose.ResultsITP fell.", [("Background", "Background"), ("Results", "Results")],
                 id="glued to the text"),
    pytest.param("Methods\nA b.\nResults\nC d.", [("Methods", "Methods"), ("Results", "Results")], id="own lines"),
    pytest.param("Background/Purpose: A b. Patients and methods: C d.",
                 [("Objective", "Background/Purpose:"), ("Methods", "Patients and methods:")], id="joint headings"),
    pytest.param("Hintergrund: A b. Material und Methoden: C. Schlussfolgerung: D.",
                 [("Background", "Hintergrund:"), ("Methods", "Material und Methoden:"),
                  ("Conclusion", "Schlussfolgerung:")], id="German"),
    pytest.param("Antecedentes A b. Resultados C d.", [("Background", "Antecedentes"), ("Results", "Resultados")],
                 id="Spanish, bare"),
    pytest.param("Contexte : A. Méthodes : B. Résultats : C.",
                 [("Background", "Contexte :"), ("Methods", "Méthodes :"), ("Results", "Résultats :")], id="French"),
    pytest.param("Objetivo: A. Métodos: B. Conclusões: C.",
                 [("Objective", "Objetivo:"), ("Methods", "Métodos:"), ("Conclusion", "Conclusões:")], id="Portuguese"),
    pytest.param("IMPORTANCE OF THE FIELD: A b. RESULTS: C d.",
                 [("Background", "IMPORTANCE OF THE FIELD:"), ("Results", "RESULTS:")], id="long capitals"),
    pytest.param("Abstract Background A b. Results C d.",
                 [("Background", "Abstract Background"), ("Results", "Results")], id="after the word Abstract"),
    pytest.param("It works. Conclusion: use it.", [("Unlabelled", None), ("Conclusion", "Conclusion:")],
                 id="only the end is labelled"),
    pytest.param("We asked why. Results in the first 22 patients suggest it. Methods were old.", [("Unlabelled", None)],
                 id="a sentence that begins with Results"),
    pytest.param("Background therapy was kept. Results We saw.", [("Unlabelled", None)], id="one bare word is none"),
    pytest.param("Patients – most of them women – were treated.", [("Unlabelled", None)], id="a dash in a sentence"),
    pytest.param("The ratio was 3:1. They fell.", [("Unlabelled", None)], id="a ratio"),
    pytest.param("•A one.•B two.•C three. Then text.", [("Highlight", None)] * 3 + [("Unlabelled", None)],
                 id="bullets without blanks"),
    pytest.param("Highlights • A one • B two", [("Highlight", None)] * 2, id="bullets alone"),
    pytest.param("", [], id="empty"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ABSTRACTS)
def test_an_abstract_is_cut_at_its_headings(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(p.zone, p.label) for p in _abstract.passages(text)] == expected


@pytest.mark.parametrize("text", [case.values[0] for case in ABSTRACTS], ids=[case.id for case in ABSTRACTS])
def test_passages_are_slices_of_the_text(text: str) -> None:
    for start, passage in _abstract.split(text):
        assert text[start : start + len(passage.text)] == passage.text == passage.text.strip() != ""


# ---------------------------------------------------------------- people


def told(authors: tuple[_people.Author, ...]) -> list[str]:
    return [
        f"*{a.name}" if isinstance(a, Organisation) else ", ".join(filter(None, (a.family, a.given, a.suffix)))
        for a in authors
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ode, A, Lind, Per Olof", ["Ode, A", "Lind, Per Olof"], id="pairs"),
        pytest.param("Ode, A; Lind, P;", ["Ode, A", "Lind, P"], id="semicolons"),
        pytest.param("Ode, A and Lind, P and Sá, I", ["Ode, A", "Lind, P", "Sá, I"], id="and"),
        pytest.param("Ode, A und Lind, P", ["Ode, A", "Lind, P"], id="und"),
        pytest.param("Ode, A., Lind, P. and Sá, I.", ["Ode, A.", "Lind, P.", "Sá, I."], id="pairs, the last with and"),
        pytest.param("Ana B Ode, Per Lind and Inês Sá", ["Ode, Ana B", "Lind, Per", "Sá, Inês"], id="given names first"),  # noqa: E501
        pytest.param("Ode, A, WHO Study Group, Lind, P", ["Ode, A", "*WHO Study Group", "Lind, P"], id="a group inside"),  # noqa: E501
        pytest.param("Ode, A, for the X Investigators", ["Ode, A", "*for the X Investigators"], id="a group at the end"),  # noqa: E501
        pytest.param("Ode, A, EULAR, Lind, P", ["Ode, A", "*EULAR", "Lind, P"], id="a group by its acronym"),
        pytest.param("Ode, John, Jr, Lind, P", ["Ode, John, Jr", "Lind, P"], id="suffix"),
        pytest.param("Kim, Ji (김지), Lee, S (이상)", ["Kim, Ji", "Lee, S"], id="two scripts in brackets"),
        pytest.param("김지원(Ji-Won Kim), 이상헌(Sang Lee)", ["Kim, Ji-Won", "Lee, Sang"], id="Latin in brackets"),
        pytest.param("Kim, Ji, Lee, S, 김지원, 이상헌", ["Kim, Ji", "Lee, S"], id="two scripts, one after the other"),
        pytest.param("김지원, 이상헌", ["김지원", "이상헌"], id="names that are one word"),
        pytest.param("Ode, A. orcid.org/0000-0002-1825-0097, Lind, P. et al. (4 more authors)",
                     ["Ode, A.", "Lind, P."], id="ORCID and et al."),
        pytest.param("Ode, A [VerfasserIn]; Lind, P (Author)", ["Ode, A", "Lind, P"], id="roles"),
        pytest.param("Ode, Ana, 1961-", ["Ode, Ana"], id="years of life"),
        pytest.param("Ode A; Lind PO;", ["Ode, A", "Lind, PO"], id="initials last"),
        pytest.param("Ode, Ana, MD, Lind, Per, PhD", ["Ode, Ana", "Lind, Per"], id="degrees"),
        pytest.param("Ode, MD and Lind, P", ["Ode, MD", "Lind, P"], id="initials that look like a degree"),
        pytest.param("", [], id="nobody"),
    ],
)  # fmt: skip
def test_a_list_of_authors_is_read(text: str, expected: list[str]) -> None:
    assert told(_people.of_text(text)) == expected


def test_the_whole_list_is_taken_where_a_page_prints_a_short_one_too() -> None:
    lines = ["Ode, A; Lind, P; ... Sá, I; + view all", "Ode, A; Lind, P; Roy, K; Sá, I; - view fewer"]
    assert told(_people.of_lines(lines)) == ["Ode, A", "Lind, P", "Roy, K", "Sá, I"]


# ---------------------------------------------------------------- citations


@pytest.mark.parametrize(
    ("text", "journal", "issued", "numbers"),
    [
        ("Lupus, 2024-09, Vol.33 (5), p.1-9, Article 12", "Lupus", "2024-09", ("33", "5", "1-9", "12")),
        ("Lupus Lupus, 2024-09-17, p.211-211", "Lupus", "2024-09-17", (None, None, "211-211", None)),
        ("Lupus (London), 2023", "Lupus (London)", "2023", (None, None, None, None)),
        ("J, spine : revue spine : revue, 2020, Vol.1 (Suppl 2), p.S1-S9", "J, spine : revue", "2020", ("1", "Suppl 2", "S1-S9", None)),  # noqa: E501
        ("Korean journal Vol. 7; no. 1; pp. 61 - 71", "Korean journal", None, ("7", "1", "61-71", None)),
        ("Lupus, 2021, Vol.8 (1), p.e000538", "Lupus", "2021", ("8", "1", "e000538", "e000538")),
        ("Blätter Jg. 41; H. 3; S. 112 - 119", "Blätter", None, ("41", "3", "112-119", None)),
        ("Annals of the rheumatic diseases Ann Rheum Dis, 2020", "Annals of the rheumatic diseases", "2020", (None,) * 4),  # noqa: E501
    ],
    ids=["whole", "ahead", "brackets in it", "doubled", "Summon", "lone number", "German", "abbreviation"],
)  # fmt: skip
def test_published_in(text: str, journal: str, issued: str | None, numbers: tuple[str | None, ...]) -> None:
    found = _venue.published_in(text)
    assert (found.journal, found.issued) == (journal, issued)
    assert (found.volume, found.issue, found.pages, found.article_number) == numbers


@pytest.mark.parametrize(
    ("text", "journal", "numbers"),
    [
        ("Lupus , 34 (7) pp. 653-656.", "Lupus", ("34", "7", "653-656", None)),
        ("Journal of Cases , 1 , Article 6.", "Journal of Cases", ("1", None, None, "6")),
        ("RMD Open, 1 (1): e000011.", "RMD Open", ("1", "1", None, "e000011")),
        ("Rheumatology (Oxford) , 53 (Suppl 4) S12-S20.", "Rheumatology (Oxford)", ("53", "Suppl 4", "S12-S20", None)),
        ("Nature Reviews Rheumatology", "Nature Reviews Rheumatology", (None, None, None, None)),
    ],
    ids=["pages", "article", "lone number", "supplement", "title alone"],
)
def test_a_journal_citation_is_taken_apart(text: str, journal: str, numbers: tuple[str | None, ...]) -> None:
    found = _citation.journal(text)
    assert found.journal == journal
    assert (found.volume, found.issue, found.pages, found.article_number) == numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("England BioMed Central Ltd 05.07.2017", ("BioMed Central Ltd", "2017-07-05")),
        ("England Oxford University Press 01.02.2020", ("Oxford University Press", "2020-02-01")),
        ("Ballinasloe : University of Ballinasloe, 2014.", ("University of Ballinasloe", "2014")),
        ("대한류마티스학회 30.04.2000", ("대한류마티스학회", "2000-04-30")),
        ("2019", (None, "2019")),
    ],
)
def test_an_imprint_gives_publisher_and_date(text: str, expected: tuple[str | None, str | None]) -> None:
    assert _imprint.split(text) == expected


# ---------------------------------------------------------------- keywords, licences, languages


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["A b, C, D & E"], ["A b", "C", "D & E"], id="commas"),
        pytest.param(["Lupus Erythematosus, Systemic; Humans"], ["Lupus Erythematosus, Systemic", "Humans"], id="semicolons"),  # noqa: E501
        pytest.param(["Antibodies, Monoclonal", "Humans"], ["Antibodies, Monoclonal", "Humans"], id="one a line"),
        pytest.param(["Humans, Antibodies, Monoclonal, Humanized, Adult"],
                     ["Humans", "Antibodies, Monoclonal, Humanized", "Adult"], id="inner commas among commas"),
        pytest.param(["AdultB-CellsLupus Nephritis - therapy"], ["Adult", "B-Cells", "Lupus Nephritis - therapy"],
                     id="run together"),
        pytest.param(["alpha, beta", "gamma, delta,", "epsilon"], ["alpha", "beta gamma", "delta", "epsilon"], id="wrapped"),  # noqa: E501
        pytest.param(["Glomerulonephritis, Membranous, Nephrotic Syndrome, Rituximab"],
                     ["Glomerulonephritis, Membranous", "Nephrotic Syndrome", "Rituximab"], id="an adjective behind its noun"),  # noqa: E501
        pytest.param(["Vasculitis, Biologic, Safety"], ["Vasculitis", "Biologic", "Safety"], id="no adjective"),
        pytest.param(["renal vasculitis, systemic"], ["renal vasculitis", "systemic"], id="no heading"),
        pytest.param(["", " "], [], id="none"),
    ],
)  # fmt: skip
def test_keywords_are_parted(lines: list[str], expected: list[str]) -> None:
    assert list(_keywords.split(lines)) == expected


CC = "https://creativecommons.org/licenses/"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("distributed under the Creative Commons Attribution License (http://creativecommons.org/licenses/by/2.0), which",  # noqa: E501
         CC + "by/2.0/"),
        ("To view a copy, visit https://creativecommons.org/licenses/by-nc/4.0/deed.en", CC + "by-nc/4.0/"),
        ("Available under License Creative Commons Attribution Non-commercial Share Alike.", CC + "by-nc-sa/"),
        ("Verfügbar unter: Creative Commons Namensnennung-Keine Bearbeitung 3.0.", CC + "by-nd/3.0/"),
        ("the CC BY-NC-ND 4.0 licence", CC + "by-nc-nd/4.0/"),
        ("This file is CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("© The Author 2014. All rights reserved.", None),
    ],
)  # fmt: skip
def test_a_licence_is_named_by_its_iri(text: str, expected: str | None) -> None:
    assert _licences.iri(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Englisch", ("en",)), ("Español", ("es",)), ("fre", ("fr",)), ("Korean; English", ("ko", "en")), ("—", ())],
)
def test_a_language_is_named_by_its_tag(text: str, expected: tuple[str, ...]) -> None:
    assert _languages.tags(text) == expected


# ---------------------------------------------------------------- whole pages


def _scorer() -> ModuleType:
    path = SHARED / "eval" / "score_pages.py"
    if not path.is_file() or not (SHARED / "pages").is_dir():
        pytest.skip("the gold pages are not beside this checkout")
    spec = importlib.util.spec_from_file_location("score_pages", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wrapped(text: str) -> str:
    import textwrap

    lines = (
        textwrap.wrap(line, 80, break_long_words=False, break_on_hyphens=False) or [""] for line in text.split("\n")
    )
    return "\n".join("\n".join(parts) for parts in lines)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "with blank lines": lambda text: text.replace("\n", "\n\n"),
    "indented": lambda text: text.replace("\n", "\n   "),
    "wrapped": wrapped,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_gold_pages_are_read_without_a_fault(layout: str) -> None:
    scorer = _scorer()
    faults = {}
    for page in sorted((SHARED / "pages").glob("*.txt")):
        gold = json.loads(page.with_suffix("").with_suffix(".gold.json").read_text("utf-8"))
        (record,) = documents.read_bytes(LAYOUTS[layout](page.read_text("utf-8")).encode(), page.name)
        assert isinstance(record, Record)
        rows = scorer.compare_bib(gold, csl_json.item(record))
        faults |= {(page.stem, f): row for f, row in rows.items() if row[0] not in ("right", "none")}
    assert not faults


PREFIX = {
    vufind: "Title\n\nSaved in:\nPublished in:J, 2020\nMain Authors: A, B\nSummary:",
    eprints: "A, B; (2020) T. J , 1 (2).\nAbstract\nx.\nType: | Article |\nTitle: | T |\nAdditional information: ",
}
HOSTILE = {
    "binary": os.urandom(1000) + b"\0" * 1000,
    "one long word": b"A" * 300_000,
    "blanks": b" " * 300_000,
    "line ends": b"\n" * 100_000,
    "brackets": b"(" * 100_000,
    "years": b"(2020) " * 30_000,
    "names": b"A, B; " * 10_000,
    "headings": b"Results Xy. " * 10_000,
    "bullets": "•".encode() * 30_000,
    "labels": b"Title: x\n" * 10_000,
    "cells": b"| " * 100_000,
    "entities": b"&amp;" * 30_000,
    "licences": b"creative commons attribution " * 5_000,
    "identifiers": b"10.1/" * 30_000,
}


@pytest.mark.parametrize("bare", [True, False], ids=["alone", "in a field"])
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("module", [vufind, eprints], ids=["vufind", "eprints"])
def test_a_hostile_page_is_read_or_refused_soon(module: ModuleType, name: str, bare: bool) -> None:
    data = (b"" if bare else PREFIX[module].encode()) + HOSTILE[name]
    started = time.process_time()
    module.sniff(data[: 64 * 1024])
    try:
        assert all(isinstance(r, Record) for r in module.read(io.BytesIO(data), SOURCE))
    except RecordError as error:
        assert error.what
    assert time.process_time() - started < 10


@pytest.mark.parametrize("module", [vufind, eprints], ids=["vufind", "eprints"])
def test_html_nested_too_deep_is_refused(module: ModuleType) -> None:
    with pytest.raises(RecordError, match="nested"):
        list(module.read(io.BytesIO(b"<html>" + b"<div>" * 50_000), SOURCE))


@pytest.mark.parametrize("module", [vufind, eprints], ids=["vufind", "eprints"])
def test_a_page_without_title_says_so(module: ModuleType) -> None:
    with pytest.raises(RecordError, match="page has no title") as caught:
        list(module.read(io.BytesIO(b"Published in:\nType: | Article |\nURI: x\n"), SOURCE))
    assert caught.value.help


def test_a_placeholder_is_no_address() -> None:
    page = "A, B (2020) T. J, 1 (2).\n\nItem Type: Article\nTitle: T\nURI: {}\nDepositing User: X\n"
    for address, expected in (
        ("https://eprints.example.ac.uk/id/eprint/1", None),
        ("https://a.org/1", "https://a.org/1"),
    ):
        (record,) = eprints.read(io.BytesIO(page.format(address).encode()), SOURCE)
        assert isinstance(record, Record) and record.url == expected
