"""Settings are given to the body, read back, and stay as they are within a book."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scanner_daemon.cameras.body import serving
from scanner_daemon.cameras.body.failure import BodyFailure
from scanner_daemon.cameras.body.locks import Locks
from scanner_daemon.cameras.errors import CameraSettingRefused, CameraSettingUnknown
from scanner_daemon.simulation.ptp import WrongDial
from tests.cameras.conftest import BrandName, Rig

WANTED = {
    "nikon": {"shutterspeed2": "1/25", "f-number": "8", "iso": "200", "whitebalance": "Daylight"},
    "canon": {"shutterspeed": "1/25", "aperture": "8", "iso": "200", "whitebalance": "Daylight"},
}


async def test_the_body_gets_its_settings_and_the_exposure_time_follows(rig: Rig, brand: BrandName) -> None:
    async with rig.left_camera(left={"settings": WANTED[brand]}) as camera:
        assert camera.alive, camera.trouble
        assert camera.timing.exposure_ms == pytest.approx(40.0)
        assert camera.changed_settings == {}


async def test_a_setting_that_the_body_has_not_is_named(rig: Rig) -> None:
    async with rig.left_camera(left={"settings": {"shutterspede": "1/25"}}) as camera:
        assert isinstance(camera.trouble, CameraSettingUnknown)
        assert "shutterspede" in camera.trouble.sentence


async def test_a_value_that_the_body_does_not_offer_is_refused_with_what_it_offers(rig: Rig) -> None:
    async with rig.left_camera(left={"settings": {"iso": "117"}}) as camera:
        assert isinstance(camera.trouble, CameraSettingRefused)
        assert "117" in camera.trouble.sentence
        assert "200" in camera.trouble.sentence


SESSION = """
import os, sys, time
from pathlib import Path
from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.locks import Locks
from scanner_daemon.cameras.body.session import load_drivers, open_by_serial

load_drivers(sys.argv[1], Path(sys.argv[2]))
session = open_by_serial("3001", (), ())
locks = Locks.set_up(session, {"iso": "200"})
print("locked", locks.values["iso"], flush=True)
widgets.write(session.camera, "iso", "800")
print("touched", widgets.read(session.camera, "iso"), flush=True)
print("changed", locks.look_again(session), flush=True)
print("back", widgets.read(session.camera, "iso"), flush=True)
session.close()
"""


def test_a_setting_that_somebody_touched_is_put_back(rig: Rig, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    said = subprocess.run(
        [sys.executable, "-c", SESSION, str(rig.bus.iolibs), str(scratch)],
        env={**os.environ, "XDG_CONFIG_HOME": str(scratch), "LC_ALL": "C", "LANGUAGE": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said == ["locked 200", "touched 800", "changed {}", "back 200"]


class FakeWidgets:
    """A body's widgets as a plain dictionary; ``stuck`` ones take no value."""

    def __init__(self, shown: dict[str, str], stuck: set[str]) -> None:
        self.shown = shown
        self.stuck = stuck

    def read(self, _camera: object, name: str) -> str | None:
        return self.shown.get(name)

    def write(self, _camera: object, name: str, value: str) -> None:
        if name in self.stuck:
            raise BodyFailure("unsupported")
        self.shown[name] = value


class AnySession:
    camera = None


def test_a_setting_that_cannot_be_put_back_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeWidgets({"iso": "800", "aperture": "f/8"}, stuck={"iso"})
    monkeypatch.setattr("scanner_daemon.cameras.body.locks.widgets", fake)
    locks = Locks(values={"iso": "200", "aperture": "8"})
    assert locks.look_again(AnySession()) == {"iso": "800"}  # type: ignore[arg-type]  # only its camera is handed on


async def test_a_dial_that_was_turned_stops_the_next_shot_and_turning_it_back_lets_it_go(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(WrongDial())
        with pytest.raises(Exception, match="Turn it to M"):
            await camera.arm()
        rig.left.clear_faults()
        await rig.shoot(camera)
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


def test_an_idle_body_is_looked_at_once_a_second_at_most() -> None:
    assert serving._LOOK_EVERY_S >= 1.0
