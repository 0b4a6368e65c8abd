"""What the history tells beside faults: a camera that came, a spread that was judged red."""

from __future__ import annotations

from scanner_daemon.capture.view import CaptureView
from scanner_daemon.service.notice_log import NoticeLog
from scanner_daemon.vocabulary import Level, Side

__all__ = ["Happenings"]


class Happenings:
    """Compares each view with the one before."""

    def __init__(self, log: NoticeLog) -> None:
        self._log = log
        self._alive: set[Side] = set()
        self._flagged: tuple[str, int] | None = None

    def take(self, view: CaptureView) -> None:
        """Note what is new."""
        for camera in view.cameras:
            if camera.alive and camera.side not in self._alive:
                self._log.note(
                    "camera_connected",
                    view.operator,
                    view.book_id,
                    side=camera.side.value,
                    model=camera.model or "–",
                    serial=camera.serial or "–",
                )
        self._alive = {camera.side for camera in view.cameras if camera.alive}
        last = view.last_spread
        if last is None or last.verdict is None or last.verdict.level is not Level.RED:
            return
        if self._flagged != (last.spread_id, last.version):
            self._flagged = last.spread_id, last.version
            red = [flag for flag in last.verdict.flags if flag.level is Level.RED]
            self._log.note(
                "spread_flagged",
                view.operator,
                view.book_id,
                spread_id=last.spread_id,
                position=last.position,
                checks=", ".join(sorted({flag.check for flag in red})),
                reasons=" ".join(flag.reason for flag in red),
            )
