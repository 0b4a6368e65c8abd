"""Where the simulated cameras' pictures come from: the simulated book, photographed ahead of need in other processes;
or one small picture for ever, where only time is measured.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from scanner_daemon.simulation.darkroom import PhotographCache
from scanner_daemon.simulation.photographs import Shot, preview
from scanner_daemon.simulation.world import Platen
from scanner_daemon.vocabulary import Side

__all__ = ["BookScenery", "PlainScenery", "book_scenery"]

AHEAD = 1
"""How many openings beyond the present one are photographed before anybody asks."""
SIDES = (Side.LEFT, Side.RIGHT)


class PlainScenery:
    """The same bytes for every exposure and every frame: for measuring time, and nothing but time."""

    def __init__(self, jpeg: bytes, frame: bytes) -> None:
        self._jpeg = jpeg
        self._frame = frame

    def photograph(self, *_: object) -> Sequence[bytes]:
        """The one picture."""
        return [self._jpeg]

    def preview(self, *_: object) -> bytes:
        """The one frame."""
        return self._frame

    def expect(self, opening: int) -> None:
        """Nothing to prepare."""


class BookScenery:
    """The simulated book. Use `book_scenery`."""

    def __init__(self, base: Shot, first_spread: int, pool: ProcessPoolExecutor, cache: Path) -> None:
        self._base = base
        self._first = first_spread
        self._pool = pool
        self._cache = cache
        self._lock = threading.Lock()
        self._pictures: dict[Shot, Future[bytes]] = {}
        self._previews: dict[tuple[int, Side, str], bytes] = {}
        self._takes: dict[tuple[int, Side], int] = {}

    def photograph(self, opening: int, side: Side, platen: Platen, spoiled: str | None) -> Sequence[bytes]:
        """The picture of this exposure; each further take of a page is a new picture of it."""
        with self._lock:
            take = self._takes.get((opening, side), 0)
            self._takes[(opening, side)] = take + 1
        shot = replace(self._shot(opening, side), platen="down" if platen == "down" else "open", take=take)
        if spoiled == "hand_in_frame":
            shot = replace(shot, hand_in_frame=True)
        elif spoiled == "out_of_place":
            shot = replace(shot, moved_mm=(30.0, 0.0))
        picture = self._picture(shot).result()
        with self._lock:
            self._pictures.pop(shot, None)
        return [picture]

    def preview(self, opening: int, side: Side, platen: Platen) -> bytes:
        """A live-view frame; drawn once for each page and platen position."""
        lies: Literal["down", "open"] = "down" if platen == "down" else "open"
        key = (opening, side, lies)
        frame = self._previews.get(key)
        if frame is None:
            shot = replace(self._shot(opening, side), platen=lies)
            frame = self._pool.submit(preview, shot).result()
            with self._lock:
                self._previews = {k: v for k, v in self._previews.items() if abs(k[0] - opening) <= 1}
                self._previews[key] = frame
        return frame

    def expect(self, opening: int) -> None:
        """Begin to draw what will be photographed next."""
        for ahead in range(AHEAD + 1):
            for side in SIDES:
                if (opening + ahead, side) not in self._takes:
                    self._picture(self._shot(opening + ahead, side))

    def _shot(self, opening: int, side: Side) -> Shot:
        return replace(self._base, spread=self._first + opening, side=side, platen="down")

    def _picture(self, shot: Shot) -> Future[bytes]:
        with self._lock:
            picture = self._pictures.get(shot)
            if picture is None:
                picture = self._pictures[shot] = self._pool.submit(_draw, shot, self._cache)
            return picture


def _draw(shot: Shot, cache: Path) -> bytes:
    return PhotographCache(cache).jpeg(shot)


@contextmanager
def book_scenery(base: Shot, first_spread: int, cache: Path, processes: int = 1) -> Iterator[BookScenery]:
    """A scenery that draws in ``processes`` other processes; ``base`` says world, seed and size for all shots."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield BookScenery(base, first_spread, pool, cache)
        pool.shutdown(cancel_futures=True)
