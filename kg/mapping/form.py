"""Nodes that one paper alone speaks of, written at once as they stand in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kg.mapping.turtle import short

LATER = "\x1b"  # stands in a block for what is known later; no literal holds it unescaped


class Form:
    """How nodes of one kind are written: classes first, then predicates in order of their IRIs.

    `later` are fields whose objects take more than one paper to know.

    >>> from kg.terms import FOAF
    >>> Form(FOAF.Person, name=FOAF.name, mail=FOAF.mbox)("<person/1>", {"name": '"Ada"'})
    '\\n<person/1> a foaf:Person ;\\n    foaf:name "Ada" .\\n'
    """

    def __init__(self, *classes: str, later: Collection[str] = (), **predicates: str) -> None:
        self._begin = " a " + ", ".join(map(short, sorted(classes)))
        ordered = sorted(predicates, key=lambda field: f"<{predicates[field]}>")
        self._fields = [(field, f" ;\n    {short(predicates[field])} ") for field in ordered]
        self._later = {field: predicate for field, predicate in self._fields if field in later}

    def __call__(self, node: str, objects: Mapping[str, str | None]) -> str:
        """The block of a node and its objects by field, as Turtle has them; what is absent or empty is left out."""
        told = [predicate + shown for field, predicate in self._fields if (shown := objects.get(field))]
        return f"\n{node}{self._begin}{''.join(told)} .\n"

    def begun(self, node: str, objects: Mapping[str, str | None]) -> str:
        """The same with LATER in place of the fields that are known later, whose objects `finished` is given."""
        told = []
        for field, predicate in self._fields:
            if field in self._later:
                told.append(LATER)
            elif shown := objects.get(field):
                told.append(predicate + shown)
        return f"\n{node}{self._begin}{''.join(told)} .\n"

    def finished(self, block: str, later: Mapping[str, str | None]) -> str:
        """A block that was begun, with the objects of the fields it was begun without."""
        return filled(block, [predicate + told if (told := later[f]) else "" for f, predicate in self._later.items()])

    def template(self, *fields: str) -> str:
        """What to put a node and the objects of these fields into (%), for the kinds that a paper has dozens of.

        Raises ValueError where the fields do not come in the order of the file.
        """
        told = [(field, predicate) for field, predicate in self._fields if field in fields]
        if [field for field, _ in told] != list(fields):
            raise ValueError(f"fields out of order: {fields}")
        return f"\n%s{self._begin}{''.join(f'{predicate}%s' for _, predicate in told)} .\n"


def several(objects: Iterable[str]) -> str:
    """Objects of one predicate, distinct and in order already."""
    return ",\n        ".join(objects)


def filled(text: str, told: Iterable[str]) -> str:
    """A text with something in place of each LATER, in order; ValueError where there are more or fewer of them.

    The marks are looked for one by one: `split` takes ten times as long where they are far between.

    >>> filled(f"{LATER} treats {LATER}.", ["A", "B"])
    'A treats B.'
    """
    pieces: list[str] = []
    begin = 0
    for each in told:
        end = text.index(LATER, begin)
        pieces += (text[begin:end], each)
        begin = end + 1
    if text.find(LATER, begin) >= 0:
        raise ValueError(f"more than {len(pieces) // 2} marks")
    return "".join([*pieces, text[begin:]])
