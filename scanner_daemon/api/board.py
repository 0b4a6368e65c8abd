"""The state board: one snapshot, a numbered change for every difference, and nobody who reads slowly holds it up."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scanner_daemon.api.schemas import Change, Gap, RigSnapshot
from scanner_daemon.clock import Clock

__all__ = ["StateBoard", "Subscription"]

_KEPT_CHANGES = 1024
_CLIENT_BACKLOG = 256
_NUMBERED_BY_US = frozenset({"boot", "revision", "at"})


class Subscription:
    """One client's place in the stream of changes."""

    def __init__(self, backlog: int) -> None:
        self._backlog = backlog
        self._waiting: deque[Change | Gap] = deque()
        self._something = asyncio.Event()
        self._closed = False

    def offer(self, event: Change | Gap) -> None:
        """Take one more event; a client that has not read `backlog` of them is told to fetch again instead."""
        if len(self._waiting) >= self._backlog:
            self._waiting.clear()
            event = Gap(boot=event.boot, revision=event.revision, why="This client read too slowly.")
        self._waiting.append(event)
        self._something.set()

    def close(self) -> None:
        """End the iteration, at once: what is still waiting is not worth delaying a shutdown for."""
        self._closed = True
        self._something.set()

    @property
    def ended(self) -> bool:
        """Whether the board has closed."""
        return self._closed

    async def next_event(self, within_s: float) -> Change | Gap | None:
        """The next event, or None when none came within ``within_s`` seconds, or the subscription has ended."""
        if not self._waiting and not self._closed:
            self._something.clear()
            try:
                await asyncio.wait_for(self._something.wait(), within_s)
            except TimeoutError:
                return None
        return None if self._closed else self._waiting.popleft()


class StateBoard:
    """What the rig is now, for everybody who shows it. Lives on the event loop; all calls are from there."""

    def __init__(self, clock: Clock, *, kept: int = _KEPT_CHANGES, backlog: int = _CLIENT_BACKLOG) -> None:
        self._clock = clock
        self._backlog = backlog
        self._changes: deque[Change] = deque(maxlen=kept)
        self._subscriptions: set[Subscription] = set()
        self._closed = False
        self._snapshot = RigSnapshot(boot=secrets.token_hex(4), revision=0, at=clock.utc())

    @property
    def snapshot(self) -> RigSnapshot:
        """The newest state; frozen, so it may be kept."""
        return self._snapshot

    @property
    def subscribers(self) -> int:
        """How many clients follow now."""
        return len(self._subscriptions)

    @property
    def closed(self) -> bool:
        """Whether the daemon is shutting down."""
        return self._closed

    def update(self, **fields: Any) -> int:
        """Set fields of `RigSnapshot` by name and tell everybody; returns the revision that shows them.

        Fields that are equal already make no change. Raises TypeError for a name the snapshot does not have, and
        pydantic's ValidationError for a value it cannot hold; either leaves the board as it was.
        """
        unknown = fields.keys() - (RigSnapshot.model_fields.keys() - _NUMBERED_BY_US)
        if unknown:
            raise TypeError(f"RigSnapshot has no field to update named {', '.join(sorted(unknown))}")
        before = self._snapshot
        after = RigSnapshot.model_validate(dict(before) | fields)
        different = {name for name in fields if getattr(after, name) != getattr(before, name)}
        if not different:
            return before.revision
        revision, now = before.revision + 1, self._clock.utc()
        self._snapshot = after.model_copy(update={"revision": revision, "at": now})
        change = Change(
            boot=before.boot,
            revision=revision,
            at=now,
            fields=self._snapshot.model_dump(mode="json", include=different),
        )
        self._changes.append(change)
        for subscription in self._subscriptions:
            subscription.offer(change)
        return revision

    @contextmanager
    def subscribe(self, since: int | None = None, boot: str | None = None) -> Iterator[Subscription]:
        """Follow the changes after revision ``since`` (None: from now on).

        What happened since is replayed where it is still known; where it is not, or where ``since`` counts the
        revisions of another run of the daemon, the first event is a `Gap`.
        """
        subscription = Subscription(self._backlog)
        for event in self._missed(since, boot):
            subscription.offer(event)
        if self._closed:
            subscription.close()
        self._subscriptions.add(subscription)
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    def close(self) -> None:
        """End every stream: the daemon is shutting down."""
        self._closed = True
        for subscription in self._subscriptions:
            subscription.close()

    def _missed(self, since: int | None, boot: str | None) -> list[Change | Gap]:
        now = self._snapshot
        if since is None or (since == now.revision and boot in (None, now.boot)):
            return []

        def gap(why: str) -> list[Change | Gap]:
            return [Gap(boot=now.boot, revision=now.revision, why=why)]

        if boot not in (None, now.boot) or since > now.revision:
            return gap("The daemon was restarted.")
        missed = [change for change in self._changes if change.revision > since]
        if len(missed) < now.revision - since or len(missed) > self._backlog:
            return gap("Too much has happened since.")
        return list(missed)
