"""Packets over one byte transport: frames are cut from the bytes and checked, and packets go out as frames."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable

from firmware_protocol.frames import FrameDecoder, encode_frame
from firmware_protocol.layouts import MalformedMessage
from firmware_protocol.packets import Packet

__all__ = ["PacketProtocol"]


class PacketProtocol(asyncio.Protocol, ABC):
    """One tty, from its opening to its loss. What is no packet is dropped in silence, what is no frame counted, too."""

    def __init__(self, monotonic_ns: Callable[[], int] = time.monotonic_ns) -> None:
        loop = asyncio.get_running_loop()
        self._monotonic_ns = monotonic_ns
        self._decoder = FrameDecoder()
        self._transport: asyncio.WriteTransport | None = None
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()

    @property
    def refused_frames(self) -> int:
        """How many runs of bytes were no frame: bad CRC, bad stuffing, too long."""
        return self._decoder.refused

    @property
    def is_open(self) -> bool:
        """The tty can be written to."""
        return self._transport is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The tty is open."""
        if not isinstance(transport, asyncio.WriteTransport):
            raise TypeError("the link needs a transport that can be written to")
        self._transport = transport
        self.port_opened()
        if not self.opened.done():
            self.opened.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Bytes, split anyhow."""
        at_ns = self._monotonic_ns()
        for body in self._decoder.feed(data):
            try:
                self.packet_received(Packet.from_body(body), at_ns)
            except MalformedMessage:
                continue

    def connection_lost(self, exc: Exception | None) -> None:
        """The tty is gone."""
        self._transport = None
        self.port_lost(str(exc) if exc else "the port was closed")
        if not self.closed.done():
            self.closed.set_result(None)

    def send(self, packet: Packet) -> None:
        """Write a packet; it is lost when the tty is gone."""
        if self._transport is not None:
            self._transport.write(encode_frame(packet.to_body()))

    def let_go(self, last_words: Packet | None = None) -> None:
        """Give the tty up, unless that has been done. `closed` is done when it has gone."""
        if self._transport is not None and not self._transport.is_closing():
            if last_words is not None:
                self.send(last_words)
            self._transport.abort()

    @abstractmethod
    def port_opened(self) -> None:
        """Packets can be sent from now on."""

    @abstractmethod
    def packet_received(self, packet: Packet, at_ns: int) -> None:
        """A packet came at this instant of the clock. May raise MalformedMessage: then it is dropped, too."""

    @abstractmethod
    def port_lost(self, reason: str) -> None:
        """Nothing will come any more."""
