"""Triples of readings, terms of N-Triples, and the Turtle writer: one form for one content."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pyoxigraph
import pytest
from fixture_readings import AUTOIMMUNE, CAR_T, CD19, CONCEPTS, LUPUS, NEPHRITIS, READINGS, REMISSION, RITUXIMAB
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import coding, entries, identity, mapping, vocabulary
from kg.assembling import Graph
from kg.cache import Cache
from kg.concept import Concept
from kg.gathering import Known
from kg.mapping import forms, iris, nt, proposition, turtle
from kg.model import Identifiers, Reading, Source, record_key
from kg.resolution import Proposition
from kg.terms import BIBO, CITO, DCTERMS, KG, OA, PREFIXES, PROV, RDF, XSD
from kg.text import digest
from kg.vocabulary import Vocabulary

GOLDEN = Path(__file__).parent / "golden" / "mapping"
BASE = iris.BASE
PAPER, TRIAL = f"{BASE}paper/doi/10.1016/j.example(2024).105702", f"{BASE}paper/doi/10.1000/trial.7"
VOCABULARY = vocabulary.of(CONCEPTS)
LABELS = {iri: concept.label for iri, concept in VOCABULARY.concepts.items()}


def graph(readings: Iterable[Reading] = READINGS, base: str = BASE) -> str:
    """The Turtle of the whole graph of the readings."""
    readings = list(readings)
    with Cache("mapping", "test", fresh=True) as cache:
        for reading in readings:
            record = coding.encode_record(reading.record)
            cache.put(digest(record), *entries.entry(reading, base, record))
        out = io.StringIO()
        turtle.write_blocks(whole(readings, readings, base).blocks(cache), out, base=base)
    return out.getvalue()


def whole(readings: Sequence[Reading], resolved: Iterable[Reading], base: str) -> Graph:
    """The graph of readings of which some are resolved."""
    return Graph(
        known=[known(reading) for reading in readings], used=mapping.used(readings),
        sources=[reading.record.source for reading in readings],
        vocabularies=[Source(path="therapies.ttl", format="ttl", sha256="c3" * 32)],
        resolution=identity.resolve(map(identity.keys, resolved)), words=lambda: VOCABULARY, base=base,
    )  # fmt: skip


def known(reading: Reading) -> Known:
    path, line, name = record_key(reading.record)
    assert path == reading.record.source.path
    return Known(reading.record.source, line, name, digest(coding.encode_record(reading.record)))


def described(vocabulary: Vocabulary, *used: str) -> dict[str, mapping.Described]:
    """The concepts wanted where these are used."""
    concepts = vocabulary.concepts
    look_up = lambda iri: mapping.described(concepts[iri], concepts, BASE) if iri in concepts else None  # noqa: E731
    return mapping.wanted(used, look_up)


def written(lines: Iterable[str], base: str = BASE) -> str:
    out = io.StringIO()
    turtle.write(lines, out, base=base)
    return out.getvalue()


def lines_of(text: str) -> list[str]:
    """A graph in Turtle as lines of N-Triples."""
    return [f"{quad.triple} ." for quad in parsed(text)]


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def parsed(text: str, format: pyoxigraph.RdfFormat = pyoxigraph.RdfFormat.TURTLE) -> set[pyoxigraph.Quad]:
    return set(pyoxigraph.parse(text.encode(), format=format))


def triples_of(lines: Iterable[str]) -> set[pyoxigraph.Quad]:
    return parsed("\n".join(lines), pyoxigraph.RdfFormat.N_TRIPLES)


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    """The graph of the fixture, to ask."""
    found = pyoxigraph.Store()
    found.load(graph().encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return found


def values(store: pyoxigraph.Store, subject: str, predicate: str) -> list[str]:
    """The objects of a subject, sorted, as bare values."""
    quads = store.quads_for_pattern(pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(predicate), None)
    return sorted(quad.object.value for quad in quads if not isinstance(quad.object, pyoxigraph.Triple))


def subjects(store: pyoxigraph.Store, predicate: str, value: str) -> list[str]:
    """Who has such a literal, sorted."""
    quads = store.quads_for_pattern(None, pyoxigraph.NamedNode(predicate), None)
    return sorted(q.subject.value for q in quads if q.object.value == value)  # type: ignore[union-attr]


# ---------------------------------------------------------------- the whole graph


def test_the_graph_of_two_papers(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "two_papers.ttl", graph())


@pytest.mark.parametrize("base", [BASE, "https://graph.example/kg/", "urn:litkg:"])
def test_blocks_stand_as_the_writer_of_lines_would_put_them(base: str) -> None:
    told = graph(base=base)
    assert told == written(lines_of(told), base)


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_no_order_of_records_shows(order: tuple[int, ...]) -> None:
    assert graph(READINGS[n] for n in order) == graph()


def test_no_order_of_lines_shows() -> None:
    lines = lines_of(graph()) * 2
    random.Random(1).shuffle(lines)
    assert written(lines) == graph()


def test_there_are_no_blank_nodes() -> None:
    for quad in parsed(graph()):
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        assert isinstance(quad.object, pyoxigraph.NamedNode | pyoxigraph.Literal)


def test_every_node_below_the_base_is_typed_but_cited_papers() -> None:
    quads = parsed(graph())
    typed = {quad.subject for quad in quads if quad.predicate.value == RDF.type}
    named = {q.object for q in quads if isinstance(q.object, pyoxigraph.NamedNode) and q.predicate.value != CITO.cites}
    assert {node.value for node in named - typed if node.value.startswith(BASE)} == set()
    assert {quad.subject for quad in quads} == typed


def test_no_therapy_is_tied_to_a_disease_by_a_bare_triple() -> None:
    concepts = {concept.iri for concept in CONCEPTS}
    between = {q.predicate.value for q in parsed(graph()) if {q.subject.value, q.object.value} <= concepts}  # type: ignore[union-attr]
    assert between <= {KG.target, "http://www.w3.org/2004/02/skos/core#broader"}


def test_another_base_moves_every_node() -> None:
    lines = lines_of(graph(base="https://graph.example/kg/"))
    own = [line for line in lines if BASE in line]
    assert own and all(CD19 in line or "/scheme/" in line for line in own)  # the vocabulary's own names stay


# ---------------------------------------------------------------- one paper of two documents


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        (DCTERMS.type, ["review"]),
        (DCTERMS.issued, ["2024-09-17"]),
        (KG.publishedOnline, ["2023-12"]),
        (BIBO.pmid, ["38500001"]),
        (BIBO.doi, ["10.1016/j.example(2024).105702"]),
        ("https://schema.org/keywords", ["CAR-T", "cell therapy", "lupus"]),
        ("https://schema.org/url", ["https://catalogue.example/Record/1?lng=en&x=a%20b"]),
        (PROV.wasDerivedFrom, [f"{BASE}document/{'a1' * 8}", f"{BASE}document/{'b2' * 8}"]),
        (CITO.cites, [f"{BASE}paper/doi/10.1000/not.here%3C1%3E", TRIAL]),
        (DCTERMS.isPartOf, [f"{BASE}journal/issn/1297-319X"]),
        (KG.studyDesign, [KG.NarrativeReview]),
        (KG.mentions, [REMISSION, NEPHRITIS, CAR_T]),
        (KG.retracted, []),
    ],
    ids=lambda value: value.rsplit("/", 1)[-1] if isinstance(value, str) else None,
)
def test_facts_of_a_paper(store: pyoxigraph.Store, predicate: str, expected: list[str]) -> None:
    assert values(store, PAPER, predicate) == expected


def test_authors_stand_in_the_order_of_the_fullest_list(store: pyoxigraph.Store) -> None:
    places = [f"{PAPER}#author-{n}" for n in (1, 2, 3)]
    assert values(store, PAPER, KG.authorship) == places
    assert [values(store, place, KG.nameAsPrinted)[0] for place in places] == [
        "Aurélie Ferrand", "J. van der Berg", "Lupus Study Group",
    ]  # fmt: skip
    assert [values(store, place, KG.position) for place in places] == [["1"], ["2"], ["3"]]
    assert values(store, places[0], KG.author) == [f"{BASE}person/orcid/0000-0002-1825-0097"]


def test_a_passage_of_both_documents_is_one(store: pyoxigraph.Store) -> None:
    (title,) = subjects(store, KG.text, "CAR-T cells in lupus: a review")
    assert len(values(store, title, PROV.wasDerivedFrom)) == 2
    assert len(values(store, PAPER, KG.passage)) == 4


def test_the_first_document_says_what_a_mention_means(store: pyoxigraph.Store) -> None:
    (node,) = subjects(store, KG.reason, "several concepts of that name")
    assert values(store, node, OA.hasBody) == [] and len(values(store, node, KG.candidate)) == 2


def test_a_sentence_said_twice_is_one_claim_in_its_first_passage(store: pyoxigraph.Store) -> None:
    (claim,) = subjects(store, KG.quote, "CAR-T cells bring lasting remission in severe lupus.")
    assert subjects(store, KG.quote, "CAR-T cells bring lasting remission in severe lupus!") == []
    assert "#highlight-" in values(store, claim, KG.inPassage)[0]
    assert values(store, claim, KG.polarity) == [KG.Positive] and values(store, claim, CITO.disputes) == []


def test_two_diseases_are_two_propositions(store: pyoxigraph.Store) -> None:
    (claim,) = subjects(store, KG.quote, "CAR-T cells may be an option for lupus nephritis.")
    assert len(values(store, claim, KG.asserts)) == len(values(store, claim, CITO.supports)) == 2


def test_a_claim_without_therapy_asserts_nothing(store: pyoxigraph.Store) -> None:
    (claim,) = subjects(store, KG.quote, "In 12 of 15 patients (80%) no drug was needed after 6 months.")
    assert values(store, claim, KG.asserts) == values(store, claim, CITO.supports) == []
    assert len(values(store, claim, KG.quantity)) == 2


def test_every_quote_stands_at_its_offsets(store: pyoxigraph.Store) -> None:
    for node, words in ((c, KG.quote) for c in subjects(store, RDF.type, KG.Claim)):
        (passage,) = values(store, node, KG.inPassage)
        start, end = (int(values(store, node, at)[0]) for at in (KG.start, KG.end))
        assert values(store, passage, KG.text)[0][start:end] == values(store, node, words)[0]


def test_retraction_reaches_the_claims(store: pyoxigraph.Store) -> None:
    claims = values(store, TRIAL, KG.makesClaim)
    assert len(claims) == 2 and all(values(store, claim, KG.retracted) == ["true"] for claim in claims)
    assert subjects(store, KG.retracted, "true") == sorted([TRIAL, *claims])


def test_a_reading_nobody_resolved_is_a_mistake() -> None:
    graph = whole(READINGS, READINGS[:1], BASE)
    with Cache("mapping", "test", fresh=True) as cache, pytest.raises(KeyError):
        list(graph.blocks(cache))


# ---------------------------------------------------------------- concepts, propositions, dataset


def test_concepts_come_with_their_ancestors_and_targets() -> None:
    found = described(VOCABULARY, NEPHRITIS, CAR_T, "urn:x:absent").keys()
    assert found >= {NEPHRITIS, LUPUS, AUTOIMMUNE, CAR_T, CD19}
    assert RITUXIMAB not in found and "urn:x:absent" not in found


@pytest.mark.parametrize(
    ("kinds", "classes"),
    [
        (("therapy",), {"Therapy"}),
        (("disease", "therapy"), {"Disease"}),
        (("disease", "outcome"), {"Disease", "Outcome"}),
        (("therapy", "target"), {"Therapy", "Target"}),
    ],
    ids=lambda value: " ".join(sorted(value)),
)
def test_disjoint_kinds_never_meet(kinds: tuple[str, ...], classes: set[str]) -> None:
    concept = Concept(iri="urn:x:a", kind=kinds[0], kinds=kinds, label="a", language="de")  # type: ignore[arg-type]
    ((node, block),) = mapping.concepts(described(vocabulary.of([concept]), "urn:x:a"))
    assert node == "<urn:x:a>" and '"a"@de' in block
    assert {name for name in ("Therapy", "Disease", "Outcome", "Target") if f" kg:{name}" in block} == classes


def test_names_carry_the_language_they_are_in() -> None:
    concept = Concept(
        iri="urn:x:a", kind="disease", kinds=("disease",), label="lupus", synonyms=("Wolf",), foreign=(("Wolf", "de"),)
    )
    ((_, block),) = mapping.concepts(described(vocabulary.of([concept]), "urn:x:a"))
    assert '"lupus"@en' in block and '"Wolf"@de' in block


def test_circles_of_broader_concepts_end() -> None:
    a, b = (
        Concept(iri=f"urn:x:{x}", kind="disease", kinds=("disease",), label=x, broader=(f"urn:x:{y}",))
        for x, y in ("ab", "ba")
    )
    blocks = list(mapping.concepts(described(vocabulary.of([a, b]), "urn:x:a")))
    assert sum("broader" in block for _, block in blocks) == 2


@pytest.mark.parametrize(
    ("type", "disease", "comparator", "expected"),
    [
        ("efficacy", LUPUS, None, "CAR-T cell therapy is effective in systemic lupus erythematosus"),
        ("efficacy", None, None, "CAR-T cell therapy is effective"),
        ("efficacy", NEPHRITIS, RITUXIMAB, "CAR-T cell therapy is more effective than rituximab in lupus nephritis"),
        ("safety", NEPHRITIS, None, "CAR-T cell therapy is safe in lupus nephritis"),
        ("comparison", NEPHRITIS, RITUXIMAB, "CAR-T cell therapy versus rituximab in lupus nephritis"),
        ("mechanism", NEPHRITIS, RITUXIMAB, "CAR-T cell therapy versus rituximab in lupus nephritis"),
        ("recommendation", None, RITUXIMAB, "CAR-T cell therapy is recommended over rituximab"),
        ("efficacy", "http://purl.obolibrary.org/obo/MONDO_1", None, "CAR-T cell therapy is effective in MONDO:1"),
    ],
)  # fmt: skip
def test_labels_read_as_sentences(type: str, disease: str | None, comparator: str | None, expected: str) -> None:
    known = Proposition(
        iri="proposition/1", type=type, therapy=CAR_T, disease=disease, comparator=comparator, supports=1, disputes=0,
        hedged=0, papers=1, independent=1, contested=False,
    )  # type: ignore[arg-type] # fmt: skip
    assert proposition.label(known, LABELS) == expected


@pytest.mark.parametrize("type", sorted(forms.TYPES))
def test_every_type_has_a_label(type: str) -> None:
    for disease in (LUPUS, None):
        known = Proposition(
            iri="proposition/1", type=type, therapy=CAR_T, disease=disease, comparator=None, supports=1, disputes=0,
            hedged=0, papers=1, independent=1, contested=False,
        )  # type: ignore[arg-type] # fmt: skip
        label = proposition.label(known, LABELS)
        assert "CAR-T cell therapy" in label and "{" not in label
        assert ("systemic lupus" in label) == (disease is not None)


def test_the_build_is_named_by_what_went_in() -> None:
    a, b = (Source(path=x, format="ris", sha256=x * 64, line=3) for x in "ab")
    first = list(mapping.dataset([a, b], [], "0.1.0"))
    assert first == list(mapping.dataset([b, a, a], [], "0.1.0"))
    others = [mapping.dataset([a], [], "0.1.0"), mapping.dataset([a, b], [], "0.2"), mapping.dataset([a], [b], "0.1.0")]
    assert all(list(other)[1] != first[1] for other in others)


# ---------------------------------------------------------------- IRIs and terms


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Identifiers(doi="10.1000/ABC"), "paper/doi/10.1000/abc"),
        (Identifiers(doi="10.1/(a)<b>;c d#?%"), "paper/doi/10.1/(a)%3Cb%3E;c%20d%23%3F%25"),
        (Identifiers(doi="10.1/../é"), "paper/doi/10.1/%2E%2E/%C3%A9"),
        (Identifiers(pmid="7", pmcid="PMC8"), "paper/pmid/7"),
        (Identifiers(pmcid="PMC8"), "paper/pmc/PMC8"),
        (Identifiers(), None),
    ],
    ids=["lower case", "reserved", "dots", "pmid", "pmcid", "none"],
)
def test_cited_papers_are_named_like_others(known: Identifiers, expected: str | None) -> None:
    assert iris.cited(known) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("http://a.example", "http://a.example"),
        (" HTTPS://a.example:80/x?y=z#f ", "HTTPS://a.example:80/x?y=z#f"),
        ("https://a.example/<script>\"'\\", "https://a.example/%3Cscript%3E%22'%5C"),
        ("https://a.example/100%/%20#a#b", "https://a.example/100%25/%20#a%23b"),
        ("https://a.example/ü", "https://a.example/%C3%BC"),
        ("urn:isbn:123", "urn:isbn:123"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://a.example/", None),
        ("//a.example", None),
        ("https://", None),
        ("https://a b/", None),
        ("https://[::1/", None),
        ("www.a.example", None),
    ],
)
def test_only_sound_addresses_become_links(address: str, expected: str | None) -> None:
    assert nt.link(address) == (f"<{expected}>" if expected else None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", ("2024", "gYear")),
        ("2024-09", ("2024-09", "gYearMonth")),
        ("2024-09-17", ("2024-09-17", "date")),
        ("2024-02-29", ("2024-02-29", "date")),
        ("2023-02-29", ("2023-02", "gYearMonth")),
        ("2024-13", ("2024", "gYear")),
        ("2024-00-01", ("2024", "gYear")),
        ("in press", ("in press", None)),
    ],
)
def test_dates_are_as_precise_as_told(value: str, expected: tuple[str, str | None]) -> None:
    lexical, datatype = expected
    assert nt.date(value) == (f'"{lexical}"^^<{XSD[datatype]}>' if datatype else f'"{lexical}"')


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0.0"), (1, "1.0"), (0.5, "0.5"), (0.98765, "0.9877"), (1e-9, "0.0"), (-1e-9, "0.0"), (-0.25, "-0.25")],
)
def test_decimals_have_at_most_four_places(value: float, expected: str) -> None:
    assert nt.decimal(value) == f'"{expected}"^^<{XSD.decimal}>'


@pytest.mark.parametrize("value", [float("nan"), float("inf")], ids=str)
def test_what_is_no_number_is_no_decimal(value: float) -> None:
    with pytest.raises(ValueError, match="no decimal"):
        nt.decimal(value)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", True),
        ("0.00001", True),
        ("-1.5", True),
        ("<0.001", False),
        ("012", False),
        ("1,200", False),
        ("1-3", False),
    ],
)
def test_numbers_keep_their_places(value: str, number: bool) -> None:
    assert nt.number(value) == (f'"{value}"^^<{XSD.decimal}>' if number else f'"{value}"')


@pytest.mark.parametrize(
    ("language", "expected"), [("en", '"a"@en'), ("pt-BR", '"a"@pt-br'), ("", '"a"'), ("en us", '"a"'), ("x>", '"a"')]
)
def test_only_sound_language_tags_are_written(language: str, expected: str) -> None:
    assert nt.tagged("a", language) == expected


# ---------------------------------------------------------------- Turtle

TEXTS = st.text(st.characters() | st.sampled_from('"\\\n\r\t^<>@.;,#\0\x7f\ufeff\u2028'), max_size=30)
LOCALS = st.text(st.characters() | st.sampled_from('/.#?%:()~-_ \\"<>{}|^`'), max_size=20)


@given(TEXTS)
@settings(deadline=None)
def test_any_text_survives(value: str) -> None:
    line = f"<urn:x:s> <urn:x:p> {nt.text(value)} ."
    clean = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    for format, told in ((pyoxigraph.RdfFormat.N_TRIPLES, line), (pyoxigraph.RdfFormat.TURTLE, written([line]))):
        (quad,) = parsed(told, format)
        assert isinstance(quad.object, pyoxigraph.Literal) and quad.object.value == clean


@given(st.sampled_from(["", BASE, PREFIXES["kg"], "http://purl.obolibrary.org/obo/NCIT_"]), LOCALS)
@settings(deadline=None)
def test_any_iri_survives(namespace: str, local: str) -> None:
    from kg.text import percent

    value = (namespace or "urn:x:") + percent(local)
    lines = [f"<{value}> <{value}> <{value}> .", f'<{value}> <{value}> "x"^^<{value}> .']
    assert parsed(written(lines)) == triples_of(lines)


@given(st.text(max_size=40))
@settings(deadline=None)
def test_any_link_is_an_iri(address: str) -> None:
    for value in (address, f"https://{address}", f"https://a.example/{address}", f"urn:x:{address}"):
        term = nt.link(value)
        if term:
            assert len(triples_of([f"<urn:x:s> <urn:x:p> {term} ."])) == 1


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (f'"5"^^<{XSD.integer}>', "5"),
        (f'"05"^^<{XSD.integer}>', "05"),
        (f'"5."^^<{XSD.decimal}>', '"5."^^xsd:decimal'),
        (f'"5"^^<{XSD.decimal}>', '"5"^^xsd:decimal'),
        (f'"0.5"^^<{XSD.decimal}>', "0.5"),
        (f'"true"^^<{XSD.boolean}>', "true"),
        (f'"1"^^<{XSD.boolean}>', '"1"^^xsd:boolean'),
        (f'"2024"^^<{XSD.gYear}>', '"2024"^^xsd:gYear'),
        ('"a\\"^^<x>"@en', '"a\\"^^<x>"@en'),
        ('"a . ; b"', '"a . ; b"'),
        (f"<{KG.Claim}>", "kg:Claim"),
        ("<http://purl.obolibrary.org/obo/NCIT_C1>", "ncit:C1"),
        ("<http://purl.obolibrary.org/obo/MONDO_1>", "obo:MONDO_1"),
        ("<http://purl.obolibrary.org/obo/>", "<http://purl.obolibrary.org/obo/>"),
        ("<http://purl.obolibrary.org/obo/a.>", "<http://purl.obolibrary.org/obo/a.>"),
        ("<http://purl.obolibrary.org/obo/a(b)>", "<http://purl.obolibrary.org/obo/a(b)>"),
        (f"<{BASE}>", "<>"),
        (f"<{BASE}paper/doi/10.1/x#claim-1>", "<paper/doi/10.1/x#claim-1>"),
        (f"<{BASE}a:b>", f"<{BASE}a:b>"),
        (f"<{BASE}paper/../x>", f"<{BASE}paper/../x>"),
        (f"<{BASE}paper//x>", f"<{BASE}paper//x>"),
        (f"<{BASE}#x>", f"<{BASE}#x>"),
    ],
)
def test_terms_are_as_short_as_is_safe(term: str, shown: str) -> None:
    line = f"<urn:x:s> <urn:x:p> {term} ."
    told = written([line])
    assert f"\n<urn:x:s>\n    <urn:x:p> {shown} .\n" in told
    assert parsed(told) == triples_of([line])


@pytest.mark.parametrize("base", ["urn:litkg:", "https://a.example", "https://a.example/x#", "https://a.example/x/"])
def test_a_base_that_cannot_be_relative_is_written_out(base: str) -> None:
    lines = [f"<{base}a/b> <{base}p> <{base}c> ."]
    told = written(lines, base)
    assert ("@base" in told) == (base == "https://a.example/x/")
    assert parsed(told) == triples_of(lines)


def test_rdflib_reads_the_same_triples(monkeypatch: pytest.MonkeyPatch) -> None:
    import rdflib

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    lines = lines_of(graph())
    ours = rdflib.Graph().parse(data=written(lines), format="turtle")
    theirs = rdflib.Graph().parse(data="\n".join(lines) + "\n", format="nt")
    assert set(ours) == set(theirs) and len(ours) == len(set(lines))


def test_a_file_holds_the_same_bytes(tmp_path: Path) -> None:
    turtle.write(lines_of(graph()), tmp_path / "kg.ttl")
    assert (tmp_path / "kg.ttl").read_bytes() == graph().encode()


def test_nothing_gives_a_header_alone() -> None:
    prefixes = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(PREFIXES)]
    assert written([]).split("\n") == [f"@base <{BASE}> .", *prefixes, ""]


def test_two_records_of_one_file_are_two_papers() -> None:
    twin = replace(READINGS[2], record=replace(READINGS[2].record, identifiers=Identifiers(), title="Another"))
    papers = identity.resolve([identity.keys(READINGS[2]), identity.keys(twin)]).works
    assert len(papers) == 2
