"""The lamp warm-up gate and the pedal's trial, on a clock that is moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scanner_daemon.api.schemas import Switch
from scanner_daemon.capture.ports import PedalPressed, PedalSwitch
from scanner_daemon.service.lamps import LampWarmUp
from scanner_daemon.service.pedal_trial import TRIAL_S, PedalTrials


class HandClock:
    """Moves when it is told to."""

    def __init__(self) -> None:
        self.now_ns = 5_000_000_000

    def monotonic_ns(self) -> int:
        return self.now_ns

    def utc(self) -> datetime:
        return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(microseconds=self.now_ns // 1000)

    def wait(self, seconds: float) -> None:
        self.now_ns += round(seconds * 1e9)


def test_a_press_is_held_off_until_the_lamps_have_burnt_long_enough() -> None:
    clock = HandClock()
    lamps = LampWarmUp(clock, 90)
    lamps.seen(0)
    assert lamps.holds() == ()
    lamps.seen(200)
    [why] = lamps.holds()
    assert why.code == "lamps_warming"
    assert dict(why.params) == {"left_s": 90}
    clock.wait(89.5)
    lamps.seen(180)
    assert lamps.left_s == 1
    clock.wait(0.5)
    assert lamps.holds() == ()


def test_lamps_that_went_out_warm_up_again() -> None:
    clock = HandClock()
    lamps = LampWarmUp(clock, 60)
    lamps.seen(255)
    clock.wait(100)
    lamps.seen(0)
    lamps.seen(255)
    assert lamps.left_s == 60


def test_without_a_warm_up_or_without_lamps_nothing_is_waited_for() -> None:
    clock = HandClock()
    for warm_up_s, brightness in ((0.0, 255), (60.0, None), (60.0, 0)):
        lamps = LampWarmUp(clock, warm_up_s)
        lamps.seen(brightness)
        assert lamps.holds() == ()


def test_a_person_who_insists_does_not_wait_in_this_session() -> None:
    lamps = LampWarmUp(HandClock(), 60)
    lamps.seen(255)
    lamps.skip()
    assert lamps.left_s == 0
    lamps.seen(0)
    lamps.seen(255)
    assert lamps.left_s == 0


def test_presses_of_a_trial_are_shown_by_switch_and_source() -> None:
    clock = HandClock()
    trials = PedalTrials(clock)
    trials.begin()
    for switch, source in (("fire", "evdev"), ("fire", "evdev"), ("pause", "controller")):
        clock.wait(1)
        trials.saw(PedalPressed(clock.now_ns, PedalSwitch(switch), source))
    shown = [(press.switch, press.source, press.count) for press in trials.presses]
    assert shown == [(Switch.PAUSE, "controller", 1), (Switch.FIRE, "evdev", 2)]
    assert [why.code for why in trials.holds()] == ["pedal_tried"]


def test_a_trial_that_nobody_looks_at_ends_by_itself() -> None:
    clock = HandClock()
    trials = PedalTrials(clock)
    trials.begin()
    clock.wait(TRIAL_S - 1)
    trials.begin()
    clock.wait(TRIAL_S - 1)
    assert trials.on
    clock.wait(1)
    assert not trials.on
    assert trials.holds() == ()
