"""Every page of whole builds: of seeds/, and of 300 and 2,000 papers where their texts are at hand.

The papers are PubMed XML made of titles and abstracts in `../data/dev_pack/bulk_dev.jsonl` (or the file LITKG_BULK
names), with made-up authors, years and journals.  Of 300 papers the pages of the navigation and a few of entities are
looked at every time; seeds/ and the 2,000 take minutes and are asked for with LITKG_LARGE=1.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from browser.conftest import Browser
from kg import pipeline, project, views

pytestmark = pytest.mark.browser
LARGE = os.environ.get("LITKG_LARGE") == "1"
MOST_PAGES = 2000 if LARGE else 60  # of entities
minutes = pytest.mark.skipif(not LARGE, reason="takes minutes: set LITKG_LARGE=1")
ROOT = Path(__file__).resolve().parents[2]
BULK = Path(os.environ.get("LITKG_BULK", ROOT.parent / "data" / "dev_pack" / "bulk_dev.jsonl"))
NAMES = (
    "Aalto Berger Cruz Dufour Eriksen Farkas Grieco Hoang Ivanova Jensen Kato Lindt Moreau Novak Okoye Petrov".split()
)
MB = 1_000_000
RENDER = """
import json, sys
from pathlib import Path
from kg import views
report = json.loads(Path(sys.argv[3]).read_text())
views.render(Path(sys.argv[1]), Path(sys.argv[2]), report=report, max_pages=int(sys.argv[4]))"""


@dataclass(frozen=True)
class Built:
    """A build's folder and the CPU seconds of its graph and of its pages."""

    folder: Path
    graph_seconds: float
    page_seconds: float

    @property
    def looked_at(self) -> list[Path]:
        """All pages; in an ordinary run those of the navigation, two communities and some of entities."""
        if LARGE:
            return self.pages
        entities = [page for page in self.pages if page.parent.name == "e"]
        communities = [page for page in self.pages if page.name.startswith("community-")]
        rest = [page for page in self.pages if page not in entities and page not in communities]
        return [*rest, *communities[:2], *entities[:: max(1, len(entities) // 6)]]

    @property
    def pages(self) -> list[Path]:
        """All pages, those of the navigation first."""
        folder = self.folder / "views"
        return [*sorted(folder.glob("*.html")), *sorted(folder.glob("e/*.html"))]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(300, id="300"),
        pytest.param(0, id="seeds", marks=minutes),
        pytest.param(2000, id="2000", marks=minutes),
    ],
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The seeds, or that many of the bulk texts."""
    folder = tmp_path_factory.mktemp("built")
    if request.param and not BULK.is_file():
        pytest.skip(f"needs {BULK.name}")
    source = _bulk(folder / "papers", request.param) if request.param else ROOT / "seeds"
    wanted = project.load(folder).override(sources=(source,), outputs=folder / "outputs")
    start = time.process_time()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))  # nothing is remembered from earlier builds
        pipeline.build(wanted, views=False)
    middle = time.process_time()
    report = json.loads((wanted.outputs / "report.json").read_text())
    views.render(wanted.outputs / "kg.ttl", wanted.outputs / "views", report=report, max_pages=MOST_PAGES)
    return Built(wanted.outputs, middle - start, time.process_time() - middle)


def _bulk(folder: Path, papers: int) -> Path:
    folder.mkdir()
    with BULK.open(encoding="utf-8") as lines:
        told = [record for record in map(json.loads, islice(lines, 2 * papers)) if record.get("abstract")][:papers]
    articles = "\n".join(_article(n, record["title"], record["abstract"]) for n, record in enumerate(told))
    (folder / "bulk.xml").write_text(f"<PubmedArticleSet>{articles}</PubmedArticleSet>", encoding="utf-8")
    return folder


def _article(n: int, title: str, abstract: str) -> str:
    team = n // 7
    authors = "".join(
        f"<Author><LastName>{NAMES[(team * 3 + k) % len(NAMES)]}{chr(97 + team // 16 % 26)}</LastName>"
        f"<ForeName>{chr(65 + (team + k) % 20)}.</ForeName></Author>"
        for k in range(2 + n % 4)
    )
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{90_000_000 + n}</PMID><Article><Journal><JournalIssue><PubDate>"
        f"<Year>{1995 + n * 7 % 30}</Year></PubDate></JournalIssue><Title>Journal {n % 40}</Title></Journal>"
        f"<ArticleTitle>{escape(title)}</ArticleTitle><Abstract><AbstractText>{escape(abstract)}</AbstractText>"
        f"</Abstract><AuthorList>{authors}</AuthorList></Article></MedlineCitation></PubmedArticle>"
    )


def test_every_page_draws_asks_nothing_and_says_nothing(browser: Browser, built: Built) -> None:
    browser.look()
    for page in built.looked_at:
        browser.open(page)
        assert browser.problems() == [], page.name
        assert browser.run("return document.querySelectorAll('h1').length") == 1, page.name
    print(f"{len(built.looked_at)} pages drawn: 0 requests, 0 console errors")


@minutes
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_whole_builds(browser: Browser, built: Built, theme: str) -> None:
    browser.look(dark=theme == "dark")
    entities = [page for page in built.looked_at if page.parent.name == "e"]
    seen = [page for page in built.looked_at if page not in entities] + entities[:: max(1, len(entities) // 25)]
    for page in seen:
        browser.open(page)
        assert browser.axe() == [], page.name
    print(f"{len(seen)} pages in {theme}: axe 0 violations")


def test_pages_are_drawn_in_time(browser: Browser, built: Built) -> None:
    browser.look()
    took = {}
    for page in [page for page in built.looked_at if page.parent.name == "views"]:
        runs = []
        for _ in range(5 if LARGE else 1):
            browser.open(page)
            runs.append(browser.drawn_after())
        took[page.name] = statistics.median(runs)
        nodes = browser.run("return document.getElementById('kg-nodes') ? nodes.length : 0")
        assert took[page.name] <= (1000 if nodes <= 300 else 3000), (page.name, nodes, runs)
    print("slowest:", max(took.items(), key=lambda entry: entry[1]))


def test_pages_keep_their_size(built: Built) -> None:
    sizes = {page: page.stat().st_size for page in built.pages}
    assert all(size <= (60_000 if page.parent.name == "e" else 3 * MB) for page, size in sizes.items())
    assert sum(sizes.values()) <= 200 * MB
    print(f"{sum(sizes.values()) / MB:.1f} MB of pages, the largest {max(sizes.values()) / MB:.2f} MB")


@minutes
def test_drawing_takes_at_most_twice_the_graph(built: Built) -> None:
    print(f"graph {built.graph_seconds:.1f} s, pages {built.page_seconds:.1f} s of CPU")
    assert built.page_seconds <= 2 * built.graph_seconds


def test_another_drawing_gives_the_same_bytes(built: Built, tmp_path: Path) -> None:
    files = [str(built.folder / "kg.ttl"), str(tmp_path), str(built.folder / "report.json")]
    run = [sys.executable, "-c", RENDER, *files, str(MOST_PAGES)]
    subprocess.run(run, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "11", "TZ": "Asia/Tokyo"})
    views_folder = built.folder / "views"
    again = [tmp_path / page.relative_to(views_folder) for page in built.pages]
    assert all(page.read_bytes() == other.read_bytes() for page, other in zip(built.pages, again, strict=True))
    print(f"{len(again)} pages byte for byte the same")
