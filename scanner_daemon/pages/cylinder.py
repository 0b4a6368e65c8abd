"""A sheet of paper, bent but not stretched, before a camera: the surface behind every flattened page.

Paper bends into a developable surface; an open page, or one under glass, bends along one direction, so its surface is
a general cylinder (Liang, DeMenthon and Doermann, "Geometric rectification of camera-captured document images", IEEE
TPAMI 30, 2008). Here the profile's slope is a cubic spline along the sheet, and its rulings may stand at a small angle
to the lines of text.

Lengths on the sheet are in units of nominal rays: a point of the sheet at the origin's distance moves by one such unit
when its ray does, whatever the focal length truly is. So a residual on the sheet is a residual in the photograph, and
a wrong focal length changes the relief alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.hills import Hills

__all__ = ["BARREL", "FOCAL", "ORIGIN", "ROTATION", "RULING", "SKEW", "Cylinder", "SheetPoints"]

FloatArray = NDArray[np.float64]

ROTATION = slice(0, 3)
"""Of the sheet's axes (s across, t down, n away from the camera) to the camera's: a rotation vector, radians."""
ORIGIN = slice(3, 5)
"""Nominal ray to the sheet's origin (s = width / 2, t = 0)."""
RULING = 5
"""Radians between the rulings and the t axis."""
FOCAL = 6
"""Logarithm of the true focal length over the nominal one."""
BARREL = 7
"""Radial correction: ray = nominal ray * (1 + barrel * |nominal ray|^2)."""
SKEW = 8
"""Radians by which the paper's edges are turned against its lines of text: printing is never quite square."""
_PROFILE = 9
"""Where the spline coefficients of the profile's slope begin, radians."""

_DEGREE = 3
_NODES = 361
_REACH = 0.3
"""The profile goes on straight this far beyond both edges, in widths."""
_NEWTON_STEPS = 4


class SheetPoints(NamedTuple):
    """Where nominal rays meet the sheet: ``s`` from the gutter and ``t`` down, (n,) each."""

    s: FloatArray
    t: FloatArray


class _Seen(NamedTuple):
    point: FloatArray
    along_s: FloatArray
    along_t: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Cylinder:
    """All cylinders with these knots. A single one is a vector of ``size`` parameters, in the order of the names above.

    ``width`` is the sheet's in nominal rays, ``knots`` are fractions of it, ascending from 0 at the gutter to 1.
    ``hills`` are what may stand up from it, towards the camera: their coefficients come last.
    """

    width: float
    nodes: FloatArray
    basis: FloatArray
    hills: Hills | None = None

    @classmethod
    def with_knots(cls, width: float, knots: FloatArray) -> Cylinder:
        """Tabulate the spline. Dense knots belong where the sheet bends most: at the gutter."""
        nodes = np.linspace(-_REACH * width, (1 + _REACH) * width, _NODES)
        return cls(width, nodes, _spline_basis(nodes / width, np.asarray(knots, np.float64)))

    @property
    def size(self) -> int:
        """How many parameters one cylinder has."""
        return _PROFILE + int(self.basis.shape[1]) + (self.hills.number if self.hills is not None else 0)

    @property
    def slopes(self) -> slice:
        """Which parameters are the spline coefficients of the profile's slope."""
        return slice(_PROFILE, _PROFILE + self.basis.shape[1])

    @property
    def heights(self) -> slice:
        """Which parameters are the coefficients of the hills."""
        return slice(self.slopes.stop, self.size)

    def flat(self, origin: FloatArray) -> FloatArray:
        """A flat sheet square to the camera, its origin at the nominal ray ``origin``."""
        values = np.zeros(self.size)
        values[ORIGIN] = origin
        return values

    def rays(self, values: FloatArray, nominal: FloatArray) -> FloatArray:
        """Nominal rays (n, 2) with the barrel correction."""
        return np.asarray(nominal * (1 + values[BARREL] * (nominal**2).sum(axis=-1, keepdims=True)))

    def nominal(self, values: FloatArray, rays: FloatArray) -> FloatArray:
        """The inverse of `rays`, by fixed point."""
        found = rays
        for _ in range(8):
            found = rays / (1 + values[BARREL] * (found**2).sum(axis=-1, keepdims=True))
        return np.asarray(found)

    def seen(self, values: FloatArray, s: FloatArray, t: FloatArray) -> FloatArray:
        """Nominal rays (n, 2) under which the sheet's points are seen."""
        point = self._in_camera(values, s, t).point
        return self.nominal(values, point[:, :2] / point[:, 2:])

    def met(self, values: FloatArray, nominal: FloatArray, start: SheetPoints | None = None) -> SheetPoints:
        """Where nominal rays (n, 2) meet the sheet, by Newton's method from ``start``, or from the flat sheet."""
        rays = self.rays(values, nominal)
        if start is None:
            s, t = self._from_flat(values, rays)
            steps = 2 * _NEWTON_STEPS
        else:
            (s, t), steps = start, _NEWTON_STEPS
        for _ in range(steps):
            there = self._in_camera(values, s, t)
            miss = there.point[:, :2] - rays * there.point[:, 2:]
            ds, dt = _solve2(*_in_picture(there, rays), miss)
            s, t = s - ds, t - dt
        return SheetPoints(s, t)

    def sensitivities(self, values: FloatArray, nominal: FloatArray, at: SheetPoints) -> FloatArray:
        """(n, 2, size): how (s, t) of fixed nominal rays changes with each parameter, by the implicit function."""
        rays = self.rays(values, nominal)
        there = self._in_camera(values, at.s, at.t)
        along_s, along_t = _in_picture(there, rays)
        moves = self._moves(values, nominal, rays, at, there.point)
        det = along_s[:, 0] * along_t[:, 1] - along_t[:, 0] * along_s[:, 1]
        ds = (moves[..., 0] * along_t[:, 1] - moves[..., 1] * along_t[:, 0]) / det
        dt = (moves[..., 1] * along_s[:, 0] - moves[..., 0] * along_s[:, 1]) / det
        return -np.stack([ds.T, dt.T], axis=1)

    def depth(self, values: FloatArray, s: FloatArray, t: FloatArray) -> FloatArray:
        """Distance along the optical axis, in units of the origin's."""
        return self._in_camera(values, s, t).point[:, 2]

    def slope_range(self, values: FloatArray) -> float:
        """Radians between the steepest rise and the steepest fall of the profile within the sheet."""
        inside = (self.nodes >= 0) & (self.nodes <= self.width)
        return float(np.ptp((self.basis @ values[self.slopes])[inside]))

    def _moves(
        self, values: FloatArray, nominal: FloatArray, rays: FloatArray, at: SheetPoints, point: FloatArray
    ) -> FloatArray:
        """(size, n, 2): how each parameter moves fixed points of the sheet across fixed nominal rays."""
        profile = self._profile(values)
        relief = np.array([1.0, 1.0, float(np.exp(-values[FOCAL]))])
        turn, by_angle = cv2.Rodrigues(values[ROTATION])
        turn = np.asarray(turn, np.float64)
        body = (point - (*values[ORIGIN], 1.0)) / relief @ turn
        moved = np.zeros((self.size, len(nominal), 3))
        for k in range(3):
            moved[k] = body @ (np.asarray(by_angle, np.float64)[k].reshape(3, 3).T * relief)
        moved[ORIGIN.start, :, 0] = moved[ORIGIN.start + 1, :, 1] = 1.0
        step = 1e-6
        changed = values.copy()
        changed[RULING] += step
        moved[RULING] = (self._in_camera(changed, at.s, at.t, profile).point - point) / step
        moved[FOCAL, :, 2] = 1 - point[:, 2]
        cos_r, sin_r = float(np.cos(values[RULING])), float(np.sin(values[RULING]))
        place = np.clip((at.s * cos_r + at.t * sin_r - self.nodes[0]) / (self.nodes[1] - self.nodes[0]), 0, None)
        node = np.minimum(place, len(self.nodes) - 1.001).astype(np.intp)
        part = (place - node)[:, None]
        tables = self._profile_slopes(profile[0])
        by_x, by_n = (table[node] * (1 - part) + table[node + 1] * part for table in tables)
        for_x, for_n = turn[:, 0] * cos_r + turn[:, 1] * sin_r, turn[:, 2]
        moved[self.slopes] = by_x.T[..., None] * (for_x * relief) - by_n.T[..., None] * (for_n * relief)
        if self.hills is not None:
            up = self._upward(values, at, profile) * relief
            moved[self.heights] = self.hills.shapes(at.s, at.t).T[..., None] * up
        across = moved[..., :2] - rays * moved[..., 2:]
        across[BARREL] -= nominal * (nominal**2).sum(axis=1, keepdims=True) * point[:, 2:]
        return np.asarray(across)

    def _upward(
        self, values: FloatArray, at: SheetPoints, profile: tuple[FloatArray, FloatArray, FloatArray]
    ) -> FloatArray:
        """(n, 3): the cylinder's normal, towards the camera, in camera axes."""
        cos_r, sin_r = float(np.cos(values[RULING])), float(np.sin(values[RULING]))
        slope = np.interp(at.s * cos_r + at.t * sin_r, self.nodes, profile[0])
        normal = np.stack([-np.sin(slope) * cos_r, -np.sin(slope) * sin_r, -np.cos(slope)], axis=1)
        return np.asarray(normal @ np.asarray(cv2.Rodrigues(values[ROTATION])[0], np.float64).T)

    def _profile_slopes(self, slope: FloatArray) -> tuple[FloatArray, FloatArray]:
        """(nodes, splines) each: how the profile's two lengths grow with each spline coefficient."""
        step = self.nodes[1] - self.nodes[0]
        middle = self.width / 2
        found = []
        for part in (-np.sin(slope)[:, None] * self.basis, np.cos(slope)[:, None] * self.basis):
            length = np.vstack([np.zeros(part.shape[1]), np.cumsum(part[1:] + part[:-1], axis=0) * step / 2])
            place = (middle - self.nodes[0]) / step
            node = int(place)
            found.append(length - (length[node] * (node + 1 - place) + length[node + 1] * (place - node)))
        return found[0], found[1]

    def _from_flat(self, values: FloatArray, rays: FloatArray) -> SheetPoints:
        """Where the rays meet the profile's tangent plane."""
        turn = np.asarray(cv2.Rodrigues(values[ROTATION])[0], np.float64)
        axes = turn[:, :2].copy()
        axes[2] *= np.exp(-values[FOCAL])
        plane = np.column_stack([axes, [*values[ORIGIN], 1.0]])
        met = np.column_stack([rays, np.ones(len(rays))]) @ np.linalg.inv(plane).T
        return SheetPoints(met[:, 0] / met[:, 2] + self.width / 2, met[:, 1] / met[:, 2])

    def _profile(self, values: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """(slope, across, rise) at the nodes, by the trapezoid rule; both lengths are 0 in the sheet's middle."""
        slope = self.basis @ values[self.slopes]
        step = self.nodes[1] - self.nodes[0]
        lengths = []
        for part in (np.cos(slope), np.sin(slope)):
            length = np.concatenate([[0.0], np.cumsum(part[1:] + part[:-1]) * step / 2])
            lengths.append(length - np.interp(self.width / 2, self.nodes, length))
        return slope, lengths[0], lengths[1]

    def _in_camera(
        self,
        values: FloatArray,
        s: FloatArray,
        t: FloatArray,
        profile: tuple[FloatArray, FloatArray, FloatArray] | None = None,
    ) -> _Seen:
        """Points, and tangents without hills, in camera axes.

        Depth is 1 at the origin, its changes shrink with the focal length.
        """
        profile = profile or self._profile(values)
        slopes, across, rise = profile
        cos_r, sin_r = float(np.cos(values[RULING])), float(np.sin(values[RULING]))
        a, b = s * cos_r + t * sin_r, t * cos_r - s * sin_r
        step = self.nodes[1] - self.nodes[0]
        place = np.clip((a - self.nodes[0]) / step, 0, len(self.nodes) - 1.001)
        node = place.astype(np.intp)
        part = place - node
        slope = slopes[node] * (1 - part) + slopes[node + 1] * part
        midway, run = (slopes[node] + slope) / 2, part * step
        x, n = across[node] + run * np.cos(midway), -(rise[node] + run * np.sin(midway))
        x_a, n_a = np.cos(slope), -np.sin(slope)
        turn = np.asarray(cv2.Rodrigues(values[ROTATION])[0], np.float64)
        point = np.stack([x * cos_r - b * sin_r, x * sin_r + b * cos_r, n], axis=1) @ turn.T
        by_a = np.stack([x_a * cos_r, x_a * sin_r, n_a], axis=1) @ turn.T
        by_b = turn @ np.array([-sin_r, cos_r, 0.0])
        along_s, along_t = by_a * cos_r - by_b * sin_r, by_a * sin_r + by_b * cos_r
        if self.hills is not None:
            height = self.hills.height(values[self.heights], s, t)
            point += height[:, None] * self._upward(values, SheetPoints(s, t), profile)
        relief = np.exp(-values[FOCAL])
        for part_of in (point, along_s, along_t):
            part_of[:, 2] *= relief
        point += (*values[ORIGIN], 1.0)
        return _Seen(point, along_s, along_t)


def _in_picture(there: _Seen, rays: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The tangents as the miss of a ray sees them, (n, 2) each."""
    return (
        there.along_s[:, :2] - rays * there.along_s[:, 2:],
        there.along_t[:, :2] - rays * there.along_t[:, 2:],
    )


def _solve2(one: FloatArray, other: FloatArray, wanted: FloatArray) -> tuple[FloatArray, FloatArray]:
    """(p, q) with p * one + q * other = wanted, for n systems of two at once."""
    det = one[:, 0] * other[:, 1] - other[:, 0] * one[:, 1]
    p = (wanted[:, 0] * other[:, 1] - wanted[:, 1] * other[:, 0]) / det
    q = (wanted[:, 1] * one[:, 0] - wanted[:, 0] * one[:, 1]) / det
    return p, q


def _spline_basis(x: FloatArray, knots: FloatArray) -> FloatArray:
    """(len(x), len(knots) + 2) cubic B-splines by de Boor's recurrence, clamped at the ends and constant beyond."""
    padded = np.concatenate([[knots[0]] * _DEGREE, knots, [knots[-1]] * _DEGREE])
    x = np.clip(x, knots[0], knots[-1] - 1e-9)[:, None]
    found = ((x >= padded[None, :-1]) & (x < padded[None, 1:])).astype(np.float64)
    for k in range(1, _DEGREE + 1):
        before, after = padded[k:-1] - padded[: -k - 1], padded[k + 1 :] - padded[1:-k]
        rising = np.divide(x - padded[: -k - 1], before, out=np.zeros((len(x), len(before))), where=before > 0)
        falling = np.divide(padded[k + 1 :] - x, after, out=np.zeros((len(x), len(after))), where=after > 0)
        found = rising * found[:, :-1] + falling * found[:, 1:]
    return found
