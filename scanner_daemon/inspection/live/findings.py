"""What is off, in words that a client can translate: the thresholds of live alignment, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner_daemon.inspection.live.page_seen import PageSeen
from scanner_daemon.inspection.live.placement import EDGES, Placement
from scanner_daemon.vocabulary import Level, Side

__all__ = ["CONFIDENT", "Finding", "Thresholds", "findings_of"]

Value = str | int | float
CONFIDENT = 0.5
"""Below this nothing is said of a page but that the view is obscured."""


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` is one of `scanner_daemon.api.schemas.alignment.FindingCode`, with what it says there."""

    code: str
    level: Level
    params: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on something is told. Offsets in the placement's unit.

    The frame's own middle is a poor place to count from (a V-cradle's camera sees a strip of the facing page, too), so
    it is given more room than a place that was measured.
    """

    offset_mm: float = 4.0
    offset_percent: float = 2.5
    offset_percent_of_frame: float = 7.0
    rotation_degrees: float = 1.0
    rotation_degrees_of_frame: float = 2.0
    near_edge_mm: float = 2.0
    near_edge_percent: float = 1.0

    def offset(self, placement: Placement) -> float:
        """The largest offset that is not told."""
        if placement.unit == "mm":
            return self.offset_mm
        return self.offset_percent_of_frame if placement.measured_from == "frame" else self.offset_percent

    def rotation(self, placement: Placement) -> float:
        """The largest turn that is not told, in degrees."""
        return self.rotation_degrees_of_frame if placement.measured_from == "frame" else self.rotation_degrees

    def near_edge(self, placement: Placement) -> float:
        """The least room at the frame's edge."""
        return self.near_edge_mm if placement.unit == "mm" else self.near_edge_percent


_STANDARD = Thresholds()


def findings_of(
    page: PageSeen | None, placement: Placement | None, side: Side, thresholds: Thresholds = _STANDARD
) -> tuple[Finding, ...]:
    """Worst first; empty when nothing is off."""
    if page is None or placement is None:
        return (Finding("no_page", Level.RED),)
    if page.obscured or page.confidence < CONFIDENT:
        return (Finding("view_obscured", Level.AMBER),)
    found = [*_edges(page, placement, side, thresholds), *_offsets(placement, thresholds)]
    turned = placement.rotation_degrees
    if abs(turned) > thresholds.rotation(placement):
        direction = "clockwise" if turned > 0 else "anticlockwise"
        params: dict[str, Value] = {"degrees": round(abs(turned), 1), "direction": direction}
        found.append(Finding("page_rotated", Level.AMBER, params))
    return tuple(sorted(found, key=lambda finding: finding.level is not Level.RED))


def _edges(page: PageSeen, placement: Placement, side: Side, thresholds: Thresholds) -> list[Finding]:
    """The edges at which the photograph would lose something; the spine's goes on into the facing page."""
    spine_edge = {Side.LEFT: "right", Side.RIGHT: "left"}.get(side)
    found = []
    for edge, room in zip(EDGES, placement.margins, strict=True):
        told: dict[str, Value] = {"edge": edge, "by": round(abs(room), 1), "unit": placement.unit}
        if edge in page.cut_off:
            level = Level.AMBER if edge == spine_edge else Level.RED
            found.append(Finding("page_cut_off", level, {"edge": edge} if room > -0.05 else told))
        elif edge == spine_edge:
            continue
        elif room < 0:
            found.append(Finding("page_cut_off", Level.RED, told))
        elif room < thresholds.near_edge(placement):
            found.append(Finding("page_near_edge", Level.AMBER, told))
    return found


def _offsets(placement: Placement, thresholds: Thresholds) -> list[Finding]:
    limit = thresholds.offset(placement)
    found = []
    for offset, codes in (
        (placement.offset_y, ("page_too_high", "page_too_low")),
        (placement.offset_x, ("page_too_far_left", "page_too_far_right")),
    ):
        if abs(offset) <= limit:
            continue
        params: dict[str, Value] = {"by": round(abs(offset), 1), "unit": placement.unit}
        if codes[0] == "page_too_far_left" and placement.by_spine:
            found.append(Finding("spine_off", Level.AMBER, params | {"direction": "left" if offset < 0 else "right"}))
        else:
            found.append(Finding(codes[offset > 0], Level.AMBER, params))
    return found
