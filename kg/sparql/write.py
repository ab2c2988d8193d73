"""A result as text: for people (table, md), for programs (json, csv, tsv), as a graph (ttl)."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from typing import Any

from kg.errors import UsageError
from kg.sparql.result import Result, Term, ntriples
from kg.terms import PREFIXES, curie

FORMS = ("table", "json", "csv", "tsv", "ttl", "md")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # a terminal would obey them
_NARROW = 24  # columns that a long text needs to be read at ease
_NUMBERS = ("integer", "decimal", "double", "float")
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: (-len(item[1]), item[0]))


def write(result: Result, form: str, *, width: int | None = None) -> str:
    """The result in one of FORMS, with a line end at the end.

    `width`, in columns, is that of a table, else the terminal's, else 100.  Where a table has no room, columns of
    nothing but long IRIs are left out from the right, and its last line names them.
    """
    if form not in FORMS:
        raise UsageError(f"there is no form {form!r} of an answer", help=f"take one of {', '.join(FORMS)}")
    if form == "ttl":
        return _turtle(result)
    if form == "json":
        return json.dumps(_json(result), ensure_ascii=False, indent=2) + "\n"
    variables, rows = _grid(result)
    if form == "csv":
        return _csv(variables, rows)
    if form == "tsv":
        return _tsv(variables, rows)
    return (
        _markdown(variables, rows)
        if form == "md"
        else _table(variables, rows, width or shutil.get_terminal_size((100, 24)).columns)
    )


def _grid(result: Result) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
    """Every kind of result as rows: of ASK one cell, of CONSTRUCT three columns."""
    if result.boolean is not None:
        return ("answer",), ((Term(kind="literal", value=str(result.boolean).lower()),),)
    if result.triples is not None:
        return ("subject", "predicate", "object"), tuple(_triple(line) for line in result.triples)
    return result.variables, result.rows


def _triple(line: str) -> tuple[Term, Term, Term]:
    import pyoxigraph as ox

    (quad,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    return _term(quad.subject), _term(quad.predicate), _term(quad.object)


def _term(node: Any) -> Term:
    kind = type(node).__name__
    if kind == "Literal":
        return Term(kind="literal", value=node.value, datatype=node.datatype.value, language=node.language)
    return Term(kind="uri" if kind == "NamedNode" else "bnode", value=getattr(node, "value", str(node)))


def _json(result: Result) -> dict[str, Any]:
    """SPARQL 1.1 Query Results JSON; the triples of CONSTRUCT as rows of subject, predicate, object."""
    if result.boolean is not None:
        return {"head": {}, "boolean": result.boolean}
    variables, rows = _grid(result)
    bindings = [
        {name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None} for row in rows
    ]
    return {"head": {"vars": list(variables)}, "results": {"bindings": bindings}}


def _json_term(term: Term) -> dict[str, str]:
    more = {"xml:lang": term.language} if term.language else {"datatype": term.datatype} if term.datatype else {}
    return {"type": term.kind, "value": term.value, **more}


def _csv(variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")  # as RFC 4180 and the SPARQL results format have it
    writer.writerow(variables)
    writer.writerows([term.value if term else "" for term in row] for row in rows)
    return out.getvalue()


def _tsv(variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...]) -> str:
    lines = ["\t".join(f"?{name}" for name in variables), *("\t".join(_tsv_term(t) for t in row) for row in rows)]
    return "\n".join(lines) + "\n"


def _tsv_term(term: Term | None) -> str:
    if term and term.datatype and term.datatype.rpartition("#")[2] in _NUMBERS[:2]:
        return term.value
    return ntriples(term)


def _markdown(variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...]) -> str:
    cells = [[_markdown_cell(term) for term in row] for row in rows]
    lines = [list(variables), ["---:" if _numeric(rows, i) else "---" for i in range(len(variables))], *cells]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cell(term: Term | None) -> str:
    text = " ".join(short(term).split())
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, "\\" + sign)
    return text


def _table(variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...], width: int) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = _fitting(variables, rows, width)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for i in shown:
        table.add_column(variables[i], justify="right" if _numeric(rows, i) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(short(row[i])) for i in shown))
    out = io.StringIO()
    Console(file=out, width=width, color_system=None, legacy_windows=False).print(table)
    if left := [name for i, name in enumerate(variables) if i not in shown]:
        out.write(f"(no room for {', '.join(left)}: widen the window, or take --format csv)\n")
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _fitting(variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...], width: int) -> list[int]:
    """The columns to show: short ones count in full, long ones as _NARROW."""
    longest = [max([len(name), *(len(short(row[i])) for row in rows)]) for i, name in enumerate(variables)]
    shown = list(range(len(variables)))
    for i in reversed(range(len(variables))):
        if sum(min(longest[k], _NARROW) + 2 for k in shown) <= width:
            break
        cells = [term for row in rows if (term := row[i])]
        if len(shown) > 1 and longest[i] > _NARROW and cells and all(term.kind == "uri" for term in cells):
            shown.remove(i)
    return shown


def _numeric(rows: tuple[tuple[Term | None, ...], ...], column: int) -> bool:
    kinds = {t.datatype.rpartition("#")[2] if t.datatype else "" for row in rows if (t := row[column])}
    return bool(kinds) and kinds <= set(_NUMBERS)


def short(term: Term | None) -> str:
    """A term for people: IRIs as CURIEs where a prefix is known, literals without their datatype."""
    if term is None:
        return ""
    if term.kind != "uri":
        return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", term.value)
    curied = curie(term.value)
    if curied != term.value:
        return curied
    for prefix, base in _LONGEST_FIRST:
        if term.value.startswith(base):
            return f"{prefix}:{term.value[len(base) :]}"
    return term.value


def _turtle(result: Result) -> str:
    if result.triples is None:
        raise UsageError("only CONSTRUCT and DESCRIBE give triples", help="take table, json, csv, tsv or md instead")
    import pyoxigraph as ox

    triples = [q.triple for line in result.triples for q in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)]
    raw = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    lines = raw.decode("utf-8").splitlines(keepends=True)
    heads = sorted(line for line in lines if line.startswith("@prefix"))  # the writer shuffles them
    return "".join([*heads, *(line for line in lines if not line.startswith("@prefix"))])
