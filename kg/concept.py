"""A concept of a vocabulary, its names and identifiers, and what kind it is of.

The kinds come from the identifiers where the files do not say: MONDO, DOID, Orphanet and OMIM name diseases, ChEBI
chemicals (therapies), HP phenotypes (outcomes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import MentionKind
from kg.terms import PREFIXES, URN, expand
from kg.text import fold

KINDS: tuple[MentionKind, ...] = ("disease", "therapy", "outcome", "target")
KIND_WORDS: dict[str, MentionKind] = {
    "disease": "disease", "disorder": "disease", "condition": "disease", "therapy": "therapy", "treatment": "therapy",
    "drug": "therapy", "chemical": "therapy", "outcome": "outcome", "phenotype": "outcome", "target": "target",
}  # fmt: skip
_KIND_OF_PREFIX: dict[str, MentionKind] = {
    "MONDO": "disease", "DOID": "disease", "ORPHANET": "disease", "OMIM": "disease", "CHEBI": "therapy",
    "RXNORM": "therapy", "ATC": "therapy", "HP": "outcome", "HGNC": "target", "UNIPROT": "target", "CL": "target",
}  # fmt: skip
EQUIVALENT = frozenset({"DOID", "MESH"})  # vocabularies whose cross references all say "the same"
_HINT = re.compile(r"disease|disorder|condition|therap|drug|treatment|chem|outcome|phenotype|target", re.IGNORECASE)
_HINTS = {"chem": "chemical", "therap": "therapy"}
_OTHER_NAMES = {
    "UMLS_CUI": "UMLS", "NCI": "NCIT", "MIM": "OMIM", "MSH": "MESH", "ORDO": "ORPHANET", "ORPHA": "ORPHANET",
    "SCTID": "SNOMEDCT",
}  # fmt: skip
_ESCAPED = re.compile(r"\\(.)")
_LOCAL = re.compile(r"[\w.-]+")
_OWN = re.compile(r"[A-Za-z][\w.-]*:[\w.-]+")  # a CURIE of any prefix
_TREE = re.compile(r"([A-Z]\d\d)(?:\.\d{3})*\Z")
_OBO_LOCAL = re.compile(re.escape(PREFIXES["obo"]) + r"([A-Za-z]+)_\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One concept.  `kind` is the first of `kinds` (disease, therapy, outcome, target).

    `synonyms` are names of its own, `related` those of a near concept (broad, narrow or related scope), and
    `short_forms` are read as this concept only where the text defines them or names the concept in full.
    `broader`, `exact` and `targets` are IRIs in order; `valence` of an outcome is desired, undesired or neutral.
    `foreign` tells the language of the names that are not in `language`, as pairs of name and BCP 47 tag.
    """

    iri: str
    kind: MentionKind
    kinds: tuple[MentionKind, ...]
    label: str
    language: str = "en"
    synonyms: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    short_forms: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    scheme: str | None = None
    valence: str | None = None
    targets: tuple[str, ...] = ()
    shipped: bool = False
    foreign: tuple[tuple[str, str], ...] = ()


def prefix_of(iri: str) -> str:
    """The vocabulary an IRI belongs to, as an upper-case CURIE prefix; "" where it is none of the known ones.

    >>> prefix_of("http://purl.obolibrary.org/obo/MONDO_0007915"), prefix_of("http://id.nlm.nih.gov/mesh/D008180")
    ('MONDO', 'MESH')
    """
    if match := _OBO_LOCAL.match(iri):
        return match[1].upper()
    if iri.startswith(PREFIXES["mesh"]):
        return "MESH"
    return "ORPHANET" if "Orphanet_" in iri else "OMIM" if "omim.org/entry/" in iri else ""


def kind_of(iri: str, notations: Iterable[str] = ()) -> MentionKind | None:
    """The kind an identifier tells; MeSH tells it by tree numbers (C and F03: disease, D: therapy)."""
    for notation in notations:
        if match := _TREE.match(notation):
            tree = match[1]
            return "disease" if tree[0] == "C" or tree == "F03" else "therapy" if tree[0] == "D" else None
    return _KIND_OF_PREFIX.get(prefix_of(iri))


def hinted_kind(text: str) -> MentionKind | None:
    """The kind a file's or a scheme's name hints at: "mesh_disease", "chebi_names"."""
    if match := _HINT.search(text):
        word = match[0].lower()
        return KIND_WORDS[_HINTS.get(word, word)]
    return None


def ordered_kinds(kinds: Iterable[str]) -> tuple[MentionKind, ...]:
    """Distinct kinds, the primary one first."""
    wanted = set(kinds)
    return tuple(kind for kind in KINDS if kind in wanted)


def identifier(text: str) -> str | None:
    """The IRI of an identifier as ontologies write it (`UMLS_CUI:C0024141`, `MIM:152700`); None for others."""
    prefix, _, local = text.partition(":")
    if prefix in ("http", "https") and local.startswith("//"):
        return text if len(text.split()) == 1 else None
    base = _BASES[prefix]
    local = local.rstrip()
    return base + local if base and (local.isalnum() or _LOCAL.fullmatch(local)) else None


class _Bases(dict[str, "str | None"]):
    """An ontology's prefix → what stands before the local part in its IRIs; None where it is unknown."""

    def __missing__(self, prefix: str) -> str | None:
        name = _OTHER_NAMES.get(prefix.upper(), prefix)
        found = expand(f"{'SNOMEDCT' if prefix.upper().startswith('SNOMEDCT_') else name}:0")
        base = found[:-1] if found else None
        if len(self) < 10_000:
            self[prefix] = base
        return base


_BASES = _Bases()


def own_identifier(text: str) -> str | None:
    """The IRI of a term under a prefix of its list's own ("OUR:17"): a URN of that CURIE; None where it is no CURIE.

    >>> own_identifier("OUR:17"), own_identifier("MESH:D008180"), own_identifier("17")
    ('urn:curie:OUR:17', 'http://id.nlm.nih.gov/mesh/D008180', None)
    """
    return identifier(text) or (f"{URN}{text}" if _OWN.fullmatch(text) else None)


def identifiers(texts: Iterable[str]) -> tuple[str, ...]:
    """The IRIs of identifiers, each with or without a remark after a blank, in order; what is none is left out."""
    found = [identifier(text.partition(" ")[0]) for text in texts]
    return tuple(dict.fromkeys(filter(None, found))) if found else ()


# ---------------------------------------------------------------- names


def distinct_names(names: Iterable[str]) -> tuple[str, ...]:
    """Names in order, each once: escapes (OBO 1.4) undone, white space squeezed, empty ones left out."""
    plain = [" ".join((_ESCAPED.sub(r"\1", name) if "\\" in name else name).split()) for name in names]
    return tuple(dict.fromkeys(filter(None, plain))) if plain else ()


def own_names(names: tuple[str, ...], shipped: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The synonyms and the short forms among a concept's names.

    Imported acronyms of up to four letters are ambiguous until the text says otherwise: short forms, not names.
    Ontologies also give them in small letters ("can", "men"), and symbols of genes: those are left out, as are those of
    two letters, which in a text are units, states and chemical elements more often than anything else.
    """
    if shipped or all([len(name) > 4 for name in names]):
        return names, ()
    short = [n for n in names if 2 < len(n) <= 4 and is_acronym(n) and n.isalpha()]
    return tuple([n for n in names if len(n) > 4]), tuple(short)


def is_acronym(name: str, longest: int = 8) -> bool:
    """One word of few letters, at least two of them capitals and at most two small: "SLE", "CAR-T", "SjS".

    >>> is_acronym("CAR-T"), is_acronym("ANCA", 3), is_acronym("Lupus")
    (True, False, False)
    """
    if len(name) > longest or " " in name:
        return False
    letters = [c for c in name if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals >= 2 and len(letters) - capitals <= 2


_PLURAL = re.compile(r"(?<=[a-z]{3})(?<![sui])s\b")


def name_key(name: str) -> str:
    """A name folded, without plural s; "Arrhythmias, Cardiac" as "cardiac arrhythmia"."""
    if ", " in name and name.count(", ") == 1:
        head, _, tail = name.partition(", ")
        name = f"{tail} {head}"
    key = fold(name)
    return _PLURAL.sub("", key) if "s " in key or key.endswith("s") else key
