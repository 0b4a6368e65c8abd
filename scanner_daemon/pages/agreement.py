"""Which of a page's edges its text allows, and the sheet on which they agree.

What bounds the bright paper need not be this page's edge: it may be the leaves below, a thumb, or a shadow. An edge is
taken as long as the text does not contradict it; where even the text alone fits no cylinder, it is the sheet that is
doubted before the edges, and it may have hills.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.cylinder import Cylinder
from scanner_daemon.pages.fitting import Belief, Curve, CylinderFit, fit_cylinder
from scanner_daemon.pages.hills import Hills

__all__ = ["USUAL_MISFIT", "agreed"]

FloatArray = NDArray[np.float64]

_AT_FIRST = 8.0
"""Times less is believed at first, so that what is thought beforehand leads the fit to the right one of the shapes
that look alike (a hollow and a bulge, seen from far away)."""
USUAL_MISFIT = 0.33
_NO_CYLINDER = 1.4
"""Of what is believed: how well good pages fit; a sheet that fits so many times worse is less of a cylinder, and what
it shows is believed less."""
_HILLY, _WORTH_HILLS = 1.25, 0.85
"""What fits so many times worse than usual may have hills; they are taken where they leave this share of its misfit."""
_HILLS, _HILL_WIDTH, _HILL_HEIGHT = 40, 0.2, 0.003
"""How many shapes they are made of, and how wide and high they are, of the page's width."""
_LINES_ALONE = 6
"""So many lines can tell a surface without any edge."""
_HARM = 1.12
"""An edge that raises the misfit of the text by more is none of this page's."""
_HARM_FREE = 1.03
"""The same without a gutter: of a freely photographed book, a side may well be that of the leaves below."""
_RELIEF = 1.1
"""Times more misfit that the text may have on a hilly sheet: its edges make up for it."""
_STRAY = 5.0
"""Standard deviations that an edge may stray from the sheet before the text is asked."""


def agreed(
    cylinder: Cylinder, text: list[Curve], edges: dict[str, Curve], belief: Belief, start: FloatArray, *, bound: bool
) -> tuple[CylinderFit, dict[str, Curve], tuple[str, ...]]:
    """The bent sheet by text and edges, the edges that text allows, and the names of the others."""
    harm = _HARM if bound else _HARM_FREE
    alone: CylinderFit | None = None
    doubted: list[str] = []
    edges = dict(edges)
    lines = sum(curve.kind == "line" for curve in text)
    fit = fit_cylinder(cylinder, [curve.believed_less(_AT_FIRST) for curve in (*edges.values(), *text)], belief, start)
    while True:
        curves = [*edges.values(), *text]
        fit = fit_cylinder(cylinder, curves, belief, fit.values[: cylinder.size])
        asked = edges and lines >= _LINES_ALONE and not _agree(fit, edges, text)
        if asked and alone is None:
            alone = fit_cylinder(cylinder, text, belief, fit.values)
            alone = _with_hills(alone, text, belief)
        if alone is None or alone.cylinder.hills is not None:
            fit = _with_hills(fit, curves, belief)
        if not asked or alone is None or _agree(fit, edges, text):
            break
        allowed = {kind: harm * alone.rms(text, kind) for kind in ("line", "margin")}
        if _allows(fit, edges, curves, allowed):
            break
        if bound and fit.cylinder.hills is None:
            raised = _with_hills(fit, curves, belief)
            relieved = {kind: _RELIEF * most for kind, most in allowed.items()}
            if _allows(raised, edges, curves, relieved):  # the sheet is to blame, not its edge
                fit = raised
                break
        misfit = _misfits(fit, edges)
        worst = max(misfit, key=lambda name: misfit[name])
        doubted.append(worst)
        del edges[worst]
    worse = fit.misfit(curves) / USUAL_MISFIT
    if worse > _NO_CYLINDER:
        rough = [curve.believed_less(worse**2) for curve in curves]
        fit = fit_cylinder(fit.cylinder, rough, _belief_with_hills(fit.cylinder, belief), fit.values)
    return fit, edges, tuple(doubted)


def _allows(fit: CylinderFit, edges: dict[str, Curve], curves: list[Curve], allowed: dict[str, float]) -> bool:
    """Whether no edge strays too far, and the text of each kind has no more misfit than is allowed."""
    strays = max(_misfits(fit, edges).values()) >= _STRAY
    return not strays and all(fit.rms(curves, kind) <= most for kind, most in allowed.items())


def _misfits(fit: CylinderFit, edges: dict[str, Curve]) -> dict[str, float]:
    """How far each edge strays from the sheet, in standard deviations: edges are the first curves."""
    return {name: fit.misfit_of(number, curve) for number, (name, curve) in enumerate(edges.items())}


def _agree(fit: CylinderFit, edges: dict[str, Curve], text: list[Curve]) -> bool:
    """Whether edges and text lie on the sheet so well that nothing need be asked."""
    stray = max(_misfits(fit, edges).values())
    curves = [*edges.values(), *text]
    near = all(fit.rms(curves, curve.kind) < curve.sigma for curve in (text[0], text[-1]))
    return near and stray < _STRAY / 4


def _with_hills(fit: CylinderFit, curves: list[Curve], belief: Belief) -> CylinderFit:
    """The same sheet, with hills where it is clearly no cylinder."""
    if fit.misfit(curves) < _HILLY * USUAL_MISFIT:
        return fit
    width = fit.cylinder.width
    t_range = (float(fit.sheet.t.min()), float(fit.sheet.t.max()))
    hilly = replace(fit.cylinder, hills=Hills.over(width, t_range, _HILL_WIDTH * width, _HILLS))
    start = np.append(fit.values, np.zeros(_HILLS))
    raised = fit_cylinder(hilly, curves, _belief_with_hills(hilly, belief), start)
    return raised if raised.misfit(curves) < _WORTH_HILLS * fit.misfit(curves) else fit


def _belief_with_hills(cylinder: Cylinder, belief: Belief) -> Belief:
    return belief.with_more(cylinder.size - len(belief.mean), _HILL_HEIGHT * cylinder.width)
