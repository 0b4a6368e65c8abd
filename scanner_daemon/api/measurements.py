"""Live measurements: unnumbered, the newest of each kind wins, and whoever reads slowly simply sees fewer of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from scanner_daemon.api.schemas import Measurement
from scanner_daemon.vocabulary import Side

__all__ = ["MeasurementFeed", "MeasurementReader"]


class MeasurementReader:
    """One client's view: at most one waiting value for each (name, side)."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[str, Side], Measurement] = {}
        self._something = asyncio.Event()
        self._closed = False

    def offer(self, measurement: Measurement) -> None:
        """Replace what waits under the same name and side."""
        self._waiting[measurement.name, measurement.side] = measurement
        self._something.set()

    def close(self) -> None:
        """End the reader."""
        self._closed = True
        self._something.set()

    @property
    def ended(self) -> bool:
        """Whether the feed has closed."""
        return self._closed

    async def newest(self, within_s: float) -> list[Measurement]:
        """All that is new since the last call; empty when nothing came within ``within_s`` s, or at the end."""
        if not self._waiting and not self._closed:
            self._something.clear()
            try:
                await asyncio.wait_for(self._something.wait(), within_s)
            except TimeoutError:
                return []
        new = list(self._waiting.values())
        self._waiting.clear()
        return new


class MeasurementFeed:
    """Where live measurement is told. Lives on the event loop."""

    def __init__(self) -> None:
        self._readers: set[MeasurementReader] = set()
        self._closed = False
        self._watched = asyncio.Event()

    async def until_watched(self) -> None:
        """Return when somebody reads; at once if somebody does."""
        await self._watched.wait()

    @property
    def watched(self) -> bool:
        """Whether anybody reads: without readers, nothing need be measured."""
        return bool(self._readers)

    def publish(self, measurement: Measurement) -> None:
        """Tell a value; never waits."""
        for reader in self._readers:
            reader.offer(measurement)

    @contextmanager
    def read(self) -> Iterator[MeasurementReader]:
        """Read from now on."""
        reader = MeasurementReader()
        if self._closed:
            reader.close()
        self._readers.add(reader)
        self._watched.set()
        try:
            yield reader
        finally:
            self._readers.discard(reader)
            if not self._readers:
                self._watched.clear()

    def close(self) -> None:
        """End every reader: the daemon is shutting down."""
        self._closed = True
        for reader in self._readers:
            reader.close()
