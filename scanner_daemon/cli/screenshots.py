"""`make screenshots`: real pictures of every screen, of the real program before a real daemon and the rig in a box.

`python -m scanner_daemon.cli.screenshots --out FOLDER [--only NAME] [--look]`; with ``--look`` every screen is taken at
1366 x 768, 1920 x 1080 and 200 % as well, for whoever judges how it looks.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import RigSnapshot, RigState
from scanner_daemon.cli.bench_operator import wait_until_whole
from scanner_daemon.cli.demo_operator import DemoOperator
from scanner_daemon.cli.processes import daemon_process, rig_process
from scanner_daemon.cli.steered_gui import SteeredGui, steered_gui
from scanner_daemon.cli.work_commands import work_night
from scanner_daemon.library.library import open_library
from scanner_daemon.settings import LibrarySettings
from scanner_daemon.simulation.control import ControlClient

__all__ = ["SHOTS", "Set", "Shot", "main"]

SPREADS = 7
LOOK_AGAIN_S = 0.05
PATIENCE_S = 60.0
LIVE_S = 2.5
"""Until live views run and the alignment has measured."""
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

    @property
    def file(self) -> str:
        """Photographs are kept as JPEG, everything else as PNG."""
        return f"{self.name}.{'jpg' if self.photographic else 'png'}"


def _live(on: Set) -> None:
    on.until(lambda now: now.state is RigState.READY and not now.why)
    on.gui.ask("wait", ms=round(LIVE_S * 1000))


def _unplug(on: Set) -> None:
    on.rig.ask("unplug", part="right")
    on.until(lambda now: not all(camera.alive for camera in now.cameras.values()))


def _plug_in(on: Set) -> None:
    on.rig.ask("plug", part="right")
    on.until(lambda now: all(camera.alive for camera in now.cameras.values()))


def _keys(*keys: str) -> Callable[[Set], None]:
    def press(on: Set) -> None:
        for key in keys:
            on.gui.ask("key", keys=[key])
            on.gui.ask("settle")

    return press


SHOTS: Sequence[Shot] = (
    Shot("capture-ready", "capture", _live, size=LARGE, photographic=True),
    Shot("capture-german", "capture", _live, language="de", photographic=True),
    Shot("capture-fault", "capture", _unplug, _plug_in, photographic=True),
    Shot("keys", "capture", _keys("?"), _keys("Esc")),
    Shot("review", "review", photographic=True),
    Shot("review-detail", "review", _keys("Return"), _keys("Esc"), size=LARGE, photographic=True),
    Shot("books", "books"),
    Shot("queue", "queue"),
    Shot("queue-light", "queue", theme="light"),
    Shot("rig", "rig"),
    Shot("faults", "faults", _unplug, _plug_in),
    Shot("settings", "settings"),
)


@contextmanager
def stage(folder: Path, *, environment: dict[str, str] | None = None, controller: str = "model") -> Iterator[Set]:
    """A rig that has captured most of a book, whose pages are read."""
    scenario = folder / "scenario.toml"
    scenario.write_text(SCENARIO if controller == "model" else "", "utf-8")
    library = folder / "library"
    arguments = ["--spreads", str(SPREADS + 6), "--controller", controller, "--scenario", str(scenario)]
    with ExitStack() as stack:
        rig = stack.enter_context(rig_process(library, arguments))
        daemon = stack.enter_context(daemon_process(rig.settings_file, folder / "daemon.log"))
        client = stack.enter_context(DaemonClient(daemon.socket))
        control = stack.enter_context(ControlClient(rig.control_socket))
        wait_until_whole(client)
        operator = DemoOperator(client, control, SPREADS, str(daemon.log), lambda _: None)
        operator.scan("A Cabinet of English Prose")
        where = LibrarySettings(folder=library.absolute())
        with open_library(where) as opened:
            work_night(opened, where, show=False)
        gui = stack.enter_context(steered_gui(daemon.socket, folder, screen="capture", environment=environment))
        gui.until(lambda now: now["connected"], "connected")
        yield Set(gui, client, control, operator)


def take(on: Set, shot: Shot, folder: Path) -> Path:
    """One picture, small enough for a page that shows them all."""
    on.gui.ask("prefer", name="language", value=shot.language)
    on.gui.ask("prefer", name="theme", value=shot.theme)
    on.gui.ask("wait", ms=50)
    on.gui.ask("size", width=shot.size[0], height=shot.size[1])
    on.gui.ask("show", screen=shot.screen)
    on.gui.ask("settle")
    shot.prepare(on)
    on.gui.ask("settle", within_ms=4_000)
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "raw.png"
        on.gui.ask("grab", file=str(raw))
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
    parser.add_argument("--look", action="store_true", help="every picture at 1366 x 768, 1920 x 1080 and 200 %%")
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in SHOTS if not asked.only or shot.name in asked.only]
    with tempfile.TemporaryDirectory(prefix="bookcradle-screenshots-") as scratch, stage(Path(scratch)) as on:
        for shot in wanted:
            file = take(on, shot, asked.out)
            sys.stderr.write(f"{file} {file.stat().st_size / 1000:.0f} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
