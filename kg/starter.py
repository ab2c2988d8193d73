"""A new project: `kg.toml`, sample records in `seeds/`, an example in `queries/`, a workflow that builds and checks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from kg.errors import OutputError, UsageError
from kg.project import BASE

_HERE = Path(__file__).resolve().parent
# A wheel carries the sample inside the package; a checkout has it beside.
SAMPLE = _HERE / "sample" if (_HERE / "sample").is_dir() else _HERE.parent / "seeds"

CONFIGURATION = f"""\
# The project: what is read, what is made.  Every line may be left out; what stands here is what holds without it.

# Every IRI of the graph that has no published one begins so: choose an address you own, and keep it.
base = "{BASE}"

# Files and folders with your records: saved catalogue pages, PubMed XML, RIS, BibTeX, CSL-JSON …
sources = ["seeds"]

# Where the graph, its views and the reports go.  The folder is replaced whole by every build.
outputs = "outputs"

# Further vocabularies beside those that come with the program: OBO, OWL, SKOS or TSV.
# `kg vocabulary add FILE` fills this in.
vocabularies = []

# What you know of names better than the vocabularies: those never to be read as one, those that always mean the concept
# of this identifier unless the paper defines them otherwise, and whether the tagger settles what further vocabularies
# propose.
[names]
block = []
allow = {{}}
tagger = true
"""

QUERY = """\
# title: Papers and claims by journal
# question: Which journals do the papers appear in, and how many claims do they make?
SELECT ?journal (COUNT(DISTINCT ?paper) AS ?papers) (COUNT(DISTINCT ?claim) AS ?claims)
WHERE {
  ?paper a kg:Paper ; dcterms:isPartOf/dcterms:title ?journal .
  OPTIONAL { ?paper kg:makesClaim ?claim }
}
GROUP BY ?journal
ORDER BY DESC(?papers) DESC(?claims) ?journal
"""

WORKFLOW = """\
# Builds the graph on every change, and fails where a record was skipped or a check finds an error.
name: litkg
on: [push, pull_request]
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install litkg
      - run: kg build --strict --check
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: graph
          path: outputs/
"""

FILES: Mapping[str, str] = {
    "kg.toml": CONFIGURATION,
    "queries/journals.rq": QUERY,
    ".github/workflows/litkg.yml": WORKFLOW,
}


def start(folder: Path, *, force: bool = False) -> list[Path]:
    """Make the project's files and give them, sorted; a `seeds/` that already holds other records is left alone.

    UsageError, with nothing written, where a file is there already and `force` is not given; OutputError where the
    folder cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("there is a file of that name", where=str(folder), help="name a folder: kg init DIR")
    contents = {name: text.encode("utf-8") for name, text in FILES.items()} | _sample(folder / "seeds")
    there = [name for name in sorted(contents) if (folder / name).exists()]
    if there and not force:
        more = f" (and {len(there) - 1} more)" if len(there) > 1 else ""
        mend = "name another folder, or overwrite what is there with --force"
        raise UsageError(f"is already there{more}", where=str(folder / there[0]), help=mend)
    for name, content in contents.items():
        _write(folder / name, content)
    return sorted(folder / name for name in contents)


def _sample(seeds: Path) -> dict[str, bytes]:
    """The sample's files by their place in the project; none where `seeds` holds records of its own."""
    sample = {path.name: path for path in SAMPLE.iterdir() if path.is_file() and not path.name.startswith(".")}
    if seeds.is_dir() and any(path.name not in sample for path in seeds.iterdir()):
        return {}
    return {f"seeds/{name}": sample[name].read_bytes() for name in sorted(sample)}


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise OutputError(
            f"cannot be written: {error.strerror}", where=str(path), help="choose another folder"
        ) from error


def with_vocabulary(text: str, path: str) -> str:
    """The text of a kg.toml with one more vocabulary, its comments kept; the same text where it is already named.

    >>> with_vocabulary('sources = ["a"]\\n[entities]\\n', "v/x.tsv")
    'sources = ["a"]\\nvocabularies = ["v/x.tsv"]\\n[entities]\\n'
    """
    values = tomllib.loads(text)
    named = values.get("vocabularies", [])
    if path in named:
        return text
    stated = "vocabularies = [" + ", ".join(_quoted(name) for name in [*named, path]) + "]"
    lines = text.splitlines(keepends=True)
    for start in range(len(lines)):
        if lines[start].partition("=")[0].strip() == "vocabularies":
            end = next(n for n in range(start + 1, len(lines) + 1) if _whole("".join(lines[start:n])))
            return "".join([*lines[:start], stated + "\n", *lines[end:]])
    table = next((n for n, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    before = "".join(lines[:table])
    return before + ("\n" if before and not before.endswith("\n") else "") + stated + "\n" + "".join(lines[table:])


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _whole(lines: str) -> bool:
    """Whether a statement of TOML ends here, and not within its list."""
    try:
        tomllib.loads(lines)
    except tomllib.TOMLDecodeError:
        return False
    return True
