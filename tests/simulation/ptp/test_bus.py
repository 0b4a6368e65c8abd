"""The simulated USB bus, as an unmodified program with libgphoto2 sees it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.simulation.ptp import CompilerMissing, DriverNotBuilt, UsbBus
from scanner_daemon.simulation.ptp.driver import build_driver

if TYPE_CHECKING:
    from tests.simulation.ptp.conftest import MakeBody, Scene, StartHost


def test_autodetect_finds_both_brands_and_each_tells_its_serial_number(
    bus: UsbBus, make_body: MakeBody, scene: Scene, start_host: StartHost
) -> None:
    bus.plug(make_body("nikon", scene, serial="3001234"), 1, 4)
    bus.plug(make_body("canon", scene, serial="023021000123"), 2, 3)
    left, right = start_host(), start_host()

    assert left("autodetect") == [["Canon EOS 800D", "usb:002,003"], ["Nikon DSC D7500", "usb:001,004"]]

    left.open("usb:001,004", "nikon")
    right.open("usb:002,003", "canon")
    assert left.get("serialnumber") == "3001234"
    assert right.get("eosserialnumber") == "023021000123"


def test_two_bodies_of_one_type_keep_their_serial_numbers_when_their_ports_are_swapped(
    bus: UsbBus, make_body: MakeBody, scene: Scene, start_host: StartHost
) -> None:
    bodies = [make_body("nikon", scene, serial=serial) for serial in ("3001234", "3005678")]

    def seen() -> dict[str, str]:
        found = {}
        for address in ("usb:001,004", "usb:001,007"):
            host = start_host()
            host.open(address, "nikon")
            found[address] = host.get("serialnumber")
            host.kill()
        return found

    bus.plug(bodies[0], 1, 4)
    bus.plug(bodies[1], 1, 7)
    assert seen() == {"usb:001,004": "3001234", "usb:001,007": "3005678"}

    for body in bodies:
        bus.unplug(body)
    bus.plug(bodies[1], 1, 4)
    bus.plug(bodies[0], 1, 7)
    assert seen() == {"usb:001,004": "3005678", "usb:001,007": "3001234"}


def test_a_port_takes_one_body_only(bus: UsbBus, make_body: MakeBody, scene: Scene) -> None:
    bus.plug(make_body("nikon", scene, serial="1"), 1, 4)
    with pytest.raises(ValueError, match="usb:001,004"):
        bus.plug(make_body("nikon", scene, serial="2"), 1, 4)


def test_an_unplugged_body_is_not_listed_and_an_empty_bus_lists_nothing(
    bus: UsbBus, make_body: MakeBody, scene: Scene, start_host: StartHost
) -> None:
    body = make_body("nikon", scene)
    bus.plug(body, 1, 4)
    host = start_host()
    assert host("autodetect") == [["Nikon DSC D7500", "usb:001,004"]]
    bus.unplug(body)
    assert host("autodetect") == []
    bus.replug(body)
    assert host("autodetect") == [["Nikon DSC D7500", "usb:001,004"]]


def test_a_second_program_cannot_claim_a_body_and_a_killed_one_gives_it_back(
    bus: UsbBus, make_body: MakeBody, scene: Scene, start_host: StartHost
) -> None:
    bus.plug(make_body("nikon", scene), 1, 4)
    first, second, third = start_host(), start_host(), start_host()
    first.open("usb:001,004", "nikon")
    assert second.fails_with("open", address="usb:001,004", model="Nikon DSC D7500") == -53  # could not claim
    first.kill()
    third.open("usb:001,004", "nikon")
    assert third.get("serialnumber") == "3001234"


def test_the_folder_of_the_bus_may_lie_deeper_than_a_socket_address_is_long(
    tmp_path: Path, driver_cache: Path, make_body: MakeBody, scene: Scene
) -> None:
    deep = tmp_path.joinpath(*["a folder with a rather long name"] * 5)
    body = make_body("nikon", scene)
    with UsbBus(deep, driver_cache) as bus:
        assert len(str(bus.devices)) > 107
        bus.plug(body, 1, 4)
        assert [file.name for file in bus.devices.iterdir()] == ["001-004_04b0-0440.sock"]
    assert list(bus.devices.iterdir()) == []


def test_the_driver_is_compiled_once_for_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build_driver(tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CC", raising=False)
    assert build_driver(tmp_path) == first
    assert [file.name for file in tmp_path.iterdir()] == [first.name]


def test_without_a_compiler_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(CompilerMissing) as missing:
        UsbBus(tmp_path / "bus", tmp_path / "cache").__enter__()
    assert "apt install gcc" in missing.value.what_to_do


def test_a_compiler_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "cc"
    broken.write_text("#!/bin/sh\necho 'no such header' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CC", str(broken))
    with pytest.raises(DriverNotBuilt, match="no such header"):
        build_driver(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []
