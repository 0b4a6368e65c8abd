"""What is known of the spreads in hand: their intents, their files, their instants. Memory of the runner only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from scanner_daemon.capture.ports import CycleTiming, FileLanded, Intent, LandedSpread
from scanner_daemon.inspection.verdict import Verdict
from scanner_daemon.vocabulary import Side

__all__ = ["SpreadInHand", "SpreadLog"]


@dataclass(slots=True)
class SpreadInHand:
    """One cycle's paper trail. ``files`` by side and attempt, as they landed."""

    timing: CycleTiming
    intent: Intent | None = None
    files: dict[tuple[Side, int], list[FileLanded]] = field(default_factory=dict)
    landed_attempt: dict[Side, int] = field(default_factory=dict)
    landed: LandedSpread | None = None
    """As the library returned it: files at their final paths."""
    missing: tuple[Side, ...] = ()
    verdict: Verdict | None = None
    incomplete: bool = False
    closed: bool = False
    judged: bool = False

    def intended(self) -> Intent:
        """The intent; a KeyError would be a fault of the cycle, which never asks for files before it."""
        if self.intent is None:
            raise LookupError("this spread was never intended")
        return self.intent

    def note(self, **instants: int | None) -> None:
        """Fill in instants of the timing record."""
        changes: dict[str, Any] = dict(instants)
        self.timing = replace(self.timing, **changes)

    def note_side(self, name: str, side: Side, at_ns: int) -> None:
        """Fill in one side's instant of the timing record."""
        changes: dict[str, Any] = {name: {**getattr(self.timing, name), side: at_ns}}
        self.timing = replace(self.timing, **changes)

    def note_end(self, predicted_end_ns: int) -> None:
        """The last exposure to end counts."""
        self.note(predicted_end_ns=max(predicted_end_ns, self.timing.predicted_end_ns or 0))

    def whole(self) -> LandedSpread:
        """The files of the attempt that landed, side by side: what is committed."""
        kept = [files for side, attempt in self.landed_attempt.items() for files in self.files[side, attempt]]
        return LandedSpread(self.intended(), tuple(kept))

    def everything(self) -> LandedSpread:
        """Every file that any attempt brought home: what an incomplete spread keeps."""
        return LandedSpread(self.intended(), tuple(file for files in self.files.values() for file in files))


class SpreadLog:
    """The spreads in hand by cycle number: the one in progress, and the one before it until it is judged."""

    def __init__(self) -> None:
        self._spreads: dict[int, SpreadInHand] = {}

    def begin(self, number: int, pressed_at_ns: int) -> None:
        """A press was served."""
        self._spreads[number] = SpreadInHand(CycleTiming(pressed_at_ns))

    def of(self, number: int) -> SpreadInHand:
        """The spread of this cycle; `KeyError` when it was dropped, which is a fault of the caller."""
        return self._spreads[number]

    def drop(self, number: int) -> None:
        """Forget a spread that never came to be."""
        del self._spreads[number]

    def drop_finished(self) -> list[SpreadInHand]:
        """Forget the spreads of which nothing more is to come, and return them."""
        over = [number for number, spread in self._spreads.items() if spread.closed and spread.judged]
        return [self._spreads.pop(number) for number in over]
