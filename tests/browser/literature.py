"""A small invented literature as a graph, in the form `kg build` writes: names, papers and sentences are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from kg.terms import PREFIXES
from kg.text import digest, fold, slug

BASE = "https://w3id.org/litkg/id/"
THERAPIES = {
    "CAR-T cell therapy": "ncit:C126102",
    "Rituximab": "mesh:D000069283",
    "Belimumab": "mesh:C511911",
    "Anifrolumab": "mesh:C000591245",
    "Hydroxychloroquine": "mesh:D006886",
    "Mycophenolate mofetil": "mesh:D009173",
    "Voclosporin": "mesh:C515233",
    "Cyclophosphamide": "mesh:D003520",
    "Haematopoietic stem cell transplantation": "mesh:D018380",
}
DISEASES = {
    "Systemic lupus erythematosus": "obo:MONDO_0007915",
    "Lupus nephritis": "obo:MONDO_0005556",
    "Systemic sclerosis": "obo:MONDO_0005100",
    "Multiple sclerosis": "obo:MONDO_0005301",
    "Idiopathic inflammatory myopathy": "obo:MONDO_0600023",
    "ANCA-associated vasculitis": "obo:MONDO_0017286",
}
OUTCOMES = {"Remission": "mesh:D012074", "Infection": "mesh:D007239"}
BROADER = {"Lupus nephritis": "Systemic lupus erythematosus"}
PEOPLE = [
    "Anneke Vermeulen", "Tomás Aguirre", "Mei-Ling Kao", "Ola Nordström", "Priyanka Rao", "Íñigo Zabala",
    "Zoë Fairweather", "Dmitri Volkov", "Hanna Björk", "Samuel Okafor", "Lucía Ferrer", "Yusuf Demir",
]  # fmt: skip
PAPERS: list[tuple[str, str, str, str]] = [  # title, date, type, design
    ("CD19-directed cells in refractory lupus: an open-label series", "2021-09", "article", "CaseSeries"),
    ("Engineered T cells for autoimmune rheumatic disease: a review", "2024-10-02", "review", "NarrativeReview"),
    ("B-cell depletion in proliferative nephritis, two-year outcomes", "2012", "article", "RandomisedTrial"),
    ("Belimumab added to standard care: a randomised trial", "2020-03", "trial report", "RandomisedTrial"),
    ("Interferon receptor blockade in moderate lupus", "2019", "article", "RandomisedTrial"),
    ("Calcineurin inhibition for lupus nephritis in routine care", "2022-01", "article", "Cohort"),
    ("Antimalarials and flares: a registry analysis", "2015-06", "article", "Cohort"),
    ("Autologous transplantation in early diffuse scleroderma", "2016", "article", "RandomisedTrial"),
    ("Rituximab maintenance in small-vessel vasculitis", "2018-11-08", "article", "RandomisedTrial"),
    ("Induction regimens compared: a network meta-analysis", "2023", "review", "MetaAnalysis"),
    ("Cost and access of cell therapy for rare rheumatic disease", "2024", "article", "Modelling"),
    ("Myositis treated with CD19 cells: first report", "2023-05", "article", "CaseReport"),
]
# The number of the paper, the beginnings of its therapy and disease, type, polarity, certainty, zone, sentence.
CLAIMS = [line.split("\t") for line in (Path(__file__).parent / "claims.tsv").read_text(encoding="utf-8").splitlines()]
STANCE = {"Positive": "supports", "Negative": "disputes", "Neutral": "discusses", "Mixed": "discusses"}
HOSTILE = (
    "</script><script>document.title='owned'</script>",
    '<img src=x onerror="document.title=\'owned\'"> "quoted" & <b>bold</b>',
    "\u202egnirts desrever\u202c and {{ 7 * 7 }} ${7*7}",
    "endless " * 1250,
    "<a href=\"javascript:document.title='owned'\" onclick=\"document.title='owned'\">href</a>",
)
# What stands in the file, and what a hostile source writes in its place: names, a sentence, a journal.
SPOILED = {
    '"Voclosporin"': '"<svg onload=document.title=1> href=javascript:1"',
    '"Hydroxychloroquine"': "\"'}); document.title='owned'; //\u2028\"",
    '"Systemic sclerosis"': f'"{"x" * 10_000}"',
    '"Ola Nordström"': '"</script><script>document.title=1</script>"',
    '"Nordström"': '"</title><b onmouseover=document.title=1>"',
    "Annals of Invented Medicine": "\u202e\u2066<style>*{display:none}</style>",
    "did not improve renal response": "did not </textarea><iframe src=javascript:1> improve renal response",
}


def write(
    path: Path, *, titles: Sequence[str] = (), copies: int = 1, spoiled: Mapping[str, str] = MappingProxyType({})
) -> Path:
    """The graph as sorted Turtle in one file; `titles` replace the first papers', `copies` makes it larger, `spoiled`
    are texts that stand in the place of others."""
    graph = _Graph()
    concepts = _concepts(graph)
    for copy in range(copies):
        _papers(graph, concepts, copy, titles)
    _propositions(graph)
    text = "\n".join(sorted(graph.lines)) + "\n"
    for old, new in spoiled.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


class _Graph:
    """Statements so far, and which claims of which paper stand on which proposition."""

    def __init__(self) -> None:
        self.lines: set[str] = set()
        self.stands: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}

    def add(self, subject: str, **objects: str | Sequence[str]) -> None:
        for name, values in objects.items():
            for value in [values] if isinstance(values, str) else values:
                self.lines.add(f"<{subject}> {_term('rdf:type' if name == 'a' else name.replace('__', ':'))} {value} .")


def _term(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def _text(value: str, language: str = "") -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"' + (f"@{language}" if language else "")


def _number(value: int) -> str:
    return f'"{value}"^^{_term("xsd:integer")}'


def _yes() -> str:
    return f'"true"^^{_term("xsd:boolean")}'


def _concepts(graph: _Graph) -> dict[str, str]:
    iris = {}
    for kind, names in (("Therapy", THERAPIES), ("Disease", DISEASES), ("Outcome", OUTCOMES)):
        for name, curie in names.items():
            iri = _term(curie)[1:-1]
            iris[name] = iri
            graph.add(iri, a=[_term(f"kg:{kind}"), _term("skos:Concept")], skos__prefLabel=_text(name, "en"))
    graph.add(iris["CAR-T cell therapy"], skos__altLabel=[_text("chimeric antigen receptor T cells", "en")])
    for narrow, wide in BROADER.items():
        graph.add(iris[narrow], skos__broader=f"<{iris[wide]}>")
    return iris


def _papers(graph: _Graph, concepts: dict[str, str], copy: int, titles: Sequence[str]) -> None:
    for n, (title, issued, kind, design) in enumerate(PAPERS):
        paper = f"{BASE}paper/doi/10.5555/invented.{copy + 1}{n:02d}"
        title = titles[n] if n < len(titles) and copy == 0 else title
        _paper(graph, paper, title if not copy else f"{title}, part {copy + 1}", issued, kind, design)
        _authors(graph, paper, [PEOPLE[(n * 3 + k * (copy + 1)) % len(PEOPLE)] for k in range(2 + n % 3)])
        _claims(graph, paper, n, concepts, copy)


def _paper(graph: _Graph, paper: str, title: str, issued: str, kind: str, design: str) -> None:
    kinds = {4: "gYear", 7: "gYearMonth", 10: "date"}
    graph.add(
        paper, a=_term("kg:Paper"), dcterms__title=_text(title), dcterms__type=_text(kind),
        dcterms__issued=f'"{issued}"^^{_term("xsd:" + kinds[len(issued)])}',
        bibo__doi=_text(paper.partition("/doi/")[2]), kg__studyDesign=_term(f"kg:{design}"),
        dcterms__isPartOf=f"<{BASE}journal/annals-of-invented-medicine>",
        schema__url=_text("javascript:document.title='owned'" if "img src" in title else "https://example.org/paper"),
        schema__keywords=[_text("autoimmunity"), _text("B cells")],
    )  # fmt: skip
    if design == "Modelling":
        graph.add(paper, kg__retracted=_yes())
    graph.add(
        f"{BASE}journal/annals-of-invented-medicine",
        a=_term("kg:Journal"), dcterms__title=_text("Annals of Invented Medicine"),
    )  # fmt: skip


def _authors(graph: _Graph, paper: str, names: Sequence[str]) -> None:
    for position, name in enumerate(dict.fromkeys(names), start=1):
        person, place = f"{BASE}person/{slug(name)}-{digest(name)}", f"{paper}#author-{position}"
        given, _, family = name.partition(" ")
        graph.add(
            person, a=_term("kg:Author"), foaf__name=_text(name), foaf__givenName=_text(given),
            foaf__familyName=_text(family),
        )  # fmt: skip
        graph.add(
            place, a=_term("kg:Authorship"), kg__author=f"<{person}>", kg__position=_number(position),
            kg__nameAsPrinted=_text(name),
        )  # fmt: skip
        graph.add(paper, dcterms__creator=f"<{person}>", kg__authorship=f"<{place}>")


def _claims(graph: _Graph, paper: str, number: int, concepts: dict[str, str], copy: int) -> None:
    """One abstract a paper: its claims' sentences joined by blanks, offsets counted in it."""
    text, spans = "", []
    for row in (row for row in CLAIMS if int(row[0]) == number):
        therapy, disease = (
            next(n for n in names if n.startswith(row[i])) for i, names in ((1, THERAPIES), (2, DISEASES))
        )
        sentence = row[7].format(t=therapy, d=disease[0].lower() + disease[1:] if disease[1].islower() else disease)
        text += " " if text else ""
        spans.append((row, therapy, disease, sentence, len(text)))
        text += sentence
    passage = f"{paper}#abstract-{digest(text)}"
    graph.add(
        passage, a=_term("kg:Passage"), kg__section=_text("abstract"), kg__text=_text(text), kg__position=_number(1)
    )
    graph.add(paper, kg__passage=f"<{passage}>")
    for row, therapy, disease, sentence, start in spans:
        _claim(graph, paper, passage, (tuple(row[3:7]), concepts[therapy], concepts[disease], sentence, start), copy)


def _claim(
    graph: _Graph, paper: str, passage: str, told: tuple[tuple[str, ...], str, str, str, int], copy: int
) -> None:
    (kind, polarity, certainty, zone), therapy, disease, sentence, start = told
    claim = f"{paper}#claim-{digest(fold(sentence))}"
    proposition = f"{BASE}proposition/{digest(kind, therapy, disease, None)}"
    graph.add(
        claim, a=_term("kg:Claim"), kg__quote=_text(sentence), kg__inPassage=f"<{passage}>", kg__start=_number(start),
        kg__end=_number(start + len(sentence)), kg__claimType=_term(f"kg:{kind}"), kg__polarity=_term(f"kg:{polarity}"),
        kg__certainty=_term(f"kg:{certainty}"), kg__zone=_term(f"kg:{zone}"), kg__therapy=f"<{therapy}>",
        kg__origin=_term("kg:Cited" if zone == "Background" else "kg:Own"), kg__disease=f"<{disease}>",
        kg__asserts=f"<{proposition}>", kg__score=f'"0.91"^^{_term("xsd:decimal")}',
        kg__byRule=f"<{BASE}rule/invented>",
    )  # fmt: skip
    graph.add(claim, **{f"cito__{STANCE[polarity]}": f"<{proposition}>"})
    if zone == "Conclusion":
        graph.add(claim, kg__headline=_yes())
    graph.add(paper, kg__makesClaim=f"<{claim}>", kg__mentions=[f"<{therapy}>", f"<{disease}>"])
    graph.stands.setdefault((kind, therapy, disease), []).append((paper, polarity, certainty))


def _propositions(graph: _Graph) -> None:
    names = {_term(curie)[1:-1]: name for table in (THERAPIES, DISEASES) for name, curie in table.items()}
    for (kind, therapy, disease), claims in graph.stands.items():
        supports, disputes, hedged = (
            sum(claim[i] == wanted for claim in claims)
            for i, wanted in ((1, "Positive"), (1, "Negative"), (2, "Hedged"))
        )
        papers = len({claim[0] for claim in claims})
        proposition = f"{BASE}proposition/{digest(kind, therapy, disease, None)}"
        label = _text(f"{names[therapy]} → {names[disease]} ({kind.lower()})")
        graph.add(
            proposition, a=_term("kg:Proposition"), rdfs__label=label, kg__claimType=_term(f"kg:{kind}"),
            kg__therapy=f"<{therapy}>", kg__disease=f"<{disease}>", kg__supportCount=_number(supports),
            kg__disputeCount=_number(disputes), kg__hedgedCount=_number(hedged),
            kg__paperCount=_number(papers), kg__independentCount=_number(papers),
        )  # fmt: skip
        if supports and disputes:
            graph.add(proposition, kg__contested=_yes())
