"""Identifiers found in text, in their bare forms."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import unquote

# A SICI (inside DOIs of the 1990s) holds <page::code>; other angle brackets are markup around the DOI.
_DOI = re.compile(r"(?<![\w.])10\.\d{4,9}(?:\.\d+)*/(?:<\d+:[^<>\s]{0,40}>|[^\s\"<>]){1,400}", re.I)
_BARE_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9._-]{0,200}[A-Za-z0-9]")  # most: nothing around it
_ENDINGS = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|pdfdirect|meta|html|fulltext|summary|full-text|references|v\d+/review))+/?\Z"
)
_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}
_ISSN = re.compile(r"(?<![\dXx-])(\d{4})[-‐‑‒–—]?(\d{3}[\dXx])(?![\dXx-])")
_ISBN = re.compile(r"(?<![\w-])(?:97[89][- ‐–]?)?(?:\d[- ‐–]?){9}[\dXx](?![\w-])")
_PMID = re.compile(
    r"(?:\A|pmid:?\s*|pubmed(?:\.ncbi\.nlm\.nih\.gov)?[:/]\s*|medline:?\s*)0*([1-9]\d{0,8})(?!\d|[./-]\w)", re.I
)
_PMCID = re.compile(r"PMC\s?0*([1-9]\d{2,9})(?!\d)", re.I)
_ORCID = re.compile(r"(?<!\d)(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])(?![\dXx])")
_TRIALS = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=EudraCT))(?:NCT\d{8}|ISRCTN ?\d{8}|20\d\d-\d{6}-\d\d(?:-\d\d)?"
    r"|ChiCTR(?:-[A-Z]{2,5})?-?\d{8,10}"
    r"|ACTRN ?\d{14}|UMIN ?0\d{8}|jRCT[a-z]?\d{9,10}|JPRN-[A-Za-z]+\d+|CTRI/\d{4}/\d{2,3}/\d{6}|DRKS ?\d{8}"
    r"|IRCT\d{8,16}(?:N\d{1,3})?|NTR ?\d{3,5}|KCT\d{7}|TCTR\d{11}|RBR-[a-z0-9]{6,8}|PACTR\d{15,16}"
    r"|SLCTR/\d{4}/\d{3}|RPCEC\d{8})(?![A-Za-z0-9])",
    re.I,
)
_CASES = ("NCT", "ISRCTN", "ChiCTR", "ACTRN", "UMIN", "jRCT", "JPRN", "CTRI", "DRKS", "IRCT", "NTR", "KCT", "TCTR",
          "RBR", "PACTR", "SLCTR", "RPCEC")  # fmt: skip


def doi(text: str) -> str | None:
    """The first DOI in a text or address, bare and in lower case; None where there is none.

    >>> doi("https://doi.org/10.1016/S0140-6736(05)12345-6."), doi("see doi:10.1000/ABC).")
    ('10.1016/s0140-6736(05)12345-6', '10.1000/abc')
    """
    if _BARE_DOI.fullmatch(text):
        return text.lower()
    if "10." not in text:
        return None
    text = html.unescape(text) if "&" in text else text
    text = unquote(text) if "%" in text else text
    found = _DOI.search(text)
    if not found:
        return None
    name = found[0].lower()
    if "://" in text[: found.start()]:
        name = re.split(r"[?#]", name, maxsplit=1)[0]
        name = name if "doi.org/" in text else _ENDINGS.sub("", name)
    name = _trimmed(name)
    return name if "/" in name and not name.endswith("/") else None


def _trimmed(name: str) -> str:
    """Without the punctuation that ends a sentence or closes a bracket opened before the DOI."""
    while name:
        last = name[-1]
        opening = _BRACKETS.get(last)
        if last in ".,;:!?'’”*|" or (opening and name.count(last) > name.count(opening)):
            name = name[:-1]
        else:
            break
    return name


@lru_cache(maxsize=16384)
def issns(text: str) -> tuple[str, ...]:
    """The ISSNs in a text, distinct, in order, written NNNN-NNNX; wrong check digits are kept.

    >>> issns("1297-319X (print), 17787254; 1297-319x")
    ('1297-319X', '1778-7254')
    """
    return tuple(dict.fromkeys(f"{a}-{b.upper()}" for a, b in _ISSN.findall(text)))


def valid_issn(issn: str) -> bool:
    """Whether the check digit is right.

    >>> valid_issn("1297-319X"), valid_issn("1297-3190")
    (True, False)
    """
    digits = issn.replace("-", "").upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return False
    return sum((10 if c == "X" else int(c)) * (8 - n) for n, c in enumerate(digits)) % 11 == 0


def isbns(text: str) -> tuple[str, ...]:
    """The ISBNs in a text (10 or 13 digits), as printed, distinct by their digits, in order.

    >>> isbns("978-0-387-30303-1 (print) 9780387303031; 0385527403")
    ('978-0-387-30303-1', '0385527403')
    """
    found = {re.sub(r"[^\dXx]", "", m[0]).upper(): m[0] for m in reversed(list(_ISBN.finditer(text)))}
    return tuple(reversed(found.values()))


def pmid(text: str) -> str | None:
    """The PubMed number in "12345", "PMID: 12345" or an address of PubMed.

    >>> pmid("PMID: 38100001"), pmid("PMC123"), pmid("0")
    ('38100001', None, None)
    """
    if text.isascii() and text.isdigit() and len(text) <= 8 and text[0] != "0":
        return text
    found = _PMID.search(text.strip())
    return found[1] if found and len(found[1]) <= 8 else None


def pmcid(text: str) -> str | None:
    """The PubMed Central number, with its "PMC", without a version.

    >>> pmcid("https://pmc.ncbi.nlm.nih.gov/articles/PMC10700001.1/")
    'PMC10700001'
    """
    found = _PMCID.search(text)
    return f"PMC{found[1]}" if found else None


def orcid(text: str) -> str | None:
    """The ORCID in a text or address, bare, where its check digit (ISO 7064 MOD 11-2) is right.

    >>> orcid("https://orcid.org/0000-0002-1825-0097"), orcid("0000-0002-1825-0098")
    ('0000-0002-1825-0097', None)
    """
    found = _ORCID.search(text)
    if not found:
        return None
    total, digits = 0, "".join(found.groups()).upper()
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "-".join(found.groups()).upper() if digits[15] == ("X" if check == 10 else str(check)) else None


def trials(text: str) -> tuple[str, ...]:
    """Registration numbers of clinical trials, distinct, in order: NCT, EudraCT, ISRCTN, ChiCTR and the WHO's others.

    >>> trials("(nct01234567; EudraCT 2015-001234-12), ISRCTN 12345678")
    ('NCT01234567', '2015-001234-12', 'ISRCTN12345678')
    """
    return tuple(dict.fromkeys(_registered(m[0].replace(" ", "")) for m in _TRIALS.finditer(text)))


def _registered(number: str) -> str:
    for prefix in _CASES:
        if number[: len(prefix)].lower() == prefix.lower():
            return prefix + number[len(prefix) :]
    return number
