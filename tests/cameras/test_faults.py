"""Whatever befalls a body or its process: a sentence, the camera comes back by itself, and no picture is lost."""

from __future__ import annotations

import asyncio
import os
import resource
import signal

import pytest

from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.cameras.errors import (
    CameraBatteryLow,
    CameraBusy,
    CameraCrashed,
    CameraDialNotManual,
    CameraDiskFull,
    CameraError,
    CameraFileDamaged,
    CameraSilent,
    CameraStoreFull,
    CameraUnplugged,
)
from scanner_daemon.simulation.ptp import (
    BatteryLow,
    Busy,
    Hang,
    IoError,
    Moment,
    OutOfFocus,
    ShortData,
    Stall,
    StoreFull,
    Unplug,
    WrongDial,
)
from tests.cameras.conftest import PATIENCE_S, Rig, until


async def recovered_name(rig: Rig) -> str:
    async with asyncio.timeout(PATIENCE_S):
        return (await rig.recovered.get()).path.name


async def comes_back(camera: SupervisedCamera) -> None:
    await until(lambda: camera.alive)


# -------------------------------------------------------------------------- a body that falls silent


OURS_FIRST = pytest.mark.parametrize("usb_timeout_ms", [20_000])
"""The supervisor's deadline strikes while libgphoto2 still waits."""


@OURS_FIRST
async def test_a_body_that_hangs_at_the_shutter_costs_its_process_and_nothing_else(rig: Rig) -> None:
    async with rig.left_camera(capture_deadline_s=0.5) as camera:
        first = camera.pid
        rig.left.inject(Hang(at=Moment.CAPTURE))
        with pytest.raises(CameraSilent, match="The left camera stopped answering"):
            await rig.shoot(camera)
        assert not camera.alive
        await comes_back(camera)
        assert camera.pid != first
    async with rig.left_camera() as camera:
        await rig.shoot(camera, "shot.2")
    assert rig.landed() == {"shot.2.jpg": rig.left_scene.taken[-1]}


@OURS_FIRST
async def test_a_download_that_stalls_is_finished_after_the_process_was_restarted(rig: Rig) -> None:
    async with rig.left_camera(capture_deadline_s=0.7) as camera:
        rig.left.inject(Stall(at=Moment.DOWNLOAD))
        with pytest.raises(CameraSilent):
            await rig.shoot(camera)
        assert await recovered_name(rig) == "shot.1.jpg"
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_a_body_that_is_silent_for_too_long_at_the_shutter_is_asked_afresh(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        process = camera.pid
        rig.left.inject(Hang(at=Moment.CAPTURE))
        with pytest.raises(CameraSilent, match="Check its USB cable"):
            await rig.shoot(camera)
        await comes_back(camera)
        assert camera.pid == process
        await rig.shoot(camera, "shot.2")
    assert rig.landed() == {"shot.2.jpg": rig.left_scene.taken[-1]}


async def test_a_body_that_hangs_while_idle_is_taken_up_again(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.start_live_view()
        rig.left.inject(Hang(at=Moment.LIVE_VIEW))
        await until(lambda: not camera.alive)
        await comes_back(camera)
        await rig.shoot(camera)
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


# ----------------------------------------------------------------------------------------- the cable


async def test_a_cable_pulled_in_mid_download_loses_no_picture(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(Unplug(at=Moment.DOWNLOAD, replug_after_ms=300))
        with pytest.raises(CameraUnplugged):
            await rig.shoot(camera)
        assert await recovered_name(rig) == "shot.1.jpg"
        assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}
        await rig.shoot(camera, "shot.2")
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0], "shot.2.jpg": rig.left_scene.taken[1]}


async def test_a_cable_pulled_right_after_the_shutter_loses_no_picture(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.arm()
        rig.left_scene.at_opening = lambda: rig.bus.unplug(rig.left, replug_after_ms=300)
        with pytest.raises(CameraError):
            async for _ in camera.expose(0, rig.incoming, "shot.1"):
                pass
        rig.left_scene.at_opening = lambda: None
        assert await recovered_name(rig) == "shot.1.jpg"
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_an_idle_body_that_is_unplugged_is_noticed_and_found_again_at_another_port(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.bus.unplug(rig.left)
        await until(lambda: not camera.alive)
        assert camera.trouble is not None
        assert "left camera" in camera.trouble.sentence
        with pytest.raises(CameraError):
            await camera.arm()
        rig.bus.plug(rig.left, 2, 9)
        await comes_back(camera)
        await rig.shoot(camera)
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_a_body_that_is_plugged_in_later_comes_alive(rig: Rig) -> None:
    rig.bus.unplug(rig.left)
    async with rig.left_camera() as camera:
        assert not camera.alive
        rig.bus.plug(rig.left, 1, 9)
        await comes_back(camera)
        assert camera.trouble is None


# ------------------------------------------------------------------------------------- damaged files


@pytest.mark.parametrize("fault", [ShortData, IoError])
async def test_one_bad_transfer_is_repeated_and_never_seen(rig: Rig, fault: type[ShortData] | type[IoError]) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(fault(at=Moment.DOWNLOAD, fraction=0.6))
        await rig.shoot(camera)
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_a_file_that_never_comes_whole_is_not_renamed_into_place_and_stays_on_the_card(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(ShortData(at=Moment.DOWNLOAD, fraction=0.6, times=None))
        with pytest.raises((CameraFileDamaged, CameraSilent)):
            await rig.shoot(camera)
        assert not rig.landed()
        assert rig.left.operations[0x100B] == 0
        rig.left.clear_faults()
        assert await recovered_name(rig) == "shot.1.jpg"
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_a_picture_that_is_no_jpeg_is_refused_and_stays_on_the_card(rig: Rig) -> None:
    rig.left_scene.spoil = lambda jpeg: jpeg[:-2]
    async with rig.left_camera() as camera:
        with pytest.raises(CameraFileDamaged, match="stays on its card"):
            await rig.shoot(camera)
    assert not rig.landed()
    assert rig.left.operations[0x100B] == 0


# ------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("condition", "error"),
    [(StoreFull(), CameraStoreFull), (BatteryLow(), CameraBatteryLow), (WrongDial(), CameraDialNotManual)],
)
async def test_a_body_that_refuses_says_why_and_works_again_when_mended(
    rig: Rig, condition: StoreFull | BatteryLow | WrongDial, error: type[CameraError]
) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(condition)
        with pytest.raises(error) as refusal:
            await rig.shoot(camera)
        assert "left camera" in refusal.value.sentence
        assert camera.alive
        rig.left.clear_faults()
        await rig.shoot(camera, "shot.2")
    assert rig.landed() == {"shot.2.jpg": rig.left_scene.taken[0]}


async def test_a_body_that_finds_no_focus_refuses_and_works_again(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(OutOfFocus(times=1))
        with pytest.raises(CameraError):
            await rig.shoot(camera)
        await comes_back(camera)
        await rig.shoot(camera, "shot.2")
    assert rig.landed() == {"shot.2.jpg": rig.left_scene.taken[0]}


async def test_a_body_that_is_busy_for_a_moment_is_asked_again(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(Busy(at=Moment.CAPTURE, times=3))
        await rig.shoot(camera)
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_a_body_that_stays_busy_is_given_up(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        rig.left.inject(Busy(at=Moment.CAPTURE, times=None))
        with pytest.raises(CameraBusy):
            await rig.shoot(camera)
    assert not rig.left.shots


# --------------------------------------------------------------------------------------- the process


async def test_a_killed_process_is_started_again_and_the_picture_fetched(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        first = camera.pid
        assert first is not None
        await camera.arm()
        rig.left_scene.at_opening = lambda: os.kill(first, signal.SIGKILL)
        with pytest.raises(CameraCrashed):
            async for _ in camera.expose(0, rig.incoming, "shot.1"):
                pass
        rig.left_scene.at_opening = lambda: None
        assert await recovered_name(rig) == "shot.1.jpg"
        assert camera.pid != first
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_an_abandoned_exposure_is_fetched_all_the_same(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.arm()
        exposing = camera.expose(0, rig.incoming, "shot.1")
        await anext(exposing)
        await exposing.aclose()
        assert await recovered_name(rig) == "shot.1.jpg"
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


# ------------------------------------------------------------------------------------------ the disk


async def test_a_full_disk_leaves_the_picture_on_the_camera_until_there_is_room(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        assert camera.pid is not None
        resource.prlimit(camera.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
        with pytest.raises(CameraDiskFull, match="stays on the camera"):
            await rig.shoot(camera)
        assert camera.alive
        assert not rig.landed()
        assert rig.left.operations[0x100B] == 0
        resource.prlimit(camera.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert await recovered_name(rig) == "shot.1.jpg"
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0]}


async def test_a_folder_that_is_gone_leaves_the_picture_on_the_camera(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.arm()
        with pytest.raises(CameraError, match="stays on the camera"):
            async for _ in camera.expose(0, rig.incoming / "gone", "shot.1"):
                pass
    assert rig.left.operations[0x100B] == 0
