"""Our own client, for the command line: HTTP over the Unix socket, with every failure turned into a sentence."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from scanner_daemon.api.schemas import Change, Done, Gap, Problem, Release, RigEvent, RigSnapshot, SnapshotTold, Switch
from scanner_daemon.errors import BookcradleError

__all__ = [
    "DaemonClient",
    "DaemonNotRunningError",
    "DaemonRefusedError",
    "DaemonSilentError",
    "NotAllowedError",
    "follow_lines",
]

Answer = TypeVar("Answer", bound=BaseModel)
_EVENT: TypeAdapter[Change | Gap | SnapshotTold] = TypeAdapter(RigEvent)


class DaemonNotRunningError(BookcradleError):
    """Nothing answers on the socket."""

    code = "daemon_not_running"
    what = "The bookcradle daemon is not running: nothing answers on {socket}."
    remedy = "Start it with `bookcradle daemon`, or `systemctl start bookcradle`."


class NotAllowedError(BookcradleError):
    """The socket belongs to people of whom this user is not one."""

    code = "not_allowed"
    what = "You are not allowed to speak to the bookcradle daemon on {socket}."
    remedy = "Ask the administrator to let you join group bookcradle, then log in again."


class DaemonSilentError(BookcradleError):
    """The daemon took the call and did not answer."""

    code = "daemon_silent"
    what = "The bookcradle daemon did not answer ({detail})."
    remedy = "Look at its log; nothing captured is lost. Restart it if it stays silent."


class DaemonRefusedError(BookcradleError):
    """The daemon answered with a problem; its code, sentences and values are kept."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(**problem.params)
        self.__dict__["code"] = problem.code  # the daemon's code, in place of the class's own

    @property
    def what_happened(self) -> str:
        """As the daemon says it."""
        return self.problem.what

    @property
    def what_to_do(self) -> str:
        """As the daemon says it."""
        return self.problem.remedy

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with the problem."""
        return type(self), (self.problem,)


class DaemonClient:
    """A blocking client. One at a time per thread; a context manager.

    Every method raises DaemonNotRunningError, NotAllowedError, DaemonSilentError or DaemonRefusedError.
    """

    def __init__(self, path: Path, *, answer_within_s: float = 10.0) -> None:
        self._socket = path
        self._answer_within_s = answer_within_s
        # no TLS on a Unix socket: without a context of ours, 30 ms would go into reading the system's certificates
        transport = httpx.HTTPTransport(uds=str(path), verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
        self._http = httpx.Client(transport=transport, base_url="http://bookcradle", timeout=answer_within_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def snapshot(self) -> RigSnapshot:
        """The state of the rig."""
        return self.get("/v1/rig", RigSnapshot)

    def press(self, switch: Switch = Switch.FIRE) -> Done:
        """Press a switch; ``refused`` of the answer says whether the rig took it."""
        return self.act("/v1/rig/press", {"switch": switch.value})

    def emergency_stop(self, reason: str) -> Done:
        """Stop everything that moves."""
        return self.act("/v1/rig/emergency-stop", {"reason": reason})

    def release(self) -> Done:
        """Clear a latched stop: the person who calls this has looked at the cradle."""
        return self.act("/v1/rig/release", Release(looked=True).model_dump(exclude_none=True))

    def get(self, path: str, kind: type[Answer], **query: str | int | bool) -> Answer:
        """Read a resource."""
        return kind.model_validate_json(self._request("GET", path, params=query))

    def act(self, path: str, body: dict[str, Any] | None = None) -> Done:
        """Ask for an action."""
        return Done.model_validate_json(self._request("POST", path, json=body))

    def ask(self, path: str, kind: type[Answer], body: dict[str, Any] | None = None) -> Answer:
        """Ask for an action whose answer is a resource."""
        return kind.model_validate_json(self._request("POST", path, json=body))

    def events(self, since: str | None = None, *, silent_for_s: float = 60.0) -> Iterator[Change | Gap | SnapshotTold]:
        """Follow the rig until the daemon ends. Without ``since`` the whole snapshot comes first.

        Raises DaemonSilentError when not even a heartbeat came for ``silent_for_s``.
        """
        query = {} if since is None else {"since": since}
        patience = httpx.Timeout(self._answer_within_s, read=silent_for_s)
        with self._sentences(), self._http.stream("GET", "/v1/events", params=query, timeout=patience) as answer:
            if answer.is_error:
                answer.read()
                raise _refusal(answer)
            yield from follow_lines(answer.iter_lines())

    def _request(self, method: str, path: str, **more: Any) -> bytes:
        with self._sentences():
            answer = self._http.request(method, path, **more)
            if answer.is_error:
                raise _refusal(answer)
            return answer.content

    def _knock(self) -> None:
        """See whether anybody is there. The client library hides the system's reason and leaves its socket open."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knock:
            knock.settimeout(self._answer_within_s)
            try:
                knock.connect(str(self._socket))
            except PermissionError as error:
                raise NotAllowedError(socket=str(self._socket)) from error
            except TimeoutError as error:
                raise DaemonSilentError(detail="it took too long") from error
            except OSError as error:  # ENOENT, ECONNREFUSED, or a path that is no socket
                raise DaemonNotRunningError(socket=str(self._socket)) from error

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        self._knock()
        try:
            yield
        except httpx.ConnectError as error:
            raise DaemonNotRunningError(socket=str(self._socket)) from error
        except httpx.TimeoutException as error:
            raise DaemonSilentError(detail="it took too long") from error
        except (httpx.TransportError, httpx.StreamError) as error:
            raise DaemonSilentError(detail=str(error) or type(error).__name__) from error


def _refusal(answer: httpx.Response) -> BookcradleError:
    try:
        return DaemonRefusedError(Problem.model_validate_json(answer.content))
    except ValidationError:
        return DaemonSilentError(detail=f"HTTP status {answer.status_code}")


def follow_lines(lines: Iterator[str]) -> Iterator[Change | Gap | SnapshotTold]:
    """The events in the lines of a stream; comments, unknown events and unknown fields are skipped."""
    data: list[str] = []
    for line in lines:
        if line.startswith("data:"):
            data.append(line.removeprefix("data:").removeprefix(" "))
        elif not line and data:
            told = json.loads("\n".join(data))
            data = []
            if isinstance(told, dict) and told.get("event") in ("change", "gap", "snapshot"):
                yield _EVENT.validate_python(told)
