"""Which faults stand now, since when, and what ends each: from the cycle's view and the parts that know more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from scanner_daemon.api.schemas import Fault, FaultWeight
from scanner_daemon.capture.interlocks import CameraFact
from scanner_daemon.capture.reasons import Reason
from scanner_daemon.capture.states import Phase
from scanner_daemon.capture.view import CaptureView
from scanner_daemon.errors import BookcradleError
from scanner_daemon.service.clearing import CLEARS_WHEN, Found, clears
from scanner_daemon.service.notice_log import NoticeLog
from scanner_daemon.vocabulary import Side

__all__ = ["OpenFaults", "faults_of"]

BATTERY_LOW_PERCENT = 15
BATTERY_WELL_PERCENT = 25
"""Between the two, what was said last holds: a gauge that wavers must not raise the same fault again and again."""
_NOT_A_FAULT = frozenset({"own_work"})
_RAISED = {FaultWeight.STOP: "stop_raised", FaultWeight.FAULT: "fault_raised", FaultWeight.WARNING: "warning_raised"}

_ABOUT = {Found.BODY: "camera", Found.LINK: "link"}
_ABOUT_CODE = {"camera_lost": "camera", "link_lost": "link"}

Key = tuple[str, str]


def faults_of(
    view: CaptureView,
    cradle_problem: BookcradleError | None,
    camera_troubles: Mapping[Side, BookcradleError],
    low_batteries: frozenset[Side] = frozenset(),
) -> dict[Key, Fault]:
    """Every fault that stands, the most urgent first, by where it sits and what it concerns.

    A camera that went away is soon one that is not found: the same fault, whose words have become more exact.

    ``camera_troubles`` holds the cameras that are not alive and say why: that says more than the interlock, which only
    knows that they are not alive. ``low_batteries`` were told last time.
    """
    told: dict[Key, Fault] = {}
    for found, fault in _faults(view, cradle_problem, camera_troubles, low_batteries):
        about = _ABOUT.get(found) or _ABOUT_CODE.get(fault.code, fault.code)
        told.setdefault((fault.source, about), fault)
    return told


def _faults(
    view: CaptureView,
    cradle_problem: BookcradleError | None,
    camera_troubles: Mapping[Side, BookcradleError],
    low_batteries: frozenset[Side],
) -> Iterator[tuple[Found, Fault]]:
    if view.why is not None and view.phase is Phase.STOPPED:
        yield _told(view.why, Found.STOPPED, "cradle", FaultWeight.STOP)
    elif view.why is not None and view.phase is Phase.FAULTED:
        yield _told(view.why, Found.IN_PLACE, str(dict(view.why.params).get("side", "")))
    codes = {reason.code for reason in view.blocks}
    for reason in view.blocks:
        side = str(dict(reason.params).get("side", ""))
        known_better = reason.code == "camera_lost" and any(side == one.value for one in camera_troubles)
        stopped_already = reason.code == "emergency_stop" and view.phase is Phase.STOPPED
        if not known_better and not stopped_already and not _passes(reason):
            yield _told(reason, Found.CONDITION, _source(reason, side))
    if cradle_problem is not None and "link_lost" not in codes:  # in mid-spread no interlock says so
        yield _told(cradle_problem, Found.LINK, "cradle")
    for one, trouble in camera_troubles.items():
        yield _told(trouble, Found.BODY, one.value)
    for camera in view.cameras:
        if _battery_is_low(camera, told_before=camera.side in low_batteries):
            yield _battery(camera)
    said = {cradle_problem.code if cradle_problem else "", *(trouble.code for trouble in camera_troubles.values())}
    if view.trouble is not None and view.trouble.code not in said:
        source = str(dict(view.trouble.params).get("side", ""))
        yield _told(view.trouble, Found.ASIDE, source, FaultWeight.WARNING)


def _passes(reason: Reason) -> bool:
    """A platen on its way is no fault, nor is work of our own."""
    return reason.code in _NOT_A_FAULT or dict(reason.params).get("platen") == "moving"


def _source(reason: Reason, side: str) -> str:
    if reason.code == "camera_lost":
        return side
    return "disk" if reason.code == "disk_low" else "cradle"


def _told(
    why: BookcradleError | Reason, found: Found, source: str, weight: FaultWeight = FaultWeight.FAULT
) -> tuple[Found, Fault]:
    ends = clears(found, why.code)
    what, remedy = (why.what, why.remedy) if isinstance(why, Reason) else (why.what_happened, why.what_to_do)
    return found, Fault(
        code=why.code,
        params=dict(why.params),
        what=what,
        remedy=remedy,
        source=source,
        weight=weight,
        clears=ends,
        clears_when=CLEARS_WHEN[ends] if ends else "",
    )


def _battery_is_low(camera: CameraFact, *, told_before: bool) -> bool:
    percent = camera.battery_percent
    if percent is None or not camera.alive:
        return False
    return percent <= BATTERY_LOW_PERCENT or (told_before and percent < BATTERY_WELL_PERCENT)


def _battery(camera: CameraFact) -> tuple[Found, Fault]:
    called = f"{camera.side.value} camera" if camera.side in (Side.LEFT, Side.RIGHT) else "camera"
    params = (("side", camera.side.value), ("percent", camera.battery_percent or 0))
    what = f"The battery of the {called} is at {camera.battery_percent}%."
    low = Reason("battery_low", what, "Change it between two spreads; the book goes on where it is.", params)
    return _told(low, Found.CONDITION, camera.side.value, FaultWeight.WARNING)


class OpenFaults:
    """Remembers since when each fault stands, and has its beginning and its end written down."""

    def __init__(self, log: NoticeLog) -> None:
        self._log = log
        self._open: dict[Key, tuple[str, datetime]] = {}
        self._asked: str | None = None

    def low_batteries(self) -> frozenset[Side]:
        """Cameras of which a low battery is told."""
        return frozenset(Side(source) for source, code in self._open if code == "battery_low")

    def take(self, standing: Mapping[Key, Fault], view: CaptureView) -> tuple[Fault, ...]:
        """The same faults, each with the instant at which it was first seen."""
        for key in [key for key in self._open if key not in standing]:
            raised, _ = self._open.pop(key)
            self._log.end(raised, view.operator)
        for key, fault in standing.items():
            if key not in self._open:
                self._open[key] = self._raise(fault, view), view.at
        self._question(view)
        return tuple(fault.model_copy(update={"since": self._open[key][1]}) for key, fault in standing.items())

    def _raise(self, fault: Fault, view: CaptureView) -> str:
        return self._log.begin(
            _RAISED[fault.weight],
            view.operator,
            view.book_id,
            since=view.at,
            code=fault.code,
            params=fault.params,
            what=fault.what,
            remedy=fault.remedy,
            source=fault.source,
        )

    def _question(self, view: CaptureView) -> None:
        """A turn in doubt is no fault, but a person was asked, and the history says so."""
        if view.phase is not Phase.CONFIRM_TURN or view.why is None:
            if self._asked is not None:
                self._log.end(self._asked, view.operator)
            self._asked = None
        elif self._asked is None:
            _, question = _told(view.why, Found.CONDITION, "cradle", FaultWeight.WARNING)
            self._asked = self._raise(question, view)
