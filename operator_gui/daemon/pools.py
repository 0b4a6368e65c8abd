"""The threads that decode pictures. A pool lives as long as the application, never as long as what it works for.

A pool waits for its threads when it is deleted, and PySide deletes it while it holds the interpreter, which a job in
Python needs to end: seen as a window that never closed, because a photograph was still being decoded.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from PySide6.QtCore import QCoreApplication, Qt, QThreadPool

__all__ = ["LIVE_NICE", "PICTURE_NICE", "give_way", "pool_for", "rest_pools"]

REST_MS = 5_000
LIVE_NICE = 5
"""Behind the window: a third of the processor where it wants the rest."""
PICTURE_NICE = 10
"""Behind the live views: a tenth of the processor where somebody else wants it, all of it where nobody does."""


def give_way(nice: int) -> None:
    """Let the window go before the thread that calls this; a thread can only become ``nice``r.

    On two cores the window waited for one of them for up to 33 ms while photographs were opened (measured), mostly
    behind its own decoders. Only Linux counts this by the thread; elsewhere nothing is done.
    """
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, nice)  # 0 is the calling thread there, setpriority(2)


def pool_for(what: str, threads: int) -> QThreadPool:
    """The application's own pool for ``what``, with at most so many ``threads``."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("Pictures are decoded within a running application.")
    found = application.findChild(QThreadPool, what, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if isinstance(found, QThreadPool):
        pool = found
    else:
        pool = QThreadPool(application)
        pool.setObjectName(what)
    pool.setMaxThreadCount(threads)
    return pool


def rest_pools() -> None:
    """Before the application ends: nothing that waits is begun, and what is at work is waited for."""
    application = QCoreApplication.instance()
    if application is None:
        return
    own = application.findChildren(QThreadPool, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for pool in (*own, QThreadPool.globalInstance()):
        pool.clear()
        pool.waitForDone(REST_MS)
