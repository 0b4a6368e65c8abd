"""The states that rows can be in."""

from __future__ import annotations

from enum import StrEnum

__all__ = [
    "BookState",
    "CycleState",
    "JobState",
    "Layout",
    "NightState",
    "OffLoadState",
    "Opinion",
    "ShotState",
    "SpreadState",
    "TicketEnd",
    "TurnState",
]


class Layout(StrEnum):
    """What one photograph of the book shows."""

    PAGES = "pages"
    LEFT_RIGHT = "left-right"
    SPREAD = "spread"


class BookState(StrEnum):
    """Where the digitisation of a book stands."""

    OPEN = "open"
    PAUSED = "paused"
    FINISHED = "finished"


class SpreadState(StrEnum):
    """Whether all sides that were intended are there."""

    INTENDED = "intended"
    LANDED = "landed"
    INCOMPLETE = "incomplete"


class CycleState(StrEnum):
    """What became of one exposure of a spread."""

    INTENDED = "intended"
    LANDED = "landed"
    INCOMPLETE = "incomplete"


class ShotState(StrEnum):
    """What became of one side. ``LANDED`` is the one that counts; an older version is ``SUPERSEDED`` and kept."""

    INTENDED = "intended"
    LANDED = "landed"
    FAILED = "failed"
    SUPERSEDED = "superseded"


class TurnState(StrEnum):
    """What is known of the motor's turn after a cycle. ``STARTED`` without an end asks the controller."""

    NONE = "none"
    STARTED = "started"
    DONE = "done"
    FAILED = "failed"
    NEVER_STARTED = "never_started"
    UNKNOWN = "unknown"


class JobState(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"
    """Given up, with a reason; waits for a person."""
    CANCELLED = "cancelled"
    """No longer wanted, because a newer photograph replaced its input."""


class Opinion(StrEnum):
    """What the operator says of a flag."""

    ACCEPTED = "accepted"
    """The page is good in spite of the flag."""
    CONFIRMED = "confirmed"
    """The flag is right: shoot again."""


class TicketEnd(StrEnum):
    """How a re-shoot ticket was closed."""

    RE_SHOT = "re_shot"
    """A newer version of the spread is there, whole."""
    DISMISSED = "dismissed"
    """A person keeps the spread as it is, and says why."""
    MENDED = "mended"
    """What was wrong is wrong no more: the page was made or read again, or the flags were answered."""


class NightState(StrEnum):
    """How a run of the night stands, or how it ended."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """By what this machine lacks."""
    INTERRUPTED = "interrupted"
    """By a person, a restart, or a power cut; the queue goes on where it was."""


class OffLoadState(StrEnum):
    """What is known of a copy of a book on another disk."""

    COPYING = "copying"
    VERIFIED = "verified"
    """Every byte was read back from that disk and is right."""
    FREEING = "freeing"
    """Verified once more, and the originals here are being removed."""
    FREED = "freed"
    """The originals are on that disk only."""
