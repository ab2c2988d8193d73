"""What the global steps of a build cost at the size of PubMed: made-up keys, measured at some sizes and drawn out.

    python tests/bench/simulate.py [--keys 50000,100000,200000] [--target 38000000]

The global steps are those that see all records at once: which records are one paper, which names one person
(`identity.resolve`), and what the claims of all papers come to (`identity.Claimed`).  Every size is measured in a
process of its own.  The keys are made from numbers alone: authors from a crowd that grows with the records, as in
PubMed, with names as common as theirs; every fiftieth record told twice; claims on pairs of 700 therapies and 800
diseases, drawn unevenly.  Figures: CPU seconds and the growth of memory.  What is drawn out follows the power law
through the two largest sizes; it is an estimate, and says so.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import resource
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SYLLABLES = (
    "an ber chen dor el fan gar hu ino jan kow li mar nov os per qui ros san tan ur vel wang xu yam zhou".split()
)
GIVEN = (
    "Ada Ben Chen Dora Emil Fei Grace Hana Ivan Jun Karin Lei Maria Noah Olga Paul Qing Rosa Sven Tao Uma Wei".split()
)


def main() -> None:
    """Measure each size in a process of its own, then print the table."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--keys", default="50000,100000,200000")
    options.add_argument("--target", type=int, default=38_000_000)
    options.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(measured(given.one)))
        return
    sizes = [int(size) for size in given.keys.split(",")]
    rows = []
    for size in sizes:
        done = subprocess.run(
            [sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True
        )
        rows.append(json.loads(done.stdout))
        print(told(rows[-1]), flush=True)
    if len(rows) > 1:
        print(told(drawn_out(rows[-2], rows[-1], given.target)) + "  (drawn out)")


def told(row: dict[str, float]) -> str:
    return "  ".join(f"{name} {value:,.0f}" if value >= 10 else f"{name} {value:.2f}" for name, value in row.items())


def drawn_out(small: dict[str, float], large: dict[str, float], target: int) -> dict[str, float]:
    """Each figure on the line through both in a double logarithmic picture, no flatter than in proportion."""
    step, far = math.log(large["keys"] / small["keys"]), target / large["keys"]
    found = {
        name: value * far ** max(1.0, math.log(value / max(small[name], 1e-9)) / step) for name, value in large.items()
    }
    return found | {"keys": target}


# ---------------------------------------------------------------- one size


def measured(size: int) -> dict[str, float]:
    sys.path.insert(0, str(ROOT))
    from kg import identity

    gc.disable()
    before = memory()
    known = list(keys(size))
    row = {"keys": float(size), "MB of keys": memory() - before}
    began = time.process_time()
    resolution = identity.resolve(known, lambda merges: deque(merges, maxlen=0))
    row |= {"papers and people, CPU s": time.process_time() - began, "MB at the peak": peak() - before}
    began = time.process_time()
    claimed = identity.Claimed()
    for number, name in enumerate(resolution.works):
        claimed.add(name, identity.tally(claims(number)), ())
    found = claimed.propositions(resolution)
    row |= {"propositions, CPU s": time.process_time() - began, "MB at the end": peak() - before}
    return row | {"persons": float(len({a for p in resolution.works.values() for a in p.creators})),
                  "propositions": float(len(found))}  # fmt: skip


def memory() -> float:
    """What this process holds now, in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def keys(size: int) -> Iterator[Any]:
    """Keys as a build comes by them, read back from text."""
    from kg import identity
    from kg.model import Identifiers, Journal, Reading, Record, Source

    journals = [Journal(title=f"Journal of {a}{b} medicine", issns=()) for a in SYLLABLES for b in SYLLABLES]
    for number in range(size):
        dice = random.Random(number if number % 50 else number - 1)  # every fiftieth tells of the paper before
        people = {int(size * 2 * dice.random() ** 1.5) for _ in range(dice.choice((1, 2, 3, 3, 4, 5, 6, 7, 9)))}
        doi = f"10.5555/{dice.random()}"
        record = Record(
            kind="article",
            title=" ".join(["Treatment", "of", *dice.choices(SYLLABLES, k=6), str(dice.randrange(1000))]),
            source=Source(path="", format="", sha256=""),
            identifiers=Identifiers(doi=doi, pmid=str(number) if number % 50 else None),
            authors=tuple(map(person, sorted(people))),
            issued=str(dice.randint(1990, 2025)),
            journal=dice.choice(journals),
            headings=tuple(dice.sample(SYLLABLES, 5)),
        )
        yield identity.decode(identity.encode(identity.keys(Reading(record=record))), f"{number // 30000}.xml", number)


def person(number: int) -> Any:
    from kg.model import Person

    dice = random.Random(-number - 1)
    return Person(
        family="".join(dice.choices(SYLLABLES, k=3)).title(),
        given=dice.choice(GIVEN) + (f" {dice.choice('ABCDEFGH')}" if dice.random() < 0.4 else ""),
        orcid=orcid(number) if dice.random() < 0.2 else None,
        affiliations=(f"Department {dice.randrange(20)}, University Hospital {dice.choice(SYLLABLES).title()}ville",),
    )


def orcid(number: int) -> str:
    """With its check digit (ISO 7064 MOD 11-2)."""
    digits, total = f"{number:015}", 0
    for digit in digits:
        total = (total + int(digit)) * 2
    digits += "0123456789X"[(12 - total % 11) % 11]
    return "-".join(digits[at : at + 4] for at in (0, 4, 8, 12))


def claims(number: int) -> list[Any]:
    """Three of a paper."""
    from kg.identity.facts import Assertion

    dice = random.Random(number)
    return [
        Assertion(
            sentence=f"{number}-{n}",
            type="efficacy",
            therapy=f"therapy {int(700 * dice.random() ** 3)}",
            diseases=(f"disease {int(800 * dice.random() ** 3)}",),
            comparator=None,
            polarity="positive",
            certainty="asserted",
        )
        for n in range(3)
    ]


if __name__ == "__main__":
    main()
