"""Two papers in three records, written by hand: an article, catalogue page and RIS file; and a retracted trial."""

from __future__ import annotations

from dataclasses import replace

from kg.concept import Concept
from kg.model import (
    Claim,
    Identifiers,
    Journal,
    Mention,
    Organisation,
    Passage,
    Person,
    Quantity,
    Reading,
    Record,
    Source,
)
from kg.terms import expand


def _iri(curie: str) -> str:
    iri = expand(curie)
    assert iri, curie
    return iri


CAR_T, RITUXIMAB = _iri("NCIT:C126102"), _iri("MESH:D000069283")
LUPUS, NEPHRITIS, AUTOIMMUNE = _iri("MONDO:0007915"), _iri("MONDO:0005556"), _iri("MONDO:0007179")
REMISSION, CD19 = _iri("MESH:D012074"), "https://w3id.org/litkg/id/concept/target/cd19"

CONCEPTS = (
    Concept(
        iri=CAR_T, kind="therapy", kinds=("therapy",), label="CAR-T cell therapy", synonyms=("CAR-T cells",),
        short_forms=("CAR-T",), exact=(_iri("MESH:D000086342"),), targets=(CD19,),
        scheme="https://w3id.org/litkg/id/scheme/therapies",
    ),
    Concept(iri=RITUXIMAB, kind="therapy", kinds=("therapy",), label="rituximab"),
    Concept(iri=LUPUS, kind="disease", kinds=("disease",), label="systemic lupus erythematosus", broader=(AUTOIMMUNE,),
            synonyms=("SLE",), language="en"),
    Concept(iri=NEPHRITIS, kind="disease", kinds=("disease",), label="lupus nephritis", broader=(LUPUS,)),
    Concept(iri=AUTOIMMUNE, kind="disease", kinds=("disease",), label="autoimmune disease"),
    Concept(iri=REMISSION, kind="outcome", kinds=("outcome",), label="remission", valence="desired"),
    Concept(iri=CD19, kind="target", kinds=("target",), label="CD19"),
)  # fmt: skip

HIGHLIGHT = "CAR-T cells bring lasting remission in severe lupus."
ABSTRACT = (
    "CAR-T cells may be an option for lupus nephritis. In 12 of 15 patients (80%) no drug was needed after 6 months. "
    "CAR-T cells bring lasting remission in severe lupus!"
)
CATALOGUE = Source(path="catalogue/car-t.txt", format="vufind", sha256="a1" * 32)
EXPORT = Source(path="export.ris", format="ris", sha256="b2" * 32, line=1)
TRIAL = Source(path="export.ris", format="ris", sha256="b2" * 32, line=40)


def mention(passage: Passage, at: int, words: str, kind: str, concept: str | None, **more: object) -> Mention:
    """A mention of the first such words in the passage's text."""
    start = passage.text.index(words)
    return Mention(passage=at, start=start, end=start + len(words), text=words, kind=kind, concept=concept, **more)  # type: ignore[arg-type]


def claim(passage: Passage, at: int, words: str, **more: object) -> Claim:
    """A claim that is the sentence starting with these words and ending at the next stop."""
    start = passage.text.index(words)
    end = min(passage.text.index(stop, start) for stop in ".!" if stop in passage.text[start:]) + 1
    told: dict[str, object] = {
        "type": "efficacy", "polarity": "positive", "certainty": "asserted", "zone": "Unlabelled", "origin": "own",
        "therapy": CAR_T, "diseases": (LUPUS,), "score": 0.91, "rule": "sentence model",
    }  # fmt: skip
    return Claim(passage=at, start=start, end=end, **(told | more))  # type: ignore[arg-type]


def _article() -> Reading:
    """The article as a catalogue page has it: title, highlights, abstract."""
    title = Passage(section="title", zone="Title", text="CAR-T cells in lupus: a review")
    highlight = Passage(section="highlight", zone="Highlight", text=HIGHLIGHT)
    abstract = Passage(section="abstract", zone="Unlabelled", text=ABSTRACT)
    ratio = ABSTRACT.index("12 of")
    percent = ABSTRACT.index("80%")
    return Reading(
        record=Record(
            kind="review",
            title=title.text,
            source=CATALOGUE,
            identifiers=Identifiers(doi="10.1016/j.example(2024).105702"),
            authors=(
                Person(family="Ferrand", given="Aurélie", affiliations=("Department of Rheumatology, Lyon, France",)),
                Person(family="Berg", given="J.", particle="van der"),
                Organisation(name="Lupus Study Group"),
            ),
            issued="2024-09",
            journal=Journal(title="Joint, bone, spine", issns=("1297-319X", "1778-7254", "1297-3190")),
            volume="91",
            issue="5",
            pages="105702",
            article_number="105702",
            languages=("en",),
            publisher="Elsevier",
            license="https://creativecommons.org/licenses/by/4.0/",
            url="https://catalogue.example/Record/1?lng=en&x=a b",
            keywords=("CAR-T", "lupus"),
            passages=(title, highlight, abstract),
        ),
        mentions=(
            mention(title, 0, "CAR-T cells", "therapy", CAR_T, score=0.98),
            mention(title, 0, "lupus", "disease", None, score=0.5, reason="several concepts of that name",
                    candidates=(LUPUS, NEPHRITIS)),
            mention(highlight, 1, "CAR-T cells", "therapy", CAR_T, score=0.98),
            mention(highlight, 1, "remission", "outcome", REMISSION, score=1.0),
            mention(abstract, 2, "lupus nephritis", "disease", NEPHRITIS, score=0.987654),
        ),
        claims=(
            claim(highlight, 1, "CAR-T cells bring", zone="Highlight", outcome=REMISSION, headline=True, score=0.97),
            claim(abstract, 2, "CAR-T cells may", certainty="hedged", diseases=(NEPHRITIS, LUPUS)),
            claim(
                abstract, 2, "In 12 of", therapy=None, diseases=(),
                quantities=(
                    Quantity(kind="n", value="12", unit=None, start=ratio, end=ratio + 2),
                    Quantity(kind="percent", value="80", unit="%", start=percent, end=percent + 3),
                    Quantity(kind="ratio", value="80/100", unit=None, start=percent, end=percent + 2),
                ),
            ),
            claim(abstract, 2, "CAR-T cells bring", polarity="negative"),
        ),
        design="NarrativeReview",
    )  # fmt: skip


def _same_article() -> Reading:
    """The same article in a RIS file: more precise, with an ORCID and another identifier."""
    title = Passage(section="title", zone="Title", text="CAR-T cells in lupus: a review")
    abstract = Passage(section="abstract", zone="Conclusion", text="More trials are needed.", label="Conclusions")
    return Reading(
        record=Record(
            kind="article",
            title=title.text,
            source=EXPORT,
            identifiers=Identifiers(doi="10.1016/J.EXAMPLE(2024).105702", pmid="38500001", pmcid="PMC1234567"),
            authors=(
                Person(family="Ferrand", given="A", orcid="0000-0002-1825-0097"),
                Person(family="Berg", given="Johan", particle="van der"),
            ),
            editors=(Person(family="Ito", given="Ken"),),
            issued="2024-09-17",
            published_online="2023-12",
            journal=Journal(title="Joint Bone Spine", issns=("1778-7254",), abbreviation="Joint Bone Spine"),
            keywords=("lupus", "cell therapy"),
            headings=("Lupus Erythematosus, Systemic/therapy",),
            funding=("Fondation Exemple",),
            rights="© the authors",
            notices=("10.1016/j.example.2025.1",),
            references=(
                Identifiers(pmid="38500002"),
                Identifiers(doi="10.1000/not.here<1>"),
                Identifiers(),
            ),
            passages=(title, abstract),
        ),
        mentions=(mention(title, 0, "lupus", "disease", LUPUS, score=0.9),),
        claims=(
            claim(abstract, 1, "More trials", type="research_need", polarity="neutral", certainty="open",
                  zone="Conclusion", rule="cue: needed"),
        ),
    )  # fmt: skip


def _trial() -> Reading:
    """A retracted trial by an author of the review, against rituximab."""
    text = 'Rituximab was "no worse" than CAR-T cells.\nCAR-T cells did not help in lupus.'
    abstract = Passage(section="abstract", zone="Results", text=text, label="RESULTS:")
    return Reading(
        record=Record(
            kind="trial report",
            title="CAR-T cells against rituximab in lupus",
            source=TRIAL,
            identifiers=Identifiers(doi="10.1000/trial.7", pmid="38500002", trials=("NCT01234567",)),
            authors=(Person(family="Ferrand", given="Aurélie"), Person(family="Ito", given="K")),
            issued="2023",
            journal=Journal(title="Trials of Everything"),
            url="javascript:alert(1)",
            retracted=True,
            passages=(abstract,),
        ),
        mentions=(mention(abstract, 0, "Rituximab", "therapy", RITUXIMAB, score=1.0),),
        claims=(
            claim(abstract, 0, "Rituximab was", type="comparison", polarity="neutral", therapy=RITUXIMAB,
                  comparator=CAR_T, zone="Results"),
            claim(abstract, 0, "CAR-T cells did", polarity="negative", zone="Results"),
        ),
        design="RandomisedTrial",
    )  # fmt: skip


READINGS = (_article(), _same_article(), _trial())


def moved(reading: Reading, path: str) -> Reading:
    """The reading as if its record stood in another file."""
    return replace(reading, record=replace(reading.record, source=replace(reading.record.source, path=path)))
