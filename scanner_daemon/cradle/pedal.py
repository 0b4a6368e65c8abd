"""The pedal that is wired to the controller."""

from __future__ import annotations

import logging

from firmware_protocol.vocabulary import BuildOption, Switch
from scanner_daemon.capture.ports import PedalPressed, PedalSwitch
from scanner_daemon.clock import elapsed_ms
from scanner_daemon.cradle.broadcast import Broadcast, Subscription

__all__ = ["STALE_AFTER_MS", "ControllerPedal"]

_log = logging.getLogger(__name__)

STALE_AFTER_MS = 1_000.0
"""A press that was so long on its way is dropped: the foot is gone, and what it meant may be over."""


class ControllerPedal:
    """Implements `scanner_daemon.capture.ports.Pedal`. A press carries the controller's instant on the host's clock."""

    def __init__(self) -> None:
        self._presses: Broadcast[PedalPressed] = Broadcast()
        self.options = BuildOption(0)
        """What the controller said is fitted; none before it was first greeted."""

    @property
    def fitted(self) -> bool:
        """The controller says that a pedal is wired to it."""
        return BuildOption.PEDAL in self.options

    def presses(self) -> Subscription[PedalPressed]:
        """Every press from now on, until the cradle is closed."""
        return self._presses.subscribe()

    def pressed(self, switch: Switch, at_ns: int, received_ns: int) -> None:
        """The controller reported a press."""
        late_ms = elapsed_ms(at_ns, received_ns)
        if late_ms > STALE_AFTER_MS:
            _log.warning("pedal press %s dropped: it was %.0f ms on its way", switch.name.lower(), late_ms)
            return
        self._presses.tell(PedalPressed(at_ns, PedalSwitch[switch.name], "controller"))

    def close(self) -> None:
        """No more presses will come."""
        self._presses.close()
