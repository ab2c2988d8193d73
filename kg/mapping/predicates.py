"""Predicates and whole line ends, made once: a line is `subject + PREDICATE + object + END`."""

from __future__ import annotations

from kg.model import Certainty, ClaimType, Origin, Polarity, Zone
from kg.terms import BIBO, BIOLINK, CITO, DCTERMS, FABIO, FOAF, KG, OA, PROV, RDF, RDFS, SCHEMA, SKOS, VOID

END = " ."


def _predicate(iri: str) -> str:
    return f" <{iri}> "


def _is(iri: str) -> str:
    return f" <{RDF.type}> <{iri}> ."


IS_PAPER, IS_AUTHOR, IS_AUTHORSHIP, IS_JOURNAL, IS_CLAIM, IS_PROPOSITION, IS_MENTION, IS_PASSAGE, IS_QUANTITY = (
    _is(getattr(KG, name))
    for name in (
        "Paper", "Author", "Authorship", "Journal", "Claim", "Proposition", "Mention", "Passage", "Quantity",
    )
)  # fmt: skip
IS_DOCUMENT, IS_BUILD, IS_RULE = (_is(getattr(KG, name)) for name in ("Document", "Build", "Rule"))
IS_ORGANISATION, IS_DATASET = _is(FOAF.Organization), _is(VOID.Dataset)
IS_CONCEPT, IS_SCHEME = _is(SKOS.Concept), _is(SKOS.ConceptScheme)
IS_KIND = {kind: _is(getattr(KG, kind.capitalize())) for kind in ("therapy", "disease", "outcome", "target")}

# ------------------------------------------------------- papers, people, journals, documents
TITLE, CREATOR, ISSUED, PART_OF, LANGUAGE, PUBLISHER, LICENSE, RIGHTS, TYPE, VERSION_OF = (
    _predicate(DCTERMS[name])
    for name in (
        "title", "creator", "issued", "isPartOf", "language", "publisher", "license", "rights", "type", "isVersionOf",
    )
)  # fmt: skip
EDITOR, VOLUME, ISSUE, PAGES, ISBN, DOI, PMID, ISSN = (
    _predicate(BIBO[name]) for name in ("editor", "volume", "issue", "pages", "isbn", "doi", "pmid", "issn")
)
PMCID = _predicate(FABIO.hasPubMedCentralId)
URL, KEYWORD, FUNDER, SAME_AS, IDENTIFIER = (
    _predicate(SCHEMA[name]) for name in ("url", "keywords", "funder", "sameAs", "identifier")
)
AUTHORSHIP, ARTICLE_NUMBER, TRIAL, STUDY_DESIGN, PASSAGE, MENTIONS, MAKES_CLAIM, RETRACTED = (
    _predicate(getattr(KG, name))
    for name in (
        "authorship", "articleNumber", "trial", "studyDesign", "passage", "mentions", "makesClaim", "retracted",
    )
)  # fmt: skip
HOST, PUBLISHED_ONLINE, HEADING, NOTICE = (
    _predicate(getattr(KG, name)) for name in ("host", "publishedOnline", "heading", "notice")
)
CITES, DERIVED_FROM = _predicate(CITO.cites), _predicate(PROV.wasDerivedFrom)
AUTHOR, POSITION, NAME_AS_PRINTED, AFFILIATION = (
    _predicate(getattr(KG, name)) for name in ("author", "position", "nameAsPrinted", "affiliation")
)
NAME, FAMILY_NAME, GIVEN_NAME = (_predicate(FOAF[name]) for name in ("name", "familyName", "givenName"))
PATH, SHA256, FORMAT = (_predicate(getattr(KG, name)) for name in ("path", "sha256", "format"))

# ------------------------------------------------------- passages, mentions, claims
SECTION, TEXT, LABEL, START_AT, END_AT, SCORE, CANDIDATE, REASON = (
    _predicate(getattr(KG, name))
    for name in ("section", "text", "label", "start", "end", "score", "candidate", "reason")
)
HAS_BODY, HAS_TARGET, EXACT = (_predicate(OA[name]) for name in ("hasBody", "hasTarget", "exact"))
QUOTE, IN_PASSAGE, CLAIM_TYPE, POLARITY, CERTAINTY, ZONE, ORIGIN, THERAPY, DISEASE, OUTCOME, COMPARATOR = (
    _predicate(getattr(KG, name))
    for name in (
        "quote", "inPassage", "claimType", "polarity", "certainty", "zone", "origin", "therapy", "disease", "outcome",
        "comparator",
    )
)  # fmt: skip
ASSERTS, QUANTITY, HEADLINE, BY_RULE, VALUE, UNIT, QUANTITY_KIND = (
    _predicate(getattr(KG, name))
    for name in ("asserts", "quantity", "headline", "byRule", "value", "unit", "quantityKind")
)
RDFS_LABEL = _predicate(RDFS.label)

# ------------------------------------------------------- propositions, concepts, the dataset
SUPPORT_COUNT, DISPUTE_COUNT, HEDGED_COUNT, PAPER_COUNT, INDEPENDENT_COUNT, CONTESTED = (
    _predicate(getattr(KG, name))
    for name in ("supportCount", "disputeCount", "hedgedCount", "paperCount", "independentCount", "contested")
)
SUBJECT, PREDICATE, OBJECT = (_predicate(BIOLINK[name]) for name in ("subject", "predicate", "object"))
PREF_LABEL, ALT_LABEL, BROADER, EXACT_MATCH, IN_SCHEME = (
    _predicate(SKOS[name]) for name in ("prefLabel", "altLabel", "broader", "exactMatch", "inScheme")
)
VALENCE, TARGET = _predicate(KG.valence), _predicate(KG.target)
GENERATED_BY, USED = _predicate(PROV.wasGeneratedBy), _predicate(PROV.used)

# ------------------------------------------------------- values: the end of a line
_TYPES: dict[ClaimType, str] = {
    "efficacy": KG.Efficacy, "safety": KG.Safety, "cost": KG.Cost, "comparison": KG.Comparison,
    "mechanism": KG.Mechanism, "epidemiology": KG.Epidemiology, "diagnosis": KG.Diagnosis,
    "research_need": KG.ResearchNeed, "recommendation": KG.Recommendation, "other": KG.OtherClaim,
}  # fmt: skip
_POLARITIES: dict[Polarity, str] = {
    "positive": KG.Positive, "negative": KG.Negative, "neutral": KG.Neutral, "mixed": KG.Mixed,
}  # fmt: skip
_CERTAINTIES: dict[Certainty, str] = {"asserted": KG.Asserted, "hedged": KG.Hedged, "open": KG.Open}
_ORIGINS: dict[Origin, str] = {"own": KG.Own, "cited": KG.Cited, "review": KG.Review}
_ZONES: tuple[Zone, ...] = (
    "Title", "Highlight", "Background", "Objective", "Methods", "Results", "Conclusion", "Unlabelled",
)  # fmt: skip
TYPE_IS = {key: f"{CLAIM_TYPE}<{value}>{END}" for key, value in _TYPES.items()}
POLARITY_IS = {key: f"{POLARITY}<{value}>{END}" for key, value in _POLARITIES.items()}
CERTAINTY_IS = {key: f"{CERTAINTY}<{value}>{END}" for key, value in _CERTAINTIES.items()}
ORIGIN_IS = {key: f"{ORIGIN}<{value}>{END}" for key, value in _ORIGINS.items()}
ZONE_IS = {key: f"{ZONE}<{getattr(KG, key)}>{END}" for key in _ZONES}
# What a claim does to its proposition.
TAKES_SIDE: dict[Polarity, str] = {
    "positive": _predicate(CITO.supports),
    "negative": _predicate(CITO.disputes),
    "neutral": _predicate(CITO.discusses),
    "mixed": _predicate(CITO.discusses),
}
# Text-mined edges: Biolink's enumerations KnowledgeLevelEnum and AgentTypeEnum.
TEXT_MINED = (
    f'{_predicate(BIOLINK.knowledge_level)}"not_provided"{END}',
    f'{_predicate(BIOLINK.agent_type)}"text_mining_agent"{END}',
)
# biolink:treats is reserved for approved or phase 3 evidence.
MAY_TREAT = f"{PREDICATE}<{BIOLINK.treats_or_applied_or_studied_to_treat}>{END}"
IS_RELATED = f"{PREDICATE}<{BIOLINK.related_to}>{END}"
