"""Parts of the rig by themselves: a person homes, nudges, lights, turns one leaf, hears one cue.

All of it is refused while a spread is under way, and keeps presses off while it lasts. The controller ends every
motion by itself when the daemon is gone, and its interlocks hold for these motions as for all others.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from firmware_protocol.vocabulary import JogDirection
from scanner_daemon.api.schemas import CueWord
from scanner_daemon.capture.words import Cue
from scanner_daemon.cradle import SerialCradle
from scanner_daemon.cradle.errors import CradlePartNotFitted
from scanner_daemon.errors import BookcradleError
from scanner_daemon.service.setup_parts import RigParts

__all__ = ["ManualMoves"]

_TRIAL_TURN_IDS = 0xFF00_0000
"""Turns of a book are numbered by the seconds since 2025 and upwards; trials have the far end of the numbers."""
_SINCE = datetime(2025, 1, 1, tzinfo=UTC)


class BookOnCradleError(BookcradleError):
    """A leaf that is turned by the way would be missing from the book."""

    code = "manual.book_in_hand"
    what = "The page turner was not tried, because a book is being scanned."
    remedy = "Finish or put away the book in hand, then try it."


class ManualMoves:
    """Implements `scanner_daemon.api.asks.setup.ManualActions`."""

    def __init__(self, parts: RigParts) -> None:
        self._rig = parts
        self._last_trial = 0

    async def home(self, operator: str) -> None:
        """Find the switches."""
        async with self._moving("finding its home position", "homed_by_hand", operator):
            await self._rig.cradle.home()

    async def jog(self, direction: str, travel_ms: int, operator: str) -> None:
        """Nudge the platen."""
        cradle = self._serial("platen motor")
        async with self._moving("the platen is being moved by hand", "jogged", operator, direction=direction):
            await cradle.jog(JogDirection[direction.upper()], travel_ms)

    async def move_platen(self, to: str, operator: str) -> None:
        """All the way up, or down onto the pages."""
        cradle = self._serial("platen motor")
        if not cradle.has_platen_motor:
            raise CradlePartNotFitted(part="platen motor")
        async with self._moving("the platen is being moved by hand", "platen_moved_by_hand", operator, to=to):
            if to == "down":
                await cradle.lower_platen()
            else:
                await cradle.raise_platen()

    async def set_lamps(self, brightness: int, *, keep: bool, operator: str) -> None:
        """Brightness now, and where ``keep`` from the next start on, too."""
        cradle = self._serial("lamp output")
        async with self._moving("the lamps are being set", "lamps_set", operator, brightness=brightness):
            await cradle.set_lamps(brightness)
        if keep:
            self._rig.memory.choose(reopen=False, lamps=brightness)
        self._rig.show()

    async def set_warm_up(self, seconds: float, operator: str) -> None:
        """How long the lamps must have burnt, from now on."""
        self._rig.memory.choose(reopen=False, lamp_warm_up_s=seconds)
        self._rig.lamps.wanted(seconds)
        await asyncio.to_thread(self._rig.log, "lamp_warm_up_set", operator, seconds=seconds)
        self._show_again()

    async def skip_warm_up(self, operator: str) -> None:
        """Nobody waits for the lamps in this session."""
        self._rig.lamps.skip()
        await asyncio.to_thread(self._rig.log, "lamp_warm_up_skipped", operator)
        self._show_again()

    async def test_turner(self, operator: str) -> str:
        """Turn one leaf, once. Raises BookOnCradleError with a book in hand."""
        if self._rig.controller.view.book_id is not None:
            raise BookOnCradleError
        async with self._moving("the page turner is being tried", "turner_tried", operator):
            return (await self._rig.cradle.turn_page(self._trial_id())).value

    async def test_cue(self, cue: CueWord, operator: str) -> None:
        """One sound and light, at the controller and at this computer."""
        async with self._moving("a cue is being tried", "cue_tried", operator, cue=cue.value):
            self._rig.sound(Cue(cue.value))
            await self._rig.cradle.cue(Cue(cue.value))

    def _trial_id(self) -> int:
        seconds = int((self._rig.clock.utc() - _SINCE).total_seconds())
        self._last_trial = max(self._last_trial + 1, _TRIAL_TURN_IDS | (seconds & 0x00FF_FFFF))
        return self._last_trial

    def _serial(self, part: str) -> SerialCradle:
        if not isinstance(self._rig.cradle, SerialCradle):
            raise CradlePartNotFitted(part=part)
        return self._rig.cradle

    @asynccontextmanager
    async def _moving(self, what: str, kind: str, operator: str, **details: object) -> AsyncIterator[None]:
        with self._rig.occupied(what):
            yield
        await asyncio.to_thread(self._rig.log, kind, operator, **details)

    def _show_again(self) -> None:
        self._rig.show()
        self._rig.controller.look_again()
