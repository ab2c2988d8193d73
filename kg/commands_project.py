"""Commands on a project's own files: a new one, its vocabularies.  Arguments and printing only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import arguments, console
from kg.errors import UsageError

app = arguments.App()
terms = arguments.App(help="The vocabularies: what is known, what to add, what is wrong, what is missing.",
                    no_args_is_help=True)  # fmt: skip
app.add_typer(terms, name="vocabulary")
KindOption = Annotated[str | None, typer.Option(help="disease, therapy, outcome or target.")]
FilesOption = Annotated[list[Path] | None, typer.Option("--vocabulary", help="A file beside them; may be repeated.")]


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder (default: this one).")] = Path(),
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Start a project: kg.toml, sample records, an example query, a workflow."""
    from kg import starter

    made = starter.start(folder, force=force)
    console.say("\n".join(f"made {path}" for path in made))
    if not any(path.parent.name == "seeds" for path in made):
        console.say(f"{folder / 'seeds'} holds records already: no sample was added")
    console.say(f"Next: {'' if folder == Path() else f'cd {folder} && '}kg build")


# ---------------------------------------------------------------- vocabularies


@terms.command("list")
def list_(
    kind: KindOption = None,
    term: Annotated[str | None, typer.Option(help="A name, CURIE or IRI, or part of a name.")] = None,
    vocabulary: FilesOption = None,
    format: Annotated[str, typer.Option(help="table, json, csv or md.")] = "table",
) -> None:
    """List the vocabularies; with --kind or --term the concepts in them."""
    from kg import vocabulary_listing

    files = console.vocabularies(vocabulary or ())
    if kind is None and term is None:
        rows: list[dict[str, object]] = list(vocabulary_listing.files(files))
    else:
        rows = list(vocabulary_listing.concepts(files, kind=kind, term=term))
    console.put_rows(rows, format)


@terms.command()
def add(
    file: Annotated[Path | None, typer.Argument(help="OBO, OWL, SKOS or TSV.")] = None,
    kind: KindOption = None,
    term: Annotated[str | None, typer.Option(help="One term instead of a file.")] = None,
    id: Annotated[str | None, typer.Option(help="Its CURIE or IRI.")] = None,
    synonym: Annotated[list[str] | None, typer.Option(help="Another name of it; may be repeated.")] = None,
) -> None:
    """Add a file, or one term, to the project's vocabularies."""
    from kg import vocabulary as vocabularies
    from kg import vocabulary_own as own

    if (file is None) == (term is None):
        raise UsageError("give a file or --term", help='kg vocabulary add FILE, or --term "name" --kind therapy')
    if file is not None:
        copy, concepts = own.take_in(Path(), file, kind)
        console.say(f"{len(concepts)} concepts in {copy}, which kg.toml now names")
    elif term is not None:
        if kind is None:
            raise UsageError("of which kind is it?", help="add --kind disease, therapy, outcome or target")
        known = vocabularies.load(console.vocabularies(()))
        table, given = own.write_down(Path(), term, kind, known, id=id, synonyms=synonym or ())
        console.say(f"{given} in {table}, which kg.toml now names")
    console.say("Next: kg vocabulary check, then kg build")


@terms.command("check")
def check_(
    files: Annotated[list[Path] | None, typer.Argument(help="Files beside those of the project.")] = None,
    findable: Annotated[bool, typer.Option("--findable", help="List the names no text finds, and why.")] = False,
    format: Annotated[str, typer.Option(help="text, json, github, junit, sarif or markdown.")] = "text",
) -> None:
    """Find names of two concepts, broken and circular links, ordinary words, wrong identifiers."""
    from kg import shapes, vocabulary_check
    from kg import vocabulary as vocabularies
    from kg.entities.unfound import unfound

    paths = console.vocabularies(files or ())
    words = vocabularies.load(paths)
    findings = vocabulary_check.check(words, paths) + (list(unfound(words)) if findable else [])
    console.put(shapes.render(findings, format))
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


@terms.command()
def suggest(
    sources: Annotated[list[Path] | None, typer.Argument(help="Files and folders (default: the project's).")] = None,
    kind: KindOption = None,
    vocabulary: FilesOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 30,
    least: Annotated[int, typer.Option(min=1, help="How often a phrase must stand.")] = 2,
    format: Annotated[str, typer.Option(help="table, json, csv or md.")] = "table",
) -> None:
    """Rank the noun phrases of the sources that no concept has."""
    from kg import suggestion
    from kg import vocabulary as vocabularies

    words = vocabularies.load(console.vocabularies(vocabulary or ()))
    found = suggestion.suggest(console.sources(sources or ()), words, kind=kind, limit=limit, least=least)
    rows: list[dict[str, object]] = [
        {"term": s.term, "kind": s.kind, "count": s.count, "records": s.records, "score": s.score}
        | ({"contexts": list(s.contexts)} if format == "json" else {"context": s.contexts[0]})
        for s in found
    ]
    console.put_rows(rows, format)
    console.say('Next: kg vocabulary add --term "…" --kind …' if found else "no phrase stays ungrounded so often")


# ---------------------------------------------------------------- measuring


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Annotated abstracts, a JSON object a line.")],
    format: Annotated[str, typer.Option(help="table, json, csv or md.")] = "table",
) -> None:
    """Measure how claims are read against annotated abstracts."""
    from kg import evaluation

    rows: list[dict[str, object]] = []
    for path in files:
        figures = evaluation.evaluate(console.text_of(str(path)).splitlines())
        rows.append({"file": path.stem, **figures})
    console.put_rows(rows, format)
