"""What goes wrong at a body, in the words that cross to the daemon."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

import gphoto2 as gp

__all__ = ["BodyFailure", "translated"]

Detail = str | int | float

_KINDS = {
    gp.GP_ERROR_CAMERA_BUSY: "busy",
    gp.GP_ERROR_NO_MEMORY: "store_full",
    gp.GP_ERROR_NOT_SUPPORTED: "unsupported",
    gp.GP_ERROR_IO_USB_CLAIM: "claimed",
    gp.GP_ERROR_IO_LOCK: "claimed",
    gp.GP_ERROR_IO_USB_FIND: "unplugged",
    gp.GP_ERROR_MODEL_NOT_FOUND: "unplugged",
    gp.GP_ERROR_UNKNOWN_PORT: "unplugged",
    gp.GP_ERROR_NO_SPACE: "disk_full",
}
_SILENCE = {gp.GP_ERROR_TIMEOUT, gp.GP_ERROR_IO, gp.GP_ERROR_IO_READ, gp.GP_ERROR_IO_WRITE, gp.GP_ERROR_IO_INIT}
_TROUBLE = {gp.GP_ERROR, gp.GP_ERROR_BAD_PARAMETERS, gp.GP_ERROR_CORRUPTED_DATA}
"""After these and silence the session is in doubt: what libgphoto2 says next may belong to the call before."""


class BodyFailure(Exception):
    """One failure: its ``kind`` chooses the sentence on the daemon's side, ``details`` fill it in."""

    def __init__(self, kind: str, **details: Detail) -> None:
        super().__init__(f"{kind} {details}")
        self.kind = kind
        self.details = details

    @property
    def session_in_doubt(self) -> bool:
        """Whether only a fresh session can tell what the body is up to."""
        return self.kind in {"trouble", "silent", "unplugged"}


@contextlib.contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn libgphoto2's and the file system's errors into failures. ``doing`` goes to the log."""
    try:
        yield
    except gp.GPhoto2Error as error:
        kind = "silent" if error.code in _SILENCE else "trouble" if error.code in _TROUBLE else "refused"
        kind = _KINDS.get(error.code, kind)
        raise BodyFailure(kind, doing=doing, code=error.code, said=error.string) from error
    except OSError as error:
        full = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        kind = "disk_full" if error.errno in full else "disk"
        where = str(Path(error.filename).parent) if isinstance(error.filename, str) else ""
        raise BodyFailure(kind, doing=doing, code=error.errno or 0, said=error.strerror or "", folder=where) from error
