"""Which surface a page is given: the bent sheet, the plane, or the photograph turned and no more.

The more general surface is believed only where it explains clearly more of what was seen, and no surface is where
what is seen tells too little of it for the page to be surely straighter than the photograph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.agreement import USUAL_MISFIT
from scanner_daemon.pages.certainty import apart, certainty, places_on
from scanner_daemon.pages.cylinder import FOCAL
from scanner_daemon.pages.fitting import Curve, CylinderFit

__all__ = ["Choice", "choose", "fits_as_paper_does", "sound"]

FloatArray = NDArray[np.float64]

_WORTH_BENDING = 0.985
"""The cylinder is taken where it leaves at most this share of the plane's misfit."""
_POOR, _WORTH_BENDING_POORLY = 2.0, 0.8
"""What a cylinder explains so many times worse than usual is hardly one: then it must help much more."""
_WORTH_MOVING, _WORTH_MOVING_DOUBTFULLY = 0.92, 0.8
"""A surface is taken where it leaves at most this share of the misfit that the photograph has, turned and no more;
the second where no outline was found, or one that is hardly the page's."""
_MANY_DOUBTED = 2
"""So many of the four edges that the text contradicts bound something else."""
_DOUBTFUL = 3.5
"""What fits so many times worse than usual, as hardly any page does, must be the better in proportion."""
_SURELY, _SURELY_DOUBTFULLY = 2.0, 2.5
"""Standard deviations by which the page must be straighter than the photograph; the second where the text contradicts
something of what bounds it, or no outline was found."""
_APART = 0.0045
"""Share of the page's width by which it may come out unlike its photograph, for each standard deviation by which that
misses what was seen: of several hundred pages none that came out straighter reached .0031, and what passed it was known
far worse than its few lines said."""
_FOCAL_ASTRAY = 0.9
"""Logarithm by which a focal length may come out other than it was thought to be: 2.5 times."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The surface that was taken. ``scores`` are the misfits of all, in standard deviations of what was seen.

    ``certainty`` is by how many standard deviations the page is straighter than the photograph, of the surface that
    explains most.
    """

    fit: CylinderFit
    bent: bool
    laid: bool
    certainty: float
    scores: dict[str, float]


def choose(
    plane: CylinderFit,
    cylinder: CylinderFit,
    as_seen: CylinderFit,
    curves: Sequence[Curve],
    rays: FloatArray,
    *,
    outlined: bool,
    doubted: int,
    known: CylinderFit | None = None,
) -> Choice:
    """The surface of the page whose lines, margins and edges are ``curves``; ``rays`` (n, 2) are all over it.

    ``as_seen`` is the photograph as a surface, ``doubted`` the number of edges that the text contradicts. ``known``
    tells how well the cylinder is known, where that was fitted to something else besides.
    """
    scores = {
        "plane": plane.misfit(curves) if sound(plane) else np.inf,
        "cylinder": cylinder.misfit(curves),
        "photograph": as_seen.misfit(curves),
    }
    worth = _WORTH_BENDING if fits_as_paper_does(cylinder, curves) else _WORTH_BENDING_POORLY
    bends = scores["cylinder"] < worth * scores["plane"] and sound(cylinder)
    candidates = [(cylinder, "cylinder")] if bends else []
    candidates += [(plane, "plane")] if sound(plane) else []
    likeliest = (known or cylinder) if sound(cylinder) else plane
    photograph = places_on(as_seen, rays)
    least = _WORTH_MOVING if outlined and doubted < _MANY_DOUBTED else _WORTH_MOVING_DOUBTFULLY
    surely = _SURELY if outlined and not doubted else _SURELY_DOUBTFULLY
    surest = 0.0
    for fit, name in candidates:
        better = scores[name] <= least * min(1.0, _DOUBTFUL * USUAL_MISFIT / scores[name]) * scores["photograph"]
        page = places_on(fit, rays)
        alike = apart(page, photograph) <= _APART * fit.cylinder.width * scores["photograph"]
        sure = certainty(likeliest, rays, page, photograph)
        if better and alike and sure >= surely:
            return Choice(fit, name == "cylinder", True, sure, scores)
        surest = max(surest, sure) if better and alike else surest
    return Choice(as_seen, False, False, surest, scores)


def fits_as_paper_does(cylinder: CylinderFit, curves: Sequence[Curve]) -> bool:
    """Whether it explains the curves about as well as it does those of other pages."""
    return cylinder.misfit(curves) < _POOR * USUAL_MISFIT


def sound(fit: CylinderFit) -> bool:
    """No sheet of paper lies as a degenerate fit does: folded on itself, or reaching behind the camera."""
    depth = fit.cylinder.depth(fit.values, fit.sheet.s, fit.sheet.t)
    steep = fit.cylinder.slope_range(fit.values)
    finite = np.isfinite(fit.values).all() and np.isfinite(depth).all()
    near = abs(float(fit.values[FOCAL])) < _FOCAL_ASTRAY
    return bool(finite and near and depth.min() > 0.4 and depth.max() < 2.5 and steep < np.radians(130))
