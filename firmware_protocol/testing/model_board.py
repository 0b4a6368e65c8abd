"""The controller's model on the running loop, at the far end of two faulty wires."""

from __future__ import annotations

import asyncio
from typing import Any

from firmware_protocol.controller_effects import Effect, Injection, LeavesTurned
from firmware_protocol.controller_model import ALL_FITTED, ControllerModel
from firmware_protocol.controller_store import Eeprom
from firmware_protocol.link import Link
from firmware_protocol.testing.faulty_wire import FaultyWire, WireFaults
from firmware_protocol.vocabulary import BuildOption, ResetCause, Switch

__all__ = ["ModelBoard"]


class ModelBoard:
    """A board that can be plugged into a `Link`, pulled, reset, and looked at."""

    def __init__(
        self,
        *,
        faults: WireFaults | None = None,
        seed: int = 0,
        eeprom: Eeprom | None = None,
        options: BuildOption = ALL_FITTED,
        boot_ms: int = 50,
        protocol_major: int = 1,
        resets_on_open: bool = False,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._faults = faults or WireFaults()
        self._seed = seed
        self._resets_on_open = resets_on_open
        self._timer: asyncio.TimerHandle | None = None
        self._cable: _Cable | None = None
        self.effects: list[Effect] = []
        self.eeprom = eeprom or Eeprom()
        self.plugged_in = True
        """False: opening the port finds nothing."""
        self.model = ControllerModel(
            self.eeprom,
            options=options,
            boot_us=boot_ms * 1000,
            protocol_major=protocol_major,
            now_us=self._now_us(),
        )
        self._settle()

    # ---------------------------------------------------------------------------------------------------- the cable

    def open(self, link: Link) -> asyncio.WriteTransport:
        """Plug the link in; raises FileNotFoundError while the board is unplugged."""
        if not self.plugged_in:
            raise FileNotFoundError("no such tty")
        self._seed += 2
        cable = _Cable(self, link, self._faults, self._seed)
        self._cable = cable
        if self._resets_on_open:
            self.reset(ResetCause.EXTERNAL)
        self._loop.call_soon(link.connection_made, cable)
        return cable

    def unplug(self) -> None:
        """The tty vanishes under the host."""
        self.plugged_in = False
        if self._cable is not None:
            self._cable.abort()

    def plug(self) -> None:
        """It can be opened again."""
        self.plugged_in = True

    def cut(self, is_cut: bool) -> None:
        """Nothing passes in either direction, though the tty stays."""
        if self._cable is not None:
            self._cable.to_board.cut = self._cable.to_host.cut = is_cut

    # --------------------------------------------------------------------------------------------- hands and witnesses

    def reset(self, cause: ResetCause = ResetCause.BROWN_OUT) -> None:
        """Start again."""
        self.model.reset(cause, self._now_us())
        self._settle()

    def press_pedal(self, switch: Switch) -> None:
        """A foot."""
        self.model.press_pedal(switch, self._now_us())
        self._settle()

    def press_emergency_stop(self, pressed: bool) -> None:
        """The red button."""
        self.model.press_emergency_stop(pressed, self._now_us())
        self._settle()

    def open_lid(self, is_open: bool) -> None:
        """The lid."""
        self.model.open_lid(is_open, self._now_us())
        self._settle()

    def pinch(self, pinched: bool) -> None:
        """A finger."""
        self.model.pinch(pinched, self._now_us())
        self._settle()

    def inject(self, injection: Injection) -> None:
        """A fault for the next motion."""
        self.model.inject(injection)

    def feed(self, data: bytes) -> None:
        """Raw bytes into the board's UART."""
        self.model.receive(data, self._now_us())
        self._settle()

    def did(self, kind: type[Any]) -> list[Any]:
        """The effects of one kind so far, in order."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def leaves_turned(self) -> list[int]:
        """The turn ids for which leaves went over, in order."""
        return [effect.turn_id for effect in self.did(LeavesTurned)]

    def _now_us(self) -> int:
        return round(self._loop.time() * 1e6)

    def _settle(self) -> None:
        """Take what the model has done, and wake when it has more to do."""
        self.model.advance(self._now_us())
        self.effects += self.model.take_effects()
        out = self.model.take_output()
        if out and self._cable is not None and not self._cable.is_closing():
            self._cable.to_host.send(out)
        if self._timer is not None:
            self._timer.cancel()
        due_us = self.model.due_us()
        self._timer = None if due_us is None else self._loop.call_at(due_us / 1e6, self._settle)


class _Cable(asyncio.WriteTransport):
    """The transport that the link writes to."""

    def __init__(self, board: ModelBoard, link: Link, faults: WireFaults, seed: int) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._link = link
        self._closing = False
        self.to_board = FaultyWire(faults, seed, self._feed_board)
        self.to_host = FaultyWire(faults, seed + 1, self._feed_host)
        self._board = board

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._closing:
            self.to_board.send(bytes(data))

    def abort(self) -> None:
        if not self._closing:
            self._closing = True
            self._loop.call_soon(self._link.connection_lost, None)

    def close(self) -> None:
        self.abort()

    def is_closing(self) -> bool:
        return self._closing

    def _feed_board(self, data: bytes) -> None:
        self._board.feed(data)

    def _feed_host(self, data: bytes) -> None:
        if not self._closing:
            self._link.data_received(data)
