"""The surface of one page: observed curves in, a cylinder (or a plane, where that is enough) and a map out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.cylinder import BARREL, FOCAL, ORIGIN, ROTATION, RULING, SLOPES, Cylinder
from scanner_daemon.pages.edges import Edge
from scanner_daemon.pages.fitting import Belief, Curve, CylinderFit, fit_cylinder
from scanner_daemon.pages.margins import find_margins

__all__ = ["Surface", "lay_surface"]

FloatArray = NDArray[np.float64]

_FROM_GUTTER = np.array([0, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8, 1.0])
_EVEN = np.linspace(0, 1, 9)
"""Knots of the slope's spline, in page widths: a bound page bends most at its gutter."""
_EDGE_PX, _LINE_PX, _MARGIN_PX = 0.7, 1.6, 4.0
"""How well a point of each is known, pixels of a 24 MP photograph: measured on simulated pages of known shape."""
_USUAL_LONG_SIDE_PX = 6000
_LEAST_LINES = 4
_LEAST_SPAN = 0.35
"""Of the page's width, that at least one level curve must cover."""
_WORTH_BENDING = 0.97
"""The cylinder is taken where it leaves at most this share of the plane's misfit."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A page's surface. Page pixels (x right, y down, as read) lead through the sheet to the upright photograph."""

    camera: Camera
    fit: CylinderFit
    curves: tuple[Curve, ...]
    mirrored: bool
    """The gutter is at the right: s runs against x."""
    bent: bool
    plane_rms_px: float | None
    rms_px: float | None
    """Robust misfit of lines and edges, photograph pixels, by the best plane and by what was taken."""
    edges: dict[str, float]
    """Where each edge that was seen lies on the sheet: t of top and bottom, s of the fore-edge."""

    def to_photo(self, sheet: FloatArray) -> FloatArray:
        """Sheet points (n, 2), as (s, t), to upright photograph pixels (n, 2)."""
        rays = self.fit.cylinder.seen(self.fit.values, sheet[:, 0], sheet[:, 1])
        return self.camera.pixels(self._facing(rays))

    def to_sheet(self, upright_px: FloatArray) -> FloatArray:
        """The inverse of `to_photo`."""
        met = self.fit.cylinder.met(self.fit.values, self._facing(self.camera.rays(upright_px)))
        return np.stack([met.s, met.t], axis=1)

    def _facing(self, rays: FloatArray) -> FloatArray:
        return rays * (-1.0, 1.0) if self.mirrored else rays


def lay_surface(
    camera: Camera, corners_px: FloatArray, gutter: str | None, lines: Sequence[FloatArray], edges: Sequence[Edge]
) -> Surface | None:
    """The surface of the page with these corners (upright photograph pixels, from the top left clockwise).

    ``lines`` are the middles of lines of text, (n, 2) pixels each. None where too little is seen to say anything.
    """
    mirrored = gutter == "right"
    facing = (-1.0, 1.0) if mirrored else (1.0, 1.0)
    quad = camera.rays(corners_px) * facing
    near, far = (quad[[1, 2]], quad[[0, 3]]) if mirrored else (quad[[0, 3]], quad[[1, 2]])
    width = float(abs(far[:, 0].mean() - near[:, 0].mean()))
    fine = max(1.0, camera.focal_px / 2.4 / _USUAL_LONG_SIDE_PX) if camera.lens is None else 1.0
    unit = fine / camera.focal_px
    curves = [Curve(camera.rays(edge.points) * facing, edge.level, _EDGE_PX * unit, "edge") for edge in edges]
    text = [Curve(camera.rays(line) * facing, True, _LINE_PX * unit, "line") for line in lines]
    if not _enough(curves, text, width):
        return None
    cylinder = Cylinder.with_knots(width, _EVEN if gutter is None else _FROM_GUTTER)
    origin = np.array([near[:, 0].mean() + width / 2, quad[:, 1].mean()])
    start = cylinder.flat(origin)
    plane = fit_cylinder(cylinder, [*curves, *text], _belief(cylinder, start, camera, bends=False), start)
    margins = [
        Curve(points, False, _MARGIN_PX * unit, "margin")
        for points in find_margins(cylinder, plane.values, [line.nominal for line in text])
    ]
    seen = [*curves, *text, *margins]
    bent = fit_cylinder(cylinder, seen, _belief(cylinder, start, camera, bends=True), plane.values)
    kinds = ("line", "edge")
    plane_rms, bent_rms = plane.rms([*curves, *text], *kinds), bent.rms(seen, *kinds)
    take_bent = bent_rms is not None and plane_rms is not None and bent_rms < _WORTH_BENDING * plane_rms
    taken = bent if take_bent and _sound(bent) else plane
    if not _sound(taken):
        return None
    px = camera.focal_px
    rms = bent_rms if taken is bent else plane_rms
    return Surface(
        camera,
        taken,
        tuple(seen if taken is bent else [*curves, *text]),
        mirrored,
        taken is bent,
        None if plane_rms is None else plane_rms * px,
        None if rms is None else rms * px,
        _places(taken, edges),
    )


def _enough(edges: list[Curve], lines: list[Curve], width: float) -> bool:
    spans = [float(np.ptp(curve.nominal[:, 0])) for curve in (*edges, *lines) if curve.level]
    level_edges = sum(curve.level for curve in edges)
    return (len(lines) >= _LEAST_LINES or level_edges == 2) and max(spans, default=0.0) > _LEAST_SPAN * width


def _belief(cylinder: Cylinder, start: FloatArray, camera: Camera, *, bends: bool) -> Belief:
    sigma = np.empty(cylinder.size)
    sigma[ROTATION] = (0.25, 0.25, 0.25)
    sigma[ORIGIN] = 1e-5
    sigma[RULING] = 0.03 if bends else 1e-6
    sigma[[FOCAL, BARREL]] = FocalFrom.SIGMA[camera.focal_from]
    sigma[SLOPES] = 0.5 if bends else 1e-7
    return Belief(start, sigma)


def _sound(fit: CylinderFit) -> bool:
    """No sheet of paper lies as a degenerate fit does: folded on itself, or reaching behind the camera."""
    depth = fit.cylinder.depth(fit.values, fit.sheet.s, fit.sheet.t)
    steep = fit.cylinder.slope_range(fit.values)
    finite = np.isfinite(fit.values).all() and np.isfinite(depth).all()
    return bool(finite and depth.min() > 0.4 and depth.max() < 2.5 and steep < np.radians(130))


def _places(fit: CylinderFit, edges: Sequence[Edge]) -> dict[str, float]:
    """The mean place of each edge: edges are the first curves."""
    found = {}
    for number, edge in enumerate(edges):
        mine = fit.curve_of == number
        found[edge.name] = float(np.median((fit.sheet.t if edge.level else fit.sheet.s)[mine]))
    return found
