"""Left and right are serial numbers: wrong, missing and ambiguous ones are refused with a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scanner_daemon.cameras.errors import (
    CameraClaimed,
    CameraDuplicateSerial,
    CameraHasNoSerial,
    CameraNotFound,
    CameraWrongBody,
)
from scanner_daemon.cameras.rig import configured, discover
from scanner_daemon.settings import CameraBodySettings, CamerasSettings
from scanner_daemon.simulation.ptp import BodyTiming, SimulatedBody
from scanner_daemon.vocabulary import Side
from tests.cameras.conftest import BrandName, Rig, until


async def test_everything_on_the_bus_is_listed_with_its_serial_number(rig: Rig) -> None:
    found = await discover(rig.settings())
    assert [(body.port, body.serial, body.error) for body in found] == [
        ("usb:001,004", "3002", None),
        ("usb:001,007", "3001", None),
    ]
    assert all(rig.left.model.name.split()[-1] in body.model for body in found)


async def test_a_body_that_is_in_use_is_listed_with_the_reason(rig: Rig) -> None:
    async with rig.left_camera():
        found = {body.port: body for body in await discover(rig.settings())}
    assert isinstance(found["usb:001,007"].error, CameraClaimed)
    assert found["usb:001,004"].serial == "3002"


async def test_padding_in_the_settings_does_not_matter(rig: Rig) -> None:
    async with rig.left_camera(left={"shutter_lag_ms": 1.0}) as camera:
        assert camera.alive
    rig.left.serial = "3001"
    settings = rig.settings().model_copy(update={"left": CameraBodySettings(serial="0000003001")})
    assert configured(settings)[Side.LEFT].serial == "0000003001"


async def test_another_body_is_not_taken_for_the_configured_one(rig: Rig) -> None:
    rig.bus.unplug(rig.left)
    async with rig.left_camera() as camera:
        assert not camera.alive
        assert isinstance(camera.trouble, CameraWrongBody)
        assert "3001" in camera.trouble.what_happened
        assert "3002" in camera.trouble.what_happened


async def test_an_empty_bus_is_told_from_a_wrong_body(rig: Rig) -> None:
    rig.bus.unplug(rig.left)
    rig.bus.unplug(rig.right)
    async with rig.left_camera() as camera:
        assert isinstance(camera.trouble, CameraNotFound)


async def test_two_bodies_with_one_serial_number_are_both_refused(rig: Rig, brand: BrandName) -> None:
    twin = SimulatedBody(
        brand, "3001", photograph=rig.left_scene.photograph, preview=rig.left_scene.preview, timing=BodyTiming.instant()
    )
    rig.bus.plug(twin, 1, 9)
    async with rig.left_camera() as camera:
        assert not camera.alive
        assert isinstance(camera.trouble, CameraDuplicateSerial)
        rig.bus.unplug(twin)
        await until(lambda: camera.alive)


def body(serial: str) -> CameraBodySettings:
    return CameraBodySettings(serial=serial)


@pytest.mark.parametrize("serial", ["", "0", "00000000"])
def test_a_serial_number_of_zeros_in_the_settings_is_refused(serial: str) -> None:
    with pytest.raises(CameraHasNoSerial, match="doctor"):
        configured(CamerasSettings(left=body(serial)))


def test_one_serial_number_for_two_sides_is_refused_whatever_its_padding() -> None:
    with pytest.raises(CameraDuplicateSerial):
        configured(CamerasSettings(left=body("3001"), right=body("003001")))


def test_a_camera_for_both_pages_excludes_the_other_two() -> None:
    sides = configured(CamerasSettings(left=body("1"), right=body("2"), both=body("3")))
    assert set(sides) == {Side.BOTH}


def test_a_rig_may_have_one_side_only_or_none() -> None:
    assert set(configured(CamerasSettings(right=body("2")))) == {Side.RIGHT}
    assert configured(CamerasSettings()) == {}


DAEMON = """
import asyncio, sys
from pathlib import Path
from scanner_daemon.cameras.rig import open_cameras
from scanner_daemon.clock import SystemClock
from scanner_daemon.settings import CameraBodySettings, CamerasSettings
from scanner_daemon.vocabulary import Side

async def main():
    settings = CamerasSettings(left=CameraBodySettings(serial="3001"), iolibs=Path(sys.argv[1]))
    async with open_cameras(settings, SystemClock()) as cameras:
        print(cameras[Side.LEFT].pid, flush=True)
        await asyncio.sleep(60)

asyncio.run(main())
"""


async def test_a_bodys_process_ends_with_a_killed_daemon(rig: Rig) -> None:
    with subprocess.Popen([sys.executable, "-c", DAEMON, str(rig.bus.iolibs)], stdout=subprocess.PIPE) as daemon:
        assert daemon.stdout is not None
        child = int(daemon.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        os.kill(daemon.pid, signal.SIGKILL)
        await until(lambda: ended(child))


def ended(pid: int) -> bool:
    """Whether the process is gone, or dead and waiting for its new parent to take notice."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def test_the_bodys_program_imports_nothing_heavy() -> None:
    """Two of these are always up, within the daemon's budget of memory."""
    listed = subprocess.run(
        [sys.executable, "-c", "import sys, scanner_daemon.cameras.body.serving; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    ours = {name for name in listed if name.startswith("scanner_daemon")}
    assert {"numpy", "pydantic", "sqlalchemy", "asyncio"} & set(listed) == set()
    assert all(name == "scanner_daemon" or name.startswith("scanner_daemon.cameras") for name in ours)
    assert not {"scanner_daemon.cameras.camera", "scanner_daemon.cameras.rig"} & ours
