"""A picture printed to the paper's edge is nearly as dark as what the book lies on, and yet it is the page's.

The bright region then ends where the picture begins. What is less dark than the surroundings is asked as well, and is
taken for the page where it has a page's outline, holds the bright region, and goes on from it straight along the sides
that both have: a table, a cover or the leaves below lie about a page, or beside its fore-edge by a little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.outline import Outline, find_outline
from scanner_daemon.pages.paper import Paper, paper_of
from scanner_daemon.vocabulary import Side

__all__ = ["with_pictures"]

FloatArray = NDArray[np.float64]

_LEVELS = 6
"""So many levels of gray between the surroundings and the bright region are tried, the brightest first."""
_LEAST_CONTRAST = 20
"""Grey levels between the surroundings and half way up to the paper."""
_HOLES = 0.06
"""Of the long side: dark places of a picture that are no wider are closed over."""
_BRIGHT, _FOUND = 0.92, 0.85
"""Share of a page that is bright, or was found to be the page, where no picture reaches its edge."""
_SAME = 0.95
"""Of two levels' pages together, that both have where a page ends: a picture's own lights and shadows end anywhere."""
_HELD = 0.97
"""Of the bright region, that must lie in the larger one."""
_AGREE, _FAR = 0.06, 0.3
"""Of the page's width or height: as near lie sides that are the same, and so far a fore-edge that is not, beside which
the leaves below may lie, or the photograph's border where the facing page's fold is not seen."""
_INNER = {
    Side.LEFT: frozenset({"right"}),
    Side.RIGHT: frozenset({"left"}),
    Side.BOTH: frozenset[str](),
    Side.SINGLE: frozenset[str](),
}
"""Where the facing page may go on past the photograph."""


def with_pictures(
    paper: Paper,
    found: Outline | None,
    side: Side,
    fold_in: Callable[[Paper], FloatArray | None],
) -> Paper:
    """The paper with what is dark of it, or as it was.

    ``found`` is the page that was found on it; ``fold_in`` finds the fold (2, 2) of other paper.
    """
    tone = paper.tone
    outside = tone[paper.mask == 0]
    if not outside.size:
        return paper
    lowest, highest = float(np.quantile(outside, 0.05)), float(outside.mean() + tone[paper.mask > 0].mean()) / 2
    if highest - lowest < _LEAST_CONTRAST:
        return paper
    larger = paper
    page: NDArray[np.bool_] | None = None
    for level in np.linspace(highest, lowest, _LEVELS + 2)[1:-1]:
        region = (tone > level).astype(np.uint8)
        if not _may_hold_page(region, paper, side):
            continue
        candidate = paper_of(tone, region, round(_HOLES * max(tone.shape)))
        if candidate is None or not _may_hold_page(candidate.mask, paper, side) or _is_facing(candidate, found):
            continue
        outline = find_outline(candidate, fold_in(candidate), side)
        if outline is None or not _is_page(outline, paper, found, side):
            continue
        before, page = page, _filled(outline, paper)
        if before is not None and (before & page).sum() > _SAME * (before | page).sum():
            return larger
        larger = replace(candidate, pictured=True)
    return larger


def _may_hold_page(region: NDArray[np.uint8], paper: Paper, side: Side) -> bool:
    """Whether it has the bright region and much more, and ends before the borders where a page of this side does."""
    borders = {"left": region[:, 0], "right": region[:, -1], "top": region[0], "bottom": region[-1]}
    if any(float(border.mean()) > 0.5 for name, border in borders.items() if name not in _INNER[side]):
        return False
    held = float(cv2.countNonZero(region & paper.mask))
    bright = float(cv2.countNonZero(paper.mask))
    return held > _HELD * bright and bright < _BRIGHT * float(cv2.countNonZero(region))


def _is_facing(larger: Paper, found: Outline | None) -> bool:
    """Whether most of what it has more than the page is beyond that's fold."""
    if found is None or found.gutter is None:
        return False
    upper, lower = found.corners[[1, 2] if found.gutter == "right" else [0, 3]]
    height, width = larger.mask.shape
    fold = np.interp(np.arange(height), [upper[1], lower[1]], [upper[0], lower[0]])
    here = (larger.mask > 0) & ((np.arange(width) < fold[:, None]) == (found.gutter == "right"))
    return bool(_filled(found, larger).sum() > _FOUND * here.sum())


def _is_page(outline: Outline, paper: Paper, found: Outline | None, side: Side) -> bool:
    if outline.at_frame - _INNER[side]:
        return False
    page = _filled(outline, paper)
    bright = (paper.mask > 0) & page
    if not bright.any() or bright.sum() > _BRIGHT * page.sum():
        return False
    if found is not None and (_filled(found, paper) & page).sum() > _FOUND * page.sum():
        return False
    return _goes_on(_box(np.argwhere(bright)[:, ::-1]), outline)


def _goes_on(bright: FloatArray, outline: Outline) -> bool:
    """Whether the page is the bright box, longer in one direction. The fold tells nothing: both end there."""
    whole = _box(outline.corners)
    sides = ("left", "top", "right", "bottom")
    off = dict(zip(sides, np.abs(whole - bright) / np.tile(whole[2:] - whole[:2], 2), strict=True))
    if any(off[name] < _FAR for name in outline.at_frame):
        return False
    fore = max(off[name] for name in ("left", "right") if name != outline.gutter and name not in outline.at_frame)
    return bool(fore < _AGREE or (fore > _FAR and max(off["top"], off["bottom"]) < _AGREE))


def _filled(outline: Outline, paper: Paper) -> NDArray[np.bool_]:
    return cv2.fillConvexPoly(np.zeros_like(paper.mask), np.rint(outline.corners).astype(np.int32), 1) > 0


def _box(points: FloatArray | NDArray[np.intp]) -> FloatArray:
    """Left, top, right and bottom, but for a hundredth of the points: corners of a leaning page jut out of its box."""
    return np.asarray(
        np.concatenate([np.quantile(points, 0.01, axis=0), np.quantile(points, 0.99, axis=0)]), np.float64
    )
