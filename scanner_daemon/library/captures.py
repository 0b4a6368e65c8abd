"""What the capture cycle leaves in the library, one transaction a step: landings, turns, timings.

Plain synchronous code: `journal.LibraryJournal` runs it on its own thread, and `adoption` runs it at the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.capture.ports import Intent, TurnResult
from scanner_daemon.library import spreads
from scanner_daemon.library.errors import NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import (
    Cycle,
    CycleState,
    Event,
    File,
    Shot,
    ShotState,
    Spread,
    SpreadState,
    TurnState,
)
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.originals import Original
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.library.summaries import refresh
from scanner_daemon.library.tickets import shot_again
from scanner_daemon.vocabulary import FileKind, ShotRole, Side

__all__ = ["PAGE_JOB", "TEXT_JOB", "AdoptedFile", "Captures"]

PAGE_JOB = "page"
"""Kind of the job that finds and flattens the pages of a shot; its subject is the shot."""
TEXT_JOB = "text"
"""Kind of the job that reads a page; its subject is the page."""

KEPT_AS_IT_IS = "owed_accepted"
"""The event of a person who does not want shot again what was to be."""

_NO_PAGE = {ShotRole.COLOUR_TARGET, ShotRole.TEST}
_TURN_ENDS = {
    TurnResult.DONE: TurnState.DONE,
    TurnResult.FAILED: TurnState.FAILED,
    TurnResult.NEVER_STARTED: TurnState.NEVER_STARTED,
    TurnResult.UNKNOWN: TurnState.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class AdoptedFile:
    """A file of a shot whose bytes are among the originals already."""

    shot_id: str
    attempt: int
    kind: FileKind
    original: Original
    original_name: str
    captured_at: datetime | None


class Captures:
    """Rows of spreads, cycles, shots and files. Methods with a ``session`` belong to the caller's transaction."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._queue = JobQueue(library)

    def record(
        self,
        session: Session,
        cycle: Cycle,
        files: Sequence[AdoptedFile],
        *,
        why_missing: str,
        timing: Details | None = None,
        serials: dict[Side, str] | None = None,
        refused: bool = False,
    ) -> tuple[Side, ...]:
        """Record the files of a cycle, supersede what they replace and queue their page jobs; the missing sides.

        ``refused``: they show another spread. They are kept, with ``why_missing`` as the reason, and replace nothing.
        Recording the same files again changes nothing.
        """
        now = self._library.clock.utc()
        spread = session.get_one(Spread, cycle.spread_id)
        for shot in cycle.shots:
            mine = [file for file in files if file.shot_id == shot.id]
            if refused and mine:  # before the files are added, which else would make it the one that counts
                shot.state, shot.reason = ShotState.SUPERSEDED, why_missing
            self._add_files(session, shot, mine, now)
            if mine and serials and shot.side in serials:
                shot.camera_serial = serials[shot.side]
            if not shot.files and shot.state is ShotState.INTENDED:
                shot.state, shot.reason = ShotState.FAILED, why_missing
        session.flush()
        missing = tuple(shot.side for shot in cycle.shots if shot.state is ShotState.FAILED)
        cycle.state = CycleState.INCOMPLETE if missing or refused else CycleState.LANDED
        cycle.reason = why_missing if missing or refused else None
        cycle.landed_at = cycle.landed_at or now
        if timing is not None:
            cycle.timing = timing
        spreads.settle_state(spread)
        if not refused:
            shot_again(self._library, session, cycle)
        return missing

    def cycle_of(self, session: Session, turn_id: int) -> Cycle:
        """The cycle that an intent opened. Raises `NotInBook`."""
        cycle = session.scalars(select(Cycle).where(Cycle.turn_id == turn_id)).one_or_none()
        if cycle is None:
            raise NotInBook(thing=f"turn {turn_id}")
        return cycle

    def turn_started(self, turn_id: int) -> None:
        """Commit that the motor may now be asked to turn, before it is."""
        with self._library.write() as session:
            self.cycle_of(session, turn_id).turn_state = TurnState.STARTED

    def turn_ended(self, turn_id: int, result: TurnResult) -> None:
        """Commit what became of the turn."""
        with self._library.write() as session:
            self.cycle_of(session, turn_id).turn_state = _TURN_ENDS[result]

    def pending_turn(self, book_id: str) -> Intent | None:
        """The newest turn of the book that was started and has no recorded end."""
        query = (
            select(Cycle)
            .join(Spread)
            .where(Cycle.turn_state == TurnState.STARTED, Spread.book_id == book_id)
            .order_by(Cycle.turn_id.desc())
        )
        with self._library.read() as session:
            cycle = session.scalars(query.limit(1)).first()
            return None if cycle is None else self._intent(session, cycle)

    def unturned(self, book_id: str) -> int | None:
        """The position of the last spread of the book, when it was captured and its turn is not known to be done."""
        present = (Spread.book_id == book_id, Spread.deleted.is_(False))
        with self._library.read() as session:
            last = session.scalars(select(Spread).where(*present).order_by(Spread.sort_key.desc()).limit(1)).first()
            if last is None:
                return None
            cycles = session.scalars(select(Cycle).where(Cycle.spread_id == last.id)).all()
            captured = any(cycle.state is CycleState.LANDED for cycle in cycles)
            done = any(cycle.turn_state is TurnState.DONE for cycle in cycles)
            return spreads.position_of(session, last) if captured and not done else None

    def unfinished(self, book_id: str) -> int | None:
        """The position of the spread that was intended last, when its newest version is not complete.

        None where an earlier version is, and a person has said since that it is kept as it is.
        """
        query = select(Cycle).join(Spread).where(Spread.book_id == book_id, Spread.deleted.is_(False))
        with self._library.read() as session:
            cycle = session.scalars(query.order_by(Cycle.turn_id.desc()).limit(1)).first()
            if cycle is None or cycle.state is CycleState.LANDED:
                return None
            if cycle.spread.state is SpreadState.LANDED and self._kept_as_it_is(session, cycle):
                return None
            return spreads.position_of(session, cycle.spread)

    def _kept_as_it_is(self, session: Session, cycle: Cycle) -> bool:
        kept = (Event.book_id == cycle.spread.book_id, Event.kind == KEPT_AS_IT_IS, Event.at > cycle.intended_at)
        return session.scalars(select(Event.id).where(*kept).limit(1)).first() is not None

    def timing_completed(self, turn_id: int, timing: Details) -> None:
        """Replace the timing record by the complete one, when the rig is armed again."""
        with self._library.write() as session:
            self.cycle_of(session, turn_id).timing = timing

    def _add_files(self, session: Session, shot: Shot, files: Sequence[AdoptedFile], now: datetime) -> None:
        known = {(file.attempt, file.kind, file.sha256) for file in shot.files}
        for file in files:
            if (file.attempt, file.kind, file.original.sha256) in known:
                continue
            shot.files.append(
                File(
                    kind=file.kind,
                    attempt=file.attempt,
                    sha256=file.original.sha256,
                    suffix=file.original.path.suffix,
                    size_bytes=file.original.size_bytes,
                    original_name=file.original_name,
                    captured_at=file.captured_at,
                    adopted_at=now,
                )
            )
            shot.attempt = max(shot.attempt, file.attempt)
        if files and shot.state in {ShotState.INTENDED, ShotState.FAILED}:
            self.count_in(session, shot)

    def count_in(self, session: Session, shot: Shot) -> None:
        """Make a shot with files the one that counts for its side, and queue its page job."""
        others = session.scalars(
            select(Shot).where(Shot.spread_id == shot.spread_id, Shot.state == ShotState.LANDED, Shot.id != shot.id)
        ).all()
        rivals = [other for other in others if spreads.overlaps(shot.side, other.side)]
        shot.reason = None
        if any(other.version > shot.version for other in rivals):
            shot.state = ShotState.SUPERSEDED
            return
        shot.state = ShotState.LANDED
        for other in rivals:
            if other.version < shot.version:
                other.state = ShotState.SUPERSEDED
                self._queue.cancel(session, other.id)
        refresh(session, shot.spread_id)
        self.queue_pages(session, shot)

    def queue_pages(self, session: Session, shot: Shot, *, again: bool = False) -> None:
        """Queue the job that finds the pages of a shot, unless its role has none."""
        if shot.role in _NO_PAGE:
            return
        self._queue.enqueue(
            session,
            PAGE_JOB,
            shot.id,
            payload={"spread_id": shot.spread_id, "side": shot.side.value},
            book_id=session.get_one(Spread, shot.spread_id).book_id,
            dedupe_key=f"{PAGE_JOB}:{shot.id}",
            again=again,
        )

    def _intent(self, session: Session, cycle: Cycle) -> Intent:
        return Intent(
            spread_id=cycle.spread_id,
            book_id=cycle.spread.book_id,
            position=spreads.position_of(session, cycle.spread),
            turn_id=cycle.turn_id,
            shot_ids={shot.side: shot.id for shot in cycle.shots},
            version=cycle.version,
            role=cycle.shots[0].role if cycle.shots else ShotRole.PAGE,
        )
