"""The composition root: the only place that knows every part, and wires them together.

Order matters. The library is locked and its orphans adopted before anything can be exposed; the socket answers only
when the rig is whole; and on leaving, everything ends in the opposite order, so that no capture outlives the journal.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from scanner_daemon import __version__
from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.context import ApiContext
from scanner_daemon.api.server import serve_api
from scanner_daemon.calibration.profile_file import read_profile
from scanner_daemon.cameras.bus import Bus
from scanner_daemon.cameras.rig import open_cameras
from scanner_daemon.capture.controller import Controller, Refused
from scanner_daemon.capture.execution import Rig
from scanner_daemon.capture.ports import FileLanded, Pedal
from scanner_daemon.clock import Clock, SystemClock
from scanner_daemon.cradle import SerialCradle, open_cradle
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.adoption import adopt_orphans
from scanner_daemon.library.journal import LibraryJournal
from scanner_daemon.library.late import adopt_late
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.pedals.merged import MergedPedal, open_pedals
from scanner_daemon.service.feed import BoardFeed
from scanner_daemon.service.history import LibraryHistory
from scanner_daemon.service.lamps import LampWarmUp
from scanner_daemon.service.live_alignment import open_live_alignment
from scanner_daemon.service.notice_log import NoticeLog
from scanner_daemon.service.pedal_trial import PedalTrials
from scanner_daemon.service.reads import LibraryReading
from scanner_daemon.service.setup_memory import SetupMemory
from scanner_daemon.service.setup_parts import RigParts, rig_holds
from scanner_daemon.service.swapped import SwapMemory
from scanner_daemon.service.whole import WholeService
from scanner_daemon.settings import Settings
from scanner_daemon.sounds import open_sounds
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.inspector import open_inspector

__all__ = ["Daemon", "run_daemon"]

_log = logging.getLogger(__name__)
QUEUE_LOOK_S = 5.0
SETUP_LOOK_S = 0.5


@dataclass
class Daemon:
    """A running daemon, for whoever started it in this process."""

    controller: Controller
    library: Library
    board: StateBoard


async def run_daemon(
    settings: Settings,
    stop: asyncio.Event,
    *,
    clock: Clock | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Run until ``stop`` is set. ``ready`` is called each time that the socket answers.

    Raises what keeps it from starting: a library in use, too new or damaged, a socket in use, settings that cannot be
    followed. Missing hardware is no such thing: the rig says what is missing and goes on when it comes.
    """
    clock = clock or SystemClock()
    if settings.cameras.profile is not None:
        read_profile(settings.cameras.profile)
    with open_library(settings.library, clock=clock) as library, library.lock():
        adopted = await asyncio.to_thread(adopt_orphans, library, "daemon")
        if adopted.adopted or adopted.unclaimed:
            _log.warning(
                "after the last stop: %d files were adopted, %d set aside in %s",
                len(adopted.adopted),
                len(adopted.unclaimed),
                library.folders.unclaimed,
            )
        again = asyncio.Event()
        while not stop.is_set():
            again.clear()
            async with _open_rig(settings, library, clock, again):
                ready()
                await _first(stop, again)
            if not again.is_set():
                return


@asynccontextmanager
async def _open_rig(written: Settings, library: Library, clock: Clock, again: asyncio.Event) -> AsyncIterator[Daemon]:
    """``written`` are the settings of the technician; what was chosen at the screen goes before them."""
    memory = SetupMemory(library.folders.root, again.set)
    settings = memory.chosen.applied(written)
    swapped, bus = SwapMemory(library.folders.root), Bus()
    trials, lamps = PedalTrials(clock), LampWarmUp(clock, settings.cradle.lamp_warm_up_s)

    def swap() -> None:
        swapped.toggle()
        again.set()

    async with AsyncExitStack() as stack:
        tasks = await stack.enter_async_context(asyncio.TaskGroup())
        late: asyncio.Queue[FileLanded] = asyncio.Queue()
        cameras = await stack.enter_async_context(
            open_cameras(swapped.applied(settings.cameras), clock, late.put_nowait, bus)
        )

        def serial_of(side: Side) -> str | None:
            camera = cameras.get(side)
            return camera.identity.serial if camera is not None and camera.identity is not None else None

        journal = await stack.enter_async_context(LibraryJournal(library, serial_of))
        cradle = await stack.enter_async_context(open_cradle(settings.cradle, clock))
        wired = cradle.pedal if isinstance(cradle, SerialCradle) else None
        pedals = await stack.enter_async_context(open_pedals(settings.pedals, clock, wired))
        history = LibraryHistory(library)
        inspector = await stack.enter_async_context(
            open_inspector(history.of_book, history.files_of, settings.capture.verdict_deadline_s)
        )
        board = StateBoard(clock)
        notices = NoticeLog(library, board)
        feed = BoardFeed(board, cameras, cradle, notices, cradle_fitted=isinstance(cradle, SerialCradle))
        sounds = await stack.enter_async_context(open_sounds(settings.sound))
        rig = Rig(
            cameras=cameras,
            cradle=cradle,
            journal=journal,
            inspector=inspector,
            clock=clock,
            incoming=library.folders.incoming,
            free_bytes=lambda: shutil.disk_usage(library.folders.root).free,
            sound=sounds.play,
            holds=rig_holds(trials, lamps, cradle),
        )
        controller = await stack.enter_async_context(
            Controller(rig, settings.capture, feed.told, operator=memory.chosen.operator or "operator")
        )
        parts = RigParts(
            settings=settings,
            memory=memory,
            swapped=swapped,
            bus=bus,
            cameras=cameras,
            cradle=cradle,
            pedals=pedals,
            lamps=lamps,
            trials=trials,
            controller=controller,
            library=library,
            board=board,
            clock=clock,
            opened_at_ns=clock.monotonic_ns(),
            sound=sounds.play,
        )
        parts.show()
        reading = LibraryReading(library)
        running: list[asyncio.Task[None]] = []

        def start(work: Coroutine[object, object, None]) -> None:
            running.append(tasks.create_task(work))

        service = WholeService(
            controller, library, cameras, inspector, feed, clock, swap, board, settings, parts, start
        )
        context = ApiContext(service=service, board=board)
        measured = open_live_alignment(
            cameras, settings.cameras.profile, context.measurements, lambda: board.snapshot, clock
        )
        await stack.enter_async_context(measured)
        await stack.enter_async_context(serve_api(settings.api, context, __version__))
        running += [
            tasks.create_task(_serve_presses(controller, pedals, parts)),
            tasks.create_task(_show_setup(parts)),
            tasks.create_task(_watch_queue(reading, feed, pedals)),
            tasks.create_task(_adopt_late(library, late)),
            tasks.create_task(notices.run()),
        ]
        if isinstance(cradle, SerialCradle):
            running.append(tasks.create_task(_home(cradle)))
        try:
            yield Daemon(controller, library, board)
        finally:
            for task in running:
                task.cancel()


async def _home(cradle: SerialCradle) -> None:
    """Find the home position once at the start; where that fails, the rig says so and waits for a release."""
    if cradle.status.connected and not cradle.status.homed and not cradle.status.emergency_stop_latched:
        with contextlib.suppress(BookcradleError):
            await cradle.home()


async def _serve_presses(controller: Controller, pedal: Pedal, parts: RigParts) -> None:
    async for press in pedal.presses():
        if parts.trials.on:
            parts.trials.saw(press)
            parts.show()
            continue
        with contextlib.suppress(Refused):  # the cycle has cued and counted it
            await controller.press(press)


async def _show_setup(parts: RigParts) -> None:
    """Lamps warm up and a pedal's trial runs out without anybody asking: show it."""
    held = None
    while True:
        parts.show()
        seen = parts.board.snapshot.setup
        holding = (seen.pedal_tried, seen.warm_up_left_s)
        if holding != held:
            held = holding
            parts.controller.look_again()
        await asyncio.sleep(SETUP_LOOK_S)


async def _watch_queue(reading: LibraryReading, feed: BoardFeed, pedals: MergedPedal) -> None:
    while True:
        feed.pedal(fitted=pedals.fitted, sources=pedals.sources)
        try:
            feed.queue(await reading.queue_counts())
        except BookcradleError as error:
            _log.warning("the queue could not be counted: %s", error.sentence)
        await asyncio.sleep(QUEUE_LOOK_S)


async def _adopt_late(library: Library, late: asyncio.Queue[FileLanded]) -> None:
    """Files that a camera still held when its exposure had been given up: brought home all the same."""
    while True:
        file = await late.get()
        try:
            await asyncio.to_thread(adopt_late, library, file.path, "daemon")
        except BookcradleError as error:
            _log.error("a late file stays in incoming/: %s", error.sentence)


async def _first(*events: asyncio.Event) -> None:
    """Return as soon as one of the events is set."""
    waits = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
