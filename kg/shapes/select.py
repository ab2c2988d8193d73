"""SELECT over a store, with the project's prefixes."""

from __future__ import annotations

import pyoxigraph as ox

from kg.terms import PREFIXES


def rows(store: ox.Store, query: str) -> ox.QuerySolutions:
    """The solutions, over all graphs of the store together."""
    result = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(result, ox.QuerySolutions)
    return result
