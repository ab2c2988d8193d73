"""How fast names are found and grounded, beside spaCy's PhraseMatcher, and what it costs to start.

    python tests/bench/bench_annotate.py BULK.jsonl --vocabulary FILE… [--abstracts 2000] [--repeat 3] [--spacy PYTHON]

BULK.jsonl gives titles and abstracts, a JSON object a line; as many as wanted are taken, evenly spaced.  Every figure
is CPU seconds (user and system) of a process of its own.  Starting: with an empty cache and with a full one, until the
first abstract can be annotated.  Annotating: `Annotator.annotate` alone, without the tagger, over abstracts it has
never seen, and once more over the same; then with the tagger.  PhraseMatcher gets the same names, in small letters, and
the same texts; only its calls and its tokeniser are measured.  PYTHON is an interpreter of an environment that has
spaCy; without one that line is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OURS = """
import json, resource, sys, time
from pathlib import Path
from kg import vocabulary
from kg.documents._plain import plain
from kg.entities import Annotator
words = vocabulary.load([Path(name) for name in sys.argv[2:]])
annotator = Annotator(words)
told = {"start": time.process_time()}
records = [plain(*texts)[0] for texts in json.loads(Path(sys.argv[1]).read_text("utf-8"))]
bare = Annotator(words, tagger=False)
for turn, used in (("new", bare), ("again", bare), ("tagged", annotator)):
    begin = time.process_time()
    told["mentions"] = sum(len(used.annotate(record)) for record in records)
    told[turn] = time.process_time() - begin
told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps(told))
"""
NAMES = """
import sys
from pathlib import Path
from kg import vocabulary
words = vocabulary.load([Path(name) for name in sys.argv[1:]])
names = {n.lower() for c in words.concepts.values() for n in (c.label, *c.synonyms, *c.related, *c.short_forms)}
print("\\n".join(sorted(names)))
"""
SPACY = """
import json, sys, time
from pathlib import Path
import spacy
from spacy.matcher import PhraseMatcher
names = Path(sys.argv[2]).read_text("utf-8").split("\\n")
nlp = spacy.blank("en")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
matcher.add("name", list(nlp.tokenizer.pipe(name for name in names if name)))
told = {"start": time.process_time()}
texts = [" ".join(pair) for pair in json.loads(Path(sys.argv[1]).read_text("utf-8"))]
for turn in ("new", "again"):
    begin = time.process_time()
    told["mentions"] = sum(len(matcher(nlp.make_doc(text))) for text in texts)
    told[turn] = time.process_time() - begin
print(json.dumps(told))
"""


def main() -> None:
    """Print the figures, a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bulk", type=Path)
    parser.add_argument("--vocabulary", action="append", default=[], type=Path)
    parser.add_argument("--abstracts", type=int, default=2000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--spacy", type=Path, help="an interpreter that has spaCy")
    options = parser.parse_args()
    files = [str(path.resolve()) for path in options.vocabulary]
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder, "texts.json")
        texts.write_text(json.dumps(spaced(options.bulk, options.abstracts)), "utf-8")
        ours = list(report_ours(folder, texts, files, options.repeat))
        if options.spacy:
            report_spacy(folder, texts, files, options.spacy, statistics.median(ours), options.abstracts)


def spaced(bulk: Path, wanted: int) -> list[tuple[str, str]]:
    """So many titles and abstracts, evenly spaced over the file."""
    with bulk.open(encoding="utf-8") as file:
        lines = file.readlines()
    rows = map(json.loads, lines[:: max(1, len(lines) // wanted)][:wanted])
    return [(row["title"], row["abstract"]) for row in rows]


def report_ours(folder: str, texts: Path, files: list[str], repeat: int) -> Iterator[float]:
    """The abstracts per CPU second of each run over new texts; start-up and memory are printed on the way."""
    count = len(json.loads(texts.read_text("utf-8")))
    cold = run(sys.executable, OURS, folder, str(texts), *files)
    runs = [run(sys.executable, OURS, folder, str(texts), *files) for _ in range(repeat)]
    print(f"start, cold   {cold['start']:8.2f} CPU s, {cold['memory']:.0f} MB")
    print(f"start, warm   {statistics.median(r['start'] for r in runs):8.2f} CPU s, {runs[0]['memory']:.0f} MB")
    for turn in ("new", "again", "tagged"):
        rates = sorted(count / r[turn] for r in runs)
        print(f"texts {turn:8}{statistics.median(rates):8.0f} a CPU s ({rates[0]:.0f} - {rates[-1]:.0f})")
    print(f"mentions      {runs[0]['mentions']:8.0f} in {count} abstracts")
    yield from (count / r["new"] for r in runs)


def report_spacy(folder: str, texts: Path, files: list[str], python: Path, ours: float, count: int) -> None:
    """What PhraseMatcher does with the same names and texts, and how many times as fast we are."""
    names = Path(folder, "names.txt")
    names.write_text(called(sys.executable, NAMES, folder, *files), "utf-8")
    theirs = run(str(python), SPACY, folder, str(texts), str(names))
    print(f"PhraseMatcher {count / theirs['new']:8.0f} a CPU s, start {theirs['start']:.2f} CPU s")
    print(f"ratio         {ours * theirs['new'] / count:8.1f}")


def run(python: str, code: str, folder: str, *arguments: str) -> dict[str, float]:
    """What a program tells of itself as JSON."""
    told: dict[str, float] = json.loads(called(python, code, folder, *arguments))
    return told


def called(python: str, code: str, folder: str, *arguments: str) -> str:
    """What a program prints; its cache lies in the folder."""
    environment = os.environ | {"XDG_CACHE_HOME": folder, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    if code is SPACY:
        del environment["PYTHONPATH"]
    return subprocess.run(
        [python, "-c", code, *arguments], env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout


if __name__ == "__main__":
    main()
