"""Lines of one paper as Turtle, so that they need be made once only, and what else the graph needs of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.mapping import predicates as P
from kg.mapping import turtle

_MENTION, _BODY = P.IS_MENTION.split(" ")[2], P.HAS_BODY[1:]
_CUT, _BREAK = "\x02", "\x01"  # stand in no line: N-Triples escapes them
# A document whose hash is filled in at the end: a record says the same in whatever version of a file it stands.
ANY_DOCUMENT = "\x1a" * 16


@dataclass(frozen=True, slots=True)
class Part:
    """`blocks` are one-line forms of Turtle, each begun by its subject; `own` says the rest of lines on the paper.

    `others` are lines on nodes that other papers speak of too; `types` counts the subjects in `blocks` by their
    types, `named` lists the concepts that mentions have for bodies, `grounded` counts these mentions.
    """

    blocks: list[str]
    own: list[str]
    others: list[str]
    types: dict[str, int]
    named: list[str]
    grounded: int


def part(lines: Iterable[str], paper: str, base: str, *, whole: bool = False) -> Part:
    """What lines of a paper (an IRI) come to; `whole`: they are all there are on the paper itself."""
    node, below = f"<{paper}>", f"<{paper}#"
    subjects: defaultdict[str, list[str]] = defaultdict(list)
    others: dict[str, None] = {}
    begins, ours, rests = "\n", False, list[str]()  # of the subject before: most lines are on the same
    for line in lines:
        if not line.startswith(begins):
            begins = line[: line.index(" ") + 1]
            ours = begins.startswith((node, below))
            rests = subjects[begins[:-1]] if ours else []
        if ours:
            rests.append(line[len(begins) :])
        elif ANY_DOCUMENT not in begins:
            others[line] = None
    own = [] if whole else list(dict.fromkeys(subjects.pop(node, ())))
    types: Counter[str] = Counter()
    named: dict[str, None] = {}
    blocks, grounded = [], 0
    for subject, kinds, text in turtle.blocks(subjects, base):
        types.update(kinds)
        blocks.append(one_line(subject, text))
        if _MENTION in kinds:
            bodies = [rest[len(_BODY) : -2] for rest in subjects[subject] if rest.startswith(_BODY)]
            named.update(dict.fromkeys(bodies))
            grounded += bool(bodies)
    return Part(blocks, own, list(others), dict(types), list(named), grounded)


def one_line(subject: str, text: str) -> str:
    """A block as one line, which sorts as its subject does."""
    return f"{subject}{_CUT}{text}".replace("\n", _BREAK)


def from_line(line: str) -> str:
    """The block that a line was made from."""
    return line[line.index(_CUT) + 1 :].replace(_BREAK, "\n")
