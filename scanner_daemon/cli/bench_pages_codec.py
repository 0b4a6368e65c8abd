"""The page bench on an NVIDIA GPU's codecs: alone beside the CPU's, and in the whole way of a page."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import cv2
import numpy as np

from scanner_daemon.cli.bench_pages_speed import Taken, WorkerEndedEarly, many_at_once
from scanner_daemon.cli.bench_report import Measure, measured
from scanner_daemon.pages.backends import BackendName, choose_backend
from scanner_daemon.pages.codecs import Codec, CodecFailed, CodecName, CpuCodec, NoNvidiaCodec, choose_codec
from scanner_daemon.pages.encoding import JPEG_QUALITY

__all__ = ["CodecFigures", "compared_codecs", "nvidia_figures"]

PAGES_PER_S, CORES = 60.0, 16
"""With decoder, resample and encoder on the GPU, on so many cores."""
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class CodecFigures:
    """One whole photograph decoded and encoded, median milliseconds, and how far the pixels are from the CPU's.

    ``pages_per_s`` is the whole way from JPEG to JPEG, many processes at once; None where it was not taken.
    """

    name: str
    decode_ms: float
    encode_ms: float
    cpu_decode_ms: float
    cpu_encode_ms: float
    mean_difference: float
    largest_difference: int
    pages_per_s: float | None = None

    def measures(self) -> list[Measure]:
        """For the report."""
        found = [
            measured("nvidia_decode_ms", "p50", [self.decode_ms], "ms", None),
            measured("cpu_decode_ms", "p50", [self.cpu_decode_ms], "ms", None),
            measured("nvidia_encode_ms", "p50", [self.encode_ms], "ms", None),
            measured("cpu_encode_ms", "p50", [self.cpu_encode_ms], "ms", None),
            measured("nvidia_against_cpu_grey_levels", "mean", [self.mean_difference], "levels", None),
            measured("nvidia_against_cpu_grey_levels", "max", [float(self.largest_difference)], "levels", None),
        ]
        if self.pages_per_s is not None:
            target = PAGES_PER_S if (cv2.getNumberOfCPUs() or 1) >= CORES else None
            name = "nvidia_jpeg_to_jpeg_per_s"
            found.append(measured(name, "mean", [self.pages_per_s], "pages/s", target, at_least=True))
        return found


def nvidia_figures(files: Sequence[Taken], rounds: int, processes: int) -> CodecFigures | str:
    """The figures, the pages' own with the resample on the best GPU there is; or the sentence why there are none."""
    try:
        codec = choose_codec(CodecName.NVIDIA).codec
        pages_per_s = many_at_once(files, rounds, processes, BackendName.AUTO, CodecName.NVIDIA)
        figures = compared_codecs(codec, files[0].file.read_bytes(), pages_per_s)
        return replace(figures, name=f"{codec.name}; {choose_backend(BackendName.AUTO).sentence}")
    except (NoNvidiaCodec, CodecFailed, WorkerEndedEarly) as failure:
        return failure.what_happened


def compared_codecs(codec: Codec, jpeg: bytes, pages_per_s: float | None = None) -> CodecFigures:
    """``codec`` beside the CPU's, on one photograph in colour."""
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    shown = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), flags), np.uint8)
    size, cpu = (shown.shape[1], shown.shape[0]), CpuCodec()
    off = cv2.absdiff(codec.decoded(jpeg, "RGB", size), cpu.decoded(jpeg, "RGB", size))
    return CodecFigures(
        codec.name,
        _median_ms(lambda: codec.decoded(jpeg, "RGB", size)),
        _median_ms(lambda: codec.encoded(shown, JPEG_QUALITY)),
        _median_ms(lambda: cpu.decoded(jpeg, "RGB", size)),
        _median_ms(lambda: cpu.encoded(shown, JPEG_QUALITY)),
        float(off.mean()),
        int(off.max()),
        pages_per_s,
    )


def _median_ms(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        work()
        taken.append(1e3 * (time.perf_counter() - began))
    return median(taken)
