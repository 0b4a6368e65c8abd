"""Finding the controller, keeping it, and saying what stands in the way."""

from __future__ import annotations

import asyncio
import errno
import grp
import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
import serial

from scanner_daemon.capture.ports import CradleEvent, CradleEventKind, CradleStatus, Cue, PedalSwitch
from scanner_daemon.clock import SystemClock
from scanner_daemon.cradle import HandCradle, SerialCradle, errors, open_cradle
from scanner_daemon.cradle.serial_port import error_of_port
from scanner_daemon.settings import CradleSettings
from scanner_daemon.simulation.controller import Pace, SimulatedController, World

Open = Callable[..., AbstractAsyncContextManager[SerialCradle]]
Until = Callable[[AsyncIterator[CradleEvent], CradleEventKind], asyncio.Future[CradleEvent]]


def status(cradle: SerialCradle | HandCradle) -> CradleStatus:
    """As it is now: the type checker must not remember what it was."""
    return cradle.status


async def test_a_missing_port_is_no_reason_not_to_start_and_is_found_later(tty: Path, opened: Open) -> None:
    async with opened(home=False) as cradle:
        assert not status(cradle).connected
        assert status(cradle).fault_code == "cradle_port_missing"
        assert "Plug in its USB cable" in (status(cradle).fault_reason or "")
        with pytest.raises(errors.CradlePortMissing):
            await cradle.lower_platen()
        with SimulatedController(tty):
            await cradle.connected(10)
            assert status(cradle).connected
            assert status(cradle).fault_code is None
            assert not status(cradle).needs_operator


async def test_a_port_that_another_program_holds_is_named(controller: SimulatedController, opened: Open) -> None:
    with serial.Serial(str(controller.path), exclusive=True):
        async with opened(home=False) as cradle:
            assert status(cradle).fault_code == "cradle_port_busy"
            with pytest.raises(errors.CradlePortBusy, match="fuser"):
                await cradle.home()


async def test_while_the_cradle_holds_it_nobody_else_can_open_the_port(
    controller: SimulatedController, opened: Open
) -> None:
    async with opened():
        with pytest.raises(serial.SerialException):
            serial.Serial(str(controller.path), exclusive=True)


@pytest.mark.parametrize(
    ("number", "expected", "words"),
    [
        (errno.EACCES, errors.CradlePortRootsOnly, "udev rules"),
        (errno.ENODEV, errors.CradlePortMissing, "does not exist"),
        (errno.EBUSY, errors.CradlePortBusy, "Another program"),
        (errno.EIO, errors.CradlePortUnusable, os.strerror(errno.EIO)),
    ],
)
@pytest.mark.parametrize("kind", [OSError, serial.SerialException])
async def test_each_way_of_not_opening_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    opened: Open,
    kind: type[OSError],
    number: int,
    expected: type[errors.CradleError],
    words: str,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise kind(number, "refused")

    monkeypatch.setattr(serial, "Serial", refuse)
    async with opened(home=False) as cradle:
        with pytest.raises(expected, match=words):
            await cradle.home()


@pytest.mark.parametrize(
    ("group", "mode", "expected"),
    [
        ("dialout", 0o660, "it belongs to the group dialout. Run `sudo usermod -aG dialout "),
        ("dialout", 0o600, "Nobody but root may open "),
        ("root", 0o660, "Nobody but root may open "),
    ],
)
def test_nobody_is_told_to_join_a_group_that_would_not_help_or_that_is_root_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: str, mode: int, expected: str
) -> None:
    port = tmp_path / "tty"
    port.touch()
    port.chmod(mode)
    monkeypatch.setattr(grp, "getgrgid", lambda number: grp.struct_group((group, "x", number, [])))
    assert expected in error_of_port(str(port), OSError(errno.EACCES, "refused")).sentence


async def test_a_file_is_no_serial_port(tmp_path: Path, opened: Open) -> None:
    (tmp_path / "controller").touch()
    async with opened(home=False) as cradle:
        with pytest.raises(errors.CradlePortUnusable, match="it is no serial port"):
            await cradle.home()


async def test_another_protocol_is_refused_with_a_sentence(tty: Path, opened: Open) -> None:
    with SimulatedController(tty, protocol_major=2):
        async with opened(home=False) as cradle:
            with pytest.raises(
                errors.CradleProtocolDiffers, match=r"protocol 2 and this program protocol 1.*cradle flash"
            ):
                await cradle.home()


async def test_a_port_where_nobody_answers_is_silent(tty: Path, opened: Open) -> None:
    with SimulatedController(tty) as controller:
        controller.silence(60_000)
        async with opened(home=False) as cradle:
            assert status(cradle).fault_code == "cradle_silent"


async def test_a_port_where_another_device_speaks_is_told_from_a_silent_one(tty: Path, opened: Open) -> None:
    ours, theirs = os.openpty()
    tty.symlink_to(os.ttyname(theirs))

    async def tell_where_it_is() -> None:
        while True:
            os.write(ours, b"$GPGGA,123519,4807.038,N\r\n\0")
            await asyncio.sleep(0.1)

    speaking = asyncio.create_task(tell_where_it_is())
    try:
        async with opened(home=False) as cradle:
            with pytest.raises(errors.CradleGarbled, match=r"at 115200 baud .* another device's"):
                await cradle.home()
    finally:
        speaking.cancel()
        os.close(ours)
        os.close(theirs)


async def test_an_idle_replug_without_a_reset_goes_on_without_the_operator(
    tty: Path, opened: Open, until: Until
) -> None:
    with SimulatedController(tty, resets_on_open=False) as controller:
        async with opened() as cradle:
            lost = until(cradle.events(), CradleEventKind.LINK_LOST)
            restored = until(cradle.events(), CradleEventKind.LINK_RESTORED)
            controller.cut_link()
            await lost
            assert not controller.path.exists()
            controller.restore_link()
            assert (await restored).status.connected
            assert not status(cradle).needs_operator
            await cradle.lower_platen()


async def test_an_idle_replug_with_a_reset_asks_for_the_operator(
    controller: SimulatedController, opened: Open, until: Until
) -> None:
    async with opened() as cradle:
        restored = until(cradle.events(), CradleEventKind.LINK_RESTORED)
        controller.cut_link()
        controller.restore_link()
        assert (await restored).status.needs_operator
        with pytest.raises(errors.OperatorNeeded, match="started again"):
            await cradle.lower_platen()
        await cradle.release()
        await cradle.lower_platen()


async def test_a_wired_pedal_tells_each_press_once_with_its_instant(
    controller: SimulatedController, opened: Open
) -> None:
    clock = SystemClock()
    async with opened() as cradle:
        assert cradle.pedal.fitted
        presses = cradle.pedal.presses()
        for switch in PedalSwitch:
            before_ns = clock.monotonic_ns()
            controller.press_pedal(switch.value)
            async with asyncio.timeout(5):
                press = await anext(presses)
            assert press.switch is switch
            assert press.source == "controller"
            # The controller's clock is known to half a round trip.
            slack_ns = round((cradle.link_health.round_trip_ms or 0.0) * 1e6)
            assert before_ns - slack_ns <= press.at_ns <= clock.monotonic_ns()
    with pytest.raises(StopAsyncIteration):
        await anext(presses)


async def test_the_lamps_burn_while_connected_and_cues_are_heard(tty: Path, opened: Open) -> None:
    lamps: list[int] = []
    cues: list[str] = []
    pace = Pace(0, 0, 0, 0, 0)
    with SimulatedController(tty, pace=pace, world=World(on_lamp=lamps.append, on_cue=cues.append)):
        async with opened(lamps=180) as cradle:
            for cue in Cue:
                await cradle.cue(cue)
                await cradle.home()
        async with asyncio.timeout(5):
            while lamps != [180, 0]:
                await asyncio.sleep(0.01)
    assert cues == [cue.value for cue in Cue]


async def test_a_cue_without_a_link_is_no_trouble(tmp_path: Path, opened: Open) -> None:
    async with opened(home=False) as cradle:
        await cradle.cue(Cue.REFUSED)
        assert not status(cradle).connected


async def test_a_cradle_worked_by_hand_answers_at_once() -> None:
    settings = CradleSettings(controller="none")
    async with open_cradle(settings, SystemClock()) as cradle:
        assert isinstance(cradle, HandCradle)
        events = cradle.events()
        assert (cradle.has_platen_motor, cradle.has_turner, cradle.pedal.fitted) == (False, False, False)
        assert status(cradle).connected
        assert (status(cradle).homed, status(cradle).platen, status(cradle).lid_closed) == (None, None, None)
        await cradle.home()
        settled = await cradle.lower_platen()
        assert settled.at_ns == settled.commanded_at_ns
        await cradle.raise_platen()
        await cradle.cue(Cue.TURN)
        with pytest.raises(errors.CradlePartNotFitted, match="no page turner"):
            await cradle.turn_page(1)

        await cradle.emergency_stop("Stop was pressed")
        assert status(cradle).emergency_stop_latched
        await cradle.release()
        assert not status(cradle).emergency_stop_latched
    kinds = [event.kind async for event in events]
    assert kinds == [CradleEventKind.EMERGENCY_STOP_PRESSED, CradleEventKind.EMERGENCY_STOP_RELEASED]


async def test_opening_and_closing_leaves_no_descriptor(controller: SimulatedController, opened: Open) -> None:
    async with opened(home=False):
        pass
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        async with opened(home=False):
            pass
    assert len(list(Path("/proc/self/fd").iterdir())) == before
