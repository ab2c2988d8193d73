"""Trains the linear models of this stage: `python -m kg.extraction.train CORPORA CURATED`.

CORPORA is a folder with `abstract_sections.dev.jsonl`, CURATED one with the project's own annotated abstracts.
Needs scikit-learn (the extra `train`).  What it learnt from, and how well, is in MODEL.md.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np

from kg import evaluation, extraction, vocabulary
from kg.documents._plain import plain
from kg.entities import Annotator
from kg.extraction import certainty, claimhood, headline, kinds, linear, polarity, zones
from kg.extraction.cues import Finder
from kg.extraction.sentences import spans
from kg.extraction.unit import Unit
from kg.model import ClaimType

WEIGHTS = Path(__file__).with_name("weights")
_ROLES = {"BACKGROUND": "Background", "OBJECTIVE": "Objective", "METHODS": "Methods", "RESULTS": "Results",
          "CONCLUSIONS": "Conclusion"}  # fmt: skip
TYPES = get_args(ClaimType)
_WORDS_KEPT = 5000
_RAREST = 4
_PAIR = 2  # blanks in three words
_SHORTEST = 20  # characters of an evidence that says anything


def main() -> None:
    """Train everything and write the weights."""
    corpora, curated = Path(sys.argv[1]), Path(sys.argv[2])
    train_zones(list(abstracts(corpora / "abstract_sections.dev.jsonl")))
    train_flags(corpora / "bioscope.dev.jsonl")
    train_differences(corpora / "evidence_inference_v2.dev.jsonl")
    forget()
    train_claims([*judged(curated)])
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
    """Whether a sentence speculates (leaning to yes, where precision has room), and whether it denies."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    sentences = [sentence for row in rows for sentence in row["sentences"]]
    finder = Finder("certainty", "polarity")
    seen = [flagged(s["text"], finder) for s in sentences]
    fitted = []
    for name, (cue, lean) in zip(certainty.FLAGS, (("speculation", 0.8), ("negation", 0.0)), strict=True):
        marked = [(name if any(c["type"] == cue for c in s["cues"]) else "none") for s in sentences]
        weights = fit(seen, marked, (name,), strength=1.0)
        fitted.append({**weights, linear.BIAS: [weights[linear.BIAS][0] + lean]})
    names = {feature for weights in fitted for feature in weights}
    write("flags", certainty.FLAGS, {name: [weights.get(name, (0.0,))[0] for weights in fitted] for name in names})


def train_differences(path: Path) -> None:
    """Whether the evidence for a comparison says that nothing differed."""
    finder = Finder("certainty", "polarity")
    evidence = {
        (" ".join(entry["text"].split()), entry["label"].startswith("no "))
        for line in path.read_text("utf-8").splitlines()
        for entry in json.loads(line)["evidence"]
    }
    told = sorted(entry for entry in evidence if len(entry[0]) >= _SHORTEST)
    seen = [flagged(text, finder) for text, _ in told]
    marked = ["none" if same else "some" for _, same in told]
    write("differences", ("none",), fit(seen, marked, ("none",), strength=0.1, rarest=3))


def flagged(text: str, finder: Finder) -> set[str]:
    """What the models of flags and differences see of a sentence."""
    return linear.grams(linear.tokens(text)) | certainty.features(text, finder.find(text))


class Judged(NamedTuple):
    """A curated sentence: its abstract, how it looks to the rules, and what the curator said of it."""

    group: int
    unit: Unit
    gold: dict[str, Any]


def judged(folder: Path) -> Iterator[Judged]:
    """The curated sentences on which both readers agree, with mentions found as a build finds them."""
    words = vocabulary.load()
    annotator = Annotator(words)
    lines = [line for path in sorted(folder.glob("training-*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    for group, line in enumerate(lines):
        row = json.loads(line)
        record = evaluation.record(row)
        said = {sentence["text"]: sentence for sentence in row["sentences"]}
        for unit in extraction.units(record, annotator.annotate(record), words.concepts):
            gold = said.get(unit.text)
            if gold and not gold.get("either"):
                yield Judged(group, unit, gold)


def train_claims(sentences: Sequence[Judged]) -> None:
    """Whether a sentence is a claim, of which type, and which way it points."""
    marked = [("claim" if s.gold["claim"] else "no claim") for s in sentences]
    seen = [claimhood.features(s.unit) for s in sentences]
    write("claims", ("claim",), fit(seen, marked, ("claim",), strength=0.25, rarest=3))
    claims = [s for s in sentences if s.gold["claim"]]
    seen = [kinds.features(s.unit) | short(s.unit) for s in claims]
    write("types", TYPES, fit(seen, [s.gold["type"] for s in claims], TYPES, strength=0.4, rarest=2))
    about = [s for s in claims if s.gold["therapy"] and s.gold["type"] != "research_need"]
    seen = [polarity.features(s.unit, s.gold["type"]) | short(s.unit) for s in about]
    directions = [s.gold["polarity"] for s in about]
    write("polarity", polarity.POLARITIES, fit(seen, directions, polarity.POLARITIES, strength=0.2, rarest=3))


def short(unit: Unit) -> set[str]:
    """The words of a sentence and its pairs: three in a row are too rare in the curated abstracts."""
    return {gram for gram in linear.grams(unit.words) if gram.count(" ") < _PAIR}


def train_headlines(path: Path) -> None:
    """Whether experts underlined a sentence: fewer than a hundred parameters, none of them a word of the corpus."""
    words = vocabulary.load()
    annotator = Annotator(words)
    seen, marked = [], []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        underlined = {_bare(s) for s, label in zip(row["sentences"], row["labels"], strict=True) if label}
        record, _ = plain(row["title"], row["abstract"])
        units = list(extraction.units(record, annotator.annotate(record), words.concepts))
        ranks = headline.ranks(units)
        for unit, rank in zip(units, ranks, strict=True):
            if record.passages[unit.passage].section != "title":
                seen.append(headline.features(unit, claimhood.score(unit), rank))
                marked.append("headline" if _bare(unit.text) in underlined else "other")
    write("headlines", ("headline",), fit(seen, marked, ("headline",), strength=0.3))


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())[-80:]


def fit(
    seen: Sequence[Iterable[str]], labels: Sequence[str], classes: Sequence[str], *, strength: float = 0.3,
    heavier: dict[str, float] | None = None, rarest: int = _RAREST,
) -> dict[str, Sequence[float]]:  # fmt: skip
    """Logistic regression over the features frequent enough: a weight for each class by feature."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    counter = CountVectorizer(analyzer=set, binary=True, min_df=rarest, max_features=_WORDS_KEPT)
    matrix = counter.fit_transform(seen)
    weight = {name: (heavier or {}).get(name, 1.0) for name in sorted(set(labels))}
    model = LogisticRegression(C=strength, max_iter=1000, class_weight=weight).fit(matrix, labels)
    return _by_feature(model, list(counter.get_feature_names_out()), classes)


def _by_feature(model: Any, names: Sequence[str], classes: Sequence[str]) -> dict[str, Sequence[float]]:
    """Rows in the order of the classes; of two classes scikit-learn keeps one row, that of the second."""
    known = list(model.classes_)
    if len(known) == 2:
        sign = 1.0 if known[1] == classes[0] else -1.0
        rows, biases = [sign * model.coef_[0]], [sign * model.intercept_[0]]
    else:
        rows, biases = (
            [model.coef_[known.index(c)] for c in classes],
            [model.intercept_[known.index(c)] for c in classes],
        )
    weights: dict[str, Sequence[float]] = {name: [float(row[at]) for row in rows] for at, name in enumerate(names)}
    return weights | {linear.BIAS: [float(b) for b in biases]}


def write(name: str, classes: Sequence[str], weights: Mapping[str, Sequence[float]]) -> None:
    """Write a model's weights, sorted by feature, three decimals."""
    lines = ["\t".join(["feature", *classes])]
    lines += ["\t".join([feature, *(f"{w:.3f}" for w in weights[feature])]) for feature in sorted(weights)]
    WEIGHTS.mkdir(exist_ok=True)
    (WEIGHTS / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
