"""The state band: every state has a word, a shape and a colour of its own, and refused presses are seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from operator_gui.daemon.trouble import Trouble
from operator_gui.theme.palette import DARK, LIGHT, contrast
from operator_gui.theme.sizes import TypeSizes
from operator_gui.theme.theme import Look
from operator_gui.widgets.band_message import BandKind, band_message
from operator_gui.widgets.state_band import StateBand, band_colours
from operator_gui.widgets.state_mark import paint_mark
from scanner_daemon.api.schemas import (
    BookInHand,
    Fault,
    LastSpread,
    ReadingDirection,
    RigSnapshot,
    TurnBackTarget,
    TurnQuestion,
)

LOOK = Look(DARK, TypeSizes.at(100))
LID = Fault(code="lid_open", what="The lid is open.", remedy="Close it.")
BOOK = BookInHand(book_id="b", title="A book", spreads=142, expected_spreads=210)


def rig(state: str, **more: Any) -> RigSnapshot:
    known: dict[str, Any] = {"book": BOOK, "position": 143, "last_spread": LastSpread(spread_id="s", position=142)}
    return RigSnapshot(boot="1", revision=1, at=datetime.now(UTC), state=state, **(known | more))


EVERY = {
    BandKind.NO_BOOK: rig("NO BOOK", book=None),
    BandKind.READY: rig("READY", last_spread=None),
    BandKind.ARMED: rig("READY", cue="armed"),
    BandKind.HOLD_STILL: rig("HOLD STILL"),
    BandKind.TURN: rig("TURN", why="The leaf has not been turned.", why_code="turn_by_hand"),
    BandKind.TURN_BACK: rig(
        "TURN BACK", turn_back=TurnBackTarget(position=12, reason="It was red."), why="It was red."
    ),
    BandKind.WAIT: rig("WAIT", phase="landing"),
    BandKind.CONFIRM_TURN: rig("CONFIRM TURN", confirm_turn=TurnQuestion(position=12)),
    BandKind.PAUSED: rig("PAUSED"),
    BandKind.FAULT: rig("FAULT", why="It is broken.", remedy="Mend it."),
    BandKind.STOPPED: rig("STOPPED", why="It was stopped.", remedy="Release it."),
}


@pytest.mark.parametrize("kind", EVERY)
def test_every_state_has_its_kind_and_a_word(kind: BandKind) -> None:
    message = band_message(EVERY[kind], connected=True)
    assert message.kind is kind
    assert message.word


def drawn(kind: BandKind, *, backwards: bool = False) -> bytes:
    picture = QImage(60, 60, QImage.Format.Format_Grayscale8)
    picture.fill(QColor("white"))
    with QPainter(picture) as painter:
        where = picture.rect().toRectF()
        paint_mark(painter, kind, where, QColor("black"), QColor("white"), backwards=backwards)
    return bytes(picture.constBits())


def test_no_two_states_share_a_shape(qtbot: QtBot) -> None:
    del qtbot
    shapes = {kind: drawn(kind) for kind in BandKind}
    assert len(set(shapes.values())) == len(BandKind)


def test_arrows_point_the_other_way_in_a_book_read_from_right_to_left(qtbot: QtBot) -> None:
    del qtbot
    for kind in (BandKind.TURN, BandKind.TURN_BACK):
        assert drawn(kind) != drawn(kind, backwards=True)
    book = BookInHand(book_id="b", title="A book", reading_direction=ReadingDirection.RIGHT_TO_LEFT)
    assert band_message(rig("TURN", book=book), connected=True).backwards


def test_turn_armed_and_turn_back_differ_in_colour_too() -> None:
    grounds = {band_colours(kind, DARK)[0].name() for kind in (BandKind.TURN, BandKind.ARMED, BandKind.TURN_BACK)}
    assert len(grounds) == 3


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("kind", BandKind)
def test_the_words_can_be_read_against_every_colour(kind: BandKind, palette: Any) -> None:
    ground, ink = band_colours(kind, palette)
    assert contrast(ground.name(), ink.name()) >= 6.5


def test_a_lost_connection_is_said_whatever_was_known_before() -> None:
    assert band_message(EVERY[BandKind.READY], connected=False).kind is BandKind.DISCONNECTED
    assert band_message(None, connected=True).kind is BandKind.DISCONNECTED


def test_one_who_may_not_speak_to_the_daemon_is_told_so() -> None:
    barred = Trouble("gui.not_allowed", "Not allowed.", "Ask the administrator.")
    message = band_message(None, connected=False, trouble=barred)
    assert message.kind is BandKind.DISCONNECTED
    assert (message.what, message.remedy) == ("Not allowed.", "Ask the administrator.")
    assert band_message(EVERY[BandKind.READY], connected=True, trouble=None).kind is BandKind.READY


def test_a_rig_that_would_refuse_a_press_does_not_say_ready() -> None:
    blocked = rig("READY", why=LID.what, why_code=LID.code, remedy=LID.remedy, faults=(LID,))
    message = band_message(blocked, connected=True)
    assert message.kind is BandKind.FAULT
    assert message.remedy == "Close it."


def test_refused_presses_are_marked_counted_and_explained(qtbot: QtBot) -> None:
    band = StateBand(LOOK)
    qtbot.addWidget(band)
    band.resize(1366, 88)
    band.show()
    busy = Fault(code="some_code", what="The rig is still busy.")
    band.show_rig(rig("WAIT", refused_presses=4), connected=True)
    assert not band.refused.isVisible()
    band.show_rig(rig("WAIT", refused_presses=5, refused_because=(busy,)), connected=True)
    band.show_rig(rig("WAIT", refused_presses=6, refused_because=(busy,)), connected=True)
    assert band.refused.isVisible()
    assert "2" in band.refused.text.text()
    assert "still busy" in band.refused.text.text()
    band.show_rig(rig("HOLD STILL", refused_presses=6), connected=True)
    assert not band.refused.isVisible()


def test_what_stands_against_every_press_is_said_once_and_its_remedy_stays(qtbot: QtBot) -> None:
    band = StateBand(LOOK)
    qtbot.addWidget(band)
    band.resize(1366, 88)
    band.show()
    blocked = {"why": LID.what, "why_code": LID.code, "remedy": LID.remedy, "faults": (LID,)}
    band.show_rig(rig("READY", refused_presses=4, **blocked), connected=True)
    band.show_rig(rig("READY", refused_presses=5, refused_because=(LID,), **blocked), connected=True)
    assert "The lid is open." in band.refused.text.text()
    assert not band.what.isVisible()
    assert band.remedy.isVisible()
    assert band.remedy.text() == "Close it."


def test_it_says_where_the_book_is_and_how_fast_it_goes(qtbot: QtBot) -> None:
    band = StateBand(LOOK)
    qtbot.addWidget(band)
    band.show_rig(rig("READY", pages_per_hour=612.4), connected=True)
    assert band.spread.text() == "143 of ~210"
    assert band.pace.text() == "612"
    assert band.stop.minimumHeight() >= 44
    assert "READY" in band.accessibleName()


def test_a_book_whose_expected_spreads_are_all_there_is_not_past_its_end(qtbot: QtBot) -> None:
    band = StateBand(LOOK)
    qtbot.addWidget(band)
    snapshot = rig("READY")
    assert snapshot.book is not None
    whole = snapshot.book.model_copy(update={"spreads": 210, "expected_spreads": 210})
    band.show_rig(snapshot.model_copy(update={"book": whole, "position": 211}), connected=True)
    assert band.spread.text() == "210 of ~210"
