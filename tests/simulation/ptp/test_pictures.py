"""What a simulated body photographs is what libgphoto2 brings home, byte for byte, and the body knows when."""

from __future__ import annotations

import struct
import time
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.simulation.ptp import BodyTiming, SimulatedBody, UsbBus

if TYPE_CHECKING:
    from tests.simulation.ptp.conftest import CameraHost, MakeBody, Scene, StartHost

CARD, RAM = "Memory card", "Internal RAM"


@pytest.mark.parametrize("target", [CARD, RAM])
def test_every_picture_arrives_as_it_was_taken(host: CameraHost, scene: Scene, target: str) -> None:
    scene.size_bytes = 2_500_000
    host.set(capturetarget=target)
    assert host("shoot", times=5) == scene.digests
    assert len(set(scene.digests)) == 5


def test_thirty_pictures_in_a_row(host: CameraHost, scene: Scene, body: SimulatedBody, brand: str) -> None:
    times = 30 if brand == "nikon" else 10  # the EOS driver spends 150 ms on each: ten show as much
    host.set(capturetarget=RAM)
    assert host("shoot", times=times) == scene.digests
    assert [shot.number for shot in body.shots] == list(range(1, times + 1))


@pytest.mark.parametrize("target", [CARD, RAM])
def test_a_triggered_picture_is_announced_and_fetched(
    host: CameraHost, scene: Scene, body: SimulatedBody, target: str
) -> None:
    host.set(capturetarget=target)
    host("trigger")
    ((folder, name),) = host("wait_for_files", count=1, timeout_s=5)
    assert host("download", folder=folder, name=name)["sha256"] == scene.digests[0]


@pytest.mark.parametrize("target", [CARD, RAM])
def test_raw_and_jpeg_are_two_files_of_one_shot(host: CameraHost, scene: Scene, brand: str, target: str) -> None:
    host.set(capturetarget=target)
    host.set(**({"imagequality": "NEF+Fine"} if brand == "nikon" else {"imageformat": "RAW + L"}))
    host("trigger")
    files = host("wait_for_files", count=2, timeout_s=5)
    raw_suffix = "nef" if brand == "nikon" else "cr2"
    by_suffix = {name.rsplit(".", 1)[1].lower(): (folder, name) for folder, name in files}
    assert set(by_suffix) == {raw_suffix, "jpg"}

    folder, name = by_suffix["jpg"]
    assert host("download", folder=folder, name=name)["sha256"] == scene.digests[0]
    folder, name = by_suffix[raw_suffix]
    raw = host("download", folder=folder, name=name)
    assert raw["size"] > len(scene.files[0])
    assert bytes.fromhex(raw["head"])[:4] == b"II*\0"
    assert (bytes.fromhex(raw["head"])[8:10] == b"CR") is (brand == "canon")


def test_raw_alone_is_one_file(host: CameraHost, brand: str) -> None:
    host.set(capturetarget=CARD)
    host.set(**({"imagequality": "NEF (Raw)"} if brand == "nikon" else {"imageformat": "RAW"}))
    _, name = host("capture")
    assert name == ("DSC_0001.NEF" if brand == "nikon" else "IMG_0001.CR2")


def test_the_card_keeps_its_pictures_until_they_are_deleted(host: CameraHost, scene: Scene) -> None:
    scene.size_bytes = 3_000_000
    host.set(capturetarget=CARD)
    room = host("storage")["free_kb"]
    paths = [host("capture") for _ in range(2)]
    folder = paths[0][0]
    assert host("listed", folder=folder) == [name for _, name in paths]
    assert room - host("storage")["free_kb"] == pytest.approx(6000, abs=200)
    host("delete", folder=folder, name=paths[0][1])
    assert host("listed", folder=folder) == [paths[1][1]]


def test_the_log_knows_the_true_instants(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    timing = BodyTiming.instant(shutter_lag_ms=40.0, shutter_lag_jitter_ms=2.0, exposure_ms=120.0)
    body = make_body(brand, scene, timing=timing)
    bus.plug(body, 1, 4)
    host = start_host(timeout_ms=3000)
    host.open("usb:001,004", brand)
    called_ns = host("trigger")
    shot = body.wait_for_shot(1, timeout_s=5)
    assert shot.opened_ns is not None
    assert shot.closed_ns is not None
    assert shot.ready_ns is not None
    assert called_ns < shot.received_ns < shot.opened_ns < shot.closed_ns <= shot.ready_ns
    assert shot.opened_ns - shot.received_ns >= 34e6
    assert shot.closed_ns - shot.opened_ns == 120e6
    assert scene.instants_ns == [shot.opened_ns]
    assert len(shot.files) == 1


def test_the_exposure_is_what_the_shutter_widget_says(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    body = make_body(brand, scene, timing=BodyTiming.instant(exposure_ms=None))
    bus.plug(body, 1, 4)
    host = start_host()
    host.open("usb:001,004", brand)
    widget = "shutterspeed2" if brand == "nikon" else "shutterspeed"
    for value in ("1/125", "1/4"):
        host.set(**{widget: value})
        host("capture")
    assert [shot.exposure_ms for shot in body.shots] == [8.0, 250.0]


def test_a_slow_scene_only_makes_the_body_write_longer(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    class SlowScene(type(scene)):  # type: ignore[misc]  # the fixture's class, which tests do not import
        def photograph(self, instant_ns: int) -> list[bytes]:
            time.sleep(0.4)
            files: list[bytes] = super().photograph(instant_ns)
            return files

    slow = SlowScene()
    body = make_body(brand, slow)
    bus.plug(body, 1, 4)
    host = start_host(timeout_ms=300)
    host.open("usb:001,004", brand)
    assert host.shoot() == slow.digests[0]
    (shot,) = body.shots
    assert shot.ready_ns is not None
    assert shot.closed_ns is not None
    assert shot.ready_ns - shot.closed_ns >= 400e6


def test_a_scene_that_fails_leaves_the_body_alive(
    bus: UsbBus, make_body: MakeBody, scene: Scene, start_host: StartHost
) -> None:
    class BrokenOnce(type(scene)):  # type: ignore[misc]  # the fixture's class, which tests do not import
        def photograph(self, instant_ns: int) -> list[bytes]:
            if not self.instants_ns:
                self.instants_ns.append(instant_ns)
                raise RuntimeError("the lamp is dark")
            files: list[bytes] = super().photograph(instant_ns)
            return files

    broken = BrokenOnce()
    body = make_body("nikon", broken)
    bus.plug(body, 1, 4)
    host = start_host()
    host.open("usb:001,004", "nikon")
    host("trigger")
    shot = body.wait_for_shot(1, timeout_s=5)
    assert shot.failure is not None
    assert "the lamp is dark" in shot.failure
    assert host("wait_for_files", count=1, timeout_s=0.3) == []
    assert host.shoot() == broken.digests[0]


def test_an_eos_body_fires_at_the_full_press_with_the_half_press_done_before(
    bus: UsbBus, make_body: MakeBody, scene: Scene, start_host: StartHost
) -> None:
    body = make_body("canon", scene)
    bus.plug(body, 1, 4)
    host = start_host()
    host.open("usb:001,004", "canon")
    host.set(capturetarget=RAM, eosremoterelease="Press Half MF")
    assert body.shots == ()
    host.set(eosremoterelease="Press Full MF")
    host.set(eosremoterelease="Release Full")
    ((folder, name),) = host("wait_for_files", count=1, timeout_s=5)
    assert host("download", folder=folder, name=name)["sha256"] == scene.digests[0]
    assert len(body.shots) == 1


def test_two_processes_work_two_bodies_at_once(
    bus: UsbBus, make_body: MakeBody, scene: Scene, start_host: StartHost
) -> None:
    scenes = {"nikon": scene, "canon": type(scene)()}
    hosts = {}
    for device, (brand, seen) in enumerate(scenes.items(), start=4):
        seen.size_bytes = 1_500_000
        bus.plug(make_body(brand, seen), 1, device)
        hosts[brand] = start_host()
        hosts[brand].open(f"usb:001,{device:03d}", brand)
    for host in hosts.values():
        host.send("shoot", times=6)
    for brand, host in hosts.items():
        assert host.answer() == scenes[brand].digests


def test_the_wrapped_raw_file_has_its_jpeg_where_its_directory_says() -> None:
    from scanner_daemon.simulation.ptp.raw_file import wrap_jpeg

    jpeg = b"\xff\xd8 picture \xff\xd9"
    for cr2 in (False, True):
        raw = wrap_jpeg(jpeg, "Maker", "Model", cr2=cr2)
        (directory,) = struct.unpack_from("<I", raw, 4)
        (count,) = struct.unpack_from("<H", raw, directory)
        entries = [struct.unpack_from("<HHII", raw, directory + 2 + 12 * index) for index in range(count)]
        tags = {tag: value for tag, _, _, value in entries}
        assert raw[tags[0x0201] : tags[0x0201] + tags[0x0202]] == jpeg
        assert [tag for tag, *_ in entries] == sorted(tags)


def test_a_body_that_focuses_by_itself_takes_the_picture_once_it_is_sharp(
    host: CameraHost, body: SimulatedBody, scene: Scene, brand: str
) -> None:
    host.set(**({"focusmode2": "AF-S", "autofocus": "On"} if brand == "nikon" else {"focusmode": "One Shot"}))
    assert host.shoot() == scene.digests[0]
    assert len(body.shots) == 1


def test_a_download_takes_as_long_as_the_transfer_rate_says(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    scene.size_bytes = 2_000_000
    body = make_body(brand, scene, timing=BodyTiming.instant(transfer_mb_s=8.0))
    bus.plug(body, 1, 4)
    host = start_host()
    host.open("usb:001,004", brand)
    host.set(capturetarget=CARD)
    folder, name = host("capture")
    before_ns = host("clock")
    assert host("download", folder=folder, name=name)["sha256"] == scene.digests[0]
    assert host("clock") - before_ns >= 240e6


def test_a_full_card_takes_no_more_pictures(bus: UsbBus, scene: Scene, start_host: StartHost, brand: str) -> None:
    body = SimulatedBody(
        "canon" if brand == "canon" else "nikon",
        "1",
        photograph=scene.photograph,
        preview=scene.preview,
        timing=BodyTiming.instant(),
        card_bytes=27_000_000,
    )
    scene.size_bytes = 3_000_000
    bus.plug(body, 1, 4)
    host = start_host()
    host.open("usb:001,004", brand)
    host.set(capturetarget=CARD)
    folder, name = host("capture")
    assert host.fails_with("capture") == -1
    host("delete", folder=folder, name=name)
    assert host.shoot() == scene.digests[1]
    body.wait_until_idle(5)


def test_a_picture_for_a_host_that_has_gone_does_not_reach_the_next_one(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    body = make_body(brand, scene, timing=BodyTiming.instant(write_to_buffer_ms=600.0))
    bus.plug(body, 1, 4)
    host = start_host(timeout_ms=3000)
    host.open("usb:001,004", brand)
    host.set(capturetarget=RAM)
    host("trigger")
    bus.unplug(body)
    bus.replug(body)
    host("reopen")
    lost = body.wait_for_shot(1, timeout_s=5)
    assert lost.failure == "the host that the picture was for has gone"
    host.set(capturetarget=RAM)
    assert host.shoot() == scene.digests[1] != scene.digests[0]
