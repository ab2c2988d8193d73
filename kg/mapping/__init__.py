"""All of it as triples: N-Triples lines in, sorted Turtle out."""

from kg.mapping import formats, turtle
from kg.mapping.concept import concepts, used
from kg.mapping.dataset import dataset
from kg.mapping.paper import description, documents, triples
from kg.mapping.part import ANY_DOCUMENT, Part, from_line, one_line, part
from kg.mapping.proposition import propositions
from kg.mapping.reading import statements

__all__ = [
    "ANY_DOCUMENT", "Part", "concepts", "dataset", "description", "documents", "formats", "from_line", "one_line",
    "part", "propositions", "statements", "triples", "turtle", "used",
]  # fmt: skip
