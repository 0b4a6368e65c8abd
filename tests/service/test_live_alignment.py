"""Live alignment measures the newest frame of each camera while somebody reads, and never more than that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from scanner_daemon.api.measurements import MeasurementFeed, MeasurementReader
from scanner_daemon.api.schemas import (
    ALIGNMENT,
    Alignment,
    BookInHand,
    LastSpread,
    Measurement,
    RigSnapshot,
    VerdictGiven,
)
from scanner_daemon.clock import SystemClock
from scanner_daemon.service import live_alignment
from scanner_daemon.service.live_alignment import LiveAlignment
from scanner_daemon.vocabulary import Level, Side
from scanner_daemon.workers.alignment_meter import MeasuringProcess, MeterGone

DEADLINE_S = 10.0


class Body:
    """A camera that shows what the test puts before it."""

    rotate_degrees = 90
    serial = "7"

    def __init__(self) -> None:
        self.frame: tuple[int, bytes] | None = None
        self.preview_at_ns = 0

    def latest_preview(self) -> tuple[int, bytes] | None:
        return self.frame

    def show(self, number: int) -> None:
        self.frame = (number, f"frame {number}".encode())
        self.preview_at_ns = SystemClock().monotonic_ns()


class Measuring(MeasuringProcess):
    """Answers at once, or when it is let go; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(None)
        self.asked: list[tuple[dict[str, Any], bytes]] = []
        self.free = asyncio.Event()
        self.free.set()
        self.fails = 0
        self.closed = 0
        self.up = False

    @property
    def pid(self) -> int | None:
        return 1 if self.up else None

    async def measure(self, request: dict[str, Any], jpeg: bytes) -> dict[str, Any] | None:
        self.up = True
        self.asked.append((request, jpeg))
        await self.free.wait()
        if self.fails:
            self.fails -= 1
            raise MeterGone
        if jpeg == b"frame 13":
            return None
        return {"side": request["side"], "frame_size_px": [960, 640], "offset_y": 1.5, "unit": "mm", "confidence": 1}

    async def close(self) -> None:
        self.closed += 1
        self.up = False


class Stand:
    """Live alignment with everything around it, running."""

    def __init__(self) -> None:
        self.left, self.right = Body(), Body()
        self.process = Measuring()
        self.feed = MeasurementFeed()
        clock = SystemClock()
        self.snapshot = RigSnapshot(boot="b", revision=0, at=clock.utc())
        self.alignment = LiveAlignment(
            {Side.LEFT: self.left, Side.RIGHT: self.right}, self.process, self.feed, lambda: self.snapshot, clock
        )

    def change(self, **fields: Any) -> None:
        self.snapshot = self.snapshot.model_copy(update=fields)

    def asked_of(self, side: Side) -> list[bytes]:
        return [jpeg for request, jpeg in self.process.asked if request["side"] == side.value]


@asynccontextmanager
async def running() -> AsyncIterator[Stand]:
    stand = Stand()
    task = asyncio.create_task(stand.alignment.run())
    try:
        yield stand
    finally:
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not holds():
            await asyncio.sleep(0.002)


async def next_of(reader: MeasurementReader, side: Side) -> Measurement:
    async with asyncio.timeout(DEADLINE_S):
        while True:
            for measurement in await reader.newest(DEADLINE_S):
                if measurement.side is side:
                    return measurement


async def settled() -> None:
    """Let everything that is about to happen happen."""
    for _ in range(50):
        await asyncio.sleep(0.001)


async def test_nothing_is_measured_while_nobody_reads() -> None:
    async with running() as stand:
        stand.left.show(1)
        await settled()
        assert stand.process.asked == []


async def test_a_reader_gets_what_was_measured_of_both_cameras() -> None:
    async with running() as stand:
        with stand.feed.read() as reader:
            stand.left.show(4)
            stand.right.show(9)
            told: dict[Side, Measurement] = {}
            async with asyncio.timeout(DEADLINE_S):
                while len(told) < 2:
                    told |= {measurement.side: measurement for measurement in await reader.newest(DEADLINE_S)}
        for side, number in ((Side.LEFT, 4), (Side.RIGHT, 9)):
            assert (told[side].name, told[side].value, told[side].unit) == (ALIGNMENT, 1.5, "mm")
            alignment = Alignment.model_validate(told[side].detail)
            assert alignment.frame_number == number
            assert alignment.side is side
            assert alignment.age_ms >= 0


async def test_a_frame_is_measured_once() -> None:
    async with running() as stand:
        with stand.feed.read():
            stand.left.show(1)
            await until(lambda: len(stand.process.asked) == 1)
            await settled()
        assert stand.asked_of(Side.LEFT) == [b"frame 1"]


async def test_frames_that_come_while_one_is_measured_are_dropped_but_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live_alignment, "FRAMES_PER_SECOND", 1e6)
    async with running() as stand:
        stand.process.free.clear()
        with stand.feed.read():
            stand.left.show(1)
            await until(lambda: len(stand.process.asked) == 1)
            for number in (2, 3, 4):
                stand.left.show(number)
            stand.process.free.set()
            await until(lambda: len(stand.process.asked) == 2)
        assert stand.asked_of(Side.LEFT) == [b"frame 1", b"frame 4"]


async def test_a_busy_camera_does_not_starve_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_alignment, "FRAMES_PER_SECOND", 200.0)
    async with running() as stand:
        with stand.feed.read():
            for number in range(1, 40):
                stand.left.show(number)
                stand.right.show(number)
                await asyncio.sleep(0.005)
            await until(lambda: len(stand.process.asked) > 20)
        left, right = len(stand.asked_of(Side.LEFT)), len(stand.asked_of(Side.RIGHT))
        assert abs(left - right) <= 2


async def test_a_crash_of_the_process_costs_a_measurement_and_nothing_else() -> None:
    async with running() as stand:
        stand.process.fails = 1
        with stand.feed.read() as reader:
            stand.left.show(1)
            await until(lambda: stand.process.fails == 0)
            stand.left.show(2)
            assert (await next_of(reader, Side.LEFT)).detail["frame_number"] == 2


async def test_a_frame_that_is_no_picture_is_passed_over() -> None:
    async with running() as stand:
        with stand.feed.read() as reader:
            stand.left.show(13)
            await until(lambda: len(stand.process.asked) == 1)
            stand.left.show(14)
            assert (await next_of(reader, Side.LEFT)).detail["frame_number"] == 14


async def test_the_process_goes_some_time_after_the_last_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_alignment, "LINGER_S", 0.05)
    async with running() as stand:
        with stand.feed.read():
            stand.left.show(1)
            await until(lambda: stand.process.up)
        await until(lambda: stand.process.closed == 1)
        await settled()
        assert stand.process.closed == 1
        with stand.feed.read() as reader:
            stand.left.show(2)
            assert (await next_of(reader, Side.LEFT)).detail["frame_number"] == 2


def spread(spread_id: str, level: Level | None) -> LastSpread:
    verdict = None if level is None else VerdictGiven(level=level)
    return LastSpread(spread_id=spread_id, position=1, verdict=verdict)


async def test_the_meter_is_told_of_another_book_and_of_the_first_spread_that_is_accepted() -> None:
    async with running() as stand:
        with stand.feed.read() as reader:
            numbers = iter(range(1, 100))

            async def first() -> str | None:
                stand.left.show(next(numbers))
                await next_of(reader, Side.LEFT)
                word = stand.process.asked[-1][0].get("first")
                return None if word is None else str(word)

            assert await first() is None
            stand.change(book=BookInHand(book_id="one", title="One"), last_spread=spread("old", Level.GREEN))
            assert await first() == "forget"
            assert await first() is None
            stand.change(last_spread=spread("s1", None))
            assert await first() is None
            stand.change(last_spread=spread("s1", Level.RED))
            assert await first() is None
            stand.change(last_spread=spread("s2", Level.AMBER))
            assert await first() == "take"
            assert await first() is None
            stand.change(book=BookInHand(book_id="two", title="Two"))
            assert await first() == "forget"
