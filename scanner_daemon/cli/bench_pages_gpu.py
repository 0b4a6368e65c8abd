"""The page bench on a GPU: does it agree with the CPU, and how fast is the kernel, alone and in a stream of pages."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.cli.bench_gpu_memory import memory_gb_per_s
from scanner_daemon.pages import CoarseMap
from scanner_daemon.pages.backends import Adapter, CpuBackend, RemapJob, WgpuBackend

__all__ = ["GpuFigures", "compared"]

_ROUNDS = 5
_STREAM = 8
_TEXEL_BYTES, _PAGE_BYTES = 4, 3


@dataclass(frozen=True, slots=True)
class GpuFigures:
    """Differences are in grey levels over all pages compared. The kernel's figures are None where it keeps no time."""

    adapter: str
    hardware: bool
    largest_difference: int
    mean_difference: float
    kernel_ms: float | None
    kernel_gb_per_s: float | None
    """Photograph read once and page written once, over the kernel's time."""
    page_ms: float
    """One page with its way up and down."""
    streamed_pages_per_s: float
    cpu_page_ms: float
    memory_gb_per_s: float | None = None
    """What a kernel reaches that only copies, on the same adapter."""


def compared(adapter: Adapter, photographs: Sequence[NDArray[np.uint8]]) -> GpuFigures:
    """Whole photographs, in colour and grey, turned, bent and over their borders, with and without gain."""
    cpu, differences, sums = CpuBackend(), [], []
    with WgpuBackend(adapter) as gpu:
        for image in photographs:
            for picture in (image, np.ascontiguousarray(image[..., 1])):
                for gained in (False, True):
                    job = _job(picture, gained)
                    off = cv2.absdiff(gpu.remap(*job), cpu.remap(*job))
                    differences.append(int(off.max()))
                    sums.append(float(off.mean()))
        job = _job(photographs[0], gained=True)
        timed = [_timed(gpu, job) for _ in range(_ROUNDS)]
        began = time.perf_counter()
        for _ in gpu.remap_all([job] * _STREAM):
            pass
        streamed = _STREAM / (time.perf_counter() - began)
        began = time.perf_counter()
        cpu.remap(*job)
        cpu_ms = 1e3 * (time.perf_counter() - began)
    kernels = [kernel for _, kernel in timed if kernel is not None]
    kernel_ms = median(kernels) if kernels else None
    source = job[0].shape[0] * job[0].shape[1]
    moved = _TEXEL_BYTES * source + _PAGE_BYTES * job[1].width * job[1].height
    return GpuFigures(
        adapter.sentence,
        adapter.is_hardware,
        max(differences),
        float(np.mean(sums)),
        kernel_ms,
        None if kernel_ms is None else moved / kernel_ms / 1e6,
        median(wall for wall, _ in timed),
        streamed,
        cpu_ms,
        memory_gb_per_s(adapter),
    )


def _timed(gpu: WgpuBackend, job: RemapJob) -> tuple[float, float | None]:
    began = time.perf_counter()
    _, kernel_ms = gpu.timed_remap(job)
    return 1e3 * (time.perf_counter() - began), kernel_ms


def _job(image: NDArray[np.uint8], gained: bool) -> RemapJob:
    """A page a quarter turned and gently bent, as large as the photograph and a little beyond it."""
    height, width = image.shape[1] + 40, image.shape[0] + 40
    step = 16
    x, y = np.meshgrid(step * np.arange(-(-width // step) + 2.0), step * np.arange(-(-height // step) + 2.0))
    nodes = np.stack([y - 20 + 9 * np.sin(x / 500), image.shape[0] + 20 - x + 12 * np.sin(y / 700)], axis=2)
    gain = 1.2 + 0.4 * np.sin(x / 900) * np.cos(y / 1100)
    return image, CoarseMap(nodes.astype(np.float32), width, height), gain.astype(np.float32) if gained else None
