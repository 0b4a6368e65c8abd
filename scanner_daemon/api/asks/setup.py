"""What the routes of the set-up ask of the daemon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scanner_daemon.api.schemas import (
    CameraSetting,
    CueWord,
    FoundCamera,
    FoundController,
    Health,
    OperatorPace,
    SetupSpread,
    SetupState,
    Switch,
)
from scanner_daemon.vocabulary import Side

__all__ = ["HealthReads", "ManualActions", "SetupActions", "ShiftActions"]


class SetupActions(Protocol):
    """Which part is which, kept from one start to the next."""

    def setup_state(self) -> SetupState:
        """What is chosen now, and where it is kept."""
        ...

    async def find_cameras(self) -> Sequence[FoundCamera]:
        """All bodies on the bus, also those that the rig does not know."""
        ...

    async def glimpse(self, serial: str) -> bytes:
        """One preview frame (JPEG) of a body, whoever's side it is."""
        ...

    async def assign_cameras(self, sides: dict[Side, str], operator: str) -> None:
        """Give sides to bodies by their serial numbers; the rig is opened anew."""
        ...

    async def find_controllers(self) -> Sequence[FoundController]:
        """All serial ports, and which of them a controller answers at. Nothing moves."""
        ...

    async def choose_controller(self, port: str | None, operator: str) -> None:
        """Where the controller is, or that there is none; the rig is opened anew."""
        ...

    async def map_pedal(self, keys: dict[str, Switch], operator: str) -> None:
        """What a foot switch's keys mean; the rig is opened anew."""
        ...

    async def try_pedal(self, *, on: bool, operator: str) -> None:
        """Show presses instead of serving them, for a minute at most."""
        ...

    async def shoot_setup_spread(self, operator: str) -> str:
        """Shoot one spread that belongs to no book; the id of the scratch book that keeps it."""
        ...

    async def setup_spread(self) -> SetupSpread:
        """What became of it. Raises NotFoundError before the first one."""
        ...

    async def lock_camera_setting(self, side: Side, name: str, *, locked: bool, operator: str) -> CameraSetting:
        """Lock a setting at its present value and remember it, or unlock it."""
        ...


class ManualActions(Protocol):
    """Parts of the rig moved and switched by themselves. All refused while a spread is under way."""

    async def home(self, operator: str) -> None: ...
    async def jog(self, direction: str, travel_ms: int, operator: str) -> None: ...
    async def move_platen(self, to: str, operator: str) -> None: ...
    async def set_lamps(self, brightness: int, *, keep: bool, operator: str) -> None: ...
    async def set_warm_up(self, seconds: float, operator: str) -> None: ...
    async def skip_warm_up(self, operator: str) -> None: ...
    async def test_turner(self, operator: str) -> str:
        """Turn one leaf; what became of it, in the turner's word."""
        ...

    async def test_cue(self, cue: CueWord, operator: str) -> None: ...


class ShiftActions(Protocol):
    """Who works at the cradle."""

    def operator_on_duty(self) -> str | None:
        """Who was last said to work here; None before anybody was."""
        ...

    async def hand_over(self, name: str, operator: str) -> None: ...
    async def paces(self) -> Sequence[OperatorPace]:
        """What each person captured today."""
        ...


class HealthReads(Protocol):
    """How the parts are."""

    def health(self) -> Health: ...
