"""Output modes: colour, gray, and black and white, with the point curve that goes with the one resample.

Black and white is decided against a threshold that follows the page's local mean and is held between its paper and
its ink. Measured against truth (simulated pages at 400 ppi, real ones, faded and noisy ones; `tests/pages/test_modes`
keeps the cases): Otsu's, Wolf's and ISauvola's methods fill blank pages with noise, Sauvola's and NICK's lose faded
print, because their constants mean absolute contrast, and OpenCV's adaptive mean needs its constant chosen by the page.
The window and constants here are shares of the page's own contrast, with a floor that keeps blank pages blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.light import Light
from scanner_daemon.pages.remap import Backend, CoarseMap
from scanner_daemon.pages.show_through import lifted

__all__ = ["Mode", "Tones", "develop", "in_mode"]

Pixels = NDArray[np.uint8]

_WINDOW_MM = 3.9
_MM_PER_INCH = 25.4
_BELOW_MEAN = 0.3
_SURE_INK, _SURE_PAPER = 0.45, 0.45
_LEAST_CONTRAST, _LEAST_CONTRAST_IN_GRAIN = 0.2, 14.0
_SAMPLE_STRIDE = 3


class Mode(StrEnum):
    """What a page is made into."""

    COLOUR = "colour"
    """As photographed; a gray photograph stays gray."""
    GRAY = "gray"
    BILEVEL = "bilevel"
    """0 for ink, 255 for paper."""


@dataclass(frozen=True, slots=True)
class Tones:
    """The point curve, as what it is for.

    ``paper_level`` is what bare paper comes to under the gain, gray or (blue, green, red), None where none was seen;
    ``paper_white`` is what it shall come to, (blue, green, red), None to leave the paper's colour and level;
    ``show_through`` is the depth of the other side's print to take back, a share of the paper's level.
    """

    paper_level: tuple[float, ...] | None = None
    paper_white: tuple[int, int, int] | None = None
    show_through: float = 0.0

    def curve(self, channels: int) -> NDArray[np.uint8] | None:
        """(256, channels) uint8, or None where nothing changes."""
        if self.paper_level is None or (self.paper_white is None and self.show_through <= 0):
            return None
        paper = np.array(self.paper_level if len(self.paper_level) == channels else (_gray(self.paper_level),))
        white = paper
        if self.paper_white is not None:
            white = np.array(self.paper_white if channels == 3 else (_gray(self.paper_white),), dtype=np.float64)
        shares = lifted(np.arange(256)[:, None] / paper, self.show_through)
        return np.asarray(np.clip(shares * white + 0.5, 0, 255), dtype=np.uint8)


def develop(
    image: Pixels, coarse: CoarseMap, light: Light, tones: Tones, mode: Mode, ppi: float, backend: Backend
) -> Pixels:
    """The page's pixels: one resample with the gain in it, then the point curve, then the mode's own step."""
    if mode is not Mode.COLOUR and image.ndim == 3:
        image = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    page = backend.remap(image, coarse, light.gain)
    curve = tones.curve(1 if page.ndim == 2 else 3)
    if curve is not None:
        page = np.asarray(cv2.LUT(page, curve.reshape(1, 256, -1)), dtype=np.uint8).reshape(page.shape)
    return in_mode(page, mode, ppi)


def in_mode(page: Pixels, mode: Mode, ppi: float) -> Pixels:
    """A page of evened light in another mode; ``ppi`` sets the size of what is looked at together."""
    if mode is Mode.COLOUR:
        return page
    gray = page if page.ndim == 2 else np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    return gray if mode is Mode.GRAY else _black_and_white(gray, ppi)


def _black_and_white(gray: Pixels, ppi: float) -> Pixels:
    ink, paper = _ink_and_paper(gray)
    contrast = paper - ink
    window = max(15, round(_WINDOW_MM / _MM_PER_INCH * ppi)) | 1
    mean = cv2.boxFilter(gray, -1, (window, window), borderType=cv2.BORDER_REFLECT)
    lowest, highest = ink + _SURE_INK * contrast, paper - _SURE_PAPER * contrast
    threshold = np.clip(np.arange(256) - _BELOW_MEAN * contrast, lowest, highest)
    return np.asarray(cv2.compare(gray, cv2.LUT(mean, np.rint(threshold).astype(np.uint8)), cv2.CMP_GE), np.uint8)


def _ink_and_paper(gray: Pixels) -> tuple[float, float]:
    """Their levels: the mean of the darker and the median of the brighter class of Otsu's.

    They are never closer than the paper's level and grain allow, so that grain is not taken for print.
    N. Otsu, "A threshold selection method from gray-level histograms", IEEE Trans. SMC 9 (1979).
    """
    sample = np.ascontiguousarray(gray[::_SAMPLE_STRIDE, ::_SAMPLE_STRIDE])
    between, _ = cv2.threshold(sample, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark, bright = sample[sample <= between], sample[sample > between]
    if not bright.size:
        return (1 - _LEAST_CONTRAST) * float(sample.max()), float(sample.max())
    paper = float(np.median(bright))
    grain = float(np.quantile(bright, 0.99) - paper) / 2.3
    least = max(_LEAST_CONTRAST * paper, _LEAST_CONTRAST_IN_GRAIN * grain)
    return min(float(dark.mean()), paper - least), paper


def _gray(levels: tuple[float, ...] | tuple[int, ...]) -> float:
    return float(levels[0] if len(levels) == 1 else np.dot(levels, (0.114, 0.587, 0.299)))
