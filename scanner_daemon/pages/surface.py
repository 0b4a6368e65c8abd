"""The surface of one page: what was seen of it in, the surface that is believed out, and why.

A plane and a cylinder are fitted to the same lines, margins and edges; what an edge says is taken only as long as the
text does not contradict it, because what bounds the bright paper need not be this page's edge: it may be the leaves
below, a thumb, or a shadow. The more general surface is believed only where it explains clearly more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.agreement import agreed
from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.certainty import grid_within
from scanner_daemon.pages.choice import Bounded, choose, fits_as_paper_does, sound
from scanner_daemon.pages.cylinder import BARREL, FOCAL, ORIGIN, ROTATION, RULING, SKEW, Cylinder
from scanner_daemon.pages.edges import Edge
from scanner_daemon.pages.fitting import Belief, Curve, CylinderFit, fit_cylinder
from scanner_daemon.pages.margins import find_margins
from scanner_daemon.pages.neighbours import Prior, told_by
from scanner_daemon.pages.proposal import Proposal

__all__ = ["Observed", "Surface", "lay_surface"]

FloatArray = NDArray[np.float64]

_FROM_GUTTER = np.array([0, 0.03, 0.06, 0.1, 0.16, 0.25, 0.4, 0.6, 0.8, 1.0])
_EVEN = np.linspace(0, 1, 9)
"""Knots of the slope's spline, in page widths: a bound page bends most at its gutter."""
_LEAST_SPREAD = 0.5
"""Without an outline, text that covers less of the photograph's height tells nothing of most of the page."""
_LINE, _EDGE, _SIDE, _MARGIN = 0.5, 0.5, 0.25, 1.0
"""How well a point of each is believed, in pixels of the small copies: three times the noise that is measured on
simulated pages, because neighbours err together, and no sheet is quite a cylinder.
"""
_PROPOSED = 0.0035
"""Of the page's width, how well a proposed row or column is believed: three times how far those of UVDoc were found
to stray on simulated pages, for the same reasons.
"""
_FORETOLD = 2.0
"""So many times that far may an edge or a line stray from the surface that the proposal makes without having seen it:
of 47 simulated pages 12 kept to that, and these became straighter; of the other 35, 5 became worse.
"""
_BESIDE_PLATEN = (0.01, 0.01, 0.03)
"""Radians by which a page under glass may lean or turn from the platen as it was calibrated."""
_STRAYS = 0.25
"""Of the points of an edge on either side, those that do not tell how far the page goes."""
_CUT_OFF = 0.025
"""Of the page's width: so near to the photograph's border, a line ends only because the photograph does."""
_LEAST_LINES = 4
_LEAST_SPAN = 0.35
"""Of the page's width, that at least one level curve must cover."""


@dataclass(frozen=True, slots=True, eq=False)
class Observed:
    """What was seen of a page, in pixels of the upright photograph.

    ``corners`` (4, 2) from the top left clockwise bound the page, or, where no outline was found, its text
    (``outlined`` false). ``lines`` are points along lines of text, ``ends`` (2, 2) their first and last ink.
    ``fine_px`` is the size of a pixel of the small copies. ``pictured`` where a picture runs to the page's edge,
    ``past`` where the page goes on past the photograph.
    """

    corners: FloatArray
    outlined: bool
    gutter: str | None
    lines: Sequence[FloatArray]
    ends: Sequence[FloatArray]
    edges: Sequence[Edge]
    fine_px: float
    pictured: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """A page's surface. Page pixels (x right, y down, as read) lead through the sheet to the upright photograph."""

    camera: Camera
    fit: CylinderFit
    curves: tuple[Curve, ...]
    mirrored: bool
    """The gutter is at the right: s runs against x."""
    bent: bool
    laid: bool
    """False where the photograph is only turned and cropped: nothing more was clearly better."""
    plane_rms_px: float
    rms_px: float
    """Robust misfit of lines and edges, photograph pixels, by the best plane and by what was taken."""
    edges: dict[str, tuple[float, float]]
    """Where each edge that was believed lies on the sheet, from and to: t of top and bottom, s of the sides."""
    gutter: str | None
    """The side that is a fold: ``left`` or ``right``."""
    text_px: tuple[FloatArray, ...]
    """Points along each line of text with its ends, (n, 2) pixels of the upright photograph."""
    may_bend: Belief
    """What was thought of the page before anything was seen, were it bent: of every parameter but hills."""
    told: tuple[FloatArray, FloatArray] | None = None
    """What this page tells its neighbours, see `told_by`; None where it is none that others should follow."""
    contradicts: bool = False
    """What the page's neighbours told was not listened to."""
    doubted: tuple[str, ...] = ()
    """Edges that the text contradicts."""
    certainty: float = 0.0
    """By how many standard deviations the page is straighter than the photograph."""
    scores: dict[str, float] = field(default_factory=dict)
    """Misfit of each surface that was tried, in standard deviations of what was seen; the smallest need not win."""

    @property
    def focal_px(self) -> float:
        """The focal length by which the page lies best."""
        return self.camera.focal_px * float(np.exp(self.fit.values[FOCAL]))

    def to_photo(self, sheet: FloatArray) -> FloatArray:
        """Sheet points (n, 2), as (s, t), to upright photograph pixels (n, 2)."""
        rays = self.fit.cylinder.seen(self.fit.values, sheet[:, 0], sheet[:, 1])
        return self.camera.pixels(self._facing(rays))

    def to_sheet(self, upright_px: FloatArray) -> FloatArray:
        """The inverse of `to_photo`."""
        met = self.fit.cylinder.met(self.fit.values, self._facing(self.camera.rays(upright_px)))
        return np.stack([met.s, met.t], axis=1)

    def laid_by(self, fit: CylinderFit, scores: dict[str, float]) -> Surface:
        """The same page as another fit to the same curves has it."""
        edges = dict(zip(self.edges, self.curves, strict=False))
        rms_px = fit.rms(self.curves, "line", "edge") * self.camera.focal_px
        places = _places(fit, edges, _STRAYS)
        return replace(self, fit=fit, bent=True, rms_px=rms_px, edges=places, scores={**self.scores, **scores})

    def _facing(self, rays: FloatArray) -> FloatArray:
        return rays * (-1.0, 1.0) if self.mirrored else rays


def lay_surface(
    camera: Camera,
    seen: Observed,
    platen: FloatArray | None = None,
    prior: Prior | None = None,
    proposal: Proposal | None = None,
) -> Surface | None:
    """The surface of the page. None where too little is seen to say anything, or nothing better than the photograph.

    ``platen`` (3, 3) are the calibrated platen's axes, which the page's own are believed to follow. ``prior`` is what
    other pages of the book tell of this one, which is listened to as long as this page does not contradict it.
    With a ``proposal`` there is a surface only where it bends, and explains clearly more of what else was seen.
    """
    mirrored = seen.gutter == "right"
    facing = (-1.0, 1.0) if mirrored else (1.0, 1.0)
    quad = camera.rays(seen.corners) * facing
    near, far = (quad[[1, 2]], quad[[0, 3]]) if mirrored else (quad[[0, 3]], quad[[1, 2]])
    width = float(abs(far[:, 0].mean() - near[:, 0].mean()))
    unit = seen.fine_px / camera.focal_px
    edges = {
        edge.name: Curve(
            _thinned(camera.rays(edge.points)) * facing, edge.level, (_EDGE if edge.level else _SIDE) * unit, "edge"
        )
        for edge in seen.edges
    }
    text = [Curve(camera.rays(line) * facing, True, _LINE * unit, "line") for line in seen.lines]
    ends = [camera.rays(pair) * facing for pair in _ends_seen(seen, camera)]
    guessed = [] if proposal is None else _guessed(proposal, camera, facing, width)
    if not (_enough(list(edges.values()), text, width) or (guessed and edges)):
        return None
    if not seen.outlined and _spread(seen.lines, camera) < _LEAST_SPREAD:
        return None
    cylinder = Cylinder.with_knots(width, _EVEN if seen.gutter is None else _FROM_GUTTER)
    start = cylinder.flat(np.array([near[:, 0].mean() + width / 2, quad[:, 1].mean()]))
    lean = (0.25, 0.25, 0.25) if seen.outlined else (0.05, 0.05, 0.25)
    if platen is not None:
        mirror = np.diag([-1.0 if mirrored else 1.0, 1.0, 1.0])
        start[ROTATION] = np.asarray(cv2.Rodrigues(mirror @ platen @ mirror)[0], np.float64).ravel()
        lean = _BESIDE_PLATEN
    flat, free = (_belief(cylinder, start, camera, lean, bends=bends, bounded=seen.outlined) for bends in (False, True))

    def margins(values: FloatArray) -> list[Curve]:
        return [Curve(rays, False, _MARGIN * unit, "margin") for rays in find_margins(cylinder, values, ends)]

    if prior is not None:
        free = prior.bent(free, cylinder)
    first = fit_cylinder(cylinder, text or list(edges.values()), flat, start)
    text = [*text, *margins(first.values)]
    begin = first.values
    if prior is not None:
        begin = free.mean.copy()
        begin[ORIGIN] = first.values[ORIGIN]
    taken, edges, doubted = agreed(cylinder, [*text, *guessed], edges, free, begin, bound=seen.gutter is not None)
    if prior is not None and prior.contradicted(free, taken):
        alone = lay_surface(camera, seen, platen)
        return None if alone is None else replace(alone, contradicts=True)
    known, curves = taken, [*edges.values(), *text]
    if guessed:
        if not _foretold(fit_cylinder(cylinder, guessed, free, first.values), curves, _FORETOLD * _PROPOSED * width):
            return None
        taken = taken.judged_by(curves)
    plane = fit_cylinder(cylinder, curves, flat, first.values)
    as_seen = fit_cylinder(cylinder, curves, _only_turned(start), start)
    rays = camera.rays(grid_within(seen.corners)) * facing
    bounded = Bounded(seen.outlined, len(doubted), seen.pictured, seen.past)
    choice = choose(plane, taken, as_seen, curves, rays, bounded, known=known)
    told = told_by(taken) if sound(taken) and fits_as_paper_does(taken, curves) else None
    laid, bent = choice.laid, choice.bent
    if not laid and not seen.outlined:
        return None
    if guessed and not (bent and laid):
        return None
    taken = choice.fit
    px = camera.focal_px
    return Surface(
        camera,
        taken,
        tuple(curves),
        mirrored,
        bent,
        laid,
        plane.rms(curves, "line", "edge") * px,
        taken.rms(curves, "line", "edge") * px,
        _places(taken, edges, _STRAYS if laid else 0.0),
        seen.gutter,
        tuple(np.concatenate([seen.lines[number], seen.ends[number]]) for number in _in_line(taken, curves)),
        free,
        None if guessed else told,
        doubted=doubted,
        certainty=choice.certainty,
        scores=choice.scores,
    )


def _guessed(proposal: Proposal, camera: Camera, facing: tuple[float, float], width: float) -> list[Curve]:
    return [
        Curve(camera.rays(each.points) * facing, each.level, _PROPOSED * width, "proposal") for each in proposal.curves
    ]


def _foretold(unseen: CylinderFit, curves: list[Curve], reach: float) -> bool:
    """Whether a surface that these curves had no part in runs along every one of them."""
    judged = unseen.judged_by(curves)
    return all(judged.misfit_of(number, curve) * curve.sigma <= reach for number, curve in enumerate(curves))


def _ends_seen(seen: Observed, camera: Camera) -> list[FloatArray]:
    """The lines' ends, nan where a line is cut off by the photograph's border: no margin is there."""
    near = _CUT_OFF * float(np.ptp(seen.corners[:, 0]))
    last = 2 * camera.centre_px[0] - near
    return [np.where((pair[:, :1] > near) & (pair[:, :1] < last), pair, np.nan) for pair in seen.ends]


def _thinned(points: FloatArray, by: int = 3) -> FloatArray:
    """Means of neighbours."""
    whole = len(points) // by * by
    return np.asarray(points[:whole].reshape(-1, by, 2).mean(axis=1))


def _spread(lines: Sequence[FloatArray], camera: Camera) -> float:
    """The share of the photograph's height from the first line of text to the last."""
    heights = [line[:, 1].mean() for line in lines]
    return float(np.ptp(heights)) / (2 * camera.centre_px[1])


def _enough(edges: list[Curve], lines: list[Curve], width: float) -> bool:
    spans = [float(np.ptp(curve.nominal[:, 0])) for curve in (*edges, *lines) if curve.level]
    level_edges = sum(curve.level for curve in edges)
    return (len(lines) >= _LEAST_LINES or level_edges == 2) and max(spans, default=0.0) > _LEAST_SPAN * width


def _belief(
    cylinder: Cylinder,
    start: FloatArray,
    camera: Camera,
    lean: tuple[float, float, float],
    *,
    bends: bool,
    bounded: bool,
) -> Belief:
    """Text alone hardly tells how far its page leans or bends; where no outline was found, less is thought possible."""
    sigma = np.empty(cylinder.size)
    sigma[ROTATION] = lean
    sigma[ORIGIN] = 1e-5
    sigma[RULING] = 0.03 if bends else 1e-6
    sigma[[FOCAL, BARREL]] = FocalFrom.SIGMA[camera.focal_from]
    sigma[SKEW] = 0.003
    sigma[cylinder.slopes] = (0.5 if bounded else 0.3) if bends else 1e-7
    return Belief.of(start, sigma)


def _only_turned(start: FloatArray) -> Belief:
    """That the photograph is the page, or, calibrated, what lies on the platen."""
    sigma = np.full(len(start), 1e-7)
    sigma[ROTATION.start + 2] = 0.25
    return Belief.of(start, sigma)


def _in_line(fit: CylinderFit, curves: list[Curve]) -> list[int]:
    """The numbers of the lines of text that run as the others do; what does not is a pattern, or another page's."""
    misfit = [fit.misfit_of(number, curve) for number, curve in enumerate(curves) if curve.kind == "line"]
    most = max(3.0, 4 * float(np.median(misfit))) if misfit else 0.0
    return [number for number, miss in enumerate(misfit) if miss <= most]


def _places(fit: CylinderFit, edges: dict[str, Curve], strays: float) -> dict[str, tuple[float, float]]:
    """How far in and how far out each edge lies on the sheet, but for a share of strays: edges are the first curves."""
    found = {}
    for number, (name, edge) in enumerate(edges.items()):
        at = (fit.sheet.t if edge.level else fit.sheet.s)[fit.curve_of == number]
        found[name] = (float(np.quantile(at, strays)), float(np.quantile(at, 1 - strays)))
    return found
