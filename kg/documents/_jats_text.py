"""The prose of a JATS article: abstracts with their headings, body paragraphs without figures and references."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from kg.documents import _abstract, _labels, _xml
from kg.model import Passage, Section, Zone

Node = Any  # lxml has no types

# What stands in paragraphs or between them and is no prose.
_ASIDE = frozenset(
    "fig fig-group table-wrap table-wrap-group table disp-formula disp-formula-group boxed-text supplementary-material "
    "media graphic inline-graphic fn fn-group ref-list ack glossary def-list verse-group preformat code speech "
    "object-id label title".split()
)
_MARKS = frozenset({"bibr", "fn", "table-fn"})  # what a citation or a note is called among cross-references
# Abstracts that only point to the article, or show it.
_TEASERS = frozenset("graphical teaser toc web-summary editor precis".split())
_HIGHLIGHTS = frozenset("key-points highlights author-highlights keypoints".split())


def abstracts(meta: Node, language: str | None) -> Iterator[Passage]:
    """Highlights first, then the abstract; summaries and translations after them, as body text.

    An English translation of a foreign abstract is an abstract too.
    """
    found = [a for a in meta.iterfind("abstract") if (a.get("abstract-type") or "") not in _TEASERS]
    for abstract in found:
        _without_citations(abstract)
    yield from (p for a in found if a.get("abstract-type") in _HIGHLIGHTS for p in _highlights(a))
    main = [a for a in found if a.get("abstract-type") not in _HIGHLIGHTS]
    for number, abstract in enumerate(main):
        yield from _sections(abstract, "body" if number else "abstract")
    for abstract in meta.iterfind("trans-abstract"):
        english = (_xml.attribute(abstract, "lang") or "").lower().startswith("en") and language != "en"
        yield from _sections(abstract, "abstract" if english else "body")


def _highlights(abstract: Node) -> Iterator[Passage]:
    points = list(abstract.iter("list-item")) or list(abstract.iter("p"))
    for point in points:
        if text := _xml.text(point).lstrip("•-– "):
            yield Passage(section="highlight", zone="Highlight", text=text)


def _sections(abstract: Node, section: Section) -> Iterator[Passage]:
    """Each `sec` with its title, or what headings the paragraphs begin with."""
    loose: list[str] = []
    for child in abstract:
        name = _xml.local(child)
        if name == "sec":
            yield from _abstract_section(child, section)
        elif name and name not in ("title", "label", "object-id") and (text := _xml.text(child)):
            loose.append(text)
    for passage in _abstract.passages("\n".join(loose)):
        yield passage if section == "abstract" else Passage(section=section, zone=passage.zone, text=passage.text)


def _abstract_section(sec: Node, section: Section) -> Iterator[Passage]:
    label = _xml.text(sec.find("title")).rstrip(" :.")
    parts = (_xml.text(child) for child in sec if _xml.local(child) not in ("title", "label", "sec"))
    if text := " ".join(filter(None, parts)):
        zone = zone_of(label) if label else "Unlabelled"
        yield Passage(section=section, zone=zone, text=text, label=f"{label}:" if label else None)
    for inner in sec.iterfind("sec"):
        yield from _abstract_section(inner, section)


def body(node: Node | None) -> Iterator[Passage]:
    """One passage for each paragraph, in the zone of the outermost section's title."""
    for child in node if node is not None else ():
        if _xml.local(child) == "sec":
            title = _xml.text(child.find("title"))
            zone = zone_of(title) if title else _typed(child.get("sec-type"))
            yield from _paragraphs(child, zone)
        elif _xml.local(child) == "p":
            yield from _paragraph(child, "Unlabelled")


def _paragraphs(sec: Node, zone: Zone) -> Iterator[Passage]:
    for child in sec:
        name = _xml.local(child)
        if name == "p":
            yield from _paragraph(child, zone)
        elif name in ("sec", "list", "list-item", "disp-quote"):
            yield from _paragraphs(child, zone)


def _paragraph(node: Node, zone: Zone) -> Iterator[Passage]:
    _without_asides(node)
    if text := _xml.text(node):
        yield Passage(section="body", zone=zone, text=text)


def _without_asides(node: Node) -> None:
    """Takes figures, tables and raised citation numbers out of a paragraph; the text after them stays."""
    _without_citations(node)
    for child in list(node.iter()):
        if child is not node and _xml.local(child) in _ASIDE:
            _emptied(child)


def _without_citations(node: Node) -> None:
    """Takes out marks that are raised, whether the mark stands in the `sup` or the `sup` in the mark."""
    sups = list(node.iter("sup"))
    marks = [sup for sup in sups if any(x.get("ref-type") in _MARKS for x in sup.iterfind("xref"))]
    marks += [x for x in node.iter("xref") if x.get("ref-type") in _MARKS and _is_raised(x)]
    for mark in marks:
        _emptied(mark)
    for sup in sups if marks else ():
        if not any(map(str.isalnum, _xml.text(sup))):  # the comma between two marks
            _emptied(sup)


def _is_raised(node: Node) -> bool:
    return len(node) > 0 and not (node.text or "").strip() and all(_xml.local(child) == "sup" for child in node)


def _emptied(node: Node) -> None:
    tail = node.tail
    node.clear()
    node.tail = tail


@cache
def zone_of(title: str) -> Zone:
    """The zone a section's title opens."""
    return _labels.zone_of(title)


def _typed(kind: str | None) -> Zone:
    """The zone of JATS's own names for sections: "materials|methods"."""
    return zone_of((kind or "").partition("|")[2] or kind or "Unlabelled")
