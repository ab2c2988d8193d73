"""A graph read by its nodes: the values of a property, the nodes of a class, the name and kind a node goes by.

All lists are sorted and all texts are as the graph has them.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.graph_store import load as load
from kg.terms import BIBO, DCTERMS, FABIO, FOAF, KG, OA, PROV, RDF, RDFS, SKOS, VOID, curie

# The class that tells what kind a node is, the first that fits; a harm is a disease and an outcome.
KINDS: tuple[tuple[str, str], ...] = (
    ("paper", KG.Paper), ("author", KG.Author), ("organisation", FOAF.Organization), ("journal", KG.Journal),
    ("therapy", KG.Therapy), ("disease", KG.Disease), ("outcome", KG.Outcome), ("target", KG.Target),
    ("claim", KG.Claim), ("proposition", KG.Proposition), ("authorship", KG.Authorship), ("passage", KG.Passage),
    ("mention", KG.Mention), ("quantity", KG.Quantity), ("document", KG.Document), ("rule", KG.Rule),
    ("build", KG.Build), ("dataset", VOID.Dataset), ("scheme", SKOS.ConceptScheme),
)  # fmt: skip
CONCEPTS = ("therapy", "disease", "outcome", "target")
_LABELS = (SKOS.prefLabel, DCTERMS.title, FOAF.name, RDFS.label, KG.quote, OA.exact, KG.nameAsPrinted, KG.path)


def literals(store: ox.Store, node: str, predicate: str) -> list[ox.Literal]:
    """The literals of a property, English and untagged ones first, then by language and text."""
    found = [q.object for q in store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, None)]
    return sorted((o for o in found if isinstance(o, ox.Literal)), key=_english_first)


def _english_first(literal: ox.Literal) -> tuple[bool, str, str]:
    language = literal.language or ""
    return bool(language) and not language.startswith("en"), language, literal.value


def values(store: ox.Store, node: str, predicate: str) -> list[str]:
    """The values of a property: IRIs by code points, then literals, those in English first."""
    quads = list(store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(predicate), None, None))
    iris = sorted(q.object.value for q in quads if isinstance(q.object, ox.NamedNode))
    texts = sorted((q.object for q in quads if isinstance(q.object, ox.Literal)), key=_english_first)
    return iris + [text.value for text in texts]


def value(store: ox.Store, node: str, predicate: str) -> str | None:
    """The first value of a property."""
    return next(iter(values(store, node, predicate)), None)


def number(store: ox.Store, node: str, predicate: str) -> int | None:
    """The first value as a whole number; None where it is none."""
    found = value(store, node, predicate) or ""
    return int(found) if found.isascii() and found.isdigit() else None


def nodes(store: ox.Store, predicate: str, object: str) -> list[str]:
    """The nodes that have an IRI as the value of a property."""
    quads = store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(object), None)
    return sorted({q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)})


def typed(store: ox.Store, cls: str) -> list[str]:
    """The nodes of a class."""
    return nodes(store, RDF.type, cls)


def kind(store: ox.Store, node: str) -> str:
    """The kind of a node in one word ("paper", "therapy"), "node" for what the graph does not type."""
    types = set(values(store, node, RDF.type))
    return next((name for name, cls in KINDS if cls in types), "node")


def label(store: ox.Store, node: str) -> str:
    """The name a node goes by, in English where there is one, else its CURIE or IRI."""
    found = (value(store, node, predicate) for predicate in _LABELS)
    return next((text for text in found if text), curie(node))


def local(iri: str) -> str:
    """What stands behind the last `#` or `/` of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def word(iri: str) -> str:
    """A value of the ontology as a word.

    >>> word("https://w3id.org/litkg/ontology#ResearchNeed")
    'research need'
    """
    name = local(iri)
    return "".join(f" {c.lower()}" if c.isupper() and at else c.lower() for at, c in enumerate(name))


def year(store: ox.Store, paper: str) -> str:
    """The year a paper was issued in; "" where none is told."""
    return (value(store, paper, DCTERMS.issued) or "")[:4]


def cited(store: ox.Store, paper: str) -> str:
    """A paper as a text refers to it: first family name and year, else its title's beginning."""
    when = year(store, paper)
    authorship = next((a for a in values(store, paper, KG.authorship) if number(store, a, KG.position) == 1), None)
    person = value(store, authorship, KG.author) if authorship else None
    if person is None:
        return f"“{_shortened(label(store, paper))}” {when}".strip()
    return f"{value(store, person, FOAF.familyName) or label(store, person)} {when}".strip()


def _shortened(title: str, longest: int = 40) -> str:
    """A title cut at a word."""
    return title if len(title) <= longest else title[:longest].rpartition(" ")[0] + " …"


def identifier(store: ox.Store, paper: str) -> str:
    """The best-known identifier of a paper: DOI, PMID or PMCID, else its IRI."""
    for prefix, predicate in (("doi:", BIBO.doi), ("PMID:", BIBO.pmid), ("", FABIO.hasPubMedCentralId)):
        if found := value(store, paper, predicate):
            return prefix + found
    return paper


def paper_of(store: ox.Store, claim: str) -> str | None:
    """The paper that makes a claim."""
    return next(iter(nodes(store, KG.makesClaim, claim)), None)


def paths(store: ox.Store, node: str) -> list[str]:
    """The paths of the files a paper or passage was read from."""
    return sorted(
        {path for document in values(store, node, PROV.wasDerivedFrom) for path in values(store, document, KG.path)}
    )
