"""The sensor's and the operator's faults: noise, defocus, shake, and a hand that is in the way."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["add_hand", "add_noise", "defocus", "shake"]

_GRAIN = (640, 1152)


@lru_cache(maxsize=2)
def _grain(seed: int, sigma: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Noise as what is added and what is taken away, both uint8, so that each is one saturating pass.

    Colour planes share part of it and neighbours are a little alike, as after demosaicing.
    """
    rng = np.random.default_rng([seed, 10])
    grain = rng.standard_normal((*_GRAIN, 3), dtype=np.float32) * 0.7
    grain += rng.standard_normal((*_GRAIN, 1), dtype=np.float32) * 0.7
    grain = np.asarray(cv2.GaussianBlur(grain, (3, 3), 0.55), np.float32)
    whole = np.rint(grain * (sigma / grain.std()))
    return np.asarray(np.clip(whole, 0, 255), np.uint8), np.asarray(np.clip(-whole, 0, 255), np.uint8)


def add_noise(picture: NDArray[np.uint8], seed: int, sigma: float, rng: np.random.Generator) -> None:
    """Add grain of ``sigma`` grey levels in place, a differently placed piece of it in each tile."""
    if sigma <= 0:
        return
    brighter, darker = _grain(seed, sigma)
    for top in range(0, picture.shape[0], 256):
        for left in range(0, picture.shape[1], 512):
            part = picture[top : top + 256, left : left + 512]
            y, x = int(rng.integers(_GRAIN[0] - 256)), int(rng.integers(_GRAIN[1] - 512))
            piece = (slice(y, y + part.shape[0]), slice(x, x + part.shape[1]))
            cv2.add(part, brighter[piece], dst=part)
            cv2.subtract(part, darker[piece], dst=part)


def defocus(picture: NDArray[np.uint8], sigma_px: float) -> NDArray[np.uint8]:
    """Blur by a Gaussian of ``sigma_px`` pixels."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_px), np.uint8)


def shake(picture: NDArray[np.uint8], length_px: float, angle_deg: float) -> NDArray[np.uint8]:
    """Smear along a straight line of ``length_px`` pixels, ``angle_deg`` from the picture's x axis."""
    reach = int(np.ceil(length_px / 2)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
    c, s = np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))
    along, off = np.abs(x * c + y * s), np.abs(y * c - x * s)
    kernel = np.clip(length_px / 2 + 0.5 - along, 0, 1) * np.clip(1 - off, 0, 1)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)


def add_hand(picture: NDArray[np.uint8], rng: np.random.Generator) -> tuple[int, int, int, int]:
    """Lay a hand over the fore-edge, in place. Returns the box (x, y, width, height) that it covers.

    The fore-edge is at the top of the stored picture, on both sides.
    """
    height, width = picture.shape[:2]
    unit = min(width, height)
    middle, reach = float(rng.uniform(0.3, 0.7)) * width, float(rng.uniform(0.22, 0.34)) * height
    low = int(reach * 1.35)
    mask = np.zeros((low, width), np.uint8)
    for finger, length in enumerate((0.78, 0.96, 1.0, 0.88)):
        x = int(middle + (finger - 1.5) * 0.062 * unit)
        cv2.line(mask, (int(x + 0.02 * unit), 0), (x, int(reach * length)), 255, int(0.05 * unit), cv2.LINE_AA)
    cv2.ellipse(mask, (int(middle), 0), (int(0.145 * unit), int(reach * 0.45)), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cover = np.asarray(cv2.GaussianBlur(mask, (0, 0), 0.002 * unit), np.float32)[..., None] / 255
    x, y = np.mgrid[0:low, 0:width].astype(np.float32)[::-1]
    round_off = cv2.GaussianBlur(mask, (0, 0), 0.012 * unit).astype(np.float32)[..., None] / 255
    skin = np.array([128, 158, 205], np.float32) * (0.45 + 0.55 * round_off**2) * (1 - 0.1 * (y / low)[..., None])
    top = picture[:low]
    top[:] = np.asarray(np.clip(top * (1 - cover) + skin * cover, 0, 255), np.uint8)
    covered = np.flatnonzero(cover[..., 0].max(axis=0) > 0.5)
    bottom = int(np.flatnonzero(cover[..., 0].max(axis=1) > 0.5).max())
    return int(covered.min()), 0, int(covered.max() - covered.min()) + 1, bottom + 1
