"""A result on its way from a worker to the window."""

from __future__ import annotations

from threading import Event

from PySide6.QtCore import QObject, QRunnable, Qt, QThread, QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from operator_gui.daemon.carrier import Carrier

PATIENCE_S = 10.0


class Job(QRunnable):
    def __init__(self, carrier: Carrier) -> None:
        super().__init__()
        self._carrier = carrier

    def run(self) -> None:
        self._carrier.tell("result")


def test_it_does_not_end_before_the_worker_has_left_its_signal(qtbot: QtBot) -> None:
    receiver, pool, may_leave = QObject(), QThreadPool(), Event()
    told: list[object] = []
    carrier = Carrier(receiver, told.append)
    window = QThread.currentThread()

    def held() -> None:
        """The worker is still in the signal when the window has long taken the result."""
        assert QThread.currentThread() is not window
        may_leave.wait(PATIENCE_S)

    carrier._done.connect(held, Qt.ConnectionType.DirectConnection)
    pool.start(Job(carrier))
    qtbot.waitUntil(lambda: told == ["result"])
    for _ in range(3):
        qtbot.wait(60)
        assert Shiboken.isValid(carrier)
    may_leave.set()
    qtbot.waitUntil(lambda: not Shiboken.isValid(carrier))
    assert pool.waitForDone(1000)


def test_nobody_is_told_who_is_gone(qtbot: QtBot) -> None:
    receiver, pool = QObject(), QThreadPool()
    told: list[object] = []
    carrier = Carrier(receiver, told.append)
    Shiboken.delete(receiver)
    pool.start(Job(carrier))
    qtbot.waitUntil(lambda: not Shiboken.isValid(carrier))
    assert told == []
