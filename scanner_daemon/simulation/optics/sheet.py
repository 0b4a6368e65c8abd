"""A printed page as matter: ink that is not quite black, fibres, and the other side of the leaf showing through."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.simulation.book.page import Page
from scanner_daemon.simulation.book.typefaces import DOTS_PER_MM

__all__ = ["printed_sheet"]


@lru_cache(maxsize=4)
def _fibres(seed: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng([seed, 8])
    fine = np.asarray(cv2.GaussianBlur(rng.standard_normal((768, 768), dtype=np.float32), (0, 0), 2.0), np.float32)
    broad = np.asarray(cv2.GaussianBlur(rng.standard_normal((768, 768), dtype=np.float32), (0, 0), 12.0), np.float32)
    mottle = fine / fine.std() * 1.6 + broad / broad.std() * 1.2
    return np.asarray(np.clip(mottle + 4, 0, 12), np.uint8)


@lru_cache(maxsize=4)
def printed_sheet(page: Page, behind: Page | None, seed: int, show_through: float | None = None) -> NDArray[np.uint8]:
    """The page's reflectance, (height, width) uint8 at 16 dots a mm; ``behind`` shows through, mirrored.

    ``show_through`` is the share of its ink that does; without it the paper is drawn, from opaque to 0.055.
    """
    rng = np.random.default_rng([seed, 9])
    black, through = float(rng.uniform(26, 52)), float(rng.uniform(0.0, 0.055))
    through = through if show_through is None else show_through
    ramp = np.asarray(np.linspace(black, 255, 256), np.uint8)
    sheet = np.asarray(cv2.LUT(page.image(DOTS_PER_MM * 25.4), ramp), np.uint8)
    if behind is not None and through > 0.004:
        small = cv2.resize(behind.image(DOTS_PER_MM * 25.4), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
        ghost = 255 - np.asarray(cv2.GaussianBlur(cv2.flip(small, 1), (0, 0), 1.6), np.float32)
        veil = np.asarray(np.clip(ghost * through, 0, 255), np.uint8)
        sheet = np.asarray(cv2.subtract(sheet, cv2.resize(veil, (sheet.shape[1], sheet.shape[0]))), np.uint8)
    fibres = _fibres(seed)
    for top in range(0, sheet.shape[0], 768):
        for left in range(0, sheet.shape[1], 768):
            part = sheet[top : top + 768, left : left + 768]
            cv2.subtract(part, fibres[: part.shape[0], : part.shape[1]], dst=part)
    sheet.flags.writeable = False
    return sheet
