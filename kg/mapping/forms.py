"""The forms of nodes: which classes and predicates a node of each kind has, by the names its makers call them."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from kg.mapping.form import Form
from kg.mapping.turtle import short
from kg.model import Certainty, ClaimType, Origin, Polarity, Zone
from kg.terms import BIBO, BIOLINK, CITO, DCTERMS, FABIO, FOAF, KG, OA, PROV, RDFS, SCHEMA, SKOS

# ------------------------------------------------------- papers and people
PAPER = Form(
    KG.Paper,
    title=DCTERMS.title, creator=DCTERMS.creator, issued=DCTERMS.issued, journal=DCTERMS.isPartOf,
    language=DCTERMS.language, publisher=DCTERMS.publisher, license=DCTERMS.license, rights=DCTERMS.rights,
    type=DCTERMS.type, version_of=DCTERMS.isVersionOf,
    editor=BIBO.editor, volume=BIBO.volume, issue=BIBO.issue, pages=BIBO.pages, isbn=BIBO.isbn, doi=BIBO.doi,
    pmid=BIBO.pmid, pmcid=FABIO.hasPubMedCentralId,
    url=SCHEMA.url, keyword=SCHEMA.keywords, funder=SCHEMA.funder, same_as=SCHEMA.sameAs,
    authorship=KG.authorship, article_number=KG.articleNumber, trial=KG.trial, study_design=KG.studyDesign,
    passage=KG.passage, mentions=KG.mentions, claim=KG.makesClaim, retracted=KG.retracted, host=KG.host,
    published_online=KG.publishedOnline, heading=KG.heading, notice=KG.notice,
    cites=CITO.cites, document=PROV.wasDerivedFrom,
    later=("creator", "editor", "journal", "version_of", "cites"),
)  # fmt: skip
AUTHORSHIP = Form(
    KG.Authorship, author=KG.author, position=KG.position, printed=KG.nameAsPrinted, affiliation=KG.affiliation
)
_AGENT = {"name": FOAF.name, "family": FOAF.familyName, "given": FOAF.givenName, "orcid": SCHEMA.identifier}
AUTHOR, ORGANISATION = Form(KG.Author, **_AGENT), Form(FOAF.Organization, **_AGENT)

# ------------------------------------------------------- texts
PASSAGE = Form(
    KG.Passage,
    section=KG.section, text=KG.text, position=KG.position, label=KG.label, document=PROV.wasDerivedFrom,
)  # fmt: skip
MENTION = Form(
    KG.Mention,
    passage=OA.hasTarget, concept=OA.hasBody, text=OA.exact,
    start=KG.start, end=KG.end, score=KG.score, reason=KG.reason, candidate=KG.candidate,
)  # fmt: skip
GROUNDED = MENTION.template("text", "concept", "passage", "end", "score", "start")
CLAIM = Form(
    KG.Claim,
    quote=KG.quote, passage=KG.inPassage, start=KG.start, end=KG.end, type=KG.claimType, polarity=KG.polarity,
    certainty=KG.certainty, zone=KG.zone, origin=KG.origin, score=KG.score, headline=KG.headline, rule=KG.byRule,
    therapy=KG.therapy, disease=KG.disease, outcome=KG.outcome, comparator=KG.comparator, asserts=KG.asserts,
    positive=CITO.supports, negative=CITO.disputes, neutral=CITO.discusses, quantity=KG.quantity,
    retracted=KG.retracted, knowledge=BIOLINK.knowledge_level, agent=BIOLINK.agent_type,
)  # fmt: skip
QUANTITY = Form(KG.Quantity, value=KG.value, unit=KG.unit, kind=KG.quantityKind, start=KG.start, end=KG.end)

# ------------------------------------------------------- propositions and concepts
PROPOSITION = Form(
    KG.Proposition,
    label=RDFS.label, type=KG.claimType, therapy=KG.therapy, disease=KG.disease, comparator=KG.comparator,
    subject=BIOLINK.subject, predicate=BIOLINK.predicate, object=BIOLINK.object,
    supports=KG.supportCount, disputes=KG.disputeCount, hedged=KG.hedgedCount, papers=KG.paperCount,
    independent=KG.independentCount, contested=KG.contested,
)  # fmt: skip
_CONCEPT = {
    "label": SKOS.prefLabel, "name": SKOS.altLabel, "broader": SKOS.broader, "exact": SKOS.exactMatch,
    "scheme": SKOS.inScheme, "target": KG.target, "valence": KG.valence,
}  # fmt: skip


@cache
def concept(kinds: frozenset[str]) -> Form:
    """The form of concepts of these kinds."""
    return Form(SKOS.Concept, *(getattr(KG, kind.capitalize()) for kind in kinds), **_CONCEPT)


# ------------------------------------------------------- values
_Value = TypeVar("_Value", bound=str)


def _shown(values: dict[_Value, str]) -> dict[_Value, str]:
    return {value: short(iri) for value, iri in values.items()}


TYPES: dict[ClaimType, str] = _shown({
    "efficacy": KG.Efficacy, "safety": KG.Safety, "cost": KG.Cost, "comparison": KG.Comparison,
    "mechanism": KG.Mechanism, "epidemiology": KG.Epidemiology, "diagnosis": KG.Diagnosis,
    "research_need": KG.ResearchNeed, "recommendation": KG.Recommendation, "other": KG.OtherClaim,
})  # fmt: skip
POLARITIES: dict[Polarity, str] = _shown({
    "positive": KG.Positive, "negative": KG.Negative, "neutral": KG.Neutral, "mixed": KG.Mixed,
})  # fmt: skip
CERTAINTIES: dict[Certainty, str] = _shown({"asserted": KG.Asserted, "hedged": KG.Hedged, "open": KG.Open})
ORIGINS: dict[Origin, str] = _shown({"own": KG.Own, "cited": KG.Cited, "review": KG.Review})
ZONES: dict[Zone, str] = _shown({
    "Title": KG.Title, "Highlight": KG.Highlight, "Background": KG.Background, "Objective": KG.Objective,
    "Methods": KG.Methods, "Results": KG.Results, "Conclusion": KG.Conclusion, "Unlabelled": KG.Unlabelled,
})  # fmt: skip
# What a claim does to its proposition: the field of its form.
SIDES: dict[Polarity, str] = {"positive": "positive", "negative": "negative", "neutral": "neutral", "mixed": "neutral"}
# Text-mined edges: Biolink's enumerations KnowledgeLevelEnum and AgentTypeEnum.
TEXT_MINED = {"knowledge": '"not_provided"', "agent": '"text_mining_agent"'}
# biolink:treats is reserved for approved or phase 3 evidence.
MAY_TREAT, IS_RELATED = short(BIOLINK.treats_or_applied_or_studied_to_treat), short(BIOLINK.related_to)
