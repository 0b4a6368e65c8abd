"""When the night begins: recognition waits for it, so that the day's processor time belongs to the operator."""

from __future__ import annotations

from datetime import datetime, time

__all__ = ["BEGINS", "ENDS", "tonight"]

BEGINS, ENDS = time(21, 0), time(6, 0)
"""Local time of day."""


def tonight(now: datetime) -> datetime:
    """From when on tonight's work may run: now, when it is night already; else nine o'clock this evening.

    ``now`` carries a time zone; the answer is in UTC-aware time of the same zone.
    """
    local = now.astimezone()
    if local.time() >= BEGINS or local.time() < ENDS:
        return now
    return local.replace(hour=BEGINS.hour, minute=BEGINS.minute, second=0, microsecond=0).astimezone(now.tzinfo)
