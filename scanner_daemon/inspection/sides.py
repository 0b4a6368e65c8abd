"""A side missing: the rig has two cameras and one of them brought nothing."""

from __future__ import annotations

from collections.abc import Collection

from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.vocabulary import Level, Side

__all__ = ["CHECK", "judge"]

CHECK = "side_missing"
VERSION = "1"


def judge(expected: Collection[Side], landed: Collection[Side]) -> list[Flag]:
    """A red finding per missing side, a green one per side that is there."""
    return [
        Flag(CHECK, Level.GREEN, side, 1.0, 1.0, f"The {side} photograph is there.", version=VERSION)
        if side in landed
        else Flag(CHECK, Level.RED, side, 0.0, 1.0, f"The {side} photograph is missing.", version=VERSION)
        for side in sorted(expected)
    ]
