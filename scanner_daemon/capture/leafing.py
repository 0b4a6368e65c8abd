"""A spread of the book in hand is taken out, or put back: the others move, and so does what is shown of the last one.

The book stays open meanwhile, so that its pace, what is owed of it and what its last spread was like are all kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from scanner_daemon.capture import events as happened
from scanner_daemon.capture.engine import Engine
from scanner_daemon.capture.reasons import BUSY, NO_BOOK, NOTHING_TO_RE_SHOOT, Refused, unfinished
from scanner_daemon.capture.view import LastSpread

__all__ = ["put_back", "take_out"]


async def take_out(engine: Engine, position: int, operator: str) -> None:
    """Take the spread at ``position`` out of the book; the one before the end is then the last one shown.

    Raises `Refused` without a book or such a spread, and while a spread or its verdict is under way.
    """
    with _alone(engine, "a spread is being deleted"):
        if not 1 <= position <= engine.state.last_position:
            raise Refused.because(NOTHING_TO_RE_SHOOT)
        book_id, journal = engine.mood.book_id, engine.rig.journal
        last_position = await journal.delete(book_id, position, operator=operator)
        shown = engine.signals.last_spread
        if shown is not None and shown.position == position:
            engine.taken_out[shown.spread_id] = shown
            landed = await journal.last_spread(book_id)
            shown = None
            if landed is not None:
                intent = landed[0].intent
                shown = LastSpread(intent.spread_id, intent.position, intent.version, verdict=landed[1])
        elif shown is not None and shown.position > position:
            shown = replace(shown, position=shown.position - 1)
    engine.signals = replace(engine.signals, last_spread=shown)
    engine.take(happened.SpreadDeleted(engine.now(), position, last_position))


async def put_back(engine: Engine, spread_id: str, operator: str) -> None:
    """Put a spread back to where it was; one that had been shown as the last is shown again, verdict and all.

    One that is not complete is owed again. Raises `Refused` as `take_out` does; library errors pass through.
    """
    with _alone(engine, "a spread is being brought back"):
        journal = engine.rig.journal
        returned = await journal.undelete(spread_id, operator=operator)
        if returned is None:
            return
        position, last_position = returned
        incomplete = await journal.unfinished(engine.mood.book_id) == position
    shown, known = engine.signals.last_spread, engine.taken_out.pop(spread_id, None)
    if known is not None:
        shown = replace(known, position=position)
    elif shown is not None and shown.position >= position:
        shown = replace(shown, position=shown.position + 1)
    engine.signals = replace(engine.signals, last_spread=shown)
    why = unfinished(position) if incomplete else None
    engine.take(happened.SpreadReturned(engine.now(), position, last_position, why))


@contextmanager
def _alone(engine: Engine, work: str) -> Iterator[None]:
    """With a book and nothing under way; presses are refused meanwhile."""
    if engine.state.plan is None:
        raise Refused.because(NO_BOOK)
    if engine.state.shot is not None or engine.state.judging is not None or engine.busy_with is not None:
        raise Refused.because(BUSY)
    engine.busy_with = work
    try:
        yield
    finally:
        engine.busy_with = None
