"""Trains the linear models of this stage: `python -m kg.extraction.train CORPORA CURATED`.

CORPORA is a folder with `abstract_sections.dev.jsonl`, CURATED one with the project's own annotated abstracts.
Needs scikit-learn (the extra `train`).  What it learnt from, and how well, is in MODEL.md.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np

from kg import evaluation, extraction, vocabulary
from kg.documents._plain import plain
from kg.entities import Annotator
from kg.extraction import arguments, certainty, claimhood, headline, kinds, linear, meant, polarity, zones
from kg.extraction.cues import Finder
from kg.extraction.evidence import Compared, compared
from kg.extraction.fitting import Sharing, fit, write
from kg.extraction.likeness import Vectors, vectors
from kg.extraction.linear import Linear
from kg.extraction.sentences import spans
from kg.extraction.topic import Focus, Topic, topic
from kg.extraction.unit import Unit
from kg.model import ClaimType

_ROLES = {"BACKGROUND": "Background", "OBJECTIVE": "Objective", "METHODS": "Methods", "RESULTS": "Results",
          "CONCLUSIONS": "Conclusion"}  # fmt: skip
TYPES = get_args(ClaimType)
_EVIDENCE, _PLAIN_FACT = 0.5, 0.3  # what a sentence of trial evidence and a fact without a therapy weigh in training
_FLAG_WORDS = 8000
_POINTED = ("positive", "negative", "mixed")
_EVIDENCE_FILE = "evidence_inference_v2.dev.jsonl"


def main() -> None:
    """Train everything and write the weights."""
    corpora, curated = Path(sys.argv[1]), Path(sys.argv[2])
    train_zones(list(abstracts(corpora / "abstract_sections.dev.jsonl")))
    train_flags(corpora / "bioscope.dev.jsonl")
    sentences, alike = [*judged(curated)], vectors([*prose(corpora)])
    train_claims(sentences)
    train_types(sentences, alike)
    forget()
    train_polarity(sentences, [*compared(corpora / _EVIDENCE_FILE)])
    forget()
    train_headlines(corpora / "claims.dev.jsonl")


def forget() -> None:
    """Read the weights anew from here on."""
    for remembered in (linear.load, linear.words, zones._transitions):
        remembered.cache_clear()


Abstract = list[tuple[str, str | None]]  # sentences with their role; None where the author's heading is no role


def abstracts(path: Path) -> Iterator[Abstract]:
    """The abstracts of the corpus of author headings, headings hidden."""
    for line in path.read_text("utf-8").splitlines():
        sections = json.loads(line)["sections"]
        yield [
            (text[start:end], _ROLES.get(section["role"]))
            for section in sections
            for text in [" ".join(section["text"].split())]
            for start, end in spans(text)
        ]


def train_zones(corpus: Sequence[Abstract]) -> None:
    """Zone weights and the transitions between zones."""
    seen = [_placed(text, at, len(doc)) for doc in corpus for at, (text, _) in enumerate(doc)]
    roles = [role for doc in corpus for _, role in doc]
    kept = [(features, role) for features, role in zip(seen, roles, strict=True) if role]
    weights = fit([f for f, _ in kept], [r for _, r in kept], zones.ROLES, heavier={"Objective": 2.5})
    write("zones", zones.ROLES, weights)
    write("transitions", zones.ROLES, transitions(corpus))


def _placed(text: str, at: int, count: int) -> set[str]:
    return {*linear.grams(linear.tokens(text)), *linear.place(at, count)}


def transitions(corpus: Iterable[Abstract]) -> dict[str, Sequence[float]]:
    """Log probabilities of each zone after each zone, and at the start; one is added to every count."""
    counts = {name: Counter(dict.fromkeys(zones.ROLES, 1)) for name in ("start", *zones.ROLES)}
    for doc in corpus:
        before = "start"
        for role in (role for _, role in doc if role):
            counts[before][role] += 1  # type: ignore[index]
            before = role
    logs: dict[str, Sequence[float]] = {
        f"after:{name}": [float(np.log(c[r] / c.total())) for r in zones.ROLES] for name, c in counts.items()
    }
    return logs | {linear.BIAS: [0.0] * len(zones.ROLES)}


def train_flags(path: Path) -> None:
    """Whether a sentence speculates, and whether it denies, both leaning to yes, where precision has room."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    sentences = [sentence for row in rows for sentence in row["sentences"]]
    finder = Finder("certainty", "polarity")
    seen = [flagged(s["text"], finder) for s in sentences]
    fitted = []
    for name, (cue, lean) in zip(certainty.FLAGS, (("speculation", 0.8), ("negation", 0.8)), strict=True):
        marked = [(name if any(c["type"] == cue for c in s["cues"]) else "none") for s in sentences]
        weights = fit(seen, marked, (name,), strength=1.0, rarest=3, kept=_FLAG_WORDS)
        fitted.append({**weights, linear.BIAS: [weights[linear.BIAS][0] + lean]})
    names = {feature for weights in fitted for feature in weights}
    write("flags", certainty.FLAGS, {name: [weights.get(name, (0.0,))[0] for weights in fitted] for name in names})


def flagged(text: str, finder: Finder) -> set[str]:
    """What the model of the flags sees of a sentence."""
    return linear.grams(linear.tokens(text)) | certainty.features(text, finder.find(text))


class Judged(NamedTuple):
    """A curated sentence: its abstract, how it looks to the rules, what the curator said of it; and where the therapy
    it may mean was found in an abstract about what."""

    group: int
    unit: Unit
    gold: dict[str, Any]
    source: str
    about: Topic


def judged(folder: Path) -> Iterator[Judged]:
    """The curated sentences on which both readers agree, with mentions found as a build finds them."""
    words = vocabulary.load()
    annotator = Annotator(words)
    lines = [line for path in sorted(folder.glob("training-*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    for group, line in enumerate(lines):
        row = json.loads(line)
        record = evaluation.record(row)
        said = {sentence["text"]: sentence for sentence in row["sentences"]}
        mentions = annotator.annotate(record)
        about, focus = topic(record, mentions, words.concepts), Focus()
        for unit in extraction.units(record, mentions, words.concepts):
            therapy, source = arguments.therapy(unit, focus, about, words.concepts)
            gold = said.get(unit.text)
            if gold and not gold.get("either"):
                yield Judged(group, unit, gold, source if therapy else "none", about)
            if unit.count and record.passages[unit.passage].section != "title":
                treated = arguments.diseases(unit, focus, about, words.concepts, safety=False)
                focus.step(unit, therapy if source == "sentence" else None, treated)


def prose(corpora: Path) -> Iterator[list[str]]:
    """The sentences, as words, of corpora that show which words are alike; their labels are not looked at."""
    for line in _lines(corpora / "abstract_sections.dev.jsonl"):
        for section in json.loads(line)["sections"]:
            yield from _cut(section["text"])
    for abstract in sorted({json.loads(line)["abstract"] or "" for line in _lines(corpora / _EVIDENCE_FILE)}):
        yield from _cut(abstract)
    for name in ("bc5cdr", "ncbi_disease", "biored"):
        for row in map(json.loads, _lines(corpora / f"{name}.dev.jsonl")):
            yield from _cut(f"{row['title']} {row['abstract']}")


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _cut(text: str) -> Iterator[list[str]]:
    folded = " ".join(text.split())
    return (linear.tokens(folded[start:end]) for start, end in spans(folded))


def train_claims(sentences: Sequence[Judged]) -> None:
    """Whether a sentence is a claim, and whether one that names no therapy is about that of its paper."""
    marked = [("claim" if s.gold["claim"] else "no claim") for s in sentences]
    seen = [claimhood.features(s.unit) for s in sentences]
    write("claims", ("claim",), fit(seen, marked, ("claim",), strength=0.25, rarest=3))
    silent = [s for s in sentences if s.gold["claim"] and s.source in ("before", "topic")]
    seen = [meant.features(s.unit, s.source, s.about) for s in silent]
    marked = [("meant" if s.gold["therapy"] else "none") for s in silent]
    write("meant", ("meant",), fit(seen, marked, ("meant",), strength=0.3, rarest=3))


def train_types(sentences: Sequence[Judged], alike: Vectors) -> None:
    """What a claim is about; which therapy and disease it names says nothing of that."""
    claims, names = [s for s in sentences if s.gold["claim"]], named(sentences)
    seen = [kinds.features(s.unit) | linear.stems(s.unit.words) | (set(s.unit.words) - names) for s in claims]
    sharing = Sharing(alike, likes=0.6, word=0.6)
    write("types", TYPES, fit(seen, [s.gold["type"] for s in claims], TYPES, strength=0.3, rarest=2, sharing=sharing))


def named(sentences: Sequence[Judged]) -> set[str]:
    """The words that stand in names of therapies and diseases more often than not."""
    everywhere = Counter(word for s in sentences for word in s.unit.words)
    mentions = (m for s in sentences for m in s.unit.mentions if m.kind in ("therapy", "disease"))
    inside = Counter(word for mention in mentions for word in linear.tokens(mention.text))
    return {word for word, count in inside.items() if 2 * count >= everywhere[word]}


def train_polarity(sentences: Sequence[Judged], evidence: Sequence[Compared]) -> None:
    """Which way a claim points, from the curated claims and from what trials say of two arms.

    Evidence is told to change or not, but not which way is good: where it changes, a first model of the curated claims
    that point somewhere says which way.  A curated claim without a therapy is learnt as neutral, which it may be.
    """
    claims = [s for s in sentences if s.gold["claim"] and s.gold["type"] != "research_need"]
    seen = [pointing(s.unit, s.gold["type"], therapy=bool(s.gold["therapy"])) for s in claims]
    ways = [s.gold["polarity"] if s.gold["therapy"] else "neutral" for s in claims]
    told = [pointing(e.unit, e.kind, therapy=e.therapy) for e in evidence]
    guess = _guesser([(found, way) for found, way in zip(seen, ways, strict=True) if way != "neutral"])
    ways += ["neutral" if e.same else guess(found) for e, found in zip(evidence, told, strict=True)]
    weights = [1.0 if s.gold["therapy"] else _PLAIN_FACT for s in claims] + [_EVIDENCE] * len(evidence)
    fitted = fit([*seen, *told], ways, polarity.POLARITIES, strength=0.2, rarest=3, weights=weights)
    write("polarity", polarity.POLARITIES, fitted)


def pointing(unit: Unit, kind: ClaimType, *, therapy: bool) -> set[str]:
    """What the model of polarity sees of a sentence."""
    return polarity.features(unit, kind, therapy=therapy) | linear.grams(unit.words)


def _guesser(pointed: Sequence[tuple[set[str], str]]) -> Callable[[Iterable[str]], str]:
    """A model of the way a claim points that is known to point somewhere."""
    seen, ways = zip(*pointed, strict=True)
    fitted = fit(seen, ways, _POINTED, strength=0.2, rarest=3)
    return Linear(_POINTED, {name: tuple(round(linear.UNIT * w) for w in row) for name, row in fitted.items()}).best


def train_headlines(path: Path) -> None:
    """Whether experts underlined a sentence: fewer than a hundred parameters, none of them a word of the corpus."""
    words = vocabulary.load()
    annotator = Annotator(words)
    seen, marked = [], []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        underlined = {_bare(s) for s, label in zip(row["sentences"], row["labels"], strict=True) if label}
        record, _ = plain(row["title"], row["abstract"])
        units = list(extraction.units(record, annotator.annotate(record), words.concepts))
        scores = [claimhood.score(unit) for unit in units]
        for unit, found in zip(units, headline.features(units, scores), strict=True):
            if record.passages[unit.passage].section != "title":
                seen.append(found)
                marked.append("headline" if _bare(unit.text) in underlined else "other")
    write("headlines", ("headline",), fit(seen, marked, ("headline",), strength=0.3))


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())[-80:]


if __name__ == "__main__":
    main()
