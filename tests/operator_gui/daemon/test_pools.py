"""What asked for a picture may end while the picture is decoded; the threads that decode it stay."""

from __future__ import annotations

import threading

from PySide6.QtCore import QCoreApplication, QObject, QRunnable
from pytestqt.qtbot import QtBot

from operator_gui.daemon.pools import pool_for, rest_pools


class _Held(QRunnable):
    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_end, self.ended = threading.Event(), threading.Event(), threading.Event()

    def run(self) -> None:
        self.begun.set()
        if self.may_end.wait(20):
            self.ended.set()


def test_what_asked_may_end_while_its_work_is_done(qtbot: QtBot) -> None:
    asker, work = QObject(), _Held()
    work.setAutoDelete(False)
    pool_for("test", 1).start(work)
    assert work.begun.wait(20)
    asker.deleteLater()
    with qtbot.waitSignal(asker.destroyed):
        pass
    work.may_end.set()
    rest_pools()
    assert work.ended.is_set()


def test_a_pool_is_the_application_s_and_is_made_once(qtbot: QtBot) -> None:
    first = pool_for("test", 1)
    assert first.parent() is QCoreApplication.instance()
    assert pool_for("test", 2).maxThreadCount() == 2
    assert first.maxThreadCount() == 2, "it is the same"
    assert pool_for("another test", 1) is not first
