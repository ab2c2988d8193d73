"""The command `kg`: arguments and printing only.

Data goes to stdout, words and progress to stderr.  Every command imports what it needs when it runs, so that
`kg --help` stays quick.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from kg import arguments, commands_build, commands_graph, commands_project, commands_view, console
from kg.commands_graph import GraphOption
from kg.errors import InputError, UsageError

app = arguments.App(
    name="kg",
    help="Builds the knowledge graph of your literature: papers, authors, therapies, diseases and claims as RDF.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
VocabularyOption = Annotated[
    list[Path] | None, typer.Option("--vocabulary", help="OBO, OWL, SKOS or TSV; may be repeated.")
]


app.add_typer(commands_graph.app)
app.add_typer(commands_project.app)


def main() -> NoReturn:
    """Run the command line."""
    console.run(app)


def _version(wanted: bool) -> None:
    if wanted:
        from kg import __version__

        console.put(f"litkg {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Say errors only.")] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    """Builds the knowledge graph of your literature: papers, authors, therapies, diseases and claims as RDF."""


# ---------------------------------------------------------------- building


@app.command()
def build(
    sources: Annotated[list[Path] | None, typer.Argument(help="Files and folders (default: seeds/).")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where the outputs go.")] = None,
    vocabulary: VocabularyOption = None,
    jobs: Annotated[int, typer.Option(help="Processes (0: one for each core).")] = 0,
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 if anything was skipped.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Use nothing remembered from earlier builds.")] = False,
    check_too: Annotated[bool, typer.Option("--check", help="Run kg check on the result.")] = False,
    views: Annotated[bool, typer.Option("--views/--no-views", help="Draw the views.")] = True,
    format: Annotated[list[str] | None, typer.Option(help="ttl, nt, nq, trig or jsonld; several by commas.")] = None,
    engine: Annotated[str, typer.Option(help="local: processes here; dask: a cluster (see docs/scale.md).")] = "local",
    scheduler: Annotated[str | None, typer.Option(help="The address of a Dask scheduler (tcp://…).")] = None,
    profile: Annotated[bool, typer.Option("--profile", help="Put the time of each stage into the report.")] = False,
) -> None:
    """Read the sources, build the graph and draw its views."""
    from kg import fingerprint, graph_files, project

    wanted = project.load().override(sources=tuple(sources or ()), outputs=out, vocabularies=tuple(vocabulary or ()),
                                     formats=commands_build.formats(format or ()))  # fmt: skip
    pool = commands_build.pool(engine, jobs, scheduler)
    counts = None if full or profile else fingerprint.unchanged(wanted, views=views)
    if counts is None:
        counts = commands_build.build(wanted, pool, views=views, full=full, profile=profile)
    commands_build.summary(counts, wanted.outputs)
    findings = _check(graph_files.find(wanted.outputs), "text", "error", True) if check_too else 0
    if findings or (strict and counts["quarantined"]):
        raise typer.Exit(1)


@app.command()
def view(
    names: Annotated[list[str] | None, typer.Argument(help="The views to draw (default: all).")] = None,
    graph: GraphOption = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="The folder (default: views/ beside the graph).")
    ] = None,
    max_nodes: Annotated[int, typer.Option(help="Nodes drawn at most.")] = 300,
    max_pages: Annotated[int, typer.Option(help="Entity pages at most.")] = 2000,
    list_: Annotated[bool, typer.Option("--list", help="Name the views.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open the first one in a browser.")] = False,
    query: Annotated[str | None, typer.Option(help="Draw what a named query, @FILE or SPARQL gives.")] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", help="name=value of the query; may be repeated.")] = None,
    between: Annotated[tuple[str, str] | None, typer.Option("--path", help="Draw what ties two entities.")] = None,
) -> None:
    """Draw the HTML views of a graph, or the answer of a query, or the paths between two entities."""
    from kg import views

    if list_:
        console.put("\n".join(views.available()))
        return
    path = console.graph(graph)
    folder = out or path.parent / "views"
    if query is not None:
        first = commands_view.answer(path, folder, query, _pairs(parameter or []), max_nodes)
        console.say(f"open {first}")
    elif between is not None:
        first = commands_view.path(path, folder, *between, max_nodes)
        console.say(f"open {first}")
    else:
        report = console.json_of(path.parent / "report.json")
        pages = views.render(path, folder, names=names or (), max_nodes=max_nodes, max_pages=max_pages, report=report)
        first = folder / "index.html"
        console.say(f"{len(pages)} pages in {folder}; open {first}")
    if open_:
        typer.launch(str(first))


# ---------------------------------------------------------------- reading


@app.command()
def read(
    paths: Annotated[list[str], typer.Argument(help="Files and folders; - is standard input.")],
    format: Annotated[str, typer.Option(help="csl-json, jsonl or table.")] = "csl-json",
) -> None:
    """Show the records in files, as CSL-JSON."""
    from kg.documents._printing import FORMS, read_all, write
    from kg.model import Record

    if format not in FORMS:
        raise UsageError(f"unknown format {format!r}", help=f"one of {', '.join(FORMS)}")
    count = 0

    def records() -> Iterable[Record]:
        nonlocal count
        for found in read_all(paths, sys.stdin.buffer):
            if isinstance(found, Record):
                count += 1
                yield found
            else:
                where = f"{found.path}:{found.line}" if found.line else found.path
                console.say(f"skipped {where}: {found.reason}" + (f"\n  help: {found.help}" if found.help else ""))

    for chunk in write(records(), format):
        sys.stdout.write(chunk)
    if not count:
        raise InputError("not one record could be read", help="kg read tells what each file is; see above")


@app.command()
def annotate(
    file: Annotated[str, typer.Argument(help="JSON Lines with id, title, abstract; - is standard input.")] = "-",
    vocabulary: VocabularyOption = None,
    kind: Annotated[str | None, typer.Option(help="The kind of unmarked terms in the vocabularies.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes.")] = 1,
) -> None:
    """Find the mentions and claims in texts, a JSON object a line in and out."""
    from kg import pipeline, project, workers

    lines = sys.stdin.buffer if file == "-" else console.open_lines(file)
    words, names = console.vocabularies(vocabulary or ()), project.load().names
    with workers.processes(jobs) as run:
        for answer in pipeline.annotate(lines, words, kind=kind, names=names, run=run):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n")
            sys.stdout.flush()


# ---------------------------------------------------------------- asking


@app.command()
def query(
    text: Annotated[str | None, typer.Argument(help="A named query, @FILE or SPARQL.")] = None,
    graph: GraphOption = None,
    format: Annotated[str, typer.Option(help="table, json, csv, tsv, ttl or md.")] = "table",
    parameter: Annotated[list[str] | None, typer.Option("-p", help="name=value; may be repeated.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds.")] = 30.0,
    list_: Annotated[bool, typer.Option("--list", help="Name the queries.")] = False,
) -> None:
    """Ask the graph, by a named query or in SPARQL."""
    from kg import sparql

    if list_:
        _list_queries(format)
        return
    if text is None:
        raise UsageError("no query", help="name one of kg query --list, or give @FILE or SPARQL")
    if format not in sparql.FORMS:
        raise UsageError(f"unknown format {format!r}", help=f"one of {', '.join(sparql.FORMS)}")
    asked = console.text_of(text[1:]) if text.startswith("@") else text
    values, folders = _pairs(parameter or []), console.queries()
    result = sparql.query(console.graph(graph), asked, values=values, timeout=timeout, folders=folders)
    console.put(sparql.write(result, format))


def _list_queries(format: str) -> None:
    from kg import sparql

    queries = sparql.named(console.queries())
    if format == "json":
        listed = [{"name": q.name, "title": q.title, "question": q.question, "parameters": list(q.parameters)}
                  for q in queries]  # fmt: skip
        console.put(json.dumps(listed, indent=1, ensure_ascii=False))
        return
    width = max(len(q.name) for q in queries)
    console.put("\n".join(f"{q.name:<{width}}  {q.question}" for q in queries))


def _pairs(parameters: Iterable[str]) -> Mapping[str, str]:
    pairs = {}
    for parameter in parameters:
        name, equals, value = parameter.partition("=")
        if not equals or not name:
            raise UsageError(f"{parameter!r} is not name=value", help="e.g. -p disease=MONDO:0007915")
        pairs[name] = value
    return pairs


@app.command()
def stats(
    graph: GraphOption = None,
    format: Annotated[str, typer.Option(help="text or json.")] = "text",
) -> None:
    """Count what the graph holds."""
    from kg.sparql import stats

    counts = stats.counts(console.graph(graph), console.json_of(console.graph(graph).parent / "report.json"))
    console.put(json.dumps(counts, indent=1) if format == "json" else "\n".join(stats.lines(counts)))


@app.command()
def check(
    graph: Annotated[Path | None, typer.Argument(help="The graph (default: outputs/kg.ttl).")] = None,
    fail_on: Annotated[str, typer.Option(help="error, warning or never.")] = "error",
    output: Annotated[str, typer.Option(help="text, json, github, junit, sarif or markdown.")] = "text",
    reason: Annotated[bool, typer.Option("--reason/--no-reason", help="Reason over the ontology.")] = True,
) -> None:
    """Check the graph against shapes, ontology and competency questions."""
    if _check(console.graph(graph), output, fail_on, reason):
        raise typer.Exit(1)


def _check(graph: Path, output: str, fail_on: str, reason: bool) -> int:
    """Print the findings; how many of them count."""
    from kg import shapes

    if fail_on not in ("error", "warning", "never"):
        raise UsageError(f"unknown --fail-on {fail_on!r}", help="one of error, warning, never")
    findings = shapes.check(graph, reason=reason, queries=console.queries())
    console.put(shapes.render(findings, output))
    counted = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[fail_on]
    return sum(finding.severity in counted for finding in findings)


if __name__ == "__main__":
    main()
