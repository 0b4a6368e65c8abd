"""The resample on the CPU, by OpenCV, tile by tile on as many threads as OpenCV may use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.backends.tiles import Tile, source_window, tiles_of
from scanner_daemon.pages.remap import CoarseMap

__all__ = ["CpuBackend"]

_TILE_PX = (512, 128)
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

        def fill(tile: Tile) -> None:
            page[tile.rows, tile.columns] = _filled(image, coarse_map, gain_map, tile)

        tiles = tiles_of(coarse_map, _TILE_PX)
        threads = min(len(tiles), max(1, cv2.getNumThreads()))
        if threads == 1:
            for tile in tiles:
                fill(tile)
        else:
            with ThreadPoolExecutor(threads, thread_name_prefix="remap") as pool:
                for _ in pool.map(fill, tiles):
                    pass
        return page


def _filled(
    image: NDArray[np.uint8], coarse_map: CoarseMap, gain_map: NDArray[np.float32] | None, tile: Tile
) -> NDArray[np.uint8]:
    step = coarse_map.step_px
    nodes = coarse_map.nodes[tile.nodes]
    left, top, right, bottom = source_window(nodes, image.shape)
    x, y = (_magnify(nodes[..., k] - start, step, tile) for k, start in ((0, left), (1, top)))
    seen: NDArray[np.uint8] | NDArray[np.uint16] = image[top:bottom, left:right]
    if gain_map is None:
        return np.asarray(cv2.remap(seen, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)
    seen = np.multiply(seen, np.uint16(_FINER), dtype=np.uint16)
    finer = cv2.remap(seen, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    gain = _magnify(gain_map[tile.nodes] / np.float32(_FINER), step, tile)
    if image.ndim == 3:
        gain = np.asarray(cv2.cvtColor(gain, cv2.COLOR_GRAY2BGR), dtype=np.float32)
    return np.asarray(cv2.multiply(finer, gain, dtype=cv2.CV_8U), dtype=np.uint8)


def _magnify(nodes: NDArray[np.float32], step: int, tile: Tile) -> NDArray[np.float32]:
    """Bilinear values between nodes, at the tile's pixels."""
    shrink = np.array([[1 / step, 0, 0], [0, 1 / step, 0]])
    magnified = cv2.warpAffine(
        np.ascontiguousarray(nodes),
        shrink,
        (tile.width, tile.height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(magnified, dtype=np.float32)
