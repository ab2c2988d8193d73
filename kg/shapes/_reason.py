"""The child process: N-Triples on standard input, `{"consistent", "unsatisfiable"}` or `{"problem"}` as JSON out."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

_ERROR = "http://www.daml.org/2002/03/agents/agent-ont#error"  # what owlrl writes where a rule finds a contradiction
_MEGABYTES = 2000  # of memory for Java
_SHOWN = 3  # reasons told


def main() -> None:
    """Reason with the engine named as the first argument: `hermit` or `owlrl`."""
    given = sys.stdin.buffer.read()
    answer = _hermit(given) if sys.argv[1] == "hermit" else _owlrl(given)
    sys.stdout.write(json.dumps(answer))


def _hermit(given: bytes) -> dict[str, Any]:
    import owlready2  # type: ignore[import-untyped]

    owlready2.reasoning.JAVA_MEMORY = _MEGABYTES
    world = owlready2.World()
    world.get_ontology("urn:kg:checked#").load(fileobj=io.BytesIO(given))
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "unsatisfiable": []}
    except owlready2.OwlReadyJavaError as error:
        return {"consistent": True, "problem": str(error).strip().splitlines()[-1]}
    nothing = owlready2.Nothing
    return {
        "consistent": True,
        "unsatisfiable": sorted(c.iri for c in world.inconsistent_classes() if c is not nothing),
    }


def _owlrl(given: bytes) -> dict[str, Any]:
    import owlrl  # type: ignore[import-untyped]
    import rdflib

    graph = rdflib.Graph().parse(data=given, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    reasons = sorted(str(reason) for reason in graph.objects(None, rdflib.URIRef(_ERROR)))
    return {"consistent": not reasons, "reasons": reasons[:_SHOWN], "unsatisfiable": []}


if __name__ == "__main__":
    main()
