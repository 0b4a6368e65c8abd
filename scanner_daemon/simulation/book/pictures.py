"""Pictures nobody drew: procedural scenes put through a line screen (engraving) or a dot screen (half-tone)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["SUBJECTS", "Picture", "Subject", "engrave"]

Subject = Literal["hills", "shell", "leaf", "moon"]
SUBJECTS: tuple[Subject, ...] = ("hills", "shell", "leaf", "moon")
Tone = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's place on the page (left, top, right, bottom, mm) and how it is made."""

    box_mm: tuple[float, float, float, float]
    subject: Subject
    screen: Literal["lines", "dots"]
    seed: int


def engrave(picture: Picture, width: int, height: int) -> NDArray[np.uint8]:
    """The picture as the press prints it: (height, width) uint8, 0 for ink."""
    tone = _scene(picture, width, height)
    rng = np.random.default_rng([picture.seed, 77])
    screen = _line_screen(tone, rng) if picture.screen == "lines" else _dot_screen(tone)
    return np.asarray(np.clip((tone - screen) * 5 * 255 + 128, 0, 255), np.uint8)


def _grid(width: int, height: int) -> tuple[Tone, Tone]:
    """Coordinates in units of the smaller side, (0, 0) in the middle."""
    unit = min(width, height)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return (x - width / 2) / unit, (y - height / 2) / unit


def _cloud(rng: np.random.Generator, width: int, height: int, cells: int) -> Tone:
    seedling = rng.random((cells, cells), dtype=np.float32)
    return np.asarray(cv2.resize(seedling, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _scene(picture: Picture, width: int, height: int) -> Tone:
    """Tone in 0 (ink) to 1 (paper)."""
    rng = np.random.default_rng(picture.seed)
    x, y = _grid(width, height)
    cloud = _cloud(rng, width, height, 6)
    if picture.subject == "hills":
        tone = 0.75 + 0.25 * cloud - 0.3 * (y + 0.5)
        for depth in range(4):
            phase = rng.uniform(0, 6, 3)
            ridge = -0.12 + 0.13 * depth + 0.07 * np.sin(3 * x + phase[0]) + 0.04 * np.sin(9 * x + phase[1])
            tone = np.where(y > ridge, 0.75 - 0.15 * depth + 0.25 * cloud * (y - ridge + 0.4), tone)
        return np.asarray(np.clip(tone, 0.12, 0.95), np.float32)
    if picture.subject == "shell":
        radius, angle = np.hypot(x, y) + 1e-3, np.arctan2(y, x)
        whorl = np.sin(7 * np.log(radius) - angle + float(rng.uniform(0, 6)))
        rib = 0.1 * np.sin(24 * angle + 8 * whorl)
        tone = np.where(radius < 0.42, 0.5 + 0.35 * whorl + rib, 0.97)
        return np.asarray(np.clip(tone, 0.1, 0.97), np.float32)
    if picture.subject == "leaf":
        spine = 0.06 * np.sin(4 * y)
        half = np.clip(0.26 * np.cos(3.2 * y), 0, None)
        across = np.abs(x - spine)
        vein = np.abs(np.sin(28 * (y + 0.8 * across))) < 0.12
        tone = np.where(across < half, 0.45 + 0.3 * cloud + 0.6 * across, 0.97)
        tone = np.where((across < half) & (vein | (across < 0.006)), 0.92, tone)
        return np.asarray(np.clip(tone, 0.15, 0.97), np.float32)
    radius = np.hypot(x, y)
    light = np.clip(0.75 * np.sqrt(np.clip(1 - (radius / 0.4) ** 2, 0, 1)) - 0.6 * x + 0.1, 0, 1)
    tone = np.where(radius < 0.4, 0.15 + light * (0.5 + 0.6 * cloud), 0.3 + 0.08 * cloud)
    return np.asarray(np.clip(tone, 0.08, 0.92), np.float32)


def _line_screen(tone: Tone, rng: np.random.Generator) -> Tone:
    """Threshold of wavy engraved lines, nine dots (0.56 mm) apart."""
    height, width = tone.shape
    y = np.arange(height, dtype=np.float32)[:, None]
    x = np.arange(width, dtype=np.float32)[None, :]
    bend = 14 * np.sin(x / 170 + float(rng.uniform(0, 6))) + 30 * tone
    return np.asarray(0.5 + 0.5 * np.sin((y + bend) * (2 * np.pi / 9)), np.float32)


def _dot_screen(tone: Tone) -> Tone:
    """Threshold of a half-tone screen at 45 degrees, 8 dots (0.5 mm, 51 lines an inch) apart."""
    height, width = tone.shape
    y = np.arange(height, dtype=np.float32)[:, None]
    x = np.arange(width, dtype=np.float32)[None, :]
    step = np.float32(2 * np.pi / 8 / np.sqrt(2))
    return np.asarray(0.5 + 0.25 * (np.sin((x + y) * step) + np.sin((x - y) * step)), np.float32)
