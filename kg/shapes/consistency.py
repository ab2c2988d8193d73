"""Whether the ontology, together with a bounded part of the graph, is free of contradictions (OWL 2 DL, HermiT).

The reasoner has no time limit of its own and does not finish on tens of thousands of individuals: it runs in a child
process that is killed at a deadline, over the ontology and the first papers with all that they lead to.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.model import Finding, Severity
from kg.terms import KG, ONTOLOGY, OWL, PREFIXES, RDF

SAMPLE = 400  # individuals; HermiT takes seconds for these, and minutes for some thousands
_ROOT = Path(__file__).resolve().parents[2]
_OWNED = "owlready_ontology.owl#"  # what owlready2 reads as orders to itself
_ITSELF = PREFIXES["kg"].rstrip("#")  # the ontology, which a contradiction is about
_LINKS = (ox.NamedNode(OWL.ObjectProperty), ox.NamedNode(OWL.DatatypeProperty))
_PLAIN = {PREFIXES["xsd"] + name for name in ("string", "integer", "decimal", "boolean")}


def check(store: ox.Store, *, timeout: float) -> Iterator[Finding]:
    """Nothing where no contradiction was found; else an error; and an info, KG-C01…, where it could not be checked."""
    axioms = ontology()
    triples = [*axioms, *sample(store, axioms)]
    engine = "hermit" if shutil.which("java") else "owlrl"
    answer = reason(triples, engine, timeout)
    if answer is None:
        yield _told("info", "KG-C010", f"consistency not checked: no answer within {timeout:g} s", "allow more time")
        return
    if engine == "owlrl":
        message = "consistency not checked in full, only by the OWL RL rules: there is no Java"
        yield _told("info", "KG-C011", message, "install a Java runtime, so that HermiT can run")
    if problem := answer.get("problem"):
        yield _told("info", "KG-C012", f"consistency not checked: {problem}", "check the Java runtime")
    elif not answer["consistent"]:
        message = "; ".join(["ontology and graph contradict each other", *answer.get("reasons", [])])
        yield _told("error", "KG-C001", message, "see the findings on shapes and form")
    for iri in answer.get("unsatisfiable", []):
        message = "nothing can be of this class without a contradiction"
        yield _told("error", "KG-C002", message, "mend its axioms in ontology/kg.ttl", focus=iri)


def sample(store: ox.Store, axioms: list[ox.Triple], *, size: int = SAMPLE) -> list[ox.Triple]:
    """Triples of the first papers by IRI and of what they lead to, until `size` nodes; only what the reasoner reads."""
    types = ((t.subject, t.object) for t in axioms if t.predicate.value == RDF.type)
    links = {s.value for s, o in types if isinstance(s, ox.NamedNode) and o in _LINKS}
    waiting = sorted((node.value for node in _papers(store)), reverse=True)
    seen: set[str] = set()
    kept: list[ox.Triple] = []
    while waiting and len(seen) < size:
        iri = waiting.pop()
        if iri in seen:
            continue
        seen.add(iri)
        described = sorted(store.quads_for_pattern(ox.NamedNode(iri), None, None, None), key=str)
        triples = [quad.triple for quad in described if _readable(quad, links)]
        kept.extend(triples)
        led = {t.object.value for t in triples if isinstance(t.object, ox.NamedNode) and t.predicate.value in links}
        waiting.extend(sorted(led - seen, reverse=True))
    return kept


def _papers(store: ox.Store) -> Iterator[ox.NamedNode]:
    for quad in store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(KG.Paper), None):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


def _readable(quad: ox.Quad, links: set[str]) -> bool:
    """Types and declared properties; neither the long texts nor datatypes outside OWL 2 (years, months, days)."""
    if quad.predicate.value == RDF.type:
        return isinstance(quad.object, ox.NamedNode)
    if quad.predicate.value not in links or quad.predicate.value == KG.text:
        return False
    return isinstance(quad.object, ox.NamedNode) or (
        isinstance(quad.object, ox.Literal) and quad.object.datatype.value in _PLAIN
    )


def ontology() -> list[ox.Triple]:
    """The triples of the project's ontology, without imports and without orders to the reasoner's library."""
    quads = ox.parse(path=ONTOLOGY / "kg.ttl", format=ox.RdfFormat.TURTLE)
    return [q.triple for q in quads if q.predicate.value != OWL.imports and _OWNED not in str(q)]


def reason(triples: list[ox.Triple], engine: str, timeout: float) -> dict[str, Any] | None:
    """The child's answer; None if it was late."""
    paths = [str(_ROOT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    with tempfile.TemporaryFile() as given:
        ox.serialize(triples, given, format=ox.RdfFormat.N_TRIPLES)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "kg.shapes._reason", engine],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        )
    try:
        out, _ = child.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(child)
    answer: dict[str, Any] = json.loads(out or '{"problem": "the reasoner broke off", "consistent": true}')
    return answer


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child and the Java process that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    child.kill()
    if child.stdout:
        child.stdout.close()
    child.wait()


def _told(severity: Severity, code: str, message: str, help: str, *, focus: str = _ITSELF) -> Finding:
    return Finding(severity=severity, code=code, focus=focus, message=message, help=help)
