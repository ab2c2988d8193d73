"""`kg serve`: the views, the endpoint by the SPARQL 1.1 Protocol, and what it refuses."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from kg import serving
from kg.errors import ConfigError

pytest.importorskip("starlette", reason="the extra `serve` is not installed")
pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "tests" / "golden" / "sparql" / "small.ttl"
PAPERS = "SELECT ?p WHERE { ?p a kg:Paper } ORDER BY ?p"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "kg.ttl").write_bytes(SMALL.read_bytes())
    (folder / "views").mkdir()
    (folder / "views/index.html").write_text("<title>the views</title>")
    (folder / "queries").mkdir()
    (folder / "queries/mine.rq").write_text("# question: </script>, or mine?\nASK {}\n")
    command = [sys.executable, "-m", "kg.cli", "serve", "-g", "kg.ttl", "--port", "0", "--timeout", "5"]
    told = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=folder, env=told, stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr
        said = server.stderr.readline()
        found = re.search(r"127\.0\.0\.1:(\d+)/", said)
        assert found, said
        yield int(found[1])
        server.terminate()


def asked(
    port: int, path: str, method: str = "GET", body: str = "", **headers: str
) -> tuple[int, http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body.encode() or None, named)
    response = connection.getresponse()
    text = response.read().decode("utf-8")
    connection.close()
    return response.status, response, text


@pytest.mark.parametrize(
    ("method", "path", "body", "kind"),
    [
        pytest.param("GET", f"/sparql?query={quote(PAPERS)}", "", "", id="GET"),
        pytest.param("POST", "/sparql", urlencode({"query": PAPERS}), FORM, id="POST of a form"),
        pytest.param("POST", "/sparql", PAPERS, QUERY, id="POST of a query"),
        pytest.param("POST", "/sparql", PAPERS, QUERY + "; charset=utf-8", id="POST with a charset"),
    ],
)
def test_the_three_ways_of_asking(port: int, method: str, path: str, body: str, kind: str) -> None:
    status, response, text = asked(port, path, method, body, **({"Content_Type": kind} if kind else {}))
    assert status == 200, text
    assert response.headers["Content-Type"].startswith("application/sparql-results+json")
    assert len(json.loads(text)["results"]["bindings"]) == 3


@pytest.mark.parametrize(
    ("accept", "kind", "begins"),
    [
        ("text/csv", "text/csv", "p\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", "?p\n"),
        ("text/html;q=0.2, text/csv;q=0.1, application/*;q=0.9", "application/sparql-results+json", "{"),
        ("*/*", "application/sparql-results+json", "{"),
    ],
)  # fmt: skip
def test_the_answer_is_of_the_kind_wanted(port: int, accept: str, kind: str, begins: str) -> None:
    status, response, text = asked(port, "/sparql", "POST", PAPERS, Content_Type=QUERY, Accept=accept)
    assert status == 200 and response.headers["Content-Type"].startswith(kind) and text.startswith(begins)


@pytest.mark.parametrize(("accept", "begins"), [("text/turtle", "@prefix"), ("application/n-triples", "<")])
def test_triples_are_told_as_a_graph(port: int, accept: str, begins: str) -> None:
    text = "CONSTRUCT { ?p a kg:Paper } WHERE { ?p a kg:Paper }"
    status, _, answer = asked(port, "/sparql", "POST", text, Content_Type=QUERY, Accept=accept)
    assert status == 200 and answer.startswith(begins)


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        pytest.param("SELECT {", QUERY, 400, "", id="no query"),
        pytest.param("INSERT DATA { <a:b> <a:b> <a:b> }", QUERY, 400, "changes the graph", id="an update as a query"),
        pytest.param("update=x", FORM, 403, "updates", id="an update"),
        pytest.param("x", "application/sparql-update", 415, "only queries", id="an update's type"),
        pytest.param("x", "text/plain", 415, "no query", id="another type"),
        pytest.param("query=a&query=b", FORM, 400, "exactly one", id="two queries"),
        pytest.param("default-graph-uri=x&query=a", FORM, 400, "one graph", id="another graph"),
        pytest.param("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", QUERY, 400, "SERVICE", id="SERVICE"),
        pytest.param("x" * 900_000, QUERY, 413, "at most", id="too long"),
    ],
)
def test_what_is_refused(port: int, body: str, kind: str, status: int, says: str) -> None:
    found, response, text = asked(port, "/sparql", "POST", body, Content_Type=kind)
    assert found == status and says in text
    assert response.headers["Content-Type"].startswith("text/plain")


def test_what_cannot_be_written_as_wanted(port: int) -> None:
    assert asked(port, "/sparql", "POST", PAPERS, Content_Type=QUERY, Accept="image/png")[0] == 406


def test_a_page_elsewhere_cannot_reach_it_by_another_name(port: int) -> None:
    assert asked(port, f"/sparql?query={quote(PAPERS)}", Host="evil.example")[0] == 400


def test_the_pages(port: int) -> None:
    assert "the views" in asked(port, "/")[2]
    status, response, text = asked(port, "/query")
    assert status == 200 and "papers-about" in text and "mine" in text
    assert text.count("</script>") == 1, "a query's text cannot end the script"
    assert "connect-src 'self'" in response.headers["Content-Security-Policy"]
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    assert asked(port, "/sparql", Accept="text/html")[1].headers["Location"] == "/query"
    assert asked(port, "/../kg.ttl")[0] == 404


def test_a_taken_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "kg.cli", "serve", "-g", SMALL, "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 2 and "--port" in done.stderr


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_NEEDED", ("no_such_module",))
    with pytest.raises(ConfigError) as caught:
        serving.serve(SMALL, "127.0.0.1", 0, 1.0, (), told=lambda text: None)
    assert "pip install 'litkg[serve]'" in caught.value.help
