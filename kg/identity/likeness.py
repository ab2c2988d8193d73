"""How likely two names that may be one person's are: a logistic model of what surrounds them.

Features as in Torvik and Smalheiser (2009), "Author name disambiguation in MEDLINE": co-authors, affiliation, title
words, subject headings, journal.  The weights were fitted on pairs of labelled PubMed signatures that share family
name and first initial, every such block weighing the same, and rounded.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class _Sight:
    """What is compared of a signature, each set of words with its weight."""

    context: Context
    own: str
    places: Words
    place_weight: float
    title_weight: float
    topic_weight: float


class Likeness:
    """Log odds that two signatures are one person's, in the light of how common their words are.

    All signatures are looked at once, to count words; `contexts` gives what surrounds them by the number of their
    paper.  What is then compared is remembered until `forget`.
    """

    def __init__(self, signatures: Iterable[Signature], contexts: Callable[[int], Context]) -> None:
        self._contexts = contexts
        total, places, titles, topics = 0, Counter[str](), Counter[str](), Counter[str]()
        for signature in signatures:
            total += 1
            around = self.context(signature)
            places.update(affiliation_words(signature.person.affiliations))
            titles.update(around.title)
            topics.update(around.topics)
        self._places, self._titles, self._topics = (_rarity(counts, total) for counts in (places, titles, topics))
        self._sights: dict[int, _Sight] = {}  # by the identity of the signature

    def context(self, signature: Signature) -> Context:
        """The context of the paper a signature stands on."""
        number = signature.paper
        return self._contexts(number if number >= 0 else ~number)

    def forget(self) -> None:
        """Let go of the signatures compared so far."""
        self._sights.clear()

    def _sight(self, signature: Signature) -> _Sight:
        sight = self._sights.get(id(signature))
        if sight is None:
            around, places = self.context(signature), affiliation_words(signature.person.affiliations)
            sight = self._sights[id(signature)] = _Sight(
                around,
                name_key(signature.person),
                places,
                _weight(places, self._places),
                _weight(around.title, self._titles),
                _weight(around.topics, self._topics),
            )
        return sight

    def coauthors(self, signature: Signature) -> Words:
        """The names on the paper a signature stands on."""
        return self._sight(signature).context.coauthors

    def shared(self, left: Signature, right: Signature) -> Words:
        """The co-authors they have in common, themselves left out."""
        return _shared(self._sight(left), self._sight(right))

    def log_odds(self, left: Signature, right: Signature) -> float:
        """Natural logarithm of the odds; `UNLIKELY` where there is nothing in common but a journal."""
        features = self.features(left, right)
        if not any(features[:3]) and max(features[4], features[6], features[7]) < _SLIGHT:
            return UNLIKELY
        return UNLIKELY + float(sum(map(mul, _WEIGHTS, features)))

    def features(self, left: Signature, right: Signature) -> tuple[float, ...]:
        """What they have in common, in the order of `WEIGHTS`."""
        one, other = self._sight(left), self._sight(right)
        a, b = one.context, other.context
        together = _together(one, other)
        return (
            together == 1,
            together == 2,
            together > 2,
            min(len(a.coauthors), len(b.coauthors)) < 2,
            _cosine(one.places, other.places, one.place_weight * other.place_weight, self._places),
            not (left.person.affiliations and right.person.affiliations),
            _cosine(a.title, b.title, one.title_weight * other.title_weight, self._titles),
            _cosine(a.topics, b.topics, one.topic_weight * other.topic_weight, self._topics),
            a.journal == b.journal != "",
            spelled_out(left.given) and spelled_out(right.given),
            (len(left.given) > 1) != (len(right.given) > 1),
        )

    def explain(self, left: Signature, right: Signature) -> str:
        """What they have in common, in words."""
        together = ", ".join(sorted(self.shared(left, right)))
        one, other = self._sight(left), self._sight(right)
        places = one.places & other.places - _COMMON
        parts = [
            f"co-authors: {together}" if together else "",
            f"affiliation: {' '.join(sorted(places))}" if places else "",
            "journal" if one.context.journal == other.context.journal != "" else "",
        ]
        return "; ".join(part for part in parts if part) or "title and subject words"


@lru_cache(maxsize=16384)
def affiliation_words(affiliations: tuple[str, ...]) -> Words:
    """The words of affiliations, folded, short ones left out."""
    return frozenset(w for text in affiliations for w in fold(text).split() if len(w) > 2 and w not in _STOP)


def _shared(left: _Sight, right: _Sight) -> Words:
    both = left.context.coauthors & right.context.coauthors
    return both - {left.own, right.own} if both else both


def _together(left: _Sight, right: _Sight) -> int:
    """How many co-authors count: in a list of hundreds some name of any team turns up by chance."""
    longest = max(len(left.context.coauthors), len(right.context.coauthors))
    return len(_shared(left, right)) * _TEAM // max(longest, _TEAM)


# ---------------------------------------------------------------- words, each with its squared inverse frequency


def _rarity(counts: Counter[str], total: int) -> dict[str, float]:
    return {
        word: math.log((total + _PRIOR) / (count + (_PRIOR / 3 if word in _COMMON else 0.5))) ** 2
        for word, count in counts.items()
    }


def _weight(words: Words, rarity: Mapping[str, float]) -> float:
    # fsum: sets have no order, and the sum of floats must not have one either
    return math.fsum(map(rarity.__getitem__, words))


def _cosine(left: Words, right: Words, weights: float, rarity: Mapping[str, float]) -> float:
    """From 0, nothing in common, to 1, the same words; `weights` is the product of those of both."""
    common = left & right
    return _weight(common, rarity) / math.sqrt(weights) if common else 0.0
