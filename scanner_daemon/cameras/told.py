"""What a body's process tells of a shot, turned into the capture cycle's events and into debts paid."""

from __future__ import annotations

from pathlib import Path

from scanner_daemon.cameras.debts import Debts, Shot
from scanner_daemon.cameras.wire import Message
from scanner_daemon.capture.ports import (
    ExposureConfirmed,
    ExposureEvent,
    FileLanded,
    ShutterCommanded,
    ShutterTiming,
)
from scanner_daemon.vocabulary import FileKind, Side

__all__ = ["event_of"]


def event_of(
    step: Message, side: Side, shot: Shot, timing: ShutterTiming, debts: Debts, *, kept: bool
) -> ExposureEvent | None:
    """The event for one step, if it is one; ``debts`` follows. ``kept``: landed files stay on the card, too."""
    match step.get("event"):
        case "commanded":
            # Counted from the body's answer, not from the command: the body received it before it answered, so the
            # predicted end can never come before the true one, however this machine was loaded.
            return ShutterCommanded(side, step["at_ns"], timing.predicted_end_ns(step["answered_ns"]))
        case "confirmed":
            return ExposureConfirmed(side, step["at_ns"])
        case "announced":
            debts.announced(shot, step["folder"], step["name"])
        case "left_on_card":
            debts.settled(step["folder"], step["name"], left_on_card=True)
        case "landed":
            debts.settled(step["folder"], step["name"], left_on_card=kept)
            return FileLanded(
                side=side,
                at_ns=step["at_ns"],
                path=Path(step["path"]),
                kind=FileKind(step["kind"]),
                sha256=step["sha256"],
                size_bytes=step["size_bytes"],
            )
    return None
