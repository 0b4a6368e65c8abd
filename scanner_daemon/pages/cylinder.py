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

from dataclasses import dataclass, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.hills import Hills
from scanner_daemon.pages.laid import Laid

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
_CONVERGED = 1e-12
"""Nominal rays: a hundred-millionth of a pixel."""


class SheetPoints(NamedTuple):
    """Where nominal rays meet the sheet: ``s`` from the gutter and ``t`` down, (n,) each."""

    s: FloatArray
    t: FloatArray


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
        x, y, depth = self._laid(values).seen(s, t).point
        return self.nominal(values, np.stack([x / depth, y / depth], axis=1))

    def met(self, values: FloatArray, nominal: FloatArray, start: SheetPoints | None = None) -> SheetPoints:
        """Where nominal rays (n, 2) meet the sheet, by Newton's method from ``start``, or from the flat sheet."""
        rays = self.rays(values, nominal)
        if start is None:
            s, t = self._from_flat(values, rays)
            steps = 2 * _NEWTON_STEPS
        else:
            (s, t), steps = start, _NEWTON_STEPS
        laid = self._laid(values)
        x, y = np.ascontiguousarray(rays.T)
        for _ in range(steps):
            point, by_s, by_t = laid.seen(s, t)
            miss = point[0] - x * point[2], point[1] - y * point[2]
            s_x, s_y, t_x, t_y = _in_picture(by_s, by_t, x, y)
            det = s_x * t_y - t_x * s_y
            ds, dt = (miss[0] * t_y - miss[1] * t_x) / det, (miss[1] * s_x - miss[0] * s_y) / det
            s, t = s - ds, t - dt
            if max(np.abs(ds).max(initial=0.0), np.abs(dt).max(initial=0.0)) < _CONVERGED:
                break
        return SheetPoints(s, t)

    def sensitivities(
        self, values: FloatArray, nominal: FloatArray, at: SheetPoints, level: NDArray[np.bool_]
    ) -> FloatArray:
        """(size, n): how t (where ``level``) or s of fixed nominal rays changes with each parameter.

        By the implicit function: a parameter moves a point across its ray, and the place on the sheet makes up for it.
        """
        x, y = self.rays(values, nominal).T
        laid = self._laid(values)
        local = laid.local(at.s, at.t)
        point, by_s, by_t = laid.in_camera(*local)
        s_x, s_y, t_x, t_y = _in_picture(by_s, by_t, x, y)
        det = s_x * t_y - t_x * s_y
        along_x, along_y = np.where(level, -s_y, t_y) / det, np.where(level, s_x, -t_x) / det
        toward = np.array((along_x, along_y, -(along_x * x + along_y * y)))
        return np.negative(self._moved(values, nominal, at, laid, local, point, toward))

    def depths(self, values: FloatArray, nominal: FloatArray, at: SheetPoints) -> tuple[FloatArray, FloatArray]:
        """Where fixed nominal rays meet the sheet: (n,) depths in units of the origin's, and (size, n) their changes.

        A parameter moves the sheet; along the ray it does so by what it moves along the sheet's normal.
        """
        laid = self._laid(values)
        local = laid.local(at.s, at.t)
        point, by_s, by_t = laid.in_camera(*local)
        normal = np.cross(by_s, by_t, axis=0)
        ray = np.vstack([self.rays(values, nominal).T, np.ones(len(nominal))])
        toward = normal / (normal * ray).sum(axis=0)
        return np.asarray(point[2]), self._moved(values, nominal, at, laid, local, point, toward)

    def _moved(
        self,
        values: FloatArray,
        nominal: FloatArray,
        at: SheetPoints,
        laid: Laid,
        there: tuple[FloatArray, FloatArray, FloatArray],
        point: FloatArray,
        toward: FloatArray,
    ) -> FloatArray:
        """(size, n): how far each parameter moves points of the sheet against their rays, along ``toward`` (3, n)."""
        local, x_a, n_a = there
        found = np.zeros((self.size, len(nominal)))
        by_angle = np.asarray(cv2.Rodrigues(values[ROTATION])[1], np.float64).reshape(3, 3, 3)
        relief = np.array([[1.0], [1.0], [float(np.exp(-values[FOCAL]))]])
        for k in range(3):
            found[k] = (toward * (relief * (by_angle[k] @ local))).sum(axis=0)
        found[ORIGIN] = toward[:2]
        step = 1e-6
        turned = replace(laid, ruling=laid.ruling + step)
        found[RULING] = (toward * ((turned.seen(at.s, at.t).point - point) / step)).sum(axis=0)
        found[FOCAL] = toward[2] * (1 - point[2])
        flat = nominal.T
        found[BARREL] = -(toward[0] * flat[0] + toward[1] * flat[1]) * (flat**2).sum(axis=0) * point[2]
        for_x, for_n = (toward * (laid.turn @ axis)[:, None] for axis in self._profile_axes(laid.ruling))
        by_x, by_n = self._profile_at(laid, at)
        found[self.slopes] = by_x * for_x.sum(axis=0) - by_n * for_n.sum(axis=0)
        if self.hills is not None:
            up = (toward * (laid.turn @ laid.upward(x_a, n_a))).sum(axis=0)
            found[self.heights] = self.hills.shapes(at.s, at.t).T * up
        return found

    def depth(self, values: FloatArray, s: FloatArray, t: FloatArray) -> FloatArray:
        """Distance along the optical axis, in units of the origin's."""
        return np.asarray(self._laid(values).seen(s, t).point[2])

    def slope_range(self, values: FloatArray) -> float:
        """Radians between the steepest rise and the steepest fall of the profile within the sheet."""
        inside = (self.nodes >= 0) & (self.nodes <= self.width)
        return float(np.ptp((self.basis @ values[self.slopes])[inside]))

    def _laid(self, values: FloatArray) -> Laid:
        turn = np.asarray(cv2.Rodrigues(values[ROTATION])[0], np.float64)
        turn[2] *= np.exp(-values[FOCAL])
        origin = np.array([[values[ORIGIN][0]], [values[ORIGIN][1]], [1.0]])
        return Laid(
            self.nodes,
            np.array(self._profile(values)),
            turn,
            origin,
            float(values[RULING]),
            self.hills,
            values[self.heights],
        )

    def _profile_axes(self, ruling: float) -> tuple[FloatArray, FloatArray]:
        """Where the profile's two lengths lead, in the sheet's own axes."""
        return np.array([np.cos(ruling), np.sin(ruling), 0.0]), np.array([0.0, 0.0, 1.0])

    def _profile_at(self, laid: Laid, at: SheetPoints) -> tuple[FloatArray, FloatArray]:
        """(splines, n) each: how the profile's two lengths grow at these points with each spline coefficient."""
        a = at.s * np.cos(laid.ruling) + at.t * np.sin(laid.ruling)
        place = np.clip((a - self.nodes[0]) / (self.nodes[1] - self.nodes[0]), 0, None)
        node = np.minimum(place, len(self.nodes) - 1.001).astype(np.intp)
        part = place - node
        by_x, by_n = (
            table[:, node] * (1 - part) + table[:, node + 1] * part
            for table in (np.ascontiguousarray(each.T) for each in self._profile_slopes(laid.profile[0]))
        )
        return by_x, by_n

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


def _in_picture(
    by_s: FloatArray, by_t: FloatArray, x: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Both tangents, each across and down, as the miss of the ray (x, y) sees them."""
    return by_s[0] - x * by_s[2], by_s[1] - y * by_s[2], by_t[0] - x * by_t[2], by_t[1] - y * by_t[2]


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
