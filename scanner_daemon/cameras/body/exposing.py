"""One exposure from armed to landed, told step by step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import gphoto2 as gp

from scanner_daemon.cameras.body.failure import BodyFailure, translated
from scanner_daemon.cameras.body.landing import bring_home, remove_from_card
from scanner_daemon.cameras.body.session import Session
from scanner_daemon.cameras.body.shutter import Shutter, why_refused

__all__ = ["Exposing", "OrderedShot"]

_POLL_S = 0.004
"""Between two looks for the file: half of it is what a cycle waits too long."""
_BUSY_PATIENCE_NS = 1_500_000_000
Tell = Callable[..., None]


@dataclass(frozen=True, slots=True)
class OrderedShot:
    """What the daemon asked for."""

    at_ns: int
    incoming: Path
    stem: str
    quiet_ms: float
    """Lag and exposure together: nothing is asked of the body while its shutter is open."""
    files: int
    """How many files the body makes of one exposure: two for raw and JPEG."""
    deadline_ns: int
    keep_on_card: bool


class Exposing:
    """Fires one session's shutter and brings the files home."""

    def __init__(self, session: Session, shutter: Shutter, tell: Tell) -> None:
        self._session = session
        self._shutter = shutter
        self._tell = tell
        self._confirmed = False

    def run(self, shot: OrderedShot) -> None:
        """The whole exposure. Tells ``commanded``, ``confirmed``, ``announced`` and ``landed`` as they happen.

        Raises BodyFailure at the point of failure; a file that was announced and not landed is still on the body.
        """
        try:
            commanded_ns, answered_ns = self._shutter.fire(shot.at_ns, shot.at_ns + _BUSY_PATIENCE_NS)
        except BodyFailure as failure:
            raise why_refused(self._session, failure) from failure
        self._tell("commanded", at_ns=commanded_ns, answered_ns=answered_ns)
        time.sleep(max(0.0, (commanded_ns - time.monotonic_ns()) / 1e9 + shot.quiet_ms / 1000))
        for folder, name in self._files(shot):
            self._tell("announced", folder=folder, name=name)
            self.land(folder, name, shot)

    def land(self, folder: str, name: str, shot: OrderedShot) -> None:
        """Bring one announced file home and tell it."""
        landed = bring_home(self._session, folder, name, shot.incoming, shot.stem)
        self._tell(
            "landed",
            folder=folder,
            name=name,
            at_ns=time.monotonic_ns(),
            path=str(landed.path),
            kind=landed.kind,
            sha256=landed.sha256,
            size_bytes=landed.size_bytes,
        )
        if not shot.keep_on_card and not remove_from_card(self._session, folder, name):
            self._tell("left_on_card", folder=folder, name=name)

    def _files(self, shot: OrderedShot) -> Iterator[tuple[str, str]]:
        """The files of this exposure as the body announces them, until all have come."""
        seen = 0
        while True:
            kind, data = self._next_event()
            if kind == gp.GP_EVENT_FILE_ADDED:
                self._confirm()
                seen += 1
                yield data.folder, data.name
            elif kind == gp.GP_EVENT_CAPTURE_COMPLETE:
                self._confirm()
            elif kind == gp.GP_EVENT_TIMEOUT:
                if seen >= shot.files:
                    return
                if time.monotonic_ns() > shot.deadline_ns:
                    raise BodyFailure("no_file", expected=shot.files, seen=seen)
                time.sleep(_POLL_S)

    def _next_event(self) -> tuple[int, gp.CameraFilePath]:
        """One event, without libgphoto2's own waiting (which grows in steps of 50 ms)."""
        try:
            kind, data = self._session.camera.wait_for_event(0)
        except gp.GPhoto2Error as error:
            if error.code == gp.GP_ERROR_CAMERA_BUSY:
                return gp.GP_EVENT_TIMEOUT, None
            with translated("wait for the file"):
                raise
        return kind, data

    def _confirm(self) -> None:
        if not self._confirmed:
            self._confirmed = True
            self._tell("confirmed", at_ns=time.monotonic_ns())
