"""The shutter: made ready so that, at the absolute instant, next to nothing stands between us and the body."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from typing import Any

import gphoto2 as gp

from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.failure import BodyFailure, translated
from scanner_daemon.cameras.body.session import Session

__all__ = ["Shutter", "sleep_until", "why_refused"]

_SPIN_NS = 500_000
"""The last stretch before the instant is spent awake: the kernel's timers are later than this only under load."""
_BUSY_RETRY_S = 0.003
_READY_RETRY_S = 0.01
_EMPTY = {"Low", *map(str, range(6))}
"""What the battery widget shows when a body refuses for want of power: a word on EOS, else a percentage."""


class Shutter:
    """Arms and fires one session's body."""

    def __init__(self, session: Session, *, to_ram: bool) -> None:
        self._session = session
        brand = session.brand
        self._fire = self._first_offered(brand.fire_to_ram if to_ram else brand.fire)
        self._release = self._first_offered(brand.release) if self._fire is not None else None
        self._ready = self._first_offered(brand.ready)

    def wait_until_ready(self, until_ns: int) -> None:
        """Wait until the body is not busy (leaving live view, writing to its card). Raises BodyFailure ``busy``."""
        while self._ready is not None:
            try:
                self._order(self._ready)
            except gp.GPhoto2Error as error:
                if error.code in {gp.GP_ERROR_NOT_SUPPORTED, gp.GP_ERROR_BAD_PARAMETERS}:
                    self._ready = None
                elif error.code != gp.GP_ERROR_CAMERA_BUSY or time.monotonic_ns() > until_ns:
                    with translated("wait for the body to be ready"):
                        raise
                else:
                    time.sleep(_READY_RETRY_S)
            else:
                return

    def fire(self, at_ns: int, busy_until_ns: int) -> tuple[int, int]:
        """Fire at ``at_ns`` (at once when that is past). Returns when the operation was handed to libgphoto2, and when
        the body had answered it: the body received it between the two.

        A body that says that it is busy has not fired: it is asked again until ``busy_until_ns``.
        """
        with _urgent():
            sleep_until(at_ns)
            while True:
                commanded_ns = time.monotonic_ns()
                try:
                    self._press()
                    answered_ns = time.monotonic_ns()
                    break
                except gp.GPhoto2Error as error:
                    if error.code == gp.GP_ERROR_NOT_SUPPORTED and self._fire is not None:
                        self._fire = None
                    elif error.code != gp.GP_ERROR_CAMERA_BUSY or time.monotonic_ns() > busy_until_ns:
                        with translated("fire"):
                            raise
                    else:
                        time.sleep(_BUSY_RETRY_S)
        if self._release is not None:
            with contextlib.suppress(gp.GPhoto2Error):  # the picture is taken; a real loss shows at the next call
                self._order(self._release)
        return commanded_ns, answered_ns

    def _press(self) -> None:
        if self._fire is None:
            self._session.camera.trigger_capture()
        else:
            self._order(self._fire)

    def _order(self, order: tuple[str, Any]) -> None:
        self._session.camera.set_single_config(*order)

    def _first_offered(self, orders: Iterable[tuple[str, str]]) -> tuple[str, Any] | None:
        """The first order that this body takes, as a widget that is ready to be set."""
        for name, value in orders:
            # libgphoto2's raw operations expect a data phase, which over PTP/IP never comes: 2.5 s, then an error.
            if name == "opcode" and not self._session.port.startswith("usb:"):
                continue
            widget = widgets.find(self._session.camera, name)
            if widget is not None and widgets.offers(widget, value):
                widget.set_value(value)
                return name, widget
        return None


def sleep_until(at_ns: int) -> None:
    """Return at the instant ``at_ns`` of CLOCK_MONOTONIC, as exactly as the kernel allows."""
    while (left_ns := at_ns - time.monotonic_ns()) > 0:
        if left_ns > _SPIN_NS:
            time.sleep((left_ns - _SPIN_NS) / 1e9)


@contextlib.contextmanager
def _urgent() -> Iterator[None]:
    """Run before everything else on this machine, where that is permitted: two busy cores must not delay a shot."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(20))
    except OSError:
        yield
        return
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def why_refused(session: Session, failure: BodyFailure) -> BodyFailure:
    """The reason behind a bare "error" at the shutter: libgphoto2 loses it, so the body is asked what is wrong."""
    if failure.kind not in {"trouble", "refused"}:
        return failure
    brand, camera = session.brand, session.camera
    with contextlib.suppress(gp.GPhoto2Error):
        stores = [store for store in camera.get_storageinfo() if store.fields & gp.GP_STORAGEINFO_FREESPACEKBYTES]
        if stores and all(store.freekbytes < 1024 for store in stores):
            return BodyFailure("store_full", **failure.details)
    with contextlib.suppress(BodyFailure):
        battery = widgets.first_value(camera, brand.battery)
        if battery is not None and (battery[1] in _EMPTY or battery[1].rstrip("%") in _EMPTY):
            return BodyFailure("battery_low", shown=battery[1])
        dial = widgets.first_value(camera, brand.mode_dial)
        if dial is not None and dial[1] not in brand.manual_modes:
            return BodyFailure("dial", mode=dial[1])
        focus = widgets.first_value(camera, brand.focus_mode)
        if focus is not None and focus[1] not in brand.manual_focus:
            return BodyFailure("out_of_focus", mode=focus[1])
    return failure
