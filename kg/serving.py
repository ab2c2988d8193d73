"""`kg serve`: a socket, and the application behind it."""

from __future__ import annotations

import importlib.util
import ipaddress
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.errors import ConfigError, UsageError

_NEEDED = ("starlette", "uvicorn")


def serve(
    graph: Path, host: str, port: int, timeout: float, folders: Sequence[Path], *, told: Callable[[str], None]
) -> None:
    """Serve until interrupted; `told` hears the address.

    ConfigError where the extra `serve` is not installed, UsageError where the address cannot be listened on.
    """
    if missing := [name for name in _NEEDED if importlib.util.find_spec(name) is None]:
        raise ConfigError(f"{' and '.join(missing)} not installed", help="pip install 'litkg[serve]'")
    import uvicorn

    from kg.sparql.serve import application

    with _listening(host, port) as listening:
        bound = listening.getsockname()[1]
        hosts = ("127.0.0.1", "localhost", "::1", "[::1]", host) if _is_own(host) else ("*",)
        app = application(graph, hosts=hosts, timeout=timeout, folders=folders)
        told(f"http://{f'[{host}]' if ':' in host else host}:{bound}/ shows the views, /query asks, Ctrl-C ends")
        uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        what = f"cannot be listened on: {error.strerror or error}"
        raise UsageError(what, where=f"{host}:{port}", help="choose another with --port, or 0 for any") from error


def _is_own(host: str) -> bool:
    """Whether only this computer can reach the address: then no other name for it is answered."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
