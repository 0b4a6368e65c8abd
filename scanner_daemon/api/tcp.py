"""The TCP port: off unless asked for, and then only with TLS and a bearer token that nobody else can read."""

from __future__ import annotations

import hmac
import re
import socket
import ssl
import stat
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from scanner_daemon.api.problems import problem_response
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings import ApiSettings

__all__ = ["BearerToken", "TcpAccess", "TcpNotSafeError", "listen_tcp", "tcp_access"]

_SHORTEST_TOKEN = 32


class TcpNotSafeError(BookcradleError):
    """The settings would open the port to people who were not asked in."""

    code = "tcp_not_safe"
    what = "The TCP port {port} was not opened: {detail}."
    remedy = "Put it right, or leave api.tcp_port out: programs on this machine use the Unix socket."


class TokenWantedError(BookcradleError):
    """A request over TCP without the right token."""

    code = "token_wanted"
    what = "This address is open only to those who send its token."
    remedy = "Send the header `Authorization: Bearer TOKEN`; the token is in the daemon's token file."


@dataclass(frozen=True, slots=True)
class TcpAccess:
    """What a TCP port needs before it may open."""

    port: int
    token: str
    certificate: Path
    key: Path

    def __repr__(self) -> str:
        """Without the token: this ends up in logs."""
        return f"TcpAccess(port={self.port})"


def tcp_access(settings: ApiSettings) -> TcpAccess | None:
    """What the settings ask for, checked; None when no port is asked for. Raises TcpNotSafeError with the reason."""
    port = settings.tcp_port
    if port is None:
        return None
    if settings.token_file is None:
        raise TcpNotSafeError(port=port, detail="api.token_file is not set")
    if settings.tls_certificate is None or settings.tls_key is None:
        raise TcpNotSafeError(port=port, detail="TLS needs both api.tls_certificate and api.tls_key")
    token = _token(settings.token_file, port)
    access = TcpAccess(port, token, settings.tls_certificate, settings.tls_key)
    try:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(access.certificate, access.key)
    except (OSError, ssl.SSLError) as error:
        detail = f"the TLS certificate and key cannot be used ({error.strerror or error})"
        raise TcpNotSafeError(port=port, detail=detail) from error
    return access


def _token(file: Path, port: int) -> str:
    try:
        with file.open("rb") as opened:
            status = Path(f"/proc/self/fd/{opened.fileno()}").stat()
            mode = stat.S_IMODE(status.st_mode)
            token = opened.read(4096).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TcpNotSafeError(port=port, detail=f"the token file {file} cannot be read") from error
    if mode & 0o177:
        detail = f"the token file {file} has mode {mode:04o}, so others may read it; it must be 0600"
        raise TcpNotSafeError(port=port, detail=detail)
    if not re.fullmatch(rf"[A-Za-z0-9._~+/=-]{{{_SHORTEST_TOKEN},}}", token):
        detail = f"the token in {file} must be at least {_SHORTEST_TOKEN} letters and digits"
        raise TcpNotSafeError(port=port, detail=detail)
    return token


def listen_tcp(port: int, host: str = "0.0.0.0") -> socket.socket:  # noqa: S104  # asked for, and only behind TLS and a token
    """A listening TCP socket. Raises TcpNotSafeError when the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise TcpNotSafeError(port=port, detail=error.strerror or str(error)) from error
    return listener


class BearerToken:
    """Lets a request through only with the right token, compared in constant time."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            sent = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(sent, self._wanted):
                refusal = problem_response(TokenWantedError(), 401, {"WWW-Authenticate": 'Bearer realm="bookcradle"'})
                await refusal(scope, receive, send)
                return
        await self._app(scope, receive, send)
