"""How much of a surface becomes the page: to its edges, past its gutter a little, and all of its text in any case."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.bounds import Box, find_bounds
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.sheet import Sheet
from scanner_daemon.pages.surface import Surface

__all__ = ["Extent", "page_extent", "pixels_a_unit"]

FloatArray = NDArray[np.float64]

_OVERLAP = 0.015
"""Of the page's width, that is kept beyond the gutter: the paper goes on into the fold there."""
_ROOM = 2.0
"""Glyph heights that are kept about the text."""
_WORTH_CUTTING = 0.012
"""Of the width: a side that is nearer to where its outline has it stays there."""
_SIDES = frozenset({"left", "top", "right", "bottom"})
_PRINTED = (0.3, 0.1)
"""Of the width and the height: a line so far within the outline is where a picture begins, and no leaf's edge."""
_FURTHEST = 0.28
"""Of the width, beyond the sheet as it was modelled: what lies further off is continued too boldly."""

_LOSS = 1.15
"""Pixels of the photograph that one of the page may stand for, in its finest parts, before the page is made larger."""
_GRID = 12


class Extent(NamedTuple):
    """A rectangle on the sheet, in its unit: s runs from the gutter to the fore-edge."""

    s_from: float
    t_from: float
    s_to: float
    t_to: float


def page_extent(sheet: Sheet, surface: Surface, copies: Copies, photo_size: tuple[int, int]) -> Extent:
    """The edges that were believed, what bounds the text elsewhere, and all there is where nothing does.

    ``copies`` and ``photo_size`` (width, height) are of the upright photograph.
    """
    low, high = _outlined(sheet, surface) if sheet.outline is not None else _photographed(surface, photo_size, sheet)
    width = surface.fit.cylinder.width
    low[0], high[0] = max(low[0], -_FURTHEST * width), min(high[0], (1 + _FURTHEST) * width)
    if sheet.frame_ink is None or not sheet.frame_lines:
        return Extent(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    room = _ROOM * sheet.frame_ink.glyph_px * sheet.frame.scale / surface.camera.focal_px
    if not surface.text_px:
        return Extent(float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    fine = surface.to_sheet(np.concatenate(surface.text_px))
    traced = surface.to_sheet(sheet.to_photo(np.concatenate([line.points for line in sheet.frame_lines])))
    text = Box(*(fine.min(axis=0) - room), *(fine.max(axis=0) + room))
    if sheet.paper is None or not sheet.paper.pictured:
        seen = frozenset() if sheet.outline is None else _SIDES - sheet.outline.at_frame
        _end_where_it_ends(surface, copies, low, high, text, seen)
    within = traced[((traced > low - room) & (traced < high + room)).all(axis=1)]
    every = np.concatenate([fine, within])
    low, high = np.minimum(low, every.min(axis=0) - room), np.maximum(high, every.max(axis=0) + room)
    return Extent(float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def pixels_a_unit(surface: Surface, extent: Extent) -> float:
    """Page pixels to the sheet's unit: the photograph's own sampling, so that the one resample loses no detail.

    In the middle of the sheet a unit is as many pixels as the focal length has. Where a leaning sheet comes much
    closer to the camera than that, its finest tenth decides.
    """
    s, t = np.meshgrid(np.linspace(extent.s_from, extent.s_to, _GRID), np.linspace(extent.t_from, extent.t_to, _GRID))
    step = (extent.t_to - extent.t_from) / 100
    here = surface.to_photo(np.column_stack([s.ravel(), t.ravel()]))
    found = surface.camera.focal_px
    for aside in ((step, 0.0), (0.0, step)):
        there = surface.to_photo(np.column_stack([s.ravel(), t.ravel()]) + aside)
        fine = float(np.quantile(np.linalg.norm(there - here, axis=1), 0.9)) / step
        found = max(found, fine if fine > _LOSS * surface.camera.focal_px else 0.0)
    return found


def _end_where_it_ends(
    surface: Surface, copies: Copies, low: FloatArray, high: FloatArray, text: Box, seen: frozenset[str]
) -> None:
    """Move the sides that no believed edge fixes in to the first line beside the text that bounds a page.

    Without a gutter the book was photographed freely, and what looks like an edge may be that of the leaves below.
    ``seen`` are the sides of the outline that are not the photograph's border.
    """
    near, fore = ("right", "left") if surface.mirrored else ("left", "right")
    free = {"left": near, "right": fore, "top": "top", "bottom": "bottom"}
    free = {side: name for side, name in free.items() if name not in surface.edges and name != surface.gutter}
    asked = dict(free)
    if surface.gutter is None:
        asked = {"left": near, "right": fore, **free}
    if not asked:
        return

    def to_copy(points: FloatArray) -> FloatArray:
        return np.asarray((surface.to_photo(points) + 0.5) * copies.gray_scale - 0.5)

    bounds = find_bounds(copies.gray, to_copy, Box(*low, *high), text)
    for side, end, axis in (("left", low, 0), ("top", low, 1), ("right", high, 0), ("bottom", high, 1)):
        if side not in asked or side not in bounds:
            continue
        off = abs(bounds[side] - end[axis])
        picture = asked[side] in seen and off > _PRINTED[axis] * (high[axis] - low[axis])
        if off > _WORTH_CUTTING * (high[0] - low[0]) and not picture:
            end[axis] = bounds[side]


def _outlined(sheet: Sheet, surface: Surface) -> tuple[FloatArray, FloatArray]:
    assert sheet.corners is not None
    corners = surface.to_sheet(sheet.corners)
    low, high = corners.min(axis=0), corners.max(axis=0)
    near, fore = ("right", "left") if surface.mirrored else ("left", "right")
    for name, axis, end in ((near, 0, low), (fore, 0, high), ("top", 1, low), ("bottom", 1, high)):
        if name in surface.edges:
            end[axis] = surface.edges[name][0 if end is low else 1]
    a, b, c, d = corners
    for name, one, other, axis, end in (("top", a, b, 1, low), ("bottom", c, d, 1, high)):
        if sheet.outline is not None and name in sheet.outline.at_frame and sheet.frame_lines:
            end[axis] = (one[axis] + other[axis]) / 2
    if surface.gutter is not None:
        low[0] -= _OVERLAP * (high[0] - low[0])
    return low, high


def _photographed(surface: Surface, photo_size: tuple[int, int], sheet: Sheet) -> tuple[FloatArray, FloatArray]:
    """The photograph's border, or that of the half of it that stands for the page; the middle of it where it bends."""
    w, h = photo_size[0] - 1.0, photo_size[1] - 1.0
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]]) if sheet.corners is None else sheet.corners
    part = np.linspace(0.05, 0.95, 19)[:, None]
    top, right, bottom, left = (
        surface.to_sheet(a + (b - a) * part) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)
    )
    if surface.mirrored:
        left, right = right, left
    low = np.array([np.nanmedian(left[:, 0]), np.nanmedian(top[:, 1])])
    return low, np.array([np.nanmedian(right[:, 0]), np.nanmedian(bottom[:, 1])])
