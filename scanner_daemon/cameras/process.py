"""One body's child process: started, spoken to with a deadline on every call, killed when it overruns."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

from scanner_daemon.cameras.wire import PREVIEW_STAMP, Deframer, Message, decode, encode

__all__ = ["BodyProcess", "ProcessGone", "ProcessSilent", "RequestFailed", "sweep_scratch"]

_GPHOTO_SETTINGS = "ptp2=normal_timeout=3000\nptp2=capturetarget=card\nptp2=autofocus=off\n"
"""libgphoto2's own deadline for one USB read is 20 s; ours has to come after its own. Read per user, so per process."""

_CLOSING_S = 2.0
_SCRATCH = "bookcradle-body-"


class RequestFailed(Exception):
    """The body answered that it cannot; ``kind`` and ``details`` choose the sentence, ``number`` is the request's."""

    def __init__(self, number: int, kind: str, details: dict[str, Any]) -> None:
        super().__init__(f"{kind} {details}")
        self.number = number
        self.kind = kind
        self.details = details


class ProcessSilent(Exception):
    """The process overran a deadline and was killed."""


class ProcessGone(Exception):
    """The process ended by itself (a crash in a driver) or was closed."""


class _Incoming(asyncio.Protocol):
    """Cuts what arrives into payloads; says once when the other end has closed."""

    def __init__(self, take: Callable[[bytes], None], gone: Callable[[], None]) -> None:
        self._deframer = Deframer()
        self._take = take
        self._gone = gone

    def data_received(self, data: bytes) -> None:
        for payload in self._deframer.feed(data):
            self._take(payload)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._gone()


def sweep_scratch(folder: Path) -> None:
    """Remove the scratch folders of daemons that were killed, which could not do it themselves."""
    for left in folder.glob(f"{_SCRATCH}*"):
        pid = left.name.removeprefix(_SCRATCH).partition("-")[0]
        if pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(left, ignore_errors=True)


class BodyProcess:
    """A running child process. Make it with `start`, end it with `close`.

    Requests are answered one after another; callers take turns by ``turn``.
    """

    def __init__(
        self, child: subprocess.Popen[bytes], scratch: Path, unasked: Callable[[Message | None], None]
    ) -> None:
        self._child = child
        self._scratch = scratch
        self._unasked = unasked
        self._answers: asyncio.Queue[Message | None] = asyncio.Queue()
        self._number = 0
        self._ended = asyncio.Event()
        self._transports: list[asyncio.BaseTransport] = []
        self._commands: asyncio.WriteTransport | None = None
        self.turn = asyncio.Lock()
        self.preview: tuple[int, bytes] | None = None
        self.preview_at_ns = 0

    @classmethod
    async def start(cls, iolibs: Path | None, unasked: Callable[[Message | None], None]) -> BodyProcess:
        """Start a process. ``unasked`` gets what it says of its own accord, and None when it has ended."""
        sweep_scratch(Path(tempfile.gettempdir()))
        scratch = Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-"))
        (scratch / "gphoto").mkdir()
        (scratch / "gphoto" / "settings").write_text(_GPHOTO_SETTINGS)
        ours, theirs = socket.socketpair()
        watching, showing = socket.socketpair()
        with theirs, showing:
            child = _spawn(scratch, iolibs, theirs.fileno(), showing.fileno())
        process = cls(child, scratch, unasked)
        loop = asyncio.get_running_loop()
        commands, _ = await loop.create_unix_connection(
            lambda: _Incoming(process._took_message, process._process_ended), sock=ours
        )
        previews, _ = await loop.create_unix_connection(
            lambda: _Incoming(process._took_preview, lambda: None), sock=watching
        )
        process._commands, process._transports = commands, [commands, previews]
        return process

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._child.pid

    @property
    def ended(self) -> bool:
        """Whether the process has closed its end."""
        return self._ended.is_set()

    async def request(self, do: str, deadline_s: float, **parameters: Any) -> Message:
        """Ask for one thing and wait for its end; intermediate events are dropped.

        Raises RequestFailed, ProcessSilent (after killing the process) or ProcessGone.
        """
        async with contextlib.aclosing(self.steps(do, deadline_s, **parameters)) as steps:
            async for step in steps:
                if "done" in step:
                    done: Message = step["done"]
                    return done
        raise ProcessGone

    async def steps(self, do: str, deadline_s: float, **parameters: Any) -> AsyncGenerator[Message, None]:
        """Ask for one thing and yield every event on its way, then the message with ``done``.

        The deadline covers the whole. Raises like `request`. Must be closed (``aclosing``) when it is left early: the
        process is killed then, because it would answer into the next request.
        """
        async with self.turn:
            if self._ended.is_set() or self._commands is None:
                raise ProcessGone
            self._number += 1
            number = self._number
            finished = False
            loop = asyncio.get_running_loop()
            until = loop.time() + deadline_s
            self._commands.write(encode({"id": number, "do": do, **parameters}))
            try:
                while not finished:
                    async with asyncio.timeout_at(until):
                        message = await self._answers.get()
                    if message is None:
                        finished = True
                        raise ProcessGone
                    if message["id"] != number:
                        continue
                    finished = "event" not in message
                    if "failed" in message:
                        raise RequestFailed(number, message["failed"], message["details"])
                    yield message
            except TimeoutError as overrun:
                raise ProcessSilent from overrun
            finally:
                if not finished:
                    self.kill()

    def kill(self) -> None:
        """End the process at once, whatever it hangs in."""
        with contextlib.suppress(ProcessLookupError):
            self._child.send_signal(signal.SIGKILL)

    async def close(self) -> None:
        """Let the process end by itself (it closes its session), kill it if it does not, and clear up after it."""
        for transport in self._transports:
            transport.close()
        try:
            async with asyncio.timeout(_CLOSING_S):
                await self._end_of_child()
        except TimeoutError:
            self.kill()
            await self._end_of_child()
        finally:
            self.kill()
            self._child.wait()
            shutil.rmtree(self._scratch, ignore_errors=True)

    async def _end_of_child(self) -> None:
        if self._child.poll() is not None:
            return
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        watched = os.pidfd_open(self._child.pid)
        loop.add_reader(watched, ended.set)
        try:
            await ended.wait()
        finally:
            loop.remove_reader(watched)
            os.close(watched)

    def _took_message(self, payload: bytes) -> None:
        message = decode(payload)
        if "id" in message:
            self._answers.put_nowait(message)
        else:
            self._unasked(message)

    def _took_preview(self, payload: bytes) -> None:
        (self.preview_at_ns,) = PREVIEW_STAMP.unpack_from(payload)
        number = self.preview[0] + 1 if self.preview is not None else 1
        self.preview = (number, payload[PREVIEW_STAMP.size :])

    def _process_ended(self) -> None:
        self._ended.set()
        self._answers.put_nowait(None)
        self._unasked(None)


def _spawn(scratch: Path, iolibs: Path | None, commands: int, previews: int) -> subprocess.Popen[bytes]:
    """The child, in a process group of its own: a Ctrl-C at the terminal is the daemon's to handle."""
    arguments = [sys.executable, "-m", "scanner_daemon.cameras.body", f"--parent={os.getpid()}"]
    arguments += [f"--commands={commands}", f"--previews={previews}", f"--scratch={scratch}"]
    if iolibs is not None:
        arguments.append(f"--iolibs={iolibs}")
    return subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=(commands, previews),
        env={**os.environ, "LANGUAGE": "C", "LC_ALL": "C", "XDG_CONFIG_HOME": str(scratch)},
        process_group=0,
    )
