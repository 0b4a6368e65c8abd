"""All checks of one landed spread against its book's baseline: the verdict, and the baseline that it leaves behind."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scanner_daemon.inspection import exposure, frame, leaf, sharpness, sides
from scanner_daemon.inspection.baseline import Baseline, SeenLeaf
from scanner_daemon.inspection.leaf_features import LeafFeatures
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.inspection.view import SideView, UnreadablePhotograph
from scanner_daemon.vocabulary import Level, Side

__all__ = ["Inspected", "inspect_spread", "worst"]

SEVERITY = {Level.GREEN: 0, Level.UNKNOWN: 1, Level.AMBER: 2, Level.RED: 3}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A verdict and the baseline for the next spread."""

    verdict: Verdict
    baseline: Baseline


def worst(findings: Collection[Flag]) -> Level:
    """The level of a verdict. A check that could not judge does not colour it: the blank page is not a bad page."""
    level = max((f.level for f in findings), key=SEVERITY.__getitem__, default=Level.UNKNOWN)
    return Level.GREEN if level is Level.UNKNOWN and any(f.level is Level.GREEN for f in findings) else level


def inspect_spread(
    spread_id: str, expected: Collection[Side], encoded: Mapping[Side, bytes], baseline: Baseline
) -> Inspected:
    """Judge one spread. ``encoded``: the bytes of one viewable file a side; the sides are looked at in parallel.

    An unreadable photograph is a red finding of its own, never an exception: the spread has landed and must be shown.
    """
    started_ns = time.monotonic_ns()
    findings = sides.judge(expected, encoded)
    with ThreadPoolExecutor(max_workers=2) as pool:
        jobs = [pool.submit(_inspect_side, spread_id, side, data, baseline) for side, data in encoded.items()]
        looked_at = [job.result() for job in jobs]
    for side_findings, _ in looked_at:
        findings.extend(side_findings)
    level = worst(findings)
    if level is Level.GREEN:
        baseline = baseline.accepting(findings)
    for (_, features), side in zip(looked_at, encoded, strict=True):
        if features is not None:
            baseline = baseline.having_seen(side, SeenLeaf(spread_id, features))
    elapsed_ms = (time.monotonic_ns() - started_ns) / 1e6
    return Inspected(Verdict(level, tuple(findings), elapsed_ms), baseline)


def _inspect_side(
    spread_id: str, side: Side, encoded: bytes, baseline: Baseline
) -> tuple[list[Flag], LeafFeatures | None]:
    try:
        view = SideView.decoded(side, encoded)
    except UnreadablePhotograph as error:
        return [Flag("readable", Level.RED, side, 0.0, 1.0, error.what_happened)], None
    features = LeafFeatures.of(view.small_gray)
    return [
        sharpness.judge(view, baseline),
        leaf.judge(side, spread_id, features, baseline),
        exposure.judge(view, baseline),
        exposure.judge_clipping(view),
        frame.judge(view),
    ], features
