"""The resample on a GPU of any make, through wgpu: Vulkan, Metal or Direct3D 12.

Calls from several threads overlap: each takes one of a few slots of textures and buffers, so that one photograph is on
its way up while another is computed and a third comes down.
"""

from __future__ import annotations

import importlib
import queue
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.errors import BookcradleError
from scanner_daemon.pages.backends.adapters import Adapter
from scanner_daemon.pages.backends.kernel import WGSL
from scanner_daemon.pages.backends.slot import Slot
from scanner_daemon.pages.backends.tiles import Tile, source_window, tiles_within
from scanner_daemon.pages.remap import CoarseMap

__all__ = ["GpuFailed", "RemapJob", "WgpuBackend"]

RemapJob = tuple[NDArray[np.uint8], CoarseMap, NDArray[np.float32] | None]


class GpuFailed(BookcradleError):
    """The adapter refused a device, ran out of memory, or was lost: the same page can still be made by the CPU."""

    code = "pages.gpu_failed"
    what = "The graphics card {adapter} failed: {detail}."
    remedy = "Use --backend cpu, which needs none."


class WgpuBackend:
    """One device of one adapter; a context manager. ``longest_px`` and ``most_bytes`` only ever lower its limits."""

    def __init__(
        self, adapter: Adapter, *, in_flight: int = 2, longest_px: int | None = None, most_bytes: int | None = None
    ) -> None:
        """Raises `GpuFailed` where the adapter gives no device."""
        self.adapter = adapter
        self._errors = _errors()
        wanted = ("max-texture-dimension-2d", "max-storage-buffer-binding-size", "max-buffer-size")
        limits = {name: adapter.handle.limits[name] for name in wanted}
        timed = ["timestamp-query"] if "timestamp-query" in adapter.handle.features else []
        with self._told():
            self._device = adapter.handle.request_device_sync(required_limits=limits, required_features=timed)
            module = self._device.create_shader_module(code=WGSL)
            pipelines = {
                entry: self._device.create_compute_pipeline(
                    layout="auto", compute={"module": module, "entry_point": entry}
                )
                for entry in ("colour", "gray")
            }
        self._longest_px = min(limits["max-texture-dimension-2d"], longest_px or 1 << 30)
        self._most_bytes = min(
            limits["max-storage-buffer-binding-size"], limits["max-buffer-size"], most_bytes or 1 << 40
        )
        self._in_flight = in_flight
        self._slots: queue.SimpleQueue[Slot] = queue.SimpleQueue()
        for _ in range(in_flight):
            self._slots.put(Slot(self._device, pipelines, timed=bool(timed)))

    @property
    def name(self) -> str:
        """``wgpu`` and the adapter."""
        return f"wgpu: {self.adapter.sentence}"

    def remap(
        self, image: NDArray[np.uint8], coarse_map: CoarseMap, gain_map: NDArray[np.float32] | None
    ) -> NDArray[np.uint8]:
        """See `Backend.remap`. Raises `GpuFailed`."""
        return self.timed_remap((image, coarse_map, gain_map))[0]

    def timed_remap(self, job: RemapJob) -> tuple[NDArray[np.uint8], float | None]:
        """The page, and the kernel's own time in milliseconds where the adapter can tell."""
        image, coarse_map, gain_map = job
        channels = image.shape[2] if image.ndim == 3 else 1
        page = np.empty((coarse_map.height, coarse_map.width, *image.shape[2:]), dtype=np.uint8)
        tiles = tiles_within(coarse_map, image.shape, self._longest_px, self._most_bytes // 4 * 4 // (channels + 1))
        kernel_ms: float | None = 0.0
        for tile in tiles:
            tile_ms = self._fill(page[tile.rows, tile.columns], image, coarse_map, gain_map, tile)
            kernel_ms = None if tile_ms is None or kernel_ms is None else kernel_ms + tile_ms
        return page, kernel_ms

    def remap_all(self, jobs: Iterable[RemapJob]) -> Iterator[NDArray[np.uint8]]:
        """The pages of ``jobs``, in their order, with upload, kernel and download of neighbours overlapped."""
        with ThreadPoolExecutor(self._in_flight, thread_name_prefix="gpu") as pool:
            waiting: queue.SimpleQueue[Future[NDArray[np.uint8]]] = queue.SimpleQueue()
            for job in jobs:
                waiting.put(pool.submit(self.remap, *job))
                if waiting.qsize() > self._in_flight:
                    yield waiting.get().result()
            while not waiting.empty():
                yield waiting.get().result()

    def _fill(
        self,
        part: NDArray[np.uint8],
        image: NDArray[np.uint8],
        coarse_map: CoarseMap,
        gain_map: NDArray[np.float32] | None,
        tile: Tile,
    ) -> float | None:
        nodes = coarse_map.nodes[tile.nodes]
        left, top, right, bottom = source_window(nodes, image.shape)
        seen = image[top:bottom, left:right]
        texels = np.asarray(
            np.ascontiguousarray(seen) if seen.ndim == 2 else cv2.cvtColor(seen, cv2.COLOR_BGR2BGRA), np.uint8
        )
        gains = np.ones(nodes.shape[:2], np.float32) if gain_map is None else gain_map[tile.nodes]
        slot = self._slots.get()
        try:
            with self._told():
                return slot.run(
                    texels, nodes - np.array([left, top], np.float32), np.ascontiguousarray(gains), tile.step_px, part
                )
        finally:
            self._slots.put(slot)

    def close(self) -> None:
        """Give the device back."""
        while not self._slots.empty():
            self._slots.get().close()
        self._device.destroy()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except self._errors as error:
            detail = str(error).strip().splitlines()
            raise GpuFailed(adapter=self.adapter.sentence, detail=detail[0] if detail else "no reason given") from error


def _errors() -> tuple[type[Exception], ...]:
    wgpu: Any = importlib.import_module("wgpu")
    return (wgpu.GPUError, RuntimeError, OSError)
