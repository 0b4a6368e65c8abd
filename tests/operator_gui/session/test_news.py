"""What is told in passing, and what is left to the band."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from operator_gui.daemon.address import Address
from operator_gui.daemon.rig import RigFollower
from operator_gui.screens.notices import Notice, NoticeKind, Notices
from operator_gui.session.news import News
from scanner_daemon.api.schemas import Fault, NotificationKind, RigSnapshot


class Board:
    """A follower that is told what to think, and all that was said."""

    def __init__(self, folder: Path) -> None:
        self.rig = RigFollower(Address(folder / "nowhere.sock"))
        self.notices = Notices()
        self.told: list[Notice] = []
        self.notices.told.connect(self.told.append)
        self.news = News(self.rig, self.notices)
        self.counts: list[int] = []
        self.news.faults_counted.connect(self.counts.append)

    def show(self, number: int, kind: NotificationKind, *, boot: str = "b", faults: int = 0) -> None:
        latest = {
            "id": f"n{number}",
            "kind": kind,
            "code": "of.tomorrow",
            "what": f"Entry {number}.",
            "raised_at": "2026-11-22T12:00:00Z",
        }
        now = RigSnapshot.model_validate(
            {
                "boot": boot,
                "revision": number,
                "at": "2026-11-22T12:00:00Z",
                "latest_notification": latest,
                "faults": [Fault(code=f"f{each}", what="") for each in range(faults)],
            }
        )
        self.rig.changed.emit(now, frozenset({"latest_notification", "faults"}))


@pytest.fixture
def board(tmp_path: Path, qapp: QApplication) -> Board:
    del qapp
    return Board(tmp_path)


def test_what_was_told_before_this_program_looked_is_no_news(board: Board) -> None:
    board.show(1, NotificationKind.WARNING)
    assert board.told == []
    board.show(2, NotificationKind.WARNING)
    board.show(2, NotificationKind.WARNING)
    board.show(1, NotificationKind.WARNING, boot="c")
    assert [(one.text, one.kind) for one in board.told] == [("Entry 2.", NoticeKind.WARNING)]


def test_faults_are_left_to_the_band_and_counted(board: Board) -> None:
    board.show(1, NotificationKind.BOOK)
    board.show(2, NotificationKind.FAULT, faults=2)
    board.show(3, NotificationKind.NIGHT)
    assert [(one.text, one.kind) for one in board.told] == [("Entry 3.", NoticeKind.DONE)]
    assert board.counts == [0, 2, 0]
