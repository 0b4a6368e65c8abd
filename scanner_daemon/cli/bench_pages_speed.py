"""The page bench's clock and scale: JPEG to JPEG in processes of their own, which load nothing but the page engine."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from statistics import median
from typing import Any

import cv2

from scanner_daemon.pages import flatten
from scanner_daemon.pages.backends import BackendName, choose_backend
from scanner_daemon.pages.encoding import encoded_jpeg
from scanner_daemon.vocabulary import Side

__all__ = ["PageTimes", "Taken", "many_at_once", "one_by_one", "two_against_one"]

_START_S = 120.0
_PIXELS_MB = 1e6


@dataclass(frozen=True, slots=True)
class Taken:
    """A photograph's file and its side."""

    file: Path
    side: Side


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Wall milliseconds a page, processor milliseconds a page, and the process's greatest resident memory."""

    wall_ms: tuple[float, ...]
    processor_ms: tuple[float, ...]
    peak_mb: float


def jpeg_to_jpeg(photo: bytes, side: Side, backend: Any) -> bytes:
    """All that happens to a page between two files."""
    (page,) = flatten(photo, side=side, backend=backend)
    return encoded_jpeg(page.image, page.ppi)


def one_by_one(photographs: Sequence[Taken], rounds: int, backend: BackendName = BackendName.CPU) -> PageTimes:
    """One process with two threads; each photograph once to warm up, then ``rounds`` times."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_one_by_one, (tuple(photographs), rounds, backend))


def _one_by_one(photographs: Sequence[Taken], rounds: int, backend: BackendName) -> PageTimes:
    cv2.setNumThreads(2)
    chosen = choose_backend(backend).backend
    wall, processor = [], []
    for _ in range(rounds + 1):
        for taken in photographs:
            photo = taken.file.read_bytes()
            began, worked = time.perf_counter(), time.process_time()
            jpeg_to_jpeg(photo, taken.side, chosen)
            wall.append(1e3 * (time.perf_counter() - began))
            processor.append(1e3 * (time.process_time() - worked))
    warm = len(photographs)
    return PageTimes(tuple(wall[warm:]), tuple(processor[warm:]), _peak_mb())


def _peak_mb() -> float:
    """This process's own: it was started anew, so nothing of its parent is in it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _PIXELS_MB if sys.platform == "darwin" else 1024 * peak / _PIXELS_MB


def two_against_one(photographs: Sequence[Taken], rounds: int) -> float:
    """Throughput of two single-thread processes over that of one; the median of three comparisons."""
    ratios = []
    for _ in range(3):
        alone = many_at_once(photographs, rounds, 1, BackendName.CPU)
        ratios.append(many_at_once(photographs, rounds, 2, BackendName.CPU) / alone)
    return median(ratios)


def many_at_once(photographs: Sequence[Taken], rounds: int, processes: int, backend: BackendName) -> float:
    """Pages a second of ``processes`` single-thread processes, from their common start to the last one's end."""
    context = get_context("spawn")
    ready = context.Barrier(processes + 1)
    workers = [
        context.Process(target=_on_the_mark, args=(tuple(photographs), rounds, backend, ready))
        for _ in range(processes)
    ]
    for worker in workers:
        worker.start()
    try:
        ready.wait(_START_S)
        began = time.perf_counter()
        for worker in workers:
            worker.join()
        took_s = time.perf_counter() - began
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
    return processes * rounds * len(photographs) / took_s


def _on_the_mark(photographs: Sequence[Taken], rounds: int, backend: BackendName, ready: Barrier) -> None:
    cv2.setNumThreads(1)
    chosen = choose_backend(backend).backend
    photos = [(taken.file.read_bytes(), taken.side) for taken in photographs]
    jpeg_to_jpeg(*photos[0], chosen)
    ready.wait(_START_S)
    for _ in range(rounds):
        for photo, side in photos:
            jpeg_to_jpeg(photo, side, chosen)
