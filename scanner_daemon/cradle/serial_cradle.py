"""The cradle behind the serial link. What must not happen twice is asked about, never sent again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from firmware_protocol.link import Link
from firmware_protocol.link_failures import CommandRefused, LinkFailure, LinkNotOpen
from firmware_protocol.link_terms import LinkTiming
from firmware_protocol.messages import (
    MAX_TURN_ID,
    GiveCue,
    Home,
    JogPlaten,
    LowerPlaten,
    RaisePlaten,
    Release,
    SetOutput,
    TurnReport,
    Welcome,
)
from firmware_protocol.vocabulary import BuildOption, CueSound, JogDirection, Output, Result, TurnState
from scanner_daemon.capture.ports import CradleEvent, CradleEventKind, CradleStatus, Cue, PlatenSettled, TurnResult
from scanner_daemon.clock import Clock
from scanner_daemon.cradle import errors
from scanner_daemon.cradle.connection import LinkHealth, Opener
from scanner_daemon.cradle.controller import ANSWER_S, Controller
from scanner_daemon.cradle.pedal import ControllerPedal
from scanner_daemon.cradle.serial_port import open_port
from scanner_daemon.cradle.translation import turn_result_of
from scanner_daemon.cradle.turning import learn_of_turn, turn_and_learn
from scanner_daemon.settings import CradleSettings

__all__ = ["SerialCradle"]

_log = logging.getLogger(__name__)

_STOP_S = 1.0
_BUSY_POLL_S = 0.1


class SerialCradle:
    """Implements `scanner_daemon.capture.ports.Cradle`; `pedal` implements `Pedal`. Opened by `open_cradle`.

    It comes up with or without a controller: ``status.connected`` and `problem` tell, `keep_connected` goes on trying.
    """

    def __init__(
        self,
        settings: CradleSettings,
        clock: Clock,
        *,
        timing: LinkTiming | None = None,
        opener: Opener = open_port,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._controller = Controller(settings, clock, timing or LinkTiming(), opener)
        self._known = self._controller.known
        self._connection = self._controller.connection
        self._unknown_turns: set[int] = set()

    # ------------------------------------------------------------------------------------------------------ what it is

    @property
    def pedal(self) -> ControllerPedal:
        """The switches that are wired to the controller."""
        return self._controller.pedal

    @property
    def has_platen_motor(self) -> bool:
        """Fitted by the settings, and not denied by the controller."""
        return self._settings.has_platen_motor and not self._known.lacks(BuildOption.PLATEN)

    @property
    def has_turner(self) -> bool:
        """Fitted by the settings, and not denied by the controller."""
        return self._settings.has_turner and not self._known.lacks(BuildOption.TURNER)

    @property
    def status(self) -> CradleStatus:
        """What is known now."""
        return self._known.status

    @property
    def problem(self) -> errors.CradleError | None:
        """Why there is no connection; None while there is one."""
        return self._known.problem

    @property
    def welcome(self) -> Welcome | None:
        """How the controller described itself when it was last greeted."""
        return self._known.welcome

    def events(self) -> AsyncIterator[CradleEvent]:
        """Everything that is told from now on."""
        return self._known.events()

    # --------------------------------------------------------------------------------------------------------- life

    async def keep_connected(self) -> None:
        """Run until cancelled; `open_cradle` does."""
        await self._controller.keep_connected()

    async def connected(self, deadline_s: float) -> None:
        """Wait for a connection. Raises the CradleError that stands in its way."""
        await self._controller.connected(deadline_s)

    async def first_attempt(self) -> None:
        """Wait until the first attempt to connect has ended, well or not."""
        await self._connection.tried.wait()

    # ------------------------------------------------------------------------------------------------------- motions

    async def home(self) -> None:
        """Find the switches. Raises a CradleError."""
        if self.has_platen_motor or self.has_turner:
            await self._controller.move(Home(), "Homing", self._settings.settle_deadline_s)

    async def lower_platen(self) -> PlatenSettled:
        """Press the pages flat and wait until they are still. A hand-lifted platen is down by assumption."""
        if not self.has_platen_motor:
            now_ns = self._clock.monotonic_ns()
            return PlatenSettled(now_ns, now_ns)
        return await self._controller.move(LowerPlaten(), "Lowering the platen", self._settings.settle_deadline_s)

    async def raise_platen(self) -> None:
        """Free the pages."""
        if self.has_platen_motor:
            await self._controller.move(RaisePlaten(), "Raising the platen", self._settings.settle_deadline_s)

    async def turn_page(self, turn_id: int) -> TurnResult:
        """Turn one leaf, once. When the link breaks under it, wait for it to come back and ask what happened.

        Raises a CradleError when nothing was sent, or when nobody could be asked within ``turn_deadline_s``.
        """
        if not self.has_turner:
            raise errors.CradlePartNotFitted(part="page turner")
        if not 0 < turn_id < MAX_TURN_ID:
            raise errors.TurnIdOutOfRange(turn_id=turn_id)
        link = self._controller.link_to_move()
        async with self._turn_deadline():
            return self._conclude(await turn_and_learn(self._connection, link, turn_id))

    async def turn_result(self, turn_id: int) -> TurnResult:
        """What became of a turn, waiting for one that is still running. Moves nothing."""
        self._controller.link()
        async with self._turn_deadline():
            return self._conclude(await learn_of_turn(self._connection, turn_id))

    @asynccontextmanager
    async def _turn_deadline(self) -> AsyncIterator[None]:
        deadline_s = self._settings.turn_deadline_s
        try:
            async with asyncio.timeout(deadline_s):
                with self._controller.explained():
                    yield
        except TimeoutError:
            raise self.problem or errors.MotionNotFinished(motion="Turning the page", deadline_s=deadline_s) from None

    def _conclude(self, report: TurnReport) -> TurnResult:
        if report.state is TurnState.INTERRUPTED and report.turn_id not in self._unknown_turns:
            self._unknown_turns.add(report.turn_id)
            self.ask_operator("The last page turn was cut short")
        return turn_result_of(report.state)

    # ------------------------------------------------------------------------------------------------- moved by hand

    async def jog(self, direction: JogDirection, travel_ms: int) -> None:
        """Nudge the platen by 10…500 ms of its travel, no further than its ends. Raises a CradleError."""
        if not self.has_platen_motor:
            raise errors.CradlePartNotFitted(part="platen motor")
        jog = JogPlaten(direction, travel_ms)
        await self._controller.move(jog, "Jogging the platen", self._settings.settle_deadline_s)

    async def set_lamps(self, brightness: int) -> None:
        """Brightness of the lamps, 0…255, until the controller is connected anew. Raises a CradleError."""
        if BuildOption.LAMPS not in self._known.options:
            raise errors.CradlePartNotFitted(part="lamp output")
        await self._controller.ask(SetOutput(Output.LAMPS, brightness))

    @property
    def lamps(self) -> int | None:
        """Brightness of the lamps as the controller tells it; None where none are wired, or without a link."""
        return self._known.lamps

    @property
    def uptime_us(self) -> int | None:
        """Since it last started, in microseconds; None before it was greeted.

        Its own clock turns over after 71 minutes, so one that had run longer when it was first met has run longer.
        """
        return self._known.uptime_us

    @property
    def link_health(self) -> LinkHealth:
        """What the line to the controller has been through."""
        return self._connection.health(self._known.resets)

    # ------------------------------------------------------------------------------------------- stop, release, cues

    async def emergency_stop(self, reason: str) -> None:
        """Stop everything now. Raises EmergencyStopUnconfirmed when the controller cannot be heard to have done it."""
        _log.warning("emergency stop: %s", reason)
        link = self._connection.link
        try:
            if link is None:
                raise LinkNotOpen("it is not connected")
            await link.emergency_stop(_STOP_S)
        except LinkFailure as failure:
            raise errors.EmergencyStopUnconfirmed(detail=str(failure)) from failure

    def ask_operator(self, why: str) -> None:
        """Nothing moves from now on until a person has looked and released it. ``why`` begins a sentence."""
        self._known.ask_operator(why)

    async def release(self) -> None:
        """A person has looked: clear what is latched and find home again."""
        link = self._controller.link()
        with self._controller.explained():
            try:
                async with asyncio.timeout(self._settings.settle_deadline_s):
                    await self._clear_latches(link)
            except TimeoutError:
                raise errors.CradleBusy from None
            self._known.operator_needed_for = None
            await link.refresh(ANSWER_S)
        self._controller.light_lamps(link)
        self._known.tell(CradleEventKind.STATUS_CHANGED)
        await self.home()

    async def is_at_rest(self) -> bool:
        """Ask the controller: nothing moves, nothing is latched, nobody need look. One that never came is."""
        if self._known.operator_needed_for is not None:
            return False
        if self.welcome is None:
            return True
        link = self._connection.link
        if link is None:
            return False
        try:
            await link.refresh(ANSWER_S)
        except LinkFailure:
            return False
        return self._known.at_rest

    @staticmethod
    async def _clear_latches(link: Link) -> None:
        while True:
            try:
                await link.ask(Release(), ANSWER_S)
            except CommandRefused as refused:
                if refused.result is not Result.BUSY:
                    raise
            else:
                return
            await asyncio.sleep(_BUSY_POLL_S)

    async def cue(self, cue: Cue) -> None:
        """Sound and light, at once or not at all."""
        link = self._connection.link
        if link is not None and BuildOption.BUZZER in self._known.options:
            link.post_if_room(GiveCue(CueSound[cue.name]))
