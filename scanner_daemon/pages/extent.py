"""How much of a surface becomes the page: to its edges, past its gutter a little, and all of its text in any case."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.sheet import Sheet
from scanner_daemon.pages.surface import Surface

__all__ = ["Extent", "page_extent"]

FloatArray = NDArray[np.float64]

_OVERLAP = 0.012
"""Of the page's width, that is kept beyond the gutter: the paper goes on into the fold there."""
_ROOM = 2.0
"""Glyph heights that are kept about the text."""
_FURTHEST = 0.28
"""Of the width, beyond the sheet as it was modelled: what lies further off is continued too boldly."""


class Extent(NamedTuple):
    """A rectangle on the sheet, in its unit: s runs from the gutter to the fore-edge."""

    s_from: float
    t_from: float
    s_to: float
    t_to: float


def page_extent(sheet: Sheet, surface: Surface, photo_size: tuple[int, int]) -> Extent:
    """The edges that were believed, the outline elsewhere, the photograph's border where there is no outline."""
    low, high = _outlined(sheet, surface) if sheet.outline is not None else _photographed(surface, photo_size, sheet)
    if sheet.frame_ink is not None:
        room = _ROOM * sheet.frame_ink.glyph_px * sheet.frame.scale / surface.camera.focal_px
        points = [line.points for line in sheet.frame_lines]
        if points:
            text = surface.to_sheet(sheet.to_photo(np.concatenate(points)))
            low, high = np.minimum(low, text.min(axis=0) - room), np.maximum(high, text.max(axis=0) + room)
    width = surface.fit.cylinder.width
    low[0], high[0] = max(low[0], -_FURTHEST * width), min(high[0], (1 + _FURTHEST) * width)
    return Extent(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _outlined(sheet: Sheet, surface: Surface) -> tuple[FloatArray, FloatArray]:
    assert sheet.corners is not None
    assert sheet.outline is not None
    corners = surface.to_sheet(sheet.corners)
    low, high = corners.min(axis=0), corners.max(axis=0)
    near, fore = ("right", "left") if surface.mirrored else ("left", "right")
    for name, axis, end in ((near, 0, low), (fore, 0, high), ("top", 1, low), ("bottom", 1, high)):
        if name in surface.edges:
            end[axis] = surface.edges[name][0 if end is low else 1]
    if sheet.outline.gutter is not None:
        low[0] -= _OVERLAP * (high[0] - low[0])
    return low, high


def _photographed(
    surface: Surface, photo_size: tuple[int, int], sheet: Sheet
) -> tuple[FloatArray, FloatArray]:
    """The photograph's border, or the border of the half of it that stands for the page."""
    w, h = photo_size[0] - 1.0, photo_size[1] - 1.0
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]]) if sheet.corners is None else sheet.corners
    part = np.linspace(0, 1, 9)[:, None]
    border = np.concatenate([a + (b - a) * part for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)])
    there = surface.to_sheet(border)
    there = there[np.isfinite(there).all(axis=1)]
    return there.min(axis=0), there.max(axis=0)
