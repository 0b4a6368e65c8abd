"""Each fault gives the error that libgphoto2 gives for it, and the body works again afterwards."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.simulation.ptp import (
    BatteryLow,
    Busy,
    Condition,
    Fault,
    Hang,
    IoError,
    Moment,
    OutOfFocus,
    Refusal,
    ShortData,
    SimulatedBody,
    Slow,
    Stall,
    StoreFull,
    Unplug,
    UsbBus,
)
from scanner_daemon.simulation.ptp.codes import Op
from scanner_daemon.simulation.ptp.faults import FaultTable

if TYPE_CHECKING:
    from tests.simulation.ptp.conftest import CameraHost, Scene, StartHost

FAILED, BAD_PARAMETERS, IO, TIMEOUT, BUSY, GONE = -1, -2, -7, -10, -110, -52


@pytest.fixture
def card_host(host: CameraHost) -> CameraHost:
    """A host that leaves its pictures on the card, so that taking and fetching are two calls."""
    host.set(capturetarget="Memory card")
    return host


def recovers(host: CameraHost, scene: Scene) -> None:
    """The same process opens the body again and brings a picture home."""
    host("reopen")
    assert host.shoot() == scene.digests[-1]


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        (Hang(at=Moment.CAPTURE), {IO}),
        (IoError(at=Moment.CAPTURE), {IO}),
        (Unplug(at=Moment.CAPTURE, replug_after_ms=100.0), {IO, GONE}),
        (Refusal(at=Moment.CAPTURE, code=0x2002), {FAILED}),
        (Busy(at=Moment.CAPTURE, times=None), {BUSY}),
    ],
    ids=lambda value: type(value).__name__.lower(),
)
def test_a_release_that_goes_wrong(
    card_host: CameraHost, body: SimulatedBody, scene: Scene, fault: Fault, codes: set[int]
) -> None:
    body.inject(fault)
    assert card_host.fails_with("capture") in codes
    body.clear_faults()
    time.sleep(0.15)
    recovers(card_host, scene)


@pytest.mark.parametrize(
    "fault",
    [
        Hang(at=Moment.DOWNLOAD),
        Stall(at=Moment.DOWNLOAD),
        ShortData(at=Moment.DOWNLOAD),
        IoError(at=Moment.DOWNLOAD),
        IoError(at=Moment.DOWNLOAD, fraction=0.5),
        Unplug(at=Moment.DOWNLOAD, replug_after_ms=100.0),
    ],
    ids=lambda fault: f"{type(fault).__name__.lower()}-{getattr(fault, 'fraction', 0)}",
)
def test_a_download_that_goes_wrong_is_repeated_from_the_card(
    card_host: CameraHost, body: SimulatedBody, scene: Scene, fault: Fault
) -> None:
    scene.size_bytes = 2_500_000
    folder, name = card_host("capture")
    body.inject(fault)
    assert card_host.fails_with("download", folder=folder, name=name) in {FAILED, IO, GONE, TIMEOUT}
    time.sleep(0.15)
    card_host("reopen")
    assert card_host("download", folder=folder, name=name)["sha256"] == scene.digests[0]


def test_a_fault_may_wait_for_a_later_part_of_the_download(
    card_host: CameraHost, body: SimulatedBody, scene: Scene
) -> None:
    scene.size_bytes = 3_500_000  # four requests of 1 MB at most
    folder, name = card_host("capture")
    before = body.operations[Op.GET_PARTIAL_OBJECT]
    body.inject(IoError(at=Moment.DOWNLOAD, after=2))
    card_host.fails_with("download", folder=folder, name=name)
    assert body.operations[Op.GET_PARTIAL_OBJECT] - before == 3


@pytest.mark.parametrize("brand", ["nikon"], indirect=True)  # libgphoto2 does not repeat an EOS release
def test_a_body_that_is_busy_for_a_moment_is_asked_again_unseen(
    host: CameraHost, body: SimulatedBody, scene: Scene
) -> None:
    body.inject(Busy(at=Moment.CAPTURE, times=3))
    assert host.shoot() == scene.digests[0]
    assert len(body.shots) == 1


def test_a_late_answer_is_still_an_answer(host: CameraHost, body: SimulatedBody, scene: Scene) -> None:
    body.inject(Slow(at=Moment.CAPTURE, delay_ms=300.0))
    assert host.shoot() == scene.digests[0]


@pytest.mark.parametrize(
    "condition", [StoreFull(), BatteryLow(percent=3), OutOfFocus()], ids=lambda c: type(c).__name__
)
def test_a_condition_refuses_the_shutter_until_it_is_over(
    card_host: CameraHost, body: SimulatedBody, scene: Scene, condition: Condition
) -> None:
    body.inject(condition)
    assert card_host.fails_with("capture") == FAILED
    assert body.shots == ()
    body.clear_faults(type(condition))
    assert card_host.shoot() == scene.digests[0]


def test_a_condition_may_end_by_itself(card_host: CameraHost, body: SimulatedBody, scene: Scene) -> None:
    body.inject(OutOfFocus(times=2))
    assert card_host.fails_with("capture") == FAILED
    assert card_host.fails_with("capture") == FAILED
    assert card_host.shoot() == scene.digests[0]


def test_the_reason_for_a_refusal_can_be_read_from_the_body(
    card_host: CameraHost, body: SimulatedBody, brand: str
) -> None:
    body.inject(StoreFull())
    body.inject(BatteryLow(percent=3))
    card_host("reopen")
    card_host.set(capturetarget="Memory card")
    assert int(card_host.get("availableshots")) == 0
    assert card_host("storage")["free_kb"] == 0
    assert card_host.get("batterylevel") == ("3%" if brand == "nikon" else "Low")


@pytest.mark.parametrize("kind", [Hang, Unplug])
def test_live_view_that_breaks_off_comes_back(
    host: CameraHost, body: SimulatedBody, kind: type[Fault], bus: UsbBus
) -> None:
    host("preview")
    body.inject(kind(at=Moment.LIVE_VIEW))
    assert host.fails_with("preview") in {IO, GONE}
    bus.replug(body)
    host("reopen")
    assert host("previews", count=3)["distinct"] == 3


def test_live_view_that_is_busy_for_a_moment_is_asked_again_unseen(host: CameraHost, body: SimulatedBody) -> None:
    host("preview")
    body.inject(Busy(at=Moment.LIVE_VIEW, times=3))
    assert host("previews", count=2)["distinct"] == 2


def test_live_view_that_stays_busy(host: CameraHost, body: SimulatedBody, brand: str) -> None:
    host("preview")
    body.inject(Busy(at=Moment.LIVE_VIEW, times=None))
    if brand == "nikon":
        assert host("preview") == ""  # libgphoto2 says that all is well, and gives an empty file
    else:
        assert host.fails_with("preview") == BUSY
    body.clear_faults()
    assert host("previews", count=2)["distinct"] == 2


def test_a_body_that_hangs_at_connect_answers_the_next_attempt(
    bus: UsbBus, body: SimulatedBody, brand: str, start_host: StartHost
) -> None:
    host = start_host(timeout_ms=200)
    body.inject(Hang(at=Moment.CONNECT, times=3))
    model = "Nikon DSC D7500" if brand == "nikon" else "Canon EOS 800D"
    assert host.fails_with("open", address="usb:001,004", model=model) in {IO, TIMEOUT}
    host.open("usb:001,004", brand)
    assert host.get("iso") == "100"


def test_pulling_the_cable_of_an_idle_body_and_putting_it_back(
    bus: UsbBus, host: CameraHost, body: SimulatedBody, scene: Scene
) -> None:
    bus.unplug(body)
    assert host("autodetect") == []
    assert host.fails_with("capture") in {FAILED, BAD_PARAMETERS, IO, GONE}
    assert host.fails_with("reopen") == GONE
    bus.replug(body)
    recovers(host, scene)


def test_a_picture_on_the_card_survives_the_cable(
    bus: UsbBus, card_host: CameraHost, body: SimulatedBody, scene: Scene
) -> None:
    card_host("trigger")
    bus.unplug(body)
    body.wait_for_shot(1, timeout_s=5)
    bus.replug(body)
    card_host("reopen")
    folder = "/store_00010001/DCIM/100NCD75" if body.personality == "nikon" else "/store_00020001/DCIM/100CANON"
    (name,) = card_host("listed", folder=folder)
    assert card_host("download", folder=folder, name=name)["sha256"] == scene.digests[0]


# --------------------------------------------------------------------------------------------------- the table itself


def test_faults_strike_as_often_as_they_say_and_after_as_many() -> None:
    table = FaultTable()
    table.inject(Hang(at=Moment.CAPTURE, times=2, after=1))
    table.inject(Busy(at=0x1234, times=None))
    struck = [table.take(Moment.CAPTURE, 0x9207) is not None for _ in range(5)]
    assert struck == [False, True, True, False, False]
    assert [type(table.take(None, 0x1234)) for _ in range(3)] == [Busy] * 3
    assert table.take(None, 0x1235) is None


def test_faults_are_taken_back_by_kind_or_all_at_once() -> None:
    table = FaultTable()
    table.inject(Busy(at=Moment.ANY, times=None))
    table.inject(StoreFull())
    table.inject(OutOfFocus())
    table.clear(StoreFull)
    assert table.condition(StoreFull) is None
    assert table.condition(OutOfFocus) == OutOfFocus()
    assert table.take(None, 1) == Busy(at=Moment.ANY, times=None)
    table.clear()
    assert table.condition(OutOfFocus) is None
    assert table.take(None, 1) is None
