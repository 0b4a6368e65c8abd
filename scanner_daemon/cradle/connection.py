"""Keeping the controller connected: open the tty, greet, wait for the link to break, and begin again, for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from firmware_protocol.link import Link
from firmware_protocol.link_failures import ControllerSilent, LinkFailure, PortLost, WrongProtocol
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import ControllerState, Event, Welcome
from scanner_daemon.cradle.errors import CradleError
from scanner_daemon.cradle.translation import error_of_link, error_of_silence

__all__ = ["Connection", "LinkHealth", "Opener"]

Opener = Callable[[str, int, Link], asyncio.WriteTransport]
"""(port, baud, link) -> transport; raises a CradleError."""

_GREETING_S = 4.0
"""An Uno's bootloader holds the line for 1.6 s after the tty was opened."""
_FIRST_RETRY_S = 0.1
_LONGEST_RETRY_S = 1.0


@dataclass(frozen=True, slots=True)
class LinkHealth:
    """What the line has been through since the cradle was opened."""

    connections: int
    resets: int
    """How often the controller started again by itself."""
    retries: int
    """Commands that had to be sent again."""
    crc_errors: int
    """Runs of bytes that were no frame."""
    round_trip_ms: float | None


class Connection:
    """The link while there is one, and the reason while there is none.

    ``on_up`` is called with each new session, ``on_down`` with the failure that ended one, ``on_problem`` whenever
    the reason for having none changes.
    """

    def __init__(
        self,
        port: str,
        baud: int,
        timing: LinkTiming,
        monotonic_ns: Callable[[], int],
        *,
        opener: Opener,
        on_event: Callable[[Event, int], None],
        on_state: Callable[[ControllerState], None],
        on_up: Callable[[Link, Welcome], None],
        on_down: Callable[[LinkFailure], None],
        on_problem: Callable[[CradleError], None],
    ) -> None:
        self._port = port
        self._baud = baud
        self._timing = timing
        self._monotonic_ns = monotonic_ns
        self._opener = opener
        self._on_event = on_event
        self._on_state = on_state
        self._on_up = on_up
        self._on_down = on_down
        self._on_problem = on_problem
        self._broken = asyncio.Event()
        self.up = asyncio.Event()
        """Set while a session is open."""
        self.tried = asyncio.Event()
        """Set once the first attempt has ended, one way or the other."""
        self.link: Link | None = None
        """The tty's link while the tty is open, with or without a session."""
        self._connections = 0
        self._past_retries = 0
        self._past_crc_errors = 0

    def health(self, resets: int) -> LinkHealth:
        """The counts of all ttys so far, and the round trip of this one."""
        link = self.link
        return LinkHealth(
            connections=self._connections,
            resets=resets,
            retries=self._past_retries + (link.resent if link is not None else 0),
            crc_errors=self._past_crc_errors + (link.refused_frames if link is not None else 0),
            round_trip_ms=link.clock.round_trip_ms if link is not None else None,
        )

    async def keep(self) -> None:
        """Run until cancelled."""
        pause_s = _FIRST_RETRY_S
        try:
            while True:
                try:
                    await self._hold_port()
                    pause_s = _FIRST_RETRY_S
                except CradleError as problem:
                    self._on_problem(problem)
                    pause_s = min(pause_s * 2, _LONGEST_RETRY_S)
                self.tried.set()
                await asyncio.sleep(pause_s)
        finally:
            self.tried.set()

    async def _hold_port(self) -> None:
        link = Link(
            on_event=self._on_event,
            on_state=self._on_state,
            on_down=self._went_down,
            timing=self._timing,
            monotonic_ns=self._monotonic_ns,
        )
        transport = self._opener(self._port, self._baud, link)
        try:
            await link.opened
            self.link = link
            while not link.closed.done():
                await self._hold_session(link)
        finally:
            self.up.clear()
            self.link = None
            self._past_retries += link.resent
            self._past_crc_errors += link.refused_frames
            link.close()
            if not transport.is_closing():
                transport.abort()
            await asyncio.shield(link.closed)

    async def _hold_session(self, link: Link) -> None:
        self._broken.clear()
        refused = link.refused_frames
        try:
            welcome = await link.greet(_GREETING_S)
        except ControllerSilent:
            heard = link.refused_frames > refused
            self._on_problem(error_of_silence(self._port, self._baud, heard_something=heard))
            self.tried.set()
            return
        except WrongProtocol as differs:
            self._on_problem(error_of_link(differs))
            self.tried.set()
            await link.closed
            return
        except LinkFailure as failure:
            self._on_problem(error_of_link(failure))
            if not isinstance(failure, PortLost):
                raise
            await link.closed
            return
        self._connections += 1
        self._on_up(link, welcome)
        self.up.set()
        self.tried.set()
        await self._broken.wait()

    def _went_down(self, failure: LinkFailure) -> None:
        self.up.clear()
        self._broken.set()
        self._on_down(failure)
