"""Commands on a project's own files: a new one, its vocabularies.  Arguments and printing only."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg import console

app = typer.Typer()


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
