"""What a calibrated cradle knows of itself: lens, platen plane, resolution and light of each side.

A profile is a value: once made it is never changed, and it is named by the hash of its contents, so that every page
can say by which profile it was made and a page job is made again when, and only when, the profile is another. The
values here need no arrays, so that the daemon can read them cheaply; `geometry` computes with them.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from scanner_daemon.vocabulary import Side

__all__ = ["CalibratedLens", "Fiducial", "FlatField", "PlatenPlane", "Profile", "SideProfile"]

Number = Annotated[float, Field(allow_inf_nan=False)]
Row = tuple[Number, Number, Number]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CalibratedLens(_Value):
    """Intrinsics in pixels of the photograph as the body stores it, before any turn: pixel centres at integers."""

    size_px: tuple[Annotated[int, Field(gt=0)], Annotated[int, Field(gt=0)]]
    """Width and height of the photograph."""
    focal_px: float = Field(gt=0, allow_inf_nan=False)
    centre_px: tuple[Number, Number]
    k1: Number = 0.0
    k2: Number = 0.0
    p1: Number = 0.0
    p2: Number = 0.0
    k3: Number = 0.0


class PlatenPlane(_Value):
    """Where the pressed page lies: from straightened photograph pixels to millimetres on the platen.

    The origin is the middle of the place where the page's spine edge ought to lie; x runs to the right and y down, as
    the page is read. So a right page covers positive x, a left page negative x, and the page's middle has y = 0.
    """

    pixels_to_mm: tuple[Row, Row, Row]
    """A homography, applied after `scanner_daemon.calibration.geometry.straightened`."""
    uncertainty_mm: float = Field(ge=0, allow_inf_nan=False)
    """Standard deviation of a point on the platen."""

    @model_validator(mode="after")
    def _can_be_turned_round(self) -> Self:
        (a, b, c), (d, e, f), (g, h, i) = self.pixels_to_mm
        if a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) == 0:
            raise ValueError("pixels_to_mm maps the platen to a line")
        return self


class Fiducial(_Value):
    """A mark that is fixed to the platen and rises with it: an AprilTag 36h11, upright as the page is read.

    Its black square has sides of ``size_mm``, and its middle is ``at_mm`` in the platen's millimetres, as seen in the
    plane of the pressed page.
    """

    number: int = Field(ge=0, le=586)
    at_mm: tuple[Number, Number]
    size_mm: float = Field(gt=0, allow_inf_nan=False)


class FlatField(_Value):
    """How unevenly the lamps light the platen: gains by which a photograph is multiplied to even it out.

    A coarse grid of them, or the hash of an array file kept beside the profile, or both.
    """

    gains: tuple[tuple[Annotated[float, Field(gt=0, allow_inf_nan=False)], ...], ...] = ()
    """Rows of gains at nodes spread evenly over the photograph as it is stored, its corners included."""
    array_sha256: Sha256 | None = None

    @model_validator(mode="after")
    def _is_a_grid(self) -> Self:
        if len({len(row) for row in self.gains}) > 1 or (
            self.gains and (len(self.gains) < 2 or len(self.gains[0]) < 2)
        ):
            raise ValueError("gains must be two or more rows of one length, two or more")
        if not self.gains and self.array_sha256 is None:
            raise ValueError("a flat field needs gains, the hash of an array file, or both")
        return self


class SideProfile(_Value):
    """One camera in its place over its platen."""

    serial: str = Field(min_length=1)
    """Of the body: put another one in its place, and the profile does not hold."""
    lens: CalibratedLens
    plane: PlatenPlane
    ppi: float = Field(gt=0, allow_inf_nan=False)
    """Photograph pixels to an inch of the platen, at the page's middle."""
    ppi_uncertainty: float = Field(ge=0, allow_inf_nan=False)
    """Standard deviation; a platen that rests higher than when it was measured shows here."""
    flat_field: FlatField | None = None
    fiducials: tuple[Fiducial, ...] = ()
    """By which the platen is found again in every photograph, however high it rests."""

    @model_serializer(mode="wrap")
    def _as_ever_without_fiducials(self, usual: SerializerFunctionWrapHandler) -> dict[str, object]:
        """A profile that names none keeps the hash that it had before there were any."""
        values: dict[str, object] = usual(self)
        if not self.fiducials:
            del values["fiducials"]
        return values


class Profile(_Value):
    """Both sides of one cradle, or the one camera of a smaller rig."""

    made_at: datetime
    made_by: str
    """What measured it: the program and its version, or ``simulation``."""
    sides: dict[Side, SideProfile] = Field(min_length=1)

    @property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON of all values: the profile's name."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
