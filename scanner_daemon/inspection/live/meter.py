"""One camera's live alignment: frame after frame in, what the operator is told out."""

from __future__ import annotations

import time
from dataclasses import dataclass

from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.inspection.live.findings import Finding, findings_of
from scanner_daemon.inspection.live.glimpse import Glimpse
from scanner_daemon.inspection.live.page_seen import PageSeen, find_page
from scanner_daemon.inspection.live.placement import FrameView, Placement, place
from scanner_daemon.inspection.live.steady import Held, steadied
from scanner_daemon.vocabulary import Side

__all__ = ["AlignmentMeter", "FrameMeasured", "measure_frame"]


@dataclass(frozen=True, slots=True, eq=False)
class FrameMeasured:
    """``page``, ``placement``: None where no page is seen."""

    glimpse: Glimpse
    page: PageSeen | None
    placement: Placement | None
    findings: tuple[Finding, ...]
    cpu_ms: float


def measure_frame(glimpse: Glimpse, view: FrameView, first: PageSeen | None = None) -> FrameMeasured:
    """Measure one frame by itself, without a memory of those before it."""
    began = time.thread_time_ns()
    return _told(glimpse, find_page(glimpse), view, first, began)


def _told(
    glimpse: Glimpse, page: PageSeen | None, view: FrameView, first: PageSeen | None, began_ns: int
) -> FrameMeasured:
    placement = None if page is None else place(page, view, first)
    findings = findings_of(page, placement, glimpse.side)
    return FrameMeasured(glimpse, page, placement, findings, (time.thread_time_ns() - began_ns) / 1e6)


class AlignmentMeter:
    """Remembers the last clear view, against flicker, and where the book's first spread lay."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._held: Held | None = None
        self._first: PageSeen | None = None

    def forget_first(self) -> None:
        """Another book: count from the frame's middle until a spread is accepted."""
        self._first = None

    def take_first(self) -> None:
        """A spread was accepted as it lies: count from there, unless there is such a place already."""
        if self._first is None and self._held is not None:
            self._first = self._held.page

    def measure(
        self, jpeg: bytes, rotate_degrees: int, profile: SideProfile | None, at_s: float
    ) -> FrameMeasured | None:
        """What the frame taken at ``at_s`` (seconds of a monotonic clock) shows; None for bytes that are no picture."""
        began = time.thread_time_ns()
        glimpse = Glimpse.of_jpeg(self._side, jpeg, rotate_degrees)
        if glimpse is None:
            return None
        page, self._held = steadied(find_page(glimpse), self._held, at_s)
        return _told(glimpse, page, FrameView(glimpse.frame_size_px, rotate_degrees, profile), self._first, began)
