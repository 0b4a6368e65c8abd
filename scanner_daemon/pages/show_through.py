"""Print of the other side of the leaf: how deep it shows, and a point curve that takes it back to the paper.

What shows through is paler than print, and it lies where this side has no ink. So it is measured a little away from
all ink, on the small copy under the page's gain, as the depth below the paper that the paper's own grain (seen on the
bright side of the paper's level, where nothing shows through) does not explain. The curve makes paper of all down to
that depth and leaves what is darker than about twice of it as it is. (Pressed only half way, the remains made a
recogniser read noise between the lines; gone, it reads better than before.)
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.light import Light
from scanner_daemon.pages.remap import CoarseMap

__all__ = ["DEEPEST", "lifted", "show_through_depth"]

FloatArray = NDArray[np.float64]

DEEPEST = 0.14
"""Shares of the paper's level: show-through deeper than this could as well be pale print, and is taken back in part."""
_LEAST_DEPTH = 0.02
_GRAIN = 3.0
_INK = 0.72
_FROM_INK_SHARE = 0.004
_LEAST_SEEN = 5000
_PARTS = (7, 5)
_LEAST_OF_PART = 0.03
_IN_MOST = 0.65
_LEAST_PAPER = 0.93
_PRESSED = 0.0
_GONE_AT = 2.2


def show_through_depth(stored: Copies, coarse: CoarseMap, light: Light) -> float:
    """How far below the paper the other side's print shows, as a share of the paper's level; 0 where it does not.

    A page with pictures has none that could be told from their pale tones, so 0 is said of it.
    """
    if light.gain is None or light.paper is None or light.paper_level is None:
        return 0.0
    if float(light.paper[2:-2, 2:-2].mean()) < _LEAST_PAPER:
        return 0.0
    page, bare = _copy_of_page(stored, coarse, light)
    middle = float(np.median(page))
    ink = (page < _INK * middle).astype(np.uint8)
    reach = max(3, round(_FROM_INK_SHARE * max(page.shape)) | 1)
    away = (cv2.dilate(ink, np.ones((reach, reach), np.uint8)) == 0) & (bare > 0.99)
    if int(away.sum()) < _LEAST_SEEN:
        return 0.0
    level = page[away]
    middle = float(np.median(level))
    grain = float(np.quantile(level, 0.977) - middle) / 2
    depth = 1 - _usual_dark(page, away, middle) / middle
    return depth if depth > max(_LEAST_DEPTH, _GRAIN * grain / middle) else 0.0


def _usual_dark(page: NDArray[np.float32], away: NDArray[np.bool_], paper: float) -> float:
    """The dark end of what lies between ink, as dark as it is in most parts of the page's inside.

    Show-through is where the other side's text is, nearly everywhere; a pale picture, a stain, or light at the edges
    that was not quite evened are darker in some parts only.
    """
    darks = []
    for rows in np.array_split(np.arange(page.shape[0]), _PARTS[0])[1:-1]:
        for columns in np.array_split(np.arange(page.shape[1]), _PARTS[1])[1:-1]:
            part = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
            seen = page[part][away[part]]
            if seen.size > _LEAST_OF_PART * page[part].size:
                darks.append(float(np.quantile(seen, 0.02)))
    return float(np.quantile(darks, _IN_MOST)) if darks else paper


def lifted(share: FloatArray, depth: float) -> FloatArray:
    """The curve: shares of the paper's level to shares of it; monotone, and nothing changes far below ``depth``."""
    depth = min(depth, DEEPEST)
    if depth <= 0:
        return share
    knee, foot = 1 - depth, 1 - _GONE_AT * depth
    return np.where(
        share >= 1,
        share,
        np.interp(share, [0.0, foot, knee, 1.0], [0.0, foot, 1 - _PRESSED * depth, 1.0]),
    )


def _copy_of_page(stored: Copies, coarse: CoarseMap, light: Light) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The page under its gain at about the small copy's scale, and how surely each pixel is paper, both float32."""
    assert light.gain is not None
    assert light.paper is not None
    per_node = max(1, round(coarse.step_px * stored.gray_scale))
    rows, columns = light.gain.shape
    size = ((columns - 1) * per_node, (rows - 1) * per_node)
    finer = np.array([[1 / per_node, 0, 0], [0, 1 / per_node, 0]])

    def grown(nodes: NDArray[np.float32]) -> NDArray[np.float32]:
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(np.ascontiguousarray(nodes), finer, size, flags=how), dtype=np.float32)

    scale = np.float32(stored.gray_scale)
    x, y = (grown((coarse.nodes[..., axis] + np.float32(0.5)) * scale - np.float32(0.5)) for axis in (0, 1))
    page = cv2.remap(stored.gray.astype(np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return page * grown(light.gain), grown(light.paper.astype(np.float32))
