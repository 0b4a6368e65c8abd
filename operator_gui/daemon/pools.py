"""The threads that decode pictures. A pool lives as long as the application, never as long as what it works for.

A pool waits for its threads when it is deleted, and PySide deletes it while it holds the interpreter, which a job in
Python needs to end: seen as a window that never closed, because a photograph was still being decoded.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QThreadPool

__all__ = ["pool_for", "rest_pools"]

REST_MS = 5_000


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
