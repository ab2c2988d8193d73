"""What is the same: papers, people, journals; and what supports a proposition."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from itertools import permutations

import pytest
from fixture_readings import CAR_T, LUPUS, NEPHRITIS, READINGS, RITUXIMAB, moved

from kg import identity
from kg.identity import names
from kg.identity.journals import Journals
from kg.model import Claim, Identifiers, Journal, Organisation, Passage, Person, Reading, Record, Source
from kg.resolution import Proposition, Resolution

TITLE = "Cellular therapy in a patient with refractory lupus nephritis"
_LINES = iter(range(1, 1_000_000))


def record(title: str = TITLE, by: str = "Ferrand, Aurélie", year: str | None = "2024", **more: object) -> Record:
    """A record of its own line; authors as "Family, Given; Family, Given", without a comma a corporate one."""
    authors = tuple(person(each) for each in by.split("; ") if each)
    told: dict[str, object] = {
        "kind": "article", "title": title, "authors": authors, "issued": year,
        "source": Source(path="a.ris", format="ris", sha256="0" * 64, line=next(_LINES)),
    }  # fmt: skip
    ids = {name: more.pop(name) for name in ("doi", "pmid", "pmcid", "trials") if name in more}
    return Record(**(told | {"identifiers": Identifiers(**ids)} | more))  # type: ignore[arg-type]


def person(text: str) -> Person | Organisation:
    """ "Family, Given (orcid) @ affiliation"."""
    text, _, affiliation = text.partition(" @ ")
    text, _, orcid = text.partition(" (")
    family, comma, given = text.partition(", ")
    if not comma:
        return Organisation(name=family)
    affiliations = (affiliation,) if affiliation else ()
    return Person(family=family, given=given or None, orcid=orcid.rstrip(")") or None, affiliations=affiliations)


def resolved(*records: Record) -> Resolution:
    return identity.resolve(identity.keys(Reading(record=each)) for each in records)


def papers(*records: Record) -> list[str]:
    """The paper of each record."""
    resolution = resolved(*records)
    return [resolution.papers[identity.record_key(each)] for each in records]


def people(*records: Record) -> list[str]:
    """The author nodes of the first author of each record."""
    resolution = resolved(*records)
    return [resolution.works[resolution.papers[identity.record_key(each)]].creators[0] for each in records]


# ---------------------------------------------------------------- papers


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ({"doi": "10.1/A"}, {"doi": "10.1/a", "title": "Another wording"}, True),
        ({"pmid": "1"}, {"pmid": "1", "title": "Another wording", "year": "1999"}, True),
        ({"pmcid": "PMC1"}, {"pmcid": "PMC1", "title": "Another wording"}, True),
        ({"doi": "10.1/a"}, {"pmid": "1"}, True),
        ({"doi": "10.1/a"}, {"doi": "10.1/b"}, False),
        ({"pmid": "1"}, {"pmid": "2"}, False),
        ({"doi": "10.1/a", "pmid": "1"}, {"doi": "10.1/b", "pmid": "1"}, True),
        ({"doi": "10.1/a", "pmid": "1"}, {"doi": "10.1/b", "pmid": "1", "title": "Quite another work"}, False),
        ({}, {"title": TITLE.upper() + "."}, True),
        ({}, {"by": "Ferrand, A."}, True),
        ({}, {"by": "Ito, Ken"}, False),
        ({}, {"year": "2022"}, False),
        ({"year": "2023"}, {"year": "2024"}, False),
        ({"year": "2024", "published_online": "2023-11"}, {"year": "2023"}, True),
        ({"year": "2024", "published_online": "2024-01"}, {"year": "2023"}, True),
        ({"year": None}, {"year": "2024"}, True),
        ({"year": None, "title": "Editorial"}, {"year": "2024", "title": "Editorial"}, False),
        ({"title": "Editorial", "pages": "1-2", "doi": "10.1/a"}, {"title": "Editorial", "pages": "9"}, False),
        ({"by": "", "title": TITLE, "doi": "10.1/a"}, {"by": "", "title": TITLE}, False),
        ({"kind": "thesis", "doi": "10.1/a"}, {"kind": "article"}, False),
        ({"kind": "other", "doi": "10.1/a"}, {"kind": "review"}, True),
        ({"kind": "preprint", "doi": "10.1101/2023.01.02.1"}, {"doi": "10.1/a"}, False),
        ({"doi": "10.1101/2023.01.02.1"}, {"pmid": "1"}, False),
    ],
    ids=[
        "DOI", "PMID", "PMCID", "title, two identifiers", "two DOIs", "two PMIDs", "PMID against DOI",
        "PMID against DOI and title", "folded title", "initials", "other author", "other year", "neighbouring years",
        "online year", "online before", "in press", "short title without year", "short title, other pages",
        "nobody's title", "thesis and article", "kind unknown", "preprint", "preprint by its DOI",
    ],
)  # fmt: skip
def test_two_records_of_one_paper(left: dict[str, object], right: dict[str, object], same: bool) -> None:
    one, other = papers(record(**left), record(**right))  # type: ignore[arg-type]
    assert (one == other) is same


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ({"doi": "10.1/B<1>", "pmid": "2", "pmcid": "PMC3"}, "paper/doi/10.1/b%3C1%3E"),
        ({"pmid": "2", "pmcid": "PMC3"}, "paper/pmid/2"),
        ({"pmcid": "PMC3"}, "paper/pmc/PMC3"),
    ],
    ids=["DOI", "PMID", "PMCID"],
)
def test_papers_are_named_by_their_best_identifier(ids: dict[str, str], expected: str) -> None:
    assert papers(record(**ids)) == [expected]  # type: ignore[arg-type]


def test_a_paper_without_identifiers_is_named_by_what_it_is() -> None:
    (name,) = papers(record())
    assert name == papers(record(title=TITLE.lower(), by="FERRAND, A", year="2024-05"))[0]
    assert name.startswith("paper/") and len(name) == len("paper/") + 12
    assert name != papers(record(year="2023"))[0]


def test_identifiers_of_all_records_lead_to_the_paper() -> None:
    resolution = resolved(record(doi="10.1/a"), record(pmid="7"), record(pmcid="PMC8", pmid="7"))
    assert resolution.aliases == {"paper/pmid/7": "paper/doi/10.1/a", "paper/pmc/PMC8": "paper/doi/10.1/a"}


def test_a_record_between_two_works_joins_the_likelier() -> None:
    one = record(doi="10.1/a", journal=Journal(title="Lupus"))
    two = record(doi="10.1/b", journal=Journal(title="Blood"))
    between = record(journal=Journal(title="Blood"))
    assert papers(one, two, between) == ["paper/doi/10.1/a", "paper/doi/10.1/b", "paper/doi/10.1/b"]


def test_a_preprint_is_tied_to_its_article() -> None:
    preprint = record(doi="10.1101/2023.01.02.1", kind="preprint", year="2023")
    article, later = record(doi="10.1/a"), record(doi="10.1/b", year="2029")
    resolution = resolved(preprint, article, later)
    assert resolution.works["paper/doi/10.1101/2023.01.02.1"].version_of == "paper/doi/10.1/a"
    assert [i.rule for i in resolution.ledger if i.kind == "paper"] == ["related: preprint and article"]


def test_the_fullest_list_of_authors_counts() -> None:
    short, long = record(by="Ferrand, A", doi="10.1/a"), record(by="Ferrand, A; Ito, K", doi="10.1/a")
    (work,) = resolved(short, long).works.values()
    assert work.listing == identity.record_key(long) and len(work.creators) == 2


# ---------------------------------------------------------------- people

BOTH = "; Ito, Ken; Okafor, Ada"
LYON = " @ Department of Rheumatology, Hôpital Édouard Herriot, Lyon, France"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Ferrand, Aurélie", "Ferrand, Aurelie", True),
        ("Ferrand, Aurélie", "FERRAND, AURÉLIE", True),
        ("Wang, Xiao-Ming", "Wang, Xiaoming", True),
        ("Ferrand, Aurélie", "Ferrand, Alain", False),
        ("Ferrand, Aurélie" + BOTH, "Ferrand, Alain" + BOTH, False),
        ("Ferrand, Aurélie", "Ferrand, A", False),
        ("Ferrand, Aurélie" + BOTH, "Ferrand, A" + BOTH, True),
        ("Ferrand, Aurélie" + LYON, "Ferrand, A." + LYON, True),
        ("Ferrand, A" + BOTH, "Ferrand, A" + BOTH, True),
        ("Ferrand, A", "Ferrand, A", False),
        ("Ferrand, A B" + BOTH, "Ferrand, A C" + BOTH, False),
        ("Ferrand, Anna (0000-0002-1825-0097)", "Martin, A (0000-0002-1825-0097)", True),
        ("Ferrand, Anna (0000-0002-1825-0097)" + BOTH, "Ferrand, Anna (0000-0001-5109-3700)" + BOTH, False),
        ("Ferrand, Anna (0000-0002-1825-0098)", "Martin, A (0000-0002-1825-0098)", False),
        ("Ferrand, Anna (0000-0002-1825-0097)", "Ferrand, Anna", True),
        ("Lupus Study Group", "LUPUS STUDY GROUP", True),
        ("Lupus Study Group", "Lupus Trial Group", False),
    ],
    ids=[
        "accents", "capitals", "hyphen", "two first names", "two first names, one team", "initial alone",
        "initial, co-authors", "initial, affiliation", "initials, co-authors", "initials alone", "middle initials",
        "ORCID", "two ORCIDs", "wrong ORCID", "ORCID and full name", "organisation", "two organisations",
    ],
)  # fmt: skip
def test_two_names_of_one_person(left: str, right: str, same: bool) -> None:
    one, other = people(record("A first title about B cells", left), record("Second words on a trial of drugs", right))
    assert (one == other) is same


def test_an_initial_that_may_be_two_people_goes_with_the_evidence() -> None:
    anna = record("First words", "Ferrand, Anna" + BOTH)
    alain = record("Second subject", "Ferrand, Alain; Okoye, Chi; Silva, Rui")
    initial = record("Third thing", "Ferrand, A" + BOTH)
    one, other, third = people(anna, alain, initial)
    assert one == third != other


def test_two_names_on_one_paper_are_two_people() -> None:
    resolution = resolved(record(by="Wang, Wei; Wang, Wei"))
    (work,) = resolution.works.values()
    assert len(set(work.creators)) == 2


def test_a_name_that_two_orcids_claim_is_left_alone() -> None:
    named = "Ferrand, Anna"
    found = people(
        record("One", named + " (0000-0002-1825-0097)"),
        record("Two", named + " (0000-0001-5109-3700)"),
        record("Three", named),
    )
    assert len(set(found)) == 3


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("Ferrand, Aurélie (0000-0002-1825-0097)", "person/orcid/0000-0002-1825-0097"),
        ("Ferrand, Aurélie", "person/aurelie-ferrand-"),
        ("Lupus Study Group", "organisation/lupus-study-group-"),
    ],
)
def test_people_are_named_by_what_they_are(by: str, expected: str) -> None:
    assert people(record(by=by, doi="10.1/a"))[0].startswith(expected)


def test_a_person_bears_the_fullest_name() -> None:
    resolution = resolved(record("One", "FERRAND, A B" + BOTH), record("Two", "Ferrand, Aurélie B." + BOTH))
    agents = {agent.name for work in resolution.works.values() for agent in work.agents}
    assert agents == {"Aurélie B. Ferrand", "Ken Ito", "Ada Okafor"}


def test_another_list_of_the_paper_adds_names_and_orcids() -> None:
    resolution = resolved(
        record(by="Ferrand, A; Ito, K", doi="10.1/a"), record(by="Ferrand, Aurélie (0000-0002-1825-0097)", doi="10.1/a")
    )
    (work,) = resolution.works.values()
    assert [agent.name for agent in work.agents] == ["Aurélie Ferrand", "K Ito"]
    assert work.creators[0] == "person/orcid/0000-0002-1825-0097"


@pytest.mark.parametrize(
    ("left", "right", "may"),
    [
        ("John A", "J", True), ("John A", "John B", False), ("J", "K", False), ("JA", "John Albert", True),
        ("JA", "John Bert", False), ("Jo", "John", False), ("Xiao Ming", "Xiaoming", True), ("X M", "Xiaoming", True),
        ("", "John", True), ("J.-P.", "Jean-Pierre", True), ("J", "JP", True),
    ],
)  # fmt: skip
def test_given_names_that_may_be_one(left: str, right: str, may: bool) -> None:
    assert names.compatible(names.given(left), names.given(right)) is may
    assert names.compatible(names.given(right), names.given(left)) is may


# ---------------------------------------------------------------- journals


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (Journal(title="Lupus"), Journal(title="LUPUS."), True),
        (Journal(title="Lupus"), Journal(title="Lupus science"), False),
        (Journal(title="A", issns=("1297-319X", "1778-7254")), Journal(title="B", issns=("1778-7254",)), True),
        (Journal(title="A", issns=("1297-3190",)), Journal(title="B", issns=("1297-3190",)), False),
        (Journal(title="A", issns=("1297319x",)), Journal(title="B", issns=("1297-319X",)), True),
        (Journal(title="Journal of Examples", abbreviation="J Ex"), Journal(title="J. Ex."), True),
    ],
    ids=["title", "two titles", "ISSN", "wrong ISSN", "bare ISSN", "abbreviation"],
)
def test_two_names_of_one_journal(left: Journal, right: Journal, same: bool) -> None:
    journals = Journals([left, right])
    assert (journals.of(left).iri == journals.of(right).iri) is same


@pytest.mark.parametrize(
    ("journal", "iri", "issns"),
    [
        (Journal(title="A", issns=("1778-7254", "1297-319X")), "journal/issn/1297-319X", ("1297-319X", "1778-7254")),
        (Journal(title="The Lupus Journal", issns=("1297-3190",)), "journal/the-lupus-journal", ()),
    ],
    ids=["ISSN", "title"],
)
def test_journals_are_named_by_issn_or_title(journal: Journal, iri: str, issns: tuple[str, ...]) -> None:
    found = Journals([journal]).of(journal)
    assert (found.iri, found.issns) == (iri, issns)


def test_a_journal_bears_the_title_most_records_give() -> None:
    often, once = Journal(title="Lupus", issns=("1778-7254",)), Journal(title="Aaa", issns=("1778-7254",))
    assert Journals([once, often, often]).of(once).title == "Lupus"


# ---------------------------------------------------------------- propositions


def said(paper: Record, *claims: tuple[str, str], therapy: str | None = CAR_T, **more: object) -> Reading:
    """A reading whose abstract is these sentences, each with its polarity."""
    text = " ".join(sentence for sentence, _ in claims)
    told: dict[str, object] = {
        "type": "efficacy", "certainty": "asserted", "zone": "Results", "origin": "own", "therapy": therapy,
        "diseases": (LUPUS,), "score": 0.9, "rule": "r",
    }  # fmt: skip
    found = tuple(
        Claim(
            passage=0,
            start=text.index(sentence),
            end=text.index(sentence) + len(sentence),
            polarity=polarity,
            **(told | more),
        )  # type: ignore[arg-type]
        for sentence, polarity in claims
    )
    passages = (Passage(section="abstract", zone="Results", text=text),)
    return Reading(record=replace(paper, passages=passages), claims=found)


def asserted(*readings: Reading) -> tuple[Proposition, ...]:
    keys = [identity.keys(reading) for reading in readings]
    return identity.propositions(keys, identity.resolve(keys))


def test_support_and_dispute_meet_on_a_proposition() -> None:
    (found,) = asserted(
        said(record(doi="10.1/a"), ("It works.", "positive"), ("It may work.", "positive")),
        said(record(doi="10.1/b"), ("It fails.", "negative"), ("It was given.", "neutral"), ("Both.", "mixed")),
    )
    assert (found.supports, found.disputes, found.papers, found.contested) == (2, 1, 2, True)


def test_support_alone_is_uncontested() -> None:
    (found,) = asserted(said(record(), ("It works.", "positive"), ("It was given.", "neutral"), certainty="hedged"))
    assert not found.contested and found.hedged == 2


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, [(CAR_T, LUPUS, None)]),
        ({"diseases": (LUPUS, NEPHRITIS)}, [(CAR_T, NEPHRITIS, None), (CAR_T, LUPUS, None)]),
        ({"diseases": (LUPUS, LUPUS)}, [(CAR_T, LUPUS, None)]),
        ({"diseases": ()}, [(CAR_T, None, None)]),
        ({"comparator": RITUXIMAB}, [(CAR_T, LUPUS, RITUXIMAB)]),
        ({"therapy": None}, []),
    ],
    ids=["one", "two diseases", "one disease twice", "no disease", "comparator", "no therapy"],
)
def test_what_a_claim_asserts(more: dict[str, object], expected: list[tuple[str | None, ...]]) -> None:
    found = asserted(said(record(), ("It works.", "positive"), **more))  # type: ignore[arg-type]
    assert sorted((p.therapy, p.disease or "", p.comparator or "") for p in found) == sorted(
        (therapy or "", disease or "", comparator or "") for therapy, disease, comparator in expected
    )


def test_a_sentence_of_two_documents_counts_once() -> None:
    first, second = record(doi="10.1/a"), record(doi="10.1/a")
    (found,) = asserted(
        said(first, ("It works.", "positive")), said(second, ("It  WORKS", "negative"), ("So.", "positive"))
    )
    assert (found.supports, found.disputes, found.papers) == (2, 0, 1)


def test_propositions_are_named_by_their_arguments_alone() -> None:
    one = asserted(said(record(doi="10.1/a"), ("It works.", "positive"), outcome=LUPUS))
    other = asserted(said(record(doi="10.1/b"), ("It never fails to harm.", "negative"), certainty="open"))
    assert one[0].iri == other[0].iri


TEAM = "Ferrand, Anna; Ito, Ken; Okafor, Ada; Silva, Rui"


@pytest.mark.parametrize(
    ("left", "right", "groups"),
    [
        ({"by": TEAM}, {"by": "Hart, Ada; Lind, Eva"}, 2),
        ({"by": TEAM}, {"by": TEAM}, 1),
        ({"by": TEAM}, {"by": "Ferrand, Anna; Ito, Ken; Hart, Ada; Lind, Eva"}, 1),
        ({"by": TEAM}, {"by": "Ferrand, Anna; Holm, Ada; Hart, Ada; Lind, Eva"}, 2),
        ({"by": TEAM}, {"by": "Ferrand, Anna; Hart, Ada"}, 2),
        ({"by": "Ferrand, Anna"}, {"by": "Ferrand, Anna"}, 1),
        ({"by": "Ferrand, Anna"}, {"by": TEAM}, 1),
        ({"by": TEAM, "trials": ("NCT01234567",)}, {"by": "Hart, Ada", "trials": ("nct01234567",)}, 1),
        ({"doi": "10.1101/2023.01.02.1", "year": "2023", "title": TITLE}, {"doi": "10.1/x", "title": TITLE}, 1),
        ({"by": ""}, {"by": ""}, 2),
    ],
    ids=[
        "strangers", "one team", "half the team", "a quarter", "one of two", "one author twice", "one in a team",
        "one trial", "preprint and article", "nobody",
    ],
)  # fmt: skip
def test_independent_groups(left: dict[str, object], right: dict[str, object], groups: int) -> None:
    defaults = ({"doi": "10.1/a", "title": "One thing"}, {"doi": "10.1/b", "title": "Another thing"})
    one, other = (record(**(d | told)) for d, told in zip(defaults, (left, right), strict=True))  # type: ignore[arg-type]
    (found,) = asserted(said(one, ("It works.", "positive")), said(other, ("It heals.", "positive")))
    assert (found.papers, found.independent) == (2, groups)


def test_independence_is_passed_on() -> None:
    teams = ("Aa, Anna; Bb, Bea", "Bb, Bea; Aa, Anna; Cc, Cleo; Dd, Dora", "Cc, Cleo; Dd, Dora", "Ee, Eva")
    readings = [
        said(record(f"Title {n}", by, doi=f"10.1/{n}"), ("It works.", "positive")) for n, by in enumerate(teams)
    ]
    (found,) = asserted(*readings)
    assert (found.papers, found.independent) == (4, 2)


# ---------------------------------------------------------------- order, size


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_no_order_of_records_shows(order: tuple[int, ...]) -> None:
    keys = [identity.keys(reading) for reading in READINGS]
    expected = identity.resolve(keys)
    found = identity.resolve([keys[n] for n in order])
    assert found == expected and list(found.works) == list(expected.works)
    assert identity.propositions([keys[n] for n in order], found) == identity.propositions(keys, expected)


def test_a_crowd_of_one_name_is_the_same_in_any_order() -> None:
    choose = random.Random(7)
    given = ("Wei", "W", "Wen", "W.-J.", "Wei Jie", "Wendy")
    crowd = [
        record(
            f"Title of work {n}",
            "; ".join([f"Wang, {choose.choice(given)}", *choose.sample(TEAM.split("; "), 2)]),
            doi=f"10.1/{n}",
        )
        for n in range(60)
    ]
    expected = resolved(*crowd)
    choose.shuffle(crowd)
    assert resolved(*crowd) == expected
    assert 3 <= len({work.creators[0] for work in expected.works.values()}) < 30


def test_the_ledger_explains_every_merge() -> None:
    resolution = identity.resolve(identity.keys(reading) for reading in READINGS)
    rules = [(each.kind, each.rule) for each in resolution.ledger]
    assert sorted(rules) == [
        ("journal", "same ISSN"),
        ("paper", "same DOI"),
        ("person", "compatible names, shared surroundings"),
        ("person", "same full name"),
    ]
    assert all(each.justification and 0 < each.score <= 1 and len(each.members) == 2 for each in resolution.ledger)


def test_the_ledger_tells_spellings_of_organisations() -> None:
    ledger = resolved(record("One", "Lupus Study Group"), record("Two", "LUPUS STUDY GROUP")).ledger
    assert [(each.kind, each.members) for each in ledger] == [
        ("organisation", ("LUPUS STUDY GROUP", "Lupus Study Group"))
    ]


def test_names_hold_wherever_the_files_lie() -> None:
    here = identity.resolve(identity.keys(reading) for reading in READINGS)
    there = identity.resolve(identity.keys(moved(r, f"z/{r.record.source.path}")) for r in READINGS)
    assert list(here.works) == list(there.works)
    assert [work.creators for work in here.works.values()] == [work.creators for work in there.works.values()]


def test_keys_cross_process_borders() -> None:
    for reading in READINGS:
        keys = identity.keys(reading)
        assert pickle.loads(pickle.dumps(keys)) == keys
        assert len(pickle.dumps(keys)) < 4096


def test_the_weights_can_be_fitted_again() -> None:
    from kg.identity.likeness import WEIGHTS
    from kg.identity.train import examples, fit

    rows = [
        {
            "pmid": n, "last": "Wang", "fore": "Wei", "title": f"Work {n}", "author_id": str(n % 2),
            "affiliation": ("Lyon", "Oslo")[n % 2], "coauthors": [("Ito K", "Hart A")[n % 2]],
        }
        for n in range(8)
    ]  # fmt: skip
    weights = dict(zip(("bias", *WEIGHTS), fit(examples(rows)), strict=True))
    assert weights["affiliation (cosine)"] > 0 and weights["one co-author"] > 0 > weights["bias"]
