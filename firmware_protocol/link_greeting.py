"""The handshake: HELLO is said until a WELCOME repeats its nonce, or one speaks another language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from firmware_protocol.link_failures import LinkFailure, WrongProtocol
from firmware_protocol.messages import NO_SESSION, PROTOCOL_MAJOR, Hello, Welcome
from firmware_protocol.packets import Packet, datagram_packet, parse_datagram

__all__ = ["Greeting"]

_MAJOR_AT = slice(4, 5)
"""Behind the nonce, in every version's HELLO and WELCOME."""


class Greeting:
    """One attempt to open a session. ``welcomed`` is its end; whoever waits for it calls `end`."""

    def __init__(self, nonce: int, every_ms: int, send: Callable[[Packet], None]) -> None:
        self._nonce = nonce
        self._every_ms = every_ms
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self.welcomed: asyncio.Future[Welcome] = self._loop.create_future()

    def say_hello(self) -> None:
        """Now, and again in a while: a bootloader swallows what it hears."""
        self.end()
        self._send(datagram_packet(Hello(self._nonce)))
        self._timer = self._loop.call_later(self._every_ms / 1000, self.say_hello)

    def answers(self, packet: Packet) -> Welcome | None:
        """The WELCOME in this packet if it opens the session that is wanted.

        One of another major fails ``welcomed`` with WrongProtocol: its layout may differ behind that number.
        """
        if self.welcomed.done():
            return None
        if packet.payload[_MAJOR_AT] not in (b"", bytes([PROTOCOL_MAJOR])):
            self.fail(WrongProtocol(packet.payload[_MAJOR_AT][0]))
            return None
        welcome = parse_datagram(packet)
        if not isinstance(welcome, Welcome) or welcome.nonce != self._nonce or packet.session == NO_SESSION:
            return None
        return welcome

    def fail(self, failure: LinkFailure) -> None:
        """There will be no WELCOME, for this reason."""
        if not self.welcomed.done():
            self.welcomed.set_exception(failure)

    def end(self) -> None:
        """Say no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
