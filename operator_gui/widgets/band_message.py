"""What the state band says: a kind (its shape and colour), a word, a sentence for what is and one for what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from operator_gui.daemon.trouble import Trouble
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import CueWord, Fault, ReadingDirection, RigSnapshot, RigState

__all__ = ["BandKind", "BandMessage", "band_message", "blocking_fault"]

BY_HAND = "turn_by_hand"
"""The daemon's code of a turn that waits for the operator."""


class BandKind(Enum):
    """Each is drawn with a shape and a colour of its own."""

    DISCONNECTED = "disconnected"
    NO_BOOK = "no_book"
    READY = "ready"
    ARMED = "armed"
    """READY after a spread whose photographs are safe."""
    HOLD_STILL = "hold_still"
    TURN = "turn"
    TURN_BACK = "turn_back"
    WAIT = "wait"
    CONFIRM_TURN = "confirm_turn"
    PAUSED = "paused"
    FAULT = "fault"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class BandMessage:
    """What is to be read from two metres (``word``), and from the chair (``what``, ``remedy``)."""

    kind: BandKind
    word: str
    what: str = ""
    remedy: str = ""
    fault: Fault | None = None
    """Where ``what`` and ``remedy`` come from the daemon: its code, to be rendered in the person's language."""
    backwards: bool = False
    """The book is read from right to left, so the arrows point the other way."""


def blocking_fault(snapshot: RigSnapshot) -> Fault | None:
    """What would have a press refused though the rig is at rest (a lid, a camera); None when nothing does.

    At rest a ``why`` is always such a reason, but for the leaf that is to be turned by hand, and for what brought a
    TURN BACK about, which is no fault of the rig now.
    """
    if not snapshot.why or snapshot.why_code == BY_HAND:
        return None
    if snapshot.state in (RigState.READY, RigState.TURN):
        return Fault(code=snapshot.why_code, params=snapshot.why_params, what=snapshot.why, remedy=snapshot.remedy)
    alike = (fault for fault in snapshot.faults if fault.code == snapshot.why_code or fault.what == snapshot.why)
    return next(alike, None)


NOT_ALLOWED = "gui.not_allowed"


def band_message(snapshot: RigSnapshot | None, *, connected: bool, trouble: Trouble | None = None) -> BandMessage:
    """The message for the rig as it is now; without a connection, ``trouble`` is why."""
    translate = QCoreApplication.translate
    if not connected and trouble is not None and trouble.code == NOT_ALLOWED:
        fault = Fault(code=trouble.code, params={}, what=trouble.what, remedy=trouble.remedy)
        return BandMessage(
            BandKind.DISCONNECTED, translate("StateBand", "OFFLINE"), trouble.what, trouble.remedy, fault
        )
    if snapshot is None or not connected:
        return BandMessage(
            BandKind.DISCONNECTED,
            translate("StateBand", "OFFLINE"),
            translate("StateBand", "The scanner's service does not answer."),
            translate("StateBand", "Trying again. The cradle may still move: keep hands clear."),
        )
    message = _at_rest_or_moving(snapshot)
    backwards = snapshot.book is not None and snapshot.book.reading_direction is ReadingDirection.RIGHT_TO_LEFT
    return BandMessage(message.kind, message.word, message.what, message.remedy, message.fault, backwards)


def _at_rest_or_moving(snapshot: RigSnapshot) -> BandMessage:
    translate = QCoreApplication.translate
    fault = blocking_fault(snapshot)
    match snapshot.state:
        case RigState.READY | RigState.TURN if fault is not None:
            return BandMessage(BandKind.FAULT, translate("StateBand", "NOT READY"), fault.what, fault.remedy, fault)
        case RigState.NO_BOOK:
            return BandMessage(
                BandKind.NO_BOOK,
                translate("StateBand", "NO BOOK"),
                translate("StateBand", "No book lies open here."),
                translate("StateBand", "Start one under Books."),
            )
        case RigState.READY:
            return _ready(snapshot)
        case RigState.HOLD_STILL:
            return BandMessage(
                BandKind.HOLD_STILL,
                translate("StateBand", "HOLD STILL"),
                translate("StateBand", "The cameras are about to fire."),
                translate("StateBand", "Hands off the book."),
            )
        case RigState.TURN:
            return BandMessage(BandKind.TURN, translate("StateBand", "TURN"), translate("StateBand", "Turn the leaf."))
        case RigState.WAIT:
            return BandMessage(BandKind.WAIT, translate("StateBand", "WAIT"), _waiting_for(snapshot.phase))
        case RigState.TURN_BACK:
            return _turn_back(snapshot, fault)
        case RigState.CONFIRM_TURN:
            return _confirm(snapshot)
        case RigState.PAUSED:
            return BandMessage(
                BandKind.PAUSED,
                translate("StateBand", "PAUSED"),
                translate("StateBand", "Presses are not taken."),
                translate("StateBand", "Go on under Capture."),
            )
        case RigState.FAULT | RigState.STOPPED:
            return _halted(snapshot, fault)


def _ready(snapshot: RigSnapshot) -> BandMessage:
    translate = QCoreApplication.translate
    last = snapshot.last_spread
    word, press = translate("StateBand", "READY"), translate("StateBand", "Press the pedal.")
    if last is None or last.missing or snapshot.cue not in (CueWord.ARMED, CueWord.REFUSED):
        return BandMessage(BandKind.READY, word, press)
    kept = translate("StateBand", "Spread %1 is kept.").replace("%1", str(last.position))
    return BandMessage(BandKind.ARMED, word, press, kept)


def _waiting_for(phase: str) -> str:
    """The finer word of the cycle, where it says more than "wait"."""
    translate = QCoreApplication.translate
    match phase:
        case "landing":
            return translate("StateBand", "Fetching the photographs.")
        case "judging":
            return translate("StateBand", "Looking at the photographs.")
        case "turning":
            return translate("StateBand", "The leaf is being turned.")
        case _:
            return translate("StateBand", "One moment.")


def _turn_back(snapshot: RigSnapshot, fault: Fault | None) -> BandMessage:
    translate = QCoreApplication.translate
    target = snapshot.turn_back
    position = str(target.position) if target else "?"
    word = translate("StateBand", "TURN BACK")
    if fault is not None:
        return BandMessage(BandKind.TURN_BACK, word, fault.what, fault.remedy, fault)
    to_spread = translate("StateBand", "Back to spread %1, then press.").replace("%1", position)
    why = words_of(snapshot.why_code, snapshot.why_params, target.reason, "")[0] if target else ""
    return BandMessage(BandKind.TURN_BACK, word, to_spread, why)


def _confirm(snapshot: RigSnapshot) -> BandMessage:
    translate = QCoreApplication.translate
    position = str(snapshot.confirm_turn.position) if snapshot.confirm_turn else "?"
    asked = translate("StateBand", "Look at the book: was the leaf after spread %1 turned?").replace("%1", position)
    return BandMessage(
        BandKind.CONFIRM_TURN,
        translate("StateBand", "TURNED?"),
        asked,
        translate("StateBand", "Answer under Capture or Faults."),
    )


def _halted(snapshot: RigSnapshot, fault: Fault | None) -> BandMessage:
    translate = QCoreApplication.translate
    if snapshot.state is RigState.STOPPED:
        kind, word = BandKind.STOPPED, translate("StateBand", "STOPPED")
    else:
        kind, word = BandKind.FAULT, translate("StateBand", "FAULT")
    if fault is None and snapshot.why_code:
        fault = Fault(code=snapshot.why_code, params=snapshot.why_params, what=snapshot.why, remedy=snapshot.remedy)
    return BandMessage(kind, word, snapshot.why, snapshot.remedy, fault)
