"""How straight a picture of a page is, without its map: patches of the true page are looked for in it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Matched", "matched"]

Pixels = NDArray[np.uint8]

_PPI = 300.0
_MM = 25.4 / _PPI
_PATCH, _REACH, _STEP = 20, 34, 44
_LEAST_SCORE = 0.55


@dataclass(frozen=True)
class Matched:
    """RMS and 95th percentile in mm of paper after the best affine fit, over the share of patches found."""

    rms_mm: float
    p95_mm: float
    found: float


def matched(true_page: Pixels, made: Pixels) -> Matched | None:
    """``true_page`` is the printed page at 300 ppi, ``made`` any upright gray picture of it; None if nothing fits.

    Both are brought together by features and an affine map (RANSAC), then every patch of ink is looked for near its
    place, to a fraction of a pixel. Patches whose correlation is poor, or which lie 4 mm off, are not found.
    """
    scale = true_page.shape[0] / made.shape[0]
    small = cv2.resize(made, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    rough = _roughly(true_page, np.asarray(small, np.uint8))
    if rough is None:
        return None
    soft = [cv2.GaussianBlur(each, (0, 0), 1.0) for each in (true_page, np.asarray(small, np.uint8))]
    centres, places, asked = [], [], 0
    for y in range(_REACH + _PATCH, true_page.shape[0] - _REACH - _PATCH, _STEP):
        for x in range(_REACH + _PATCH, true_page.shape[1] - _REACH - _PATCH, _STEP):
            patch = soft[0][y - _PATCH : y + _PATCH + 1, x - _PATCH : x + _PATCH + 1]
            if patch.std() < 25:
                continue
            asked += 1
            side = 2 * (_PATCH + _REACH) + 1
            shift = np.array([[1, 0, x - _PATCH - _REACH], [0, 1, y - _PATCH - _REACH], [0, 0, 1]], dtype=np.float64)
            window = cv2.warpAffine(
                soft[1], (rough @ shift)[:2], (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            )
            score = np.asarray(cv2.matchTemplate(window, patch, cv2.TM_CCOEFF_NORMED), np.float32)
            _, best, _, (bx, by) = cv2.minMaxLoc(score)
            if best < _LEAST_SCORE or not (0 < bx < 2 * _REACH and 0 < by < 2 * _REACH):
                continue
            fx, fy = _peak(score[by, bx - 1 : bx + 2]), _peak(score[by - 1 : by + 2, bx])
            local = np.array([x + bx - _REACH + fx, y + by - _REACH + fy, 1.0])
            centres.append((x, y))
            places.append((rough @ local)[:2])
    if len(centres) < 12:
        return None
    paper, seen = _MM * np.array(centres, dtype=np.float64), np.column_stack([places, np.ones(len(places))])
    keep = np.ones(len(paper), dtype=bool)
    off = np.zeros(len(paper))
    for _ in range(3):
        fit = np.linalg.lstsq(seen[keep], paper[keep], rcond=None)[0]
        off = np.linalg.norm(seen @ fit - paper, axis=1)
        keep = off < 4.0
    return Matched(
        float(np.sqrt((off[keep] ** 2).mean())), float(np.quantile(off[keep], 0.95)), float(keep.sum() / asked)
    )


def _roughly(true_page: Pixels, made: Pixels) -> NDArray[np.float64] | None:
    """(3, 3): pixels of the true page to pixels of the made one."""
    finder = cv2.ORB.create(6000)
    (k0, d0), (k1, d1) = (finder.detectAndCompute(each, None) for each in (true_page, made))
    if not k0 or not k1:
        return None
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(d0, d1)
    if len(pairs) < 12:
        return None
    a = np.array([k0[pair.queryIdx].pt for pair in pairs], dtype=np.float32)
    b = np.array([k1[pair.trainIdx].pt for pair in pairs], dtype=np.float32)
    found, inliers = cv2.estimateAffine2D(a, b, ransacReprojThreshold=12)
    affine = np.asarray(found, dtype=np.float64)  # OpenCV finds None, which is not a number
    if not np.isfinite(affine).all() or inliers.sum() < 12:
        return None
    return np.vstack([affine, [0, 0, 1]])


def _peak(three: NDArray[np.float32]) -> float:
    """The top of the parabola through three values, as an offset from the middle one."""
    before, here, after = (float(value) for value in three.ravel())
    bend = before - 2 * here + after
    return 0.0 if bend >= 0 else 0.5 * (before - after) / bend
