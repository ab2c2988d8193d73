"""The views, a SPARQL endpoint and a page to ask it with, served on this computer.

`/sparql` follows the SPARQL 1.1 Protocol for queries (GET, POST of a form, POST of a query); updates are refused.  A
query runs in a child process with a deadline, a few at a time.  Pages ask nothing of any other server.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import QueryError, UsageError
from kg.sparql import catalogue, guard, run
from kg.sparql.result import Result
from kg.sparql.write import write

_PAGE = Path(__file__).with_name("query.html")
_AT_ONCE = 4  # queries running at a time
_LONGEST = 4 * guard.LONGEST  # bytes of a request
# What an answer may be written as, best first.
_TABLES = {
    "application/sparql-results+json": "json", "application/json": "json", "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}  # fmt: skip
_GRAPHS = {"text/turtle": "ttl", "application/n-triples": "nt", "text/plain": "nt"}
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
}
_Ask = Callable[[str, Mapping[str, str]], Awaitable[Result]]


class _Refused(Exception):
    """A request that the protocol has no answer to; `status` is the HTTP one."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


def application(
    graph: Path, *, hosts: Iterable[str] = ("127.0.0.1", "localhost"), timeout: float = 30.0,
    folders: Iterable[Path] = (),
) -> Starlette:  # fmt: skip
    """The application that serves a graph and the views beside it.

    `hosts` are the names it answers to: a page elsewhere cannot reach it under another name.  `timeout` is of one
    query, in seconds; `folders` hold further named queries.
    """
    import anyio

    own, limit = tuple(folders), anyio.CapacityLimiter(_AT_ONCE)

    async def ask(text: str, values: Mapping[str, str]) -> Result:
        async with limit:
            return await run_in_threadpool(run.query, graph, text, values=values, timeout=timeout, folders=own)

    async def sparql(request: Request) -> Response:
        return await _answered(request, ask)

    async def page(request: Request) -> Response:
        return HTMLResponse(_page(own), headers=_SAFE)

    async def start(request: Request) -> Response:
        return RedirectResponse("/query")

    routes: list[BaseRoute] = [
        Route("/sparql", sparql, methods=["GET", "POST"]), Route("/query", page, methods=["GET"]),
    ]  # fmt: skip
    views = graph.parent / "views"
    home = Mount("/", StaticFiles(directory=views, html=True)) if views.is_dir() else Route("/", start)
    return Starlette(
        routes=[*routes, home], middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[*hosts])]
    )  # fmt: skip


async def _answered(request: Request, ask: _Ask) -> Response:
    try:
        text = await _asked(request)
        if text is None:
            return RedirectResponse("/query", status_code=303)
        result = await ask(text, {})
        return _written(result, request.headers.get("accept", "*/*"))
    except QueryError as error:
        return _told(400, f"{error}\n{error.help}\n" if error.help else f"{error}\n")
    except _Refused as refused:
        return _told(refused.status, f"{refused}\n")


def _told(status: int, text: str) -> Response:
    return Response(text, status, media_type="text/plain", headers=_SAFE)


async def _asked(request: Request) -> str | None:
    """The query of a request by any of the protocol's three ways; None where a browser asks for the page."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind == "application/sparql-query":
        return (await _body(request)).decode("utf-8", "replace")
    if request.method == "POST" and kind != "application/x-www-form-urlencoded":
        told = (
            "only queries are answered" if kind == "application/sparql-update" else f"no query in {kind or 'nothing'}"
        )
        raise _Refused(415, told)
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        pairs += parse_qsl((await _body(request)).decode("utf-8", "replace"), keep_blank_values=True)
    if any(name == "update" for name, _ in pairs):
        raise _Refused(403, "updates are refused: to change the graph, change its sources and build")
    if any(name in ("default-graph-uri", "named-graph-uri") for name, _ in pairs):
        raise _Refused(400, "there is one graph here, and no other can be chosen")
    queries = [value for name, value in pairs if name == "query"]
    if not queries and "text/html" in request.headers.get("accept", ""):
        return None
    if len(queries) != 1:
        raise _Refused(400, "give exactly one query")
    return queries[0]


async def _body(request: Request) -> bytes:
    """The body, read no further than is allowed."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            raise _Refused(413, f"at most {_LONGEST} bytes are read")
    return body


def _written(result: Result, accept: str) -> Response:
    """The result in the first form that the client takes."""
    known = _GRAPHS if result.triples is not None else _TABLES
    wanted = _accepted(accept)
    media = next((name for want in wanted for name in known if _fits(name, want)), None)
    if media is None:
        raise _Refused(406, f"an answer of this kind is given as {', '.join(known)}")
    form = known[media]
    try:
        text = "".join(f"{line}\n" for line in result.triples or ()) if form == "nt" else write(result, form)
    except UsageError as error:
        raise _Refused(406, str(error)) from error
    return Response(text, media_type=media, headers=_SAFE)


def _accepted(accept: str) -> list[str]:
    """The media ranges of an Accept header, the most wanted first; those with a weight of 0 left out."""
    ranges = []
    for place, part in enumerate(accept.split(",")):
        name, _, parameters = part.partition(";")
        weight = next((p.strip()[2:] for p in parameters.split(";") if p.strip().startswith("q=")), "1")
        worth = float(weight) if weight.replace(".", "", 1).isdigit() else 0.0
        ranges.append((-worth, place, name.strip().lower()))
    return [name for worth, _, name in sorted(ranges) if worth and name]


def _fits(media: str, wanted: str) -> bool:
    return wanted in ("*/*", media) or (wanted.endswith("/*") and media.startswith(wanted[:-1]))


def _page(folders: Iterable[Path]) -> str:
    """The page, with the named queries in it; `<` is written so that no text can end the script."""
    queries = [{"name": q.name, "question": q.question, "text": q.text} for q in catalogue.named(folders)]
    return _PAGE.read_text("utf-8").replace("[/*queries*/]", json.dumps(queries).replace("<", "\\u003c"))
