"""How many pixels of a page are an inch of paper, where that is known from, and how surely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scanner_daemon.calibration.geometry import platen_mm
from scanner_daemon.pages.page import PageOptions
from scanner_daemon.pages.photo import Photo
from scanner_daemon.pages.remap import CoarseMap

__all__ = ["Resolution", "resolution_of"]

_MM_PER_INCH = 25.4


class Resolution(NamedTuple):
    """``source`` is ``profile``, ``calibration``, ``file`` or ``assumed_page_height``.

    ``uncertainty`` is a standard deviation, in pixels an inch, None where nobody can tell.
    """

    ppi: float
    source: str
    uncertainty: float | None = None


def resolution_of(seen: Photo, coarse: CoarseMap, options: PageOptions, doubt: float = 0.0) -> Resolution:
    """By the profile's platen, by the resolution that the caller or a scanner's file states, else by a guess.

    The profile's platen is where the pressed page lies, found again by its fiducials where they are seen; where they
    are not, its uncertainty is the profile's own and the ``doubt`` (a share of the ppi) that the fold raises.
    """
    side = options.profile_side
    nodes = coarse.nodes.astype(np.float64)
    if side is not None:
        ppi = _MM_PER_INCH / _spacing(platen_mm(side, nodes), coarse.step_px)
        return Resolution(
            round(ppi, 1), "profile", round(ppi * float(np.hypot(side.ppi_uncertainty / side.ppi, doubt)), 2)
        )
    stated = options.photo_ppi or seen.ppi
    if stated is None:
        return Resolution(
            round(coarse.height / (options.assumed_page_height_mm / _MM_PER_INCH), 1), "assumed_page_height"
        )
    return Resolution(
        round(stated * _spacing(nodes, coarse.step_px), 1), "calibration" if options.photo_ppi else "file"
    )


def _spacing(nodes: np.ndarray, step_px: int) -> float:
    """The typical distance of neighbouring page pixels in the nodes' unit."""
    across = np.linalg.norm(np.diff(nodes, axis=1), axis=2)
    down = np.linalg.norm(np.diff(nodes, axis=0), axis=2)
    return float(np.sqrt(np.median(across) * np.median(down))) / step_px
