"""Commands that look into a graph, from `kg find` to `kg serve`.  Arguments and printing only."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import arguments, commands_view, console
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.sparql.paths import Step

app = arguments.App()
GraphOption = Annotated[Path | None, typer.Option("-g", "--graph", help="The graph (default: outputs/kg.ttl).")]
SourcesOption = Annotated[
    list[Path] | None, typer.Option("--sources", help="Where the files lie (default: the project's); may be repeated.")
]
LimitOption = Annotated[int, typer.Option(min=1, help="How many at most.")]


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="A name, synonym, CURIE, DOI, ORCID, PMID or IRI.")],
    graph: GraphOption = None,
    format: Annotated[str, typer.Option(help="table, json, csv or md.")] = "table",
    limit: LimitOption = 20,
) -> None:
    """Find an entity by any of its names or identifiers, the best match first."""
    from kg import graph as graphs
    from kg.sparql import entities

    _known(format, console.ROW_FORMS)
    found = entities.find(graphs.load(console.graph(graph)), text, limit=limit)
    names = ("label", "kind", "match", "score", "name", "iri")
    console.put_rows([{name: getattr(each, name) for name in names} for each in found], format)
    console.say(f"Next: kg show '{found[0].iri}'" if found else f"nothing in the graph is called {text!r}")


@app.command()
def show(
    entity: Annotated[str, typer.Argument(help="A name, synonym, CURIE, DOI, ORCID, PMID or IRI.")],
    graph: GraphOption = None,
    format: Annotated[str, typer.Option(help="text, json or md.")] = "text",
) -> None:
    """Show all that the graph says of an entity, with its sentences."""
    from kg import graph as graphs
    from kg.sparql import card_forms, cards, entities

    _known(format, tuple(card_forms.FORMS))
    store = graphs.load(console.graph(graph))
    found = entities.named(store, entity)
    console.put(card_forms.write([cards.card(store, iri) for iri in found], format))


@app.command()
def path(
    start: Annotated[str, typer.Argument(metavar="A", help="An entity, by any name or identifier.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Another.")],
    graph: GraphOption = None,
    format: Annotated[str, typer.Option(help="table, json, csv or md.")] = "table",
    limit: LimitOption = 5,
    view: Annotated[bool, typer.Option("--view", help="Draw the chains as a page, query.html, instead.")] = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The page's folder (default: beside the views).")
    ] = None,
) -> None:
    """Show the shortest chains of evidence between two entities, with the sentences on them."""
    if view or out:
        file = console.graph(graph)
        console.say(f"open {commands_view.path(file, out or file.parent / 'views', start, end)}")
        return
    from kg import graph as graphs
    from kg.sparql import entities, paths

    _known(format, console.ROW_FORMS)
    store = graphs.load(console.graph(graph))
    starts, ends = (entities.named(store, each) for each in (start, end))
    found = paths.shortest(store, starts, ends, limit=limit)
    if format == "json":
        console.put(_json([[asdict(step) for step in steps] for steps in found]))
    else:
        steps = [(number, step) for number, each in enumerate(found, 1) for step in each]
        console.put_rows([_row(number, step) for number, step in steps], format)
    if not found:
        console.say(f"nothing in the graph ties {start!r} to {end!r}")


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="A graph, or a folder of outputs.")],
    new: Annotated[Path, typer.Argument(help="The one it is compared with.")],
    format: Annotated[str, typer.Option(help="text, json or md.")] = "text",
    exit_code: Annotated[bool, typer.Option("--exit-code", help="End with 1 if anything changed.")] = False,
) -> None:
    """Tell which papers, claims and propositions were added, removed or flipped."""
    from kg import graph as graphs
    from kg import graph_files
    from kg.sparql import changes

    _known(format, tuple(changes.FORMS))
    before, after = (graphs.load(graph_files.meant(each)) for each in (old, new))
    found = changes.compare(before, after)
    console.put(changes.write(found, format))
    if exit_code and changes.count(found):
        raise typer.Exit(1)


@app.command()
def verify(
    graph: Annotated[Path | None, typer.Argument(help="The graph (default: outputs/kg.ttl).")] = None,
    sources: SourcesOption = None,
    format: Annotated[str, typer.Option(help="text or json.")] = "text",
) -> None:
    """Read every quote again at its offsets, in the files it came from."""
    from kg import graph as graphs
    from kg import shapes, verification

    _known(format, ("text", "json"))
    done = verification.verify(graphs.load(console.graph(graph)), console.sources(sources or ()))
    if format == "json":
        console.put(_json(asdict(done)))
    elif done.findings:
        console.put(shapes.render(done.findings, "text"))
    bad = f"{len(done.findings)} findings" if done.findings else "all there"
    console.say(f"{done.quotes} quotes in {done.passages} passages of {done.files} files read again: {bad}")
    if done.findings:
        raise typer.Exit(1)


@app.command()
def explain(
    claim: Annotated[str, typer.Argument(help="The IRI of a claim or proposition, or how a quote begins.")],
    graph: GraphOption = None,
    sources: SourcesOption = None,
    vocabulary: Annotated[list[Path] | None, typer.Option(help="Those of the build; may be repeated.")] = None,
    format: Annotated[str, typer.Option(help="text or json.")] = "text",
) -> None:
    """Tell why a claim is in the graph: rule, features, sentence, file and line."""
    from kg import explanation, project
    from kg import graph as graphs
    from kg import vocabulary as vocabularies

    _known(format, ("text", "json"))
    store = graphs.load(console.graph(graph))
    meant = explanation.claims(store, claim)
    words = vocabularies.load((*project.load().vocabularies, *(vocabulary or ())))
    told = explanation.explain(store, meant, console.sources(sources or ()), words)
    console.put(explanation.as_json(told) if format == "json" else explanation.as_text(told))


@app.command()
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="See kg export --list.")] = "",
    graph: GraphOption = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="A file, folder or .zip; - is stdout.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Name the formats.")] = False,
) -> None:
    """Write the graph as json-ld, graphml, kgx, nanopub, csv, neo4j, sssom, bibtex or csl-json."""
    from kg import graph as graphs
    from kg.mapping import exports

    if list_:
        console.put("\n".join(exports.forms()))
        return
    if form not in exports.forms():
        raise UsageError(
            f"there is no format {form!r}" if form else "which format?", help=f"one of {', '.join(exports.forms())}"
        )
    target = None if out == Path("-") else out
    text = exports.export(graphs.load(console.graph(graph)), form, target)
    if target is None:
        console.put(text)
    else:
        console.say(f"{form} in {target}")


@app.command()
def serve(
    graph: GraphOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 8000,
    timeout: Annotated[float, typer.Option(help="Seconds for one query.")] = 30.0,
) -> None:
    """Serve the views, a SPARQL endpoint and a query page on this computer."""
    from kg import serving

    serving.serve(console.graph(graph), host, port, timeout, console.queries(), told=console.say)


def _known(format: str, forms: tuple[str, ...]) -> None:
    if format not in forms:
        raise UsageError(f"unknown format {format!r}", help=f"one of {', '.join(forms)}")


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)


def _row(path: int, step: Step) -> dict[str, object]:
    return {
        "path": path, "relation": step.relation, "kind": step.kind, "name": step.label,
        "more like it": step.others or "", "source": step.source,
    }  # fmt: skip
