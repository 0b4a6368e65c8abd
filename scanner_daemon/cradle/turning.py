"""One leaf, once: what is sent once, and asked about for as long as it takes to know."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from firmware_protocol.link import Link
from firmware_protocol.link_failures import CommandRefused, ControllerSilent, LinkFailure, MotionHalted
from firmware_protocol.messages import AskTurn, Event, TurnEnded, TurnPage, TurnReport
from firmware_protocol.vocabulary import Result, TurnState
from scanner_daemon.cradle.connection import Connection

__all__ = ["learn_of_turn", "turn_and_learn"]

_log = logging.getLogger(__name__)

_ANSWER_S = 2.5
"""Longer than the link's own retries, which end the wait first."""
_ASK_AGAIN_S = 0.1


async def turn_and_learn(connection: Connection, link: Link, turn_id: int) -> TurnReport:
    """Send the turn once, and return only when it is known what became of it; the caller sets the deadline.

    Raises CommandRefused when nothing moved, LinkNotOpen when nothing was sent.
    """
    exchange = await link.post(TurnPage(turn_id))
    try:
        reply = await exchange.reply
        if reply.result is not Result.OK:
            raise CommandRefused(reply.command, reply.result)
        return await _ended(reply.report, exchange.arrival)
    except LinkFailure as failure:
        _log.warning("turn %d: the link broke (%s); asking instead of sending again", turn_id, failure)
        return await learn_of_turn(connection, turn_id)
    finally:
        exchange.abandon()


async def learn_of_turn(connection: Connection, turn_id: int) -> TurnReport:
    """Ask until the controller has answered and the turn has ended; the caller sets the deadline. Moves nothing."""
    while True:
        await connection.up.wait()
        link = connection.link
        if link is not None:
            try:
                # Listen before asking: the end may come between the question and the answer.
                arrival = link.arrival_of_turn(turn_id)
                try:
                    return await _ended((await link.ask(AskTurn(turn_id), _ANSWER_S)).report, arrival)
                finally:
                    arrival.cancel()
            except LinkFailure as failure:
                _log.warning("turn %d: asking failed: %s", turn_id, failure)
        await asyncio.sleep(_ASK_AGAIN_S)


async def _ended(report: object, arrival: asyncio.Future[tuple[Event, int]]) -> TurnReport:
    """The report itself when the turn has ended, else the one that the end brings."""
    if not isinstance(report, TurnReport):
        raise ControllerSilent("a turn was answered without a report")
    if report.state is not TurnState.RUNNING:
        return report
    try:
        event, _ = await arrival
    except MotionHalted:
        return replace(report, state=TurnState.INTERRUPTED)
    return event.report if isinstance(event, TurnEnded) else replace(report, state=TurnState.INTERRUPTED)
