"""A calibrated side with a lens that bends visibly and a platen that lies askew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner_daemon.calibration.profile import CalibratedLens, FlatField, PlatenPlane, Profile, SideProfile
from scanner_daemon.vocabulary import Side


@pytest.fixture
def side() -> SideProfile:
    return SideProfile(
        serial="3001234",
        lens=CalibratedLens(
            size_px=(6000, 4000),
            focal_px=13_000.0,
            centre_px=(3010.5, 1988.25),
            k1=-0.12,
            k2=0.2,
            p1=4e-4,
            p2=-3e-4,
            k3=0.05,
        ),
        plane=PlatenPlane(
            pixels_to_mm=((0.002, -0.0499, 150.0), (0.0501, 0.001, -150.0), (1e-7, 2e-7, 1.0)), uncertainty_mm=0.05
        ),
        ppi=508.0,
        ppi_uncertainty=0.3,
        flat_field=FlatField(gains=((1.1, 1.0), (1.05, 1.0))),
    )


@pytest.fixture
def profile(side: SideProfile) -> Profile:
    return Profile(made_at=datetime(2026, 3, 2, 8, tzinfo=UTC), made_by="bookcradle 0.1.0", sides={Side.LEFT: side})
