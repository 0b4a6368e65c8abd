"""The same leaf twice: this page against the last two of the same side."""

from __future__ import annotations

from scanner_daemon.inspection.baseline import Baseline
from scanner_daemon.inspection.leaf_features import MIN_KEYPOINTS, LeafFeatures, shared_inliers
from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.vocabulary import Level, Side

__all__ = ["CHECK", "judge", "same_page"]

CHECK = "same_leaf"
VERSION = "1"
AMBER, RED = 30, 60
"""Shared keypoints. Measured: the same page ≥ 273, different pages of one book ≤ 15."""


def judge(side: Side, spread_id: str, leaf: LeafFeatures, baseline: Baseline) -> Flag:
    """One finding for this side; ``spread_id`` keeps a re-shoot from being compared with itself."""
    if not leaf.can_be_told:
        reason = f"Only {len(leaf.points)} keypoints (of {MIN_KEYPOINTS} needed): too empty to recognise."
        return Flag(CHECK, Level.UNKNOWN, side, None, None, reason, version=VERSION)
    recent = baseline.recent_leaves(side, spread_id)
    shared = max((shared_inliers(leaf, seen) for seen in recent), default=0)
    level = Level.RED if shared >= RED else Level.AMBER if shared >= AMBER else Level.GREEN
    limit = float(RED if level is Level.RED else AMBER)
    if level is Level.GREEN:
        reason = f"Shares {shared} keypoints with the last two {side} pages: another page."
    else:
        reason = f"Shares {shared} keypoints with one of the last two {side} pages: the leaf was probably not turned."
    return Flag(CHECK, level, side, float(shared), limit, reason, version=VERSION)


def same_page(one: LeafFeatures, other: LeafFeatures) -> bool | None:
    """Whether two photographs show one page; None where either is too empty to tell."""
    if not (one.can_be_told and other.can_be_told):
        return None
    return shared_inliers(one, other) >= AMBER
