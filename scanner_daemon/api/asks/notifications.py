"""What the routes of the history and the report ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scanner_daemon.api.schemas import Listing, Notification, NotificationKind, Report

__all__ = ["NotificationReads"]


class NotificationReads(Protocol):
    """What was told, and the report of it all. ``after`` is the ``next`` of the part before."""

    async def notifications(
        self, after: str | None, limit: int, kinds: Sequence[NotificationKind]
    ) -> Listing[Notification]:
        """The newest first; of these kinds, or of all where none is named."""
        ...

    async def notification(self, notification_id: str) -> Notification: ...

    async def report(self) -> Report: ...
