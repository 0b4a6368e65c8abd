"""The resample on the CPU, by OpenCV, tile by tile on as many threads as OpenCV may use."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.backends.tiles import Tile, source_window, tiles_of
from scanner_daemon.pages.remap import CoarseMap

__all__ = ["CpuBackend"]

FloatPixels = NDArray[np.float32]

_TILE_PX = (256, 256)
"""Width and height: all that a tile touches stays in a core's own cache, turned by 90 degrees or not."""
_FINER = 64.0
"""Steps a grey level that are kept between the resample and the gain, so that the product is rounded once."""


class CpuBackend:
    """OpenCV: bicubic, a = -0.75, at exact positions. Beyond source and page it takes some 3 MB a thread."""

    @property
    def name(self) -> str:
        """``cpu``."""
        return "cpu"

    def remap(
        self, image: NDArray[np.uint8], coarse_map: CoarseMap, gain_map: NDArray[np.float32] | None
    ) -> NDArray[np.uint8]:
        """See `Backend.remap`."""
        page = np.empty((coarse_map.height, coarse_map.width, *image.shape[2:]), dtype=np.uint8)

        tiles = tiles_of(coarse_map, _TILE_PX)
        threads = min(len(tiles), max(1, cv2.getNumThreads()))

        def fill(first: int) -> None:
            scratch = _Scratch()
            for tile in tiles[first::threads]:
                _fill(page[tile.rows, tile.columns], image, coarse_map, gain_map, tile, scratch)

        if threads == 1:
            fill(0)
        else:
            with ThreadPoolExecutor(threads, thread_name_prefix="remap") as pool:
                for done in [pool.submit(fill, first) for first in range(threads)]:
                    done.result()
        return page


class _Scratch:
    """Arrays that are used for one tile after the other: asking the system for new ones takes longer than the work."""

    def __init__(self) -> None:
        self._kept: dict[str, NDArray[Any]] = {}
        self._weights: dict[tuple[int, int], FloatPixels] = {}

    def floats(self, name: str, *shape: int) -> FloatPixels:
        return self._array(name, np.dtype(np.float32), shape)

    def words(self, name: str, *shape: int) -> NDArray[np.uint16]:
        return self._array(name, np.dtype(np.uint16), shape)

    def between(self, nodes: int, pixels: int, step: int) -> FloatPixels:
        """(pixels, nodes): how much of each node there is in each pixel, on a straight line from node to node."""
        kept = self._weights.get((nodes, pixels))
        if kept is None:
            at = np.arange(pixels, dtype=np.float32)[:, None] / np.float32(step)
            kept = np.maximum(0, 1 - np.abs(at - np.arange(nodes, dtype=np.float32)))
            self._weights[nodes, pixels] = kept
        return kept

    def _array(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> NDArray[Any]:
        size = math.prod(shape)
        kept = self._kept.get(name)
        if kept is None or kept.size < size:
            kept = self._kept[name] = np.empty(size, dtype)
        return kept[:size].reshape(shape)


def _fill(
    part: NDArray[np.uint8],
    image: NDArray[np.uint8],
    coarse_map: CoarseMap,
    gain_map: NDArray[np.float32] | None,
    tile: Tile,
    scratch: _Scratch,
) -> None:
    step, size, channels = coarse_map.step_px, (tile.height, tile.width), image.shape[2:]
    nodes = coarse_map.nodes[tile.nodes]
    left, top, right, bottom = source_window(nodes, image.shape)
    x = _magnify(nodes[..., 0] - left, step, scratch.floats("x", *size), scratch)
    y = _magnify(nodes[..., 1] - top, step, scratch.floats("y", *size), scratch)
    seen = image[top:bottom, left:right]
    if gain_map is None:
        cv2.remap(seen, x, y, cv2.INTER_CUBIC, dst=part, borderMode=cv2.BORDER_REPLICATE)
        return
    fine = np.multiply(seen, np.uint16(_FINER), out=scratch.words("fine", *seen.shape), dtype=np.uint16)
    resampled = scratch.words("resampled", *size, *channels)
    cv2.remap(fine, x, y, cv2.INTER_CUBIC, dst=resampled, borderMode=cv2.BORDER_REPLICATE)
    gain = _magnify(gain_map[tile.nodes] / np.float32(_FINER), step, scratch.floats("gain", *size), scratch)
    if channels:
        gains = scratch.floats("gains", *size, *channels)
        cv2.cvtColor(gain, cv2.COLOR_GRAY2BGR, dst=gains)
        gain = gains
    cv2.multiply(resampled, gain, dst=part, dtype=cv2.CV_8U)


def _magnify(nodes: NDArray[np.float32], step: int, into: NDArray[np.float32], scratch: _Scratch) -> FloatPixels:
    """Bilinear values between nodes, at the tile's pixels: ``into`` (height, width).

    As two products of matrices, which take a third of what OpenCV's warp takes.
    """
    rows, columns = nodes.shape
    height, width = into.shape
    down, across = scratch.between(rows, height, step), scratch.between(columns, width, step)
    part = np.matmul(down, nodes, out=scratch.floats("rows", height, columns))
    return np.matmul(part, across.T, out=into)
