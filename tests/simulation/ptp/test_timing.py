"""Latencies are values: zero when they are said to be, and the same jitter for the same seed."""

from __future__ import annotations

import math
import time

import pytest

from scanner_daemon.simulation.ptp import BodyTiming
from scanner_daemon.simulation.ptp.shutter import Shutter
from scanner_daemon.simulation.ptp.timing import LagSampler


def lags(timing: BodyTiming, serial: str = "1", count: int = 200) -> list[float]:
    sampler = LagSampler(timing, serial)
    return [sampler.next_ms() for _ in range(count)]


def test_the_same_seed_and_serial_number_give_the_same_lags() -> None:
    timing = BodyTiming(seed=7)
    assert lags(timing) == lags(timing)
    assert lags(timing) != lags(timing, serial="2")
    assert lags(timing) != lags(BodyTiming(seed=8))


def test_a_lag_strays_no_further_than_three_deviations_and_never_before_the_release() -> None:
    timing = BodyTiming(shutter_lag_ms=50.0, shutter_lag_jitter_ms=4.0)
    sample = lags(timing, count=2_000)
    assert 38.0 <= min(sample) < 45.0
    assert 55.0 < max(sample) <= 62.0
    assert min(lags(BodyTiming(shutter_lag_ms=1.0, shutter_lag_jitter_ms=4.0))) == 0.0


def test_instant_means_zero_but_for_what_is_named() -> None:
    timing = BodyTiming.instant(exposure_ms=33.0)
    assert timing.exposure_ms == 33.0
    assert timing.transfer_ms(10**9) == 0.0
    assert set(lags(timing)) == {0.0}
    assert BodyTiming(transfer_mb_s=25.0).transfer_ms(5_000_000) == 200.0


@pytest.mark.parametrize(
    "nonsense",
    [{"shutter_lag_ms": -1.0}, {"transfer_mb_s": 0.0}, {"live_view_fps": -30.0}, {"exposure_ms": -0.1}],
    ids=str,
)
def test_what_cannot_be_is_refused(nonsense: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(nonsense))):
        BodyTiming.instant(**nonsense)


def test_a_body_exposes_one_shot_at_a_time_and_says_when_it_is_done() -> None:
    instants: list[int] = []

    def photograph(instant_ns: int) -> list[bytes]:
        instants.append(instant_ns)
        return [b"picture"]

    def deliver(number: int, files: object) -> tuple[str, ...]:
        assert files == [b"picture"]
        return (f"{number}.JPG",)

    shutter = Shutter(BodyTiming.instant(write_to_buffer_ms=50.0), "1", photograph)
    now_ns = time.monotonic_ns()
    assert shutter.release(now_ns, 30.0, deliver)
    assert shutter.exposing
    assert not shutter.release(time.monotonic_ns(), 30.0, deliver)
    shot = shutter.wait_for_shot(1, timeout_s=5)
    assert shot.files == ("1.JPG",)
    assert shot.opened_ns == instants[0] >= now_ns
    assert shot.closed_ns == instants[0] + 30_000_000
    assert shot.ready_ns is not None
    assert shot.ready_ns >= shot.closed_ns + 50_000_000
    assert not shutter.writing
    with pytest.raises(TimeoutError):
        shutter.wait_for_shot(2, timeout_s=0.01)
    assert math.isclose(shot.exposure_ms, 30.0)
    shutter.wait_until_idle(timeout_s=5)
