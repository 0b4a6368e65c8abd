"""One teller, many listeners: each hears everything from the moment it subscribed, and none can hold up another."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Generic, TypeVar
from weakref import WeakSet

__all__ = ["Broadcast", "Subscription"]

Told = TypeVar("Told")

_KEPT = 256
"""A listener that falls further behind loses the oldest."""


class Subscription(AsyncIterator[Told]):
    """One listener. It ends when the teller closes; it is forgotten when nobody holds it any more."""

    def __init__(self) -> None:
        self._waiting: deque[Told] = deque(maxlen=_KEPT)
        self._news = asyncio.Event()
        self._closed = False

    async def __anext__(self) -> Told:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        return self._waiting.popleft()

    def hear(self, told: Told) -> None:
        """Keep it until the listener comes for it."""
        self._waiting.append(told)
        self._news.set()

    def close(self) -> None:
        """After what is waiting there will be no more."""
        self._closed = True
        self._news.set()


class Broadcast(Generic[Told]):
    """The teller."""

    def __init__(self) -> None:
        self._listeners: WeakSet[Subscription[Told]] = WeakSet()
        self._closed = False

    def subscribe(self) -> Subscription[Told]:
        """Listen from now on."""
        subscription: Subscription[Told] = Subscription()
        if self._closed:
            subscription.close()
        self._listeners.add(subscription)
        return subscription

    def tell(self, told: Told) -> None:
        """Everybody hears it."""
        for listener in list(self._listeners):
            listener.hear(told)

    def close(self) -> None:
        """Nothing more will be told."""
        self._closed = True
        for listener in list(self._listeners):
            listener.close()
