"""Serving the application: uvicorn on sockets of ours, the kernel asked who is calling, streams ended at shutdown."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import AsyncIterator, Generator
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.http import create_api
from scanner_daemon.api.peers import Peer, is_allowed, peer_of
from scanner_daemon.api.problems import problem_response
from scanner_daemon.api.sockets import listening_socket
from scanner_daemon.api.tcp import BearerToken, listen_tcp, tcp_access
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import ApiSettings

__all__ = ["NotAllowedHereError", "serve_api"]

_GRACE_S = 0.5
"""How long an answer that is under way may take when the daemon stops; streams are ended before."""
_log = logging.getLogger(__name__)


class NotAllowedHereError(BookcradleError):
    """A client of another user."""

    code = "not_allowed"
    what = "User {user} is not allowed to speak to the bookcradle daemon."
    remedy = "Ask the administrator to add the user to group {group}, then log in again."


class ServerDidNotStartError(BookcradleError):
    """uvicorn ended before it listened."""

    code = "server_did_not_start"
    what = "The daemon's API did not start."
    remedy = "Look at the log for the reason."


def _peer_checking_protocol(group: str | None) -> type[H11Protocol]:
    """A protocol that asks the kernel, at each connection, who is calling; others get a problem for every request."""

    class PeerCheckingProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn does
            super().connection_made(transport)
            caller = transport.get_extra_info("socket")
            peer = None
            with contextlib.suppress(OSError):
                peer = peer_of(caller)
            if peer is not None and is_allowed(peer, os.getuid(), group):
                self.app = _known_as(self.app, peer)
            else:
                _log.warning("refused a client of uid %s", peer.uid if peer else "unknown")
                self.app = _refusing(peer, group)

    return PeerCheckingProtocol


def _known_as(app: Any, peer: Peer) -> Any:
    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        scope["bookcradle.peer"] = peer
        await app(scope, receive, send)

    return known


def _refusing(peer: Peer | None, group: str | None) -> Any:
    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            user = peer.name if peer else "unknown"
            await problem_response(NotAllowedHereError(user=user, group=group or "bookcradle"), 403)(
                scope, receive, send
            )

    return refusing


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: the composition root decides when the daemon ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield

    def drop_connections(self) -> None:
        """Cut what is still open after the grace: a client that does not read must not hold a shutdown."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def _server(app: ASGIApp, **more: Any) -> _Server:
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_GRACE_S,  # type: ignore[arg-type]  # it goes to asyncio.wait_for
        timeout_keep_alive=75,
        **more,
    )
    return _Server(config)


@contextlib.asynccontextmanager
async def serve_api(settings: ApiSettings, context: ApiContext, version: str) -> AsyncIterator[FastAPI]:
    """Serve while the body runs; inside, the socket answers. Leaving ends all streams and connections within 1 s.

    Raises DaemonAlreadyRunningError, SocketPathError, TcpNotSafeError before anything is served.
    """
    app = create_api(context, version)
    access = tcp_access(settings)
    with contextlib.ExitStack() as held:
        listener = held.enter_context(listening_socket(settings.socket, settings.group))
        servers = [(_server(app, http=_peer_checking_protocol(settings.group)), listener)]
        if access is not None:
            tls = {"ssl_certfile": access.certificate, "ssl_keyfile": access.key}
            port = held.enter_context(listen_tcp(access.port))
            servers.append((_server(BearerToken(app, access.token), http=H11Protocol, **tls), port))
        body_error: Exception | None = None
        async with asyncio.TaskGroup() as tasks:
            for server, sock in servers:
                tasks.create_task(_run(server, sock), name="api server")
            try:
                await _until_started([server for server, _ in servers])
                yield app
            except Exception as error:  # noqa: BLE001  # raised again below, without a group around it
                body_error = error
            finally:
                context.close_streams()
                for server, _ in servers:
                    server.should_exit = True
        if body_error is not None:
            raise body_error


async def _run(server: _Server, listener: socket.socket) -> None:
    try:
        await server.serve(sockets=[listener])
    finally:
        server.drop_connections()


async def _until_started(servers: list[_Server]) -> None:
    for server in servers:
        for _ in range(500):
            if server.started:
                break
            await asyncio.sleep(0.01)
        else:
            raise ServerDidNotStartError
