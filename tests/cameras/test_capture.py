"""A shot through the real libgphoto2: fired by one operation, home byte for byte, and only then off the card."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import Counter

import pytest

from scanner_daemon.capture.ports import ExposureConfirmed, FileLanded, ShutterCommanded
from scanner_daemon.clock import SystemClock
from scanner_daemon.simulation.ptp import BodyTiming
from scanner_daemon.vocabulary import FileKind, Side
from tests.cameras.conftest import BrandName, Rig

RAW_AND_JPEG = {"nikon": {"imagequality": "NEF+Fine"}, "canon": {"imageformat": "RAW + L"}}


async def test_both_cameras_are_known_by_their_serial_numbers_whatever_their_ports(rig: Rig) -> None:
    async with rig.cameras() as cameras:
        assert set(cameras) == {Side.LEFT, Side.RIGHT}
        for side, serial in ((Side.LEFT, "3001"), (Side.RIGHT, "3002")):
            camera = cameras[side]
            assert camera.alive
            assert camera.identity is not None
            assert (camera.identity.side, camera.identity.serial) == (side, serial)
            assert camera.battery_percent in range(1, 101)


async def test_a_shot_tells_its_steps_in_order_and_lands_byte_for_byte(rig: Rig) -> None:
    async with rig.cameras() as cameras:
        left, right = await asyncio.gather(rig.shoot(cameras[Side.LEFT], "l.1"), rig.shoot(cameras[Side.RIGHT], "r.1"))
    assert [type(event) for event in left] == [ShutterCommanded, ExposureConfirmed, FileLanded]
    landed = left[-1]
    assert isinstance(landed, FileLanded)
    assert landed.path == rig.incoming / "l.1.jpg"
    assert landed.kind is FileKind.JPEG
    assert landed.sha256 == hashlib.sha256(rig.left_scene.taken[0]).hexdigest()
    assert landed.size_bytes == len(rig.left_scene.taken[0])
    assert {event.side for event in right} == {Side.RIGHT}
    assert rig.landed() == {"l.1.jpg": rig.left_scene.taken[0], "r.1.jpg": rig.right_scene.taken[0]}


async def test_the_shutter_operation_is_never_sent_before_its_instant(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.arm()
        at_ns = SystemClock().monotonic_ns() + 100_000_000
        events = [event async for event in camera.expose(at_ns, rig.incoming, "shot.1")]
    commanded = events[0]
    assert isinstance(commanded, ShutterCommanded)
    assert at_ns <= commanded.at_ns <= rig.left.shots[0].received_ns


async def test_after_arming_next_to_nothing_stands_before_the_shutter_operation(rig: Rig, brand: BrandName) -> None:
    seen: list[Counter[int]] = []
    rig.left_scene.at_opening = lambda: seen.append(+rig.left.operations)
    async with rig.left_camera() as camera:
        await camera.start_live_view()
        await camera.arm()
        rig.left.operations.clear()
        async for _ in camera.expose(SystemClock().monotonic_ns(), rig.incoming, "shot.1"):
            pass
    # The picture is taken on a thread of its own, so the look at the counts may come after a further operation.
    first = seen[0] - Counter({0x9129: 1, 0x90C7: 1})
    if brand == "nikon":
        assert first == {0x9207: 1}
    else:
        assert first[0x9128] == 1
        assert set(first) <= {0x9116, 0x9128}


@pytest.mark.parametrize("timing", [BodyTiming(shutter_lag_ms=30, live_view_exit_ms=0)])
async def test_the_predicted_end_comes_after_the_true_one(rig: Rig) -> None:
    body = {"shutter_lag_ms": 36.0}
    async with rig.left_camera(left=body, guard_ms=200) as camera:
        assert camera.timing.exposure_ms == pytest.approx(1000 / 60)
        for number in (1, 2):
            commanded = (await rig.shoot(camera, f"shot.{number}"))[0]
            assert isinstance(commanded, ShutterCommanded)
            closed_ns = rig.left.wait_for_shot(number, 5).closed_ns
            assert closed_ns is not None
            assert commanded.predicted_end_ns > closed_ns


async def test_the_settings_exposure_time_overrides_the_bodys(rig: Rig) -> None:
    async with rig.left_camera(left={"exposure_ms": 123.0}) as camera:
        assert camera.timing.exposure_ms == 123.0


async def test_raw_and_jpeg_both_land(rig: Rig, brand: BrandName) -> None:
    async with rig.left_camera(left={"settings": RAW_AND_JPEG[brand]}) as camera:
        events = await rig.shoot(camera)
    kinds = sorted(event.kind for event in events if isinstance(event, FileLanded))
    assert kinds == [FileKind.JPEG, FileKind.RAW]
    assert sorted(rig.landed()) == sorted(["shot.1.jpg", "shot.1." + ("nef" if brand == "nikon" else "cr2")])
    assert sum(isinstance(event, ExposureConfirmed) for event in events) == 1


async def test_capture_to_the_bodys_memory_lands_too(rig: Rig) -> None:
    async with rig.left_camera(left={"settings": {"capturetarget": "Internal RAM"}}) as camera:
        for number in (1, 2):
            await rig.shoot(camera, f"shot.{number}")
    assert rig.landed() == {"shot.1.jpg": rig.left_scene.taken[0], "shot.2.jpg": rig.left_scene.taken[1]}


@pytest.mark.parametrize("keep", [False, True])
async def test_a_file_leaves_the_card_only_when_nobody_wants_it_there(rig: Rig, keep: bool) -> None:
    async with rig.left_camera(keep_on_card=keep) as camera:
        await rig.shoot(camera)
    assert rig.left.operations[0x100B] == (0 if keep else 1)


async def test_no_original_is_ever_written_over(rig: Rig) -> None:
    (rig.incoming / "shot.1.jpg").write_bytes(b"an original")
    async with rig.left_camera() as camera:
        with pytest.raises(Exception, match="exists already"):
            await rig.shoot(camera)
    assert rig.landed() == {"shot.1.jpg": b"an original"}
    assert rig.left.operations[0x100B] == 0


async def test_arming_twice_is_harmless(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.arm()
        await rig.shoot(camera)
    assert len(rig.left.shots) == 1


async def test_an_instant_in_the_past_means_now(rig: Rig) -> None:
    async with rig.left_camera() as camera:
        await camera.arm()
        began_ns = time.monotonic_ns()
        events = [event async for event in camera.expose(began_ns - 10**9, rig.incoming, "shot.1")]
    assert events[0].at_ns >= began_ns
