"""A rig of fakes on a clock of its own: time passes only when everybody waits, so every run is exact and repeatable.

The fakes take faults by call, and write down what was done to them in one log that the tests read as the truth.
"""

from __future__ import annotations

import asyncio
import selectors
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import Executor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

import pytest

from scanner_daemon.capture.controller import BookOnCradle, Controller, Refused
from scanner_daemon.capture.execution import Deadlines, Rig
from scanner_daemon.capture.ports import (
    CameraIdentity,
    CradleEvent,
    CradleEventKind,
    CradleStatus,
    Cue,
    CycleTiming,
    ExposureConfirmed,
    ExposureEvent,
    FileLanded,
    Intent,
    LandedSpread,
    PedalPressed,
    PedalSwitch,
    PlatenSettled,
    ShutterCommanded,
    ShutterTiming,
    TurnResult,
)
from scanner_daemon.capture.states import Phase
from scanner_daemon.capture.view import CaptureView
from scanner_daemon.errors import BookcradleError
from scanner_daemon.inspection.verdict import Verdict
from scanner_daemon.settings import CaptureSettings
from scanner_daemon.vocabulary import FileKind, Level, ShotRole, Side

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
A_BOOK = BookOnCradle("book")


class Broken(BookcradleError):
    """A fault that a test injected."""

    code = "broken"
    what = "The {part} broke."
    remedy = "Mend it."


class _NeverWakes(RuntimeError):
    """Every task waits for something that will not happen."""


class _Jumping(selectors.DefaultSelector):
    """Does not sleep: tells the loop's clock to jump instead."""

    def __init__(self) -> None:
        super().__init__()
        self.ns = 1_000_000_000

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise _NeverWakes
        self.ns += round(timeout * 1e9) if timeout <= 0 else max(1, round(timeout * 1e9))
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose time jumps to the next timer; work for threads is done on the spot."""

    def __init__(self) -> None:
        self.jumping = _Jumping()
        super().__init__(self.jumping)

    def time(self) -> float:
        return self.jumping.ns / 1e9

    def run_in_executor(self, executor: Executor | None, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        done: asyncio.Future[T] = self.create_future()
        done.set_result(func(*args))
        return done


class VirtualClock:
    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def monotonic_ns(self) -> int:
        return self._loop.jumping.ns

    def utc(self) -> datetime:
        return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=self._loop.time())


@dataclass(frozen=True)
class Did:
    """One line of the log."""

    at_ns: int
    what: str
    detail: Any = None


@dataclass
class World:
    """The truth that all fakes share."""

    loop: VirtualLoop
    log: list[Did] = field(default_factory=list)
    platen: str = "up"
    stopped: bool = False
    faults: dict[str, deque[str]] = field(default_factory=dict)

    @property
    def now(self) -> int:
        return self.loop.jumping.ns

    def hold(self, part: str) -> None:
        """The controller moves nothing while the stop is latched."""
        if self.stopped:
            raise Broken(part=part)

    def did(self, what: str, detail: Any = None) -> None:
        self.log.append(Did(self.now, what, detail))

    def fault(self, call: str) -> str:
        """The next fault scripted for this call: ``""``, ``error``, ``hang``, or a word of the call's own."""
        script = self.faults.get(call)
        return script.popleft() if script else ""

    async def obey(self, call: str) -> str:
        match self.fault(call):
            case "error":
                raise Broken(part=call)
            case "bug":
                raise ZeroDivisionError(call)
            case "hang":
                await asyncio.sleep(10_000)
            case other:
                return other
        return ""


class FakeCamera:
    def __init__(self, world: World, side: Side) -> None:
        self._world = world
        self.side = side
        self.alive = True
        self.battery_percent: int | None = 90
        self.timing = ShutterTiming(lag_ms=60, exposure_ms=20, guard_ms=15)
        self.arm_ms = 100
        self.download_ms = 800
        self.live = False

    @property
    def identity(self) -> CameraIdentity | None:
        return CameraIdentity(self.side, f"serial-{self.side.value}", "D7500", "nikon") if self.alive else None

    async def start_live_view(self) -> None:
        await self._world.obey(f"live_view {self.side.value}")
        self.live = True

    def latest_preview(self) -> tuple[int, bytes] | None:
        return None

    async def arm(self) -> None:
        await asyncio.sleep(self.arm_ms / 1000)
        await self._world.obey(f"arm {self.side.value}")
        if not self.alive:
            raise Broken(part=f"{self.side.value} camera")
        self.live = False

    async def expose(self, at_ns: int, incoming: Path, stem: str) -> AsyncIterator[ExposureEvent]:
        world, side = self._world, self.side
        call = f"expose {side.value}"
        fault = world.fault(call)
        if fault == "refused":
            raise Broken(part=call)
        await asyncio.sleep(max(0, at_ns - world.now) / 1e9)
        world.did("fired", (side, world.platen, stem))
        now = world.now
        if fault == "hang":
            await asyncio.sleep(10_000)
        yield ShutterCommanded(side, now, self.timing.predicted_end_ns(now))
        if fault == "not_confirmed":
            raise Broken(part=call)
        await asyncio.sleep((self.timing.lag_ms + self.timing.exposure_ms) / 1000)
        world.did("shutter closed", side)
        yield ExposureConfirmed(side, world.now)
        await asyncio.sleep(self.download_ms / 1000)
        if fault == "not_landed":
            raise Broken(part=call)
        if fault == "nothing":
            return
        for kind in (FileKind.JPEG, FileKind.RAW):
            path = incoming / f"{stem}.{kind.value}"
            world.did("landed", (side, path.name))
            yield FileLanded(side, world.now, path, kind, f"sha-{path.name}", 8_000_000)
            if fault == "half_landed":
                raise Broken(part=call)


class FakeCradle:
    def __init__(self, world: World, *, platen_motor: bool = True, turner: bool = True) -> None:
        self._world = world
        self.has_platen_motor = platen_motor
        self.has_turner = turner
        self.status = CradleStatus(connected=platen_motor or turner, homed=True if platen_motor else None)
        self.results: dict[int, TurnResult] = {}
        self._told: asyncio.Queue[CradleEvent] = asyncio.Queue()
        self.heard: list[Cue] = []
        if not platen_motor:
            world.platen = "by hand"

    def tell(self, kind: CradleEventKind, **changes: Any) -> None:
        self.status = replace(self.status, **changes)
        self._told.put_nowait(CradleEvent(kind, self._world.now, self.status))

    async def events(self) -> AsyncIterator[CradleEvent]:
        while True:
            yield await self._told.get()

    async def home(self) -> None:
        self._world.platen = "up"

    async def _move(self, call: str, while_moving: str, after: str, seconds: float) -> None:
        self._world.hold(call)
        self._world.did(call)
        self._world.platen = while_moving
        await self._world.obey(call)
        await asyncio.sleep(seconds)
        self._world.hold(call)
        self._world.platen = after

    async def lower_platen(self) -> PlatenSettled:
        commanded = self._world.now
        await self._move("lower", "moving", "down", 0.5)
        return PlatenSettled(commanded, self._world.now)

    async def raise_platen(self) -> None:
        await self._move("raise", "moving", "up", 0.4)

    async def turn_page(self, turn_id: int) -> TurnResult:
        world = self._world
        world.hold("turner")
        world.did("turn", turn_id)
        self.results[turn_id] = TurnResult.UNKNOWN
        outcome = await world.obey("turn")
        await asyncio.sleep(1.5)
        if outcome == "done_unheard":
            self.results[turn_id] = TurnResult.DONE
            raise Broken(part="link")
        result = TurnResult(outcome) if outcome else TurnResult.DONE
        if world.stopped:
            result = TurnResult.UNKNOWN
        self.results[turn_id] = result
        return result

    async def turn_result(self, turn_id: int) -> TurnResult:
        await self._world.obey("turn_result")
        return self.results.get(turn_id, TurnResult.NEVER_STARTED)

    async def cue(self, cue: Cue) -> None:
        await self._world.obey("cue")
        self._world.did("cue", cue)
        self.heard.append(cue)

    async def emergency_stop(self, reason: str) -> None:
        self._world.stopped = True
        self._world.did("stop", reason)
        await self._world.obey("stop")

    async def release(self) -> None:
        await self._world.obey("release")
        self._world.stopped = False
        self.status = replace(self.status, emergency_stop_latched=False, fault_code=None, needs_operator=False)
        await asyncio.sleep(2.0)
        if self.has_platen_motor:
            self._world.platen = "up"


@dataclass
class Row:
    """A version of a spread, as the library keeps it."""

    intent: Intent
    files: tuple[FileLanded, ...] = ()
    state: str = "intended"
    missing: tuple[Side, ...] = ()
    why: str = ""
    verdict: Verdict | None = None
    timing: CycleTiming | None = None
    completed: CycleTiming | None = None


class FakeJournal:
    def __init__(self, world: World) -> None:
        self._world = world
        self.rows: list[Row] = []
        self.turns: dict[int, TurnResult | None] = {}
        self.kinds: list[str] = []
        self.pending: Intent | None = None
        self.last_position = 0
        self.unfinished_at: int | None = None
        self.unturned_at: int | None = None
        self.last: tuple[LandedSpread, Verdict | None] | None = None
        self.taken_out: dict[str, int] = {}

    def row(self, intent: Intent) -> Row:
        return next(row for row in self.rows if row.intent == intent)

    async def intend(
        self,
        book_id: str,
        position: int | None,
        sides: Sequence[Side],
        *,
        re_shoot: bool,
        operator: str,
        insert: bool = False,
        role: ShotRole = ShotRole.PAGE,
    ) -> Intent:
        await asyncio.sleep(0.001)
        await self._world.obey("intend")
        number = len(self.rows) + 1
        if position is None or insert:
            self.last_position += 1
        at = position if position is not None else self.last_position
        version = 1 + sum(row.intent.position == at for row in self.rows) if re_shoot else 1
        shots = {side: f"shot{number}{side.value}" for side in sides}
        intent = Intent(f"spread{at}", book_id, at, 1000 + number, shots, version, role)
        self.rows.append(Row(intent))
        self._world.did("intended", intent)
        return intent

    async def landed(self, spread: LandedSpread, timing: CycleTiming) -> LandedSpread:
        await asyncio.sleep(0.01)
        await self._world.obey("landed")
        row = self.row(spread.intent)
        row.state, row.files, row.timing = "landed", tuple(spread.files), timing
        self._world.did("committed", spread.intent.position)
        return spread

    async def incomplete(self, spread: LandedSpread, missing: Sequence[Side], why: str, timing: CycleTiming) -> None:
        await self._world.obey("incomplete")
        row = self.row(spread.intent)
        row.state, row.files, row.missing, row.why = "incomplete", tuple(spread.files), tuple(missing), why
        self._world.did("incomplete", (spread.intent.position, tuple(missing)))

    async def timing_completed(self, intent: Intent, timing: CycleTiming) -> None:
        self.row(intent).completed = timing

    async def judged(self, intent: Intent, verdict: Verdict) -> None:
        await self._world.obey("judged")
        self.row(intent).verdict = verdict
        self._world.did("judged", (intent.position, verdict.level))

    async def turn_started(self, intent: Intent) -> None:
        await self._world.obey("turn_started")
        self.turns[intent.turn_id] = None

    async def turn_ended(self, intent: Intent, result: TurnResult) -> None:
        await self._world.obey("turn_ended")
        self.turns[intent.turn_id] = result

    async def pending_turn(self, book_id: str) -> Intent | None:
        return self.pending

    async def unturned(self, book_id: str) -> int | None:
        return self.unturned_at

    async def last_spread(self, book_id: str) -> tuple[LandedSpread, Verdict | None] | None:
        return self.last

    async def unfinished(self, book_id: str) -> int | None:
        return self.unfinished_at

    async def delete(self, book_id: str, position: int, *, operator: str) -> int:
        self.last_position -= 1
        self.taken_out[f"spread{position}"] = position
        return self.last_position

    async def undelete(self, spread_id: str, *, operator: str) -> tuple[int, int] | None:
        position = self.taken_out.pop(spread_id, None)
        if position is None:
            return None
        self.last_position += 1
        return position, self.last_position

    async def event(self, kind: str, operator: str, **details: str | int | float | None) -> None:
        self.kinds.append(kind)


class FakeInspector:
    def __init__(self, world: World) -> None:
        self._world = world
        self.levels: deque[Level] = deque()
        self.verdicts: deque[Verdict] = deque()
        """Whole verdicts, where a level alone does not say enough; they go first."""
        self.matching: deque[bool | None] = deque()
        self.judge_ms = 300

    async def judge(self, spread: LandedSpread) -> Verdict:
        await asyncio.sleep(self.judge_ms / 1000)
        await self._world.obey("judge")
        if self.verdicts:
            return self.verdicts.popleft()
        return Verdict(self.levels.popleft() if self.levels else Level.GREEN)

    async def matches(self, spread: LandedSpread, target_spread_id: str) -> bool | None:
        await asyncio.sleep(0.2)
        await self._world.obey("matches")
        self._world.did("matched", target_spread_id)
        return self.matching.popleft() if self.matching else True


@dataclass
class Bench:
    """A controller among fakes, and the words to play with it."""

    world: World
    cameras: dict[Side, FakeCamera]
    cradle: FakeCradle
    journal: FakeJournal
    inspector: FakeInspector
    controller: Controller
    views: list[CaptureView]
    free_bytes: list[int]
    lookers: list[Callable[[CaptureView], object]]

    def script(self, call: str, *faults: str) -> None:
        """The next calls of this name do these things, in turn."""
        self.world.faults.setdefault(call, deque()).extend(faults)

    @property
    def phase(self) -> Phase:
        return self.controller.view.phase

    @property
    def why(self) -> str | None:
        """The code of why the rig is where it is."""
        why = self.controller.view.why
        return why.code if why is not None else None

    def must_be(self, phase: Phase) -> None:
        """An assertion about now that says nothing of later."""
        assert self.phase is phase

    def did(self, what: str) -> list[Did]:
        return [line for line in self.world.log if line.what == what]

    def details(self, what: str) -> list[Any]:
        return [line.detail for line in self.did(what)]

    async def press(self, switch: PedalSwitch = PedalSwitch.FIRE) -> None:
        await self.controller.press(PedalPressed(self.world.now, switch, "test"))

    async def refused(self, asking: Awaitable[object]) -> str:
        """The code of the refusal that this must meet."""
        with pytest.raises(Refused) as refusal:
            await asking
        return refusal.value.reasons[0].code

    async def until(self, *phases: Phase, within_s: float = 60) -> None:
        """Let time pass until the rig is in one of these phases."""
        async with asyncio.timeout(within_s):
            while self.phase not in phases:
                await asyncio.sleep(0.001)

    async def settled(self) -> None:
        """Let the spread, its turn and its verdict come to their end."""
        assert await self.controller.rest(120)
        await asyncio.sleep(0.05)

    async def shoot(self) -> None:
        """One press, and everything that follows from it."""
        await self.press()
        await self.settled()


@asynccontextmanager
async def bench(
    *,
    sides: tuple[Side, ...] = (Side.LEFT, Side.RIGHT),
    platen_motor: bool = True,
    turner: bool = True,
    book: BookOnCradle = A_BOOK,
    before: Callable[[Bench], object] = lambda _: None,
    **settings: Any,
) -> AsyncIterator[Bench]:
    """A rig of these parts with a book on it; ``before`` prepares the fakes before the controller starts."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    world = World(loop)
    cameras = {side: FakeCamera(world, side) for side in sides}
    cradle = FakeCradle(world, platen_motor=platen_motor, turner=turner)
    journal, inspector = FakeJournal(world), FakeInspector(world)
    views: list[CaptureView] = []
    free_bytes = [10**12]
    rig = Rig(cameras, cradle, journal, inspector, VirtualClock(loop), Path("/nowhere/incoming"), lambda: free_bytes[0])
    lookers: list[Callable[[CaptureView], object]] = [views.append]

    def look(view: CaptureView) -> None:
        for looker in lookers:
            looker(view)

    controller = Controller(rig, CaptureSettings(**settings), look, deadlines=Deadlines())
    made = Bench(world, cameras, cradle, journal, inspector, controller, views, free_bytes, lookers)
    before(made)
    async with controller:
        journal.last_position = book.last_position
        await controller.open_book(book)
        await asyncio.sleep(0.2)
        yield made


def play(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine function on a clock of its own."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(scene())


@dataclass(frozen=True)
class Stage:
    """What the tests get: how to build a rig, and how to play a scene on it."""

    bench: Callable[..., AbstractAsyncContextManager[Bench]]
    play: Callable[[Callable[[], Coroutine[Any, Any, None]]], None]


@pytest.fixture(scope="session")
def stage() -> Stage:
    return Stage(bench, play)
