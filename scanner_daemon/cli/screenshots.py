"""`make screenshots`: real pictures of every screen, of the real program before a real daemon and the rig in a box.

`python -m scanner_daemon.cli.screenshots --out FOLDER [--only NAME] [--look]`; with ``--look`` every picture is taken
at 1366 x 768, at 1920 x 1080, and at 1366 x 768 on a display of 200 %, for whoever judges how it looks.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import RigSnapshot, RigState
from scanner_daemon.cli.bench_operator import wait_until_whole
from scanner_daemon.cli.demo_operator import DemoOperator
from scanner_daemon.cli.processes import DaemonProcess, daemon_process, rig_process
from scanner_daemon.cli.steered_gui import SteeredGui, steered_gui
from scanner_daemon.cli.work_commands import work_night
from scanner_daemon.library.library import open_library
from scanner_daemon.settings import LibrarySettings
from scanner_daemon.simulation.control import ControlClient

__all__ = ["SHOTS", "Set", "Shot", "main"]

SPREADS = 7
EXPECTED = 38
LOOK_AGAIN_S = 0.05
PATIENCE_S = 60.0
LIVE_S = 2.5
"""Until live views run and the alignment has measured."""
LARGE_PICTURE_MS = 4_000
NOTICE_MS = 7_000
"""Until what is told in passing, of the night's work, is gone."""
JPEG_QUALITY = 88
SMALL, LARGE = (1366, 768), (1920, 1080)
SCENARIO = """
[[fault]]
spread = 3
moment = "exposing"
part = "left"
kind = "out_of_focus"

[[fault]]
spread = 6
moment = "exposing"
part = "operator"
kind = "hand_in_frame"
"""


@dataclass(frozen=True)
class Set:
    """What a picture is taken of: the rig in a box, its daemon, and the program before it."""

    gui: SteeredGui
    client: DaemonClient
    rig: ControlClient
    operator: DemoOperator
    daemon: DaemonProcess

    def until(self, holds: Callable[[RigSnapshot], bool]) -> RigSnapshot:
        """Wait for the rig. Raises TimeoutError."""
        deadline = time.monotonic() + PATIENCE_S
        while not holds(now := self.client.snapshot()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"the rig stayed in {now.state.value}: {now.why}")
            time.sleep(LOOK_AGAIN_S)
        return now


@dataclass(frozen=True)
class Shot:
    """One picture: how the program is brought there, and how it looks."""

    name: str
    screen: str
    prepare: Callable[[Set], None] = lambda _: None
    after: Callable[[Set], None] = lambda _: None
    size: tuple[int, int] = SMALL
    theme: str = "dark"
    language: str = "en"
    photographic: bool = False
    state: str = ""
    """Of the rig, in which it is taken; empty: as it is when all has come."""
    by_hand: bool = False
    """Of a cradle that is moved by hand, where the operator is told to turn."""

    @property
    def file(self) -> str:
        """Photographs are kept as JPEG, everything else as PNG."""
        return f"{self.name}.{'jpg' if self.photographic else 'png'}"


def _live(on: Set) -> None:
    on.until(lambda now: now.state is RigState.READY and not now.why)
    on.gui.ask("wait", ms=round(LIVE_S * 1000))


def _unplug(on: Set) -> None:
    on.rig.ask("unplug", part="right")
    on.until(lambda now: bool(now.why) and bool(now.faults))


def _plug_in(on: Set) -> None:
    on.rig.ask("plug", part="right")
    on.until(lambda now: not now.why)


def _keys(*keys: str) -> Callable[[Set], None]:
    def press(on: Set) -> None:
        for key in keys:
            on.gui.ask("key", keys=[key])
            on.gui.ask("settle")

    return press


def _closely(on: Set) -> None:
    """The last spread's page of text with its words; the large picture comes over a network of its own."""
    _keys("End", "Return", "S", "W")(on)
    on.gui.ask("wait", ms=LARGE_PICTURE_MS)


def _press(on: Set) -> None:
    _live(on)
    on.rig.ask("press", switch="fire")


def _landed(on: Set) -> None:
    on.rig.ask("turn")
    on.until(lambda now: now.state is RigState.READY and now.last_spread is not None and bool(now.last_spread.verdict))


SHOTS: Sequence[Shot] = (
    Shot("capture-ready", "capture", _live, size=LARGE, photographic=True),
    Shot("capture-turn", "capture", _press, _landed, photographic=True, state=RigState.TURN.value, by_hand=True),
    Shot("capture-german", "capture", _live, language="de", photographic=True),
    Shot("capture-fault", "capture", _unplug, _plug_in, photographic=True),
    Shot("keys", "capture", _keys("?"), _keys("Esc")),
    Shot("review", "review", photographic=True),
    Shot("review-detail", "review", _closely, _keys("W", "Esc"), size=LARGE, photographic=True),
    Shot("books", "books"),
    Shot("queue", "queue", _keys("D")),
    Shot("queue-light", "queue", _keys("D"), theme="light"),
    Shot("rig", "rig", _keys("6"), _keys("1")),
    Shot("faults", "faults", _unplug, _plug_in),
    Shot("settings", "settings"),
)


@contextmanager
def stage(folder: Path, *, by_hand: bool) -> Iterator[Set]:
    """A rig that has captured a part of a book, whose pages are read, and the program that has watched it.

    ``by_hand``: the cradle has no motor, nothing goes wrong on it, and its pages are not looked at.
    """
    scenario = folder / "scenario.toml"
    scenario.write_text("" if by_hand else SCENARIO, "utf-8")
    library = folder / "library"
    arguments = ["--spreads", str(SPREADS + 6), "--scenario", str(scenario)]
    arguments += ["--controller", "none"] if by_hand else []
    with ExitStack() as stack:
        rig = stack.enter_context(rig_process(library, arguments))
        daemon = stack.enter_context(daemon_process(rig.settings_file, folder / "daemon.log"))
        client = stack.enter_context(DaemonClient(daemon.socket))
        control = stack.enter_context(ControlClient(rig.control_socket))
        gui = stack.enter_context(steered_gui(daemon.socket, folder, screen="capture"))
        gui.until(lambda now: now["connected"], "connected")
        gui.ask("prefer", name="language", value="en")
        wait_until_whole(client)
        operator = DemoOperator(client, control, SPREADS, str(daemon.log), lambda _: None)
        client.act("/v1/books", {"title": "A Cabinet of English Prose", "expected_spreads": EXPECTED})
        operator.go_on()
        where = LibrarySettings(folder=library.absolute())
        if not by_hand:
            with open_library(where) as opened:
                work_night(opened, where, show=False)
            gui.ask("wait", ms=NOTICE_MS)
        yield Set(gui, client, control, operator, daemon)


def take(on: Set, shot: Shot, folder: Path) -> Path:
    """One picture, small enough for a page that shows them all."""
    on.gui.ask("prefer", name="language", value=shot.language)
    on.gui.ask("prefer", name="theme", value=shot.theme)
    on.gui.ask("wait", ms=50)
    on.gui.ask("size", width=shot.size[0], height=shot.size[1])
    on.gui.ask("show", screen=shot.screen)
    on.gui.ask("settle")
    shot.prepare(on)
    if not shot.state:
        on.gui.ask("settle", within_ms=4_000)
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "raw.png"
        if not on.gui.ask("grab", file=str(raw), state=shot.state)["saved"]:
            raise TimeoutError(f"{shot.name}: the rig was never in {shot.state}")
        (folder / shot.file).write_bytes(_small(raw, photographic=shot.photographic))
    shot.after(on)
    return folder / shot.file


def _small(raw: Path, *, photographic: bool) -> bytes:
    made = io.BytesIO()
    with Image.open(raw) as picture:
        plain = picture.convert("RGB")
        if photographic:
            plain.save(made, "JPEG", quality=JPEG_QUALITY, optimize=True, progressive=True)
        else:
            plain.quantize(256, dither=Image.Dither.NONE).save(made, "PNG", optimize=True)
    return made.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Take them all."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", action="append", default=[], help="a picture's name; may be said again")
    parser.add_argument("--look", action="store_true", help="every picture on three displays")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in SHOTS if not asked.only or shot.name in asked.only]
    for by_hand in (False, True):
        shots = [shot for shot in wanted if shot.by_hand is by_hand]
        if shots:
            with tempfile.TemporaryDirectory(prefix="bookcradle-screenshots-") as scratch:
                _take_all(shots, asked.out, Path(scratch), by_hand=by_hand, look=asked.look)
    return 0


def _take_all(shots: Sequence[Shot], out: Path, folder: Path, *, by_hand: bool, look: bool) -> None:
    with stage(folder, by_hand=by_hand) as on:
        for seen, shot in _looks(on, shots, folder) if look else ((on, shot) for shot in shots):
            file = take(seen, shot, out)
            sys.stderr.write(f"{file} {file.stat().st_size / 1000:.0f} kB\n")


def _looks(on: Set, shots: Sequence[Shot], folder: Path) -> Iterator[tuple[Set, Shot]]:
    """Every picture on every display, a fine one at last."""
    for size in (SMALL, LARGE):
        yield from ((on, replace(shot, name=f"{shot.name}-{size[0]}", size=size)) for shot in shots)
    fine = {"QT_SCALE_FACTOR": "2"}
    with steered_gui(on.daemon.socket, folder, screen="capture", environment=fine) as gui:
        gui.until(lambda now: now["connected"], "connected")
        seen = replace(on, gui=gui)
        yield from ((seen, replace(shot, name=f"{shot.name}-200", size=SMALL)) for shot in shots)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
