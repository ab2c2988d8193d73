"""Names a user blocks or allows, whatever the vocabularies say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.concept import KINDS
from kg.entities.context import Hierarchy
from kg.entities.names import LABEL, Bearer, squeezed
from kg.entities.tokens import normal_form
from kg.errors import ConfigError
from kg.vocabulary import Vocabulary


class Lists(NamedTuple):
    """Normal forms that are no names; names as they are spelt → what each means; the tokens of those, by the first."""

    block: frozenset[str]
    allow: dict[str, Bearer]
    forms: dict[str, frozenset[tuple[str, ...]]]


def read_lists(
    block: Iterable[str], allow: Iterable[tuple[str, str]], vocabulary: Vocabulary, hierarchy: Hierarchy
) -> Lists:
    """The lists of a user; `allow` holds (name, identifier or name of its concept).

    Raises ConfigError where no concept, or more than one, is known by that.
    """
    allowed: dict[str, Bearer] = {}
    forms: dict[str, frozenset[tuple[str, ...]]] = {}
    for name, meant in allow:
        found = vocabulary.find(meant)
        if len(found) != 1:
            what = "no concept" if not found else "more than one concept"
            raise ConfigError(
                f"allowed name {name!r}: {what} is known as {meant!r}", help="kg vocabulary list finds it"
            )
        allowed[squeezed(name)] = Bearer(LABEL, KINDS.index(found[0].kind), hierarchy.row(found[0].iri), "")
        words = tuple(normal_form(name).split(" "))
        forms[words[0]] = forms.get(words[0], frozenset()) | {words}
    return Lists(frozenset(map(normal_form, block)), allowed, forms)
