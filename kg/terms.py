"""The names the graph is written with: `KG.Claim`, `DCTERMS.title`; prefixes; CURIEs.

The names of `KG` are read from `ontology/kg.ttl`, so that a term the ontology does not define cannot be written:
asking for it is an error that suggests the nearest one.
"""

from __future__ import annotations

import difflib
import re
from functools import cached_property, lru_cache
from pathlib import Path

from kg.errors import ConfigError

_HERE = Path(__file__).resolve().parent
# A wheel carries the ontology inside the package; a checkout has it beside.
ONTOLOGY = _HERE / "ontology" if (_HERE / "ontology").is_dir() else _HERE.parent / "ontology"

PREFIXES = {
    "kg": "https://w3id.org/litkg/ontology#",
    "obo": "http://purl.obolibrary.org/obo/",
    "ncit": "http://purl.obolibrary.org/obo/NCIT_",
    "doid": "http://purl.obolibrary.org/obo/DOID_",
    "mesh": "http://id.nlm.nih.gov/mesh/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "void": "http://rdfs.org/ns/void#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "bibo": "http://purl.org/ontology/bibo/",
    "fabio": "http://purl.org/spar/fabio/",
    "cito": "http://purl.org/spar/cito/",
    "biolink": "https://w3id.org/biolink/vocab/",
}


class Namespace:
    """An open vocabulary: `DCTERMS.title` and `OBO["SEPIO_0000001"]` are IRIs below its own."""

    def __init__(self, base: str) -> None:
        self._base = base

    def __getattr__(self, name: str) -> str:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._base + name

    def __getitem__(self, name: str) -> str:
        return self._base + name


class Ontology:
    """The namespace of the project's own terms, closed: only what its ontology file defines."""

    def __init__(self, base: str, path: Path) -> None:
        self._base, self._file = base, path  # kg:path and kg:base stay free for terms

    @cached_property
    def names(self) -> frozenset[str]:
        """Local names of all terms the ontology file types."""
        import pyoxigraph

        typed = pyoxigraph.NamedNode(PREFIXES["rdf"] + "type")
        quads = pyoxigraph.parse(path=self._file, format=pyoxigraph.RdfFormat.TURTLE)
        subjects = {q.subject.value for q in quads if q.predicate == typed}
        return frozenset(s.removeprefix(self._base) for s in subjects if s.startswith(self._base))

    def __getattr__(self, name: str) -> str:
        if name.startswith("__") or name == "names":
            raise AttributeError(name)
        if name not in self.names:
            near = difflib.get_close_matches(name, sorted(self.names), n=1)
            raise ConfigError(
                f"the ontology defines no term kg:{name}",
                where=self._file.name,
                help=f"did you mean kg:{near[0]}?" if near else "define it, with a label and a definition",
            )
        value = self._base + name
        setattr(self, name, value)
        return value


KG = Ontology(PREFIXES["kg"], ONTOLOGY / "kg.ttl")
BIBO, BIOLINK, CITO, DCTERMS, FABIO, FOAF, OA, OBO, OWL, PROV, RDF, RDFS, SCHEMA, SKOS, VOID, XSD = (
    Namespace(PREFIXES[p])
    for p in (
        "bibo", "biolink", "cito", "dcterms", "fabio", "foaf", "oa", "obo", "owl", "prov", "rdf", "rdfs", "schema",
        "skos", "void", "xsd",
    )
)  # fmt: skip

# CURIE prefixes, upper case, of the concepts' published IRIs.
_CONCEPT_BASES = {
    "MESH": PREFIXES["mesh"],
    "ORPHANET": "http://www.orpha.net/ORDO/Orphanet_",
    "OMIM": "https://omim.org/entry/",
    "UMLS": "http://linkedlifedata.com/resource/umls/id/",
    "EFO": "http://www.ebi.ac.uk/efo/EFO_",
    "HGNC": "https://identifiers.org/hgnc/",
    "UNIPROT": "http://purl.uniprot.org/uniprot/",
    "RXNORM": "http://purl.bioontology.org/ontology/RXNORM/",
    "ATC": "http://purl.bioontology.org/ontology/UATC/",
    "SNOMEDCT": "http://snomed.info/id/",
}
URN = "urn:curie:"  # of identifiers whose prefix is known to no one but the vocabulary that uses it
_OBO_ID = re.compile(r"http://purl\.obolibrary\.org/obo/([A-Za-z]+)_(\w+)\Z")


@lru_cache(maxsize=65536)
def curie(iri: str) -> str:
    """The CURIE of a concept's IRI, prefix in upper case; the IRI itself where no prefix is known.

    >>> curie("http://purl.obolibrary.org/obo/MONDO_0007915"), curie("http://id.nlm.nih.gov/mesh/D008180")
    ('MONDO:0007915', 'MESH:D008180')
    """
    if match := _OBO_ID.match(iri):
        return f"{match[1].upper()}:{match[2]}"
    for prefix, base in _CONCEPT_BASES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri[len(base) :]}"
    return iri.removeprefix(URN)


def expand(text: str) -> str | None:
    """The IRI of a CURIE of any usual spelling (`MONDO:0007915`, `mesh:D008180`); None where the prefix is unknown.

    >>> expand("mesh:D008180")
    'http://id.nlm.nih.gov/mesh/D008180'
    """
    prefix, colon, local = text.strip().partition(":")
    name = {"MSH": "MESH", "ORPHA": "ORPHANET", "MIM": "OMIM", "NCI": "NCIT"}.get(prefix.upper(), prefix.upper())
    if not colon or not re.fullmatch(r"[\w.-]+", local):
        return None
    if name in _CONCEPT_BASES:
        return _CONCEPT_BASES[name] + local
    return OBO[f"{name}_{local}"] if name in {"MONDO", "DOID", "NCIT", "CHEBI", "HP", "CL", "GO", "UBERON"} else None
