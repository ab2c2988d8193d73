"""How likely two names that may be one person's are: a logistic model of what surrounds them.

Features as in Torvik and Smalheiser (2009), "Author name disambiguation in MEDLINE": co-authors, affiliation, title
words, subject headings, journal.  The weights were fitted on pairs of labelled PubMed signatures that share family
name and first initial, every such block weighing the same, and rounded.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from kg.identity.authors import Signature
from kg.identity.facts import Keys
from kg.identity.names import family, given, spelled_out
from kg.model import Organisation, Person
from kg.text import fold

Words = frozenset[str]

UNLIKELY = -4.4  # log odds of two such names without anything in common
WEIGHTS = {  # of the features, in their order: see MODEL.md
    "one co-author": 2.3,
    "two co-authors": 3.3,
    "more co-authors": 3.6,
    "a list without co-authors": 0.6,
    "affiliation (cosine)": 10.8,
    "an affiliation missing": 2.3,
    "title (cosine)": 8.3,
    "topics (cosine)": 6.4,
    "journal": 2.3,
    "first names spelled out": 2.9,
    "a middle name missing": -0.8,
}
_WEIGHTS = tuple(WEIGHTS.values())
_SLIGHT = 0.1  # cosine below which two sets of words have nothing in common to speak of
_TEAM = 30  # authors up to which each co-author in common counts fully
# A corpus is thought to have this many signatures more, so that in a small one no shared word is common.
_PRIOR = 50
# Words of any affiliation: thought of as standing in every third.
_COMMON = frozenset(
    "university universitat universita universite universidad universidade hospital department dept division school "
    "faculty institute center centre medical medicine college clinic clinical health research sciences science "
    "national laboratory service and of the for de la di del des et und electronic address".split()
)
_STOP = frozenset(
    "the of and in for a an on with to from by at is are or as its into using de la et und der di".split()
)


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds the names on one paper."""

    coauthors: Words  # family name and first initial
    title: Words
    topics: Words
    journal: str


def context(chosen: Keys, authors: Iterable[Person | Organisation]) -> Context:
    """The context a paper gives its authors."""
    return Context(
        frozenset(name_key(author) for author in authors),
        frozenset(word for word in chosen.title.split() if len(word) > 2 and word not in _STOP),
        frozenset(chosen.topics),
        fold(chosen.journal.title) if chosen.journal else "",
    )


def name_key(author: Person | Organisation) -> str:
    """Family name and first initial, folded; the whole name of an organisation."""
    if isinstance(author, Organisation):
        return fold(author.name)
    names = given(author.given)
    return f"{family(author)} {names[0][0] if names else ''}"


class Likeness:
    """Log odds that two signatures are one person's, in the light of how common their words are."""

    def __init__(self, signatures: Iterable[Signature], contexts: list[Context]) -> None:
        self._contexts = contexts
        told = list(signatures)
        self._own = {s.where: frozenset((name_key(s.person),)) for s in told}
        around = [self.context(signature) for signature in told]
        self._places = _Words({s.where: affiliation_words(s.person.affiliations) for s in told})
        self._titles = _Words({s.where: context.title for s, context in zip(told, around, strict=True)})
        self._topics = _Words({s.where: context.topics for s, context in zip(told, around, strict=True)})

    def context(self, signature: Signature) -> Context:
        """The context of the paper a signature stands on."""
        number = signature.paper
        return self._contexts[number if number >= 0 else ~number]

    def shared(self, left: Signature, right: Signature) -> Words:
        """The co-authors they have in common, themselves left out."""
        both = self.context(left).coauthors & self.context(right).coauthors
        return both - self._own[left.where] - self._own[right.where] if both else both

    def _together(self, left: Signature, right: Signature) -> int:
        """How many co-authors count: in a list of hundreds some name of any team turns up by chance."""
        longest = max(len(self.context(left).coauthors), len(self.context(right).coauthors))
        return len(self.shared(left, right)) * _TEAM // max(longest, _TEAM)

    def log_odds(self, left: Signature, right: Signature) -> float:
        """Natural logarithm of the odds; `UNLIKELY` where there is nothing in common but a journal."""
        features = self.features(left, right)
        if not any(features[:3]) and max(features[4], features[6], features[7]) < _SLIGHT:
            return UNLIKELY
        return UNLIKELY + float(sum(map(mul, _WEIGHTS, features)))

    def features(self, left: Signature, right: Signature) -> tuple[float, ...]:
        """What they have in common, in the order of `WEIGHTS`."""
        a, b = self.context(left), self.context(right)
        together = self._together(left, right)
        return (
            together == 1,
            together == 2,
            together > 2,
            min(len(a.coauthors), len(b.coauthors)) < 2,
            self._places.cosine(left.where, right.where),
            not (left.person.affiliations and right.person.affiliations),
            self._titles.cosine(left.where, right.where),
            self._topics.cosine(left.where, right.where),
            a.journal == b.journal != "",
            spelled_out(left.given) and spelled_out(right.given),
            (len(left.given) > 1) != (len(right.given) > 1),
        )

    def explain(self, left: Signature, right: Signature) -> str:
        """What they have in common, in words."""
        together = ", ".join(sorted(self.shared(left, right)))
        places = self._places.words[left.where] & self._places.words[right.where] - _COMMON
        parts = [
            f"co-authors: {together}" if together else "",
            f"affiliation: {' '.join(sorted(places))}" if places else "",
            "journal" if self.context(left).journal == self.context(right).journal != "" else "",
        ]
        return "; ".join(part for part in parts if part) or "title and subject words"


@lru_cache(maxsize=16384)
def affiliation_words(affiliations: tuple[str, ...]) -> Words:
    """The words of affiliations, folded, short ones left out."""
    return frozenset(w for text in affiliations for w in fold(text).split() if len(w) > 2 and w not in _STOP)


class _Words:
    """Sets of words by name, compared by their cosine, each word weighing its squared inverse document frequency."""

    def __init__(self, words: dict[str, Words]) -> None:
        self.words = words
        counts = Counter(word for each in words.values() for word in each)
        self._rarity = {
            word: math.log((len(words) + _PRIOR) / (count + (_PRIOR / 3 if word in _COMMON else 0.5))) ** 2
            for word, count in counts.items()
        }
        self._weights = {name: self._weight(each) for name, each in words.items()}

    def cosine(self, left: str, right: str) -> float:
        """From 0, nothing in common, to 1, the same words."""
        common = self.words[left] & self.words[right]
        if not common:
            return 0.0
        return self._weight(common) / math.sqrt(self._weights[left] * self._weights[right])

    def _weight(self, words: Words) -> float:
        # fsum: sets have no order, and the sum of floats must not have one either
        return math.fsum(map(self._rarity.__getitem__, words))
