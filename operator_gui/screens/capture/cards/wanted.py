"""Which card the state of the rig asks for: pure."""

from __future__ import annotations

from enum import Enum

from operator_gui.widgets.band_message import blocking_fault
from scanner_daemon.api.schemas import RigSnapshot, RigState

__all__ = ["RELEASABLE", "RigCard", "rig_card"]

RELEASABLE = frozenset({"emergency_stop", "stopped", "cradle_fault", "cradle_needs_operator", "not_homed"})
"""Faults that end with a person's word that the cradle is clear."""


class RigCard(Enum):
    """Cards that come and go with the state."""

    RELEASE = "release"
    CONFIRM_TURN = "confirm_turn"
    TURN_BACK = "turn_back"
    FAULT = "fault"
    INSERT = "insert"
    NO_BOOK = "no_book"


def rig_card(snapshot: RigSnapshot | None, *, connected: bool) -> RigCard | None:
    """The card for the rig as it is now; None: nothing is asked."""
    if snapshot is None or not connected:
        return None
    fault = blocking_fault(snapshot)
    match snapshot.state:
        case RigState.STOPPED:
            return RigCard.RELEASE
        case RigState.CONFIRM_TURN:
            return RigCard.CONFIRM_TURN
        case RigState.TURN_BACK:
            return RigCard.TURN_BACK
        case RigState.FAULT:
            return RigCard.FAULT
        case _ if fault is not None and fault.code in RELEASABLE:
            return RigCard.RELEASE
        case RigState.NO_BOOK:
            return RigCard.NO_BOOK
        case RigState.READY if _inserting(snapshot):
            return RigCard.INSERT
    return None


def _inserting(snapshot: RigSnapshot) -> bool:
    """The next press fills a place in the middle of the book, though nothing is to be shot again."""
    return snapshot.book is not None and snapshot.position is not None and snapshot.position <= snapshot.book.spreads
