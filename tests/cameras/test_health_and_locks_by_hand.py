"""What a body tells of its health, and locks that a person opens and closes between books."""

from __future__ import annotations

import pytest

from scanner_daemon.cameras.errors import CameraSettingLocked
from scanner_daemon.cameras.health import CLOCK_WORTH_TELLING_S
from scanner_daemon.cameras.rig import discover, glimpse
from tests.cameras.conftest import BrandName, Rig, until

SHUTTER = {"nikon": "shutterspeed2", "canon": "shutterspeed"}


async def test_vitals_are_read_at_connect(rig: Rig, brand: BrandName) -> None:
    async with rig.left_camera() as camera:
        record = camera.health
        assert record.connections == 1
        if brand == "nikon":  # the simulated EOS has no clock, and then none is told
            assert record.clock_set
            assert record.clock_off_s is not None
            assert abs(record.clock_off_s) < CLOCK_WORTH_TELLING_S
        else:
            assert (record.clock_set, record.clock_off_s) == (False, None)
        assert record.card_free_bytes
        assert record.shutter_count == (0 if brand == "canon" else None)


async def test_what_goes_wrong_is_counted_by_kind(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.bus.unplug(rig.left)
        await until(lambda: not camera.alive)
        assert camera.health.errors["camera_unplugged"] == 1
        assert camera.health.last_error
        rig.bus.plug(rig.left, bus=1, device=31)
        await until(lambda: camera.alive)
        assert camera.health.connections == 2


async def test_an_opened_lock_is_changed_and_closed_at_what_the_body_shows(rig: Rig, brand: BrandName) -> None:
    name = SHUTTER[brand]
    async with rig.left_camera() as camera:
        await camera.unlock_widget(name)
        await camera.set_widget(name, "1/25")
        assert camera.timing.exposure_ms == pytest.approx(40.0)
        assert await camera.lock_widget(name) in ("1/25", "0.0400s")
        with pytest.raises(CameraSettingLocked):
            await camera.set_widget(name, "1/60")


async def test_a_body_without_a_side_is_looked_through_and_left_as_it_was(rig: Rig) -> None:
    seen = await glimpse(rig.settings(), rig.left.serial)
    assert seen.startswith(b"\xff\xd8")
    assert not rig.left.live_view_on
    [found] = [body for body in await discover(rig.settings()) if body.serial == rig.left.serial]
    assert found.error is None
    assert all(body.port != found.port for body in await discover(rig.settings(), skip=[found.port]))
