"""What lies around the page: cradle, cover boards, the stack of leaves, and the facing side past the edge of the glass.

Textures are BGR uint8 over (distance from the gutter, t) in millimetres, coarse and soft, since the camera is focused
on the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["Binding", "Texture", "cradle_only", "facing_side", "this_side"]

_AROUND_MM = 75.0
_DOTS = 4.0
_SOFT_DOTS = 0.8
_FACING_MM = 130.0
"""How much of the facing side a camera can see, at the flattest V and with the book moved."""

Bgr = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Texture:
    """A picture laid on a plane: mm to texture pixels is ``(mm - origin_mm) * dots_per_mm - 0.5``."""

    image: NDArray[np.uint8]
    origin_mm: tuple[float, float]
    dots_per_mm: float


@dataclass(frozen=True, slots=True)
class Binding:
    """The look of this book and its cradle, drawn once a seed."""

    cover_bgr: Bgr
    cradle_bgr: Bgr
    cradle_kind: int
    paper_bgr: Bgr
    board_mm: float
    stack_mm: float
    glass_edge_mm: float
    seed: int

    @classmethod
    def drawn(cls, seed: int) -> Binding:
        """Cover cloth, cradle lining and paper of this world."""
        rng = np.random.default_rng([seed, 5])
        cloth: tuple[Bgr, ...] = ((38, 28, 165), (70, 45, 30), (45, 70, 28), (30, 45, 75), (60, 60, 60))
        lining: tuple[Bgr, ...] = ((34, 36, 35), (24, 24, 26), (52, 60, 66), (40, 34, 30))
        warm = float(rng.uniform(0.80, 0.95))
        return cls(
            cover_bgr=cloth[int(rng.integers(len(cloth)))],
            cradle_bgr=lining[int(rng.integers(len(lining)))],
            cradle_kind=int(rng.integers(3)),
            paper_bgr=(warm, (1 + warm) / 2 + 0.015, 1.0),
            board_mm=float(rng.uniform(2.5, 4.0)),
            stack_mm=float(rng.uniform(2.5, 5.0)),
            glass_edge_mm=float(rng.uniform(2.0, 6.0)),
            seed=seed,
        )


def _noise(rng: np.random.Generator, width: int, height: int, sigma: float) -> NDArray[np.float32]:
    grain = rng.standard_normal((height, width), dtype=np.float32)
    soft = np.asarray(cv2.GaussianBlur(grain, (0, 0), sigma), np.float32)
    return soft / np.float32(soft.std() + 1e-6)


@lru_cache(maxsize=2)
def _cradle(binding: Binding, width_mm: float, height_mm: float) -> NDArray[np.float32]:
    """Lining of the cradle, (h, w, 3) float32: rubber mat, felt, or painted board."""
    width, height = round(width_mm * _DOTS), round(height_mm * _DOTS)
    rng = np.random.default_rng([binding.seed, 6])
    y = np.arange(height, dtype=np.float32)[:, None] / np.float32(_DOTS)
    x = np.arange(width, dtype=np.float32)[None, :] / np.float32(_DOTS)
    if binding.cradle_kind == 0:
        wave = np.sin(x * 1.75 + 0.4 * np.sin(y)) * np.sin(y * 1.75 + np.where(np.floor(x / 3.59) % 2, 1.6, 0))
        light = 1 + 0.55 * wave + 0.12 * _noise(rng, width, height, 1.0)
    elif binding.cradle_kind == 1:
        light = 1 + 0.16 * _noise(rng, width, height, 0.8) + 0.06 * _noise(rng, width, height, 6)
    else:
        light = 1 + 0.05 * _noise(rng, width, height, 0.8) + 0.05 * np.sin(0.7 * y + 2 * _noise(rng, width, height, 25))
    return np.asarray(np.clip(light, 0.1, 2.5)[..., None] * np.array(binding.cradle_bgr, np.float32), np.float32)


def _pixels(mm: float, origin_mm: float) -> int:
    return round((mm - origin_mm) * _DOTS)


def _lay_boards(
    image: NDArray[np.float32], binding: Binding, width_mm: float, height_mm: float, s0: float, t0: float, leaves: float
) -> None:
    """Draw the cover board, its shadow on the cradle, and the leaves under this page, in place."""
    rng = np.random.default_rng([binding.seed, 7])
    edge = binding.board_mm
    right = _pixels(width_mm + leaves + edge, s0)
    top, bottom = _pixels(-edge, t0), _pixels(height_mm + edge, t0)
    shade = np.ones(image.shape[:2], np.float32)
    shade[max(top - 8, 0) : bottom + 12, : right + 12] = 0.45
    image *= np.asarray(cv2.GaussianBlur(shade, (0, 0), 8), np.float32)[..., None]
    cloth = 1 + 0.10 * _noise(rng, right, bottom - top, 0.7)
    cloth[:, -6:] *= 1.35
    image[top:bottom, :right] = cloth[..., None] * np.array(binding.cover_bgr, np.float32)
    head, foot = _pixels(-0.4, t0), _pixels(height_mm + 0.4, t0)
    fore = _pixels(width_mm + leaves, s0)
    lines = 0.66 + 0.10 * _noise(rng, fore, 1, 0.6) + 0.04 * np.sin(np.arange(fore, dtype=np.float32) * 1.9)[None, :]
    stack = np.repeat(lines, foot - head, axis=0)
    paper = np.array(binding.paper_bgr, np.float32) * 225
    image[head:foot, :fore] = np.clip(stack, 0.35, 0.9)[..., None] * paper
    image[head:foot, _pixels(width_mm, s0) : _pixels(width_mm + 0.5, s0)] *= 0.7


def _finish(image: NDArray[np.float32], binding: Binding) -> NDArray[np.uint8]:
    """Blur, and take out the paper's tint, which the exposure puts over everything."""
    plain = np.asarray(np.clip(image / np.array(binding.paper_bgr, np.float32), 0, 255), np.uint8)
    return np.asarray(cv2.GaussianBlur(plain, (0, 0), _SOFT_DOTS), np.uint8)


def _around_size(width_mm: float, height_mm: float) -> tuple[float, float]:
    return width_mm + 2 * _AROUND_MM, height_mm + 2 * _AROUND_MM


@lru_cache(maxsize=2)
def cradle_only(binding: Binding, width_mm: float, height_mm: float) -> Texture:
    """No book: what a blank cradle shows."""
    image = _finish(_cradle(binding, *_around_size(width_mm, height_mm)), binding)
    return Texture(image, (-_AROUND_MM, -_AROUND_MM), _DOTS)


@lru_cache(maxsize=6)
def this_side(binding: Binding, width_mm: float, height_mm: float, leaves_mm: float) -> Texture:
    """Everything around and below the page: ``leaves_mm`` of stack show past its fore-edge."""
    image = _cradle(binding, *_around_size(width_mm, height_mm)).copy()
    _lay_boards(image, binding, width_mm, height_mm, -_AROUND_MM, -_AROUND_MM, leaves_mm)
    return Texture(_finish(image, binding), (-_AROUND_MM, -_AROUND_MM), _DOTS)


@lru_cache(maxsize=4)
def _facing_boards(binding: Binding, width_mm: float, height_mm: float, with_book: bool) -> NDArray[np.uint8]:
    image = _cradle(binding, *_around_size(width_mm, height_mm)).copy()
    if with_book:
        _lay_boards(image, binding, width_mm, height_mm, 0.0, -_AROUND_MM, 1.5)
    return np.ascontiguousarray(_finish(image, binding)[:, : _pixels(_FACING_MM, 0)])


def facing_side(
    binding: Binding, page: NDArray[np.uint8] | None, width_mm: float, height_mm: float, *, glass: bool
) -> Texture:
    """The other half of the V: the facing page (grey, gutter at its left, any resolution) behind its own pane.

    Under glass a bright line shows where the pane ends, and past it everything is a little veiled.
    """
    image = _facing_boards(binding, width_mm, height_mm, page is not None).copy()
    if page is not None:
        top, bottom = _pixels(0, -_AROUND_MM), _pixels(height_mm, -_AROUND_MM)
        right = min(_pixels(width_mm, 0), image.shape[1])
        near = page[:, : round(page.shape[1] * right / _DOTS / width_mm)]
        small = cv2.resize(near, (right, bottom - top), interpolation=cv2.INTER_AREA)
        soft = cv2.GaussianBlur(small, (0, 0), _SOFT_DOTS)
        image[top:bottom, :right] = np.asarray(soft, np.uint8)[..., None]
    if glass:
        edge = _pixels(binding.glass_edge_mm, 0)
        image[:, edge:] = cv2.convertScaleAbs(image[:, edge:], alpha=0.82, beta=16)
        image[:, edge : edge + 3] = cv2.convertScaleAbs(image[:, edge : edge + 3], alpha=0.75, beta=60)
        image[:, edge + 4 : edge + 7] = cv2.convertScaleAbs(image[:, edge + 4 : edge + 7], alpha=0.7)
    return Texture(image, (0.0, -_AROUND_MM), _DOTS)
