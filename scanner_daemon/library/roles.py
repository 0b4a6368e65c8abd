"""What a photograph shows, said by a person: a page, a cover, a blank, a foldout, the title page."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from scanner_daemon.library.captures import Captures
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Page, Shot, ShotState, Spread
from scanner_daemon.library.summaries import refresh
from scanner_daemon.vocabulary import ShotRole, Side

__all__ = ["set_roles"]


def set_roles(library: Library, spread_id: str, roles: Mapping[Side, ShotRole], operator: str) -> dict[Side, ShotRole]:
    """Give photographs of a spread that count their roles, by side; the roles they had, with which this is undone.

    A photograph without pages, because its old role had none, gets a page job. Raises `NotInBook` for an unknown
    spread, and for a side that has no photograph of its own.
    """
    with library.write() as session:
        spread = session.get(Spread, spread_id)
        if spread is None:
            raise NotInBook(thing=f"spread {spread_id}")
        query = select(Shot).where(Shot.spread_id == spread_id, Shot.state == ShotState.LANDED)
        shots = {shot.side: shot for shot in session.scalars(query)}
        before: dict[Side, ShotRole] = {}
        for side, role in roles.items():
            if side not in shots:
                raise NotInBook(thing=f"{side} photograph of this spread")
            before[side] = shots[side].role
            shots[side].role = role
            session.flush()
            if session.scalar(select(Page.id).where(Page.shot_id == shots[side].id).limit(1)) is None:
                Captures(library).queue_pages(session, shots[side])
        refresh(session, spread_id)
        told = {side.value: role.value for side, role in roles.items()}
        library.log(session, "roles_said", operator, spread.book_id, spread_id=spread_id, roles=told)
        return before
