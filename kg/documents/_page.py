"""A catalogue page, saved as text or as HTML (WHATWG HTML, read with selectolax), as lines and labelled fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from kg.documents import _text
from kg.errors import RecordError
from kg.text import fold

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|div|table|main)\b",
    re.I | re.S,
)
_DROPPED = frozenset("head script style noscript nav footer template svg button select option iframe input".split())
_HIDDEN = re.compile(
    r"(?:^|\s)(?:hidden|visually-hidden|sr-only|breadcrumbs?|sidebar|similar-items|ep_tm_header)(?:\s|$)"
)
_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tbody thead tr section article main header blockquote pre form "
    "body br hr figure fieldset aside".split()
)
_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table blockquote section article".split())
_CELL = re.compile(r"\|?\s*(?P<label>[^|\t]{1,60}?)\s*:?\s*[|\t]")
_COLON = re.compile(r"(?P<label>[^:|：\t]{1,60})[:：]")
_LABEL = re.compile(r"[A-ZÀ-Þ][^\W\d_][\w/&()' -]*\Z")  # what a page may print for a label, be it a strange one
_OTHER_FORMATS = ("{", "[{", "@", "TY  -", "PMID-", "%0 ", "FN ")
_NESTED = re.compile(r"<(/?)(?!p\b|li\b|d[td]\b|t[drh]\b|br\b|img\b|meta\b|link\b|input\b|hr\b|option\b)[a-z]", re.I)
LARGEST = 32 << 20  # bytes of a page
DEEPEST = 1000  # browsers stop at 512; the parser takes quadratic time in the depth
_SPACES = re.compile(r"\s+")
_RULE = re.compile(r"[\s|:-]*-{3,}[\s|:-]*\Z")


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page as a reader sees them ("" where a paragraph ends).

    `meta` holds the contents of HTML <meta> by their names in lower case, `heading` the text of the first <h1>.
    """

    lines: tuple[str, ...]
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value: the canonical name of its label and the lines of the value."""

    name: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The value as one clean line."""
        return _text.clean(" ".join(self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a kind of page labels its fields.

    `names`: canonical name by folded label.  `prose`: fields of running text, over blank lines; inside them a label
    that the page has printed before is a word of the text.  `lists`: fields over blank lines, an item a line.
    `brief`: fields of one line, which end where any label stands, known or not.  `ends`: a line that belongs to no
    field.
    """

    names: Mapping[str, str]
    prose: frozenset[str]
    lists: frozenset[str]
    brief: frozenset[str]
    ends: re.Pattern[str]


def is_html(text: str) -> bool:
    """Whether a text begins as a saved page."""
    return bool(_HTML.match(text))


def beginning(head: bytes) -> str:
    """The first characters of what may be a page; "" for what begins as JSON, XML, RIS, BibTeX and their like do."""
    text = head.decode("utf-8", "replace").replace("\r", "\n").lstrip("\ufeff \t\n")
    return "" if text.startswith(_OTHER_FORMATS) or (text.startswith("<") and not is_html(text)) else text


def load(file: BinaryIO) -> Page:
    """The page in a file; raises `RecordError` where the bytes are no text, or more than a page can be."""
    text = source(file)
    if is_html(text):
        return _from_html(text)
    return Page(tuple(_lines(text)))


def source(file: BinaryIO) -> str:
    """The text of a page's file; raises `RecordError` as `load` does."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise RecordError(f"a page of more than {LARGEST >> 20} MB", raw=data[:1000])
    return _text.decode(data)


def row(line: str) -> tuple[str, str] | None:
    """The label and value of "Label: | value |", "| Label | value |", "Label: value" or cells parted by a tab.

    >>> row("DOI: | 10.1000/1 |"), row("| Title | A trial |"), row("ISSN:1234-5679"), row("Archive Staff Only")
    (('DOI', '10.1000/1'), ('Title', 'A trial'), ('ISSN', '1234-5679'), None)
    """
    found = _CELL.match(line) if "|" in line[:70] or "\t" in line[:70] else None
    found = found or _COLON.match(line)
    if not found:
        return None
    return found["label"].strip(" |"), line[found.end() :].strip(" |\t").removeprefix("**").lstrip()


def fields(lines: Iterable[str], layout: Layout) -> Iterator[Field]:
    """The labelled fields among the lines, in order.

    A value goes on below its label until the next known label, a line that ends fields or, but for prose and lists,
    a blank line.
    """
    name, value, seen = "", list[str](), set[str]()
    for line in lines:
        found = row(line)
        label = fold(found[0]) if found else ""
        known = layout.names.get(label)
        if found and known and not (name in layout.prose and label in seen):
            yield Field(name, tuple(value))
            name, value = known, [found[1]] if found[1] else []
            seen.add(label)
        elif not name or _RULE.match(line[:200]):
            continue
        elif layout.ends.match(line[:400]) or _closes(line, name, value, found, layout):
            yield Field(name, tuple(value))
            name, value = "", []
        elif line or value:
            value.append(line.strip(" |"))
    yield Field(name, tuple(value))


def _closes(line: str, name: str, value: list[str], found: tuple[str, str] | None, layout: Layout) -> bool:
    """Whether a line that no known label begins is no part of the field above it."""
    if not line:
        return bool(value) and name not in layout.prose | layout.lists
    return bool(value and found and found[1] and name in layout.brief and _LABEL.match(found[0]))


def first(found: Iterable[Field], *names: str) -> Field | None:
    """The first field of one of the names that is not blank; the names in order of preference."""
    given = list(found)
    return next((f for name in names for f in given if f.name == name and f.text), None)


def text_of(found: Iterable[Field], *names: str) -> str:
    """The text of the first field of one of the names that is not blank; "" where there is none."""
    field = first(found, *names)
    return field.text if field else ""


def labels(table: Mapping[str, str]) -> Mapping[str, str]:
    """Canonical names by folded label, of a table "canonical": "Label|Label|…".

    >>> labels({"date": "Date|Datum"})["datum"]
    'date'
    """
    return MappingProxyType({fold(label): name for name, all_ in table.items() for label in all_.split("|")})


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"\r\n|\r|\n|\u2028|\u2029", text):
        line = "\t".join(" ".join(cell.split()) for cell in line.split("\t")).strip()
        yield line.strip("| ") if line[:1] == "|" and line.count("|") < 3 else line


def tree(text: str) -> LexborHTMLParser:
    """The tree of a saved page; raises `RecordError` where it is nested too deep."""
    from selectolax.lexbor import LexborHTMLParser

    if _depth(text) > DEEPEST:
        raise RecordError(f"HTML is nested more than {DEEPEST} deep", help="save the page again from a browser")
    return LexborHTMLParser(text)


def _from_html(text: str) -> Page:
    parsed = tree(text)
    meta: dict[str, tuple[str, ...]] = {}
    for node in parsed.css("meta[name][content]"):
        name = (node.attributes.get("name") or "").strip().lower()
        content = _text.clean(node.attributes.get("content") or "")
        if content:
            meta[name] = (*meta.get(name, ()), content)
    heading = parsed.css_first("h1")
    rendered = "".join(_render(parsed.root)) if parsed.root else ""
    lines = re.sub(r"\n{3,}", "\n\n", "\n".join(_lines(rendered))).strip("\n").split("\n")
    return Page(tuple(lines), meta, _text.clean(heading.text()) if heading else "")


def _depth(text: str) -> int:
    """How deep elements that need a closing tag are nested at most."""
    depth = deepest = 0
    for tag in _NESTED.finditer(text):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _render(root: LexborNode) -> Iterator[str]:
    """The text of a tree, block elements on lines of their own, table cells parted by " | "."""
    stack: list[tuple[LexborNode | None, str]] = [(root, "")]
    while stack:
        node, after = stack.pop()
        if node is None:
            yield after
            continue
        if node.next is not None and node is not root:
            stack.append((node.next, ""))
        if node.tag == "-text":
            yield _SPACES.sub(" ", node.text_content or "")
        elif node.tag not in _DROPPED and not _is_hidden(node):
            before, closing = _edges(node)
            yield before
            stack.append((None, closing))
            if node.child is not None:
                stack.append((node.child, ""))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return bool(
        "hidden" in attributes
        or _HIDDEN.search(attributes.get("class") or "")
        or "display:none" in (attributes.get("style") or "").replace(" ", "")
    )


def _edges(node: LexborNode) -> tuple[str, str]:
    """What stands before and after an element's text."""
    tag = node.tag or ""
    if tag in {"td", "th"}:
        return "", " | "
    if tag == "dt":
        return "\n", " | "
    if tag == "dd":
        return "", "\n"
    if tag in _PARAGRAPHS:
        return "\n", "\n\n"
    return ("\n", "\n") if tag in _BLOCKS else ("", "")
