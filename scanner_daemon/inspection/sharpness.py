"""Blur: the slope of edges divided by their local contrast, against this book's baseline.

Laplacian variance mostly measures how much ink a page carries (it spans 17x between equally sharp pages); the slope of
an edge divided by its own step does not (1.2x). For an edge blurred by a Gaussian of sigma pixels the figure is
``1 / (sigma * sqrt(2 * pi))``, so extra blur of one pixel on a lens of one pixel gives 0.71 of the baseline.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.inspection.baseline import Baseline
from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.inspection.view import SMALL_SCALE, SideView
from scanner_daemon.vocabulary import Level

__all__ = ["CHECK", "judge", "slope_over_contrast"]

CHECK = "blur"
VERSION = "1"
AMBER, RED = 0.88, 0.78
"""Fractions of the baseline (measured on simulated degradations of real pages)."""
HOPELESS = 0.1
"""Without any baseline: an edge spread of four pixels is a photograph out of focus, whatever the book."""
MIN_EDGE_PIXELS = 200
TILE_PX, TILES = 512, 12
WINDOW_PX = 15
MIN_STEP = 50
"""Grey levels between the two sides of an edge; below it noise makes the slope."""


def slope_over_contrast(view: SideView) -> float | None:
    """Median edge slope over local contrast in 1/px, from the twelve liveliest full-size tiles; None: no edges."""
    ratios = [_tile_ratios(view.gray[y : y + TILE_PX, x : x + TILE_PX]) for x, y in _liveliest_tiles(view)]
    edges = np.concatenate(ratios) if ratios else np.empty(0, np.float32)
    return float(np.median(edges)) if edges.size >= MIN_EDGE_PIXELS else None


def judge(view: SideView, baseline: Baseline) -> Flag:
    """One finding for this side."""
    value = slope_over_contrast(view)
    if value is None:
        reason = f"Fewer than {MIN_EDGE_PIXELS} edge pixels: too little print to judge sharpness."
        return Flag(CHECK, Level.UNKNOWN, view.side, None, None, reason, version=VERSION)
    typical = baseline.typical(CHECK, view.side)
    if typical is None:
        level = Level.RED if value < HOPELESS else Level.GREEN
        reason = f"Edge slope {value:.3f}/px; this book's baseline is still being learned."
        return Flag(CHECK, level, view.side, value, HOPELESS, reason, version=VERSION)
    share = value / typical
    level = Level.RED if share < RED else Level.AMBER if share < AMBER else Level.GREEN
    reason = f"Edges are {share:.0%} as steep as on this book's accepted pages."
    limit = typical * (RED if level is Level.RED else AMBER)
    return Flag(CHECK, level, view.side, value, limit, reason, version=VERSION)


def _liveliest_tiles(view: SideView) -> list[tuple[int, int]]:
    """Top-left corners, in full-resolution pixels, of the tiles with the most edge energy on the small copy."""
    small = view.small_gray
    energy = np.abs(cv2.Sobel(small, cv2.CV_32F, 1, 0)) + np.abs(cv2.Sobel(small, cv2.CV_32F, 0, 1))
    step = TILE_PX // SMALL_SCALE
    rows, columns = small.shape[0] // step, small.shape[1] // step
    if rows == 0 or columns == 0:
        return [(0, 0)]
    sums = energy[: rows * step, : columns * step].reshape(rows, step, columns, step).sum(axis=(1, 3))
    best = np.argsort(sums, axis=None)[::-1][:TILES]
    return [(int(i % columns) * TILE_PX, int(i // columns) * TILE_PX) for i in best]


def _tile_ratios(tile: NDArray[np.uint8]) -> NDArray[np.float32]:
    smooth = cv2.GaussianBlur(tile, (0, 0), 0.7)
    kernel = np.ones((WINDOW_PX, WINDOW_PX), np.uint8)
    contrast = cv2.subtract(cv2.dilate(smooth, kernel), cv2.erode(smooth, kernel)).astype(np.float32)
    slope_x = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=1) / 2
    slope_y = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=1) / 2
    slope = cv2.magnitude(slope_x, slope_y)
    ridge = slope >= cv2.dilate(slope, np.ones((5, 5), np.uint8))
    edge = ridge & (contrast > MIN_STEP) & (slope > 0.02 * contrast)
    return np.asarray(slope[edge] / contrast[edge], np.float32)
