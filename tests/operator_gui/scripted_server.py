"""A server on a Unix socket that answers as a test tells it: with a body, with silence, or by hanging up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

__all__ = ["HANGS_UP", "STALLS", "Asked", "Says", "Script", "scripted"]

STALLS = "stalls"
HANGS_UP = "hangs up"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    verb: str
    path: str
    query: Mapping[str, str]
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Says:
    """An answer."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    goes_on: bool = False
    """The body is a stream that stays open."""


Answer = Says | str


@dataclass
class Script:
    """What to answer to whom, and what was asked. The answer of a path may be a function of the request."""

    socket: Path
    answers: dict[str, Answer | Callable[[Asked], Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    otherwise: Callable[[Asked], Answer] = lambda _: Says(b"{}", 404)

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False
    script: Script


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def address_string(self) -> str:
        return "socket"

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def parse_request(self) -> bool:
        parsed = super().parse_request()
        if parsed:
            setattr(self, f"do_{self.command}", self._answer)
        return parsed

    def _answer(self) -> None:
        script = self.server.script
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        asked = Asked(self.command, parts.path, query, body, dict(self.headers))
        script.asked.append(asked)
        answer = script.answers.get(parts.path, script.otherwise)
        said = answer if isinstance(answer, Says | str) else answer(asked)
        if said == STALLS:
            script.over.wait()
        if isinstance(said, str):
            self.close_connection = True
            return
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        if not said.goes_on:
            self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        self.wfile.write(said.body)
        self.wfile.flush()
        if said.goes_on:
            script.over.wait()
            self.close_connection = True


@contextmanager
def scripted(socket: Path) -> Iterator[Script]:
    """Serve until the block ends."""
    script = Script(socket)
    with _Server(str(socket), _Handler) as server:
        server.script = script
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        serving.start()
        try:
            yield script
        finally:
            script.over.set()
            server.shutdown()
            serving.join()
            socket.unlink(missing_ok=True)
