"""`bookcradle simulate`: the rig in a box, alone, with the settings that a daemon needs to drive it."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from scanner_daemon.calibration.profile_file import write_profile
from scanner_daemon.cli.console import console
from scanner_daemon.cli.settings_text import settings_text
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.photographs import Shot
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.rig import RigPlan, simulated_rig
from scanner_daemon.simulation.scenario import Scenario, read_scenario
from scanner_daemon.simulation.scenery import book_scenery
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side

__all__ = ["Brand", "ControllerKind", "cache_folder", "register"]

FIRST_SPREAD = 2
"""The demo's book begins after its half-title, with a full spread."""


class Brand(StrEnum):
    """Which cameras the rig has."""

    NIKON = "nikon"
    CANON = "canon"


class ControllerKind(StrEnum):
    """What moves platen and leaf."""

    MODEL = "model"
    SIMAVR = "simavr"
    """The firmware itself, on a simulated chip."""
    NONE = "none"


class SceneWorld(StrEnum):
    """How the simulated paper lies: A smooth, B with ripples and creases."""

    A = "A"
    B = "B"


def cache_folder() -> Path:
    """Where compiled drivers and drawn photographs are kept between runs."""
    folder = Path("~/.cache/bookcradle").expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def simulate(
        library: Annotated[Path, typer.Option(help="Folder of the library that the daemon shall use.")],
        brand: Annotated[Brand, typer.Option(help="Which cameras.")] = Brand.NIKON,
        controller: Annotated[ControllerKind, typer.Option(help="Cradle with a controller, or by hand.")] = (
            ControllerKind.MODEL
        ),
        spreads: Annotated[int, typer.Option(help="Spreads in the book.", min=1)] = 12,
        seed: Annotated[int, typer.Option(help="Lens, lamps, paper and fonts vary by it.")] = 1,
        world: Annotated[SceneWorld, typer.Option(help="Smooth paper (A) or rippled (B).")] = SceneWorld.A,
        scenario: Annotated[Path | None, typer.Option(help="TOML file of faults by spread.")] = None,
        instant: Annotated[bool, typer.Option("--instant", help="Cameras and mechanics take no time.")] = False,
        small: Annotated[bool, typer.Option("--small", help="Photographs of 1.5 MP instead of 24.")] = False,
        settings_out: Annotated[Path | None, typer.Option(help="Where to write the daemon's settings.")] = None,
    ) -> None:
        """Run the simulated rig until Ctrl-C. Its settings file is printed: give it to `bookcradle daemon`."""
        script = read_scenario(scenario) if scenario else Scenario()
        plan = _plan(brand, controller, spreads, script, instant)
        world_name: Literal["A", "B"] = "B" if world is SceneWorld.B else "A"
        size = (1500, 1000) if small else (6000, 4000)
        base = Shot(seed=seed, spread=FIRST_SPREAD, side=Side.LEFT, world=world_name, size=size)
        with ExitStack() as stack:
            scenery = stack.enter_context(book_scenery(base, FIRST_SPREAD, cache_folder() / "photographs"))
            rig = stack.enter_context(simulated_rig(plan, scenery, cache_folder() / "drivers"))
            file = settings_out or rig.folder / "bookcradle.toml"
            profile = file.with_name("profile.json")
            write_profile(profile, true_profile(base, {side: body.serial for side, body in rig.bodies.items()}))
            settings = rig.settings(library.absolute(), rig.folder / "daemon.sock", profile=profile.absolute())
            file.write_text(settings_text(settings), "utf-8")
            typer.echo(str(file))
            console().print(f"The rig is running. Drive it with: bookcradle daemon --settings {file}")
            _until_told()


def _plan(brand: Brand, controller: ControllerKind, spreads: int, scenario: Scenario, instant: bool) -> RigPlan:
    by_brand: Literal["nikon", "canon"] = "canon" if brand is Brand.CANON else "nikon"
    kinds: dict[ControllerKind, Literal["model", "simavr", "none"]] = {
        ControllerKind.MODEL: "model",
        ControllerKind.SIMAVR: "simavr",
        ControllerKind.NONE: "none",
    }
    timing = BodyTiming.instant(exposure_ms=1.0) if instant else BodyTiming(exposure_ms=33.0)
    pace = Pace(0, 0, 0, 0, 50) if instant else Pace()
    return RigPlan(by_brand, spreads, kinds[controller], timing, pace, scenario)


def _until_told() -> None:
    told = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: told.set())
    while not told.wait(1.0):
        continue
