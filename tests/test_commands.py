"""The commands beside `kg build`: each run as a user runs it, over one build of the seeds."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg import explanation, project, starter, verification, vocabulary, vocabulary_check
from kg import graph as graphs
from kg.errors import KgError
from kg.mapping import exports
from kg.sparql import binding, card_forms, cards, changes, entities
from kg.terms import KG, PREFIXES

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT / "seeds"


def kg(*arguments: object, cwd: Path = ROOT, input: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
    told = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "120"} | env
    return subprocess.run(command, cwd=cwd, env=told, input=input, capture_output=True, check=False, encoding="utf-8")


def told(*arguments: object, cwd: Path = ROOT) -> str:
    """What a command that succeeds says on stdout."""
    done = kg(*arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def told_json(*arguments: object, cwd: Path = ROOT) -> Any:
    return json.loads(told(*arguments, "--format", "json", cwd=cwd))


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("commands") / "out"
    done = kg("build", SEEDS, "-o", out, "--jobs", 1, "--no-views")
    assert done.returncode == 0, done.stderr
    return out / "kg.ttl"


# ---------------------------------------------------------------- init


def test_a_new_project_has_all_that_a_build_needs(tmp_path: Path) -> None:
    done = kg("init", tmp_path / "new")
    assert done.returncode == 0 and done.stdout == ""
    assert done.stderr.splitlines()[-1].endswith("kg build")
    names = {p.relative_to(tmp_path / "new").as_posix() for p in (tmp_path / "new").rglob("*") if p.is_file()}
    assert {"kg.toml", "queries/journals.rq", ".github/workflows/litkg.yml", "seeds/lupus-nephritis.ris"} <= names
    assert "kg build --strict --check" in (tmp_path / "new/.github/workflows/litkg.yml").read_text()


def test_a_new_project_means_what_no_configuration_means(tmp_path: Path) -> None:
    starter.start(tmp_path / "new")
    made = project.load(tmp_path / "new")
    assert made == project.Project(sources=(tmp_path / "new/seeds",), outputs=tmp_path / "new/outputs")


def test_a_projects_own_query_is_listed_and_run(tmp_path: Path, graph: Path) -> None:
    starter.start(tmp_path)
    listed = json.loads(told("query", "--list", "--format", "json", cwd=tmp_path))
    assert "journals" in [query["name"] for query in listed]
    assert "Annals of the Rheumatic Diseases" in told("query", "journals", "-g", graph, "--format", "csv", cwd=tmp_path)


def test_init_overwrites_nothing_unasked(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("# mine\n")
    done = kg("init", tmp_path)
    assert done.returncode == 2 and "--force" in done.stderr and "kg.toml" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["kg.toml"] and (tmp_path / "kg.toml").read_text() == "# mine\n"
    assert kg("init", tmp_path, "--force").returncode == 0
    assert (tmp_path / "kg.toml").read_text() == starter.CONFIGURATION


def test_init_leaves_records_alone(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/mine.ris").write_text("TY  - JOUR\n")
    assert starter.start(tmp_path)
    assert [p.name for p in (tmp_path / "seeds").iterdir()] == ["mine.ris"]


@pytest.mark.parametrize(("place", "code"), [("file", 2), ("file/below", 6)])
def test_init_where_it_cannot(tmp_path: Path, place: str, code: int) -> None:
    (tmp_path / "file").write_text("")
    done = kg("init", tmp_path / place)
    assert done.returncode == code and "help:" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", 'vocabularies = ["v.tsv"]\n', id="empty"),
        pytest.param('base = "x"', 'base = "x"\nvocabularies = ["v.tsv"]\n', id="no line end"),
        pytest.param("# c\n[entities]\n", '# c\nvocabularies = ["v.tsv"]\n[entities]\n', id="before a table"),
        pytest.param('vocabularies = ["a"] # c\n', 'vocabularies = ["a", "v.tsv"]\n', id="one line"),
        pytest.param('vocabularies = [\n "a", # ]\n]\nx = 1\n', 'vocabularies = ["a", "v.tsv"]\nx = 1\n', id="lines"),
        pytest.param('vocabularies = ["v.tsv"]\n', 'vocabularies = ["v.tsv"]\n', id="already"),
    ],
)
def test_a_vocabulary_is_added_to_the_configuration(before: str, after: str) -> None:
    assert starter.with_vocabulary(before, "v.tsv") == after


# ---------------------------------------------------------------- find, show, path

GUFFROY = "10.1016/j.jbspin.2024.105702"
CART = "http://purl.obolibrary.org/obo/NCIT_C126102"


@pytest.mark.parametrize(
    ("text", "label", "match"),
    [
        pytest.param("belimumab", "belimumab", "exact", id="name"),
        pytest.param("RITUXIMAB", "rituximab", "folded", id="other case"),
        pytest.param("Mabthera", "rituximab", "folded", id="synonym"),
        pytest.param("rituximap", "rituximab", "fuzzy", id="misspelt"),
        pytest.param("MONDO:0005556", "lupus nephritis", "identifier", id="CURIE"),
        pytest.param("mesh:D000069283", "rituximab", "identifier", id="CURIE in small letters"),
        pytest.param(CART, "CAR-T cell therapy", "identifier", id="IRI"),
        pytest.param("CHEBI:64357", "rituximab", "identifier", id="exact match"),
        pytest.param(f"https://doi.org/{GUFFROY.upper()}", None, "identifier", id="DOI"),
        pytest.param("Mackensen", "Andreas Mackensen", "exact", id="family name"),
        pytest.param("Annals of the rheum", "Annals of the Rheumatic Diseases", "prefix", id="prefix"),
        pytest.param("nephritis", "lupus nephritis", "words", id="word"),
    ],
)  # fmt: skip
def test_find_knows_every_name(graph: Path, text: str, label: str | None, match: str) -> None:
    found = entities.find(graphs.load(graph), text)
    fitting = [each for each in found if each.label == label] if label else found[:1]
    assert fitting and fitting[0].match == match
    assert [entities.MATCHES.index(f.match) for f in found if f.kind != "proposition"] == sorted(
        entities.MATCHES.index(f.match) for f in found if f.kind != "proposition"
    )


ODD = [
    "http://[", "http://a.example:x/", "urn:x:%zz", "http://a.example/%", "<http://a.example/x>", "10.1000/<x>",
    "MESH:", "kg:Claim", "doi:10.1/ä", "a\x01b", "\udc80x", "http://\udc80", "urn:x", "１２", "https://\u202ex/",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_whatever_is_looked_for_is_answered_or_refused(graph: Path, text: str) -> None:
    store = graphs.load(graph)
    for look in (entities.find, entities.named, explanation.claims):
        with contextlib.suppress(KgError):
            assert isinstance(look(store, text), list)
    with contextlib.suppress(KgError):
        binding.bind(store, "SELECT * { ?entity ?p ?name }", {"entity": text, "name": text})


def test_find_answers_in_every_format(graph: Path) -> None:
    rows = told_json("find", "belimumab", "-g", graph)
    assert rows[0]["kind"] == "therapy" and rows[0]["score"] == 1.0 and rows[0]["iri"].startswith("http")
    assert "belimumab" in told("find", "belimumab", "-g", graph)
    assert told("find", "belimumab", "-g", graph, "--format", "csv").startswith("label,kind,match,score,name,iri\n")
    assert told("find", "belimumab", "-g", graph, "--format", "md").startswith("| label |")
    assert len(told_json("find", "lupus", "-g", graph, "--limit", 3)) == 3


def test_find_says_when_there_is_nothing(graph: Path) -> None:
    done = kg("find", "qqqqqqqq", "-g", graph, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, []) and "nothing" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("find", "..."), 2), (("find", "x", "--format", "ttl"), 2), (("show", "qqqqqqqq"), 5),
        (("show", "rituximap"), 5), (("path", "rituximab", "qqqqqqqq"), 5), (("path", "a", "b", "--format", "ttl"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)  # fmt: skip
def test_looking_for_what_cannot_be(graph: Path, arguments: tuple[str, ...], code: int) -> None:
    done = kg(*arguments, "-g", graph)
    assert done.returncode == code and done.stderr.startswith("error:") and "help:" in done.stderr
    assert done.stdout == ""


def test_show_tells_a_paper_with_its_sentences(graph: Path) -> None:
    (card,) = told_json("show", GUFFROY, "-g", graph)
    assert card["kind"] == "paper" and card["facts"]["DOI"] == [GUFFROY]
    assert [author["label"] for author in card["facts"]["authors"]][0] == "Aurélien Guffroy"
    assert card["claims"] and all(claim["cited"] == "Guffroy 2024" for claim in card["claims"])
    assert {path for claim in card["claims"] for path in claim["paths"]} == set(card["facts"]["files"])
    text = told("show", GUFFROY, "-g", graph)
    assert text.startswith("CAR-T cells for treating") and "Guffroy 2024 (guffroy-2024" in text
    assert told("show", GUFFROY, "-g", graph, "--format", "md").startswith("## CAR")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("rituximab", "therapy"), ("lupus nephritis", "disease"), ("flare", "outcome"), ("CD19", "target"),
        ("Andreas Mackensen", "author"), ("Joint, bone, spine : revue du rhumatisme", "journal"),
    ],
)  # fmt: skip
def test_show_tells_any_kind(graph: Path, text: str, kind: str) -> None:
    store = graphs.load(graph)
    shown = [cards.card(store, iri) for iri in entities.named(store, text)]
    assert kind in {card.kind for card in shown} and all(card.facts for card in shown)
    assert kind == "target" or any(card.sentences for card in shown)


def test_show_tells_every_node_of_the_graph(graph: Path) -> None:
    store = graphs.load(graph)
    kinds = {"claim", "proposition", "passage", "mention", "quantity", "document", "rule", "build", "authorship"}
    for kind, cls in graphs.KINDS:
        for iri in graphs.typed(store, cls)[:3]:
            card = cards.card(store, iri)
            kinds.discard(card.kind)
            assert card.facts or card.kind in ("scheme", "rule", "dataset"), iri
            assert card_forms.write([card], "text") and card_forms.write([card], "md")
            assert json.loads(card_forms.write([card], "json"))[0]["iri"] == iri
            assert kind not in ("claim", "proposition") or card.sentences
    assert not kinds


def test_a_path_is_made_of_sentences(graph: Path) -> None:
    found = told_json("path", "Guffroy", "rituximab", "-g", graph)
    assert found
    for steps in found:
        assert steps[0]["label"].endswith("Guffroy") and steps[-1]["label"] == "rituximab"
        assert [s["kind"] for s in steps[1:-1]] == ["paper", "claim", steps[3]["kind"], "claim"]
        assert all(step["source"] for step in steps if step["kind"] == "claim")
    table = told("path", "Guffroy", "rituximab", "-g", graph, "--limit", 1)
    assert "Guffroy 2024" in table and "rituximab" in table


def test_each_claim_that_ties_two_entities_stands_in_a_chain(graph: Path) -> None:
    tied = ("path", "rituximab", "systemic lupus erythematosus", "-g", graph, "--limit")
    found = told_json(*tied, 50)
    claims = [steps[1]["iri"] for steps in found]
    assert len(set(claims)) == len(claims) == found[0][1]["others"] + 1 > 2
    assert told_json(*tied, 2) == found[:2]


def test_a_path_to_itself_or_to_nothing_is_none(graph: Path) -> None:
    done = kg("path", "rituximab", "rituximab", "-g", graph, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, []) and "nothing" in done.stderr


def test_the_answers_do_not_hang_on_the_hash_seed(graph: Path) -> None:
    for arguments in (("find", "lupus"), ("show", "rituximab"), ("path", "belimumab", "atacicept")):
        answers = {kg(*arguments, "-g", graph, "--format", "json", PYTHONHASHSEED=seed).stdout for seed in ("1", "2")}
        assert len(answers) == 1


# ---------------------------------------------------------------- diff


@pytest.fixture(scope="session")
def edited(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph with one claim turned round, one paper taken away and one added."""
    store = graphs.load(graph)
    (paper,) = entities.named(store, GUFFROY)
    claim = next(
        c for c in graphs.values(store, paper, KG.makesClaim) if graphs.value(store, c, KG.polarity) == KG.Positive
    )
    lines = graph.read_text("utf-8").split("\n\n")
    turned = f"<{claim.removeprefix(project.BASE)}> a kg:Claim"
    (at,) = [n for n, block in enumerate(lines) if block.startswith(turned)]
    lines[at] = lines[at].replace("kg:polarity kg:Positive", "kg:polarity kg:Negative")
    gone = next(n for n, block in enumerate(lines) if block.startswith("<paper/") and " a kg:Paper ;" in block)
    new = '<paper/doi/10.1/new> a kg:Paper ;\n    dcterms:title "A *new* paper" .'
    path = tmp_path_factory.mktemp("edited") / "kg.ttl"
    path.write_text("\n\n".join([*lines[:gone], *lines[gone + 1 :], new]) + "\n", "utf-8")
    return path


def test_a_graph_does_not_differ_from_itself(graph: Path) -> None:
    assert told("diff", graph, graph.parent, "--exit-code") == (
        "papers: no change; claims: no change; propositions: no change\n"
    )


def test_diff_tells_what_was_added_removed_and_flipped(graph: Path, edited: Path) -> None:
    done = kg("diff", graph, edited, "--format", "json", "--exit-code")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert {(name, kind): len(listed) for name, kinds in found.items() for kind, listed in kinds.items() if listed} == {
        ("papers", "added"): 1, ("papers", "removed"): 1, ("claims", "flipped"): 1
    }  # fmt: skip
    (flipped,) = found["claims"]["flipped"]
    assert (flipped["was"], flipped["now"]) == ({"polarity": "positive"}, {"polarity": "negative"})
    assert flipped["source"] == "Guffroy 2024"
    back = told_json("diff", edited, graph)
    assert back["papers"]["added"] == found["papers"]["removed"]


def test_diff_is_told_to_people_too(graph: Path, edited: Path) -> None:
    text = told("diff", graph, edited)
    assert "+ paper A *new* paper\n" in text and "(polarity positive → negative)" in text
    assert r"- A \*new\* paper" in told("diff", graph, edited, "--format", "md")


def test_a_proposition_flips_where_its_claims_lean_another_way(tmp_path: Path) -> None:
    def made(name: str, supports: int, disputes: int, more: str = "") -> Any:
        text = (
            f"@prefix kg: <{PREFIXES['kg']}> . <https://a.example/p> a kg:Proposition ; "
            f"kg:supportCount {supports} ; kg:disputeCount {disputes} {more} ."
        )
        (tmp_path / name).write_text(text)
        return graphs.load(tmp_path / name)

    states = [made("a.ttl", 2, 0), made("b.ttl", 2, 1, "; kg:contested true"), made("c.ttl", 0, 1), made("d.ttl", 1, 1)]
    told = [
        [dict(c.now) for c in changes.compare(one, two)["propositions"]["flipped"]]
        for one, two in zip(states, states[1:], strict=False)
    ]
    assert told == [[{"leaning": "contested"}], [{"leaning": "disputed"}], [{"leaning": "open"}]]


@pytest.mark.parametrize(("name", "code"), [("missing.ttl", 4), ("broken.ttl", 4)])
def test_diff_of_what_is_no_graph(graph: Path, tmp_path: Path, name: str, code: int) -> None:
    (tmp_path / "broken.ttl").write_text("this is no Turtle")
    done = kg("diff", graph, tmp_path / name)
    assert done.returncode == code and name in done.stderr and "help:" in done.stderr


# ---------------------------------------------------------------- verify


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "sources"))


def test_every_quote_of_a_build_is_found_again(graph: Path) -> None:
    done = kg("verify", graph, "--sources", SEEDS, "--format", "json")
    report = json.loads(done.stdout)
    assert (done.returncode, report["findings"]) == (0, [])
    assert report["quotes"] > 500 and report["files"] == len([p for p in SEEDS.iterdir() if p.name != "README.md"])
    assert "all there" in done.stderr


def test_verify_takes_the_projects_sources(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(
        f"sources = [{json.dumps(str(SEEDS))}]\noutputs = {json.dumps(str(graph.parent))}"
    )
    assert kg("verify", cwd=tmp_path).returncode == 0


def verified(graph: Path, sources: Path) -> dict[str, list[str]]:
    """Messages by code."""
    found: dict[str, list[str]] = {}
    for finding in verification.verify(graphs.load(graph), [sources]).findings:
        found.setdefault(finding.code, []).append(finding.message)
    return found


def test_a_missing_file_is_found_out(graph: Path, sources: Path) -> None:
    (sources / "lupus-nephritis.ris").unlink()
    found = verified(graph, sources)
    assert list(found) == ["KG-V001"] and "lupus-nephritis.ris" in found["KG-V001"][0]
    done = kg("verify", graph, "--sources", sources)
    assert done.returncode == 1 and "KG-V001" in done.stdout


def test_a_changed_sentence_is_found_out(graph: Path, sources: Path) -> None:
    file = sources / "isenberg-2015-april-sle.txt"
    file.write_text(file.read_text("utf-8").replace("Two deaths", "No deaths"), "utf-8")
    found = verified(graph, sources)
    assert set(found) == {"KG-V002", "KG-V003"} and "Two deaths" in found["KG-V003"][0]


def test_a_changed_line_end_loses_no_quote(graph: Path, sources: Path) -> None:
    file = sources / "isenberg-2015-april-sle.txt"
    file.write_bytes(file.read_bytes() + b"\n")
    assert set(verified(graph, sources)) == {"KG-V002"}


def test_a_file_that_is_no_longer_a_record_loses_all(graph: Path, sources: Path) -> None:
    (sources / "isenberg-2015-april-sle.txt").write_bytes(b"%PDF-1.4")
    assert set(verified(graph, sources)) == {"KG-V002", "KG-V003"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("kg:quote \"Two deaths", "kg:quote \"No deaths", "KG-V004", id="another quote"),
        pytest.param("oa:exact \"belimumab\"", "oa:exact \"rituximab\"", "KG-V004", id="another name"),
        pytest.param("kg:path \"isenberg", "kg:path \"../isenberg", "KG-V006", id="a path out of the sources"),
        pytest.param("kg:path \"isenberg", "kg:path \"/isenberg", "KG-V006", id="an absolute path"),
        pytest.param("kg:path \"isenberg-2015-april-sle.txt\" ;", "", "KG-V005", id="no path"),
    ],
)  # fmt: skip
def test_an_edited_graph_is_found_out(graph: Path, tmp_path: Path, old: str, new: str, code: str) -> None:
    text = graph.read_text("utf-8")
    assert old in text
    (tmp_path / "kg.ttl").write_text(text.replace(old, new, 1), "utf-8")
    assert set(verified(tmp_path / "kg.ttl", SEEDS)) == {code}


def test_verify_without_its_sources(graph: Path, tmp_path: Path) -> None:
    done = kg("verify", graph, "--sources", tmp_path / "nowhere")
    assert done.returncode == 4 and "--sources" in done.stderr


# ---------------------------------------------------------------- explain


def test_explain_goes_from_the_claim_to_its_file(graph: Path) -> None:
    (told_,) = told_json("explain", "Two deaths led", "-g", graph, "--sources", SEEDS)
    quote, file = told_["sentence"]["quote"], SEEDS / told_["file"]
    assert quote.startswith("Two deaths led") and quote in told_["passage"]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == told_["sha256"]
    assert "Two deaths" in file.read_text("utf-8").splitlines()[told_["line"] - 1]
    asked = ["is it a claim", "headline", "type", "polarity", "certainty", "therapy", "origin"]
    assert [d["question"] for d in told_["decisions"]] == asked
    by_iri = told_json("explain", told_["sentence"]["claim"], "-g", graph, "--sources", SEEDS)
    assert by_iri == [told_]


def test_the_weights_of_every_claim_add_up_and_agree_with_the_graph(graph: Path) -> None:
    store = graphs.load(graph)
    words = vocabulary.load()
    wanted = graphs.typed(store, KG.Claim)
    for told in explanation.explain(store, wanted[::7], [SEEDS], words):
        assert not told.trouble, told
        answers = {d.question: d for d in told.decisions}
        assert answers["type"].answer.replace("_", " ") == told.sentence.type.removesuffix(" claim")
        assert answers["polarity"].answer == told.sentence.polarity
        assert answers["certainty"].answer == told.sentence.certainty
        assert answers["is it a claim"].answer == "a claim"
        for decision in told.decisions:
            assert bool(decision.features) != bool(decision.note)
            assert sum(w for _, w in decision.features) + decision.left == pytest.approx(decision.margin, abs=0.01)
            assert decision.margin >= 0
            sizes = [abs(weight) for _, weight in decision.features]
            assert sizes == sorted(sizes, reverse=True)


def test_a_proposition_is_explained_by_its_claims(graph: Path) -> None:
    store = graphs.load(graph)
    proposition = graphs.typed(store, KG.Proposition)[0]
    text = told("explain", proposition, "-g", graph, "--sources", SEEDS)
    quotes = [graphs.value(store, claim, KG.quote) for claim in graphs.nodes(store, KG.asserts, proposition)]
    assert quotes and all(f"“{quote}”" in text for quote in quotes)


def test_explain_without_the_file_tells_what_the_graph_knows(graph: Path, tmp_path: Path) -> None:
    (told_,) = told_json("explain", "Two deaths led", "-g", graph, "--sources", tmp_path)
    assert told_["file"] == "isenberg-2015-april-sle.txt" and told_["rule"] and "not below" in told_["trouble"]
    assert told_["decisions"] == []
    assert "not told" in told("explain", "Two deaths led", "-g", graph, "--sources", tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [("No such sentence", "no claim begins"), ("b", "claims begin"), ("https://a.example/x", "no claim behind")],
)  # fmt: skip
def test_explain_of_what_is_no_claim(graph: Path, text: str, says: str) -> None:
    done = kg("explain", text, "-g", graph, "--sources", SEEDS)
    assert done.returncode == 2 and says in done.stderr and "help:" in done.stderr


# ---------------------------------------------------------------- vocabulary


def test_the_vocabularies_are_listed() -> None:
    rows = told_json("vocabulary", "list")
    assert {row["vocabulary"] for row in rows} == {"diseases.ttl", "outcomes.ttl", "targets.ttl", "therapies.ttl"}
    assert all(row["whose"] == "shipped" and row["names"] > 100 for row in rows)
    found = told_json("vocabulary", "list", "--term", "MabThera", "--kind", "therapy")
    assert [row["label"] for row in found] == ["rituximab"] and "MabThera" in found[0]["names"]
    assert told_json("vocabulary", "list", "--term", "MabThera", "--kind", "disease") == []


def test_a_term_is_written_down_and_then_read(tmp_path: Path) -> None:
    done = kg("vocabulary", "add", "--term", "Lupinumab", "--kind", "therapy", "--synonym", "LPM-12", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert project.load(tmp_path).vocabularies == (tmp_path / "vocabularies/own.tsv",)
    again = kg("vocabulary", "add", "--term", "Kidneyitis", "--kind", "disease", "--id", "OUR:7", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    words = vocabulary.load(project.load(tmp_path).vocabularies)
    assert [c.kind for c in words.find("lupinumab")] == ["therapy"] and words.find("LPM-12") == words.find("lupinumab")
    assert [c.label for c in words.find("kidneyitis")] == ["Kidneyitis"]
    rows = told_json("vocabulary", "list", cwd=tmp_path)
    assert [(r["whose"], r["therapy"], r["disease"]) for r in rows if r["vocabulary"] == "own.tsv"] == [("own", 1, 1)]
    assert kg("vocabulary", "check", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param((), 2, "a file or --term", id="nothing"),
        pytest.param(("--term", "x1"), 2, "kind", id="no kind"),
        pytest.param(("--term", "x1", "--kind", "plant"), 2, "unknown kind", id="wrong kind"),
        pytest.param(("--term", "MabThera", "--kind", "therapy"), 2, "rituximab", id="known already"),
        pytest.param(("--term", "x1", "--kind", "therapy", "--id", "17"), 2, "no identifier", id="no identifier"),
        pytest.param(("--term", "a|b", "--kind", "therapy"), 2, "bars", id="a bar in the name"),
        pytest.param(("missing.tsv",), 3, "missing.tsv", id="missing file"),
    ],
)  # fmt: skip
def test_what_cannot_be_added(tmp_path: Path, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = kg("vocabulary", "add", *arguments, cwd=tmp_path)
    assert done.returncode == code and says in done.stderr and "help:" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_is_taken_in_with_its_kind(tmp_path: Path) -> None:
    (tmp_path / "list.tsv").write_text("id\tlabel\nOUR:1\tlupinumab\n", "utf-8")
    assert kg("vocabulary", "add", "list.tsv", cwd=tmp_path).returncode == 3, "of no known kind"
    done = kg("vocabulary", "add", "list.tsv", "--kind", "therapy", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [c.kind for c in vocabulary.load(project.load(tmp_path).vocabularies).find("lupinumab")] == ["therapy"]
    assert kg("vocabulary", "add", "list.tsv", "--kind", "therapy", cwd=tmp_path).returncode == 0, "the same again"
    (tmp_path / "list.tsv").write_text("id\tlabel\nOUR:1\tother\n", "utf-8")
    assert kg("vocabulary", "add", "list.tsv", "--kind", "therapy", cwd=tmp_path).returncode == 2


VOCABULARY = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix x: <https://a.example/> .
@prefix kg: <https://w3id.org/litkg/ontology#> .
x:a a skos:Concept, kg:Therapy ; skos:prefLabel "lupinumab"@en ; skos:broader x:b ; skos:altLabel "moon drug" .
x:b a skos:Concept, kg:Therapy ; skos:prefLabel "lupinib"@en ; skos:altLabel "Moon drugs" ; skos:broader x:a .
x:c a skos:Concept, kg:Disease ; skos:prefLabel "kidneyitis"@en ; skos:altLabel "pattern" ; skos:broader x:gone ;
  skos:exactMatch <http://purl.obolibrary.org/obo/MONDO_17> .
"""


def test_check_finds_what_is_wrong_with_a_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "v.ttl").write_text(VOCABULARY, "utf-8")
    (tmp_path / "v.tsv").write_text("id\tlabel\tkind\nOUR:1\tlupinox\ttherapy\n17\tlupinix\ttherapy\n", "utf-8")
    done = kg("vocabulary", "check", "v.ttl", "v.tsv", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    own = {(f["code"], f["severity"]) for f in found if "a.example" in f["focus"] or "v.tsv" in f["focus"]}
    assert own == {
        ("KG-W001", "error"), ("KG-W002", "warning"), ("KG-W003", "error"), ("KG-W004", "warning"),
        ("KG-W005", "warning"), ("KG-W006", "error"),
    }  # fmt: skip
    assert any(f["focus"] == "v.tsv:3" for f in found)


def test_the_shipped_vocabularies_have_no_errors() -> None:
    found = vocabulary_check.check(vocabulary.load())
    assert not [finding for finding in found if finding.severity == "error"]


def test_suggest_finds_what_no_concept_has(tmp_path: Path) -> None:
    text = "Lupinumab lowered the glomerular moonlight index. The glomerular moonlight index fell with rituximab."
    records = [{"type": "article-journal", "title": f"Trial {n}", "abstract": text} for n in ("one", "two")]
    (tmp_path / "a.json").write_text(json.dumps(records))
    rows = told_json("vocabulary", "suggest", tmp_path / "a.json")
    assert (rows[0]["term"], rows[0]["kind"], rows[0]["count"], rows[0]["records"]) == (
        "glomerular moonlight index", "outcome", 4, 2
    )  # fmt: skip
    assert "Lupinumab lowered" in rows[0]["contexts"][0]
    assert {"Lupinumab"} <= {row["term"] for row in rows} and "rituximab" not in {row["term"] for row in rows}
    only = told_json("vocabulary", "suggest", tmp_path / "a.json", "--kind", "therapy")
    assert {row["kind"] for row in only} == {"therapy"}


# ---------------------------------------------------------------- export


def test_export_writes_where_it_is_told(graph: Path, tmp_path: Path) -> None:
    assert told("export", "--list").split() == list(exports.forms())
    assert told("export", "bibtex", "-g", graph).startswith("@")
    done = kg("export", "csv", "-g", graph, "-o", tmp_path / "tables")
    assert (done.returncode, done.stdout) == (0, "") and (tmp_path / "tables/claim.csv").is_file()


@pytest.mark.parametrize("form", ["graphml", "json-ld", "nanopub", "sssom"])
def test_an_export_is_the_same_every_time(graph: Path, form: str) -> None:
    texts = {kg("export", form, "-g", graph, PYTHONHASHSEED=seed).stdout for seed in ("1", "2")}
    assert len(texts) == 1 and texts != {""}


@pytest.mark.parametrize("arguments", [("pdf",), (), ("csv",)], ids=["unknown", "none", "no place"])
def test_an_export_that_cannot_be(graph: Path, arguments: tuple[str, ...]) -> None:
    done = kg("export", *arguments, "-g", graph)
    assert done.returncode == 2 and "help:" in done.stderr and done.stdout == ""
