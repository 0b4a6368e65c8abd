"""Which serial ports the cradle's controller answers at, found out without opening a session or moving anything.

A HELLO of a protocol that nobody speaks is answered with a WELCOME and opens no session (SPEC.md §3), so a controller
that serves somebody goes on as it was. Ports that another program holds are not touched.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import serial
from serial.tools import list_ports
from serial_asyncio_fast import SerialTransport

from firmware_protocol.frames import FrameDecoder, encode_frame
from firmware_protocol.layouts import MalformedMessage
from firmware_protocol.messages import Hello, Welcome
from firmware_protocol.packets import Packet, datagram_packet, parse_datagram
from firmware_protocol.vocabulary import BuildOption, FrameKind
from scanner_daemon.cradle.serial_port import error_of_port

__all__ = ["FoundPort", "find_controllers", "fitted_parts"]

_NO_PROTOCOL = 0
"""A major version that there never was."""
_HELLO_EVERY_S = 0.15
_PATIENCE_S = 3.0
"""An Uno resets when its tty is opened, and its bootloader holds the line for 1.6 s."""


@dataclass(frozen=True, slots=True)
class FoundPort:
    """A serial port, and who answered there. ``problem``: why it could not be asked."""

    port: str
    description: str
    welcome: Welcome | None = None
    problem: str = ""

    @property
    def firmware(self) -> str | None:
        """The controller's firmware version."""
        told = self.welcome
        return f"{told.firmware_major}.{told.firmware_minor}.{told.firmware_patch}" if told is not None else None


def fitted_parts(options: int) -> tuple[str, ...]:
    """What a controller says is wired to it, in words."""
    return tuple((part.name or "").lower().replace("_", " ") for part in BuildOption if part in BuildOption(options))


async def find_controllers(
    more: Iterable[str], baud: int, *, leave_alone: Iterable[str] = (), patience_s: float = _PATIENCE_S
) -> list[FoundPort]:
    """Every serial port of this computer and those in ``more``, each asked at the same time; at most ``patience_s``.

    ``leave_alone`` are ports that the rig speaks at already: they are listed and not asked.
    """
    described = await asyncio.to_thread(_listed, tuple(more))
    held = {_device(port) for port in leave_alone}
    asked: dict[str, str] = {}
    seen: set[Path] = set()
    for port, description in described.items():
        if _device(port) not in seen:
            seen.add(_device(port))
            asked[port] = description
    return list(
        await asyncio.gather(
            *(
                _ask(port, description, baud, patience_s) if _device(port) not in held else _held(port, description)
                for port, description in asked.items()
            )
        )
    )


def _listed(more: tuple[str, ...]) -> dict[str, str]:
    described = {found.device: found.description or "" for found in sorted(list_ports.comports())}
    return described | {port: "" for port in more if port not in described and Path(port).exists()}


def _device(port: str) -> Path:
    return Path(port).resolve()


async def _held(port: str, description: str) -> FoundPort:
    return FoundPort(port, description)


async def _ask(port: str, description: str, baud: int, patience_s: float) -> FoundPort:
    loop = asyncio.get_running_loop()
    listener = _Listener(secrets.randbits(32))
    try:
        tty = serial.Serial(None, baud, timeout=0, write_timeout=0, exclusive=True)
        tty.dtr = False  # where the adapter heeds it, this spares the board a reset
        tty.port = port
        tty.open()
        transport = SerialTransport(loop, listener, tty)
    except (OSError, ValueError) as wrong:
        return FoundPort(port, description, problem=error_of_port(port, wrong).what_happened)
    try:
        async with asyncio.timeout(patience_s):
            while not listener.welcome.done():
                transport.write(listener.hello)
                await asyncio.wait({listener.welcome}, timeout=_HELLO_EVERY_S)
            return FoundPort(port, description, await listener.welcome)
    except TimeoutError:
        return FoundPort(port, description)
    finally:
        listener.welcome.cancel()
        transport.abort()
        await listener.closed.wait()


class _Listener(asyncio.Protocol):
    """Hears one WELCOME to its own nonce."""

    def __init__(self, nonce: int) -> None:
        self._nonce = nonce
        self._decoder = FrameDecoder()
        self.hello = encode_frame(datagram_packet(Hello(nonce, _NO_PROTOCOL)).to_body())
        self.welcome: asyncio.Future[Welcome | None] = asyncio.get_running_loop().create_future()
        self.closed = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        """Bytes, of whatever device it is."""
        for body in self._decoder.feed(data):
            try:
                packet = Packet.from_body(body)
                message = parse_datagram(packet) if packet.kind is FrameKind.DATAGRAM else None
            except MalformedMessage:
                continue
            if isinstance(message, Welcome) and message.nonce == self._nonce and not self.welcome.done():
                self.welcome.set_result(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """The port went away, or was let go."""
        del exc
        if not self.welcome.done():
            self.welcome.set_result(None)
        self.closed.set()
