"""Live view through libgphoto2: the body's own frames, at the body's own pace."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scanner_daemon.simulation.ptp import BodyTiming, SimulatedBody, UsbBus
from scanner_daemon.simulation.ptp.live_view import LiveView

if TYPE_CHECKING:
    from tests.simulation.ptp.conftest import CameraHost, MakeBody, Scene, StartHost


def test_frames_are_the_scene_s_own(host: CameraHost, scene: Scene, body: SimulatedBody) -> None:
    frame = bytes.fromhex(host("preview"))
    assert frame == b"\xff\xd8\xff\xe0" + scene.frames.to_bytes(4, "little") * 8_000 + b"\xff\xd9"
    assert body.live_view_on
    assert host("previews", count=8)["distinct"] == 8


def test_the_body_makes_thirty_frames_a_second_however_fast_it_is_asked(host: CameraHost) -> None:
    host("preview")
    assert host("previews", count=16)["seconds"] >= 15 / 30.5


def test_a_body_without_a_pace_gives_a_frame_whenever_asked(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    body = make_body(brand, scene, timing=BodyTiming.instant(live_view_fps=math.inf))
    bus.plug(body, 1, 4)
    host = start_host()
    host.open("usb:001,004", brand)
    assert host("previews", count=60)["distinct"] == 60


def test_leaving_live_view_takes_the_time_that_the_mirror_takes(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    body = make_body(brand, scene, timing=BodyTiming.instant(live_view_start_ms=100.0, live_view_exit_ms=250.0))
    bus.plug(body, 1, 4)
    host = start_host()
    host.open("usb:001,004", brand)
    host("preview")
    before_ns = host("clock")
    host.set(viewfinder=0)
    assert host("clock") - before_ns >= 250e6
    assert not body.live_view_on
    before_ns = host("clock")
    assert host.shoot() == scene.digests[0]


def test_a_picture_may_be_taken_out_of_live_view_which_then_goes_on(host: CameraHost, scene: Scene) -> None:
    host("preview")
    assert host.shoot() == scene.digests[0]
    assert host("previews", count=3)["distinct"] == 3


def test_a_late_caller_gets_a_fresh_frame_at_once_and_no_frame_twice() -> None:
    taken: list[int] = []

    def preview() -> bytes:
        taken.append(len(taken))
        return bytes([len(taken)])

    live_view = LiveView(BodyTiming.instant(live_view_fps=1000.0), preview)
    live_view.start()
    frames = [bytes(live_view.frame()) for _ in range(4)]
    assert frames == [b"\1", b"\2", b"\3", b"\4"]
    live_view.stop()
    live_view.start()
    assert bytes(live_view.frame()) == b"\5"
    assert live_view.frames == 5


def test_the_focus_motor_moves_in_live_view_only_and_stops_at_its_end(host: CameraHost, body: SimulatedBody) -> None:
    near = body.focus_position
    nikon = body.personality == "nikon"
    step = {"manualfocusdrive": 400.0 if nikon else "Far 2"}
    assert host.fails_with("set", name="manualfocusdrive", value=step["manualfocusdrive"]) == -1
    host("preview")
    host.set(**step)
    assert body.focus_position == near + (400 if nikon else 100)
    if nikon:
        assert host.fails_with("set", name="manualfocusdrive", value=30_000.0) == -1
        assert body.focus_position == 24_000


def test_a_scene_without_a_frame_fails_that_frame_only(
    bus: UsbBus, make_body: MakeBody, scene: Scene, brand: str, start_host: StartHost
) -> None:
    class DarkOnce(type(scene)):  # type: ignore[misc]  # the fixture's class, which tests do not import
        dark = True

        def preview(self) -> bytes:
            if self.dark:
                self.dark = False
                raise RuntimeError("the lamp is dark")
            return bytes(super().preview())

    bus.plug(make_body(brand, DarkOnce()), 1, 4)
    host = start_host()
    host.open("usb:001,004", brand)
    assert host.fails_with("preview") == -1
    assert host("previews", count=2)["distinct"] == 2
