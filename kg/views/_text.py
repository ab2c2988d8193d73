"""Text from the graph made fit to be shown: cleaned, shortened, linked.  Nothing here is written back."""

from __future__ import annotations

import re
from urllib.parse import quote

_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_WEB = re.compile(r"https?://[^\s<>\"'`{}|\\^]+\Z", re.IGNORECASE)


def clean(text: str) -> str:
    """White space as single blanks; control characters and those that turn the direction of writing left out.

    >>> clean("a\\u202ekcatta  b\\x00")
    'akcatta b'
    """
    return " ".join(_UNSEEN.sub("", text).split())


def short(text: str, longest: int) -> str:
    """At most that many characters, cut at a word where one ends near, with an ellipsis for what is gone.

    >>> short("systemic lupus erythematosus", 18)
    'systemic lupus…'
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    word = cut.rfind(" ")
    return (cut[:word] if word > longest * 2 // 3 else cut).rstrip(" ,;:.") + "…"


def web(address: str | None) -> str | None:
    """The address if it is one of the web, so that a click can run nothing; else None.

    >>> web("javascript:alert(1)"), web("https://example.org/a")
    (None, 'https://example.org/a')
    """
    return address if address and _WEB.match(address) else None


def doi_link(doi: str) -> str:
    """The resolver's address of a bare DOI."""
    return "https://doi.org/" + quote(doi, safe="/:;.()-_")


def pmid_link(pmid: str) -> str:
    """PubMed's address of a bare PMID."""
    return "https://pubmed.ncbi.nlm.nih.gov/" + quote(pmid, safe="") + "/"


def spaced(name: str) -> str:
    """A name of the ontology as words: RandomisedTrial is "randomised trial", MetaAnalysis "meta-analysis".

    >>> spaced("RandomisedTrial"), spaced("OtherClaim")
    ('randomised trial', 'other')
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Claim")).lower()
    return words.replace("meta analysis", "meta-analysis")
