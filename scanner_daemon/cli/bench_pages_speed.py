"""The page bench's clock and scale: JPEG to JPEG in processes of their own, which load nothing but the page engine."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import cv2
import psutil

from scanner_daemon.errors import BookcradleError
from scanner_daemon.pages import flatten
from scanner_daemon.pages.backends import BackendName, choose_backend
from scanner_daemon.pages.codecs import Codec, CodecName, CpuCodec, choose_codec
from scanner_daemon.pages.encoding import encoded_jpeg
from scanner_daemon.vocabulary import Side

__all__ = ["PageTimes", "Taken", "WorkerEndedEarly", "WorkersFigures", "many_at_once", "one_by_one", "two_against_one"]

_START_S, _LOOK_S = 120.0, 0.05
_BYTES_A_MB = 1e6
_LOOP = 40_000_000
"""Rounds: a second or two."""


class WorkerEndedEarly(BookcradleError):
    """What the others did is no throughput of all."""

    code = "bench.worker_ended_early"
    what = "A process of the bench ended before its pages were made, with exit code {exit_code}."
    remedy = "What it wrote above tells why."


@dataclass(frozen=True, slots=True)
class Taken:
    """A photograph's file and its side."""

    file: Path
    side: Side


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Wall milliseconds a page, processor milliseconds a page, and the process's greatest resident memory.

    ``others`` is how much of a core everything else on the machine took meanwhile: a figure of wall time is one only
    where that is next to nothing.
    """

    wall_ms: tuple[float, ...]
    processor_ms: tuple[float, ...]
    peak_mb: float
    others: tuple[float, ...] = (0.0,)


@dataclass(frozen=True, slots=True)
class WorkersFigures:
    """Throughput of two single-thread processes over that of one, several times, and the bound measured beside it.

    ``bounds`` is the same ratio of a loop that computes in registers: two virtual cores may be one real one.
    """

    ratios: tuple[float, ...]
    bounds: tuple[float, ...]
    alone_per_s: tuple[float, ...]


def jpeg_to_jpeg(photo: bytes, side: Side, backend: Any, codec: Codec) -> bytes:
    """All that happens to a page between two files."""
    (page,) = flatten(photo, side=side, backend=backend, codec=codec)
    return encoded_jpeg(page.image, page.ppi, codec=codec)


def one_by_one(photographs: Sequence[Taken], rounds: int, backend: BackendName = BackendName.CPU) -> PageTimes:
    """One process with two threads; each photograph once to warm up, then ``rounds`` times."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_one_by_one, (tuple(photographs), rounds, backend))


def _one_by_one(photographs: Sequence[Taken], rounds: int, backend: BackendName) -> PageTimes:
    cv2.setNumThreads(2)
    chosen = choose_backend(backend).backend
    wall, processor, others = [], [], []
    for _ in range(rounds + 1):
        for taken in photographs:
            photo = taken.file.read_bytes()
            began, worked, busy = time.perf_counter(), time.process_time(), _busy_s()
            jpeg_to_jpeg(photo, taken.side, chosen, CpuCodec())
            took, own = time.perf_counter() - began, time.process_time() - worked
            wall.append(1e3 * took)
            processor.append(1e3 * own)
            others.append(max(0.0, _busy_s() - busy - own) / took)
    warm = len(photographs)
    return PageTimes(tuple(wall[warm:]), tuple(processor[warm:]), _peak_mb(), tuple(others[warm:]))


def _busy_s() -> float:
    """Seconds of processor time that all processes of the machine have taken."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0))


def _peak_mb() -> float:
    """This process's own. Linux counts what the parent held before it started this one, but not in this file."""
    status = Path("/proc/self/status")
    if status.is_file():
        (line,) = [line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:")]
        return 1024 * float(line.split()[1]) / _BYTES_A_MB
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / _BYTES_A_MB if sys.platform == "darwin" else 1024 * peak / _BYTES_A_MB


def two_against_one(photographs: Sequence[Taken], rounds: int) -> WorkersFigures:
    """Three comparisons of two single-thread processes with one, each beside a comparison of bare loops."""
    ratios, bounds, alone = [], [], []
    for _ in range(3):
        alone.append(many_at_once(photographs, rounds, 1, BackendName.CPU))
        ratios.append(many_at_once(photographs, rounds, 2, BackendName.CPU) / alone[-1])
        bounds.append(_per_s(2, 2, _loop, ()) / _per_s(1, 1, _loop, ()))
    return WorkersFigures(tuple(ratios), tuple(bounds), tuple(alone))


def many_at_once(
    photographs: Sequence[Taken], rounds: int, processes: int, backend: BackendName, codec: CodecName = CodecName.CPU
) -> float:
    """Pages a second of ``processes`` single-thread processes, from their common start to the last one's end."""
    pieces = processes * rounds * len(photographs)
    return _per_s(processes, pieces, _on_the_mark, (tuple(photographs), rounds, backend, codec))


def _per_s(processes: int, pieces: int, work: Callable[..., None], arguments: tuple[Any, ...]) -> float:
    """``pieces`` a second, done by processes that start ``work`` together. Raises `WorkerEndedEarly`."""
    context = get_context("spawn")
    ready = context.Barrier(processes + 1)
    workers = [context.Process(target=work, args=(*arguments, ready)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    try:
        deadline = time.monotonic() + _START_S
        while ready.n_waiting < processes and time.monotonic() < deadline:
            _require_none_ended(workers)
            time.sleep(_LOOK_S)
        ready.wait(_LOOK_S)
        began = time.perf_counter()
        for worker in workers:
            worker.join()
        took_s = time.perf_counter() - began
        _require_none_ended(workers)
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
    return pieces / took_s


def _require_none_ended(workers: Sequence[BaseProcess]) -> None:
    for worker in workers:
        if worker.exitcode:
            raise WorkerEndedEarly(exit_code=worker.exitcode)


def _loop(ready: Barrier) -> None:
    ready.wait(_START_S)
    total = 0
    for number in range(_LOOP):
        total += number & 7


def _on_the_mark(
    photographs: Sequence[Taken], rounds: int, backend: BackendName, codec: CodecName, ready: Barrier
) -> None:
    cv2.setNumThreads(1)
    chosen, by = choose_backend(backend).backend, choose_codec(codec).codec
    photos = [(taken.file.read_bytes(), taken.side) for taken in photographs]
    jpeg_to_jpeg(*photos[0], chosen, by)
    ready.wait(_START_S)
    for _ in range(rounds):
        for photo, side in photos:
            jpeg_to_jpeg(photo, side, chosen, by)
