"""Names of languages, in the languages catalogues are kept in, and ISO 639 codes → BCP 47 tags (RFC 5646)."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from kg.text import fold

# tag: the ISO 639-2/3 codes, then the names in English, German, Spanish, French, Portuguese, Italian and its own.
_NAMES = {
    "ar": "ara|Arabic|Arabisch|Árabe|Arabe|Arabo",
    "bg": "bul|Bulgarian|Bulgarisch|Búlgaro|Bulgare|Bulgaro",
    "ca": "cat|Catalan|Katalanisch|Catalán|Català|Catalão|Catalano",
    "cs": "cze|ces|Czech|Tschechisch|Checo|Tchèque|Tcheco|Ceco|Čeština",
    "da": "dan|Danish|Dänisch|Danés|Danois|Dinamarquês|Danese|Dansk",
    "de": "ger|deu|German|Deutsch|Alemán|Allemand|Alemão|Tedesco",
    "el": "gre|ell|Greek|Griechisch|Griego|Grec|Grego|Greco|Ελληνικά",
    "en": "eng|English|Englisch|Inglés|Anglais|Inglês|Inglese|Engels|Engelska|Engelsk|영어|英语|英語|Английский",
    "es": "spa|Spanish|Spanisch|Español|Castellano|Castilian|Espagnol|Espanhol|Spagnolo|Spanish; Castilian",
    "et": "est|Estonian|Estnisch|Estonio|Estonien|Eesti",
    "eu": "baq|eus|Basque|Baskisch|Vasco|Euskera|Euskara",
    "fa": "per|fas|Persian|Farsi|Persisch|Persa|Persan",
    "fi": "fin|Finnish|Finnisch|Finés|Finlandés|Finnois|Finlandês|Suomi",
    "fr": "fre|fra|French|Französisch|Francés|Français|Francês|Francese",
    "gl": "glg|Galician|Galicisch|Gallego|Galego|Galicien",
    "he": "heb|Hebrew|Hebräisch|Hebreo|Hébreu|Hebraico|Ebraico",
    "hi": "hin|Hindi",
    "hr": "hrv|Croatian|Kroatisch|Croata|Croate|Hrvatski",
    "hu": "hun|Hungarian|Ungarisch|Húngaro|Hongrois|Ungherese|Magyar",
    "id": "ind|Indonesian|Indonesisch|Indonesio|Indonésien|Bahasa Indonesia",
    "it": "ita|Italian|Italienisch|Italiano|Italien",
    "ja": "jpn|Japanese|Japanisch|Japonés|Japonais|Japonês|Giapponese|日本語",
    "ko": "kor|Korean|Koreanisch|Coreano|Coréen|한국어",
    "la": "lat|Latin|Latein|Latín|Latino",
    "lt": "lit|Lithuanian|Litauisch|Lituano|Lituanien",
    "lv": "lav|Latvian|Lettisch|Letón|Letton",
    "nl": "dut|nld|Dutch|Niederländisch|Neerlandés|Holandés|Néerlandais|Holandês|Olandese|Nederlands",
    "no": "nor|Norwegian|Norwegisch|Noruego|Norvégien|Norueguês|Norvegese|Norsk",
    "pl": "pol|Polish|Polnisch|Polaco|Polonais|Polonês|Polacco|Polski",
    "pt": "por|Portuguese|Portugiesisch|Portugués|Portugais|Português|Portoghese",
    "ro": "rum|ron|Romanian|Rumänisch|Rumano|Roumain|Romeno|Rumeno|Română",
    "ru": "rus|Russian|Russisch|Ruso|Russe|Russo|Русский",
    "sk": "slo|slk|Slovak|Slowakisch|Eslovaco|Slovaque|Slovenčina",
    "sl": "slv|Slovenian|Slovene|Slowenisch|Esloveno|Slovène|Slovenščina",
    "sr": "srp|Serbian|Serbisch|Serbio|Serbe|Српски",
    "sv": "swe|Swedish|Schwedisch|Sueco|Suédois|Svedese|Svenska",
    "th": "tha|Thai|Thailändisch|Tailandés|Thaï",
    "tr": "tur|Turkish|Türkisch|Turco|Turc|Türkçe",
    "uk": "ukr|Ukrainian|Ukrainisch|Ucraniano|Ukrainien|Українська",
    "vi": "vie|Vietnamese|Vietnamesisch|Vietnamita|Vietnamien",
    "zh": "chi|zho|Chinese|Chinesisch|Chino|Chinois|Chinês|Cinese|Mandarin|中文|汉语",
}
_TAGS = MappingProxyType({fold(n): tag for tag, names in _NAMES.items() for n in (tag, *names.split("|"))})
_SEPARATORS = re.compile(r"\s*(?:[;,/|\n]|\s(?:and|und|y|et|e)\s)\s*")
_TAGGED = re.compile(r"([a-z]{2})[-_]([A-Za-z]{4}|[A-Za-z]{2}|\d{3})\Z")
_COMMON_WORDS = {
    "en": "the of and with in were was is are for by that to",
    "de": "der die das und mit bei wurde wurden ist sind von für nicht eine den",
    "es": "el la los las de en con fue fueron es son por que para una del",
    "fr": "le la les des du et avec est sont par que pour une dans au",
    "pt": "o os as do da dos das em com foi foram são por que para uma não",
    "it": "il lo la gli le di del della che con per una sono è nei",
}
_COMMON = {tag: frozenset(words.split()) for tag, words in _COMMON_WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def tag(text: str) -> str | None:
    """The BCP 47 tag of one language's name, code or tag; None where it is none of the known.

    >>> tag("Englisch"), tag("ger"), tag("pt-BR"), tag("Klingon")
    ('en', 'de', 'pt-BR', None)
    """
    bare = text.strip().strip(".")
    if (regional := _TAGGED.match(bare)) and regional[1] in _NAMES:
        return f"{regional[1]}-{regional[2].title() if len(regional[2]) == 4 else regional[2].upper()}"
    return _TAGS.get(fold(bare)) or _TAGS.get(fold(bare.partition("(")[0]))


def tags(text: str) -> tuple[str, ...]:
    """The tags of all languages a field names, distinct, in its order.

    >>> tags("English ; German"), tags("spa, eng"), tags("")
    (('en', 'de'), ('es', 'en'), ())
    """
    if whole := tag(text):
        return (whole,)
    return tuple(dict.fromkeys(found for part in _SEPARATORS.split(text) if (found := tag(part))))


def of_prose(text: str) -> str | None:
    """The language running text is plainly written in, told by its commonest words; None where that leaves a doubt.

    >>> of_prose("The drug was given to half of the patients and the rest were observed in the clinic for a year.")
    'en'
    >>> of_prose("Lupus nephritis") is None
    True
    """
    words = [w.lower() for w in _WORD.findall(text[:5000])]
    shares = sorted(((sum(w in common for w in words), tag) for tag, common in _COMMON.items()), reverse=True)
    (most, best), (second, _) = shares[:2]
    return best if len(words) >= 12 and most >= 0.15 * len(words) and most >= 2 * second else None
