"""The child process that measures live-view frames, one at a time (`scanner_daemon.workers.alignment_wire`).

It keeps nothing that could not be lost: a crash costs a moment's measurements.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

import cv2

from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.calibration.profile_file import read_profile
from scanner_daemon.inspection.live.meter import AlignmentMeter, FrameMeasured
from scanner_daemon.inspection.live.placement import EDGES
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.alignment_wire import received

__all__ = ["AlignmentSession", "alignment_json", "main"]

NICENESS = 5
"""Below everything that the capture waits for, above the night's work: a person looks at what it says."""


class AlignmentSession:
    """The meters of both sides, and the calibration if there is one."""

    def __init__(self, profile_path: Path | None) -> None:
        """Raises what `read_profile` raises."""
        profile = None if profile_path is None else read_profile(profile_path)
        self._sides: dict[Side, SideProfile] = {} if profile is None else profile.sides
        self._profile_hash = None if profile is None else profile.content_hash
        self._meters = {side: AlignmentMeter(side) for side in Side}

    def answer(self, request: dict[str, Any], jpeg: bytes) -> dict[str, Any]:
        """Measure a frame; ``null`` for one that is no picture."""
        side = Side(request["side"])
        meter = self._meters[side]
        if request.get("first") == "forget":
            meter.forget_first()
        elif request.get("first") == "take":
            meter.take_first()
        profile = self._sides.get(side)
        if profile is not None and profile.serial != request.get("serial"):
            profile = None
        measured = meter.measure(jpeg, request["rotate_degrees"], profile, request["at_s"])
        if measured is None:
            return {"alignment": None}
        return {"alignment": alignment_json(measured, self._profile_hash)}


def alignment_json(measured: FrameMeasured, profile_hash: str | None) -> dict[str, Any]:
    """As `scanner_daemon.api.schemas.alignment.Alignment` has it, but for what only the daemon knows."""
    glimpse, page, placement = measured.glimpse, measured.page, measured.placement
    told: dict[str, Any] = {
        "side": glimpse.side.value,
        "frame_size_px": glimpse.frame_size_px,
        "findings": [
            {"code": finding.code, "params": dict(finding.params), "level": finding.level.value}
            for finding in measured.findings
        ],
        "measured_ms": round(measured.cpu_ms, 2),
    }
    if page is None or placement is None:
        return told
    margins = zip(EDGES, placement.margins, strict=True)
    return told | {
        "page": glimpse.to_frame(page.corners).round(5).tolist(),
        "spine": None if page.spine is None else glimpse.to_frame(page.spine).round(5).tolist(),
        "target": None if placement.target is None else glimpse.to_frame(placement.target).round(5).tolist(),
        "rotation_degrees": round(placement.rotation_degrees, 2),
        "offset_x": round(placement.offset_x, 2),
        "offset_y": round(placement.offset_y, 2),
        "margins": {edge: round(room, 2) for edge, room in margins},
        "unit": placement.unit,
        "measured_from": placement.measured_from,
        "confidence": round(page.confidence, 2),
        "profile": profile_hash if placement.unit == "mm" else None,
    }


def main(requests: BinaryIO, answers: BinaryIO, profile: Path | None) -> None:
    """Serve until the pipe closes: the daemon's end closes with the daemon."""
    cv2.setNumThreads(1)
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    session = AlignmentSession(profile)
    while (came := received(requests)) is not None:
        answers.write(json.dumps(session.answer(*came)).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer, Path(sys.argv[1]) if len(sys.argv) > 1 else None)
