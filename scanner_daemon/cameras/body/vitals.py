"""What a body says of its own health: read beside its work, and never twice as often as it changes."""

from __future__ import annotations

import time
from typing import Any

import gphoto2 as gp

from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.failure import BodyFailure, translated
from scanner_daemon.cameras.body.session import Session
from scanner_daemon.cameras.wire import Message

__all__ = ["Vitals"]

_CARD_EVERY_S = 60.0


class Vitals:
    """Reads shutter count, clock and card of one body. None: it has no such thing, or does not tell."""

    def __init__(self) -> None:
        self._card: Message = {}
        self._card_due_at = 0.0

    def read(self, session: Session) -> Message:
        """All of it. Raises BodyFailure only where the body itself is in doubt."""
        if time.monotonic() >= self._card_due_at:
            self._card_due_at = time.monotonic() + _CARD_EVERY_S
            self._card = _card(session)
        counter = widgets.first_value(session.camera, session.brand.shutter_count)
        return {
            "shutter_count": int(counter[1]) if counter is not None and counter[1].isdigit() else None,
            "clock_off_s": _clock_off_s(session),
            **self._card,
        }

    def forget(self) -> None:
        """Another body, or another card: look again at once."""
        self._card_due_at = 0.0


def _clock_off_s(session: Session) -> float | None:
    """The body's clock less this computer's. It tells whole seconds, so half of one is added to what it says."""
    told = widgets.first_value(session.camera, session.brand.clock_shown)
    if told is None:
        return None
    try:
        seconds = int(told[1])
    except ValueError:
        return None
    return round(seconds + 0.5 - time.time(), 1) if seconds > 0 else None


def _card(session: Session) -> Message:
    stores: list[Any] = []
    try:
        with translated("look at the card"):
            stores = list(session.camera.get_storageinfo())
    except BodyFailure as failure:
        if failure.session_in_doubt:
            raise
    free_bytes = free_images = None
    for store in stores:
        if store.fields & gp.GP_STORAGEINFO_FREESPACEKBYTES:
            free_bytes = (free_bytes or 0) + store.freekbytes * 1024
        if store.fields & gp.GP_STORAGEINFO_FREESPACEIMAGES:
            free_images = (free_images or 0) + store.freeimages
    return {"card_free_bytes": free_bytes, "card_free_images": free_images}
