"""A body that autodetection cannot list: given by its port, over the wheel's own PTP/IP driver."""

from __future__ import annotations

import pytest

from scanner_daemon.cameras.rig import discover, open_cameras
from scanner_daemon.clock import SystemClock
from scanner_daemon.settings import CameraBodySettings, CamerasSettings
from scanner_daemon.simulation.ptp import BodyTiming, SimulatedBody
from scanner_daemon.simulation.ptp.ptpip import PtpIpPort
from scanner_daemon.vocabulary import Side
from tests.cameras.conftest import BrandName, Rig


@pytest.fixture
def networked(rig: Rig, brand: BrandName) -> SimulatedBody:
    scene = rig.left_scene
    timing = BodyTiming.instant()
    return SimulatedBody(brand, "7007", photograph=scene.photograph, preview=scene.preview, timing=timing)


async def test_a_networked_body_is_found_and_shoots(rig: Rig, networked: SimulatedBody) -> None:
    with PtpIpPort(networked) as port:
        settings = CamerasSettings(both=CameraBodySettings(serial="7007", shutter_lag_ms=0), ports=(port.name,))
        assert [(body.port, body.serial) for body in await discover(settings)] == [(port.name, "7007")]
        async with open_cameras(settings, SystemClock()) as cameras:
            camera = cameras[Side.BOTH]
            assert camera.alive, camera.trouble
            for number in (1, 2):
                await rig.shoot(camera, f"shot.{number}")
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0], "shot.2.jpg": rig.left_scene.taken[1]}
