"""BibTeX (btxdoc, 1988), in UTF-8 as biber and BibTeX8 read it: an entry a paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from kg.mapping.exports._references import Name, Reference, references
from kg.text import slug

FORM = "bibtex"
_TYPES = {
    "preprint": "unpublished", "thesis": "phdthesis", "chapter": "incollection", "book": "book",
    "conference": "inproceedings", "dataset": "misc", "registration": "misc", "report": "techreport", "other": "misc",
}  # fmt: skip
_PUBLISHERS = {"thesis": "school", "report": "institution"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "%": r"\%", "&": r"\&", "$": r"\$",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_TO_ESCAPE = re.compile(r"[\\{}%&$#_~^]")
_DASH = re.compile(r"(?<=\w)-(?=\w)")
_SHORT_WORDS = frozenset("a an the of on in for and to with".split())


def files(store: ox.Store) -> Iterator[tuple[str, str]]:
    """One file; keys are first author, year and first word, with a letter where they would meet."""
    papers = list(references(store))
    keys = [_key(paper) for paper in papers]
    often, seen = Counter(keys), Counter[str]()
    entries = []
    for paper, key in zip(papers, keys, strict=True):
        seen[key] += 1
        entries.append(_entry(paper, key if often[key] == 1 else f"{key}{_letters(seen[key])}"))
    yield "references.bib", "\n".join(entries)


def _key(paper: Reference) -> str:
    first = paper.authors[0] if paper.authors else Name(literal="anonymous")
    word = next((w for w in slug(paper.title).split("-") if w not in _SHORT_WORDS), "")
    return slug(first.family or first.literal).replace("-", "") + paper.issued[:4] + word


def _letters(number: int) -> str:
    """a, b … z, aa, ab …

    >>> _letters(1), _letters(27)
    ('a', 'aa')
    """
    number, last = divmod(number - 1, 26)
    return (_letters(number) if number else "") + "abcdefghijklmnopqrstuvwxyz"[last]


def _entry(paper: Reference, key: str) -> str:
    year, _, rest = paper.issued.partition("-")
    month = rest.partition("-")[0]
    in_book = paper.kind in ("chapter", "conference", "book")
    fields = {
        "author": " and ".join(map(_name, paper.authors)), "editor": " and ".join(map(_name, paper.editors)),
        "title": f"{{{_escaped(paper.title)}}}",  # braced twice: capitals stay
        "booktitle": _escaped(paper.host or paper.journal) if in_book else "",
        "journal": "" if in_book else _escaped(paper.journal or paper.host),
        "year": year, "volume": _escaped(paper.volume), "number": _escaped(paper.issue),
        "pages": _DASH.sub("--", _escaped(paper.pages or paper.number)), 
        _PUBLISHERS.get(paper.kind, "publisher"): _escaped(paper.publisher),
        "doi": paper.doi, "pmid": paper.pmid, "pmcid": paper.pmcid, "issn": ", ".join(paper.issns),
        "isbn": ", ".join(paper.isbns), "url": paper.url, "language": next(iter(paper.languages), ""),
        "keywords": _escaped("; ".join(paper.keywords)), "abstract": _escaped(paper.abstract),
        "note": "Retracted" if paper.retracted else "",
    }  # fmt: skip
    lines = [f"  {name} = {{{_balanced(value)}}},\n" for name, value in fields.items() if value]
    if month.isdigit() and 1 <= int(month) <= len(_MONTHS):
        lines.append(f"  month = {_MONTHS[int(month) - 1]},\n")
    return f"@{_TYPES.get(paper.kind, 'article')}{{{key},\n{''.join(lines)}}}\n"


def _name(name: Name) -> str:
    if name.literal:
        return f"{{{_escaped(name.literal)}}}"
    family = f"{{{_escaped(name.family)}}}" if " and " in name.family or "," in name.family else _escaped(name.family)
    return f"{family}, {_escaped(name.given)}" if name.given else f"{{{_escaped(name.family)}}}"


def _escaped(text: str) -> str:
    return _TO_ESCAPE.sub(lambda match: _SPECIAL[match[0]], " ".join(text.split()))


def _balanced(value: str) -> str:
    """An address with a brace in it would end its field: such a brace is percent-encoded."""
    return value if value.count("{") == value.count("}") else value.replace("{", "%7B").replace("}", "%7D")
