"""What a client may ask the rig to do."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from scanner_daemon.api.schemas.base import Request, Resource
from scanner_daemon.vocabulary import ReadingDirection, ShotRole, TurnAfter

__all__ = [
    "Action",
    "CameraSetting",
    "Done",
    "EmergencyStop",
    "InsertSpread",
    "Press",
    "ReShoot",
    "Release",
    "SetCameraSetting",
    "StartBook",
    "Switch",
    "TurnConfirmed",
]

Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]*$")
]


class Action(Request):
    """Any action. ``operator`` is who asks; without it, the user of the connection."""

    operator: Line | None = None


class Done(Resource):
    """The action was taken. ``revision`` is that of the snapshot which first shows it, or an earlier one."""

    revision: int
    refused: bool = False
    """A press that the rig did not take, as at the pedal; ``why`` says the reason."""
    why: str = ""
    id: str | None = None
    """What the action made or touched: a book or a spread."""


class StartBook(Action):
    """Put a book on the cradle."""

    title: Line
    author: Line | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{3}(\+[a-z]{3})*$")] | None = None
    """Tesseract's names, joined by plus: ``eng``, ``fra+lat``."""
    reading_direction: ReadingDirection = ReadingDirection.LEFT_TO_RIGHT
    turn_after: TurnAfter | None = None
    expected_spreads: int | None = Field(default=None, ge=1, le=100_000)
    isbn: Line | None = None
    """With 10 or 13 digits, hyphens or none; a wrong check digit is refused."""
    publisher: Line | None = None
    published: Annotated[Line, StringConstraints(max_length=40)] | None = None
    copy_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")] | None = None
    """The piece of paper, where the library knows it; else the three that follow describe it."""
    barcode: Annotated[Line, StringConstraints(max_length=60)] | None = None
    shelf: Line | None = None
    condition: Line | None = None
    profile: Line | None = None
    """The calibration under which it is photographed; without one, the one in force."""
    notes: Annotated[str, StringConstraints(max_length=10_000)] = ""


class Switch(StrEnum):
    """The switches of a pedal."""

    FIRE = "fire"
    RE_SHOOT = "re_shoot"
    PAUSE = "pause"


class Press(Action):
    """A press, as if of the pedal; refused like one when the rig is not ready."""

    switch: Switch = Switch.FIRE


class ReShoot(Action):
    """Make the next exposure a new version of this spread; the old one is kept."""


class InsertSpread(Action):
    """Make the next exposure a new spread before ``position``; the following ones move on by one."""

    position: int = Field(ge=1, le=1_000_000)
    role: ShotRole = ShotRole.PAGE


class EmergencyStop(Action):
    """Stop everything that moves."""

    reason: Line = "asked by a client"


class Release(Action):
    """Clear a latched stop or fault. A person says so, having looked at the cradle."""

    looked: bool
    """True: somebody looked at the cradle and hands are clear."""


class TurnConfirmed(Action):
    """A person looked at the book after an unknown turn."""

    turned: bool
    """True: the leaf lies on the other side. False: it has not moved."""


class SetCameraSetting(Action):
    """A new value for one widget."""

    value: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f]*$")]


class CameraSetting(Resource):
    """One widget of a body, as libgphoto2 names it."""

    name: str
    label: str = ""
    value: str
    choices: tuple[str, ...] = ()
    read_only: bool = False
    locked: bool = False
    """The settings file fixes it."""
