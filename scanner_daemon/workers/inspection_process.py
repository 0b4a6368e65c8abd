"""The child process that looks at photographs: JSON lines in, JSON lines out, one answer a request.

It holds OpenCV and the decoded pictures, so that the daemon does neither; and it can be killed at any moment, because
all it knows (the baseline of the open book) is sent to it again when it starts.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

import cv2

from scanner_daemon.inspection.baseline import Baseline, SeenLeaf
from scanner_daemon.inspection.inspect import inspect_spread
from scanner_daemon.inspection.leaf import same_page
from scanner_daemon.inspection.leaf_features import LeafFeatures
from scanner_daemon.inspection.view import SideView, UnreadablePhotograph
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.findings import flag_from_json, verdict_to_json

__all__ = ["InspectionSession", "main"]

NICENESS = 0
"""The daemon may run ahead of the machine, and its children inherit that; a verdict is in no such hurry."""


class InspectionSession:
    """One open book's baseline, and the three requests that can be made of it."""

    def __init__(self) -> None:
        self._baseline = Baseline()

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request; an unknown ``op`` is a KeyError, which ends the process with a traceback on stderr."""
        return {"begin": self._begin, "judge": self._judge, "matches": self._matches}[request["op"]](request)

    def _begin(self, request: dict[str, Any]) -> dict[str, Any]:
        baseline = Baseline()
        for findings in request["history"]:
            baseline = baseline.accepting([flag_from_json(finding) for finding in findings])
        for leaf in request["leaves"]:
            features = _features(Side(leaf["side"]), Path(leaf["path"]))
            if features is not None:
                baseline = baseline.having_seen(Side(leaf["side"]), SeenLeaf(leaf["spread_id"], features))
        self._baseline = baseline
        return {}

    def _judge(self, request: dict[str, Any]) -> dict[str, Any]:
        encoded = {Side(side): Path(path).read_bytes() for side, path in request["files"].items()}
        expected = [Side(side) for side in request["expected"]]
        inspected = inspect_spread(request["spread_id"], expected, encoded, self._baseline)
        self._baseline = inspected.baseline
        return {"verdict": verdict_to_json(inspected.verdict)}

    def _matches(self, request: dict[str, Any]) -> dict[str, Any]:
        """Whether any side that both photographs of a spread hold shows the same page; null where none can tell."""
        answers: list[bool] = []
        for side, path in request["one"].items():
            other = request["other"].get(side)
            one_leaf = _features(Side(side), Path(path))
            other_leaf = _features(Side(side), Path(other)) if other else None
            same = same_page(one_leaf, other_leaf) if one_leaf and other_leaf else None
            if same is not None:
                answers.append(same)
        return {"matches": any(answers) if answers else None}


def _features(side: Side, path: Path) -> LeafFeatures | None:
    try:
        return LeafFeatures.of(SideView.decoded(side, path.read_bytes()).small_gray)
    except (OSError, UnreadablePhotograph):
        return None


def main(requests: TextIO = sys.stdin, answers: TextIO = sys.stdout) -> None:
    """Serve until the pipe closes: the daemon's end closes with the daemon."""
    cv2.setNumThreads(1)
    with contextlib.suppress(OSError):  # a daemon that was started to yield to others keeps its inspection there, too
        os.setpriority(os.PRIO_PROCESS, 0, NICENESS)
    session = InspectionSession()
    for line in requests:
        request = json.loads(line)
        answer = {"id": request["id"], **session.answer(request)}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
