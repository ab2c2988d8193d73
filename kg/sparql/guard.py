"""What is refused before a query is run: the network, changes of the graph, and depth that would crash the parser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import QueryError

LONGEST = 200_000  # characters; the longest query people write by hand has about a hundredth of that
DEEPEST = 500  # braces and brackets one inside the other; the parser overflows its stack at about 5,000
_SIGNS = 500  # operators in a row, which nest without a bracket

# Strings and IRIs are one token each, so that nothing inside them counts.  Unclosed ones run to the end:
# possessive repeats and optional ends keep this linear on any input.
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:""")?'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"
    r'|"(?:[^"\\\n\r]|\\.)*+"?'
    r"|'(?:[^'\\\n\r]|\\.)*+'?"
    r"|\#[^\n\r]*+"
    r"|<[^<>\"{}|^`\\\x00-\x20]*+>"
    r"|[?$@]\w++"
    r"|[\w.-]*+:(?:[\w.:%-]|\\.)*+"
    r"|\w++"
    r"|[!+-](?:\s*+[!+-])*+"
    r"|[{}()\[\]]",
    re.DOTALL,
)
_PROLOGUE = {"prefix", "base", "version"}
_READS = {"select", "construct", "ask", "describe"}
_CHANGES = {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}


def check(text: str) -> None:
    """QueryError unless the text is a query that only reads, asks no other server and nests at most DEEPEST levels."""
    if len(text) > LONGEST:
        raise QueryError(f"the query has {len(text)} characters", help=f"at most {LONGEST} are read")
    words = []
    depth = 0
    for token in tokens(text):
        if token in "{([":
            depth += 1
        elif token in "})]":
            depth -= 1
        elif token[0] in "!+-" and len(token) > _SIGNS:
            depth = DEEPEST + 1
        elif token[0].isalpha() and ":" not in token:
            words.append(token.lower())
        if depth > DEEPEST:
            raise QueryError(f"the query is nested more than {DEEPEST} levels deep", help="write it flatter")
    _check_words(words)


def ordered(text: str) -> bool:
    """Whether the whole result, not only that of a subquery, has an ORDER BY."""
    depth = 0
    for token in tokens(text):
        depth += (token == "{") - (token == "}")
        if depth == 0 and token.lower() == "order":
            return True
    return False


def tokens(text: str) -> Iterator[str]:
    """The tokens of a SPARQL text that matter here; comments, and operators other than signs, are left out."""
    return (token for match in _TOKEN.finditer(text) if not (token := match[0]).startswith("#"))


def _check_words(words: list[str]) -> None:
    if "service" in words:
        raise QueryError("SERVICE asks another server, which is refused", help="query only the graph itself")
    first = next((word for word in words if word not in _PROLOGUE), "")
    if first in _CHANGES and first not in _READS:
        raise QueryError(
            f"{first.upper()} changes the graph, which is refused",
            help="ask with SELECT, ASK, CONSTRUCT or DESCRIBE; to change the graph, change its sources and build",
        )
