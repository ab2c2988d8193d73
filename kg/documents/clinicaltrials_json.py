"""ClinicalTrials.gov's API, version 2: a study, a page of studies, or one study a line.  Each is a registration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.documents import _dates, _identifiers, _json, _text
from kg.documents._json import Json, dig, objects, string, strings
from kg.errors import RecordError
from kg.model import Identifiers, Organisation, Passage, Record, Rejected, Source

FORMAT = "clinicaltrials_json"
_OWN = re.compile(rb'"protocolSection"\s*:')


def sniff(head: bytes) -> bool:
    """The member that a study's registration stands in."""
    return _json.begins(head) and bool(_OWN.search(head))


def read(file: BinaryIO, source: Source) -> Iterator[Record | Rejected]:
    """The studies of a file, in order; one without a title is rejected."""
    yield from _json.records(file, source, _studies, _record)


def _studies(found: Json) -> list[Json]:
    return _json.listed(found, "studies")


def _record(study: Json, source: Source) -> Record:
    """The registration; its authors are the organisations that answer for it."""
    told = study["protocolSection"] if isinstance(study.get("protocolSection"), dict) else {}
    names = told["identificationModule"] if isinstance(told.get("identificationModule"), dict) else {}
    title = string(names.get("briefTitle")) or string(names.get("officialTitle"))
    if not title:
        raise RecordError("study has no title", help="studies need a briefTitle")
    dates = dig(told, "statusModule")
    sponsor = string(dig(told, "sponsorCollaboratorsModule", "leadSponsor", "name"))
    others = objects(dig(told, "sponsorCollaboratorsModule", "collaborators"))
    design = dig(told, "designModule")
    return Record(
        kind="registration",
        title=title,
        source=source,
        identifiers=_identifiers_of(told, names),
        authors=(Organisation(name=sponsor),) if sponsor else (),
        issued=_dates.partial(string(dig(dates, "studyFirstPostDateStruct", "date")))
        or _dates.partial(string(dig(dates, "studyFirstSubmitDate"))),
        keywords=tuple(dict.fromkeys(_terms(told))),
        genres=tuple(dict.fromkeys((*strings(dig(design, "studyType")), *strings(dig(design, "phases"))))),
        funding=tuple(dict.fromkeys(name for part in others if (name := string(part.get("name"))))),
        references=tuple(_references(told)),
        passages=tuple(_passages(told)),
    )


def _identifiers_of(told: Json, names: Json) -> Identifiers:
    """The NCT number, and those of other registries the study names."""
    others = (string(part.get("id")) for part in objects(names.get("secondaryIdInfos")))
    numbers = (t for text in (string(names.get("nctId")), *others) for t in _identifiers.trials(text))
    return Identifiers(trials=tuple(dict.fromkeys(numbers)))


def _terms(told: Json) -> Iterator[str]:
    """Conditions, keywords, then interventions."""
    yield from strings(dig(told, "conditionsModule", "conditions") or [])
    yield from strings(dig(told, "conditionsModule", "keywords") or [])
    for intervention in objects(dig(told, "armsInterventionsModule", "interventions")):
        yield from filter(None, (string(intervention.get("name")),))


def _references(told: Json) -> Iterator[Identifiers]:
    for reference in objects(dig(told, "referencesModule", "references")):
        if pmid := _identifiers.pmid(string(reference.get("pmid"))):
            yield Identifiers(pmid=pmid)


def _passages(told: Json) -> Iterator[Passage]:
    """The summary says what is asked; the detailed description is body text, a passage for each paragraph."""
    summary = string(dig(told, "descriptionModule", "briefSummary"))
    if summary:
        yield Passage(section="abstract", zone="Objective", text=summary)
    detail = dig(told, "descriptionModule", "detailedDescription")
    for paragraph in _text.lines(detail).split("\n") if isinstance(detail, str) else ():
        if paragraph:
            yield Passage(section="body", zone="Methods", text=paragraph)
