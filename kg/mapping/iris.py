"""Every IRI the graph makes, each from content alone (design: "IRIs").

Papers, people, organisations and journals are named by the identity stage; their names below the base come with the
resolution.  What hangs on them is named here.  All functions give whole IRIs, without angle brackets.
"""

from __future__ import annotations

from functools import lru_cache

from kg.model import Identifiers
from kg.text import digest, percent, proposition_key, sentence_key

BASE = "https://w3id.org/litkg/id/"


def authorship(paper: str, position: int) -> str:
    """One place (from 1) in the author list of a paper."""
    return f"{paper}#author-{position}"


def passage(paper: str, section: str, text: str) -> str:
    """A passage, by its section and text."""
    return f"{paper}#{section}-{digest(text)}"


def mention(passage: str, start: int, end: int) -> str:
    """A mention, by its place in a passage."""
    return f"{passage}-m{start}-{end}"


def claim(paper: str, sentence: str) -> str:
    """A claim, by its folded sentence."""
    return f"{paper}#claim-{sentence_key(sentence)}"


def quantity(claim: str, start: int) -> str:
    """A number in a claim, by where it starts in the passage."""
    return f"{claim}-q{start}"


@lru_cache(maxsize=65536)
def proposition(base: str, type: str, therapy: str, disease: str | None, comparator: str | None) -> str:
    """A proposition, by its type and arguments and by nothing else."""
    return f"{base}proposition/{proposition_key(type, therapy, disease, comparator)}"


def document(base: str, sha256: str) -> str:
    """A file, by the SHA-256 of its bytes."""
    return f"{base}document/{sha256[:16]}"


def build(base: str, *parts: str) -> str:
    """A build, by the hashes of what went into it."""
    return f"{base}build/{digest(*parts)}"


@lru_cache(maxsize=4096)
def rule(base: str, name: str) -> str:
    """A rule or model that makes claims."""
    return f"{base}rule/{percent(name)}"


def cited(known: Identifiers) -> str | None:
    """The paper a reference names, below the base: by DOI, else PMID, else PMCID; None without any.

    >>> cited(Identifiers(doi="10.1/A", pmid="7"))
    'paper/doi/10.1/a'
    """
    if known.doi:
        return f"paper/doi/{percent(known.doi.lower())}"
    if known.pmid:
        return f"paper/pmid/{percent(known.pmid)}"
    return f"paper/pmc/{percent(known.pmcid)}" if known.pmcid else None
