"""Propositions as triples, with a label that reads as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.mapping import predicates as P
from kg.mapping.iris import BASE
from kg.mapping.nt import TRUE, integer, text
from kg.mapping.reading import concept
from kg.model import ClaimType
from kg.resolution import Proposition
from kg.terms import curie
from kg.vocabulary import Vocabulary

# With a disease, and without; {a} therapy, {b} comparator, {c} disease.
_LABELS: dict[ClaimType, tuple[str, str]] = {
    "efficacy": ("{a} is effective in {c}", "{a} is effective"),
    "safety": ("{a} is safe in {c}", "{a} is safe"),
    "cost": ("{a} is affordable in {c}", "{a} is affordable"),
    "comparison": ("{a} is better than its alternatives in {c}", "{a} is better than its alternatives"),
    "mechanism": ("how {a} works in {c}", "how {a} works"),
    "epidemiology": ("how often {c} is met under {a}", "how often {a} is used"),
    "diagnosis": ("{a} in the diagnosis of {c}", "{a} in diagnosis"),
    "research_need": ("{a} in {c} needs research", "{a} needs research"),
    "recommendation": ("{a} is recommended in {c}", "{a} is recommended"),
    "other": ("{a} in {c}", "{a}"),
}
_COMPARED: dict[ClaimType, str] = {
    "efficacy": "{a} is more effective than {b}",
    "safety": "{a} is safer than {b}",
    "cost": "{a} costs less than {b}",
    "recommendation": "{a} is recommended over {b}",
}
# Of these the subject is not given to treat the object.
_NOT_TREATMENT = frozenset({"mechanism", "epidemiology", "diagnosis", "other"})


def propositions(known: Iterable[Proposition], vocabulary: Vocabulary, base: str = BASE) -> Iterator[str]:
    """Propositions in the order given; concepts the vocabulary lacks are called by their CURIEs."""
    for proposition in known:
        node = f"<{base}{proposition.iri}>"
        yield node + P.IS_PROPOSITION
        yield f"{node}{P.RDFS_LABEL}{text(label(proposition, vocabulary))}{P.END}"
        yield node + P.TYPE_IS[proposition.type]
        yield from _arguments(node, proposition)
        for predicate, count in (
            (P.SUPPORT_COUNT, proposition.supports),
            (P.DISPUTE_COUNT, proposition.disputes),
            (P.HEDGED_COUNT, proposition.hedged),
            (P.PAPER_COUNT, proposition.papers),
            (P.INDEPENDENT_COUNT, proposition.independent),
        ):
            yield f"{node}{predicate}{integer(count)}{P.END}"
        if proposition.contested:
            yield f"{node}{P.CONTESTED}{TRUE}{P.END}"


def label(proposition: Proposition, vocabulary: Vocabulary) -> str:
    """What is claimed, as one would say it: "CAR-T cell therapy is effective in systemic lupus erythematosus"."""
    a, b, c = (_name(iri, vocabulary) for iri in (proposition.therapy, proposition.comparator, proposition.disease))
    if proposition.comparator:
        pattern = _COMPARED.get(proposition.type, "{a} versus {b}")
        return (pattern + " in {c}" if proposition.disease else pattern).format(a=a, b=b, c=c)
    return _LABELS[proposition.type][not proposition.disease].format(a=a, c=c)


def _name(iri: str | None, vocabulary: Vocabulary) -> str:
    if iri is None:
        return ""
    return vocabulary.concepts[iri].label if iri in vocabulary.concepts else curie(iri)


def _arguments(node: str, proposition: Proposition) -> Iterator[str]:
    therapy = concept(proposition.therapy)
    yield f"{node}{P.THERAPY}{therapy}{P.END}"
    yield f"{node}{P.SUBJECT}{therapy}{P.END}"
    if proposition.comparator:
        yield f"{node}{P.COMPARATOR}{concept(proposition.comparator)}{P.END}"
    if proposition.disease:
        disease = concept(proposition.disease)
        yield f"{node}{P.DISEASE}{disease}{P.END}"
        yield f"{node}{P.OBJECT}{disease}{P.END}"
        yield node + (P.IS_RELATED if proposition.type in _NOT_TREATMENT else P.MAY_TREAT)
