"""All of it as triples: N-Triples lines in, sorted Turtle out."""

from kg.mapping import turtle
from kg.mapping.concept import concepts, used
from kg.mapping.dataset import dataset
from kg.mapping.paper import triples
from kg.mapping.proposition import propositions

__all__ = ["concepts", "dataset", "propositions", "triples", "turtle", "used"]
