"""Exposure: the paper's lightness against this book's baseline, and clipped highlights."""

from __future__ import annotations

import cv2
import numpy as np

from scanner_daemon.inspection.baseline import Baseline
from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.inspection.view import SideView
from scanner_daemon.vocabulary import Level

__all__ = ["CLIPPING", "LIGHTNESS", "judge", "judge_clipping", "paper_lightness"]

LIGHTNESS, CLIPPING = "exposure", "clipping"
VERSION = "1"
AMBER_DELTA_L, RED_DELTA_L = 1.5, 3.0
AMBER_CLIPPED, RED_CLIPPED = 0.001, 0.01
MIN_PAPER_SHARE = 0.02
PAPER_L = 35.0


def paper_lightness(view: SideView) -> float | None:
    """CIE L* (0-100) of the paper: the median of the brighter Otsu class; None where no paper is in view."""
    lightness = cv2.cvtColor(view.small, cv2.COLOR_BGR2LAB)[:, :, 0]
    threshold, _ = cv2.threshold(lightness, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    paper = lightness[lightness > threshold]
    if paper.size < MIN_PAPER_SHARE * lightness.size:
        return None
    value = float(np.median(paper)) * 100 / 255
    return value if value >= PAPER_L else None


def judge(view: SideView, baseline: Baseline) -> Flag:
    """The exposure finding for this side."""
    value = paper_lightness(view)
    if value is None:
        return Flag(LIGHTNESS, Level.UNKNOWN, view.side, None, None, "No paper in view to judge by.", version=VERSION)
    typical = baseline.typical(LIGHTNESS, view.side)
    if typical is None:
        reason = f"Paper at L* {value:.1f}; this book's baseline is still being learned."
        return Flag(LIGHTNESS, Level.GREEN, view.side, value, None, reason, version=VERSION)
    delta = value - typical
    level = Level.RED if abs(delta) > RED_DELTA_L else Level.AMBER if abs(delta) > AMBER_DELTA_L else Level.GREEN
    word = "lighter" if delta > 0 else "darker"
    reason = f"The paper is {abs(delta):.1f} L* {word} than on this book's accepted pages."
    limit = typical + np.copysign(RED_DELTA_L if level is Level.RED else AMBER_DELTA_L, delta)
    return Flag(LIGHTNESS, level, view.side, value, float(limit), reason, version=VERSION)


def judge_clipping(view: SideView) -> Flag:
    """The clipping finding: the share of pixels whose three channels are all at 255."""
    share = float((view.small.min(axis=2) == 255).mean())
    level = Level.RED if share > RED_CLIPPED else Level.AMBER if share > AMBER_CLIPPED else Level.GREEN
    reason = f"{share:.2%} of the photograph is burnt out."
    limit = RED_CLIPPED if level is Level.RED else AMBER_CLIPPED
    return Flag(CLIPPING, level, view.side, share, limit, reason, version=VERSION)
