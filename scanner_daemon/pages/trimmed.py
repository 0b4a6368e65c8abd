"""What a person cut out of a photograph, found again on a page whatever surface was laid under it since."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.remap import CoarseMap

__all__ = ["clockwise", "trimmed"]

_LEAST_PX = 16


def trimmed(coarse: CoarseMap, quad: NDArray[np.float64]) -> CoarseMap:
    """The part of a page between four points of the photograph, (4, 2) pixels as stored, in any order.

    Its edges run midway between the points that stand nearest to them, so that a quad whose corners do not quite lie
    on one line of the page cuts off as much as it leaves. Reaching past the page is allowed.
    """
    x, y = np.sort(coarse.page_points(quad), axis=0).T
    left, right = float(x[:2].mean()), float(x[2:].mean())
    top, bottom = float(y[:2].mean()), float(y[2:].mean())
    width, height = max(_LEAST_PX, round(right - left) + 1), max(_LEAST_PX, round(bottom - top) + 1)
    step = coarse.step_px
    columns = left + step * np.arange(-(-(width - 1) // step) + 2.0)
    rows = top + step * np.arange(-(-(height - 1) // step) + 2.0)
    places = np.stack(np.meshgrid(columns, rows), axis=-1)
    nodes = coarse.photo_points(places.reshape(-1, 2)).reshape(places.shape)
    return CoarseMap(nodes.astype(np.float32), width, height, step)


def clockwise(quad: NDArray[np.float64], to_stored: NDArray[np.float64]) -> NDArray[np.float64]:
    """Four points (4, 2) of the photograph as stored, in any order, as pixels of the upright one.

    They begin at its top left corner and go clockwise. ``to_stored`` is `Orientation.to_stored`.
    """
    there = np.linalg.solve(to_stored, np.column_stack([quad, np.ones(4)]).T)[:2].T
    off = there - there.mean(axis=0)
    around = there[np.argsort(np.arctan2(off[:, 1], off[:, 0]))]
    return np.asarray(np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0), dtype=np.float64)
