"""What a body and the way to it have been through since the rig was opened: counted, and read from the body."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeVar

from scanner_daemon.cameras.errors import CameraError
from scanner_daemon.cameras.wire import Message

__all__ = ["CLOCK_WORTH_TELLING_S", "BodyHealth"]

CLOCK_WORTH_TELLING_S = 2.0
"""A clock that is further off than this dates photographs wrongly enough to be told."""
Failure = TypeVar("Failure", bound=CameraError)


@dataclass(slots=True)
class BodyHealth:
    """One body's record. None: not fitted, or it does not tell."""

    connections: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    last_error: str = ""
    clock_set: bool | None = None
    clock_off_s: float | None = None
    """The body's clock less this computer's, when it was last read."""
    shutter_count: int | None = None
    card_free_bytes: int | None = None
    card_free_images: int | None = None

    def connected(self, *, clock_set: bool) -> None:
        """A session was opened."""
        self.connections += 1
        self.clock_set = clock_set

    def counted(self, error: Failure) -> Failure:
        """Something went wrong with it; the error itself, to go on with."""
        self.errors[error.code] += 1
        self.last_error = error.sentence
        return error

    def took(self, vitals: Message) -> None:
        """What its process read."""
        self.clock_off_s = vitals["clock_off_s"]
        self.shutter_count = vitals["shutter_count"]
        self.card_free_bytes = vitals["card_free_bytes"]
        self.card_free_images = vitals["card_free_images"]
