"""A page in tiles: which nodes of the coarse map a tile needs, and which part of the photograph those reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.remap import CoarseMap

__all__ = ["Tile", "source_window", "tiles_of", "tiles_within"]

_REACH_PX = 3
"""How far the bicubic kernel looks beyond a point, with a pixel to spare."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A rectangle of page pixels that begins on a node of the map with ``step_px``."""

    left: int
    top: int
    width: int
    height: int
    step_px: int

    @property
    def columns(self) -> slice:
        """Its columns in the page."""
        return slice(self.left, self.left + self.width)

    @property
    def rows(self) -> slice:
        """Its rows in the page."""
        return slice(self.top, self.top + self.height)

    @property
    def nodes(self) -> tuple[slice, slice]:
        """Rows and columns of the nodes around its pixels."""
        return _nodes(self.top, self.height, self.step_px), _nodes(self.left, self.width, self.step_px)


def _nodes(first_px: int, count_px: int, step_px: int) -> slice:
    return slice(first_px // step_px, (first_px + count_px - 1) // step_px + 2)


def tiles_of(coarse_map: CoarseMap, size_px: tuple[int, int]) -> list[Tile]:
    """The whole page in tiles of at most ``size_px`` (width, height, multiples of the map's step)."""
    width, height = size_px
    return [
        Tile(left, top, min(width, coarse_map.width - left), min(height, coarse_map.height - top), coarse_map.step_px)
        for top in range(0, coarse_map.height, height)
        for left in range(0, coarse_map.width, width)
    ]


def source_window(nodes: NDArray[np.float32], shape: Sequence[int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom (exclusive) of what the nodes reach in an image of ``shape`` (height, width, …).

    At least one pixel, and cut off only at the image's own borders, so that repeating the window's edge pixels means
    repeating the image's.
    """
    height, width = shape[:2]
    low, high = nodes.reshape(-1, 2).min(axis=0), nodes.reshape(-1, 2).max(axis=0)
    left, top = (
        int(np.clip(np.floor(edge) - _REACH_PX, 0, last))
        for edge, last in zip(low, (width - 1, height - 1), strict=True)
    )
    right, bottom = (
        int(np.clip(np.floor(edge) + 1 + _REACH_PX, first + 1, end))
        for edge, first, end in zip(high, (left, top), (width, height), strict=True)
    )
    return left, top, right, bottom


def tiles_within(coarse_map: CoarseMap, shape: Sequence[int], longest_source_px: int, most_page_px: int) -> list[Tile]:
    """As few tiles as keep each window of the photograph and each tile's number of pixels within the limits.

    A tile is halved along its longer side until it fits. Raises ValueError where not even one cell of the map does.
    """
    waiting = [Tile(0, 0, coarse_map.width, coarse_map.height, coarse_map.step_px)]
    fitting = []
    while waiting:
        tile = waiting.pop()
        left, top, right, bottom = source_window(coarse_map.nodes[tile.nodes], shape)
        if max(right - left, bottom - top) <= longest_source_px and tile.width * tile.height <= most_page_px:
            fitting.append(tile)
        else:
            waiting += _halves(tile)
    return fitting


def _halves(tile: Tile) -> tuple[Tile, Tile]:
    step = tile.step_px
    if max(tile.width, tile.height) <= step:
        raise ValueError("one cell of the coarse map reaches over more of the photograph than the limits allow")
    if tile.width >= tile.height:
        half = -(-tile.width // (2 * step)) * step
        return (
            Tile(tile.left, tile.top, half, tile.height, step),
            Tile(tile.left + half, tile.top, tile.width - half, tile.height, step),
        )
    half = -(-tile.height // (2 * step)) * step
    return (
        Tile(tile.left, tile.top, tile.width, half, step),
        Tile(tile.left, tile.top + half, tile.width, tile.height - half, step),
    )
