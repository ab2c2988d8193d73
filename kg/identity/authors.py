"""The names on a paper: one author list from those of all its records, each name as full as any record has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.identity.facts import Keys
from kg.identity.names import compatible, family, fullness, given
from kg.model import Organisation, Person
from kg.text import fold

_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]\Z", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One name in one author list; `where` is its authorship below the base, `paper` a number."""

    listed: str  # what `where` begins with: one text for all names of a list
    position: int
    paper: int
    family: str
    given: tuple[str, ...]
    orcid: str | None
    person: Person

    @property
    def where(self) -> str:
        """The authorship: `paper/pmid/1#author-2`."""
        return f"{self.listed}{self.position}"


Slot = Signature | Organisation  # a corporate author has no signature


def listing(records: Sequence[Keys]) -> Keys:
    """The record whose author list counts: the longest, of those the first."""
    return max(records, key=lambda key: len(key.authors))


def creators(records: Sequence[Keys], paper: str, number: int) -> list[Slot]:
    """The authors of the list that counts, by position."""
    chosen = listing(records)
    others = [key.authors for key in records if key is not chosen and key.authors]
    listed = f"{paper}#author-"
    found: list[Slot] = []
    for position, author in enumerate(chosen.authors):
        if isinstance(author, Person):
            for authors in others:
                author = _fuller(author, position, len(chosen.authors), authors)
        found.append(_slot(author, listed, position + 1, number))
    return found


def editors(records: Sequence[Keys], paper: str, number: int) -> list[Slot]:
    """The editors of the first record that has any; an editor may be an author of the same paper."""
    named = next((key.editors for key in records if key.editors), ())
    listed = f"{paper}#editor-"
    return [_slot(editor, listed, position, ~number) for position, editor in enumerate(named, 1)]


def _slot(person: Person | Organisation, listed: str, position: int, number: int) -> Slot:
    if isinstance(person, Organisation):
        return person
    orcid = person.orcid if person.orcid and valid_orcid(person.orcid) else None
    names = given(person.given)
    return Signature(
        listed=listed, position=position, paper=number, family=family(person), given=names, orcid=orcid, person=person
    )


def valid_orcid(orcid: str) -> bool:
    """Whether the check digit is right (ISO 7064 MOD 11-2).

    >>> valid_orcid("0000-0002-1825-0097"), valid_orcid("0000-0002-1825-0098")
    (True, False)
    """
    if not _ORCID.match(orcid):
        return False
    total = 0
    for digit in orcid[:-1].replace("-", ""):
        total = (total + int(digit)) * 2
    return orcid[-1] == "0123456789X"[(12 - total % 11) % 11]


def _fuller(person: Person, position: int, size: int, authors: Sequence[Person | Organisation]) -> Person:
    """The person with what another list of the same paper adds: a fuller given name, an ORCID, affiliations."""
    other = _counterpart(person, position, size, authors)
    if other is None:
        return person
    fullest = min(person, other, key=fullness)
    affiliations = {fold(a): a for a in (*other.affiliations, *person.affiliations)}
    return replace(
        person, given=fullest.given, orcid=person.orcid or other.orcid, affiliations=tuple(affiliations.values())
    )


def _counterpart(person: Person, position: int, size: int, authors: Sequence[Person | Organisation]) -> Person | None:
    """The same author in another list: the same place, else the only one of the name."""

    def same(other: Person | Organisation) -> bool:
        return (
            isinstance(other, Person)
            and family(other) == family(person)
            and compatible(given(other.given), given(person.given))
        )

    if len(authors) == size and same(authors[position]):
        found = [authors[position]]
    else:
        found = [other for other in authors if same(other)]
    return found[0] if len(found) == 1 and isinstance(found[0], Person) else None
