"""What was told, read back from the event log, and the report that goes to whoever mends things."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.schemas import Listing, Notification, NotificationKind, Report
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.library.library import Library
from scanner_daemon.library.notices import Notices
from scanner_daemon.service.notified import EVENT_KINDS, events_of, notification_of
from scanner_daemon.service.report import report_of
from scanner_daemon.settings import Settings

__all__ = ["NotificationReading"]

REPORTED = 50


class NotificationReading:
    """Implements `scanner_daemon.api.asks.notifications.NotificationReads`."""

    def __init__(self, library: Library, board: StateBoard, settings: Settings) -> None:
        self._told_in = Notices(library)
        self._shown = board
        self._settings_in_force = settings
        self._report_clock = library.clock

    async def notifications(
        self, after: str | None, limit: int, kinds: Sequence[NotificationKind]
    ) -> Listing[Notification]:
        """The newest first; ``after`` is the id of the last one seen."""
        events = events_of(kinds)
        found = await asyncio.to_thread(self._told_in.newest, events, after, limit)
        items = tuple(notification_of(notice) for notice in found)
        return Listing(items=items, next=items[-1].id if len(items) == limit else None)

    async def notification(self, notification_id: str) -> Notification:
        """One entry. Raises NotFoundError."""
        found = await asyncio.to_thread(self._told_in.of, [notification_id])
        if not found or found[0].entry.kind not in EVENT_KINDS:
            raise NotFoundError(kind="notification", id=notification_id)
        return notification_of(found[0])

    async def report(self) -> Report:
        """Versions, machine, settings, state and the newest notifications."""
        told = await self.notifications(None, REPORTED, ())
        now, settings = self._shown.snapshot, self._settings_in_force
        return await asyncio.to_thread(report_of, self._report_clock.utc(), settings, now, told.items)
