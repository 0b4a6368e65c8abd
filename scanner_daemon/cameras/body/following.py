"""Hashing a file and bringing it onto the disk while it is still being written: afterwards next to nothing is left.

A transfer leaves the processor and the disk idle. Both steps used to follow it, and the rig waited for them with the
leaf still to be turned.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator

__all__ = ["Following", "following"]

_LOOK_EVERY_S = 0.01
_READ_BYTES = 1 << 20
_SYNC_EVERY_BYTES = 4_000_000


class Following:
    """Follows what somebody writes, front to back, through a duplicate of ``descriptor``. Use `following`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._hash = hashlib.sha256()
        self._hashed = 0
        self._synced = 0
        self._ended = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._follow, name="following", daemon=True)
        self._thread.start()

    def finish(self, size_bytes: int) -> str:
        """The SHA-256 of the first ``size_bytes``, which are on the disk when this returns. Raises OSError.

        An error that the disk told while the file was being written is raised here: the kernel tells it only once, so
        a later sync would call the same file good.
        """
        self.stop()
        if self._failure is not None:
            raise self._failure
        self._hash_up_to(size_bytes)
        os.fsync(self._descriptor)
        return self._hash.hexdigest()

    def stop(self) -> None:
        """Follow no further."""
        self._ended.set()
        self._thread.join()

    def _follow(self) -> None:
        try:
            while not self._ended.wait(_LOOK_EVERY_S):
                written = os.lseek(self._descriptor, 0, os.SEEK_CUR)
                self._hash_up_to(written)
                if written - self._synced >= _SYNC_EVERY_BYTES:
                    os.fdatasync(self._descriptor)
                    self._synced = written
        except OSError as failure:
            self._failure = failure

    def _hash_up_to(self, end: int) -> None:
        while self._hashed < end:
            read = os.pread(self._descriptor, min(_READ_BYTES, end - self._hashed), self._hashed)
            if not read:
                raise OSError(f"a file of {end} bytes ends after {self._hashed}")
            self._hash.update(read)
            self._hashed += len(read)


@contextlib.contextmanager
def following(descriptor: int) -> Iterator[Following]:
    """Follow the file behind ``descriptor``, whose offset moves with what is written, until the block ends."""
    follower = Following(descriptor)
    try:
        yield follower
    finally:
        follower.stop()
