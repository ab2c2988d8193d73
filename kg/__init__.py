"""litkg: the knowledge graph of your literature.

The folder names below this one sort into the order in which a record meets them:
documents, entities, extraction, identity, mapping, shapes, sparql, views, workers.
"""

__version__ = "0.1.0"
