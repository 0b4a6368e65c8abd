"""Even light: one smooth gain that makes the paper equally bright everywhere and leaves pictures as they are.

With a calibrated flat field its gains come first, and only what it cannot know (the fold's shadow, the paper's slope)
is estimated. The estimate looks at bare paper alone: ink is closed over, what stays darker than a smooth surface
through its surroundings, or has another colour than the paper, is taken for a picture, and the surface is carried
across it without following it. The gain is the same for all channels: colour belongs to the tones.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import FlatField
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.light_surface import enclosed, fold_shadow, upper_surface
from scanner_daemon.pages.remap import CoarseMap

__all__ = ["Light", "LightFrom", "PaperCells", "even_light", "flat_field_gain", "paper_cells"]

FloatArray = NDArray[np.float64]

_LEAST_PAPER = 0.2
_LEAST_LEVEL = 60.0
_PAPER_WITHIN = 0.06
_PAPER_COLOUR = 0.25
_GAIN_RANGE = (0.75, 2.5)
_BRIGHTEST = 240.0
"""Gray levels that paper is raised to at most: room for its grain, and for the strongest channel of its colour."""
_CLOSED_MM = 5.0
_ASSUMED_PAGE_MM = 229.0
_ROUNDS = 2
_GRAY_OF_BGR = np.array([0.114, 0.587, 0.299])
_LEAST_MARGINS = 0.6
_MARGIN_CELLS = (3, 7)
_LEFT_BY_FLAT_FIELD = 1.5


class LightFrom(StrEnum):
    """What a gain was made of, for the record."""

    NOTHING = "none"
    PAPER = "paper"
    FLAT_FIELD = "flat_field"
    BOTH = "flat_field_and_paper"


@dataclass(frozen=True, slots=True, eq=False)
class PaperCells:
    """The page at the coarse map's nodes: ``level`` float32 (rows, columns), 0..255, ink still in it.

    ``bgr`` is float32 (rows, columns, 3), None for a gray photograph.
    """

    level: NDArray[np.float32]
    bgr: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """``gain`` is float32 (rows, columns) on the nodes of the coarse map, or None with the reason ``why_none``.

    ``paper`` is a bool mask of the same shape, where bare paper or text on it was seen, None where nothing was judged.
    ``made_of`` says what it was made of.
    """

    gain: NDArray[np.float32] | None
    why_none: str | None = None
    paper: NDArray[np.bool_] | None = None
    made_of: LightFrom = LightFrom.NOTHING
    paper_level: tuple[float, ...] | None = None
    """What bare paper comes to under the gain: gray, or blue, green and red; None where no paper was seen."""

    @property
    def gain_range(self) -> tuple[float, float]:
        """The least and the largest gain, (1, 1) where the light was left alone."""
        return (1.0, 1.0) if self.gain is None else (float(self.gain.min()), float(self.gain.max()))


def paper_cells(stored: Copies, coarse: CoarseMap) -> PaperCells:
    """Brightness and colour at the map's nodes, from the small copies (whose pixels are means over an area)."""

    def at_nodes(copy: NDArray[np.uint8], scale: float) -> NDArray[np.float32]:
        where = (coarse.nodes + np.float32(0.5)) * np.float32(scale) - np.float32(0.5)
        seen = cv2.remap(copy, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(seen, dtype=np.float32)

    level = at_nodes(stored.gray, stored.gray_scale)
    if stored.outline.ndim == 2:
        return PaperCells(level)
    return PaperCells(level, at_nodes(stored.outline, stored.outline_scale))


def flat_field_gain(field: FlatField, photo_size: tuple[int, int], coarse: CoarseMap) -> NDArray[np.float32] | None:
    """The calibrated gains at the map's nodes, float32 (rows, columns); None where the field keeps none in itself.

    ``photo_size`` is (width, height) of the photograph as stored; the field's corner nodes are its corner pixels.
    """
    if not field.gains:
        return None
    gains = np.array(field.gains, dtype=np.float32)
    step = np.array([(photo_size[0] - 1) / (gains.shape[1] - 1), (photo_size[1] - 1) / (gains.shape[0] - 1)])
    where = (coarse.nodes / step).astype(np.float32)
    gain = cv2.remap(gains, where[..., 0], where[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(gain, dtype=np.float32)


def even_light(cells: PaperCells, flat_field: NDArray[np.float32] | None = None) -> Light:
    """The gain for a page; ``flat_field`` are calibrated gains at the same nodes, if there are any.

    A page without enough bare paper keeps its light, but for the flat field.
    """
    rows, columns = cells.level.shape
    known = None if flat_field is None else Light(flat_field, made_of=LightFrom.FLAT_FIELD)
    if rows < 12 or columns < 12:
        return known or Light(None, "the page is too small to judge its light")
    level = cells.level if flat_field is None else cells.level * flat_field
    closed = _closed(level)
    coloured = _paper_coloured(cells.bgr, closed)
    darker, pictures = enclosed(closed, coloured)
    surface = upper_surface(closed, coloured & ~darker)
    for _ in range(_ROUNDS):
        shadow = fold_shadow(closed / surface, coloured & ~pictures)
        surface = upper_surface(closed / shadow, coloured & ~pictures)
    lit = surface * shadow
    paper = coloured & ~pictures & (np.abs(closed - lit) < _PAPER_WITHIN * lit)
    if float(paper.mean()) < _LEAST_PAPER or float(surface.max()) < _LEAST_LEVEL:
        return known or Light(None, "too little bare paper to judge the light by", paper)
    if _margins(paper) < _LEAST_MARGINS:
        return known or Light(None, "without margins of bare paper the light is left as it is", paper)
    low, high = np.quantile(surface[paper], [0.01, 0.99])
    if known is not None and high / low > _LEFT_BY_FLAT_FIELD:
        return Light(
            known.gain,
            None,
            paper,
            LightFrom.FLAT_FIELD,
            _paper_level(cells.bgr, level, closed, paper, np.ones_like(closed)),
        )
    lit = np.clip(surface, low, high) * shadow
    target = min(float(np.quantile(lit[paper], 0.9)), _BRIGHTEST)
    gain = np.clip(target / lit, *_GAIN_RANGE)
    white = _paper_level(cells.bgr, level, closed, paper, gain)
    if flat_field is None:
        return Light(gain.astype(np.float32), None, paper, LightFrom.PAPER, white)
    return Light((gain * flat_field).astype(np.float32), None, paper, LightFrom.BOTH, white)


def _closed(level: NDArray[np.float32]) -> FloatArray:
    """Ink narrower than about 5 mm closed over; slopes stay, so a shadow keeps its place."""
    size = max(3, round(_CLOSED_MM / _ASSUMED_PAGE_MM * max(level.shape)) | 1)
    closed = cv2.morphologyEx(
        level,
        cv2.MORPH_CLOSE,
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)),
        borderType=cv2.BORDER_REFLECT,
    )
    return np.maximum(np.asarray(cv2.medianBlur(closed, 3), dtype=np.float64), 1.0)


def _margins(paper: NDArray[np.bool_]) -> float:
    """How much of a frame a few millimetres inside the page's edges is bare paper, 0 to 1."""
    first, last = _MARGIN_CELLS
    inner = paper[first:-first, first:-first]
    width = last - first
    return float(
        np.mean([part.mean() for part in (inner[:width], inner[-width:], inner[:, :width], inner[:, -width:])])
    )


def _paper_coloured(bgr: NDArray[np.float32] | None, closed: FloatArray) -> NDArray[np.bool_]:
    """Cells of the colour that the brightest half of the page has; all of a gray page."""
    if bgr is None:
        return np.ones(closed.shape, dtype=bool)
    blue, green, red = (np.log(plane + np.float32(8)) for plane in cv2.split(bgr))
    smooth = cv2.medianBlur(cv2.merge([blue - green, red - green]), 5)
    bright = closed >= np.quantile(closed, 0.5)
    middle = np.median(smooth[bright], axis=0)
    return np.asarray(np.abs(smooth - middle).max(axis=2) < _PAPER_COLOUR, dtype=bool)


def _paper_level(
    bgr: NDArray[np.float32] | None,
    level: NDArray[np.float32],
    closed: FloatArray,
    paper: NDArray[np.bool_],
    gain: FloatArray,
) -> tuple[float, ...]:
    """What bare paper comes to under the gain: gray, or blue, green and red."""
    gray = float(np.median((closed * gain)[paper]))
    if bgr is None:
        return (gray,)
    # cells with ink on them say the same of the paper's colour, within what print is black
    brightest = paper & (level > 0.93 * closed)
    channels = np.median(bgr[brightest if brightest.any() else paper], axis=0)
    own_gray = float(channels @ _GRAY_OF_BGR)
    return tuple(float(channel) * gray / own_gray for channel in channels)
