"""The controller as the cradle's verbs meet it: connected by itself, known, and every failure a person's sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from firmware_protocol.link import Link
from firmware_protocol.link_failures import CommandRefused, ControllerSilent, LinkFailure, MotionHalted
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import Command, Event, PedalDown, SetOutput, Welcome
from firmware_protocol.vocabulary import BuildOption, Output
from scanner_daemon.capture.ports import PlatenSettled
from scanner_daemon.clock import Clock
from scanner_daemon.cradle import errors
from scanner_daemon.cradle.connection import Connection, Opener
from scanner_daemon.cradle.known import KnownController
from scanner_daemon.cradle.pedal import ControllerPedal
from scanner_daemon.cradle.translation import error_of_halt, error_of_link, error_of_refusal
from scanner_daemon.settings import CradleSettings

__all__ = ["ANSWER_S", "Controller"]

ANSWER_S = 2.5
"""Longer than the link's own retries, which end the wait first."""


class Controller:
    """Opens the port, keeps it open, and says what stands in the way where it cannot."""

    def __init__(self, settings: CradleSettings, clock: Clock, timing: LinkTiming, opener: Opener) -> None:
        self._settings = settings
        self.known = KnownController(clock.monotonic_ns)
        self.connection = Connection(
            settings.port,
            settings.baud,
            timing,
            clock.monotonic_ns,
            opener=opener,
            on_event=self._hear_event,
            on_state=self.known.adopt,
            on_up=self._came_up,
            on_down=self.known.went_down,
            on_problem=self.known.had_problem,
        )
        self.pedal = ControllerPedal()

    async def keep_connected(self) -> None:
        """Run until cancelled."""
        try:
            await self.connection.keep()
        finally:
            self.known.close()
            self.pedal.close()

    async def connected(self, deadline_s: float) -> None:
        """Wait for a connection. Raises the CradleError that stands in its way."""
        try:
            async with asyncio.timeout(deadline_s):
                await self.connection.up.wait()
        except TimeoutError:
            raise self.known.problem or errors.CradleSilent(port=self._settings.port) from None

    def link(self) -> Link:
        """The open session. Raises the CradleError that tells why there is none."""
        link = self.connection.link
        if self.known.problem is not None or link is None:
            raise self.known.problem or errors.CradleLinkLost(detail="it is not connected")
        return link

    def link_to_move(self) -> Link:
        """The same, for what moves. Raises OperatorNeeded while a person has to look first."""
        link = self.link()
        if self.known.operator_needed_for is not None:
            raise errors.OperatorNeeded(detail=self.known.operator_needed_for)
        return link

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Whatever the link raises within is raised as the CradleError that says it to a person."""
        try:
            yield
        except CommandRefused as refused:
            raise error_of_refusal(refused, self.known.state) from refused
        except MotionHalted as halted:
            raise error_of_halt(halted) from halted
        except LinkFailure as failure:
            raise self.known.problem or error_of_link(failure) from failure

    async def ask(self, command: Command) -> None:
        """Have a command carried out that moves nothing, and learn the state it leaves. Raises a CradleError."""
        link = self.link()
        with self.explained():
            await link.ask(command, ANSWER_S)
            await link.refresh(ANSWER_S)

    async def move(self, command: Command, motion: str, deadline_s: float) -> PlatenSettled:
        """Have a motion carried out, and wait for its end. ``motion`` begins a sentence. Raises a CradleError."""
        link = self.link_to_move()
        with self.explained():
            try:
                exchange, _, at_ns = await link.move(command, deadline_s)
            except ControllerSilent as unfinished:
                if not self.connection.up.is_set():
                    raise
                raise errors.MotionNotFinished(motion=motion, deadline_s=deadline_s) from unfinished
        return PlatenSettled(exchange.sent_at_ns, at_ns)

    def light_lamps(self, link: Link) -> None:
        """As bright as the settings say, where lamps are wired."""
        if BuildOption.LAMPS in self.known.options:
            link.post_if_room(SetOutput(Output.LAMPS, self._settings.lamps))

    def _came_up(self, link: Link, welcome: Welcome) -> None:
        self.pedal.options = BuildOption(welcome.options)
        self.known.came_up(welcome)
        self.light_lamps(link)

    def _hear_event(self, event: Event, received_ns: int) -> None:
        link = self.connection.link
        if isinstance(event, PedalDown) and link is not None:
            self.pedal.pressed(event.switch, link.clock.to_host_ns(event.at_us, received_ns), received_ns)
        self.known.heard(event)
