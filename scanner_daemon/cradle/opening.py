"""`open_cradle`: the cradle that the settings describe, for as long as it is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from firmware_protocol.link_terms import LinkTiming
from scanner_daemon.clock import Clock
from scanner_daemon.cradle.hand import HandCradle
from scanner_daemon.cradle.serial_cradle import SerialCradle
from scanner_daemon.cradle.use_mark import UseMark
from scanner_daemon.settings import CradleSettings

__all__ = ["open_cradle"]


@asynccontextmanager
async def open_cradle(
    settings: CradleSettings, clock: Clock, *, timing: LinkTiming | None = None, mark: UseMark | None = None
) -> AsyncIterator[SerialCradle | HandCradle]:
    """The cradle, once the first attempt to connect has ended (at most about 4 s), connected or not.

    A controller that is missing or misbehaves is no reason not to start: ``status`` says what is wrong, and it is
    connected as soon as it is there. Nothing is moved; the caller homes it when a person is ready.

    ``mark`` remembers over the end of this process that motors may have been moving: where it is found, nothing moves
    until a person has looked. Raises DiskFull or FolderNotWritable when it cannot be made.
    """
    if settings.controller == "none":
        by_hand = HandCradle(clock)
        try:
            yield by_hand
        finally:
            by_hand.close()
        return
    cradle = SerialCradle(settings, clock, timing=timing)
    moves = settings.has_platen_motor or settings.has_turner
    if mark is not None and moves:
        if mark.found:
            cradle.ask_operator("Nobody saw the cradle come to rest the last time")
        mark.set()
    keeper = asyncio.create_task(cradle.keep_connected(), name="cradle connection")
    try:
        await cradle.first_attempt()
        yield cradle
        if mark is not None and moves and await cradle.is_at_rest():
            mark.clear()
    finally:
        keeper.cancel()
        with suppress(asyncio.CancelledError):
            await keeper
