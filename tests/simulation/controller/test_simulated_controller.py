"""The controller in a box: a tty that behaves as an Arduino's, and a log that cannot be argued with."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import serial

from firmware_protocol.controller_effects import MotionKind, MotionStarted, PlatenMoved, TurnClosed
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.frames import FrameDecoder, encode_frame
from firmware_protocol.layouts import pack
from firmware_protocol.messages import (
    Booted,
    Command,
    GiveCue,
    Heartbeat,
    Hello,
    Home,
    LowerPlaten,
    RaisePlaten,
    TurnPage,
    Welcome,
)
from firmware_protocol.packets import Packet, datagram_packet, parse_datagram
from firmware_protocol.vocabulary import CueSound, FrameKind, PlatenPosition, ResetCause, TurnState
from scanner_daemon.simulation.controller import Pace, SimulatedController, World

TIMELESS = Pace(0, 0, 0, 0, 0)


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until, "it never came to hold"
        time.sleep(0.005)


class Host:
    """A host with nothing of our link in it: packets on a tty."""

    def __init__(self, path: Path) -> None:
        self.tty = serial.Serial(str(path), timeout=0.02)
        self.heard: list[Packet] = []
        self._decoder = FrameDecoder()
        self._session = 0
        self._sequence = 0

    def listen(self) -> list[Packet]:
        self.heard += [Packet.from_body(body) for body in self._decoder.feed(self.tty.read(4096))]
        return self.heard

    def hears(self, kind: type[Booted] | type[Welcome]) -> bool:
        return any(p.kind is FrameKind.DATAGRAM and isinstance(parse_datagram(p), kind) for p in self.listen())

    def send(self, packet: Packet) -> None:
        self.tty.write(encode_frame(packet.to_body()))

    def greet(self) -> Welcome:
        wait_until(lambda: self.hears(Booted))
        self.send(datagram_packet(Hello(99)))
        wait_until(lambda: self.hears(Welcome))
        packet = self.heard[-1]
        self._session = packet.session
        welcome = parse_datagram(packet)
        assert isinstance(welcome, Welcome)
        return welcome

    def command(self, command: Command) -> None:
        self._sequence += 1
        self.send(Packet(FrameKind.COMMAND, self._session, self._sequence, command.ID, pack(command)))

    def beat(self) -> None:
        self.send(datagram_packet(Heartbeat(), self._session))

    def close(self) -> None:
        self.tty.close()


def platen(controller: SimulatedController) -> list[PlatenPosition]:
    return [logged.effect.position for logged in controller.log() if isinstance(logged.effect, PlatenMoved)]


def test_the_tty_has_its_name_for_as_long_as_it_is_plugged_in(tmp_path: Path) -> None:
    path = tmp_path / "ports" / "controller"
    with SimulatedController(path) as controller:
        assert path.is_symlink()
        controller.cut_link()
        assert not path.is_symlink()
        controller.cut_link()
        controller.restore_link()
        controller.restore_link()
        assert path.is_symlink()
    assert not path.is_symlink()


@pytest.mark.parametrize(("resets_on_open", "boots"), [(True, 3), (False, 1)])
def test_opening_the_tty_resets_it_as_an_arduino(tmp_path: Path, resets_on_open: bool, boots: int) -> None:
    eeprom = Eeprom()
    with SimulatedController(
        tmp_path / "tty", pace=TIMELESS, eeprom=eeprom, resets_on_open=resets_on_open, dead_man_ms=200
    ) as controller:
        for _ in range(2):
            host = Host(controller.path)
            if resets_on_open:
                assert host.greet().reset_cause is ResetCause.EXTERNAL
            else:
                host.send(datagram_packet(Hello(99)))
                wait_until(partial(host.hears, Welcome))
            host.close()
            # It looks at a closed tty every 10 ms.
            time.sleep(0.3)
    assert eeprom.boot_count == boots


def test_what_comes_while_the_bootloader_runs_is_lost(tmp_path: Path) -> None:
    with SimulatedController(tmp_path / "tty", pace=Pace(boot_ms=300)) as controller:
        host = Host(controller.path)
        host.send(datagram_packet(Hello(99)))
        wait_until(lambda: host.hears(Booted))
        assert not host.hears(Welcome)
        host.close()


def test_the_world_is_told_before_the_host_and_everything_is_logged(tmp_path: Path) -> None:
    told: list[str] = []
    world = World(
        on_leaf_turned=lambda leaves: told.append(f"{leaves} turned"), on_platen=told.append, on_cue=told.append
    )
    with SimulatedController(tmp_path / "tty", pace=TIMELESS, world=world) as controller:
        host = Host(controller.path)
        host.greet()
        for command in (Home(), LowerPlaten(), RaisePlaten(), TurnPage(12), TurnPage(12), GiveCue(CueSound.TURN_BACK)):
            host.command(command)
        wait_until(lambda: "turn_back" in told)
        assert told == ["moving", "up", "moving", "down", "moving", "up", "1 turned", "turn_back"]
        assert controller.leaves_turned() == [(12, 1)]
        log = controller.log()
        assert [logged.at_ns for logged in log] == sorted(logged.at_ns for logged in log)
        assert all(logged.at_ns <= logged.done_at_ns <= time.monotonic_ns() for logged in log)
        motions = [logged.effect.kind for logged in log if isinstance(logged.effect, MotionStarted)]
        assert motions == [MotionKind.HOME, MotionKind.LOWER, MotionKind.RAISE, MotionKind.TURN]
        host.close()


def test_two_leaves_are_told_to_the_world_as_two(tmp_path: Path) -> None:
    leaves: list[int] = []
    with SimulatedController(tmp_path / "tty", pace=TIMELESS, world=World(on_leaf_turned=leaves.append)) as controller:
        host = Host(controller.path)
        host.greet()
        controller.fault("two_leaves")
        host.command(Home())
        host.command(TurnPage(1))
        wait_until(lambda: bool(leaves))
        assert leaves == [2]
        host.close()


def test_what_is_planned_for_the_middle_of_a_motion_strikes_there_however_late_its_thread_runs(tmp_path: Path) -> None:
    def began(motion: str) -> None:
        if motion == "turn":
            controller.later(0.02, controller.emergency_stop)
            time.sleep(0.3)

    controller = SimulatedController(tmp_path / "tty", pace=Pace(0, 0, 0, 60, 0), world=World(on_motion_began=began))
    with controller:
        host = Host(controller.path)
        host.greet()
        host.command(Home())
        host.command(TurnPage(7))
        wait_until(lambda: any(isinstance(logged.effect, TurnClosed) for logged in controller.log()))
        effects = [logged.effect for logged in controller.log()]
        (begun,) = [one for one in effects if isinstance(one, MotionStarted) and one.kind is MotionKind.TURN]
        (end,) = [one for one in effects if isinstance(one, TurnClosed)]
        assert (end.state, end.at_us - begun.at_us) == (TurnState.INTERRUPTED, 20_000)
        assert controller.leaves_turned() == []
        host.close()


def test_a_host_that_falls_silent_is_missed(tmp_path: Path) -> None:
    with SimulatedController(tmp_path / "tty", pace=Pace(8_000, 0, 0, 0, 0), dead_man_ms=1_000) as controller:
        host = Host(controller.path)
        host.greet()
        host.command(Home())
        host.command(LowerPlaten())
        for _ in range(6):
            time.sleep(0.25)
            host.beat()
        assert platen(controller)[-1] is PlatenPosition.MOVING
        wait_until(lambda: platen(controller)[-1] is PlatenPosition.UNKNOWN)
        host.close()


def test_an_unknown_fault_or_switch_is_refused(tmp_path: Path) -> None:
    with SimulatedController(tmp_path / "tty") as controller:
        with pytest.raises(ValueError, match="gremlins"):
            controller.fault("gremlins")
        with pytest.raises(KeyError):
            controller.press_pedal("knee")


def test_a_world_that_raises_is_reported(tmp_path: Path) -> None:
    def broken(_position: str) -> None:
        raise RuntimeError("the world is broken")

    def home_it() -> None:
        with SimulatedController(tmp_path / "tty", pace=TIMELESS, world=World(on_platen=broken)) as controller:
            host = Host(controller.path)
            try:
                host.greet()
                host.command(Home())
                wait_until(lambda: not controller.alive)
            finally:
                host.close()

    with pytest.raises(RuntimeError, match="the world is broken"):
        home_it()
