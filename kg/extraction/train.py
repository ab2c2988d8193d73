"""Trains the linear models of this stage: `python -m kg.extraction.train CORPORA CURATED`.

CORPORA is a folder with `abstract_sections.dev.jsonl`, CURATED one with the project's own annotated abstracts.
Needs scikit-learn (the extra `train`).  What it learnt from, and how well, is in MODEL.md.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np

from kg import extraction, vocabulary
from kg.documents._labels import zone_of
from kg.documents._plain import plain
from kg.entities import Annotator
from kg.extraction import arguments, certainty, claimhood, headline, kinds, linear, meant, polarity, zones
from kg.extraction.cues import Finder
from kg.extraction.evidence import Compared, compared
from kg.extraction.linear import Linear
from kg.extraction.sentences import spans
from kg.extraction.topic import Focus, Topic, topic
from kg.extraction.unit import Unit
from kg.model import ClaimType, Passage, Record, Source, Zone

WEIGHTS = Path(__file__).with_name("weights")
_ROLES = {"BACKGROUND": "Background", "OBJECTIVE": "Objective", "METHODS": "Methods", "RESULTS": "Results",
          "CONCLUSIONS": "Conclusion"}  # fmt: skip
TYPES = get_args(ClaimType)
_WORDS_KEPT = 5000
_RAREST = 4
_EVIDENCE, _PLAIN_FACT = 0.5, 0.3  # what a sentence of trial evidence and a fact without a therapy weigh in training
POINTED = ("positive", "negative", "mixed")


def main() -> None:
    """Train everything and write the weights."""
    corpora, curated = Path(sys.argv[1]), Path(sys.argv[2])
    train_zones(list(abstracts(corpora / "abstract_sections.dev.jsonl")))
    train_flags(corpora / "bioscope.dev.jsonl")
    sentences = [*judged(curated)]
    train_claims(sentences)
    linear.load.cache_clear()
    train_polarity(sentences, [*compared(corpora / "evidence_inference_v2.dev.jsonl")])
    linear.load.cache_clear()
    train_headlines(corpora / "claims.dev.jsonl")


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
    seen = [zones.features(linear.words(text), at, len(doc)) for doc in corpus for at, (text, _) in enumerate(doc)]
    roles = [role for doc in corpus for _, role in doc]
    kept = [(features, role) for features, role in zip(seen, roles, strict=True) if role]
    weights = fit([f for f, _ in kept], [r for _, r in kept], zones.ROLES, heavier={"Objective": 2.5})
    write("zones", zones.ROLES, weights)
    write("transitions", zones.ROLES, transitions(corpus))


def transitions(corpus: Iterable[Abstract]) -> dict[str, Sequence[float]]:
    """Log probabilities of each zone after each zone, and at the start; one is added to every count."""
    counts = {name: Counter(dict.fromkeys(zones.ROLES, 1)) for name in ("(start)", *zones.ROLES)}
    for doc in corpus:
        before = "(start)"
        for role in (role for _, role in doc if role):
            counts[before][role] += 1  # type: ignore[index]
            before = role
    logs: dict[str, Sequence[float]] = {
        name: [float(np.log(c[r] / c.total())) for r in zones.ROLES] for name, c in counts.items()
    }
    return logs | {linear.BIAS: [0.0] * len(zones.ROLES)}


def train_flags(path: Path) -> None:
    """Whether a sentence speculates (leaning to yes, where precision has room), and whether it denies."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    sentences = [sentence for row in rows for sentence in row["sentences"]]
    finder = Finder("certainty", "polarity")
    seen = [certainty.features(linear.words(s["text"]), s["text"], finder.find(s["text"])) for s in sentences]
    for name, cue, lean in (("hedges", "speculation", 0.8), ("negations", "negation", 0.0)):
        marked = [(name if any(c["type"] == cue for c in s["cues"]) else "none") for s in sentences]
        weights = fit(seen, marked, (name,), strength=1.0)
        write(name, (name,), {**weights, linear.BIAS: [weights[linear.BIAS][0] + lean]})


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
        record = _record(row)
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


def _record(row: dict[str, Any]) -> Record:
    """A curated abstract as a record: neighbours with one label are one passage."""
    passages = [Passage(section="title", zone="Title", text=row["title"])]
    for label, sentences in groupby(row["sentences"], key=lambda s: s.get("label")):
        texts = [s["text"] for s in sentences]
        if label and label.startswith("•"):
            passages += [Passage(section="highlight", zone="Highlight", text=text) for text in texts]
        else:
            passages.append(Passage(section="abstract", zone=_zone(label), text=" ".join(texts), label=label))
    source = Source(path="curated", format="jsonl", sha256="")
    return Record(kind="article", title=row["title"], source=source, passages=tuple(passages))


def _zone(label: str | None) -> Zone:
    return zone_of(label.strip(" :.–-")) if label else "Unlabelled"


def train_claims(sentences: Sequence[Judged]) -> None:
    """Whether a sentence is a claim, of which type, and which way it points."""
    marked = [("claim" if s.gold["claim"] else "no claim") for s in sentences]
    seen = [claimhood.features(s.unit) for s in sentences]
    write("claims", ("claim",), fit(seen, marked, ("claim",), strength=0.25, rarest=3))
    claims = [s for s in sentences if s.gold["claim"]]
    seen = [kinds.features(s.unit) for s in claims]
    write("types", TYPES, fit(seen, [s.gold["type"] for s in claims], TYPES, strength=0.4, rarest=2))
    silent = [s for s in claims if s.source in ("before", "topic")]
    seen = [meant.features(s.unit, s.source, s.about) for s in silent]
    marked = [("meant" if s.gold["therapy"] else "none") for s in silent]
    write("meant", ("meant",), fit(seen, marked, ("meant",), strength=0.3, rarest=3))


def train_polarity(sentences: Sequence[Judged], evidence: Sequence[Compared]) -> None:
    """Which way a claim points, from the curated claims and from what trials say of two arms.

    Evidence is told to change or not, but not which way is good: where it changes, a first model of the curated claims
    that do so says which way.  A curated claim without a therapy is learnt as neutral, which it may always be.
    """
    claims = [s for s in sentences if s.gold["claim"] and s.gold["type"] != "research_need"]
    seen = [polarity.features(s.unit, s.gold["type"], therapy=bool(s.gold["therapy"])) for s in claims]
    ways = [s.gold["polarity"] if s.gold["therapy"] else "neutral" for s in claims]
    pointed = [at for at, way in enumerate(ways) if way != "neutral"]
    first = Linear(POINTED, fit([seen[at] for at in pointed], [ways[at] for at in pointed], POINTED, strength=0.2, rarest=3))
    told = [polarity.features(e.unit, e.claim.type, therapy=e.claim.therapy is not None) for e in evidence]
    guessed = ["neutral" if e.same else POINTED[int(first.score(f).argmax())] for e, f in zip(evidence, told, strict=True)]
    weights = [1.0 if s.gold["therapy"] else _PLAIN_FACT for s in claims] + [_EVIDENCE] * len(evidence)
    write("polarity", polarity.POLARITIES, fit([*seen, *told], [*ways, *guessed], polarity.POLARITIES, strength=0.2, rarest=3, weights=weights))


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
    seen: Sequence[Sequence[str]], labels: Sequence[str], classes: Sequence[str], *, strength: float = 0.3,
    heavier: dict[str, float] | None = None, rarest: int = _RAREST, weights: Sequence[float] | None = None,
) -> dict[str, Sequence[float]]:  # fmt: skip
    """Logistic regression over the features frequent enough: a weight for each class by feature."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    counter = CountVectorizer(analyzer=set, binary=True, min_df=rarest, max_features=_WORDS_KEPT)
    matrix = counter.fit_transform(seen)
    weight = {name: (heavier or {}).get(name, 1.0) for name in sorted(set(labels))}
    model = LogisticRegression(C=strength, max_iter=1000, class_weight=weight).fit(matrix, labels, weights)
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
