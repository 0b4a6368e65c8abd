"""What a scenario and a test may do to a controller in a box, whatever runs inside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from firmware_protocol.controller_effects import Injection
from firmware_protocol.vocabulary import ResetCause
from scanner_daemon.simulation.controller.record import Logged

__all__ = ["ControllerInABox"]


class ControllerInABox(Protocol):
    """The model, or the shipped firmware on a simulated chip, behind a tty."""

    path: Path

    def press_pedal(self, switch: str = "fire") -> None: ...

    def emergency_stop(self, pressed: bool = True) -> None: ...

    def open_lid(self, is_open: bool = True) -> None: ...

    def pinch(self, pinched: bool = True) -> None: ...

    def fault(self, kind: Injection | str, count: int = 1) -> None: ...

    def brown_out(self, cause: ResetCause = ResetCause.BROWN_OUT) -> None: ...

    def silence(self, duration_ms: float) -> None: ...

    def cut_link(self) -> None: ...

    def restore_link(self) -> None: ...

    def later(self, after_s: float, act: Callable[[], None]) -> None:
        """Do this so long after now; called while a `World` is told something, so long after that has happened."""
        ...

    def log(self) -> list[Logged]: ...

    def leaves_turned(self) -> list[tuple[int, int]]: ...
