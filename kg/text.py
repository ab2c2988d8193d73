"""When two texts are the same: folding, hashing and slugs, each defined once.

Offsets everywhere else count in the text as it stands; nothing here is ever shown to a reader.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

UNIT_SEPARATOR = "\x1f"  # design of every hash: SHA-256 over UTF-8, fields joined by U+001F
_WORDS = re.compile(r"[^\W_]+")
_ASCII = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))  # each character, folded


def fold(text: str) -> str:
    """Case, accents, punctuation and space folded away: words of letters and digits, one blank between.

    >>> fold("  Système–“Lupus”: the (SLE) trial. ")
    'systeme lupus the sle trial'
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split())
    decomposed = unicodedata.normalize("NFKD", text.lower().casefold())
    return " ".join(_WORDS.findall("".join(c for c in decomposed if not unicodedata.combining(c))))


def digest(*fields: str | None, digits: int = 12) -> str:
    """The first hexadecimal digits of SHA-256 over the fields; an absent field is empty.

    >>> digest("lupus", None, "2024")
    '220dd131c3b4'
    """
    joined = UNIT_SEPARATOR.join(field or "" for field in fields)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


@lru_cache(maxsize=65536)
def slug(text: str, *, longest: int = 60) -> str:
    """A short readable name for IRIs and files: ASCII letters and digits joined by hyphens, cut at a word.

    Text without a single Latin letter or digit gives its hash, so that no two scripts meet on an empty slug.

    >>> slug("Joint, bone, spine : revue du rhumatisme")
    'joint-bone-spine-revue-du-rhumatisme'
    """
    words = re.findall(r"[a-z0-9]+", fold(text))
    kept = ""
    for word in words:
        if kept and len(kept) + 1 + len(word) > longest:
            break
        kept = f"{kept}-{word}" if kept else word[:longest]
    return kept or digest(text)


def squeeze(text: str) -> str:
    """White space of every kind as single blanks, none at the ends."""
    return " ".join(text.split())


def paper_key(title: str, issued: str | None = None, family: str | None = None) -> str:
    """What a paper without DOI, PMID and PMCID is known by: the hash of folded title, year, first family name.

    `issued` may be more precise than a year.

    >>> paper_key("A trial of X.", "2024-05", "Müller") == paper_key("A Trial of X", "2024", "Muller")
    True
    """
    return digest(fold(title), (issued or "")[:4], fold(family or ""))


@lru_cache(maxsize=1024)
def sentence_key(sentence: str) -> str:
    """What a claim is known by within its paper: the hash of its folded sentence.

    >>> sentence_key("It works.") == sentence_key("it  works")
    True
    """
    return digest(fold(sentence) or sentence)


def proposition_key(type: str, therapy: str, disease: str | None, comparator: str | None) -> str:
    """What a proposition is known by: its type and its arguments' IRIs, never outcome, polarity or wording."""
    return digest(type, therapy, disease, comparator)


# Kept as they are: unreserved characters and those that RFC 3986 allows in a path segment, with the slash.
_PATH_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/]")
_LINK_UNSAFE = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")
_DOTS = re.compile(r"(?<![^/])\.{1,2}(?![^/])")


def percent(text: str, *, link: bool = False) -> str:
    """The text percent-encoded (RFC 3986, over UTF-8) for the path of an IRI: ASCII only, slashes kept.

    A `link` is an address already: its `?`, `#` and right percent signs stay.  Segments of dots alone are encoded
    in a path, since resolving would swallow them.

    >>> percent("10.1002/(sici)1:3<1::aid-x>3.0.co;2-#"), percent("https://a.example/b c?d=%20#e", link=True)
    ('10.1002/(sici)1:3%3C1::aid-x%3E3.0.co;2-%23', 'https://a.example/b%20c?d=%20#e')
    """
    if link:
        head, hash_sign, fragment = text.partition("#")
        return _LINK_UNSAFE.sub(_encoded, head) + hash_sign + _LINK_UNSAFE.sub(_encoded, fragment)
    encoded = _PATH_UNSAFE.sub(_encoded, text)
    return _DOTS.sub(lambda match: match[0].replace(".", "%2E"), encoded)


def _encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))
