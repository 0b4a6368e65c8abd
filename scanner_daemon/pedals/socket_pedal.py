"""A pedal that is a program: a Unix datagram socket, for this user alone, that takes ``press fire``."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import stat
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from scanner_daemon.capture.ports import PedalPressed
from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.clock import Clock
from scanner_daemon.errors import BookcradleError
from scanner_daemon.pedals.outlet import PressOutlet

__all__ = ["PedalSocketError", "SocketPedal", "pedal_socket"]

_LONGEST_MESSAGE_BYTES = 64
_MODE = 0o600
_log = logging.getLogger(__name__)


class PedalSocketError(BookcradleError):
    """The socket cannot be made where the settings want it."""

    code = "pedal_socket"
    what = "The socket of the pedal, {socket}, cannot be opened: {detail}."
    remedy = "Choose another place in the settings (pedals.socket), or mend this one."


class SocketPedal:
    """Takes ``press fire``, ``press re_shoot`` and ``press pause``, a datagram each; all else is ignored."""

    name = "socket"

    def __init__(self, listener: socket.socket, clock: Clock) -> None:
        self._listener = listener
        self._clock = clock
        self._outlet = PressOutlet()
        self._fitted = False

    @property
    def fitted(self) -> bool:
        """Whether the socket is open."""
        return self._fitted

    def presses(self) -> AsyncIterator[PedalPressed]:
        """Presses from now on."""
        return self._outlet.presses()

    async def run(self) -> None:
        """Listen, for ever."""
        loop = asyncio.get_running_loop()
        loop.add_reader(self._listener.fileno(), self._take)
        self._fitted = True
        try:
            await loop.create_future()
        finally:
            self._fitted = False
            loop.remove_reader(self._listener.fileno())

    def _take(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                message = self._listener.recv(_LONGEST_MESSAGE_BYTES)
                at_ns = self._clock.monotonic_ns()
                switch = _switch_in(message)
                if switch is None:
                    _log.warning("the pedal's socket got something that is not a press: %r", message)
                else:
                    self._outlet.put(PedalPressed(at_ns=at_ns, switch=switch, source=self.name))


@contextlib.contextmanager
def pedal_socket(path: Path) -> Iterator[socket.socket]:
    """A datagram socket at ``path`` that only this user may write to; one that a dead program left is replaced.

    It is made under another name and renamed when its mode is right. Raises PedalSocketError.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        try:
            _refuse_living(path)
            new = path.with_name(path.name + ".new")
            new.unlink(missing_ok=True)
            listener.bind(str(new))
            new.chmod(_MODE)
            listener.setblocking(False)
            inode = new.stat().st_ino
            new.rename(path)
        except OSError as error:
            raise PedalSocketError(socket=str(path), detail=error.strerror or str(error)) from error
        try:
            yield listener
        finally:
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_ino == inode:
                    path.unlink()


def _refuse_living(path: Path) -> None:
    try:
        is_socket = stat.S_ISSOCK(path.lstat().st_mode)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return
    if not is_socket:
        raise PedalSocketError(socket=str(path), detail="something that is not a socket is there already")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return
    raise PedalSocketError(socket=str(path), detail="another program is listening there")


def _switch_in(message: bytes) -> PedalSwitch | None:
    words = message.decode("ascii", "replace").split()
    if len(words) != 2 or words[0] != "press":
        return None
    try:
        return PedalSwitch(words[1])
    except ValueError:
        return None
