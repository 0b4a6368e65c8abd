"""What goes into the page engine and what comes out of it: values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import CalibratedLens
from scanner_daemon.pages.remap import CoarseMap
from scanner_daemon.vocabulary import Side

__all__ = ["CODE_VERSION", "FlatPage", "PageOptions", "PageReasons", "SurfaceModel"]

CODE_VERSION = "pages-1"
"""Changes whenever the same photograph would give other pixels: derived files are keyed by it."""


class SurfaceModel(StrEnum):
    """How the page was taken to lie."""

    WHOLE_PHOTO = "whole_photo"
    """No page outline was trusted: the whole photograph, upright."""
    PLANE = "plane"
    """A flat page seen in perspective."""
    CURVED = "curved"
    """A plane plus a smooth displacement that straightens the lines of text."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What the caller knows better than the photograph does.

    ``clockwise_degrees`` states the turn that makes the stored picture upright, and then nothing is guessed.
    ``photo_ppi`` is the resolution on the page plane, from the calibration of the rig; without it the resolution is a
    guess from ``assumed_page_height_mm``. ``focal_px`` is in pixels of the stored photograph.
    """

    clockwise_degrees: Literal[0, 90, 180, 270] | None = None
    photo_ppi: float | None = None
    assumed_page_height_mm: float = 229.0
    focal_px: float | None = None
    lens: CalibratedLens | None = None
    crop: bool = True
    straighten_lines: bool = True
    even_light: bool = True


@dataclass(frozen=True, slots=True)
class PageReasons:
    """Why the page looks as it does, for the record and for the person who doubts it.

    ``quad`` is the page's outline in the photograph as stored: top-left, top-right, bottom-right, bottom-left of the
    upright page, in pixels. The line residuals are the RMS departures of the text lines from straight and level, in
    page pixels, before and after the curvature correction (None without enough text). ``confidence`` runs 0..1.
    """

    model: SurfaceModel
    confidence: float
    clockwise_degrees: int
    mirrored: bool
    orientation_from: str
    ppi_from: str
    quad: tuple[tuple[float, float], ...] | None = None
    edge_residual_px: float | None = None
    lines: int = 0
    line_residual_before_px: float | None = None
    line_residual_after_px: float | None = None
    focal_px: float | None = None
    gain_range: tuple[float, float] = (1.0, 1.0)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FlatPage:
    """One upright, flat page. ``image`` is uint8, (height, width) or (height, width, 3) in BGR."""

    side: Side
    image: NDArray[np.uint8]
    ppi: float
    reasons: PageReasons
    coarse_map: CoarseMap
    backend: str = "cpu"
    code_version: str = field(default=CODE_VERSION)
