"""How fast `kg read` reads PubMed XML, beside bare lxml and pubmed_parser, and whether its memory stays the same.

    python tests/bench/bench_read.py BULK.jsonl [--records 20000] [--repeat 3] [--memory 2000,200000]
                                     [--lines 2000,40000]

BULK.jsonl gives titles and abstracts, a JSON object a line; all else of a record is made up from its number.  Every
reader runs in a process of its own and writes the same fields as JSON.  Printed are records per CPU-second (the median
of the repeats, start-up taken off by a run over one record) and peak memory.  pubmed_parser is left out where it is
not installed; it reads nothing but gzip, so its file is packed beforehand, outside the measure.  With --lines the
peak memory is told for the formats that are made of lines, too.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import itertools
import json
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

NAMES = "Okafor Lindqvist Petit Lenoir Maas Berg Novak Haddad Tanaka Silva Moreau Keller Ivanova Rossi".split()
GIVEN = "Ngozi Per Luc Ida Anna Jan Eva Omar Yuki Rita Paul Zoe Olga Mario".split()
TOPICS = "Humans|Female|Male|Adult|Lupus Nephritis|Hypertension|Asthma|Aged|Animals|Mice|Stroke".split("|")
LABEL = re.compile(r"\b(BACKGROUND|OBJECTIVES?|METHODS|RESULTS|CONCLUSIONS?): ")

LXML = """
import json, sys
from lxml import etree
def texts(node, path):
    return ["".join(n.itertext()) for n in node.iterfind(path)]
def text(node, path):
    found = node.find(path)
    return "" if found is None else "".join(found.itertext())
options = {"resolve_entities": False, "load_dtd": False, "no_network": True}
for _, node in etree.iterparse(sys.argv[1], tag="PubmedArticle", **options):
    article = node.find("MedlineCitation/Article")
    journal = article.find("Journal")
    record = {
        "pmid": text(node, "MedlineCitation/PMID"), "title": text(article, "ArticleTitle"),
        "doi": texts(node, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']"),
        "journal": text(journal, "Title"), "short": text(journal, "ISOAbbreviation"), "issn": texts(journal, "ISSN"),
        "volume": text(journal, "JournalIssue/Volume"), "issue": text(journal, "JournalIssue/Issue"),
        "date": {child.tag: child.text for child in journal.find("JournalIssue/PubDate")},
        "pages": text(article, "Pagination/MedlinePgn"), "language": texts(article, "Language"),
        "abstract": [(p.get("Label"), "".join(p.itertext())) for p in article.iterfind("Abstract/AbstractText")],
        "authors": [(text(a, "LastName"), text(a, "ForeName"), text(a, "CollectiveName"), text(a, "Identifier"),
                     texts(a, "AffiliationInfo/Affiliation")) for a in article.iterfind("AuthorList/Author")],
        "mesh": [[d.text for d in h] for h in node.iterfind("MedlineCitation/MeshHeadingList/MeshHeading")],
        "types": texts(article, "PublicationTypeList/PublicationType"),
        "keywords": texts(node, "MedlineCitation/KeywordList/Keyword"),
    }
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\\n")
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]
"""
PUBMED_PARSER = """
import json, sys
import pubmed_parser
options = {"year_info_only": False, "nlm_category": True, "author_list": True, "reference_list": True,
           "parse_downto_mesh_subterms": True}
for record in pubmed_parser.parse_medline_xml(sys.argv[1], **options):
    sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\\n")
"""
KG = """
import sys
from kg.cli import app
app(["read", sys.argv[1], "--format", "jsonl"])
"""


def record(number: int, title: str, abstract: str) -> str:
    """A citation of PubMed's: all but its title and abstract made up from the number."""
    chance = random.Random(number)
    people = "".join(
        f'<Author ValidYN="Y"><LastName>{chance.choice(NAMES)}</LastName><ForeName>{chance.choice(GIVEN)}</ForeName>'
        "<Initials>X</Initials><AffiliationInfo><Affiliation>Department of Examples, Lake Hospital.</Affiliation>"
        "</AffiliationInfo></Author>"
        for _ in range(chance.randint(1, 9))
    )
    mesh = "".join(
        f'<MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">{name}</DescriptorName></MeshHeading>'
        for name in chance.sample(TOPICS, chance.randint(0, 8))
    )
    year, first = chance.randint(1990, 2025), chance.randint(1, 900)
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{60000000 + number}</PMID>'
        f'<Article PubModel="Print"><Journal><ISSN IssnType="Print">1297-319X</ISSN><JournalIssue CitedMedium="Print">'
        f"<Volume>{year - 1980}</Volume><Issue>{chance.randint(1, 12)}</Issue><PubDate><Year>{year}</Year>"
        f"<Month>Mar</Month></PubDate></JournalIssue><Title>Journal of Examples</Title><ISOAbbreviation>J Ex"
        f"</ISOAbbreviation></Journal><ArticleTitle>{escape(title, False)}</ArticleTitle><Pagination><MedlinePgn>"
        f"{first}-{first + 8}</MedlinePgn></Pagination><Abstract>{_abstract(abstract)}</Abstract>"
        f'<AuthorList CompleteYN="Y">{people}</AuthorList><Language>eng</Language><PublicationTypeList>'
        f'<PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article>'
        f"<MedlineJournalInfo><MedlineTA>J Ex</MedlineTA></MedlineJournalInfo><MeshHeadingList>{mesh}</MeshHeadingList>"
        f'</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">{60000000 + number}</ArticleId>'
        f'<ArticleId IdType="doi">10.5555/bench.{number}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n'
    )


LINES = {  # a record of each format that is made of lines
    "RIS": "TY  - JOUR\nTI  - {title}\nAU  - Okafor, Ngozi\nPY  - 2020\nAB  - {abstract}\nER  - \n\n",
    "MEDLINE": "PMID- {n}\nOWN - NLM\nTI  - {title}\nFAU - Okafor, Ngozi\nDP  - 2020\nAB  - {abstract}\n\n",
    "ISI": "PT J\nTI {title}\nAU Okafor, N\nPY 2020\nAB {abstract}\nER\n\n",
    "EndNote": "%0 Journal Article\n%T {title}\n%A Okafor, Ngozi\n%D 2020\n%X {abstract}\n\n",
    "BibTeX": "@article{{k{n},\n  title = {{{title}}},\n  author = {{Okafor, Ngozi}},\n  year = 2020,\n"
              "  abstract = {{{abstract}}}\n}}\n",
}  # fmt: skip


def write_lines(path: Path, form: str, bulk: Path, records: int) -> Path:
    """A file of so many records in a format of lines; braces, which BibTeX counts, are left out."""
    with path.open("w", encoding="utf-8") as out:
        for n, (title, abstract) in enumerate(itertools.islice(rows(bulk), records)):
            words = {"title": title, "abstract": abstract or title}
            out.write(LINES[form].format(n=n, **{k: re.sub(r"[{}@\\]", "", v) for k, v in words.items()}))
    return path


def _abstract(text: str) -> str:
    parts = LABEL.split(text)
    if len(parts) < 5 or parts[0].strip():
        return f"<AbstractText>{escape(text, False)}</AbstractText>"
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    return "".join(f'<AbstractText Label="{label}">{escape(body, False)}</AbstractText>' for label, body in pairs)


def rows(bulk: Path) -> Iterator[tuple[str, str]]:
    """Titles and abstracts, again and again."""
    while True:
        with bulk.open(encoding="utf-8") as file:
            for line in file:
                row = json.loads(line)
                yield " ".join((row.get("title") or "Untitled").split()), " ".join((row.get("abstract") or "").split())


def write(path: Path, bulk: Path, records: int) -> Path:
    """A file of so many records."""
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" ?>\n<PubmedArticleSet>\n')
        for number, (title, abstract) in enumerate(itertools.islice(rows(bulk), records)):
            out.write(record(number, title, abstract))
        out.write("</PubmedArticleSet>\n")
    return path


def packed(path: Path) -> Path:
    """The same file in gzip."""
    made = path.with_name(path.name + ".gz")
    with path.open("rb") as file, gzip.open(made, "wb", 1) as out:
        shutil.copyfileobj(file, out)
    return made


def run(program: str, path: Path) -> tuple[float, int]:
    """CPU-seconds and peak memory (KB) of a program over a file."""
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        os.execv(sys.executable, [sys.executable, "-c", program, str(path)])
    _, _, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("bulk", type=Path)
    options.add_argument("--records", type=int, default=20000)
    options.add_argument("--memory", default="2000,200000")
    options.add_argument("--lines", default="")
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args()
    readers = {"kg read": KG, "lxml": LXML, "pubmed_parser": PUBMED_PARSER}
    if importlib.util.find_spec("pubmed_parser") is None:
        del readers["pubmed_parser"]
    with tempfile.TemporaryDirectory() as folder:
        one = write(Path(folder, "one.xml"), given.bulk, 1)
        many = write(Path(folder, "many.xml"), given.bulk, given.records)
        files = {name: (one, many) for name in readers} | {"pubmed_parser": (packed(one), packed(many))}
        laps = [  # the readers take turns, so that a busy machine is busy for all
            {
                name: run(program, files[name][1])[0] - run(program, files[name][0])[0]
                for name, program in readers.items()
            }
            for _ in range(given.repeat)
        ]
        speeds = {name: given.records / statistics.median(lap[name] for lap in laps) for name in readers}
        for name, speed in speeds.items():
            print(f"{name:14} {speed:9.0f} records per CPU-second")
        for name in (name for name in speeds if name != "kg read"):
            print(f"kg read / {name} {speeds['kg read'] / speeds[name]:.2f}")
        for size in filter(None, given.memory.split(",")):
            path = write(Path(folder, "memory.xml"), given.bulk, int(size))
            print(f"peak memory of {int(size):>7} records: {run(KG, path)[1] / 1024:.0f} MB")
        for form, size in itertools.product(LINES, filter(None, given.lines.split(","))):
            path = write_lines(Path(folder, "lines.txt"), form, given.bulk, int(size))
            megabytes = path.stat().st_size / 1e6
            print(f"{form:8} {int(size):>7} records, {megabytes:4.0f} MB: peak {run(KG, path)[1] / 1024:.0f} MB")


if __name__ == "__main__":
    main()
