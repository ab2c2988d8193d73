"""The `custom` member of the CSL items that `kg read` writes: all of a record that CSL has no name for."""

from __future__ import annotations

from typing import Any, get_args

from kg.documents import _identifiers
from kg.documents._json import Json, objects, string, strings
from kg.model import Identifiers, Organisation, Passage, Person, Record, Section, Zone

_ZONE_OF_SECTION = {"title": "Title", "highlight": "Highlight"}


def of(record: Record, overrides: Json) -> Json:
    """The member for a record, empty values left out."""
    source = record.source
    made: Json = {
        **overrides,
        "license": record.license,
        "rights": record.rights,
        "source": _filled(path=source.path, format=source.format, sha256=source.sha256, line=source.line),
        "passages": [_passage(p) for p in record.passages],
        "corporate_authors": [a.name for a in record.authors if isinstance(a, Organisation)],
        "retracted": record.retracted,
        "notices": list(record.notices),
        "published_online": record.published_online,
        "genres": list(record.genres),
        "headings": list(record.headings),
        "trials": list(record.identifiers.trials),
        "funding": list(record.funding),
        "references": [_reference(r) for r in record.references],
    }
    for prefix, people in (("", record.authors), ("editor_", record.editors)):
        made[f"{prefix}orcid"] = {str(n): p.orcid for n, p in enumerate(people, 1) if isinstance(p, Person) and p.orcid}
        made[f"{prefix}affiliations"] = {
            str(n): list(p.affiliations) for n, p in enumerate(people, 1) if p.affiliations
        }
    return _filled(**made)


def _filled(**members: Any) -> Json:
    return {key: value for key, value in members.items() if value}


def _passage(passage: Passage) -> Json:
    usual = _ZONE_OF_SECTION.get(passage.section, "Unlabelled")
    zone = passage.zone if passage.zone != usual else None
    return _filled(section=passage.section, zone=zone, label=passage.label, text=passage.text)


def _reference(reference: Identifiers) -> Json:
    return _filled(
        DOI=reference.doi,
        PMID=reference.pmid,
        PMCID=reference.pmcid,
        ISBN=list(reference.isbns),
        trials=list(reference.trials),
    )


def passages(value: Any) -> tuple[Passage, ...]:
    """The passages of a `custom` member; what has no known section or no text is left out."""
    return tuple(made for found in objects(value) if (made := _read_passage(found)))


def _read_passage(found: Json) -> Passage | None:
    section, text = found.get("section"), found.get("text")
    if section not in get_args(Section) or not isinstance(text, str) or not text.strip():
        return None
    zone = found.get("zone")
    zone = zone if zone in get_args(Zone) else _ZONE_OF_SECTION.get(str(section), "Unlabelled")
    return Passage(section=section, zone=zone, text=text, label=string(found.get("label")) or None)  # type: ignore[arg-type]


def references(value: Any) -> tuple[Identifiers, ...]:
    """The references of a `custom` member."""
    found = (
        Identifiers(
            doi=_identifiers.doi(string(r.get("DOI"))),
            pmid=_identifiers.pmid(string(r.get("PMID"))),
            pmcid=_identifiers.pmcid(string(r.get("PMCID"))),
            isbns=strings(r.get("ISBN", [])),
            trials=strings(r.get("trials", [])),
        )
        for r in objects(value)
    )
    return tuple(r for r in found if r != Identifiers())
