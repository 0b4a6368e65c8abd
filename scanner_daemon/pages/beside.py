"""A second thread for what can be done beside the first, where the process may use two."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

import cv2

__all__ = ["beside", "done"]

T = TypeVar("T")


def beside(work: Callable[[], T], *, elsewhere: bool = False) -> Future[T]:
    """The result of ``work``, which runs in a thread of its own where OpenCV may use a second one, and else now.

    Where it only waits for what is done ``elsewhere``, by a GPU, it always gets a thread. What it raises is raised to
    whoever asks for the result.
    """
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:  # noqa: BLE001  handed to whoever asks for the result
            future.set_exception(error)

    if elsewhere or cv2.getNumThreads() > 1:
        Thread(target=run, name="beside", daemon=True).start()
    else:
        run()
    return future


def done(value: T) -> Future[T]:
    """What is there already."""
    future: Future[T] = Future()
    future.set_result(value)
    return future
