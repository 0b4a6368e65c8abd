"""From the capture cycle's own view of the rig to the state board that every client follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.schemas import (
    BookInHand,
    CameraState,
    Fault,
    LastSpread,
    PedalState,
    QueueCounts,
    TurnBackTarget,
    TurnQuestion,
)
from scanner_daemon.api.views import (
    camera_state,
    cradle_state,
    cue_word,
    cycle_times,
    fault_of,
    state_word,
    verdict_given,
)
from scanner_daemon.cameras.health import BodyHealth
from scanner_daemon.capture.ports import Camera, Cradle
from scanner_daemon.capture.states import Phase
from scanner_daemon.capture.view import CaptureView
from scanner_daemon.cradle import SerialCradle
from scanner_daemon.errors import BookcradleError
from scanner_daemon.service.faults import OpenFaults, faults_of
from scanner_daemon.service.happenings import Happenings
from scanner_daemon.service.notice_log import NoticeLog
from scanner_daemon.vocabulary import ReadingDirection, Side, TurnAfter

__all__ = ["BoardFeed", "BookShown"]

CAPTURED_BYTES_PER_PAGE = 20_000_000
"""A 24 MP JPEG and a little more; only for the estimate of the hours that the disk will last."""


class TroubledCamera(Camera, Protocol):
    """A camera that can say why it is not alive, and how it is mounted."""

    @property
    def trouble(self) -> BookcradleError | None: ...

    @property
    def rotate_degrees(self) -> int: ...

    @property
    def health(self) -> BodyHealth: ...


class BookShown:
    """What the snapshot says of the book in hand, beyond what the cycle knows."""

    def __init__(self, title: str, reading_direction: ReadingDirection, expected_spreads: int | None) -> None:
        self.title = title
        self.reading_direction = reading_direction
        self.expected_spreads = expected_spreads


class BoardFeed:
    """Lives on the event loop. `told` is the controller's ``on_change``."""

    def __init__(
        self,
        board: StateBoard,
        cameras: Mapping[Side, TroubledCamera],
        cradle: Cradle,
        notices: NoticeLog,
        *,
        cradle_fitted: bool,
    ) -> None:
        self._board = board
        self._cameras = cameras
        self._cradle = cradle
        self._cradle_fitted = cradle_fitted
        self._open_faults = OpenFaults(notices)
        self._happenings = Happenings(notices)
        self.book: BookShown | None = None

    def told(self, view: CaptureView) -> None:
        """Publish one snapshot of the cycle."""
        self._board.update(
            state=state_word(view.phase),
            phase=view.phase.value,
            why=view.why.what if view.why else "",
            remedy=view.why.remedy if view.why else "",
            why_code=view.why.code if view.why else "",
            why_params=dict(view.why.params) if view.why else {},
            cue=cue_word(view.cue) if view.cue else None,
            operator=view.operator,
            book=self._book(view),
            position=view.position,
            cameras={side: self._camera(side) for side in self._cameras},
            cradle=cradle_state(self._cradle, fitted=self._cradle_fitted),
            last_spread=_last_spread(view),
            turn_back=_turn_back(view),
            confirm_turn=None if view.turn_in_doubt is None else _question(view),
            running=view.running,
            refused_presses=view.refused,
            refused_because=tuple(fault_of(reason) for reason in view.refused_because),
            pages_per_hour=view.pages_per_hour,
            disk_free_bytes=view.free_bytes,
            disk_hours_left=_hours_left(view),
            faults=self._faults(view),
            timing=cycle_times(view.timing) if view.timing else None,
        )
        self._happenings.take(view)

    def pedal(self, *, fitted: bool, sources: tuple[str, ...]) -> None:
        """What presses can come from."""
        self._board.update(pedal=PedalState(fitted=fitted, sources=sources))

    def queue(self, counts: QueueCounts) -> None:
        """How much waits for the workers."""
        self._board.update(queue=counts)

    def _book(self, view: CaptureView) -> BookInHand | None:
        if view.book_id is None or self.book is None:
            return None
        return BookInHand(
            book_id=view.book_id,
            title=self.book.title,
            reading_direction=self.book.reading_direction,
            turn_after=view.turn_after or TurnAfter.EXPOSED,
            spreads=view.last_position,
            expected_spreads=self.book.expected_spreads,
        )

    def _camera(self, side: Side) -> CameraState:
        camera = self._cameras[side]
        what = camera.trouble.sentence if camera.trouble is not None and not camera.alive else ""
        live = camera.latest_preview() is not None
        return camera_state(camera, live=live, what=what, rotate_degrees=camera.rotate_degrees)

    def _faults(self, view: CaptureView) -> tuple[Fault, ...]:
        problem = self._cradle.problem if isinstance(self._cradle, SerialCradle) else None
        troubles = {
            side: camera.trouble
            for side, camera in self._cameras.items()
            if camera.trouble is not None and not camera.alive
        }
        clocks = {
            side: camera.health.clock_off_s
            for side, camera in self._cameras.items()
            if camera.alive and camera.health.clock_off_s is not None
        }
        faults = faults_of(view, problem, troubles, self._open_faults.low_batteries(), clocks)
        return self._open_faults.take(faults, view)


def _last_spread(view: CaptureView) -> LastSpread | None:
    last = view.last_spread
    if last is None:
        return None
    return LastSpread(
        spread_id=last.spread_id,
        position=last.position,
        version=last.version,
        missing=last.missing,
        verdict=verdict_given(last.verdict) if last.verdict else None,
    )


def _turn_back(view: CaptureView) -> TurnBackTarget | None:
    if view.phase is not Phase.TURN_BACK or view.turn_back_to is None:
        return None
    spread_id = (
        view.last_spread.spread_id if view.last_spread and view.last_spread.position == view.turn_back_to else ""
    )
    return TurnBackTarget(
        spread_id=spread_id, position=view.turn_back_to, reason=view.why.what if view.why else "It is to be shot again."
    )


def _question(view: CaptureView) -> TurnQuestion:
    assert view.turn_in_doubt is not None
    return TurnQuestion(position=view.turn_in_doubt, why=view.why.what if view.why else "")


def _hours_left(view: CaptureView) -> float | None:
    if view.free_bytes is None or not view.pages_per_hour:
        return None
    return view.free_bytes / (view.pages_per_hour * CAPTURED_BYTES_PER_PAGE)
