"""The whole rig, made small and quick: simulated bodies, controller and pedal around the unmodified daemon.

The rig runs in the test's own process, so that a test can break it at will and ask it for the truth; the daemon is a
process of its own, as in life. `Bench` holds both, the operator's hands, and the checks that every story ends with.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import subprocess
import sys
import threading
import time
import tomllib
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from PIL import Image, ImageDraw
from sqlalchemy import select

from scanner_daemon.api.client import DaemonClient, DaemonNotRunningError, DaemonSilentError
from scanner_daemon.api.schemas import RigSnapshot, RigState
from scanner_daemon.cli.demo_operator import DemoOperator, Scanned
from scanner_daemon.cli.settings_text import settings_text
from scanner_daemon.library.health import check
from scanner_daemon.library.library import open_library
from scanner_daemon.library.models import Cycle, File, Shot, Spread, SpreadState
from scanner_daemon.simulation.control import ControlClient
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.rig import RigPlan, SimulatedRig, simulated_rig
from scanner_daemon.simulation.scenario import Scenario, read_scenario
from scanner_daemon.vocabulary import Side

PATIENCE_S = 40.0
GLANCE_S = 0.02
QUICK = Pace(platen_travel_ms=60, platen_settle_ms=20, home_ms=40, turn_ms=120, boot_ms=20)
WIDTH_PX, HEIGHT_PX = 1200, 900
PAPER = (140, 100, 1060, 800)


# ------------------------------------------------------------------------------------------------------- what is seen


class PrintedLeaves:
    """A `Scenery` whose pages all differ, and are busy enough to be told apart. Each take of a page has other bytes."""

    def __init__(self, numbers: random.Random | None = None) -> None:
        self._lock = threading.Lock()
        self._pages: dict[tuple[int, Side, str | None], bytes] = {}
        self._seed = (numbers or random.Random(1)).randrange(1 << 30)
        self._frame = _jpeg(Image.new("RGB", (160, 120), (200, 200, 190)))
        self.taken: dict[Side, list[str]] = {Side.LEFT: [], Side.RIGHT: [], Side.BOTH: []}
        """SHA-256 of every photograph, in the order of the exposures of its side."""

    def photograph(self, opening: int, side: Side, platen: str, spoiled: str | None) -> Sequence[bytes]:
        page = self._page(opening, side, spoiled)
        with self._lock:
            number = sum(map(len, self.taken.values()))
            remark = f"exposure {number} of {side.value}, platen {platen}".encode()
            comment = b"\xff\xfe" + (len(remark) + 2).to_bytes(2, "big") + remark
            taken = page[:2] + comment + page[2:]
            self.taken[side].append(hashlib.sha256(taken).hexdigest())
        return [taken]

    def preview(self, *_: object) -> bytes:
        return self._frame

    def expect(self, opening: int) -> None:
        for side in (Side.LEFT, Side.RIGHT):
            self._page(opening, side, None)

    def _page(self, opening: int, side: Side, spoiled: str | None) -> bytes:
        key = (opening, side, spoiled)
        if key not in self._pages:
            self._pages[key] = _jpeg(self._drawn(opening, side, spoiled))
        return self._pages[key]

    def _drawn(self, opening: int, side: Side, spoiled: str | None) -> Image.Image:
        photo = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (30, 30, 30))
        draw = ImageDraw.Draw(photo)
        ink = random.Random(f"{self._seed}/{opening}/{side}")
        draw.rectangle(PAPER, fill=(222, 222, 218))
        for _ in range(420):
            x, y = ink.randrange(PAPER[0] + 30, PAPER[2] - 60), ink.randrange(PAPER[1] + 30, PAPER[3] - 50)
            grey = ink.choice((25, 60, 110))
            draw.rectangle((x, y, x + ink.randrange(10, 34), y + ink.randrange(10, 26)), fill=(grey, grey, grey))
        if spoiled == "hand_in_frame":
            draw.ellipse((450, 420, 850, 1100), fill=(188, 143, 120))
        if spoiled == "out_of_place":
            moved = Image.new("RGB", photo.size, (30, 30, 30))
            moved.paste(photo, (320, 230))
            return moved
        return photo


def _jpeg(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "JPEG", quality=88)
    return made.getvalue()


# ------------------------------------------------------------------------------------------------------- the daemon


class Zygote:
    """See zygote.py."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._endings: dict[int, int] = {}

    def start(self, arguments: Sequence[str], log: Path, environment: dict[str, str]) -> int:
        order = {"arguments": list(arguments), "log": str(log), "environment": environment}
        self._pipe(self._process.stdin).write(json.dumps(order) + "\n")
        self._pipe(self._process.stdin).flush()
        while (line := self._line()) and not line.isdigit():
            continue
        assert line, "the zygote has ended"
        return int(line)

    def ended(self, pid: int) -> int:
        """Wait until the process has ended; its exit code, or minus the signal."""
        while pid not in self._endings:
            assert self._line(), "the zygote has ended"
        return self._endings[pid]

    def _line(self) -> str:
        line = self._pipe(self._process.stdout).readline().strip()
        if line.startswith("ended"):
            _, pid, code = line.split()
            self._endings[int(pid)] = int(code)
        return line

    @staticmethod
    def _pipe(pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


@contextmanager
def hatched(environment: dict[str, str] | None = None) -> Iterator[Zygote]:
    """A zygote; ``environment`` is set before its first instruction, so it can hold LD_PRELOAD."""
    command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("zygote.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    ) as process:
        try:
            yield Zygote(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(PATIENCE_S)


class RunningDaemon:
    """One life of the daemon."""

    def __init__(self, zygote: Zygote, settings: Path, log: Path, environment: dict[str, str]) -> None:
        self._zygote = zygote
        self.log = log
        self.socket = Path(tomllib.loads(settings.read_text("utf-8"))["api"]["socket"])
        self.pid = zygote.start(["daemon", "--settings", str(settings)], log, environment)
        self.running = True

    def await_answer(self) -> None:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                with DaemonClient(self.socket) as client:
                    client.snapshot()
                    return
            except (DaemonNotRunningError, DaemonSilentError):
                assert time.monotonic() < until, self.log.read_text("utf-8")[-3000:]
                assert Path(f"/proc/{self.pid}").exists(), self.log.read_text("utf-8")[-3000:]
                time.sleep(0.02)

    def children(self) -> dict[int, str]:
        """Process id to command line."""
        found = {}
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            for pid in (task / "children").read_text("ascii").split():
                found[int(pid)] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    def signal(self, number: int) -> int:
        """Send it and wait for the end; the exit code."""
        if self.running:
            os.kill(self.pid, number)
            self.running = False
        return self._zygote.ended(self.pid)


# --------------------------------------------------------------------------------------------------------- the bench


@dataclass
class Bench:
    """A rig, its library, the daemon of the moment, and the operator's hands."""

    rig: SimulatedRig
    leaves: PrintedLeaves
    control: ControlClient
    library: Path
    settings_file: Path
    zygote: Zygote
    environment: dict[str, str] = field(default_factory=dict)
    daemon: RunningDaemon | None = None
    client: DaemonClient | None = None
    book_id: str = ""
    operator: DemoOperator | None = None
    heard: list[RigSnapshot] = field(default_factory=list)
    """Every snapshot that the operator saw."""
    puts_right: Callable[[RigSnapshot], object] = lambda _: None
    """What the operator does at the rig itself, beyond pedal and program, each time that the rig tells something."""

    # ------------------------------------------------------------------------------------------------- the daemon

    def start(self) -> None:
        self.daemon = RunningDaemon(
            self.zygote, self.settings_file, self.library.with_suffix(".daemon.log"), self.environment
        )
        self.daemon.await_answer()
        self.client = DaemonClient(self.daemon.socket, answer_within_s=30)

    def end(self, number: int = 15) -> int:
        assert self.daemon is not None
        if self.client is not None:
            self.client.close()
            self.client = None
        return self.daemon.signal(number)

    def kill(self) -> None:
        self.end(9)

    @property
    def api(self) -> DaemonClient:
        assert self.client is not None
        return self.client

    # ---------------------------------------------------------------------------------------------------- the rig

    def now(self) -> RigSnapshot:
        return self.api.snapshot()

    def until(self, holds: Callable[[RigSnapshot], object], why: str = "") -> RigSnapshot:
        """Wait for something that must happen."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            now = self.now()
            if holds(now):
                return now
            assert time.monotonic() < deadline, f"{why or 'it never came to hold'}: {now}"
            time.sleep(GLANCE_S)

    def until_again(self, holds: Callable[[RigSnapshot], object]) -> RigSnapshot:
        """Like `until`, across a moment in which the daemon opens its rig, and its socket, anew."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with warnings.catch_warnings():
                # httpcore leaves the socket of a refused connection to the collector
                warnings.simplefilter("ignore", ResourceWarning)
                try:
                    now = self.now()
                except (DaemonNotRunningError, DaemonSilentError):
                    now = None
            if now is not None and holds(now):
                return now
            assert time.monotonic() < deadline, "it never came back"
            time.sleep(GLANCE_S)

    def rest(self) -> RigSnapshot:
        """Wait until nothing is under way and nothing stands in the way."""
        return self.until(lambda now: now.state is RigState.READY and not now.why)

    def begin(self, title: str = "A book", **more: object) -> str:
        """Wait for the rig, and put a new book on the cradle."""
        self.until(lambda now: all(camera.alive for camera in now.cameras.values()))
        self.homed()
        self.book_id = self.api.act("/v1/books", {"title": title, **more}).id or ""
        self.until(lambda now: now.state is RigState.READY and not now.why)
        return self.book_id

    def homed(self) -> None:
        """Wait for the home position. On a busy machine the link may fail in that move: then a person looks, and says
        so, as the rig asks.
        """

        def there(now: RigSnapshot) -> bool:
            cradle = now.cradle
            if cradle.fitted and cradle.connected and (cradle.needs_operator or cradle.fault_code):
                self.api.act("/v1/rig/release", {"looked": True})
            return not cradle.fitted or bool(cradle.homed)

        self.until(there, "homed")

    def press(self, switch: str = "fire") -> None:
        self.rig.press(switch)

    def shoot(self) -> RigSnapshot:
        """Press, and wait until the spread is captured, judged and the rig is armed again."""
        before = self.rest().last_spread
        self.press()
        return self.until(
            lambda now: (
                now.state is RigState.READY
                and not now.why
                and now.last_spread is not None
                and now.last_spread.verdict is not None
                and (before is None or _key(now) != (before.spread_id, before.version))
            )
        )

    def resume(self) -> None:
        """Put the book back on the cradle after a restart, and look at it, as the rig asks after a kill."""
        self.lay_on()
        self.homed()

    def lay_on(self) -> None:
        """Put the book back on the cradle after a restart."""
        self.until(lambda now: all(camera.alive for camera in now.cameras.values()))
        self.until(lambda now: not now.cradle.fitted or now.cradle.connected)
        self.api.act(f"/v1/books/{self.book_id}/resume")

    def scan(self, spreads: int) -> Scanned:
        """An operator who does what the rig says, until so many spreads of the book are captured and judged."""
        log = str(self.library.with_suffix(".daemon.log"))
        if self.operator is None:
            self.operator = DemoOperator(self.api, self.control, spreads, log, self._hear, glance_s=GLANCE_S)
        self.operator.continue_with(self.api, spreads)
        return self.operator.go_on()

    def _hear(self, told: RigSnapshot) -> None:
        self.heard.append(told)
        self.puts_right(told)

    # --------------------------------------------------------------------------------------------------- the truth

    @property
    def truth(self) -> dict[str, Any]:
        return self.rig.truth()

    def shown(self) -> list[tuple[int, ...]]:
        """Per spread of the book, in order: the openings of the photographs that count, left to right."""
        by_sha = self._openings()
        with open_library(self.library) as library, library.read() as session:
            rows = session.scalars(
                select(Spread)
                .where(Spread.book_id == self.book_id, Spread.deleted.is_(False))
                .order_by(Spread.sort_key)
            ).all()
            return [
                tuple(
                    by_sha[max(shot.files, key=lambda file: file.attempt).sha256]
                    for shot in sorted(spread.shots, key=lambda shot: shot.side.value)
                    if shot.state.value == "landed"
                )
                for spread in rows
            ]

    def _openings(self) -> dict[str, int]:
        counted: Counter[Side] = Counter()
        found = {}
        for seen in self.truth["exposures"]:
            side = Side(seen["side"])
            taken = self.leaves.taken[side]
            if counted[side] < len(taken):
                found[taken[counted[side]]] = seen["opening"]
            counted[side] += 1
        return found

    def on_cards(self) -> set[str]:
        """SHA-256 of every picture that still lies on a body's card."""
        found = set()
        for body in self.rig.bodies.values():
            store = body._personality.store  # type: ignore[attr-defined]  # the truth has no public window
            for stored in list(store._objects.values()):
                if len(stored.data):
                    found.add(hashlib.sha256(stored.data).hexdigest())
        return found

    def check_nothing_lost(self, *, stopped: bool = True) -> None:
        """Every picture ever taken is an original, unaltered, or still lies on its card (or aside, and named)."""
        with open_library(self.library) as library:
            health = check(library, verify=True)
            assert health.database == "ok"
            assert not health.missing
            assert not health.damaged
            if stopped:
                assert not health.unrecorded
                assert all(name.startswith("incoming/unclaimed/") for name in health.incoming), health.incoming
            aside = {hashlib.sha256(path.read_bytes()).hexdigest() for path in library.folders.unclaimed.iterdir()}
            with library.read() as session:
                rows = session.execute(select(File.sha256, Shot.side).join(Shot)).all()
            recorded = {row[0]: row[1] for row in rows}
        for side, taken in self.leaves.taken.items():
            for number, sha256 in enumerate(taken):
                where = sha256 in recorded or sha256 in aside or sha256 in self.on_cards()
                assert where, f"exposure {number} of {side.value} is nowhere"
                assert recorded.get(sha256, side) == side

    def check_no_page_turned_twice(self) -> None:
        """The controller turned each id at most once, and each leaf that went was one that was asked for."""
        turned = [turn_id for turn_id, _ in self.truth["turned_ids"]]
        assert len(turned) == len(set(turned)), f"a turn was carried out twice: {turned}"
        with open_library(self.library) as library, library.read() as session:
            asked = set(session.scalars(select(Cycle.turn_id)))
        assert set(turned) <= asked

    def check_never_exposed_with_platen_up(self) -> None:
        assert {seen["platen"] for seen in self.truth["exposures"]} <= {"down"}

    def check(self) -> None:
        """What holds at the end of every story."""
        self.check_nothing_lost()
        self.check_no_page_turned_twice()
        self.check_never_exposed_with_platen_up()

    def check_whole_book(self, spreads: int) -> None:
        """The book holds its first ``spreads`` openings in order, both sides, and `check` holds."""
        assert self.shown() == [(opening, opening) for opening in range(spreads)]
        with open_library(self.library) as library, library.read() as session:
            states = set(session.scalars(select(Spread.state).where(Spread.book_id == self.book_id)))
        assert states == {SpreadState.LANDED}
        self.check()


def _key(now: RigSnapshot) -> tuple[str, int] | None:
    return (now.last_spread.spread_id, now.last_spread.version) if now.last_spread else None


@contextmanager
def bench_on(
    folder: Path,
    drivers: Path,
    zygote: Zygote,
    plan: RigPlan,
    *,
    scenario: str = "",
    start: bool = True,
    environment: dict[str, str] | None = None,
    **sections: Any,
) -> Iterator[Bench]:
    """A running rig with a running daemon; ``sections`` change the daemon's settings."""
    if scenario:
        file = folder / "scenario.toml"
        file.write_text(scenario, "utf-8")
        plan = replace(plan, scenario=read_scenario(file))
    leaves = PrintedLeaves()
    with ExitStack() as stack:
        rig = stack.enter_context(simulated_rig(plan, leaves, drivers))
        settings = rig.settings(folder / "library", rig.folder / "d.sock", min_free_bytes=0)
        for name, section in sections.items():
            settings[name] = {**settings[name], **section}
        settings_file = folder / "bookcradle.toml"
        settings_file.write_text(settings_text(settings), "utf-8")
        control = stack.enter_context(ControlClient(rig.control_socket))
        bench = Bench(rig, leaves, control, folder / "library", settings_file, zygote, environment or {})
        try:
            if start:
                bench.start()
            yield bench
        finally:
            if bench.daemon is not None and bench.daemon.running:
                bench.end()


def quick_plan(**changes: Any) -> RigPlan:
    """Bodies and mechanics that take next to no time."""
    timing = BodyTiming.instant(exposure_ms=1.0, live_view_fps=4.0)
    return replace(RigPlan(openings=12, timing=timing, pace=QUICK, scenario=Scenario()), **changes)
