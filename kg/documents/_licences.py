"""Licences as pages print them (prose, short names, addresses) → the licence's IRI, after creativecommons.org."""

from __future__ import annotations

import re

_BASE = "https://creativecommons.org/"
_ADDRESS = re.compile(r"creativecommons\.org/licen[sc]es/(by(?:-(?:nc|sa|nd))*)(?:/(\d\.\d))?", re.I)
_ZERO_ADDRESS = re.compile(r"creativecommons\.org/publicdomain/(zero|mark)(?:/(\d\.\d))?", re.I)
_SHORT = re.compile(r"\bCC[\s:–-]{0,3}(BY(?:[\s/–-]{1,3}(?:NC|SA|ND))*)\b(?:[\s,v(-]{0,4}(\d\.\d))?", re.I)
_ZERO = re.compile(r"\b(?:CC[\s-]?0|CC Zero|Creative Commons (?:Zero|CC0|Public Domain Dedication))\b(?:[\s,v(-]{0,4}(\d\.\d))?", re.I)  # fmt: skip  # noqa: E501
_NAMED = re.compile(
    r"(?:Creative[ -]Commons|\bCC)[\s:,-]{0,3}(?:Licen[sc]e[\s:,-]{0,3})?"
    r"(Attribution|Namensnennung|Atribución|Reconocimiento|Paternité|Atribuição|Attribuzione)"
    r"([A-Za-zéèêíóúáñçäöüß\s/–,-]{0,80})",
    re.I,
)
_VERSION = re.compile(r"(?<![\d.])([1-4]\.\d)(?!\d|\.\d)")
_PARTS = (
    (
        "nc",
        re.compile(
            r"non[ -]?commercial|nicht[ -]?kommerziell|no[ -]?comercial|pas d.utilisation commerciale|\bNC\b", re.I
        ),
    ),  # fmt: skip  # noqa: E501
    ("sa", re.compile(r"share[ -]?alike|gleichen bedingungen|compartir ?igual|partage|condividi|\bSA\b", re.I)),
    ("nd", re.compile(r"no[ -]?deriv|keine bearbeitung|sin ?(?:obra ?)?derivad|pas de modification|\bND\b", re.I)),
)
_OTHER_IRIS = (
    (re.compile(r"opensource\.org/licenses/mit\b|\bMIT licen[sc]e\b", re.I), "https://opensource.org/licenses/MIT"),
    (re.compile(r"nationalarchives\.gov\.uk/doc/open-government-licence/version/(\d)", re.I),
     "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/{}/"),
)  # fmt: skip
_RIGHTS = re.compile(
    r"©|\(c\)\s*(?:the\b|\d{4})|copyright|all rights reserved|\brights?\b|licen[sc]e|lizenz|licencia|urheberrecht"
    r"|derechos|droits|terms of use|public domain",
    re.I,
)


def iri(text: str) -> str | None:
    """The IRI of the licence a text names; without a version where none is printed; None where it names none.

    An address is the surest sign, then the short name, then the prose.

    >>> iri("Available under License Creative Commons Attribution Non-commercial.")
    'https://creativecommons.org/licenses/by-nc/'
    >>> iri("CC BY-NC-ND 4.0"), iri("Thesis digitised by ProQuest.")
    ('https://creativecommons.org/licenses/by-nc-nd/4.0/', None)
    """
    if address := _ADDRESS.search(text):
        return _licence(address[1].lower(), address[2] or "")
    if zero := _ZERO_ADDRESS.search(text):
        return f"{_BASE}publicdomain/{zero[1].lower()}/" + (f"{zero[2]}/" if zero[2] else "")
    if short := _SHORT.search(text):
        return _licence("-".join(re.findall(r"[a-z]+", short[1].lower())), short[2] or "")
    if zero := _ZERO.search(text):
        return f"{_BASE}publicdomain/zero/" + (f"{zero[1]}/" if zero[1] else "")
    if named := _NAMED.search(text):
        return _prose(named, text)
    return next((target.format(*m.groups()) for known, target in _OTHER_IRIS if (m := known.search(text))), None)


def is_rights(text: str) -> bool:
    """Whether prose speaks of rights at all: copyright, a licence, terms of use."""
    return bool(_RIGHTS.search(text))


def _prose(named: re.Match[str], text: str) -> str:
    """ "Creative Commons Attribution Non-commercial 4.0": the words up to the version say which one it is."""
    kind = "-".join(["by", *(part for part, wording in _PARTS if wording.search(named[2]))])
    version = _VERSION.search(text[named.end() : named.end() + 40])
    return _licence(kind, version[1] if version else "")


def _licence(kind: str, version: str) -> str:
    return f"{_BASE}licenses/{kind}/" + (f"{version}/" if version else "")
