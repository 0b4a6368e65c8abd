"""PTP/IP on loopback: the same bodies where there is no compiler for the bus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.simulation.ptp import IoError, Moment, PtpIpPort, ShortData, SimulatedBody, Unplug

if TYPE_CHECKING:
    from tests.simulation.ptp.conftest import CameraHost, MakeBody, Scene, StartWithoutBus


@pytest.fixture
def body(brand: str, scene: Scene, make_body: MakeBody) -> SimulatedBody:
    return make_body(brand, scene)


@pytest.fixture
def port(body: SimulatedBody) -> Iterator[PtpIpPort]:
    with PtpIpPort(body) as port:
        yield port


@pytest.fixture
def host(port: PtpIpPort, start_without_bus: StartWithoutBus, brand: str) -> CameraHost:
    host = start_without_bus()
    host.open(port.name, brand)
    return host


def test_serial_number_settings_live_view_and_pictures(host: CameraHost, scene: Scene, brand: str) -> None:
    scene.size_bytes = 2_500_000
    host.set(capturetarget="Memory card", iso="400")
    assert host.get("iso") == "400"
    assert host.get("serialnumber" if brand == "nikon" else "eosserialnumber") in ("3001234", "023021000123")
    assert host("previews", count=3)["distinct"] == 3
    assert host("shoot", times=2) == scene.digests


def test_a_second_host_is_turned_away(host: CameraHost, port: PtpIpPort, start_without_bus: StartWithoutBus) -> None:
    second = start_without_bus()
    assert second.fails_with("open", address=port.name, model="PTP/IP Camera") == -1
    assert host.get("iso") == "100"


@pytest.mark.parametrize(
    "fault",
    [
        IoError(at=Moment.DOWNLOAD, fraction=0.5),
        ShortData(at=Moment.DOWNLOAD),
        Unplug(at=Moment.DOWNLOAD, replug_after_ms=100.0),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_download_that_goes_wrong_is_repeated(
    port: PtpIpPort,
    body: SimulatedBody,
    scene: Scene,
    brand: str,
    start_without_bus: StartWithoutBus,
    fault: IoError | ShortData | Unplug,
) -> None:
    scene.size_bytes = 500_000
    host = start_without_bus()
    host.open(port.name, brand)
    host.set(capturetarget="Memory card")
    folder, name = host("capture")
    body.inject(fault)
    assert host.fails_with("download", folder=folder, name=name) in {-1, -7, -10}
    host.kill()  # its exit() closes file descriptor 0 in this libgphoto2: a process is opened anew, not a camera

    port.plug()
    again = start_without_bus()
    again.open(port.name, brand)
    assert again("download", folder=folder, name=name)["sha256"] == scene.digests[0]
