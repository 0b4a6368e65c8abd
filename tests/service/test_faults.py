"""A fault from its first instant to its end: on the board, and in the history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.schemas import Clears, FaultWeight
from scanner_daemon.cameras.errors import CameraNotFound, CameraSilent, CameraUnplugged
from scanner_daemon.capture.interlocks import CameraFact, RigFacts, blocking
from scanner_daemon.capture.ports import CradleStatus
from scanner_daemon.capture.reasons import Reason, emergency, of_error, turn_not_known
from scanner_daemon.capture.states import Phase, State
from scanner_daemon.capture.view import CaptureView, LastSpread, Signals, view_of
from scanner_daemon.cradle.errors import CradleSilent
from scanner_daemon.errors import BookcradleError
from scanner_daemon.inspection.verdict import Flag, Verdict
from scanner_daemon.library.library import open_library
from scanner_daemon.library.notices import NoticeEntry
from scanner_daemon.service.faults import OpenFaults, faults_of
from scanner_daemon.service.happenings import Happenings
from scanner_daemon.service.notice_log import NoticeLog
from scanner_daemon.vocabulary import Level, Side

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
WELL = CradleStatus(connected=True, homed=True, platen="up")
BODIES = (CameraFact(Side.LEFT, alive=True, battery_percent=80), CameraFact(Side.RIGHT, alive=True, battery_percent=80))


def a_view(*, at: datetime = NOON, cameras: tuple[CameraFact, ...] = BODIES, **more: object) -> CaptureView:
    """A view at rest with nothing wrong, but for what is named."""
    facts = RigFacts(
        sides=(Side.LEFT, Side.RIGHT),
        cameras=cameras,
        cradle=WELL,
        has_platen_motor=True,
        has_turner=True,
        free_bytes=10**12,
        min_free_bytes=0,
    )
    shown = view_of(State(), facts, (), Signals(operator="ada"), 1, at)
    return replace(shown, **({"blocks": blocking(facts)} | more))  # type: ignore[arg-type]  # fields by name


class Written:
    """A log that keeps what it is told in memory."""

    def __init__(self, log: NoticeLog) -> None:
        self.log = log

    @property
    def entries(self) -> list[NoticeEntry]:
        return self.log.waiting

    @property
    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.entries]


@contextmanager
def written(folder: Path) -> Iterator[Written]:
    with open_library(folder / "library") as library:
        yield Written(NoticeLog(library, StateBoard(library.clock)))


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Written]:
    with written(tmp_path) as one:
        yield one


def test_a_rig_that_is_well_has_no_fault() -> None:
    assert faults_of(a_view(), None, {}) == {}


def test_a_camera_that_is_gone_is_told_once_by_what_knows_most() -> None:
    gone = (replace(BODIES[0], alive=False), BODIES[1])
    (fault,) = faults_of(
        a_view(cameras=gone), None, {Side.LEFT: CameraUnplugged(camera="left camera", side="left")}
    ).values()
    assert (fault.code, fault.source, fault.clears) == ("camera_unplugged", "left", Clears.CAMERA_ANSWERS)
    assert "by itself" in fault.clears_when
    (fault,) = faults_of(a_view(cameras=gone), None, {}).values()
    assert (fault.code, fault.source) == ("camera_lost", "left"), "the interlock, where nothing better is known"


def test_two_cameras_that_are_gone_are_two_faults() -> None:
    gone = tuple(replace(body, alive=False) for body in BODIES)
    assert [fault.source for fault in faults_of(a_view(cameras=gone), None, {}).values()] == ["left", "right"]


def test_the_stop_comes_first_and_is_told_once() -> None:
    why = emergency("the operator")
    blocks = (Reason("emergency_stop", "The emergency stop at the cradle is latched.", "Release it."),)
    (fault,) = faults_of(a_view(phase=Phase.STOPPED, why=why, blocks=blocks), None, {}).values()
    assert (fault.weight, fault.clears) == (FaultWeight.STOP, Clears.RELEASED)
    assert fault.params == {"reason": "the operator", "by": "emergency_stop_asked"}


def test_a_clock_that_is_far_off_is_a_warning_and_one_that_is_near_is_none() -> None:
    (fault,) = faults_of(a_view(), None, {}, clocks_off_s={Side.LEFT: -1.5, Side.RIGHT: -3600.4}).values()
    assert (fault.code, fault.source, fault.params["seconds"]) == ("clock_off", "right", 3600)
    assert (fault.weight, fault.clears) == (FaultWeight.WARNING, Clears.CLOCK_SET)


def test_a_spread_that_could_not_be_taken_is_shot_again() -> None:
    why = of_error(CameraSilent(camera="right camera", side="right"))
    (fault,) = faults_of(a_view(phase=Phase.FAULTED, why=why), None, {}).values()
    assert (fault.code, fault.source, fault.clears) == ("camera_silent", "right", Clears.SHOT_AGAIN)


def test_what_does_not_hold_up_the_work_is_a_warning() -> None:
    (fault,) = faults_of(a_view(trouble=of_error(TimeoutError())), None, {}).values()
    assert (fault.weight, fault.clears) == (FaultWeight.WARNING, Clears.NEXT_SPREAD)


def test_a_controller_that_does_not_answer_is_named_with_its_port() -> None:
    (fault,) = faults_of(a_view(), CradleSilent(port="/dev/ttyACM0"), {}).values()
    assert (fault.code, fault.clears) == ("cradle_silent", Clears.CRADLE_ANSWERS)
    assert fault.params == {"port": "/dev/ttyACM0"}


def test_a_platen_on_its_way_is_no_fault() -> None:
    moving = Reason("platen_not_up", "The platen is moving.", "Wait.", (("platen", "moving"),))
    assert faults_of(a_view(blocks=(moving,)), None, {}) == {}


@pytest.mark.parametrize(
    ("percent", "before", "low"), [(15, False, True), (20, False, False), (20, True, True), (25, True, False)]
)
def test_a_battery_gauge_that_wavers_is_told_once(percent: int, before: bool, low: bool) -> None:
    bodies = (replace(BODIES[0], battery_percent=percent), BODIES[1])
    known = frozenset({Side.LEFT}) if before else frozenset[Side]()
    faults = faults_of(a_view(cameras=bodies), None, {}, known)
    assert [(fault.code, fault.weight) for fault in faults.values()] == [("battery_low", FaultWeight.WARNING)] * low


def test_a_fault_keeps_its_first_instant_for_as_long_as_it_lasts(told: Written) -> None:
    standing = OpenFaults(told.log)
    silent = faults_of(a_view(), CradleSilent(port="p"), {})
    first = standing.take(silent, a_view())
    later = standing.take(silent, a_view(at=NOON + timedelta(minutes=3)))
    assert first[0].since == later[0].since == NOON
    assert told.kinds == ["fault_raised"]
    assert standing.take({}, a_view(at=NOON + timedelta(minutes=4))) == ()
    again = standing.take(silent, a_view(at=NOON + timedelta(minutes=5)))
    assert again[0].since == NOON + timedelta(minutes=5)
    assert told.kinds == ["fault_raised", "notice_ended", "fault_raised"]
    assert told.entries[1].details["of"] == told.entries[0].id


def test_a_fault_whose_words_become_more_exact_is_the_same_fault(told: Written) -> None:
    standing = OpenFaults(told.log)
    gone = (replace(BODIES[0], alive=False), BODIES[1])
    steps: list[BookcradleError] = [
        CameraUnplugged(camera="left camera", side="left"),
        CameraNotFound(camera="left camera", side="left", serial="1"),
    ]
    for minutes, trouble in enumerate(steps):
        view = a_view(cameras=gone, at=NOON + timedelta(minutes=minutes))
        (fault,) = standing.take(faults_of(view, None, {Side.LEFT: trouble}), view)
        assert (fault.code, fault.since) == (trouble.code, NOON)
    assert told.kinds == ["fault_raised"]


def test_a_turn_in_doubt_is_in_the_history_until_somebody_has_said(told: Written) -> None:
    standing, why = OpenFaults(told.log), turn_not_known(7)
    for _ in range(2):
        assert standing.take({}, a_view(phase=Phase.CONFIRM_TURN, why=why)) == ()
    standing.take({}, a_view())
    assert told.kinds == ["warning_raised", "notice_ended"]
    assert told.entries[0].details["code"] == "turn_not_known"


def test_a_red_spread_and_a_camera_that_comes_back_are_told_once(told: Written) -> None:
    happenings = Happenings(told.log)
    flags = (
        Flag("hand", Level.RED, Side.LEFT, 1.0, 0.0, "A hand is in the picture."),
        Flag("sharpness", Level.GREEN, Side.LEFT, 1.0, 0.0, "It is sharp."),
    )
    red = a_view(last_spread=LastSpread("s1", 4, 1, verdict=Verdict(Level.RED, flags, 1.0)))
    happenings.take(a_view())
    happenings.take(red)
    happenings.take(red)
    gone = (replace(BODIES[0], alive=False), BODIES[1])
    happenings.take(a_view(cameras=gone))
    happenings.take(a_view())
    assert told.kinds == ["camera_connected", "camera_connected", "spread_flagged", "camera_connected"]
    flagged = MappingProxyType(told.entries[2].details)
    assert (flagged["position"], flagged["checks"], flagged["reasons"]) == (4, "hand", "A hand is in the picture.")
