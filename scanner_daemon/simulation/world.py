"""The one truth of the rig in a box: which spread lies open, where the platen is, and what each camera saw when.

Cameras, cradle and operator touch the world and never each other, as in a workshop. Because it knows what really
happened, it can say afterwards whether a leaf was missed, a page turned twice, or a picture taken with the platen up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol

from scanner_daemon.vocabulary import Side

__all__ = ["ExposureSeen", "LeafTurned", "Platen", "Scenery", "Witness", "World"]

Platen = Literal["up", "down", "moving"]


@dataclass(frozen=True, slots=True)
class ExposureSeen:
    """One shutter opening, as it really was."""

    at_ns: int
    side: Side
    opening: int
    platen: Platen


@dataclass(frozen=True, slots=True)
class LeafTurned:
    """One movement of the turner or of a hand; ``opening`` is what lies open afterwards."""

    at_ns: int
    leaves: int
    opening: int
    by: Literal["motor", "hand"]


class Scenery(Protocol):
    """Where pictures come from."""

    def photograph(self, opening: int, side: Side, platen: Platen, spoiled: str | None) -> Sequence[bytes]:
        """The files of one exposure (JPEG first); may take a second.

        ``spoiled``: ``hand_in_frame``, ``out_of_place`` or None.
        """
        ...

    def preview(self, opening: int, side: Side, platen: Platen) -> bytes:
        """One live-view JPEG; must be quick."""
        ...

    def expect(self, opening: int) -> None:
        """The openings from this one on will be photographed soon."""
        ...


class Witness(Protocol):
    """Somebody who is told what happens in the world, and may spoil a photograph."""

    def opened(self, spread: int) -> None:
        """Spread ``spread`` (1-based) lies open now."""
        ...

    def exposed(self, spread: int) -> None:
        """A shutter opened on it."""
        ...

    def spoils_photograph(self, spread: int) -> str | None:
        """How the photograph that is being taken is spoiled, if it is."""
        ...


class World:
    """Thread-safe: cameras, controller and control socket live on threads of their own."""

    def __init__(self, scenery: Scenery, openings: int, has_platen: bool) -> None:
        """``openings``: how many spreads the book has. Without a motor platen, the glass always lies on the book."""
        self._scenery = scenery
        self._openings = openings
        self._has_platen = has_platen
        self._lock = threading.Lock()
        self._opening = 0
        self._platen: Platen = "up" if has_platen else "down"
        self._exposures: list[ExposureSeen] = []
        self._turns: list[LeafTurned] = []
        self._cues: list[tuple[int, str]] = []
        self._witness: Witness | None = None
        scenery.expect(0)

    def watched_by(self, witness: Witness) -> None:
        """Tell ``witness`` what happens from now on, beginning with what lies open."""
        self._witness = witness
        witness.opened(self.opening + 1)

    @property
    def opening(self) -> int:
        """0-based index of the spread that lies open."""
        with self._lock:
            return self._opening

    def photograph(self, side: Side, opened_at_ns: int) -> Sequence[bytes]:
        """What a body records when its shutter opens at ``opened_at_ns``."""
        with self._lock:
            opening, platen = self._opening, self._platen
            self._exposures.append(ExposureSeen(opened_at_ns, side, opening, platen))
        spoiled = None
        if self._witness is not None:
            spoiled = self._witness.spoils_photograph(opening + 1)
            self._witness.exposed(opening + 1)
        return self._scenery.photograph(opening, side, platen, spoiled)

    def preview(self, side: Side) -> bytes:
        """What a body sees in live view now."""
        with self._lock:
            opening, platen = self._opening, self._platen
        return self._scenery.preview(opening, side, platen)

    def leaves_turned(self, leaves: int, by: Literal["motor", "hand"] = "motor") -> None:
        """Turn ``leaves`` leaves (0: the turner grasped nothing; 2: two stuck together; negative: back)."""
        with self._lock:
            self._opening = min(max(self._opening + leaves, 0), self._openings - 1)
            self._turns.append(LeafTurned(time.monotonic_ns(), leaves, self._opening, by))
            opening = self._opening
        self._scenery.expect(opening)
        if self._witness is not None:
            self._witness.opened(opening + 1)

    def open_at(self, opening: int) -> None:
        """Somebody leafed to this spread by hand."""
        self.leaves_turned(opening - self.opening, by="hand")

    def platen_moved(self, platen: Platen) -> None:
        """The platen's position changed."""
        with self._lock:
            self._platen = platen

    def cue_heard(self, cue: str) -> None:
        """The controller's buzzer or lights said something."""
        with self._lock:
            self._cues.append((time.monotonic_ns(), cue))

    def truth(self) -> dict[str, Any]:
        """Everything that happened, JSON-ready."""
        with self._lock:
            return {
                "opening": self._opening,
                "openings": self._openings,
                "platen": self._platen,
                "exposures": [asdict(seen) for seen in self._exposures],
                "turns": [asdict(turn) for turn in self._turns],
                "cues": [{"at_ns": at_ns, "cue": cue} for at_ns, cue in self._cues],
            }
