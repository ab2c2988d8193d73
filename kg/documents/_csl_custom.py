"""The `custom` member of the CSL items that `kg read` writes: all of a record that CSL has no name for."""

from __future__ import annotations

from collections.abc import Sequence
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
        "source": _filled({"path": source.path, "format": source.format, "sha256": source.sha256, "line": source.line}),
        "passages": [_passage(p) for p in record.passages],
        "corporate_authors": [a.name for a in record.authors if isinstance(a, Organisation)],
        "retracted": record.retracted,
        "notices": record.notices,
        "published_online": record.published_online,
        "genres": record.genres,
        "headings": record.headings,
        "trials": record.identifiers.trials,
        "funding": record.funding,
        "references": [_reference(r) for r in record.references],
        **_beside_names("", record.authors),
        **_beside_names("editor_", record.editors),
    }
    return _filled(made)


def _filled(members: Json) -> Json:
    """Without empty values; tuples as the lists that JSON has."""
    return {key: list(value) if type(value) is tuple else value for key, value in members.items() if value}


def _beside_names(prefix: str, people: Sequence[Person | Organisation]) -> Json:
    """The ORCIDs and affiliations of an author list by position, from "1"."""
    if not people:
        return {}
    orcids = {str(n): p.orcid for n, p in enumerate(people, 1) if isinstance(p, Person) and p.orcid}
    places = {str(n): list(p.affiliations) for n, p in enumerate(people, 1) if p.affiliations}
    return {f"{prefix}orcid": orcids, f"{prefix}affiliations": places}


def _passage(passage: Passage) -> Json:
    zone = None if passage.zone == _ZONE_OF_SECTION.get(passage.section, "Unlabelled") else passage.zone
    return _filled({"section": passage.section, "zone": zone, "label": passage.label, "text": passage.text})


def _reference(reference: Identifiers) -> Json:
    return _filled(
        {
            "DOI": reference.doi,
            "PMID": reference.pmid,
            "PMCID": reference.pmcid,
            "ISBN": reference.isbns,
            "trials": reference.trials,
        }
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
