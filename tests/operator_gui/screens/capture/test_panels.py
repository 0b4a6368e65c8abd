"""What stands beside the live views, and what is asked below them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from operator_gui.keys.registry import Keys
from operator_gui.screens.capture.cards.card import Card, Choice
from operator_gui.screens.capture.cards.wanted import RigCard, rig_card
from operator_gui.screens.capture.instruments import Instruments
from operator_gui.screens.capture.last_spread_panel import LastSpreadPanel
from operator_gui.screens.capture.undo import Undo, UndoStack
from operator_gui.screens.capture.verdict_words import verdict_lines
from operator_gui.session.preferences import Preferences
from operator_gui.theme.palette import DARK
from operator_gui.theme.sizes import TypeSizes
from operator_gui.theme.theme import Look
from scanner_daemon.api.schemas import (
    BookInHand,
    CameraState,
    CycleTimes,
    FlagRaised,
    LastSpread,
    Level,
    QueueCounts,
    RigSnapshot,
    Side,
    TurnBackTarget,
    TurnQuestion,
    VerdictGiven,
)

LOOK = Look(DARK, TypeSizes.at(100))
BOOK = BookInHand(book_id="b", title="A book", spreads=100, expected_spreads=200)


def rig(state: str = "READY", **more: Any) -> RigSnapshot:
    return RigSnapshot(boot="1", revision=1, at=datetime.now(UTC), state=state, **({"book": BOOK} | more))


def judged(*flags: FlagRaised, **more: Any) -> LastSpread:
    return LastSpread(spread_id="s", position=12, verdict=VerdictGiven(level=Level.RED, flags=flags), **more)


def flag(check: str, level: Level, side: Side, reason: str = "Because.") -> FlagRaised:
    return FlagRaised(check=check, level=level, side=side, reason=reason)


def test_a_verdict_is_told_worst_first_one_line_a_check() -> None:
    last = judged(
        flag("blur", Level.GREEN, Side.LEFT),
        flag("blur", Level.RED, Side.RIGHT),
        flag("same_leaf", Level.GREEN, Side.LEFT),
        flag("same_leaf", Level.GREEN, Side.RIGHT),
    )
    assert [(line.level, line.words) for line in verdict_lines(last)] == [
        (Level.RED, "right page: blurred"),
        (Level.GREEN, "turned"),
    ]


def test_a_check_of_a_newer_daemon_is_told_in_its_own_words() -> None:
    assert [line.words for line in verdict_lines(judged(flag("odd", Level.AMBER, Side.BOTH, "It is odd.")))] == [
        "It is odd"
    ]


def test_a_side_that_did_not_land_comes_before_everything() -> None:
    last = judged(flag("side_missing", Level.RED, Side.LEFT), missing=(Side.LEFT,))
    assert [line.words for line in verdict_lines(last)] == ["left page: no photograph"]


def test_the_panel_says_so_while_nothing_is_judged(qtbot: QtBot) -> None:
    panel = LastSpreadPanel(LOOK)
    qtbot.addWidget(panel)
    panel.show_last(LastSpread(spread_id="s", position=12, version=2))
    assert panel.lines == ["being looked at"]
    assert "12" in panel.accessibleName()


def test_instruments_show_what_is_known_and_leave_out_the_rest(qtbot: QtBot) -> None:
    instruments = Instruments(LOOK)
    qtbot.addWidget(instruments)
    instruments.show_rig(rig(book=None))
    assert instruments.words() == {"queue": "0 waiting"}
    assert instruments.title.isHidden()
    cameras = {
        Side.LEFT: CameraState(side=Side.LEFT, alive=True, battery_percent=87),
        Side.RIGHT: CameraState(side=Side.RIGHT, alive=True, battery_percent=12),
    }
    instruments.show_rig(rig())
    assert instruments.title.text() == BOOK.title
    known = rig(
        cameras=cameras,
        disk_hours_left=41.2,
        pages_per_hour=600.0,
        queue=QueueCounts(queued=3, leased=1, dead=2),
        timing=CycleTimes(cycle_ms=5500.0),
    )
    instruments.show_rig(known)
    instruments.show_rig(known)
    assert instruments.words() == {
        "batteries": "87 % · 12 %",
        "disk": "41 h left",
        "queue": "4 waiting\n2 given up",
        "book": "20 min left",
    }
    assert instruments.sparkline.values == [5.5]


@pytest.mark.parametrize(
    ("snapshot", "card"),
    [
        (rig(position=101), None),
        (rig(position=7), RigCard.INSERT),
        (rig("NO BOOK", book=None), RigCard.NO_BOOK),
        (rig("STOPPED"), RigCard.RELEASE),
        (rig("FAULT"), RigCard.FAULT),
        (rig("CONFIRM TURN", confirm_turn=TurnQuestion(position=3)), RigCard.CONFIRM_TURN),
        (rig("TURN BACK", turn_back=TurnBackTarget(position=3, reason="Red.")), RigCard.TURN_BACK),
        (rig(position=101, why="It has not found home.", why_code="not_homed"), RigCard.RELEASE),
        (rig(position=101, why="The lid is open.", why_code="lid_open"), None),
    ],
)
def test_the_state_asks_for_its_card(snapshot: RigSnapshot, card: RigCard | None) -> None:
    assert rig_card(snapshot, connected=True) is card
    assert rig_card(snapshot, connected=False) is None


def test_what_was_done_is_taken_back_once_the_newest_first() -> None:
    back: list[str] = []
    stack = UndoStack()
    first, second = Undo("first", partial(back.append, "first")), Undo("second", partial(back.append, "second"))
    stack.push(first)
    stack.push(second)
    assert stack.take_back() is second
    stack.take_back_this(second)
    stack.take_back_this(first)
    assert stack.take_back() is None
    assert back == ["second", "first"]


def test_an_answer_that_would_be_refused_is_not_offered(qtbot: QtBot, tmp_path: Path) -> None:
    keys = Keys(Preferences(QSettings(str(tmp_path / "p.ini"), QSettings.Format.IniFormat)))
    card = Card(keys)
    qtbot.addWidget(card)
    card.offer(Choice("capture.fire", "Shoot", lambda: None), Choice("capture.release", "Release", lambda: None))
    card.allow("capture.release", False)
    shown = [button.accessibleName() for button in card.findChildren(QPushButton) if not button.isHidden()]
    assert shown == ["Shoot"]
