"""The page cut by the frame: paper that runs into the border of the photograph.

Only the three outer edges of a page can be cut by the frame; at the gutter the facing page goes on, so the side that
faces the spine is not asked. Which sensor edge that is depends on how the camera is mounted, so the check looks for
the *two opposite pairs*: paper may touch the border along one edge (the gutter's), never along more.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.inspection.view import SMALL_SCALE, SideView
from scanner_daemon.vocabulary import Level

__all__ = ["CHECK", "judge"]

CHECK = "page_cut"
VERSION = "1"
BORDER_SHARE = 0.004
"""Depth of the border strip that is looked at, as a share of the image's long side."""
TOUCHES_SHARE = 0.15
"""Paper along more than this share of an edge touches that edge; less is a reflection or a finger."""
NEAR_SHARE = 0.012
MIN_PAPER_SHARE = 0.05


def judge(view: SideView) -> Flag:
    """One finding for this side: red when the paper meets more than one border, amber when it comes close."""
    paper = _paper(view)
    if paper is None:
        return Flag(
            CHECK, Level.UNKNOWN, view.side, None, None, "No paper stands out from the cradle.", version=VERSION
        )
    touched = _edges_touched(paper, BORDER_SHARE)
    near = _edges_touched(paper, NEAR_SHARE)
    worst = max(touched, key=lambda edge: edge[1], default=None)
    if len(touched) > 1 and worst is not None:
        names = ", ".join(name for name, _ in touched)
        reason = f"The page runs out of the photograph at {len(touched)} edges ({names})."
        crop = _edge_crop(view, touched[-1][0])
        return Flag(CHECK, Level.RED, view.side, float(len(touched)), 1.0, reason, crop, VERSION)
    if len(near) > 1:
        names = ", ".join(name for name, _ in near)
        return Flag(
            CHECK, Level.AMBER, view.side, float(len(near)), 1.0, f"The page comes close to: {names}.", None, VERSION
        )
    reason = "The page lies inside the photograph."
    return Flag(CHECK, Level.GREEN, view.side, float(len(touched)), 1.0, reason, version=VERSION)


def _paper(view: SideView) -> NDArray[np.uint8] | None:
    """The largest bright, hardly coloured region of the small copy as a 0/255 mask, with print closed over."""
    lab = cv2.cvtColor(view.small, cv2.COLOR_BGR2LAB)
    lightness = cv2.GaussianBlur(lab[:, :, 0], (0, 0), 3)
    _, mask = cv2.threshold(lightness, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    bright, dark = lightness[mask > 0], lightness[mask == 0]
    if bright.size == 0 or dark.size == 0 or float(bright.mean()) - float(dark.mean()) < 40:
        return None
    kernel = np.ones((25, 25), np.uint8)
    padded = cv2.copyMakeBorder(mask, 30, 30, 30, 30, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, kernel)[30:-30, 30:-30]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(closed))
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    if stats[largest, cv2.CC_STAT_AREA] < MIN_PAPER_SHARE * closed.size:
        return None
    return np.asarray((labels == largest) * 255, np.uint8)


def _edges_touched(paper: NDArray[np.uint8], depth_share: float) -> list[tuple[str, float]]:
    depth = max(2, round(depth_share * max(paper.shape)))
    strips = {
        "top": paper[:depth].max(axis=0),
        "bottom": paper[-depth:].max(axis=0),
        "left": paper[:, :depth].max(axis=1),
        "right": paper[:, -depth:].max(axis=1),
    }
    shares = [(name, float((strip > 0).mean())) for name, strip in strips.items()]
    return sorted(((n, s) for n, s in shares if s > TOUCHES_SHARE), key=lambda edge: -edge[1])


def _edge_crop(view: SideView, edge: str) -> tuple[int, int, int, int]:
    height, width = view.gray.shape
    depth = 100 * SMALL_SCALE
    return {
        "top": (0, 0, width, depth),
        "bottom": (0, height - depth, width, depth),
        "left": (0, 0, depth, height),
        "right": (width - depth, 0, depth, height),
    }[edge]
