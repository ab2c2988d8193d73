"""All of it as Turtle, sorted: what one paper alone speaks of at once, what several may speak of by lines."""

from kg.mapping import formats, turtle
from kg.mapping.concept import concepts, kinds, schemes, used, wanted
from kg.mapping.paper import AGENT, ANY_DOCUMENT, Told, agent, blocks, told
from kg.mapping.proposition import propositions
from kg.mapping.shared import dataset, documents, journals, rules

__all__ = [
    "AGENT", "ANY_DOCUMENT", "Told", "agent", "blocks", "concepts", "dataset", "documents", "formats", "journals",
    "kinds", "propositions", "rules", "schemes", "told", "turtle", "used", "wanted",
]  # fmt: skip
