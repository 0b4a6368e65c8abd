"""What the capture cycle leaves in the library, one transaction a step: intents, landings, verdicts, turns.

Plain synchronous code: `journal.LibraryJournal` runs it on its own thread, and `adoption` runs it at the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scanner_daemon.capture.ports import Intent, TurnResult
from scanner_daemon.library import spreads
from scanner_daemon.library.errors import BookNotFound, NotInBook
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import (
    Book,
    Cycle,
    CycleState,
    File,
    Shot,
    ShotState,
    Spread,
    TurnState,
)
from scanner_daemon.library.models.base import Details
from scanner_daemon.library.originals import Original
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.vocabulary import FileKind, ShotRole, Side

__all__ = ["PAGE_JOB", "AdoptedFile", "Captures"]

PAGE_JOB = "page"
"""Kind of the job that finds and flattens the pages of a shot; its subject is the shot."""

_NO_PAGE = {ShotRole.COLOUR_TARGET, ShotRole.TEST}
_TURN_IDS_SINCE = datetime(2025, 1, 1, tzinfo=UTC)
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

    def intend(
        self,
        book_id: str,
        position: int | None,
        sides: Sequence[Side],
        *,
        re_shoot: bool,
        operator: str,
        insert: bool = False,
        role: ShotRole = ShotRole.PAGE,
    ) -> Intent:
        """Commit that a spread is about to be exposed.

        ``position`` None: after the last spread, or with ``re_shoot`` the last one again. With ``insert`` the new
        spread takes the position. A position that has a spread is photographed anew, as its next version, so nothing
        is ever overwritten. Raises `BookNotFound`, `NotInBook`.
        """
        now = self._library.clock.utc()
        with self._library.write() as session:
            if session.get(Book, book_id) is None:
                raise BookNotFound(book=book_id)
            spread, place = self._spread_for(session, book_id, position, re_shoot=re_shoot, insert=insert)
            newest = session.scalar(select(func.max(Shot.version)).where(Shot.spread_id == spread.id))
            cycle = Cycle(
                spread_id=spread.id,
                version=(newest or 0) + 1,
                turn_id=self._next_turn_id(session, now),
                operator=operator,
                intended_at=now,
            )
            session.add(cycle)
            session.flush()
            shots = {
                side: Shot(
                    spread_id=spread.id,
                    cycle_id=cycle.id,
                    side=side,
                    role=role,
                    version=cycle.version,
                    created_at=now,
                )
                for side in sides
            }
            session.add_all(shots.values())
            session.flush()
            return Intent(
                spread_id=spread.id,
                book_id=book_id,
                position=place,
                turn_id=cycle.turn_id,
                shot_ids={side: shot.id for side, shot in shots.items()},
                version=cycle.version,
                role=role,
            )

    def record(
        self,
        session: Session,
        cycle: Cycle,
        files: Sequence[AdoptedFile],
        *,
        why_missing: str,
        timing: Details | None = None,
        serials: dict[Side, str] | None = None,
    ) -> tuple[Side, ...]:
        """Record the files of a cycle, supersede what they replace and queue their page jobs; the missing sides.

        Recording the same files again changes nothing.
        """
        now = self._library.clock.utc()
        spread = session.get_one(Spread, cycle.spread_id)
        for shot in cycle.shots:
            mine = [file for file in files if file.shot_id == shot.id]
            self._add_files(session, shot, mine, now)
            if mine and serials and shot.side in serials:
                shot.camera_serial = serials[shot.side]
            if not shot.files and shot.state is ShotState.INTENDED:
                shot.state, shot.reason = ShotState.FAILED, why_missing
        session.flush()
        missing = tuple(shot.side for shot in cycle.shots if shot.state is ShotState.FAILED)
        cycle.state = CycleState.INCOMPLETE if missing else CycleState.LANDED
        cycle.reason = why_missing if missing else None
        cycle.landed_at = cycle.landed_at or now
        if timing is not None:
            cycle.timing = timing
        spreads.settle_state(spread)
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

    def unfinished(self, book_id: str) -> int | None:
        """The position of the spread that was intended last, when its newest version is not complete."""
        query = select(Cycle).join(Spread).where(Spread.book_id == book_id, Spread.deleted.is_(False))
        with self._library.read() as session:
            cycle = session.scalars(query.order_by(Cycle.turn_id.desc()).limit(1)).first()
            if cycle is None or cycle.state is CycleState.LANDED:
                return None
            return spreads.position_of(session, cycle.spread)

    def timing_completed(self, turn_id: int, timing: Details) -> None:
        """Replace the timing record by the complete one, when the rig is armed again."""
        with self._library.write() as session:
            self.cycle_of(session, turn_id).timing = timing

    def _spread_for(
        self, session: Session, book_id: str, position: int | None, *, re_shoot: bool, insert: bool
    ) -> tuple[Spread, int]:
        count = spreads.count_of(session, book_id)
        if position is None:
            position = count if re_shoot else count + 1
        if insert or (position == count + 1 and not re_shoot):
            key = spreads.key_before(session, book_id, position)
            spread = Spread(book_id=book_id, sort_key=key, created_at=self._library.clock.utc())
            session.add(spread)
            session.flush()
            return spread, position
        return spreads.spread_at(session, book_id, position), position

    def _next_turn_id(self, session: Session, now: datetime) -> int:
        """Above every earlier one, and above what a library that was lost or restored may have given out.

        A controller remembers the last ``turn_id`` it has done. Seconds since 2025 (32 bits last until 2161) make
        sure that neither a new library nor one from a backup offers it an id that it knows.
        """
        last = session.scalar(select(func.max(Cycle.turn_id))) or 0
        return max(last + 1, int((now - _TURN_IDS_SINCE) / timedelta(seconds=1)))

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
        session.flush()
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
