"""What a photograph shows, as a person says it: kept, undone, and true of the next version too."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scanner_daemon.library.books import Books
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.models import Event, Shot, ShotState
from scanner_daemon.library.roles import set_roles
from scanner_daemon.vocabulary import ShotRole, Side
from tests.library.conftest import Rig


def roles_of(rig: Rig, spread_id: str) -> dict[Side, ShotRole]:
    with rig.library.read() as session:
        shots = session.scalars(select(Shot).where(Shot.spread_id == spread_id, Shot.state == ShotState.LANDED))
        return {shot.side: shot.role for shot in shots}


def test_a_role_is_kept_with_who_said_it_and_can_be_undone(either_rig: Rig) -> None:
    spread = either_rig.shoot(Books(either_rig.library).create("Euclid"))
    before = set_roles(either_rig.library, spread.spread_id, {Side.LEFT: ShotRole.COVER}, "ada")
    assert roles_of(either_rig, spread.spread_id) == {Side.LEFT: ShotRole.COVER, Side.RIGHT: ShotRole.PAGE}
    with either_rig.library.read() as session:
        event = session.scalars(select(Event).where(Event.kind == "roles_said")).one()
        assert (event.operator, event.details["roles"]) == ("ada", {"left": "cover"})
    set_roles(either_rig.library, spread.spread_id, before, "ada")
    assert roles_of(either_rig, spread.spread_id) == {Side.LEFT: ShotRole.PAGE, Side.RIGHT: ShotRole.PAGE}


def test_a_page_that_was_named_stays_named_when_it_is_shot_again(either_rig: Rig) -> None:
    book = Books(either_rig.library).create("Euclid")
    first = either_rig.shoot(book)
    set_roles(either_rig.library, first.spread_id, {Side.RIGHT: ShotRole.TITLE}, "ada")
    either_rig.shoot(book, 1, re_shoot=True)
    assert roles_of(either_rig, first.spread_id) == {Side.LEFT: ShotRole.PAGE, Side.RIGHT: ShotRole.TITLE}


def test_a_side_without_a_photograph_has_no_role(rig: Rig) -> None:
    spread = rig.shoot(Books(rig.library).create("Euclid"), sides=(Side.LEFT,))
    with pytest.raises(NotInBook, match="right photograph"):
        set_roles(rig.library, spread.spread_id, {Side.LEFT: ShotRole.BLANK, Side.RIGHT: ShotRole.BLANK}, "ada")
    assert roles_of(rig, spread.spread_id) == {Side.LEFT: ShotRole.PAGE}
