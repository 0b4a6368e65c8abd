"""The sheet in space: bent along a profile from gutter to fore-edge (world A), and rippled and creased (world B).

Coordinates on the sheet are ``s``, mm from the gutter, and ``t``, mm down from the head. In space they are ``across``
(away from the gutter), ``down`` and ``up`` (towards the camera), with the glass, or the flat of the cradle, at up = 0.
World A is an exact isometry: a general cylinder whose rulings are turned a little against the gutter. World B adds a
height along its normal that no developable sheet has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.simulation.optics.lens import Points

__all__ = ["RIPPLE_RMS_MM", "Ground", "Paper", "Platen", "World", "lay_paper"]

Platen = Literal["down", "open"]
World = Literal["A", "B"]

RIPPLE_RMS_MM: dict[Platen, float] = {"down": 0.1, "open": 0.5}
"""World B: root mean square of the height over the page, about its mean."""
_TABLE_MM = 0.02
_REACH_MM = 140.0
"""The profile is continued, straight, this far beyond both edges: the picture shows more than the page."""


class Ground(NamedTuple):
    """A point of the sheet with its two tangents: each (across, down, up), mm."""

    point: tuple[Points, Points, Points]
    along_s: tuple[Points, Points, Points]
    along_t: tuple[Points, Points, Points]


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """One sheet as it lies for one shot."""

    width_mm: float
    height_mm: float
    slope_rad: NDArray[np.float64]
    """Profile slope at every 0.02 mm from ``-reach``."""
    across_mm: NDArray[np.float64]
    up_mm: NDArray[np.float64]
    ruling_rad: float
    waves: NDArray[np.float64]
    """(n, 4): wave numbers along s and t (rad/mm), phase, amplitude (mm). Empty in world A."""
    twist_mm: float
    creases: NDArray[np.float64]
    """(n, 6): middle s, t, direction (rad), half width, half length, height (mm). Empty in world A."""

    def height(self, s: Points, t: Points) -> tuple[Points, Points, Points]:
        """World B's height over the developable sheet, and its two derivatives."""
        h = np.zeros_like(s)
        hs, ht = np.zeros_like(s), np.zeros_like(s)
        for ks, kt, phase, amplitude in self.waves:
            angle = ks * s + kt * t + phase
            h += amplitude * np.sin(angle)
            slope = amplitude * np.cos(angle)
            hs += ks * slope
            ht += kt * slope
        if self.twist_mm:
            a, b = s / self.width_mm - 0.5, t / self.height_mm - 0.5
            h += self.twist_mm * a * b
            hs += self.twist_mm * b / self.width_mm
            ht += self.twist_mm * a / self.height_mm
        for s0, t0, direction, half_width, half_length, tall in self.creases:
            c, d = np.cos(direction), np.sin(direction)
            along, off = (s - s0) * c + (t - t0) * d, (t - t0) * c - (s - s0) * d
            fold = tall * np.exp(-((off / half_width) ** 2) - (along / half_length) ** 2)
            by_along, by_off = -2 * along / half_length**2 * fold, -2 * off / half_width**2 * fold
            h += fold
            hs += by_along * c - by_off * d
            ht += by_along * d + by_off * c
        return h, hs, ht

    @property
    def developable(self) -> bool:
        """True in world A."""
        return not (len(self.waves) or len(self.creases) or self.twist_mm)

    def ground(self, s: Points, t: Points) -> Ground:
        """Where the sheet's point (s, t) is in space, with tangents; any shape, arrays of one shape."""
        cos_r, sin_r = np.cos(self.ruling_rad), np.sin(self.ruling_rad)
        middle = self.height_mm / 2
        a = s * cos_r + (t - middle) * sin_r
        b = (t - middle) * cos_r - s * sin_r
        place = np.clip((a + _REACH_MM) / _TABLE_MM, 0, len(self.slope_rad) - 1.001)
        index = place.astype(np.intp)
        part = place - index
        slope = self.slope_rad[index] * (1 - part) + self.slope_rad[index + 1] * part
        cos_p, sin_p = np.cos(slope), np.sin(slope)
        step = part * _TABLE_MM
        midway = (self.slope_rad[index] + slope) / 2
        x, up = self.across_mm[index] + step * np.cos(midway), self.up_mm[index] + step * np.sin(midway)
        # tangents of the bare cylinder along its own a and b
        xa, ua = cos_p, sin_p
        xb, bb, ub = np.zeros_like(s), np.ones_like(s), np.zeros_like(s)
        ba = np.zeros_like(s)
        if not self.developable:
            h, hs, ht = self.height(s, t)
            ha, hb = hs * cos_r + ht * sin_r, ht * cos_r - hs * sin_r
            bend = (self.slope_rad[index + 1] - self.slope_rad[index]) / _TABLE_MM
            x, up = x - h * sin_p, up + h * cos_p
            xa = cos_p * (1 - h * bend) - ha * sin_p
            ua = sin_p * (1 - h * bend) + ha * cos_p
            xb, ub = -hb * sin_p, hb * cos_p
        # turn back, so that a flat sheet lies square to its gutter
        along_a = (xa * cos_r - ba * sin_r, xa * sin_r + ba * cos_r, ua)
        along_b = (xb * cos_r - bb * sin_r, xb * sin_r + bb * cos_r, ub)
        point = (x * cos_r - b * sin_r, middle + x * sin_r + b * cos_r, up)
        along_s = (
            along_a[0] * cos_r - along_b[0] * sin_r,
            along_a[1] * cos_r - along_b[1] * sin_r,
            along_a[2] * cos_r - along_b[2] * sin_r,
        )
        along_t = (
            along_a[0] * sin_r + along_b[0] * cos_r,
            along_a[1] * sin_r + along_b[1] * cos_r,
            along_a[2] * sin_r + along_b[2] * cos_r,
        )
        return Ground(point, along_s, along_t)


def lay_paper(
    habit: np.random.Generator,
    rng: np.random.Generator,
    progress: float,
    size_mm: tuple[float, float],
    platen: Platen,
    world: World,
) -> Paper:
    """Lay one sheet: nearly flat under glass with a curl at the gutter, or open, arched from gutter to fore-edge.

    ``habit`` is how this book lies on this side, the same for all its leaves; ``progress``, 0 to 1 through the book,
    changes it slowly; ``rng`` is this one lay of the leaf.
    """
    width_mm, height_mm = size_mm
    a = np.arange(-_REACH_MM, width_mm + _REACH_MM, _TABLE_MM)
    inside = np.clip(a, 0, width_mm)
    drift = 1 + 0.25 * np.sin(2.2 * progress + habit.uniform(0, 6, 6)) + rng.normal(0, 0.04, 6)
    under_glass = habit.uniform([8.0, 9.0, -0.12], [14.0, 21.0, 0.12])
    openly = habit.uniform([22.0, 20.0, 6.0, -2.0, -0.6], [36.0, 30.0, 11.0, 2.0, 0.6])
    if platen == "down":
        reach, steep, turned = under_glass * drift[:3]
        slope = np.radians(steep) * np.clip(1 - inside / reach, 0, 1) ** 2
    else:
        reach, steep, fall, wave, turned = openly * drift[:5]
        part = inside / width_mm
        slope = np.radians(steep) * np.exp(-inside / reach) - np.radians(fall) * part
        slope = slope + np.radians(wave) * np.sin(2 * np.pi * part)
    zero = round(_REACH_MM / _TABLE_MM)
    half = (slope[:-1] + slope[1:]) / 2
    across = np.concatenate([[0.0], np.cumsum(np.cos(half))]) * _TABLE_MM
    up = np.concatenate([[0.0], np.cumsum(np.sin(half))]) * _TABLE_MM
    across -= across[zero]
    level = zero + round(width_mm / _TABLE_MM) - 1 if platen == "down" else zero
    up = up - up[level]
    bare = Paper(
        width_mm, height_mm, slope, across, up, float(np.radians(turned)), np.empty((0, 4)), 0.0, np.empty((0, 6))
    )
    return bare if world == "A" else _disturbed(rng, bare, platen)


def _disturbed(rng: np.random.Generator, bare: Paper, platen: Platen) -> Paper:
    """World B: ripple, twist and creases, together of exactly the stated root mean square."""
    shortest, longest = (24.0, 70.0) if platen == "down" else (35.0, 120.0)
    number = 7
    length = np.exp(rng.uniform(np.log(shortest), np.log(longest), number))
    direction = rng.uniform(0, np.pi, number)
    turn = 2 * np.pi / length
    strength = length / longest * rng.uniform(0.5, 1.0, number)
    phase = rng.uniform(0, 2 * np.pi, number)
    waves = np.column_stack([turn * np.cos(direction), turn * np.sin(direction), phase, strength])
    creases = np.column_stack(
        [
            rng.uniform(0.2, 0.9, 2) * bare.width_mm,
            rng.uniform(0.1, 0.9, 2) * bare.height_mm,
            rng.uniform(0, np.pi, 2),
            rng.uniform(3.0, 5.0, 2),
            rng.uniform(18, 45, 2),
            rng.uniform(-0.8, 0.8, 2),
        ]
    )
    twist = float(rng.uniform(1.5, 5.0) * rng.choice([-1.0, 1.0]))
    wild = Paper(
        bare.width_mm,
        bare.height_mm,
        bare.slope_rad,
        bare.across_mm,
        bare.up_mm,
        bare.ruling_rad,
        waves,
        twist,
        creases,
    )
    s, t = np.meshgrid(np.linspace(0, bare.width_mm, 77), np.linspace(0, bare.height_mm, 115))
    tame = RIPPLE_RMS_MM[platen] / float(np.std(wild.height(s, t)[0]))
    waves[:, 3] *= tame
    creases[:, 5] *= tame
    return Paper(
        bare.width_mm,
        bare.height_mm,
        bare.slope_rad,
        bare.across_mm,
        bare.up_mm,
        bare.ruling_rad,
        waves,
        twist * tame,
        creases,
    )
