"""Photographs of pages with known faults: set type on paper on a dark cradle, then degraded as a lens or lamp would."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

WIDTH_PX, HEIGHT_PX, MARGIN_PX = 1800, 2400, 160
WORDS = "the a of and river stone which under lantern parchment measured slowly harbour window seldom".split(" ")


@dataclass(frozen=True)
class PagePhoto:
    """What to photograph and how badly."""

    page: int = 1
    text: bool = True
    blur_px: float = 0.6
    gain: float = 1.0
    shift_px: int = 0
    noise: float = 1.5
    seed: int = 0

    def with_fault(self, **changes: float) -> PagePhoto:
        return replace(self, **changes)  # type: ignore[arg-type]

    def pixels(self) -> NDArray[np.uint8]:
        cradle = Image.new("L", (WIDTH_PX, HEIGHT_PX), 25)
        draw = ImageDraw.Draw(cradle)
        box = (MARGIN_PX + self.shift_px, MARGIN_PX, WIDTH_PX - MARGIN_PX + self.shift_px, HEIGHT_PX - MARGIN_PX)
        draw.rectangle(box, fill=215)
        if self.text:
            words = random.Random(self.page)
            font = ImageFont.truetype("DejaVuSerif.ttf", 34)
            for line in range(36):
                text = " ".join(words.choice(WORDS) for _ in range(9))
                draw.text((box[0] + 120, box[1] + 120 + line * 52), text[:66], font=font, fill=40)
        image = cv2.GaussianBlur(np.asarray(cradle, np.float32), (0, 0), self.blur_px) * self.gain
        noise = np.random.default_rng(self.seed + 1000 * self.page).normal(0, self.noise, image.shape)
        return np.clip(image + noise, 0, 255).astype(np.uint8)

    def jpeg(self) -> bytes:
        gray = self.pixels()
        ok, data = cv2.imencode(".jpg", cv2.merge([gray, gray, gray]), [cv2.IMWRITE_JPEG_QUALITY, 92])
        assert ok
        return data.tobytes()


@pytest.fixture(scope="session")
def photo() -> Callable[..., PagePhoto]:
    return PagePhoto
