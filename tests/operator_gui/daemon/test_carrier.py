"""A result on its way from a worker to the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThread, QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from operator_gui.daemon.carrier import Carrier


class Job(QRunnable):
    def __init__(self, carrier: Carrier, result: object) -> None:
        super().__init__()
        self._carrier = carrier
        self._result = result

    def run(self) -> None:
        self._carrier.tell(self._result)


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[object] = []
        self.on: list[QThread] = []

    def take(self, result: object) -> None:
        self.told.append(result)
        self.on.append(QThread.currentThread())


def test_a_result_comes_on_the_thread_of_the_window(qtbot: QtBot) -> None:
    receiver, pool = Receiver(), QThreadPool()
    pool.start(Job(Carrier(receiver, receiver.take), "result"))
    qtbot.waitUntil(lambda: receiver.told == ["result"])
    assert receiver.on == [QThread.currentThread()]


def test_results_without_number_are_carried_by_one_object_that_stays(qtbot: QtBot) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    receiver, pool = Receiver(), QThreadPool()
    Carrier(receiver, receiver.take).tell("first")
    qtbot.waitUntil(lambda: receiver.told == ["first"])
    before = application.children()
    for number in range(100):
        pool.start(Job(Carrier(receiver, receiver.take), number))
    assert pool.waitForDone(5_000)
    assert application.children() == before
    qtbot.waitUntil(lambda: sorted(map(str, receiver.told)) == sorted(["first", *map(str, range(100))]))
    assert application.children() == before


def test_nobody_is_told_who_is_gone(qtbot: QtBot) -> None:
    gone, stays, pool = Receiver(), Receiver(), QThreadPool(maxThreadCount=1)
    pool.start(Job(Carrier(gone, gone.take), 1))
    pool.start(Job(Carrier(stays, stays.take), 2))
    assert pool.waitForDone(5_000)
    Shiboken.delete(gone)
    qtbot.waitUntil(lambda: stays.told == [2])
    assert gone.told == []
