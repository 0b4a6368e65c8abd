"""One exposure after another: the release, the lag, the open shutter, the buffer; and the log of when each happened."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scanner_daemon.simulation.ptp.timing import BodyTiming, LagSampler, sleep_until_ns
from scanner_daemon.simulation.ptp.wire import Buffer

__all__ = ["Photograph", "PictureLost", "ShotRecord", "Shutter"]

_log = logging.getLogger(__name__)

Photograph = Callable[[int], Sequence[Buffer]]
"""Called with the monotonic instant at which the shutter opened, in nanoseconds, on the shutter's own thread. Returns
the JPEG file, and after it the RAW file if there is one. It may take its time: the body is writing until it returns."""


class PictureLost(Exception):
    """The body has nowhere to keep the picture; the text says why."""


@dataclass(frozen=True, slots=True)
class ShotRecord:
    """The true instants of one shot, in nanoseconds of CLOCK_MONOTONIC; None until it happened."""

    number: int
    """1 for the body's first shot."""
    received_ns: int
    """The release operation's bytes had arrived."""
    exposure_ms: float
    opened_ns: int | None = None
    closed_ns: int | None = None
    """The true end of the exposure: from here on the leaf may move."""
    ready_ns: int | None = None
    """The picture could be fetched."""
    files: tuple[str, ...] = ()
    failure: str | None = None
    """Why no picture came of it."""


class Shutter:
    """Exposes on a thread of its own, one shot at a time."""

    def __init__(self, timing: BodyTiming, serial: str, photograph: Photograph) -> None:
        self._timing = timing
        self._lag = LagSampler(timing, serial)
        self._photograph = photograph
        self._changed = threading.Condition()
        self._shots: list[ShotRecord] = []
        self._closes_ns = 0
        self._under_way = False
        self._thread: threading.Thread | None = None

    @property
    def shots(self) -> tuple[ShotRecord, ...]:
        """The log so far, oldest first."""
        with self._changed:
            return tuple(self._shots)

    @property
    def writing(self) -> bool:
        """A shot is on its way, from the release until its picture can be fetched."""
        return self._under_way

    @property
    def exposing(self) -> bool:
        """A shot is on its way and its shutter has not closed yet."""
        return self.writing and time.monotonic_ns() < self._closes_ns

    def release(
        self, received_ns: int, exposure_ms: float, deliver: Callable[[int, Sequence[Buffer]], tuple[str, ...]]
    ) -> bool:
        """Start a shot, unless one is on its way: then False.

        ``deliver`` is called with the shot's number and its files once they are ready, and returns the names that it
        gave them.
        """
        if self._under_way:
            return False
        self._under_way = True
        opens_ns = received_ns + round(self._lag.next_ms() * 1e6)
        with self._changed:
            record = ShotRecord(len(self._shots) + 1, received_ns, exposure_ms)
            self._shots.append(record)
        self._closes_ns = opens_ns + round(exposure_ms * 1e6)
        self._thread = threading.Thread(
            target=self._expose, args=(record, opens_ns, deliver), name="simulated shutter", daemon=True
        )
        self._thread.start()
        return True

    def _expose(
        self, record: ShotRecord, opens_ns: int, deliver: Callable[[int, Sequence[Buffer]], tuple[str, ...]]
    ) -> None:
        sleep_until_ns(opens_ns)
        opened_ns = time.monotonic_ns()
        closed_ns = opened_ns + round(record.exposure_ms * 1e6)
        self._closes_ns = closed_ns
        record = self._log(replace(record, opened_ns=opened_ns, closed_ns=closed_ns))
        try:
            files = self._photograph(opened_ns)
            sleep_until_ns(closed_ns + round(self._timing.write_to_buffer_ms * 1e6))
            self._under_way = False
            names = deliver(record.number, files)
        except PictureLost as lost:
            self._log(replace(record, failure=str(lost)))
            return
        except Exception as error:  # noqa: BLE001  # the scene is the caller's code: the body survives whatever it does
            _log.exception("shot %d gave no picture", record.number)
            self._under_way = False
            self._log(replace(record, failure=repr(error)))
            return
        self._log(replace(record, ready_ns=time.monotonic_ns(), files=names))

    def _log(self, record: ShotRecord) -> ShotRecord:
        with self._changed:
            self._shots[record.number - 1] = record
            self._changed.notify_all()
        return record

    def wait_for_shot(self, number: int, timeout_s: float) -> ShotRecord:
        """The finished record of shot ``number``; raises TimeoutError when it has not ended in time."""

        def ended() -> bool:
            if len(self._shots) < number:
                return False
            record = self._shots[number - 1]
            return record.ready_ns is not None or record.failure is not None

        with self._changed:
            if not self._changed.wait_for(ended, timeout_s):
                raise TimeoutError(f"shot {number} did not end within {timeout_s} s")
            return self._shots[number - 1]

    def wait_until_idle(self, timeout_s: float) -> None:
        """Let the shot that is on its way end; raises TimeoutError when it does not."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)
            if thread.is_alive():
                raise TimeoutError(f"the shutter was still at work after {timeout_s} s")
