"""The exposure: one pass over tiles of the sensor, each mapped, sampled, lit and composed while it is in the cache."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.simulation.optics.lamps import Lamps
from scanner_daemon.simulation.optics.lens import NO_MAP, Points
from scanner_daemon.simulation.optics.sight import Sight
from scanner_daemon.simulation.optics.surroundings import Texture

__all__ = ["Scene", "expose", "node_step"]

_TILE_NODES = (16, 32)
"""Rows, columns: 256 x 512 pixels at full size, which keeps a tile's layers in the second-level cache."""
_WHITE = 226.0
"""Grey level of bare paper in the brightest channel at exposure 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that one exposure sees. ``sheet`` None is a blank cradle; ``dots_per_mm`` is the sheet's own resolution."""

    sight: Sight
    sheet: NDArray[np.uint8] | None
    dots_per_mm: float
    around: Texture
    facing: Texture
    lamps: Lamps
    paper_bgr: tuple[float, float, float]
    exposure: float
    glare: float


def node_step(scale: float) -> int:
    """Pixels between the nodes of the rendering map: 16 at full size, finer where a pixel covers more paper."""
    return 16 if scale > 0.6 else 8 if scale > 0.3 else 4


@dataclass(frozen=True, slots=True, eq=False)
class _Nodes:
    """Values at the nodes, which lie in the middle of each ``step`` x ``step`` cell, one ring beyond the picture."""

    step: int
    seen: NDArray[np.float32]
    facing: NDArray[np.float32]
    here: NDArray[np.uint8]
    there: NDArray[np.uint8]
    glare: NDArray[np.uint8] | None


def _light(scene: Scene, pixels: Points, s: Points, t: Points, facing: Points) -> list[NDArray[np.uint8]]:
    """Level of white paper at each node, BGR: on this side of the gutter, continued past it, and on the facing side."""
    paper, lamps = scene.sight.paper, scene.lamps
    x, y = _fractions(scene.sight, pixels)
    common = scene.exposure * _WHITE * (1 - lamps.vignette * ((2 * x - 1) ** 2 + (2 * y - 1) ** 2) / 2)
    ground = paper.ground(s, t)
    a, b, place = ground.along_s, ground.along_t, ground.point
    normal = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    middle = (place[0] - paper.width_mm / 2, place[1] - paper.height_mm / 2, place[2])
    here = lamps.irradiance(middle, normal)
    zero, one = np.zeros_like(s), np.ones_like(s)
    across = zero - paper.width_mm / 2
    there = 0.9 * lamps.irradiance((across, facing[..., 1] - paper.height_mm / 2, zero), (zero, zero, one))
    if scene.sheet is not None:
        here, there = here * lamps.gutter(np.maximum(s, 0)), there * lamps.gutter(np.maximum(facing[..., 0], 0))
    tint = np.array(scene.paper_bgr)
    return [np.asarray(np.clip((light * common)[..., None] * tint + 0.5, 0, 255), np.uint8) for light in (here, there)]


def _fractions(sight: Sight, pixels: Points) -> tuple[Points, Points]:
    width, height = sight.full_size
    return (pixels[..., 0] + sight.window[0]) / width, (pixels[..., 1] + sight.window[1]) / height


def _solve(scene: Scene, step: int) -> _Nodes:
    _, _, width, height = scene.sight.window
    columns, rows = -(-width // step) + 2, -(-height // step) + 2
    x = (np.arange(columns) - 1) * step + (step - 1) / 2
    y = (np.arange(rows) - 1) * step + (step - 1) / 2
    pixels = np.stack(np.meshgrid(x, y), axis=-1)
    s, t = scene.sight.seen_on_grid(pixels, steps=1)
    facing = np.zeros_like(pixels)
    rows_beyond = np.flatnonzero((s < 2).any(axis=1))
    if len(rows_beyond):
        part = slice(rows_beyond[0], rows_beyond[-1] + 1)
        facing[part] = np.stack(scene.sight.facing_at(pixels[part]), axis=-1)
    glare = None
    if scene.glare > 0:
        levels = scene.lamps.glare(*_fractions(scene.sight, pixels)) * scene.glare
        glare = np.asarray(np.clip(levels + 0.5, 0, 255), np.uint8)
    here, there = _light(scene, pixels, s, t, facing)
    seen = np.stack([s, t], axis=-1).astype(np.float32)
    return _Nodes(step, seen, facing.astype(np.float32), here, there, glare)


def expose(scene: Scene, step: int) -> NDArray[np.uint8]:
    """The picture before blur and noise: (height, width, 3) BGR uint8 of the sight's window."""
    _, _, width, height = scene.sight.window
    nodes = _solve(scene, step)
    picture = np.empty((height, width, 3), np.uint8)
    rows, columns = _TILE_NODES
    for row in range(0, nodes.seen.shape[0] - 2, rows):
        for column in range(0, nodes.seen.shape[1] - 2, columns):
            tile = _Tile(scene, nodes, row, column)
            target = picture[row * step : (row + rows) * step, column * step : (column + columns) * step]
            target[:] = tile.develop()[: target.shape[0], : target.shape[1]]
    return picture


class _Tile:
    """One tile: a window of the nodes, and the layers that it needs."""

    def __init__(self, scene: Scene, nodes: _Nodes, row: int, column: int) -> None:
        rows, columns = _TILE_NODES
        self._scene = scene
        self._step = nodes.step
        self._part = (slice(row, row + rows + 2), slice(column, column + columns + 2))
        self._nodes = nodes
        self._seen = nodes.seen[self._part]
        lens, pose = scene.sight.lens, scene.sight.pose
        self._pixels_per_mm = np.float32(lens.focal_px / pose.distance_mm)
        self._low = self._seen.reshape(-1, 2).min(axis=0)
        self._high = self._seen.reshape(-1, 2).max(axis=0)

    def _grow(self, values: NDArray[Any]) -> NDArray[Any]:
        """Bilinear upsampling of node values to the tile's pixels, the ring cut off."""
        step = self._step
        size = (values.shape[1] * step, values.shape[0] * step)
        grown = np.asarray(cv2.resize(np.ascontiguousarray(values), size, interpolation=cv2.INTER_LINEAR))
        return grown[step:-step, step:-step]

    def _sample(self, texture: Texture, place: NDArray[np.float32]) -> NDArray[np.uint8]:
        dots = np.float32(texture.dots_per_mm)
        shift = np.array(texture.origin_mm, np.float32) * dots + np.float32(0.5)
        where = self._grow(place * dots - shift)
        return np.asarray(cv2.remap(texture.image, where, NO_MAP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))

    def _page(self) -> NDArray[np.uint8]:
        scene, dots = self._scene, np.float32(self._scene.dots_per_mm)
        assert scene.sheet is not None
        place = self._seen * dots - np.float32(0.5)
        if not scene.sight.recto:
            place[..., 0] = np.float32(scene.sight.paper.width_mm) * dots - np.float32(1.0) - place[..., 0]
        ink = cv2.remap(scene.sheet, self._grow(place), NO_MAP, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.cvtColor(ink, cv2.COLOR_GRAY2BGR), np.uint8)

    def _page_weight(self) -> NDArray[np.float32]:
        """1 on the page, 0 past its outer edges, a pixel's ramp between. The gutter is another matter."""
        paper = self._scene.sight.paper
        place = self._grow(self._seen)
        s, t = place[..., 0], place[..., 1]
        inside = np.minimum(paper.width_mm - s, np.minimum(t, paper.height_mm - t))
        return np.asarray(np.clip(inside * self._pixels_per_mm + 0.5, 0, 1), np.float32)

    def _lit(self, picture: NDArray[np.uint8], gain: NDArray[np.uint8]) -> NDArray[np.uint8]:
        cv2.multiply(picture, self._grow(gain[self._part]), dst=picture, scale=1 / 255)
        return picture

    def _this_side(self) -> NDArray[np.uint8]:
        """The page, what lies around it, or both, lit."""
        paper = self._scene.sight.paper
        edge = np.array([paper.width_mm, paper.height_mm])
        if self._scene.sheet is None or (self._high < -0.5).any() or (self._low > edge + 0.5).any():
            picture = self._sample(self._scene.around, self._seen)
        elif (self._low > 0.5).all() and (self._high < edge - 0.5).all():
            picture = self._page()
        else:
            picture = _blend(self._page(), self._sample(self._scene.around, self._seen), self._page_weight())
        return self._lit(picture, self._nodes.here)

    def _facing_side(self) -> NDArray[np.uint8]:
        return self._lit(self._sample(self._scene.facing, self._nodes.facing[self._part]), self._nodes.there)

    def develop(self) -> NDArray[np.uint8]:
        """Compose the layers, each in its own light, and add what the glass reflects."""
        if self._low[0] > 0.5:
            picture = self._this_side()
        elif self._high[0] < -0.5:
            picture = self._facing_side()
        else:
            inside = self._grow(self._seen)[..., 0] * self._pixels_per_mm + 0.5
            weight = np.asarray(np.clip(inside, 0, 1), np.float32)
            picture = _blend(self._this_side(), self._facing_side(), weight)
        if self._nodes.glare is not None:
            glare = self._nodes.glare[self._part]
            if glare.any():
                cv2.add(picture, np.asarray(cv2.cvtColor(self._grow(glare), cv2.COLOR_GRAY2BGR)), dst=picture)
        return picture


def _blend(over: NDArray[np.uint8], under: NDArray[np.uint8], weight: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(cv2.blendLinear(over, under, weight, 1 - weight), np.uint8)
