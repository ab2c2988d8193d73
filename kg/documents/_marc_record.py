"""A MARC 21 record (Library of Congress, MARC 21 Format for Bibliographic Data, update 37) → a `Record`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.documents import _abstract, _dates, _identifiers, _languages, _licences, _marc_host, _names, _text
from kg.documents._marc import Field, Marc, joined, trimmed
from kg.errors import RecordError
from kg.model import Identifiers, Journal, Kind, Organisation, Passage, Person, Record, Source

_AUTHORS = re.compile(
    r"(?:aut|author|cre|creator|verfasser|auteure?|autore?|dis|dissertant|cmp|composer|prf|performer|art|artist|"
    r"ctb|contributor|mitwirkende|contribut|joint author|co-author|koautor|ivr|inv|prg|ive|spk|drt|director)",
    re.I,
)
_EDITORS = re.compile(r"(?:edt|edc|edm|editor|edited|eds?\b|hrsg|hg|herausgeber|éditeur|pbd|com\b|compiler)", re.I)
_EDITED = re.compile(r"\bedit(?:ed|or|ors)\b|\beds?\.|hrsg|herausgegeben|\bhg\.|edición|sous la dir|a cura di", re.I)
_RELATOR_IRI = re.compile(r"\Ahttps?://id\.loc\.gov/vocabulary/relators/")
_PLAYED: dict[str, str] = {
    "c": "musical_score", "d": "musical_score", "e": "map", "f": "map", "g": "motion_picture", "i": "song",
    "j": "song", "k": "graphic", "r": "graphic",
}  # fmt: skip
_CONFERENCE = re.compile(r"konferenzschrift|conference (?:paper|proceeding)|congress", re.I)


def of(marc: Marc, source: Source) -> Record:
    """The record.  Raises `RecordError` without a title (field 245)."""
    title = _title(marc)
    if not title:
        raise RecordError("the record has no title", help="MARC 21 records need field 245")
    kind, csl = _kind(marc)
    people = list(_people(marc))
    rights = marc.get("540", "a") or marc.get("506", "a")
    return Record(
        kind=kind,
        title=title,
        source=source,
        identifiers=_identifiers_of(marc),
        authors=tuple(person for person, editor in people if not editor),
        editors=tuple(person for person, editor in people if editor),
        **_venue(marc, kind, title),
        languages=_spoken(marc),
        license=next((i for f in marc.all("540") for t in f.every("ua") if (i := _licences.iri(t))), None),
        rights=rights or None,
        url=next((u for f in marc.all("856") for u in f.every("u") if re.match(r"https?://", u)), None),
        keywords=tuple(dict.fromkeys(_keywords(marc))),
        headings=tuple(dict.fromkeys(_headings(marc))),
        genres=tuple(dict.fromkeys(filter(None, (*map(trimmed, marc.every("a", "655")), csl)))),
        funding=marc.every("a", "536"),
        passages=tuple(_passages(marc)),
    )


def _venue(marc: Marc, kind: Kind, title: str) -> dict[str, Any]:
    """Where it was published: journal or host, volume, issue, pages, publisher, date."""
    host = _marc_host.of(marc, kind)
    imprints = [f for f in marc.all("260", "264") if f.tag == "260" or f.indicators[1] in "1 "] or [*marc.all("264")]
    return {
        "issued": _issued(marc, imprints) or host.issued,
        "journal": host.journal or _own_journal(marc, kind, title),
        "host": host.title,
        "volume": host.volume,
        "issue": host.issue,
        "pages": host.pages,
        "article_number": host.article_number,
        "publisher": next((trimmed(p) for f in imprints if (p := f.get("b"))), None),
    }


def _title(marc: Marc) -> str:
    """Field 245: title, remainder, number and name of the part; of a field without $a its first subfield."""
    for field in marc.all("245"):
        first = field.get("ak") or ("" if field.get("b") else next(iter(field.every("".join(_codes(field)))), ""))
        if title := joined(first, field.get("b"), field.every("np")):
            return title
    return ""


def _codes(field: Field) -> Iterator[str]:
    return (code for code, _ in field.subfields if code not in "cfghs678" or not code)


def _kind(marc: Marc) -> tuple[Kind, str | None]:
    """The kind by leader (type of record, bibliographic level) and fields; with CSL's type where no kind says it."""
    type_, level = marc.leader[6:7], marc.leader[7:8]
    if any(marc.all("502")) or marc.control("008")[24:28].find("m") >= 0 and type_ in ("a", "t") and level == "m":
        return "thesis", None
    if type_ in _PLAYED:
        return "other", _PLAYED[type_]
    parts = [field for field in marc.all("773") if field.get("tagdx")]
    if level in ("a", "b") or (parts and level != "s"):
        serial = level == "b" or any(f.get("x") for f in parts) or _marc_host.has_issue(parts)
        return ("article" if serial else "chapter"), None
    if "cod" in marc.every("b", "336"):
        return "dataset", None
    if level in ("s", "i"):
        return "other", "periodical"
    if any(_CONFERENCE.search(genre) for genre in marc.every("a", "655")):
        return "conference", None
    printed = type_ in ("a", "t") or any(marc.all("020")) or any(f.get("b") for f in marc.all("260", "264"))
    return ("book" if printed else "other"), None


def _own_journal(marc: Marc, kind: Kind, title: str) -> Journal | None:
    """A periodical is its own journal, since nothing else holds its ISSN."""
    issns = _identifiers.issns("; ".join(marc.every("a", "022")))
    return Journal(title=title, issns=issns) if kind == "other" and issns else None


def _identifiers_of(marc: Marc) -> Identifiers:
    told = {kind: f.get("a") for f in reversed([*marc.all("024")]) for kind in f.every("2")}
    links = (u for f in marc.all("856") for u in f.every("u") if "doi.org/" in u)
    dois = (_identifiers.doi(text) for text in (told.get("doi", ""), *links))
    numbers = (_identifiers.pmid(n) for n in marc.every("a", "035") if "pmid" in n.lower() or "pubmed" in n.lower())
    return Identifiers(
        doi=next(filter(None, dois), None),
        pmid=_identifiers.pmid(told.get("pmid", "")) or next(filter(None, numbers), None),
        pmcid=_identifiers.pmcid(told.get("pmcid", "")),
        isbns=_identifiers.isbns("; ".join(marc.every("a", "020"))),
    )


def _people(marc: Marc) -> Iterator[tuple[Person | Organisation, bool]]:
    """The names of 1xx, 7xx and 720, each with whether it is an editor's; translators, printers, … are left out.

    An added entry without a role is an author's beside a main entry.  Without one the statement of responsibility
    says whose it is; a body that is named nowhere in it published or edited the work.
    """
    statement = marc.get("245", "c")
    alone = not any(marc.all("100", "110", "111"))
    edited = alone and (bool(_EDITED.search(statement)) or not statement)
    for field in marc.all("100", "110", "111", "700", "710", "711", "720"):
        added = field.tag.startswith("7")
        if added and (field.get("t") or field.indicators[1] == "2"):  # a work that is named, not who made this one
            continue
        roles = [role for text in field.every("e4j") if (role := _RELATOR_IRI.sub("", text).strip(" .,"))]
        author, editor = (any(map(wanted.match, roles)) for wanted in (_AUTHORS, _EDITORS))
        if roles and not author and not editor:
            continue
        if field.tag == "711" and not roles:  # the meeting a volume comes from
            continue
        if person := _name(field):
            body = isinstance(person, Organisation)
            yield person, not author and (editor or (added and alone and (edited or body)))


def _name(field: Field) -> Person | Organisation | None:
    name = trimmed(field.get("a"))
    orcid = next((o for text in field.every("01") if "orcid" in text.lower() and (o := _identifiers.orcid(text))), None)
    places = tuple(trimmed(p) for p in field.every("u"))
    corporate = field.tag[1:] in ("10", "11") or field.get("7") == "Organizational" or field.indicators[0] == "2" and (
        field.tag == "720"
    )  # fmt: skip
    if corporate:
        whole = ". ".join(filter(None, (name, *(trimmed(unit) for unit in field.every("b")))))
        return Organisation(name=whole, affiliations=places) if whole else None
    suffix = re.match(r"(?:Jr|Sr|I{1,3}|IV)\b\.?", field.get("c"))
    made = _names.author(f"{name}, {suffix[0]}" if suffix and "," in name else name, affiliations=places, orcid=orcid)
    if isinstance(made, Organisation) and field.tag in ("100", "700"):
        return _names.person(name, affiliations=places, orcid=orcid)
    return made


def _issued(marc: Marc, imprints: list[Field]) -> str | None:
    """As the imprint prints it, else the first date of field 008."""
    dates = (_dates.partial(re.sub(r"[\[\]©cp]", " ", text)) for f in imprints for text in f.every("c"))
    coded = marc.control("008")[7:11]
    return next(filter(None, dates), None) or (_dates.partial(coded) if coded.isdigit() and coded < "2100" else None)


def _spoken(marc: Marc) -> tuple[str, ...]:
    """Field 041, whose codes older records run together, else field 008."""
    codes = [code for text in marc.every("ad", "041") for code in re.findall(r"[a-z]{3}", text)]
    coded = marc.control("008")[35:38]
    return tuple(dict.fromkeys(tag for code in codes or [coded] if (tag := _languages.tag(code))))


def _is_mesh(field: Field) -> bool:
    return field.indicators[1] == "2" or field.get("2").lower() == "mesh"


def _headings(marc: Marc) -> Iterator[str]:
    """MeSH headings, one for each of their qualifiers."""
    for field in marc.all("650", "651", "610", "630"):
        if _is_mesh(field) and (descriptor := trimmed(field.get("a"))):
            qualifiers = [trimmed(q) for q in field.every("x")]
            yield from (f"{descriptor}/{q}" for q in qualifiers) if qualifiers else (descriptor,)


def _keywords(marc: Marc) -> Iterator[str]:
    """Subjects that are not MeSH's, their subdivisions after a dash, and uncontrolled terms."""
    for field in marc.all("600", "610", "611", "630", "648", "650", "651", "653", "689"):
        if field.tag in ("653", "689"):
            yield from (t for text in field.every("a") if (t := trimmed(text)))
        elif not _is_mesh(field) and (first := trimmed(field.get("a"))):
            yield " - ".join((first, *(trimmed(t) for t in field.every("vxyz"))))


def _passages(marc: Marc) -> Iterator[Passage]:
    """Field 520: the abstract where one is marked so, else the summary; others after it are body text."""
    notes = [(f, _text.lines("\n".join(f.every("ab")))) for f in marc.all("520") if f.indicators[0] not in "14"]
    notes = [(field, text) for field, text in notes if text]
    chosen = next((n for n, (field, _) in enumerate(notes) if field.indicators[0] == "3"), 0)
    if notes:
        yield from _abstract.passages(notes[chosen][1])
    for number, (_, text) in enumerate(notes):
        if number != chosen:
            yield Passage(section="body", zone="Unlabelled", text=_text.clean(text))
