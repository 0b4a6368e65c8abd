"""Where the simulated cameras' pictures come from: the simulated book, photographed ahead of need in other processes;
or one small picture for ever, where only time is measured.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from scanner_daemon.simulation.darkroom import PhotographCache
from scanner_daemon.simulation.photographs import PREVIEW_FRAMES, Shot, preview
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

    def __init__(
        self,
        base: Shot,
        first_spread: int,
        pool: ProcessPoolExecutor,
        preview_pool: ProcessPoolExecutor,
        cache: Path,
    ) -> None:
        self._base = base
        self._first = first_spread
        self._pool = pool
        self._cache = cache
        self._lock = threading.Lock()
        self._pictures: dict[Shot, Future[bytes]] = {}
        self._preview_pool = preview_pool
        self._previews: dict[tuple[int, Side, str], Future[list[bytes]]] = {}
        self._last_frames: dict[Side, list[bytes]] = {}
        self._shown: Counter[Side] = Counter()
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
        """A live-view frame; drawn once for each page and platen position, a few times with noise of its own.

        While it is being drawn the last frame of this side stays on, as on a body whose display lags: a frame that
        made the body wait would hold up the end of live view, which no real sensor does.
        """
        lies: Literal["down", "open"] = "down" if platen == "down" else "open"
        key = (opening, side, lies)
        with self._lock:
            drawn = self._previews.get(key)
            if drawn is None:
                shot = replace(self._shot(opening, side), platen=lies)
                drawn = self._previews[key] = self._preview_pool.submit(_draw_preview, shot)
                self._forget_far_from(opening)
            last = self._last_frames.get(side)
        if last is None or drawn.done():
            last = drawn.result()
        with self._lock:
            self._last_frames[side] = last
            self._shown[side] += 1
            return last[self._shown[side] % len(last)]

    def warm_up(self) -> None:
        """Draw the first live-view frames before a body is plugged in: one without frames for seconds is broken."""
        for side in SIDES:
            self.preview(0, side, "up")
            self.preview(0, side, "down")

    def _forget_far_from(self, opening: int) -> None:
        for key in [key for key in self._previews if abs(key[0] - opening) > 1]:
            del self._previews[key]

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


def _draw_preview(shot: Shot) -> list[bytes]:
    return [preview(shot, frame) for frame in range(PREVIEW_FRAMES)]


def _draw(shot: Shot, cache: Path) -> bytes:
    return PhotographCache(cache).jpeg(shot)


@contextmanager
def book_scenery(base: Shot, first_spread: int, cache: Path, processes: int = 1) -> Iterator[BookScenery]:
    """A scenery that draws in ``processes`` other processes; ``base`` says world, seed and size for all shots."""
    spawn = get_context("spawn")
    with ProcessPoolExecutor(processes, spawn) as pool, ProcessPoolExecutor(1, spawn) as preview_pool:
        try:
            scenery = BookScenery(base, first_spread, pool, preview_pool, cache)
            scenery.warm_up()
            yield scenery
        finally:
            for each in (pool, preview_pool):
                each.shutdown(cancel_futures=True)
