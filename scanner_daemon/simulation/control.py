"""The hand that reaches into the rig in a box: JSON lines over a Unix socket, one answer a request.

{"do": "press", "switch": "fire"}        ->  {"ok": true}
{"do": "truth"}                          ->  {"ok": true, "truth": {...}}
{"do": "unplug", "part": "left"}         ->  {"ok": true}
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["ControlClient", "serve_control"]

Action = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
POLL_S = 0.2


@contextmanager
def serve_control(path: Path, actions: Mapping[str, Action]) -> Iterator[None]:
    """Answer requests until the block ends. An unknown or failing request is answered, never fatal."""
    stopping = threading.Event()
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        path.chmod(0o600)
        listener.listen(8)
        listener.settimeout(POLL_S)
        threads: list[threading.Thread] = []

        def accept() -> None:
            while not stopping.is_set():
                try:
                    connection, _ = listener.accept()
                except TimeoutError:
                    continue
                except OSError:
                    return
                thread = threading.Thread(target=_converse, args=(connection, actions, stopping), daemon=True)
                threads.append(thread)
                thread.start()

        acceptor = threading.Thread(target=accept, name="simulation-control", daemon=True)
        acceptor.start()
        try:
            yield
        finally:
            stopping.set()
            acceptor.join(5)
            for thread in threads:
                thread.join(5)
            path.unlink(missing_ok=True)


def _converse(connection: socket.socket, actions: Mapping[str, Action], stopping: threading.Event) -> None:
    connection.settimeout(POLL_S)
    pending = b""
    with connection, contextlib.suppress(OSError):
        while not stopping.is_set():
            try:
                data = connection.recv(65536)
            except TimeoutError:
                continue
            if not data:
                return
            pending += data
            *lines, pending = pending.split(b"\n")
            for line in lines:
                connection.sendall(json.dumps(_answer(line, actions)).encode() + b"\n")


def _answer(line: bytes, actions: Mapping[str, Action]) -> dict[str, Any]:
    try:
        request = json.loads(line)
        return {"ok": True, **(actions[request["do"]](request) or {})}
    except KeyError as error:
        return {"ok": False, "why": f"Unknown request or missing word: {error}. Known: {', '.join(sorted(actions))}"}
    except Exception as error:  # noqa: BLE001  whatever a request breaks, the rig in a box goes on and says so
        return {"ok": False, "why": f"{type(error).__name__}: {error}"}


class ControlClient:
    """The other end, for the demo, the bench and the tests."""

    def __init__(self, path: Path, deadline_s: float = 30.0) -> None:
        self._path = path
        self._deadline_s = deadline_s
        self._socket: socket.socket | None = None
        self._lines = b""

    def __enter__(self) -> ControlClient:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(self._deadline_s)
        self._socket.connect(str(self._path))
        return self

    def __exit__(self, *_: object) -> None:
        if self._socket is not None:
            self._socket.close()

    def ask(self, do: str, **words: object) -> dict[str, Any]:
        """Make one request; raises RuntimeError with the rig's own words when it is refused."""
        if self._socket is None:
            raise RuntimeError("The control client is used outside its with block.")
        self._socket.sendall(json.dumps({"do": do, **words}).encode() + b"\n")
        while b"\n" not in self._lines:
            data = self._socket.recv(1 << 20)
            if not data:
                raise RuntimeError("The simulated rig closed its control socket.")
            self._lines += data
        line, self._lines = self._lines.split(b"\n", 1)
        answer: dict[str, Any] = json.loads(line)
        if not answer.pop("ok"):
            raise RuntimeError(str(answer["why"]))
        return answer
