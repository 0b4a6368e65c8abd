"""What goes into the page engine and what comes out of it: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.pages.light import LightFrom
from scanner_daemon.pages.modes import Mode
from scanner_daemon.pages.neighbours import Neighbour
from scanner_daemon.pages.remap import CoarseMap
from scanner_daemon.vocabulary import Side

__all__ = ["CODE_VERSION", "FlatPage", "PageOptions", "PageReasons", "Quad", "SurfaceModel"]

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]

CODE_VERSION = "pages-5"
"""Changes whenever the same photograph would give other pixels: derived files are keyed by it."""


class SurfaceModel(StrEnum):
    """How the page was taken to lie."""

    WHOLE_PHOTO = "whole_photo"
    """No page outline was trusted: the whole photograph, upright."""
    CROPPED = "cropped"
    """The photograph, turned and cropped to its page: nothing more was clearly better."""
    PLANE = "plane"
    """A flat page seen in perspective."""
    CURVED = "curved"
    """A sheet bent along one direction, laid flat by the length of its arc."""


@dataclass(frozen=True, slots=True)
class PageOptions:
    """What the caller knows better than the photograph does.

    ``clockwise_degrees`` states the turn that makes the stored picture upright, and then nothing is guessed.
    ``photo_ppi`` is the resolution on the page plane, from the calibration of the rig; without it the resolution is a
    guess from ``assumed_page_height_mm``. ``focal_px`` is in pixels of the stored photograph. ``profile_side`` is the
    calibration of the camera that took it, and says more than both; a photograph of another size than the profile's
    is none of its.

    ``corners`` is the page's outline as a person drew it, four points of the photograph as stored, in any order, and
    ``crop_to`` four such points to which the finished page is cut.
    ``paper_white`` is the (blue, green, red) that bare paper shall come to; without it the paper keeps its colour.
    ``neighbours`` are what other pages of the same book told (`FlatPage.told`): those of the same side that were seen
    alike are listened to, and the reasons say to which.
    ``reduce_show_through`` costs pale pencil and the paper's grain, so it is asked for.
    """

    clockwise_degrees: Literal[0, 90, 180, 270] | None = None
    photo_ppi: float | None = None
    assumed_page_height_mm: float = 229.0
    focal_px: float | None = None
    profile_side: SideProfile | None = None
    crop: bool = True
    straighten_lines: bool = True
    even_light: bool = True
    mode: Mode = Mode.COLOUR
    paper_white: tuple[int, int, int] | None = None
    reduce_show_through: bool = False
    corners: Quad | None = None
    crop_to: Quad | None = None
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReasons:
    """Why the page looks as it does, for the record and for the person who doubts it.

    ``quad`` is the page's outline in the photograph as stored: top-left, top-right, bottom-right, bottom-left of the
    upright page, in pixels. The line residuals are the RMS departures of the text lines from straight and level, in
    photograph pixels, by the best plane and by the surface that was taken (None without enough to see).
    ``confidence`` runs 0..1.
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
    light_from: LightFrom = LightFrom.NOTHING
    paper_level: tuple[float, ...] | None = None
    """What bare paper came to before the point curve: gray, or blue, green and red; None where none was seen."""
    show_through: float = 0.0
    """Depth of the other side's print that was taken back, a share of the paper's level."""
    mode: Mode = Mode.COLOUR
    ppi_uncertainty: float | None = None
    """Standard deviation of the page's ppi, where it comes from a profile."""
    platen_rise_mm: float | None = None
    """How much nearer to the camera than calibrated the platen rested, where its fiducials tell."""
    warnings: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    """Misfit of each surface that was tried to what was seen, in its standard deviations: no truth is needed for it,
    and the simpler surface wins unless the other explains clearly more."""
    certainty: float | None = None
    """By how many standard deviations the page is straighter than the photograph, of what is uncertain of its surface:
    where it is few, the photograph is kept."""
    neighbours: tuple[str, ...] = ()
    """The pages that were listened to about the surface."""
    neighbours_left: str | None = None
    """Why others, or none at all, were."""
    other_view: str | None = None
    """Which other photograph of the same exposure was looked at, and what it changed; None where there was none."""
    proposal: str | None = None
    """Who was asked for a proposal of the surface, and whether it was followed; None where nobody was."""


@dataclass(frozen=True, slots=True, eq=False)
class FlatPage:
    """One upright, flat page. ``image`` is uint8, (height, width) or (height, width, 3) in BGR."""

    side: Side
    image: NDArray[np.uint8]
    ppi: float
    reasons: PageReasons
    coarse_map: CoarseMap
    backend: str = "cpu"
    told: Neighbour | None = None
    """What the page tells its neighbours; None where it is none that others should follow."""
    code_version: str = field(default=CODE_VERSION)
