"""Setting a rig up: which camera is left, where the controller is, what a pedal's keys mean, and trying all of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scanner_daemon.api.schemas.actions import Action, Line, Switch
from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.library import Spread
from scanner_daemon.api.schemas.rig import CueWord
from scanner_daemon.vocabulary import Side

__all__ = [
    "AssignCameras",
    "ChooseController",
    "CueTest",
    "FoundCamera",
    "FoundController",
    "HandOver",
    "Jog",
    "LockSetting",
    "MapPedal",
    "MovePlaten",
    "OperatorPace",
    "PedalTrial",
    "SetLamps",
    "SetWarmUp",
    "SetupSpread",
    "SetupState",
    "TurnTest",
]

Serial = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=r"^[!-~]+$")]


class FoundCamera(Resource):
    """A body on the bus, whether the rig knows it or not."""

    port: str
    model: str
    serial: str = ""
    """Empty where it could not be asked; ``what`` says why."""
    side: Side | None = None
    """Which side it is given now."""
    connected: bool = False
    """The rig holds it."""
    what: str = ""
    remedy: str = ""


class AssignCameras(Action):
    """Which body is which side, by the serial number that it reports."""

    left: Serial | None = None
    right: Serial | None = None
    both: Serial | None = None
    """A single camera that sees the whole spread; excludes the other two."""


class FoundController(Resource):
    """A serial port, and whether the cradle's controller answers there."""

    port: str
    description: str = ""
    answers: bool = False
    connected: bool = False
    """The rig speaks to it already."""
    chosen: bool = False
    firmware: str | None = None
    fitted: tuple[str, ...] = ()
    """What the controller says is wired to it: ``platen``, ``turner``, ``lamps``, …"""
    what: str = ""
    """Why it was not asked, or that nothing answered."""


class ChooseController(Action):
    """Where the cradle's controller is, or that there is none."""

    port: Line | None = None
    """None: a cradle without a controller, whose platen is lifted by hand."""


class MapPedal(Action):
    """What the keys of an uncommon foot switch mean, by the kernel's names; replaces what was set before."""

    keys: dict[str, Switch]


class PedalTrial(Action):
    """Try the pedal: presses are shown and not served. It ends by itself a minute after it was last asked for."""

    on: bool


class Jog(Action):
    """Move the platen a little, for so long as it travels; it stops at either end by itself."""

    direction: Literal["up", "down"]
    travel_ms: int = Field(default=50, ge=10, le=500)


class MovePlaten(Action):
    """Up, or down onto the pages."""

    to: Literal["up", "down"]


class SetLamps(Action):
    """Brightness of the lamps."""

    brightness: int = Field(ge=0, le=255)
    keep: bool = False
    """Also from the next start on."""


class SetWarmUp(Action):
    """How long lamps must have burnt before a spread is taken."""

    seconds: float = Field(ge=0, le=3600)


class TurnTest(Action):
    """Turn one leaf of whatever lies on the cradle."""

    confirmed: bool
    """True: a person knows that a page will be turned."""


class CueTest(Action):
    """Sound and show one cue."""

    cue: CueWord


class HandOver(Action):
    """Somebody else works at the cradle from now on."""

    name: Line


class LockSetting(Action):
    """Lock a camera setting at its present value, or unlock it."""

    locked: bool


class OperatorPace(Resource):
    """What one person captured today."""

    operator: str
    spreads: int = Field(ge=0)
    pages: int = Field(ge=0)
    worked_s: float = Field(ge=0)
    """Between captures no more than ten minutes apart."""
    pages_per_hour: float | None = None
    on_duty: bool = False


class SetupSpread(Resource):
    """The end of a set-up: one spread that belongs to no book."""

    book_id: str
    """The scratch book that it is kept in."""
    state: Literal["shooting", "judging", "done", "failed"]
    spread: Spread | None = None
    """With both photographs and the verdict."""
    what: str = ""
    remedy: str = ""


class SetupState(Resource):
    """What the rig is set to, and where that is kept."""

    cameras: dict[Side, str] = Field(default_factory=dict)
    """Serial numbers by side."""
    controller: Literal["serial", "none"]
    port: str
    pedal_keys: dict[str, Switch] = Field(default_factory=dict)
    pedal_sources: tuple[str, ...] = ()
    lamps: int = Field(ge=0, le=255)
    lamp_warm_up_s: float = Field(ge=0)
    saved_in: str
    """The file that keeps what was chosen here; it goes before the settings file, which stays the technician's own."""
    locked: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Camera settings locked here, by serial number and name."""
    operator: str | None = None
    test_spread: SetupSpread | None = None
