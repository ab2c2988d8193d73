"""All of it as Turtle, sorted: what one paper alone speaks of at once, what several may speak of by lines."""

from kg.mapping import formats, turtle
from kg.mapping.concept import Described, concepts, described, schemes, used, wanted
from kg.mapping.paper import ANY_DOCUMENT, Told, agent, blocks, told
from kg.mapping.proposition import propositions
from kg.mapping.shared import dataset, documents, journals, rules

__all__ = [
    "ANY_DOCUMENT", "Described", "Told", "agent", "blocks", "concepts", "dataset", "described", "documents", "formats",
    "journals", "propositions", "rules", "schemes", "told", "turtle", "used", "wanted",
]  # fmt: skip
