"""Who works at the cradle, and how much each person captured today."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select

from scanner_daemon.api.schemas import OperatorPace
from scanner_daemon.library.models import Cycle, CycleState, Shot, ShotState
from scanner_daemon.service.setup_parts import RigParts

__all__ = ["Shifts"]

LONGEST_PAUSE_S = 600.0
"""Whoever captured nothing for longer was not working at the cradle."""


class Shifts:
    """Implements `scanner_daemon.api.asks.setup.ShiftActions`."""

    def __init__(self, parts: RigParts) -> None:
        self._shift = parts

    def operator_on_duty(self) -> str | None:
        """Who was last said to work here."""
        return self._shift.memory.chosen.operator

    async def hand_over(self, name: str, operator: str) -> None:
        """From the next intent on, everything carries this name, also after a restart. Never refused."""
        del operator
        self._shift.memory.choose(reopen=False, operator=name)
        self._shift.controller.hand_over(name)

    async def paces(self) -> Sequence[OperatorPace]:
        """Since midnight, by this computer's clock; the busiest first."""
        parts = self._shift
        now = parts.clock.utc()
        midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        captured = await asyncio.to_thread(self._captured, midnight)
        on_duty = parts.controller.view.operator
        return [
            _pace(who, captures, on_duty=who == on_duty)
            for who, captures in sorted(captured.items(), key=lambda entry: -len(entry[1]))
        ]

    def _captured(self, since: datetime) -> dict[str, list[tuple[datetime, int]]]:
        """By person: when each spread landed, and how many photographs it has."""
        landed = (
            select(Cycle.operator, Cycle.landed_at, func.count(Shot.id))
            .join(Shot, Shot.cycle_id == Cycle.id)
            .where(Cycle.state == CycleState.LANDED, Cycle.landed_at >= since, Shot.state == ShotState.LANDED)
            .group_by(Cycle.id, Cycle.operator, Cycle.landed_at)
            .order_by(Cycle.landed_at)
        )
        captured: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
        with self._shift.library.read() as session:
            for who, at, photographs in session.execute(landed):
                if at is not None:
                    captured[who].append((at, photographs))
        return captured


def _pace(who: str, captures: Sequence[tuple[datetime, int]], *, on_duty: bool) -> OperatorPace:
    """Pages per hour over the time between captures; the first one only starts the clock."""
    pages = sum(photographs for _, photographs in captures)
    worked_s, counted = 0.0, 0
    for (before, _), (at, photographs) in pairwise(captures):
        between_s = (at - before) / timedelta(seconds=1)
        if between_s <= LONGEST_PAUSE_S:
            worked_s += between_s
            counted += photographs
    return OperatorPace(
        operator=who,
        spreads=len(captures),
        pages=pages,
        worked_s=worked_s,
        pages_per_hour=counted * 3600 / worked_s if worked_s > 0 else None,
        on_duty=on_duty,
    )
