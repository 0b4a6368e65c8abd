"""Pedals that come, go, are forbidden or are programs: the rig goes on, and says whether a pedal is fitted."""

from __future__ import annotations

import asyncio
import errno
import os
import pty
import socket
import stat
import termios
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from scanner_daemon.capture.ports import PedalPressed
from scanner_daemon.capture.words import PedalSwitch
from scanner_daemon.clock import SystemClock
from scanner_daemon.pedals import open_pedals
from scanner_daemon.pedals.evdev_pedal import EvdevPedal
from scanner_daemon.pedals.hotplug import DeviceTold
from scanner_daemon.pedals.keyboard import KeyboardPedal
from scanner_daemon.pedals.keys import KeyEdge
from scanner_daemon.pedals.merged import PedalSettingsError
from scanner_daemon.pedals.outlet import PressOutlet
from scanner_daemon.pedals.socket_pedal import PedalSocketError
from scanner_daemon.settings import PedalSettings

B = 48


async def eventually(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.002)


async def next_of(presses: AsyncIterator[PedalPressed]) -> PedalPressed:
    async with asyncio.timeout(10):
        return await anext(presses)


class FakeDevice:
    """A device over a pipe: a byte makes it readable; then it gives its edges, or the error that unplugging gives."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self.edges: list[KeyEdge] = []
        self.gone = False
        self.closed = False

    def press(self) -> None:
        self.edges.append(KeyEdge(time.monotonic_ns(), B, 1))
        os.write(self.writing, b".")

    def unplug(self) -> None:
        self.gone = True
        os.write(self.writing, b".")

    def fileno(self) -> int:
        return self.reading

    def read(self) -> Sequence[KeyEdge]:
        os.read(self.reading, 1)
        if self.gone:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))
        edges, self.edges = self.edges, []
        return edges

    def close(self) -> None:
        self.closed = True
        os.close(self.reading)
        os.close(self.writing)


class FakeBus:
    """A USB port with udev beside it."""

    def __init__(self) -> None:
        self.plugged: FakeDevice | None = None
        self.told: DeviceTold | None = None
        self.refusal = errno.ENOENT

    def open(self, path: str) -> FakeDevice:
        if self.plugged is None:
            raise OSError(self.refusal, os.strerror(self.refusal), path)
        return self.plugged

    @contextmanager
    def watch(self, told: DeviceTold) -> Iterator[None]:
        self.told = told
        yield
        self.told = None

    def plug(self) -> FakeDevice:
        self.plugged = FakeDevice()
        assert self.told is not None
        self.told("add", "/dev/input/event5")
        return self.plugged


@pytest.fixture
async def bus() -> FakeBus:
    return FakeBus()


@pytest.fixture
async def pedal(bus: FakeBus) -> AsyncIterator[EvdevPedal]:
    pedal = EvdevPedal(
        "/dev/input/event5", bus.open, {B: PedalSwitch.FIRE}, debounce_ms=30, watch=bus.watch, look_again_s=3600
    )
    running = asyncio.create_task(pedal.run())
    await asyncio.sleep(0)
    yield pedal
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


async def test_a_missing_pedal_is_not_fitted_and_is_found_when_it_is_plugged_in(
    pedal: EvdevPedal, bus: FakeBus
) -> None:
    presses = pedal.presses()
    assert not pedal.fitted
    device = bus.plug()
    await eventually(lambda: pedal.fitted)
    device.press()
    assert (await next_of(presses)).switch is PedalSwitch.FIRE


async def test_an_unplugged_pedal_is_given_up_and_taken_again(pedal: EvdevPedal, bus: FakeBus) -> None:
    presses = pedal.presses()
    first = bus.plug()
    await eventually(lambda: pedal.fitted)
    bus.plugged = None
    first.unplug()
    await eventually(lambda: not pedal.fitted)
    assert first.closed
    second = bus.plug()
    await eventually(lambda: pedal.fitted)
    second.press()
    assert (await next_of(presses)).source == "evdev:event5"


async def test_a_pedal_whose_device_keeps_silent_when_it_goes_is_given_up_on_the_word_of_udev(
    pedal: EvdevPedal, bus: FakeBus
) -> None:
    device = bus.plug()
    await eventually(lambda: pedal.fitted)
    bus.plugged = None
    assert bus.told is not None
    bus.told("remove", "/dev/input/event9")
    await asyncio.sleep(0.01)
    assert pedal.fitted, "another device went"
    bus.told("remove", "/dev/input/event5")
    await eventually(lambda: device.closed)


@pytest.mark.parametrize("refusal", [errno.EACCES, errno.EBUSY])
async def test_a_pedal_that_is_forbidden_or_grabbed_is_said_once(
    pedal: EvdevPedal, bus: FakeBus, refusal: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    bus.refusal = refusal
    assert bus.told is not None
    for _ in range(3):
        bus.told("change", "/dev/input/event5")
        await asyncio.sleep(0.005)
    assert not pedal.fitted
    assert [record.message for record in caplog.records].count(
        f"no pedal at /dev/input/event5: {os.strerror(refusal)}"
    ) == 1


async def test_a_press_that_nobody_awaited_yet_is_kept_but_one_before_the_listener_is_not(
    pedal: EvdevPedal, bus: FakeBus
) -> None:
    device = bus.plug()
    await eventually(lambda: pedal.fitted)
    device.press()
    await asyncio.sleep(0.05)
    presses = pedal.presses()
    after = time.monotonic_ns()
    device.press()
    assert (await next_of(presses)).at_ns >= after


def send(path: Path, message: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(message, str(path))


async def test_the_socket_takes_presses_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "run" / "pedal.sock"
    settings = PedalSettings(sources=("socket",), socket=path)
    async with open_pedals(settings, SystemClock()) as pedal:
        assert (pedal.fitted, pedal.sources) == (True, ("socket",))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        presses = pedal.presses()
        for message in (b"", b"\xff\x00", b"press", b"press everything", b"fire", b"press fire now", b"x" * 4096):
            send(path, message)
        for switch in PedalSwitch:
            send(path, b"press " + switch.value.encode() + b"\n")
        assert [(await next_of(presses)).switch for _ in PedalSwitch] == list(PedalSwitch)
    assert not path.exists()


async def test_a_socket_that_a_dead_program_left_is_replaced_and_a_living_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pedal.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as dead:
        dead.bind(str(path))
    settings = PedalSettings(sources=("socket",), socket=path)
    async with open_pedals(settings, SystemClock()):
        with pytest.raises(PedalSocketError, match="another program"):
            async with open_pedals(settings, SystemClock()):
                pass
        send(path, b"press fire")


async def test_a_file_in_the_place_of_the_socket_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("mine")
    with pytest.raises(PedalSocketError, match="not a socket"):
        async with open_pedals(PedalSettings(sources=("socket",), socket=path), SystemClock()):
            pass
    assert path.read_text() == "mine"


async def test_a_socket_pedal_without_a_socket_is_a_mistake_in_the_settings() -> None:
    with pytest.raises(PedalSettingsError, match=r"pedals\.socket"):
        async with open_pedals(PedalSettings(sources=("socket",)), SystemClock()):
            pass


class WiredPedal:
    """A pedal on the controller, as the cradle offers it."""

    fitted = True

    def __init__(self) -> None:
        self.outlet = PressOutlet()

    def presses(self) -> AsyncIterator[PedalPressed]:
        return self.outlet.presses()


async def test_the_pedal_of_the_controller_and_the_others_are_one(tmp_path: Path) -> None:
    wired = WiredPedal()
    settings = PedalSettings(
        sources=("evdev", "controller", "socket"), device=str(tmp_path / "no-pedal"), socket=tmp_path / "pedal.sock"
    )
    async with open_pedals(settings, SystemClock(), wired) as pedal:
        assert pedal.sources == ("socket", "controller")
        presses = pedal.presses()
        wired.outlet.put(PedalPressed(at_ns=1, switch=PedalSwitch.FIRE, source="controller"))
        assert (await next_of(presses)).source == "controller"
        send(tmp_path / "pedal.sock", b"press pause")
        assert (await next_of(presses)).source == "socket"


async def test_an_error_of_the_body_comes_out_as_it_is() -> None:
    async def a_body_that_fails() -> None:
        async with open_pedals(PedalSettings(sources=()), SystemClock()) as pedal:
            assert not pedal.fitted
            raise KeyError("mine")

    with pytest.raises(KeyError):
        await a_body_that_fails()


async def test_the_space_bar_fires_and_the_terminal_is_left_as_it_was() -> None:
    master, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    pedal = KeyboardPedal(terminal, SystemClock())
    presses = pedal.presses()
    running = asyncio.create_task(pedal.run())
    try:
        await eventually(lambda: pedal.fitted)
        os.write(master, b"x pr")
        assert [(await next_of(presses)).switch for _ in range(3)] == [
            PedalSwitch.FIRE,
            PedalSwitch.PAUSE,
            PedalSwitch.RE_SHOOT,
        ]
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        assert termios.tcgetattr(terminal) == before
    finally:
        os.close(master)
        os.close(terminal)


async def test_what_is_not_a_terminal_is_not_fitted() -> None:
    reading, writing = os.pipe()
    try:
        pedal = KeyboardPedal(reading, SystemClock())
        await pedal.run()
        assert not pedal.fitted
    finally:
        os.close(reading)
        os.close(writing)
