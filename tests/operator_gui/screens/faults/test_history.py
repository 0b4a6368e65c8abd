"""The history's model over a daemon that answers from a list, and the cards for what a person is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import QModelIndex, QSettings
from PySide6.QtWidgets import QApplication, QLabel

from operator_gui.daemon.client import DaemonClient
from operator_gui.keys.registry import Keys
from operator_gui.screens.faults.asked import TurnBackCard, TurnQuestionCard, can_release
from operator_gui.screens.faults.history import NOTIFICATION_ROLE, PART, History
from operator_gui.session.preferences import Preferences
from scanner_daemon.api.schemas import Listing, Notification, NotificationKind, RigSnapshot, RigState

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def entry(number: int, **more: object) -> Notification:
    told = Notification(
        id=f"n{number:07}",
        kind=NotificationKind.FAULT,
        code="of.tomorrow",
        what=f"Entry {number}.",
        raised_at=NOON + timedelta(seconds=number),
        lasts=True,
    )
    return told.model_copy(update=more)


class AnsweringClient:
    """Answers at once, as the daemon does: by id, the newest first."""

    def __init__(self, count: int) -> None:
        self.log = [entry(number) for number in range(count)]
        self.asked: list[Mapping[str, object]] = []

    def get(self, path: str, shape: object, then: Callable[[Any], object], **more: Any) -> None:
        del path, shape
        query = more["query"]
        self.asked.append(query)
        found = [one for one in reversed(self.log) if one.id < query.get("after", "o")][: query["limit"]]
        whole = len(found) < query["limit"]
        then(Listing[Notification](items=tuple(found), next=None if whole else found[-1].id))


@pytest.fixture
def client_and_model(qapp: QApplication) -> tuple[AnsweringClient, History]:
    del qapp
    client = AnsweringClient(2000)
    return client, History(cast(DaemonClient, client))


def numbers(model: History) -> list[str]:
    return [cast(Notification, model.index(row).data(NOTIFICATION_ROLE)).id for row in range(model.rowCount())]


def test_only_what_is_scrolled_to_is_held(client_and_model: tuple[AnsweringClient, History]) -> None:
    client, model = client_and_model
    model.renew()
    assert model.rowCount() == PART
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert numbers(model) == [one.id for one in reversed(client.log)][: 2 * PART]
    assert len(client.asked) == 2


def test_news_come_on_top_and_what_was_cleared_says_so(client_and_model: tuple[AnsweringClient, History]) -> None:
    client, model = client_and_model
    model.renew()
    model.fetchMore(QModelIndex())
    client.log[-1] = entry(1999, cleared_at=NOON)
    client.log += [entry(2000), entry(2001)]
    model.renew()
    assert numbers(model)[:3] == ["n0002001", "n0002000", "n0001999"]
    assert cast(Notification, model.index(2).data(NOTIFICATION_ROLE)).cleared_at == NOON
    assert numbers(model) == sorted(set(numbers(model)), reverse=True)


def test_after_more_news_than_a_part_holds_it_begins_again(client_and_model: tuple[AnsweringClient, History]) -> None:
    client, model = client_and_model
    model.renew()
    client.log += [entry(number) for number in range(2000, 2000 + 3 * PART)]
    model.renew()
    model.fetchMore(QModelIndex())
    assert numbers(model) == [one.id for one in reversed(client.log)][: 2 * PART]


@pytest.fixture
def keys(qapp: QApplication, store: QSettings) -> Keys:
    del qapp
    return Keys(Preferences(store))


def a_rig(**more: object) -> RigSnapshot:
    return RigSnapshot.model_validate({"boot": "b", "revision": 1, "at": NOON, **more})


def words(card: TurnQuestionCard | TurnBackCard) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel))


def test_a_turn_in_doubt_is_asked_and_a_turn_back_is_told(keys: Keys) -> None:
    question, back = TurnQuestionCard(keys), TurnBackCard(keys)
    doubt = a_rig(
        state=RigState.CONFIRM_TURN,
        why_code="turn_not_known",
        why_params={"position": 7},
        confirm_turn={"position": 7, "why": "x"},
    )
    owed = a_rig(
        state=RigState.TURN_BACK,
        why_code="red_verdict",
        why_params={"position": 7},
        turn_back={"position": 7, "reason": "x"},
    )
    for card in (question, back):
        card.show_rig(a_rig())
        assert card.isHidden()
    question.show_rig(doubt)
    assert not question.isHidden()
    assert "Nobody knows whether the leaf after spread 7 was turned." in words(question)
    back.show_rig(owed)
    assert "Turn back to spread 7 and press." in words(back)
    assert "Spread 7 was judged red." in words(back)
    for card in (question, back):
        card.hide()


@pytest.mark.parametrize(
    ("rig", "latched"),
    [
        ({"state": "READY"}, False),
        ({"state": "STOPPED"}, True),
        ({"cradle": {"connected": True, "fault_code": "cradle_pinch"}}, True),
        ({"cradle": {"connected": False, "fault_code": "cradle_port_missing"}}, False),
        ({"cradle": {"needs_operator": True}}, True),
        ({"cradle": {"homed": False, "has_platen_motor": True}}, True),
    ],
)
def test_a_release_is_offered_when_something_is_latched(rig: dict[str, object], latched: bool) -> None:
    assert can_release(a_rig(**rig)) is latched
