"""LaTeX in the fields of a bibliography → text: accents, groups, mathematics, raised and lowered signs."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING

from kg.documents import _text

if TYPE_CHECKING:
    from bibtexparser.middlewares import LatexDecodingMiddleware

_DEEPEST = 60  # braces in braces; the decoder calls itself for each
_NEEDED = re.compile(r"[\\$~]")
_MATH = re.compile(r"(?<!\\)\$([^$\n]{1,300})(?<!\\)\$")
_MATHEMATICAL = re.compile(r"[\\^_={<>+*/]|\A\S{1,12}\Z")
_RAISED = re.compile(r"\\text(super|sub)script\s*\{([^{}]{0,100})\}")
_IN_MATH = re.compile(r"([\^_])(?:\{((?:[^{}]|\{[^{}]{0,100}\}){0,100})\}|(\\[A-Za-z]+|[^\s{}\\]))")

# Commands that the decoder does not know and would leave out.
_SIGNS = {
    "textgreater": ">", "textless": "<", "textbar": "|", "textunderscore": "_", "slash": "/", "ne": "≠", "degree": "°",
    "ddagger": "‡", "S": "§", "P": "¶", "pounds": "£", "copyright": "©", "euro": "€", "ordfeminine": "ª", "og": "«",
    "fg": "»", "textalpha": "α", "textbeta": "β", "textgamma": "γ", "lbrack": "[", "rbrack": "]", "nobreakspace": " ",
    "quad": " ", "qquad": " ", "enspace": " ", "thinspace": " ", "newline": " ", "par": " ",
}  # fmt: skip
_SIGN = re.compile(rf"\\({'|'.join(_SIGNS)})(?![A-Za-z])(?:\{{\}}|[ \t]+)?")
_QUOTED = re.compile(r"``([^`]{0,500}?)''")
_LINK = re.compile(r"\\href\s*\{[^{}]{0,1000}\}")


def text(value: str) -> str:
    r"""The text of a field's value, lines kept, raised signs as <sup>; what cannot be decoded stays as it stands.

    >>> text(r"P\"{a}ckert on {DNA}$_{2}$ at 10\% of $\beta$"), text("5 \\% and 10% at $5 or $6")
    ('Päckert on DNA<sub>2</sub> at 10% of β', '5 % and 10% at $5 or $6')
    """
    if _NEEDED.search(value):
        value = _decoded(_prepared(value))
    return _QUOTED.sub(r"“\1”", value.replace("{", "").replace("}", ""))


def _prepared(value: str) -> str:
    """Raised and lowered signs as markup that `clean` knows; dollars and per cents that are only themselves escaped."""
    value = _SIGN.sub(lambda sign: _SIGNS[sign[1]], _LINK.sub("", value))
    value = _MATH.sub(_math, value)
    value = _RAISED.sub(r"<su\1>\2</su\1>", value).replace("<susuper", "<sup").replace("</susuper", "</sup")
    value = value.replace("<susub", "<sub").replace("</susub", "</sub")
    return re.sub(r"(?<!\\)%", r"\\%", value)


def _math(match: re.Match[str]) -> str:
    inner = match[1]
    if not _MATHEMATICAL.search(inner):
        return rf"\${inner}\$"
    return re.sub(r"(\\[A-Za-z]+)\Z", r"\1{}", _IN_MATH.sub(_script, inner))  # what follows is no part of its name


def _script(match: re.Match[str]) -> str:
    name = "sup" if match[1] == "^" else "sub"
    return f"<{name}>{match[2] if match[2] is not None else match[3]}</{name}>"


def _decoded(value: str) -> str:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    if _depth(value) > _DEEPEST:
        return value
    entry = Entry(entry_type="x", key="x", fields=[Field(key="x", value=_dollars(value))])
    _decoder().transform_entry(entry, Library())
    return str(entry.fields_dict["x"].value)


@cache
def _decoder() -> LatexDecodingMiddleware:
    from bibtexparser.middlewares import LatexDecodingMiddleware

    logging.getLogger("pylatexenc").addHandler(logging.NullHandler())  # it would print what it leaves undecoded
    return LatexDecodingMiddleware(keep_math_mode=False)


def _dollars(value: str) -> str:
    """Dollars left after the formulas are no formulas."""
    return re.sub(r"(?<!\\)\$", r"\\$", value)


def _depth(value: str) -> int:
    deepest = depth = 0
    for sign in re.findall(r"[{}]", value):
        depth += 1 if sign == "{" else -1
        deepest = max(deepest, depth)
    return deepest


def plain(value: str) -> str:
    """The same on one line, clean.

    >>> plain("The {impossible}\\n   TEL---book")
    'The impossible TEL---book'
    """
    return _text.clean(text(value))
