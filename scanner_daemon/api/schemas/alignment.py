"""Where the page lies before a camera, measured on the newest live-view frame: the ``detail`` of a `Measurement`.

The measurement's ``name`` is `ALIGNMENT`. Two systems of coordinates are in use, and only two:

- **points** (``page``, ``spine``) are fractions (x, y), 0..1, of the frame *as the camera sends it*, x right, y down. A
  page that runs out of the frame has corners outside 0..1. Drawn over the same frame, and turned with it by
  ``CameraState.rotate_degrees``, they need no further thought.
- **words and numbers** (offsets, margins, rotation, findings) are told *as the person reads the page*, after that turn:
  right, down and clockwise are positive.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.problem import Param
from scanner_daemon.vocabulary import Level, Side

__all__ = ["ALIGNMENT", "Alignment", "AlignmentFinding", "FindingCode", "FramePoint", "Margins"]

ALIGNMENT = "alignment"
"""The `Measurement.name` under which an alignment is published, one for each side."""

FramePoint = tuple[float, float]
"""(x, y) as fractions of the frame as the camera sends it."""

FindingCode = Literal[
    "no_page",
    "page_too_high",
    "page_too_low",
    "page_too_far_left",
    "page_too_far_right",
    "page_rotated",
    "page_cut_off",
    "page_near_edge",
    "spine_off",
    "view_obscured",
]


class AlignmentFinding(Resource):
    """Something is off. Clients render it from ``code`` and ``params``, worst first.

    - ``no_page``: nothing that looks like a page is seen; no params.
    - ``page_too_high``, ``page_too_low``, ``page_too_far_left``, ``page_too_far_right``: ``by`` and ``unit``.
    - ``page_rotated``: ``degrees`` (positive) and ``direction`` (``clockwise`` or ``anticlockwise``, as it lies now).
    - ``page_cut_off``, ``page_near_edge``: ``edge`` (``top``, ``right``, ``bottom`` or ``left``, as it is read), ``by``
      (how far it runs out, or how much room is left) and ``unit``.
    - ``spine_off``: ``by``, ``unit`` and ``direction`` (``left`` or ``right``).
    - ``view_obscured``: something (a hand) is in the way, and what is told is what was seen before; no params.
    """

    code: FindingCode
    params: dict[str, Param] = Field(default_factory=dict)
    level: Level
    """``amber``: put it right when you can; ``red``: the photograph would lose a part of the page."""


class Margins(Resource):
    """Room between the page and the frame's edges, as it is read; negative where it runs out. In the unit told."""

    top: float
    right: float
    bottom: float
    left: float


class Alignment(Resource):
    """What one frame of one camera shows of the page.

    ``unit`` belongs to offsets and margins: millimetres on the platen with a calibration profile; without one per cent
    of the frame, of its width for what lies across and of its height for what lies along, as the page is read.
    """

    side: Side
    frame_number: int = Field(ge=0)
    """As in ``X-Frame-Number`` of the preview stream: draw this over that frame, or over the next ones."""
    frame_size_px: tuple[int, int]
    """Width and height of the frame as the camera sends it."""
    page: tuple[FramePoint, FramePoint, FramePoint, FramePoint] | None = None
    """Top left, top right, bottom right, bottom left of the page as it is read. None: no page is seen."""
    spine: tuple[FramePoint, FramePoint] | None = None
    """Upper and lower end of the gutter; with `Side.BOTH` between the two pages."""
    rotation_degrees: float | None = None
    """Of the page against the frame, or against the platen with a profile; clockwise is positive."""
    offset_x: float | None = None
    """How much too far right the page's middle lies."""
    offset_y: float | None = None
    """How much too low it lies."""
    margins: Margins | None = None
    unit: Literal["mm", "%"] = "%"
    measured_from: Literal["frame", "profile", "first_spread"] = "frame"
    """What offsets count from: the frame's middle, the profile's platen, or where the book's first spread lay."""
    target: tuple[FramePoint, FramePoint, FramePoint, FramePoint] | None = None
    """Where the page ought to lie, corners as in ``page``; None where only its middle is known."""
    findings: tuple[AlignmentFinding, ...] = ()
    """Worst first; empty when nothing is off."""
    confidence: float = Field(default=0.0, ge=0, le=1)
    """Below `0.5`, draw it faintly and say nothing on it."""
    profile: str | None = None
    """The content hash of the calibration profile, where one was used."""
    measured_ms: float = Field(default=0.0, ge=0)
    """Processor time that this frame took."""
    age_ms: float = Field(default=0.0, ge=0)
    """From the instant at which the camera gave the frame until this was published."""
