"""The field's words that every room of the house uses, so that each is spelled once."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["FileKind", "Level", "ReadingDirection", "ShotRole", "Side", "TurnAfter"]


class Side(StrEnum):
    """Which camera, and so which page of the spread, seen by a reader facing the book."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    """One photograph that holds the whole spread (a one-camera rig, or an import with ``--layout spread``)."""
    SINGLE = "single"
    """One photograph of one page whose side nobody stated (an import with ``--layout pages``)."""


class ReadingDirection(StrEnum):
    """Which page of a spread is read first."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


class ShotRole(StrEnum):
    """What a shot shows."""

    PAGE = "page"
    COVER = "cover"
    SPINE = "spine"
    FOLDOUT = "foldout"
    TITLE = "title"
    BLANK = "blank"
    COLOUR_TARGET = "colour_target"
    TEST = "test"


class FileKind(StrEnum):
    """What a captured file is."""

    JPEG = "jpeg"
    RAW = "raw"
    SIDECAR = "sidecar"
    TIFF = "tiff"
    PNG = "png"


class TurnAfter(StrEnum):
    """The moment from which the leaf may go: a setting of the book."""

    EXPOSED = "exposed"
    LANDED = "landed"
    JUDGED = "judged"


class Level(StrEnum):
    """How bad a verdict or a flag is. ``UNKNOWN`` means that the check could not judge, and says why."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"
