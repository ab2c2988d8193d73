"""Check every identifier of the vocabularies against published ontologies and write REPORT.md beside them.

    python ontology/vocabulary/verify.py ONTOLOGIES_DIR

ONTOLOGIES_DIR holds OBO files (`*.obo`: MONDO, DOID, slices of HPO and NCIT, ChEBI), `mesh*_descriptors.jsonl`
(`id` and `label` a line) and tables of mappings (`*_mappings.tsv`: namespace, id, name, namespace, id, name;
`*ncit_map.tsv`, `*mesh_cas_mappings.tsv`: an identifier first; `chebi_names.tsv`).  An identifier is

- defined: one of the files lists it as a term, with names;
- stated: a file only refers to it, as the equivalent of one of its terms;
- absent: no file knows it.  The concept then names its published source by `dcterms:source`.

A concept whose identifier is defined under names that are none of its own is listed, to be looked at.
Exit status: 1 if an absent identifier has no source, else 0.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

import pyoxigraph  # noqa: E402

from kg.terms import DCTERMS, SKOS, curie, expand  # noqa: E402
from kg.text import fold  # noqa: E402

KINDS = ("diseases", "outcomes", "targets", "therapies")
OWN = "https://w3id.org/litkg/id/"  # concepts no open ontology has: nothing to verify
NAMES = (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel)
# Spellings of prefixes in cross-references which CURIEs write otherwise.
ALIASES = {"UMLS_CUI": "UMLS", "ORDO": "ORPHANET", "MSH": "MESH"}
OBO_LINE = re.compile(r'(id|name|alt_id|xref|is_obsolete|synonym): (?:"((?:[^"\\]|\\.)*)"|(.*))')


@dataclass
class Known:
    """What the ontologies know: names of the terms each file defines, and the files that refer to an identifier."""

    defined: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    stated: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def files(self, identifier: str) -> list[str]:
        """The files that define the identifier, ontologies first."""
        return [name for name, terms in self.defined.items() if identifier in terms]

    def names(self, identifier: str) -> set[str]:
        """All folded names of the identifier, in any file."""
        return set().union(*(terms.get(identifier, set()) for terms in self.defined.values()))


@dataclass
class Vocabulary:
    """One Turtle file: values by concept and property."""

    name: str
    concepts: dict[str, dict[str, list[str]]]


def main(folder: Path) -> int:
    """Write REPORT.md; return the exit status."""
    known = read_ontologies(folder)
    files = [read_vocabulary(HERE / f"{kind}.ttl") for kind in KINDS if (HERE / f"{kind}.ttl").is_file()]
    report, unsourced = write_report(files, known)
    (HERE / "REPORT.md").write_text(report, encoding="utf-8")
    for line in unsourced:
        sys.stderr.write(f"{line}: in no ontology given, and no dcterms:source\n")
    return 1 if unsourced else 0


# ---------------------------------------------------------------- ontologies


def read_ontologies(folder: Path) -> Known:
    """All files of the folder that this script can read."""
    known = Known()
    for path in sorted(folder.iterdir(), key=lambda p: ("mappings" in p.name, p.name)):  # ontologies before tables
        if path.suffix == ".obo":
            known.defined[path.name] = _obo(path, known)
        elif path.name.endswith("_descriptors.jsonl"):
            known.defined[path.name] = _descriptors(path)
        elif path.name == "chebi_names.tsv":
            rows = _rows(path)
            known.defined[path.name] = {r[0]: {fold(n) for n in (r[1], *r[2].split("|"))} for r in rows if len(r) > 2}
        elif path.name.endswith("mesh_mappings.tsv"):
            _mappings(path, known)
        elif path.name.endswith(("ncit_map.tsv", "mesh_cas_mappings.tsv")):
            prefix = "NCIT" if "ncit" in path.name else "MESH"
            for row in _rows(path):
                known.stated[f"{prefix}:{row[0]}"].add(path.name)
    return known


def _obo(path: Path, known: Known) -> dict[str, set[str]]:
    terms: dict[str, set[str]] = {}
    for stanza in path.read_text(encoding="utf-8").split("\n\n"):
        if not stanza.lstrip().startswith("[Term]"):
            continue
        tags: dict[str, list[str]] = defaultdict(list)
        for match in filter(None, map(OBO_LINE.match, stanza.splitlines())):
            tags[match[1]].append(match[2] if match[2] is not None else match[3])
        if "is_obsolete" in tags or any(name.startswith("obsolete") for name in tags["name"]):
            continue
        terms[tags["id"][0]] = {fold(name) for name in tags["name"] + tags["synonym"]}
        for xref in tags["xref"]:
            known.stated[_canonical(xref.split(" ")[0])].add(path.name)
    return terms


def _descriptors(path: Path) -> dict[str, set[str]]:
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: {fold(row["label"]), fold(_turned(row["label"]))} for row in rows}


def _turned(label: str) -> str:
    """MeSH inverts its headings: "Arthritis, Rheumatoid" is rheumatoid arthritis."""
    return " ".join(reversed(label.split(", ")))


def _mappings(path: Path, known: Known) -> None:
    terms: dict[str, set[str]] = known.defined.setdefault(path.name, {})
    for row in _rows(path):
        for space, local, name in (row[0:3], row[3:6]):
            identifier = local if ":" in local else f"{space}:{local}"
            terms.setdefault(identifier, set()).update({fold(name), fold(_turned(name))})


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _canonical(xref: str) -> str:
    prefix, _, local = xref.partition(":")
    iri = expand(f"{ALIASES.get(prefix.upper(), prefix)}:{local}")
    return curie(iri) if iri else xref


# ---------------------------------------------------------------- vocabularies


def read_vocabulary(path: Path) -> Vocabulary:
    """The concepts of a Turtle file; its scheme is none of them."""
    concepts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
        concepts[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return Vocabulary(path.name, {iri: p for iri, p in sorted(concepts.items()) if SKOS.prefLabel in p})


def identifiers(iri: str, properties: dict[str, list[str]]) -> list[str]:
    """CURIEs of the concept and of its exact matches, sorted; the project's own IRIs left out."""
    return sorted({curie(i) for i in (iri, *properties[SKOS.exactMatch]) if not i.startswith(OWN)})


# ---------------------------------------------------------------- report


def write_report(files: Iterable[Vocabulary], known: Known) -> tuple[str, list[str]]:
    """The report as Markdown, and the absent identifiers that have no source."""
    lines = [
        "# Vocabularies: what was checked",
        "",
        "Written by `verify.py`; its docstring says what the words mean.",
        "",
    ]
    unsourced: list[str] = []
    for vocabulary in files:
        lines += [f"## {vocabulary.name}", "", *_counts(vocabulary), ""]
        lines += [*_verified(vocabulary, known), ""]
        absent = list(_absent(vocabulary, known))
        lines += ["Absent from the ontologies:", ""] if absent else ["No identifier is absent from the ontologies.", ""]
        lines += [f"- {label} ({identifier}): {source or 'NO SOURCE'}" for identifier, label, source in absent]
        lines += [""] if absent else []
        unsourced += [f"{vocabulary.name}: {identifier}" for identifier, _, source in absent if not source]
        lines += _otherwise_named(vocabulary, known)
    return "\n".join(lines).rstrip() + "\n", unsourced


def _counts(vocabulary: Vocabulary) -> Iterator[str]:
    concepts = vocabulary.concepts.values()
    names = {label: sum(len(p[label]) for p in concepts) for label in NAMES}
    own = sum(iri.startswith(OWN) for iri in vocabulary.concepts)
    yield f"- concepts: {len(vocabulary.concepts)}, of them {own} with an IRI of the project's own"
    yield f"- names: {sum(names.values())}, of them {names[SKOS.hiddenLabel]} short forms read only in context"
    yield f"- broader links: {sum(len(p[SKOS.broader]) for p in concepts)}"


def _verified(vocabulary: Vocabulary, known: Known) -> Iterator[str]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for iri, properties in vocabulary.concepts.items():
        for identifier in identifiers(iri, properties):
            prefix = identifier.partition(":")[0]
            if defining := known.files(identifier):
                counts[prefix, "defined in", defining[0]] += 1
            elif stated := known.stated.get(identifier):
                counts[prefix, "stated by", "`, `".join(sorted(stated))] += 1
            else:
                counts[prefix, "absent", ""] += 1
    yield from ("| identifiers | number | verified |", "|---|---|---|")
    for (prefix, how, where), number in sorted(counts.items()):
        yield f"| {prefix} | {number} | {f'{how} `{where}`' if where else how} |"


def _absent(vocabulary: Vocabulary, known: Known) -> Iterator[tuple[str, str, str]]:
    for iri, properties in vocabulary.concepts.items():
        for identifier in identifiers(iri, properties):
            if not known.files(identifier) and identifier not in known.stated:
                yield identifier, properties[SKOS.prefLabel][0], " ".join(sorted(properties[DCTERMS.source]))


def _otherwise_named(vocabulary: Vocabulary, known: Known) -> list[str]:
    rows = []
    for iri, properties in vocabulary.concepts.items():
        own = {_singular(name) for label in NAMES for name in properties[label]}
        for identifier in identifiers(iri, properties):
            theirs = known.names(identifier)
            if theirs and not own & {_singular(name) for name in theirs}:
                rows.append(
                    f"- {properties[SKOS.prefLabel][0]}: {identifier} is “{min(theirs, key=lambda n: (len(n), n))}”"
                )
    return ["Defined there under another name:", "", *rows, ""] if rows else []


def _singular(name: str) -> str:
    words = fold(name).split()
    return " ".join(w.removesuffix("s") for w in words if w != "s")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python ontology/vocabulary/verify.py ONTOLOGIES_DIR")
    sys.exit(main(Path(sys.argv[1])))
