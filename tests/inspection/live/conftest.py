"""Live-view frames of the simulated book, whose truth is known, and what is seen on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pytest
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.inspection.live.glimpse import Glimpse
from scanner_daemon.inspection.live.page_seen import PageSeen, find_page
from scanner_daemon.inspection.live.placement import FrameView
from scanner_daemon.simulation.photographs import PREVIEW_SIZE, Shot, preview, truth_of
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side

TURNED = {Side.LEFT: 270, Side.RIGHT: 90}
PIXELS_PER_MM = 3.2


@dataclass(frozen=True)
class Frame:
    """One frame of a rig in the box."""

    shot: Shot

    @cached_property
    def jpeg(self) -> bytes:
        return preview(self.shot)

    @cached_property
    def glimpse(self) -> Glimpse:
        glimpse = Glimpse.of_jpeg(self.shot.side, self.jpeg, TURNED[self.shot.side])
        assert glimpse is not None
        return glimpse

    @cached_property
    def page(self) -> PageSeen | None:
        return find_page(self.glimpse)

    @property
    def profile(self) -> SideProfile:
        return true_profile(replace(self.shot, size=(6000, 4000), moved_mm=(0, 0)), {self.shot.side: "1"}).sides[
            self.shot.side
        ]

    def view(self, *, calibrated: bool = False) -> FrameView:
        return FrameView(PREVIEW_SIZE, TURNED[self.shot.side], self.profile if calibrated else None)

    @property
    def corners(self) -> NDArray[np.float64]:
        """(4, 2): the page's true corners, in fractions of the frame as the camera sends it."""
        truth = truth_of(replace(self.shot, size=PREVIEW_SIZE))
        width, height = truth.size_mm
        paper = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
        return np.asarray((truth.paper_to_photo(paper) + 0.5) / PREVIEW_SIZE, np.float64)

    def corner_errors_mm(self) -> NDArray[np.float64]:
        """(4,): how far each corner that was seen lies from where it is."""
        assert self.page is not None
        seen = self.glimpse.to_frame(self.page.corners)
        return np.asarray(np.linalg.norm((seen - self.corners) * PREVIEW_SIZE, axis=1) / PIXELS_PER_MM, np.float64)


@pytest.fixture(scope="session")
def frame_of() -> Callable[..., Frame]:
    """Frames by the values of their shot; each is drawn once."""
    drawn: dict[Shot, Frame] = {}

    def frame(seed: int = 1, side: Side = Side.LEFT, **values: object) -> Frame:
        shot = replace(Shot(seed=seed, spread=4, side=side), **values)  # type: ignore[arg-type]  # a Shot's own
        return drawn.setdefault(shot, Frame(shot))

    return frame
