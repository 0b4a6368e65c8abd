"""Live alignment: the newest frames of all cameras go to the measuring process, what it finds goes to who listens.

It runs only while somebody reads measurements and frames come. A frame that comes while another is being measured is
dropped, unless it is still the newest afterwards; nothing waits, and nothing here can hold up a capture.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from scanner_daemon.api.measurements import MeasurementFeed
from scanner_daemon.api.schemas import ALIGNMENT, Alignment, Measurement, RigSnapshot
from scanner_daemon.clock import Clock, elapsed_ms
from scanner_daemon.vocabulary import Level, Side
from scanner_daemon.workers.alignment_meter import MeasuringProcess, MeterGone

__all__ = ["LiveAlignment", "LiveFrames", "open_live_alignment"]

_log = logging.getLogger(__name__)
FRAMES_PER_SECOND = 17.0
"""For each camera; the operator's hand is slower, and the processor has other things to do."""
LOOK_EVERY_S = 0.008
LINGER_S = 10.0
"""How long the process is kept after the last reader has gone, who may be a program that is restarted."""
_MOST_LATE_S = 0.1


class LiveFrames(Protocol):
    """What is asked of a camera."""

    @property
    def rotate_degrees(self) -> int: ...
    @property
    def preview_at_ns(self) -> int:
        """When the body gave the newest frame, by the monotonic clock."""
        ...

    def latest_preview(self) -> tuple[int, bytes] | None: ...
    @property
    def serial(self) -> str: ...


class LiveAlignment:
    """Lives on the event loop. Use `open_live_alignment`."""

    def __init__(
        self,
        cameras: Mapping[Side, LiveFrames],
        process: MeasuringProcess,
        feed: MeasurementFeed,
        snapshot: Callable[[], RigSnapshot],
        clock: Clock,
    ) -> None:
        self._cameras = cameras
        self._process = process
        self._feed = feed
        self._snapshot = snapshot
        self._clock = clock
        self._shown: dict[Side, int] = {}
        self._due_s: dict[Side, float] = dict.fromkeys(cameras, 0.0)
        self._book: dict[Side, str | None] = {}
        self._taken: dict[Side, str | None] = {}

    async def run(self) -> None:
        """Measure while somebody reads, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout(LINGER_S if self._process.pid is not None else None):
                    await self._feed.until_watched()
            except TimeoutError:
                await self._process.close()
                continue
            side = self._due(loop.time())
            if side is None:
                await asyncio.sleep(LOOK_EVERY_S)
            else:
                with contextlib.suppress(MeterGone):  # it has been told, and the process starts again
                    await self._measure(side, loop.time())

    def _due(self, now_s: float) -> Side | None:
        """The camera that has waited longest among those with a new frame whose time has come."""
        ready = []
        for side, camera in self._cameras.items():
            newest = camera.latest_preview()
            if newest is not None and newest[0] != self._shown.get(side) and now_s >= self._due_s[side]:
                ready.append(side)
        return min(ready, key=self._due_s.__getitem__, default=None)

    async def _measure(self, side: Side, now_s: float) -> None:
        camera = self._cameras[side]
        newest = camera.latest_preview()
        if newest is None:
            return
        number, jpeg = newest
        taken_ns = camera.preview_at_ns
        self._shown[side] = number
        # the next one is due on a grid, so that frames which come at another rate still give this one on average
        self._due_s[side] = max(self._due_s[side] + 1 / FRAMES_PER_SECOND, now_s - _MOST_LATE_S)
        request: dict[str, Any] = {
            "side": side.value,
            "serial": camera.serial,
            "rotate_degrees": camera.rotate_degrees,
            "at_s": taken_ns / 1e9,
        }
        told = await self._process.measure(request | self._first_spread(side), jpeg)
        if told is None:
            return
        age_ms = max(0.0, elapsed_ms(taken_ns, self._clock.monotonic_ns()))
        alignment = Alignment.model_validate(told | {"frame_number": number, "age_ms": round(age_ms, 2)})
        self._feed.publish(
            Measurement(
                name=ALIGNMENT,
                side=side,
                value=alignment.offset_y,
                unit=alignment.unit,
                at=self._clock.utc(),
                detail=alignment.model_dump(mode="json"),
            )
        )

    def _first_spread(self, side: Side) -> dict[str, str]:
        """What to tell the meter of the book: count anew with another one, and from a spread that was accepted."""
        snapshot = self._snapshot()
        book_id = snapshot.book.book_id if snapshot.book is not None else None
        if book_id != self._book.get(side):
            self._book[side] = book_id
            self._taken[side] = snapshot.last_spread.spread_id if snapshot.last_spread is not None else None
            return {"first": "forget"}
        last = snapshot.last_spread
        if book_id is None or last is None or last.verdict is None or last.spread_id == self._taken.get(side):
            return {}
        self._taken[side] = last.spread_id
        return {"first": "take"} if last.verdict.level is not Level.RED else {}


@asynccontextmanager
async def open_live_alignment(
    cameras: Mapping[Side, LiveFrames],
    profile: Path | None,
    feed: MeasurementFeed,
    snapshot: Callable[[], RigSnapshot],
    clock: Clock,
) -> AsyncIterator[LiveAlignment]:
    """Live alignment, running until the block ends. ``profile`` must have been read once: it is known to be good."""
    process = MeasuringProcess(profile)
    alignment = LiveAlignment(cameras, process, feed, snapshot, clock)
    running = asyncio.create_task(alignment.run(), name="live alignment")
    running.add_done_callback(_told)
    try:
        yield alignment
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await running
        await process.close()


def _told(task: asyncio.Task[None]) -> None:
    """Live alignment ends with its block; if it ended before, the book goes on without it, and the log says so."""
    if not task.cancelled() and task.exception() is not None:
        _log.error("live alignment has ended", exc_info=task.exception())
