"""One daemon a library: an advisory lock that the kernel drops when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner_daemon.library.errors import LibraryInUse, in_sentences

__all__ = ["hold_daemon_lock"]


@contextmanager
def hold_daemon_lock(path: Path) -> Iterator[None]:
    """Hold ``path`` for this process. Raises `LibraryInUse`, naming the process that has it, without waiting."""
    with in_sentences():
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            raise LibraryInUse(pid=holder or "unknown", folder=str(path.parent)) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
