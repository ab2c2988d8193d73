"""What does a build cost after one file of many has changed?  CPU seconds beside a clean build of the same files.

    python tests/bench/bench_files.py [--files 1000] [--vocabulary FILE ...]

Each file is a made-up record in RIS.  The command runs as a process of its own, with a cache and outputs of its own;
`kg` is that of this checkout.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DRUGS = "rituximab methotrexate infliximab belimumab tacrolimus abatacept anifrolumab cyclophosphamide".split()
DISEASES = "systemic lupus erythematosus|rheumatoid arthritis|psoriasis|lupus nephritis|asthma|hypertension".split("|")
PEOPLE = [
    f"{family}, {given}" for family in "Doe Marsh Núñez Li Ferrand Kim".split() for given in "Ada Inés Wei J.".split()
]


def record(number: int, ending: str = "") -> str:
    """Record n: always the same."""
    dice = random.Random(number)
    sentences = [
        f"{dice.choice(DRUGS).title()} {verb} {dice.choice(DISEASES)} in {dice.randint(10, 90)}% of patients."
        for verb in ("improved", "did not improve", "may improve", "was compared with placebo in", "reduced flares of")
    ]
    lines = ["TY  - JOUR", f"TI  - {dice.choice(DRUGS).title()} for {dice.choice(DISEASES)}: trial number {number}"]
    lines += [f"AU  - {name}" for name in dice.sample(PEOPLE, dice.randint(1, 5))]
    lines += [f"DO  - 10.5555/bench.{number}", f"PY  - {2000 + number % 25}", "JO  - Journal of Trials"]
    return "\n".join([*lines, f"AB  - {' '.join(sentences)}{ending}", "ER  - \n"])


def cpu(arguments: list[str], cache: Path) -> float:
    """User and system seconds of one build and its processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "kg.cli", "build", *arguments, "--no-views", "--jobs", "1", "-q"]
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONPATH": str(ROOT)}
    subprocess.run(command, check=True, env=environment, cwd=cache)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Build, build again, change a file and build, and print what each cost."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--files", type=int, default=1000)
    options.add_argument("--vocabulary", nargs="*", default=[])
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        sources = root / "sources"
        sources.mkdir()
        for number in range(asked.files):
            (sources / f"{number:05}.ris").write_text(record(number), "utf-8")
        given = [part for file in asked.vocabulary for part in ("--vocabulary", os.path.abspath(file))]
        arguments = [str(sources), "-o", str(root / "out"), *given]
        cpu([*arguments, "--full"], root)  # the vocabulary is compiled here
        clean = cpu([*arguments, "--full"], root)
        again = cpu(arguments, root)
        (sources / "00007.ris").write_text(record(7, " Aspirin may reduce the risk of stroke."), "utf-8")
        changed = cpu(arguments, root)
    print(f"{asked.files} files, CPU s: clean {clean:.2f}, unchanged {again:.2f}, one changed {changed:.2f}")
    print(f"share of a clean build: unchanged {again / clean:.3f}, one changed {changed / clean:.3f}")


if __name__ == "__main__":
    main()
