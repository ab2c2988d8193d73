"""Files to records: golden pairs for each format, one table of cases for each helper."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import documents
from kg.documents import _dates, _files, _identifiers, _latex, _names, _pages, _text, _xml, csl_json
from kg.errors import RecordError
from kg.model import Organisation, Person, Record, Rejected

GOLDEN = Path(__file__).parent / "golden" / "documents"
INPUTS = sorted(f for f in GOLDEN.glob("*/*") if f.is_file() and not f.name.endswith(".read.json"))
NAMES = [f.relative_to(GOLDEN).as_posix() for f in INPUTS]
Golden = Callable[[Path, str], None]


def read(path: Path) -> tuple[list[Record], list[Rejected]]:
    found = list(documents.read(path, path.relative_to(GOLDEN).as_posix() if path.is_relative_to(GOLDEN) else None))
    return [r for r in found if isinstance(r, Record)], [r for r in found if isinstance(r, Rejected)]


# ---------------------------------------------------------------- golden pairs


@pytest.mark.parametrize("path", INPUTS, ids=NAMES)
def test_a_file_gives_these_records(path: Path, golden: Golden) -> None:
    records, rejected = read(path)
    told = [{"line": r.line, "reason": r.reason, "help": r.help} for r in rejected]
    made = {"items": [csl_json.item(r) for r in records], "rejected": told}
    golden(path.with_name(path.name + ".read.json"), json.dumps(made, indent=1, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("path", INPUTS, ids=NAMES)
def test_what_was_written_reads_as_the_same(path: Path) -> None:
    items = [csl_json.item(record) for record in read(path)[0]]
    again = [r for r in documents.read_bytes(json.dumps(items).encode(), "again.json") if isinstance(r, Record)]
    assert [{**csl_json.item(r)["custom"], "source": None} for r in again] == [
        {**i["custom"], "source": None} for i in items
    ]
    assert [{**csl_json.item(r), "custom": None} for r in again] == [{**i, "custom": None} for i in items]


@pytest.mark.parametrize("path", INPUTS, ids=NAMES)
def test_a_file_is_known_by_its_own_format_alone(path: Path) -> None:
    head = documents.normalised(path.read_bytes()[: documents.HEAD])
    known = [module for module in documents.formats() if module.sniff(head)]
    first = getattr(known[0], "RANK", 0)  # those of a higher rank take only what is left
    assert [module.FORMAT for module in known if getattr(module, "RANK", 0) <= first] == [path.parent.name]


@pytest.mark.parametrize("path", INPUTS, ids=NAMES)
def test_nothing_in_an_item_is_empty(path: Path) -> None:
    def empty(value: object) -> bool:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return value in (None, "", [], {}) or any(map(empty, inner))

    assert not [item for item in map(csl_json.item, read(path)[0]) if empty(item)]


def test_every_format_has_a_golden_pair() -> None:
    assert {f.parent.name for f in INPUTS} >= {module.FORMAT for module in documents.formats()} - {"vufind", "eprints"}


@pytest.mark.parametrize("path", INPUTS, ids=NAMES)
@pytest.mark.parametrize("share", (0.3, 0.7, 0.98))
def test_a_file_cut_short_raises_nothing(path: Path, share: float) -> None:
    data = path.read_bytes()
    assert list(documents.read_bytes(data[: int(len(data) * share)], "cut"))


# ---------------------------------------------------------------- files


REFUSED = [
    pytest.param(b"", "the file is empty", id="empty"),
    pytest.param(b" \n\t\r\n", "the file is empty", id="blank"),
    pytest.param(b"\xef\xbb\xbf", "the file is empty", id="only-a-mark"),
    pytest.param(b"%PDF-1.7\n%\xe2\xe3", "damaged PDF", id="half-a-pdf"),
    pytest.param(b"PK\x03\x04rest", "damaged zip", id="half-a-zip"),
    pytest.param(b"\x00\x01\x02" * 50, "not text: it holds NUL bytes", id="binary"),
    pytest.param(b"Dear diary, nothing happened today.", "unknown kind of file", id="prose"),
    pytest.param(b"<html><body><p>Hello</p></body></html>", "unknown kind of file", id="foreign-page"),
    pytest.param(b"[1, 2, 3]", "unknown kind of file", id="foreign-json"),
    pytest.param(gzip.compress(b"<PubmedArticleSet><PubmedArticle>" * 9)[:-9], "damaged gzip", id="half-a-gzip"),
    pytest.param(b"<PubmedArticleSet></PubmedArticleSet>", "no record in it", id="no-record"),
]


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_a_file_of_no_record_is_rejected_with_a_reason(data: bytes, reason: str) -> None:
    found = list(documents.read_bytes(data, "some.file"))
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason.startswith(reason)
    assert (found[-1].path, found[-1].raw) == ("some.file", found[-1].raw[:1_000_000])


def test_an_unknown_file_is_told_the_known_formats() -> None:
    (found,) = documents.read_bytes(b"nothing", "x")
    assert isinstance(found, Rejected)
    assert "pubmed_xml" in found.help and "csl_json" in found.help


def test_a_missing_file_and_a_folder_are_rejected(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ris", tmp_path):
        (found,) = documents.read(path)
        assert isinstance(found, Rejected)
        assert found.reason.startswith("cannot be read")


def test_gzip_and_utf16_are_read_through(tmp_path: Path) -> None:
    text = (GOLDEN / "pubmed_xml" / "truncated.xml").read_text("utf-8")
    packed, wide = tmp_path / "a.xml.gz", tmp_path / "b.xml"
    packed.write_bytes(gzip.compress(text.encode()))
    wide.write_bytes(text.encode("utf-16"))
    for path in (packed, wide):
        records, rejected = read(path)
        assert [r.title for r in records] == ["Whole β-blockers & AT&T"]
        assert [r.line for r in rejected] == [3]


def test_a_folder_gives_its_files_in_order_and_says_what_it_skips(tmp_path: Path) -> None:
    for name in ("b.ris", "B.ris", "a/z.txt", "a.txt", "README.md", ".hidden", ".git/x", "a/LICENSE", "p.gold.json",
                 "page.html", "page_files/x.html", "draft.ris~"):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    names = [shown.removeprefix(f"{tmp_path.as_posix()}/") for _, shown in _files.files([tmp_path])]
    assert names == ["B.ris", "a.txt", "a/z.txt", "b.ris", "page.html"]
    reasons = {shown.rpartition("/")[2]: reason for shown, reason in _files.skipped([tmp_path])}
    assert reasons == {
        "README.md": "about the folder", ".hidden": "hidden", "LICENSE": "about the folder",
        "p.gold.json": "expected answers", "draft.ris~": "left over by another program",
    }  # fmt: skip
    assert [shown for _, shown in _files.files([tmp_path / "README.md"])] == [(tmp_path / "README.md").as_posix()]


# ---------------------------------------------------------------- XML


BOMB = b'<!DOCTYPE a [<!ENTITY x "lol"><!ENTITY y "&x;&x;&x;">]><a>&y;<b>kept</b></a>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;<b>kept</b></a>'


@pytest.mark.parametrize("data", (BOMB, OUTSIDE), ids=("bomb", "outside"))
def test_entities_of_a_dtd_are_not_expanded(data: bytes) -> None:
    root = _xml.parse(data)
    assert _xml.text(root.find("b")) == "kept"
    assert "lol" not in _xml.text(root) and len(_xml.text(root)) < 12


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"<a>caf\xe9</a>", "café", id="latin-1-undeclared"),
        pytest.param(b"<a>R&D &nbsp;&alpha;</a>", "R&D α", id="html-entities"),
        pytest.param(b"<a>x\x0by&#x1f;</a>", "xy", id="forbidden-characters"),
        pytest.param(
            b"<a>10<sup>9</sup>/L CO<sub>2</sub> <i>E.</i> coli<!-- no --></a>", "10⁹/L CO2 E. coli", id="scripts"
        ),
        pytest.param(b"<a><p>One.</p><p>Two.</p></a>", "One. Two.", id="paragraphs"),
    ],
)
def test_xml_text(data: bytes, text: str) -> None:
    assert _xml.text(_xml.parse(data)) == text


def test_xml_nested_too_deep_is_an_error_not_a_crash() -> None:
    with pytest.raises(RecordError):
        _xml.parse(b"<a>" * 5000 + b"</a>" * 5000)


# ---------------------------------------------------------------- helpers


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("p < 0.05 and q > 3", "p < 0.05 and q > 3", id="bare-signs"),
        pytest.param("a &amp;amp;lt; b", "a < b", id="escaped-thrice"),
        pytest.param("<jats:p>One</jats:p><jats:p>two</jats:p>", "One two", id="jats"),
        pytest.param("A\u00a0B\u2009C\u3000D\u200bE", "A B C DE", id="spaces"),
        pytest.param("e\u0301\x07", "é", id="nfc-and-control"),
        pytest.param("\u200fشفاء\u200f", "\u200fشفاء\u200f", id="bidi-stays"),
        pytest.param("AT&T; R&D &copy 1", "AT&T; R&D &copy 1", id="no-entity"),
        pytest.param("lone \ud83d half", "lone \ufffd half", id="surrogate"),
        pytest.param("&lt;i&gt;E. coli&lt;/i&gt;", "E. coli", id="escaped-markup"),
        pytest.param("x 5×10<sup>−8</sup> IC<sub>50</sub>", "x 5×10⁻⁸ IC50", id="scripts"),
        pytest.param('<a href="x">link</a> <unknown> 1<2', "link <unknown> 1<2", id="unknown-tags-stay"),
    ],
)
def test_clean(raw: str, text: str) -> None:
    assert _text.clean(raw) == text
    assert _text.clean(text) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Sol\'{\i}s", "Solís"), (r"Fran{\c c}ois", "François"), (r"{\v S}imi{\'c}", "Šimić"), (r"Erd\H{o}s", "Erdős"),
        (r"{TNF}-$\alpha$ \& co", "TNF-α & co"), (r"5 $\mu$g", "5 μg"), (r"$\geq$ 10 $\pm$ 2", "≥ 10 ± 2"),
        (r"p$<$0.05", "p<0.05"), (r"x \textgreater{} 5", "x > 5"), (r"CO$_2$ at $10^{6}$", "CO2 at 10⁶"),
        (r"\href{https://a.example}{a link}", "a link"), ("``so-called''", "“so-called”"), (r"a~b\ \S 3", "a b §3"),
    ],
)  # fmt: skip
def test_latex(latex: str, text: str) -> None:
    assert _latex.plain(latex) == text


@pytest.mark.parametrize(
    ("abstract", "trials"),
    [
        ("It works. ClinicalTrials.gov number, NCT01234567.", ("NCT01234567",)),
        ("It works (ClinicalTrials. gov: NCT01234567; EudraCT 2015-001234-12).", ("NCT01234567", "2015-001234-12")),
        ("It is registered in the Dutch trial register under NTR2138. It works.", ("NTR2138",)),
        ("Trial registration: ISRCTN12345678.", ("ISRCTN12345678",)),
        ("All adults relapsed (NCT01234567).", ("NCT01234567",)),
        ("We pooled ATLAS (NCT01234567) and ORION (NCT01234568) and saw no harm.", ()),
        ("The registry held 12345678 people.", ()),
    ],
)
def test_a_trial_is_the_records_own_where_its_abstract_says_so(abstract: str, trials: tuple[str, ...]) -> None:
    (record,) = documents.read_bytes(f"TY  - JOUR\nTI  - A title\nAB  - {abstract}\nER  - \n".encode(), "a.ris")
    assert isinstance(record, Record)
    assert record.identifiers.trials == trials


@pytest.mark.parametrize(
    ("title", "retracted"),
    [
        ("RETRACTED: Lupus treated", True), ("Retracted Article: Lupus treated", True),
        ("[RETRACTED] - Lupus treated", True), ("Retraction: Lupus treated", False),
        ("Retracted papers on lupus: a survey", False), ("RETRACTED ARTICLES: a survey", False),
    ],
)  # fmt: skip
def test_a_retraction_stands_before_the_title(title: str, retracted: bool) -> None:
    (record,) = documents.read_bytes(f"TY  - JOUR\nTI  - {title}\nER  - \n".encode(), "a.ris")
    assert isinstance(record, Record)
    assert record.retracted == retracted


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param("é".encode("utf-8-sig"), "utf-8-sig", id="utf-8-mark"),
        pytest.param("é".encode("utf-16"), "utf-16", id="utf-16"),
        pytest.param("é".encode("utf-32"), "utf-32", id="utf-32"),
        pytest.param(b"na\xefve \x93q\x94", "cp1252", id="cp1252"),
        pytest.param(b'<?xml version="1.0" encoding="iso-8859-2"?>\xb1', "iso-8859-2", id="declared"),
        pytest.param(b'<?xml version="1.0" encoding="hex"?>\xb1', "cp1252", id="declared-nonsense"),
        pytest.param(b"% Encoding: GBK\n\xd6\xd0", "GBK", id="jabref"),
    ],
)
def test_encoding(data: bytes, name: str) -> None:
    assert _text.encoding(data) == name
    assert "\ufeff" not in _text.decode(data)


def test_binary_is_no_text() -> None:
    with pytest.raises(RecordError, match="not text"):
        _text.decode(b"\x00\xff\x00")


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1016/S0140-6736(05)12345-6", "10.1016/s0140-6736(05)12345-6"),
        ("(doi: 10.1000/xyz123).", "10.1000/xyz123"),
        ("https://doi.org/10.1000%2FABC", "10.1000/abc"),
        ("https://www.frontiersin.org/articles/10.3389/fimmu.2020.00001/full", "10.3389/fimmu.2020.00001"),
        ("https://onlinelibrary.wiley.com/doi/10.1002/art.1?af=R", "10.1002/art.1"),
        ("10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
         "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"),
        ("<a href='x'>10.1000/abc</a>", "10.1000/abc"),
        ("version 10.2/3", None),
        ("", None),
    ],
)  # fmt: skip
def test_doi(text: str, doi: str | None) -> None:
    assert _identifiers.doi(text) == doi
    assert doi is None or _identifiers.doi(doi) == doi


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2018 Jan-Feb", "2018"), ("1998 Dec-1999 Jan", "1998"), ("2018 Spring", "2018"), ("2018 Jan 5-12", "2018-01"),
        ("12.03.2019", "2019-03-12"), ("13/02/2019", "2019-02-13"), ("02/13/2019", "2019-02-13"),
        ("02/03/2019", "2019"), ("March 2011", "2011-03"), ("2011/03", "2011-03"), ("2011/03//", "2011-03"),
        ("2011///Spring", "2011"), ("2024-00-00", "2024"), ("2019-02-30", "2019-02"), ("20190214", "2019-02-14"),
        ("2018-03-05T00:00:00Z", "2018-03-05"), ("5th of March, 2011", "2011-03-05"), ("Mar. 5, 2011", "2011-03-05"),
        ("15. März 2019", "2019-03-15"), ("3 de mayo de 2020", "2020-05-03"), ("2018年3月5日", "2018-03-05"),
        ("c1995", "1995"), ("n.d.", None), ("", None), ("03/2011", "2011-03"), ("1999-2003", "1999"),
    ],
)  # fmt: skip
def test_date(text: str, date: str | None) -> None:
    assert _dates.partial(text) == date


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Smith, John A., Jr", Person(family="Smith", given="John A.", suffix="Jr")),
        ("Smith, Jr, John", Person(family="Smith", given="John", suffix="Jr")),
        ("van der Berg, Jan", Person(family="Berg", given="Jan", particle="van der")),
        ("Ludwig van Beethoven", Person(family="Beethoven", given="Ludwig", particle="van")),
        ("De Luca, Maria", Person(family="De Luca", given="Maria")),
        ("Ana María García-López", Person(family="García-López", given="Ana María")),
        ("Plato", Person(family="Plato")),
        ("World Health Organization", Organisation(name="World Health Organization")),
        ("{Barnes, Inc.}", Organisation(name="Barnes, Inc.")),
        (" , ", None),
    ],
)
def test_name(text: str, name: Person | Organisation | None) -> None:
    assert _names.author(text) == name


@pytest.mark.parametrize(
    ("text", "pages"),
    [("pp. 1–9", "1-9"), ("p105702", "105702"), ("e12 -- e19", "e12-e19"), ("S. 4", "4"), ("S12-S20", "S12-S20"),
     ("Article 77", "77"), ("", None), ("–", None)],
)  # fmt: skip
def test_pages(text: str, pages: str | None) -> None:
    assert _pages.pages(text) == pages


HOSTILE = [b"<article ", b"<PubmedArticle>", b"<PubmedArticle ", b"<eprints ", b"<record>", b"<records><record>",
           b"@article{", b"@a{b,c={", b"{", b"[", b'{"a":', b"TY  - JOUR\n", b"PMID- 1\n", b"PT J\n",
           b"%0 Book\n", b"%A {\n",
           b"<dc>", b"&amp;", b"<", b"\n", b"a: b\n"]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE, ids=lambda unit: unit.decode().strip() or "line")
def test_hostile_files_are_refused_in_linear_time(unit: bytes) -> None:
    began = time.process_time()
    found = list(documents.read_bytes(unit * (200_000 // len(unit)), "hostile"))
    assert not [r for r in found if isinstance(r, Record)]
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "function", (_text.clean, _identifiers.doi, _identifiers.trials, _dates.partial, _names.author, _names.several)
)
@pytest.mark.parametrize(
    "text",
    ["<" * 50_000, "&amp;" * 50_000, "10.1000/" + ")" * 50_000, "<sup>" * 20_000, "\\documentclass" * 5_000,
     "a " * 50_000, "van " * 30_000, "1 " * 50_000, "(" * 50_000,
     "Ab C, " * 20_000, "Ab, " + "van der " * 20_000 + "x"],
    ids=("lt", "amp", "brackets", "sup", "tex", "words", "particles", "digits", "open", "names", "behind"),
)  # fmt: skip
def test_hostile_text_takes_linear_time(function: Callable[[str], object], text: str) -> None:
    began = time.process_time()
    function(text)
    assert time.process_time() - began < 2
