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

__all__ = ["Bounded", "Choice", "choose", "fits_as_paper_does", "sound"]

FloatArray = NDArray[np.float64]

_WORTH_BENDING = 0.985
"""The cylinder is taken where it leaves at most this share of the plane's misfit."""
_POOR, _WORTH_BENDING_POORLY = 2.0, 0.8
"""What a cylinder explains so many times worse than usual is hardly one: then it must help much more."""
_WORTH_MOVING, _WORTH_MOVING_DOUBTFULLY, _WORTH_MOVING_PICTURED = 0.92, 0.8, 0.5
"""A surface is taken where it leaves at most this share of the misfit that the photograph has, turned and no more;
the second where no outline was found, or one that is hardly the page's, the third where a picture runs to its edge."""
_MANY_DOUBTED = 2
"""So many of the four edges that the text contradicts bound something else."""
_DOUBTFUL = 3.5
"""What fits so many times worse than usual, as hardly any page does, must be the better in proportion."""
_SURELY, _SURELY_DOUBTFULLY, _SURELY_PICTURED = 2.0, 2.5, 4.0
"""Standard deviations by which the page must be straighter than the photograph; the second where the text contradicts
something of what bounds it, or no outline was found, the third where a picture runs to its edge."""
_PICTURED = 1.5
"""Of the usual misfit: what fits worse beside such a picture follows its edges and not the page's."""
_APART, _APART_PICTURED = (0.5, 0.0045), (0.85, 0.0065)
"""So great a share of the page may come out unlike its photograph by no more than so much of its width, for each
standard deviation by which that misses what was seen. Of 870 pages none that came out straighter reached .0031, and
what passed .0045 was known far worse than its few lines said. What lies beyond a fold is not looked at, but where a
picture runs to the edge it may be that which is not known."""
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


@dataclass(frozen=True, slots=True)
class Bounded:
    """What is known of the page's edges: ``outlined`` where an outline was found, ``doubted`` of which so many edges
    the text contradicts, ``pictured`` where a picture runs to one, ``past`` where the page goes on past the photograph.

    A picture has edges of its own, and some were taken for the page's.
    """

    outlined: bool
    doubted: int
    pictured: bool = False
    past: bool = False

    @property
    def unclear(self) -> bool:
        """Nothing that was seen is then surely the page's."""
        return self.pictured and (self.past or self.doubted > 0)

    @property
    def most(self) -> float:
        """The misfit of a surface that is believed."""
        return _PICTURED * USUAL_MISFIT if self.pictured else np.inf

    @property
    def share(self) -> float:
        """Of the page, that may not come out unlike its photograph by more than ``apart``."""
        return (_APART_PICTURED if self.pictured else _APART)[0]

    @property
    def apart(self) -> float:
        """Of the page's width, for each standard deviation that the photograph misses what was seen."""
        return (_APART_PICTURED if self.pictured else _APART)[1]

    @property
    def least(self) -> float:
        """The share of the photograph's misfit that a surface must leave."""
        if self.pictured:
            return _WORTH_MOVING_PICTURED
        return _WORTH_MOVING if self.outlined and self.doubted < _MANY_DOUBTED else _WORTH_MOVING_DOUBTFULLY

    @property
    def surely(self) -> float:
        """The standard deviations by which it must be straighter than the photograph."""
        if self.pictured:
            return _SURELY_PICTURED
        return _SURELY if self.outlined and not self.doubted else _SURELY_DOUBTFULLY


def choose(
    plane: CylinderFit,
    cylinder: CylinderFit,
    as_seen: CylinderFit,
    curves: Sequence[Curve],
    rays: FloatArray,
    bounded: Bounded,
    *,
    known: CylinderFit | None = None,
) -> Choice:
    """The surface of the page whose lines, margins and edges are ``curves``; ``rays`` (n, 2) are all over it.

    ``as_seen`` is the photograph as a surface. ``known`` tells how well the cylinder is known, where that was fitted
    to something else besides.
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
    surest = 0.0
    for fit, name in [] if bounded.unclear else candidates:
        page = places_on(fit, rays)
        better = scores[name] <= min(bounded.most, _share(scores[name], bounded.least) * scores["photograph"])
        alike = apart(page, photograph, bounded.share) <= bounded.apart * fit.cylinder.width * scores["photograph"]
        if not (better and alike):
            continue
        sure = certainty(likeliest, rays, page, photograph)
        if sure >= bounded.surely:
            return Choice(fit, name == "cylinder", True, sure, scores)
        surest = max(surest, sure)
    return Choice(as_seen, False, False, surest, scores)


def _share(misfit: float, least: float) -> float:
    """Of the photograph's misfit, that this one may be."""
    return least * min(1.0, _DOUBTFUL * USUAL_MISFIT / misfit)


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
