"""query.html: the answer of any query as a picture: its nodes, how it ties them, the sentences behind each tie.

Not one of the views that are drawn with every graph: it is made when a question is asked (`kg view --query`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.errors import UsageError
from kg.terms import curie
from kg.views._answer import Answer, Tie, ends, fitting, ties_of
from kg.views._cards import deck
from kg.views._draw import DASHES
from kg.views._entity import Index, index
from kg.views._groups import Box, Placed, place
from kg.views._model import Claim, Model
from kg.views._network import OPTIONS, draw, library
from kg.views._page import count, frame
from kg.views._site import Site, identifier, kind_of, name_of, others
from kg.views._text import clean, short, web
from kg.views._words import WORDS

NAME = "query"
KINDS = ("therapy", "disease", "outcome", "target", "proposition", "claim", "paper", "author", "node")
_SHAPES = {
    "therapy": "hexagon", "disease": "diamond", "outcome": "star", "target": "square", "proposition": "square",
    "claim": "triangle", "paper": "dot", "author": "square", "node": "dot",
}  # fmt: skip
_HELP = (
    "What the query gives, drawn: of a table, the nodes of each row are tied one after another; of a graph, each"
    " statement is a line. The more rows, the wider the line.",
    "Click a line or a node: the sentences about both ends appear here. Type / to search, arrow keys move, Enter reads,"
    " Esc clears.",
)
_BENDS = {"": 0.08, "supports": 0.1, "disputes": 0.1, "neutral": 0.02}
_ROWS, _CLAIMS = 400, 60  # rows of the table, sentences a line


def render(model: Model, site: Site, answer: Answer, *, query: str, question: str) -> str:
    """The page; UsageError where the answer ties no two nodes."""
    ties, named = ties_of(answer)
    if not ties:
        raise UsageError(
            "the answer ties no two nodes, so there is nothing to draw",
            help="select two or more nodes a row (SELECT ?therapy ?disease …), or CONSTRUCT a graph",
        )
    drawn = fitting(ties, site.max_nodes)
    names = list(dict.fromkeys(end for tie in drawn for end in (tie.source, tie.target)))
    dealt, between = _dealt(model, site, drawn, names)
    ids = {iri: _identifier(model, iri, named) for iri in names}
    degree = Counter(end for tie in drawn for end in (tie.source, tie.target))
    placed = place(names, [(t.source, t.target, 1.0) for t in drawn], {i: _box(model, i, named) for i in names})
    claims = {iri: n for n, iri in enumerate(dealt["order"])}
    nodes = [_node(model, site, i, placed, ids, named, claims, degree[i]) for i in names]
    edges = [_edge(tie, ids, dealt, between) for tie in drawn]
    context = frame(
        site, name=NAME, title=WORDS["asked"], question=question or WORDS["asked_question"], styles=["map.css"],
        code=[library(), "app.js", "panel.js", "mapsvg.js", "map.js", "start.js"],
    ) | _told(model, site, answer, ties, query)  # fmt: skip
    context["data"] = _data(model, site, placed, dealt, ids, degree, query, len(ends(ties)))
    return draw("asked.html.j2", context, nodes, edges, OPTIONS)


# ---------------------------------------------------------------- nodes, lines, sentences


def _dealt(
    model: Model, site: Site, ties: Sequence[Tie], names: Sequence[str]
) -> tuple[Mapping[str, Any], Mapping[Tie, Sequence[Claim]]]:
    """The claims that are nodes and those about both ends of a line, dealt as cards; and those of the lines."""
    found = index(model)
    between = {tie: claims for tie in ties if (claims := _both(found, tie))}
    own: dict[Any, list[Claim]] = {iri: [model.claims[iri]] for iri in names if iri in model.claims}
    return deck(model, site, own | between), between


def _both(found: Index, tie: Tie) -> list[Claim]:
    """The claims about both ends, of a line with a stance those that take it."""
    beside = {claim.iri for claim in found.claims.get(tie.target, ())}
    both = [claim for claim in found.claims.get(tie.source, ()) if claim.iri in beside]
    return [claim for claim in both if not tie.stance or claim.stance == tie.stance][:_CLAIMS]


def _kind(model: Model, iri: str) -> str:
    known = (model.concepts, model.papers, model.people, model.propositions)
    return "claim" if iri in model.claims else kind_of(model, iri) if any(iri in table for table in known) else "node"


def _name(model: Model, iri: str, named: Mapping[str, str]) -> str:
    if iri in model.claims:
        claim = model.claims[iri]
        ends = [name_of(model, i) for i in (claim.therapy, *claim.diseases) if i]
        return " → ".join(ends) or claim.quote
    return named.get(iri) or (curie(iri) if _kind(model, iri) == "node" else name_of(model, iri))


def _identifier(model: Model, iri: str, named: Mapping[str, str]) -> str:
    if iri in model.claims:
        return f"{identifier(model, model.claims[iri].paper)}-{iri.rpartition('-')[2]}"
    return identifier(model, iri) if _kind(model, iri) != "node" else iri


def _box(model: Model, iri: str, named: Mapping[str, str]) -> Box:
    return Box(half=max(24, 3.6 * len(short(_name(model, iri, named), 24)) + 4), above=16, below=34)


def _node(
    model: Model, site: Site, iri: str, placed: Placed, ids: Mapping[str, str], named: Mapping[str, str],
    claims: Mapping[str, int], degree: int,
) -> dict[str, Any]:  # fmt: skip
    kind, (x, y) = _kind(model, iri), placed.at[iri]
    name = _name(model, iri, named)
    made: dict[str, Any] = {
        "id": ids[iri], "iri": iri, "kind": kind, "x": x, "y": y, "label": " ", "shape": _SHAPES[kind],
        "size": round(8 + min(9.0, 1.4 * math.sqrt(degree)), 1), "name": short(name, 120), "title": short(name, 24),
        "strong": kind != "claim", "degree": degree, "page": site.pages.get(iri, ""),
        "count": count(degree, "links"),
    }  # fmt: skip
    if kind == "claim":
        stance = model.claims[iri].stance
        made |= {"stance": stance, "shape": "triangleDown" if stance == "disputes" else "triangle"}
        made |= {"claim": claims[iri]} if iri in claims else {}
    if kind == "paper":
        made["text"] = short(model.papers[iri].title, 240)
    return made | ({"also": list(model.concepts[iri].synonyms[:6])} if iri in model.concepts else {})


def _edge(
    tie: Tie, ids: Mapping[str, str], dealt: Mapping[str, Any], between: Mapping[Tie, Sequence[Claim]]
) -> dict[str, Any]:
    claims = between.get(tie, ())
    bend = {"type": "curvedCCW" if tie.stance == "supports" else "curvedCW", "roundness": _BENDS[tie.stance]}
    made: dict[str, Any] = {
        "id": f"{ids[tie.source]}~{ids[tie.target]}~{tie.word}~{tie.stance}", "from": ids[tie.source],
        "to": ids[tie.target], "what": tie.word, "width": round(min(7.0, 1 + math.log2(tie.rows)), 1), "opacity": 0.6,
        "dashes": DASHES.get(tie.stance, False), "smooth": {"enabled": True, **bend},
    }  # fmt: skip
    if tie.stance:
        made["stance"] = tie.stance
    if claims:
        made |= {"claims": dealt["places"][tie], "total": len(claims)}
        made["papers"] = len({claim.paper for claim in claims})
    return made


# ---------------------------------------------------------------- what stands around the picture


def _data(
    model: Model, site: Site, placed: Placed, dealt: Mapping[str, Any], ids: Mapping[str, str],
    degree: Mapping[str, int], query: str, all_nodes: int,
) -> dict[str, Any]:  # fmt: skip
    ranked = sorted(ids, key=lambda iri: (-degree[iri], ids[iri]))
    kinds = {_kind(model, iri) for iri in ids}
    return {
        "view": NAME,
        "claims": dealt["claims"],
        "papers": dealt["papers"],
        "years": sorted({paper["year"] for paper in dealt["papers"] if "year" in paper}),
        "others": others(model, site, ids),
        "query": query,
        "kinds": [kind for kind in KINDS if kind in kinds],
        "isolated": True,
        "help": list(_HELP),
        "top": [ids[iri] for iri in ranked[:40]],
        "all": all_nodes,
        "groups": [{"lines": [], "x": x, "y": y, "rx": rx, "ry": ry} for x, y, rx, ry in placed.ellipses],
    }


def _told(model: Model, site: Site, answer: Answer, ties: Sequence[Tie], query: str) -> dict[str, Any]:
    columns, rows = list(answer.variables), list(answer.rows)
    if answer.triples is not None:
        columns, rows = list(WORDS["statement_columns"].split(",")), []
    told = f"{len(ends(ties)):,} {WORDS['nodes']} · {len(ties):,} {WORDS['links']}"
    cells = list(_cells(model, site, rows)) if rows else list(_statements(model, site, ties))
    return {
        "summary": f"{told} · {count(len(answer.rows), 'row')}" if answer.rows else told,
        "query": query,
        "columns": columns,
        "rows": cells[:_ROWS],
        "all_rows": len(cells),
        "alt": f"{told.replace(' · ', ', ')}. A table with the same follows.",
    }


def _cells(model: Model, site: Site, rows: Iterable[Sequence[Any]]) -> Iterator[list[tuple[str, str | None]]]:
    for row in rows:
        yield [_cell(model, site, t.value, t.kind == "uri") if t else ("", None) for t in row]


def _statements(model: Model, site: Site, ties: Iterable[Tie]) -> Iterator[list[tuple[str, str | None]]]:
    for tie in ties:
        yield [_cell(model, site, tie.source, True), (tie.word, None), _cell(model, site, tie.target, True)]


def _cell(model: Model, site: Site, value: str, is_node: bool) -> tuple[str, str | None]:
    """The text and the address it leads to: an entity's page, else the node's own IRI."""
    if not is_node:
        return short(clean(value), 300), None
    return short(_name(model, value, {}), 120), site.pages.get(value) or web(value)
