"""The rig of a bench: the rig in a box in a process of its own, with plain paper before its cameras.

Nothing is drawn, so that what is measured is the daemon and not the simulator's brush. Every picture is another file
(its number stands in it), because a library that gets the same bytes twice has less to do.
"""

from __future__ import annotations

import itertools
import json
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np

from scanner_daemon.cli.processes import RigProcess, rig_process
from scanner_daemon.cli.settings_text import settings_text
from scanner_daemon.cli.simulate_command import FIRST_SPREAD, cache_folder
from scanner_daemon.simulation.controller import Pace
from scanner_daemon.simulation.darkroom import PhotographCache
from scanner_daemon.simulation.photographs import Shot
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.rig import RigPlan, simulated_rig
from scanner_daemon.vocabulary import Side

__all__ = ["BenchRigPlan", "NumberedPaper", "bench_rig", "numbered_jpeg"]

SMALL_PICTURE_BYTES = 6_000
FRAME_BYTES = 48_000
"""What a real body's live-view JPEG of 640 x 426 has."""
PAPER_GREY = 200
SEGMENT_BYTES = 65_533
"""The most that a JPEG comment segment holds beside its own length."""
SWITCH_INTERVAL_S = 0.0005
"""Both bodies, the controller and the pedal share one interpreter here, as no real rig does: Python's own 5 ms would
be read as a camera's latency."""


@dataclass(frozen=True, slots=True)
class BenchRigPlan:
    """What to put into the box; travels to the rig's process as JSON."""

    brand: Literal["nikon", "canon"]
    controller: Literal["model", "none"]
    timing: BodyTiming
    pace: Pace
    openings: int
    picture_bytes: int = SMALL_PICTURE_BYTES
    turn_after: Literal["exposed", "landed"] | None = None
    drawn: bool = False
    """Photographs of the simulated book in 24 MP, drawn before the rig starts; they are what there is to judge."""
    capture: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> str:
        """As one argument."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> BenchRigPlan:
        """As `to_json` wrote it."""
        told = json.loads(text)
        return cls(**told | {"timing": BodyTiming(**told["timing"]), "pace": Pace(**told["pace"])})


class NumberedPaper:
    """A `Scenery`: blank paper, each picture with a number of its own."""

    def __init__(self, picture_bytes: int, frame_bytes: int = FRAME_BYTES) -> None:
        self._picture_bytes = picture_bytes
        self._frame = numbered_jpeg(0, frame_bytes)
        self._numbers = itertools.count(1)

    def photograph(self, *_: object) -> Sequence[bytes]:
        """The next picture."""
        return [numbered_jpeg(next(self._numbers), self._picture_bytes)]

    def preview(self, *_: object) -> bytes:
        """The one frame."""
        return self._frame

    def expect(self, opening: int) -> None:
        """Nothing to prepare."""


class DrawnBook(NumberedPaper):
    """A `Scenery`: the simulated book, of which every photograph is drawn and kept before anybody asks for it."""

    def __init__(self, openings: int, cache: Path) -> None:
        super().__init__(SMALL_PICTURE_BYTES)
        self._cache = PhotographCache(cache)
        for opening in range(openings):
            for side in (Side.LEFT, Side.RIGHT):
                self._jpeg(opening, side)

    def photograph(self, *where: object) -> Sequence[bytes]:
        """The photograph of the opening and side that come first in ``where``."""
        opening, side = where[:2]
        if not isinstance(opening, int) or not isinstance(side, Side):
            raise TypeError("a photograph is of an opening and a side")
        return [self._jpeg(opening, side)]

    def _jpeg(self, opening: int, side: Side) -> bytes:
        return self._cache.jpeg(Shot(seed=1, spread=FIRST_SPREAD + opening, side=side, platen="down"))


def numbered_jpeg(number: int, size_bytes: int) -> bytes:
    """A whole JPEG of blank paper, told apart by ``number`` and padded by comments to about ``size_bytes``."""
    head, rest = _paper()
    return head + number.to_bytes(8, "big") + _padding(size_bytes - len(head) - len(rest) - 8) + rest


@lru_cache(maxsize=1)
def _paper() -> tuple[bytes, bytes]:
    """The file up to the number in its first comment, and what follows."""
    done, encoded = cv2.imencode(".jpg", np.full((400, 600, 3), PAPER_GREY, np.uint8))
    if not done:
        raise RuntimeError("OpenCV could not encode a blank picture")
    whole = encoded.tobytes()
    return whole[:2] + b"\xff\xfe" + (10).to_bytes(2, "big"), whole[2:]


@lru_cache(maxsize=2)
def _padding(size_bytes: int) -> bytes:
    full, left = divmod(max(0, size_bytes), SEGMENT_BYTES + 4)
    sizes = [SEGMENT_BYTES] * full + ([left - 4] if left > 4 else [])
    return b"".join(b"\xff\xfe" + (size + 2).to_bytes(2, "big") + bytes(size) for size in sizes)


@contextmanager
def bench_rig(plan: BenchRigPlan, library: Path) -> Iterator[RigProcess]:
    """The rig, running in its own process until the block ends; ``library`` is where its daemon shall keep things."""
    arguments = [str(library), plan.to_json()]
    with rig_process(library, arguments, module="scanner_daemon.cli.bench_rig") as rig:
        yield rig


def _serve(library: Path, plan: BenchRigPlan, cache: Path) -> None:
    told = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: told.set())
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    rig_plan = RigPlan(plan.brand, plan.openings, plan.controller, plan.timing, plan.pace)
    paper = NumberedPaper(plan.picture_bytes)
    scenery = DrawnBook(plan.openings - 1, cache / "photographs") if plan.drawn else paper
    with simulated_rig(rig_plan, scenery, cache / "drivers") as rig:
        rules = plan.capture | ({} if plan.turn_after is None else {"turn_after": plan.turn_after})
        file = rig.folder / "bookcradle.toml"
        file.write_text(settings_text(rig.settings(library, rig.folder / "daemon.sock", **rules)), "utf-8")
        sys.stdout.write(f"{file}\n")
        sys.stdout.flush()
        while not told.wait(1.0):
            continue


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), BenchRigPlan.from_json(sys.argv[2]), cache_folder())
