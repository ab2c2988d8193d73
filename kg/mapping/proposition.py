"""Propositions as they stand in the file, with a label that reads as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.mapping import forms
from kg.mapping.iris import BASE
from kg.mapping.nt import text
from kg.mapping.reading import concept
from kg.mapping.turtle import terms
from kg.model import ClaimType
from kg.resolution import Proposition
from kg.terms import curie

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


def propositions(
    known: Iterable[Proposition], labels: Mapping[str, str], base: str = BASE
) -> Iterator[tuple[str, str]]:
    """Each proposition's term and block, in the order given; concepts without a label go by their CURIEs."""
    shown = terms(base)
    for proposition in known:
        therapy, disease, comparator = (
            iri and shown[concept(iri)] for iri in (proposition.therapy, proposition.disease, proposition.comparator)
        )
        objects = {
            "therapy": therapy,
            "subject": therapy,
            "comparator": comparator,
            "disease": disease,
            "object": disease,
            "predicate": disease and (forms.IS_RELATED if proposition.type in _NOT_TREATMENT else forms.MAY_TREAT),
            "label": text(label(proposition, labels)),
            "type": forms.TYPES[proposition.type],
            "supports": str(proposition.supports),
            "disputes": str(proposition.disputes),
            "hedged": str(proposition.hedged),
            "papers": str(proposition.papers),
            "independent": str(proposition.independent),
            "contested": "true" if proposition.contested else None,
        }
        yield f"<{base}{proposition.iri}>", forms.PROPOSITION(shown.node(proposition.iri), objects)


def label(proposition: Proposition, labels: Mapping[str, str]) -> str:
    """What is claimed, as one would say it: "CAR-T cell therapy is effective in systemic lupus erythematosus"."""
    a, b, c = (_name(iri, labels) for iri in (proposition.therapy, proposition.comparator, proposition.disease))
    if proposition.comparator:
        pattern = _COMPARED.get(proposition.type, "{a} versus {b}")
        return (pattern + " in {c}" if proposition.disease else pattern).format(a=a, b=b, c=c)
    return _LABELS[proposition.type][not proposition.disease].format(a=a, c=c)


def _name(iri: str | None, labels: Mapping[str, str]) -> str:
    return labels.get(iri) or curie(iri) if iri else ""
